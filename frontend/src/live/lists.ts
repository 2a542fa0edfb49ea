/** Keeps long lists of pictures fresh: a short list is read again, in a long one only the pictures that changed. */
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { AssetCard, Page } from "../api/contract";

type Loaded = InfiniteData<Page<AssetCard>>;

/** Lists of more pages than this are mended picture by picture. */
export const SHORT = 3;
/** More changed pictures than this at once are left to the next time the list is read. */
export const AT_ONCE = 24;

/** Pure: the list with one picture replaced, the same list when it is not in it. */
export function withAsset(loaded: Loaded, asset: AssetCard): Loaded {
  const at = loaded.pages.findIndex((page) => page.results.some((one) => one.id === asset.id));
  if (at < 0) return loaded;
  const pages = loaded.pages.map((page, index) =>
    index === at
      ? { ...page, results: page.results.map((one) => (one.id === asset.id ? asset : one)) }
      : page,
  );
  return { ...loaded, pages };
}

export async function refreshLists(
  client: QueryClient,
  changed: readonly string[],
  read: (id: string) => Promise<AssetCard>,
): Promise<void> {
  const long: readonly unknown[][] = client
    .getQueryCache()
    .findAll({ queryKey: ["assets"] })
    .flatMap((query) => {
      const pages = (query.state.data as Partial<Loaded> | undefined)?.pages;
      if (pages && pages.length > SHORT) return [[...query.queryKey]];
      void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
      return [];
    });
  if (long.length === 0) return;
  for (const id of changed.slice(0, AT_ONCE)) {
    const listed = long.filter((queryKey) =>
      client.getQueryData<Loaded>(queryKey)?.pages.some((page) => page.results.some((one) => one.id === id)),
    );
    if (listed.length === 0) continue;
    try {
      const asset = await read(id);
      for (const queryKey of listed) {
        client.setQueryData<Loaded>(queryKey, (loaded) => loaded && withAsset(loaded, asset));
      }
    } catch {
      // gone meanwhile: the next reading of the list leaves it out
    }
  }
}
