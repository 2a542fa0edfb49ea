import { listAssets, nextAsset } from "../api/calls";
import type { AssetCard, Id } from "../api/contract";

/** What to look at next: what needs this person, else whatever nobody has approved yet. */
export async function nextOpen(project: Id, after: Id): Promise<AssetCard | undefined> {
  const needing = await nextAsset(project, after);
  if (needing) return needing;
  const open = await listAssets({ project, state: "annotate", limit: 2 });
  return open.results.find((card) => card.id !== after);
}
