import { useCallback, useEffect, useRef, useState } from "react";
import { listAssets } from "../api/calls";
import type { AssetCard } from "../api/contract";
import { nameOf, type Part } from "./useParts";

const PAGE = 200;

interface List {
  of: string;
  assets: readonly AssetCard[];
  next: string | null | undefined;
  failed: unknown;
}

/** The pictures to look through, the most doubtful first, as they were when they were read: sheets do not change under somebody's eyes. */
export function useHuntList(dataset: string, unseen: boolean, part: Part | null) {
  const of = `${dataset} ${unseen} ${nameOf(part)}`;
  const empty: List = { of, assets: [], next: undefined, failed: null };
  const [kept, setList] = useState<List>(empty);
  const list = kept.of === of ? kept : empty;
  const reading = useRef("");
  const { next } = list;
  const more = useCallback(async () => {
    const key = `${of} ${next}`;
    if (!part || next === null || reading.current === key) return;
    reading.current = key;
    try {
      const whole = typeof part === "object" && part.frames; // of clips that were looked through, too
      const seen = unseen && !whole ? { seen: "no" as const } : {};
      const filter = { dataset, order: "doubt" as const, ...seen, ...only(part) };
      const page = await listAssets({ ...filter, cursor: next, limit: PAGE });
      setList((before) => ({
        of,
        assets: [...(before.of === of ? before.assets : []), ...page.results],
        next: page.next,
        failed: null,
      }));
    } catch (failed) {
      reading.current = "";
      setList((before) => ({ ...(before.of === of ? before : { of, assets: [], next }), failed }));
    }
  }, [dataset, next, of, part, unseen]);
  const unread = Boolean(part) && next === undefined && !list.failed;
  useEffect(() => {
    if (unread) void more();
  }, [more, unread]);
  return { ...list, more };
}

function only(part: Part) {
  if (part === "all") return {};
  return typeof part === "object" ? { sample: part.sample } : { looks: part };
}
