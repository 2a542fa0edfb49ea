/** The files of a drop or a choice, folders opened; what no picture, video or COCO file can be is left behind. */

const HIDDEN = /(^\.)|(^Thumbs\.db$)|(^desktop\.ini$)/i;

export function isWanted(name: string): boolean {
  return !HIDDEN.test(name);
}

async function filesBelow(entry: FileSystemEntry): Promise<File[]> {
  if (!isWanted(entry.name)) return [];
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [file];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: File[] = [];
  for (;;) {
    // a reader gives a hundred entries at a time, and none at the end
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (!some.length) break;
    for (const child of some) found.push(...(await filesBelow(child)));
  }
  return found;
}

export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items]
    .map((item) => item.webkitGetAsEntry?.())
    .filter((entry) => entry != null);
  if (!entries.length) return [...transfer.files].filter((file) => isWanted(file.name));
  const found: File[] = [];
  for (const entry of entries) found.push(...(await filesBelow(entry)));
  return found;
}
