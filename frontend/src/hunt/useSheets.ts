/** Going through the sheets: which is at hand, what was passed, and what of it has been looked through. */

import { useMemo, useRef, useState } from "react";
import type { Size } from "./packing";
import { keyOf, layOut, looked, type Picture } from "./sheets";

interface Way {
  of: string;
  at: number;
  passed: ReadonlySet<number>;
  /** What had been looked through when the sheets were laid out: it is on none. */
  without: ReadonlySet<string>;
}

/** Where the list (`of`), the room or the scale is another one, what is left is laid out anew; `again`: with what was looked
 * through before. */
export function useSheets(
  of: string,
  all: readonly Picture[],
  room: Size | null,
  least: number,
  whole: boolean,
  again: boolean,
) {
  const seen = useRef(new Set<string>());
  const unseen = useRef(new Set<string>()); // keys of what could not be shown
  const [clean, setClean] = useState(0);
  const missed = useRef(false); // on the sheet at hand
  const key = `${of} ${room?.width} ${room?.height} ${least}`;
  const [kept, setWay] = useState<Way>();
  const way = useMemo(
    () =>
      kept?.of === key
        ? kept
        : { of: key, at: 0, passed: new Set<number>(), without: new Set(again ? [] : seen.current) },
    [again, kept, key],
  );
  const { without } = way;
  const { sheets, pending } = useMemo(() => {
    const left = all.filter((picture) => !without.has(picture.asset));
    return room ? layOut(left, room, least, whole) : { sheets: [], pending: new Set<string>() };
  }, [all, least, room, whole, without]);

  return {
    sheets,
    at: way.at,
    sheet: sheets[way.at] ?? [],
    /** Goes on; gives the assets that are looked through now. None of those is that has a picture which could not be
     * shown, of which `unshown` names those on the sheet. */
    pass(unshown: readonly string[]): string[] {
      const passed = new Set([...way.passed, way.at]);
      setWay({ ...way, passed, at: way.at + 1 });
      for (const { picture } of sheets[way.at] ?? []) unseen.current.delete(keyOf(picture));
      for (const key of unshown) unseen.current.add(key);
      const broken = new Set(all.flatMap((one) => (unseen.current.has(keyOf(one)) ? [one.asset] : [])));
      const fresh = looked(sheets, passed, pending).filter(
        (asset) => !seen.current.has(asset) && !broken.has(asset),
      );
      for (const asset of fresh) seen.current.add(asset);
      setClean((before) => (missed.current ? 0 : before + fresh.length));
      missed.current = false;
      return fresh;
    },
    /** They could not be noted: they are told again with the next sheet. */
    forget(assets: readonly string[]): void {
      for (const asset of assets) seen.current.delete(asset);
      setClean(0);
    },
    /** So many were looked through since the last sheet on which somebody was missed. */
    clean,
    miss(): void {
      missed.current = true;
    },
    left: new Set(all.flatMap(({ asset }) => (seen.current.has(asset) ? [] : [asset]))).size,
    back: () => setWay({ ...way, at: Math.max(0, way.at - 1) }),
  };
}
