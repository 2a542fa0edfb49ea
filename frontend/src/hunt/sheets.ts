/**
 * Contact sheets for the hunt: pictures side by side at one scale, as many as a screen holds. A picture that is larger than
 * the screen is shown piece by piece; pieces overlap, so that a face on a seam is seen whole in one of them. Pure.
 */

export interface Picture {
  asset: string;
  frame: number;
  /** In pixels of the picture. */
  width: number;
  height: number;
}

export interface Size {
  width: number;
  height: number;
}

/** A part of a picture (x, y, width, height in its pixels) and where it stands on the screen. */
export interface Piece {
  picture: Picture;
  x: number;
  y: number;
  width: number;
  height: number;
  left: number;
  top: number;
}

export type Sheet = readonly Piece[];

export const SEEN_AT = 24; // pixels that the smallest face to be found takes on the screen
export const GAP = 4;

export const keyOf = (picture: { asset: string; frame: number }) => `${picture.asset} ${picture.frame}`;

/** How much pictures are enlarged so that a face of `least` pixels is seen at 24. */
export const scaleFor = (least: number) => SEEN_AT / least;

export function sheetsOf(pictures: readonly Picture[], view: Size, least: number): Sheet[] {
  const scale = scaleFor(least);
  const sheets: Piece[][] = [];
  let shelf = { left: 0, top: 0, height: 0 };
  for (const picture of pictures) {
    for (const part of piecesOf(picture, view, least)) {
      const width = part.width * scale;
      const height = part.height * scale;
      if (shelf.left && shelf.left + width > view.width)
        shelf = { left: 0, top: shelf.top + shelf.height + GAP, height: 0 };
      if (!sheets.length || shelf.top + height > view.height) {
        sheets.push([]);
        shelf = { left: 0, top: 0, height: 0 };
      }
      sheets.at(-1)!.push({ picture, ...part, left: shelf.left, top: shelf.top });
      shelf.left += width + GAP;
      shelf.height = Math.max(shelf.height, height);
    }
  }
  return sheets;
}

/** A picture whole where it fits the view, else in as few equal pieces as fit. */
function piecesOf(picture: Picture, view: Size, least: number) {
  const scale = scaleFor(least);
  const spans = (length: number, room: number) => spansOf(length, room / scale, least * 2);
  return spans(picture.height, view.height).flatMap(([y, height]) =>
    spans(picture.width, view.width).map(([x, width]) => ({ x, y, width, height })),
  );
}

/** Starts and lengths of stretches that cover `length`, none longer than `most`, each over the next by `overlap`. */
function spansOf(length: number, most: number, overlap: number): [number, number][] {
  if (length <= most) return [[0, length]];
  const lap = Math.min(overlap, most / 3);
  const count = Math.ceil((length - lap) / (most - lap));
  const size = Math.min(most, Math.ceil((length + (count - 1) * lap) / count));
  return Array.from({ length: count }, (_, i) => [Math.round((i * (length - size)) / (count - 1)), size]);
}

/** The assets all of whose pieces lie on sheets that were passed; of `unfinished` more may follow. */
export function looked(sheets: readonly Sheet[], passed: ReadonlySet<number>, unfinished?: string): string[] {
  const open = new Set<string>();
  const seen = new Set<string>();
  sheets.forEach((sheet, index) => {
    for (const { picture } of sheet) (passed.has(index) ? seen : open).add(picture.asset);
  });
  if (unfinished) open.add(unfinished);
  return [...seen].filter((asset) => !open.has(asset));
}

/** The frames of a clip that are looked at: one a second. */
export function framesOf(frames: number, seconds: number | null): number[] {
  const count = Math.max(1, Math.ceil(seconds ?? 0));
  const step = frames / count;
  return [...new Set(Array.from({ length: count }, (_, i) => Math.min(frames - 1, Math.floor(i * step))))];
}

/** The spot of a sheet (screen pixels) as a place in a picture; null between pictures. */
export function placeAt(sheet: Sheet, x: number, y: number, least: number) {
  const scale = scaleFor(least);
  for (const piece of sheet) {
    const inX = (x - piece.left) / scale;
    const inY = (y - piece.top) / scale;
    if (inX >= 0 && inY >= 0 && inX < piece.width && inY < piece.height)
      return { picture: piece.picture, at: [piece.x + inX, piece.y + inY] as [number, number] };
  }
  return null;
}
