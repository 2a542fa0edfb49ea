/** Sends what an earlier visit could not, of assets that are not open. */

import { newId } from "../ids";
import { assetServer } from "../server";
import { Editor, type SaveState } from "../state/editor";
import { journalOf, unsentAssets } from "./database";

const open = new Map<string, number>();

/** While an asset is open its page sends for itself. Call what comes back when it closes. */
export function holdAsset(asset: string): () => void {
  open.set(asset, (open.get(asset) ?? 0) + 1);
  return () => {
    const left = open.get(asset)! - 1;
    if (left) open.set(asset, left);
    else open.delete(asset);
  };
}

/**
 * Tries each asset that has something unsent; gives those that still have, and how they stand. `before` is what it gave
 * the last time: what waits for a choice there is not asked again.
 */
export async function replay(
  user: string,
  before: ReadonlyMap<string, SaveState>,
): Promise<Map<string, SaveState>> {
  const left = new Map<string, SaveState>();
  for (const asset of await unsentAssets(user)) {
    if (open.has(asset)) continue;
    if (before.get(asset) === "conflict") {
      left.set(asset, "conflict");
      continue;
    }
    const editor = new Editor(assetServer(asset), journalOf(user, asset), newId);
    try {
      await editor.open();
      await editor.sendAll();
      const { unsent, save } = editor.snapshot();
      if (unsent) left.set(asset, save);
    } catch {
      left.set(asset, "offline"); // not even to be read now
    } finally {
      editor.rest();
    }
  }
  return left;
}
