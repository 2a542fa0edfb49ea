/** Asks what of each clip is to be looked at, one clip after the other, before it is wanted. */

import { useEffect, useRef, useState } from "react";
import { askLooks } from "../api/calls";
import type { AssetCard } from "../api/contract";
import { succeeded } from "../api/waiting";
import type { Looks } from "./looks";

const FRESH = 0.5; // of a frame: with more than that in no other one it is shown
const UNKNOWN: Looks = { searched: false, frames: [], places: [] };

/** By clip; where it cannot be told nothing is known, and one frame a second is looked at. */
export function useLooks(clips: readonly AssetCard[], seconds: number): ReadonlyMap<string, Looks> {
  const [kept, setKept] = useState<{ seconds: number; looks: ReadonlyMap<string, Looks> }>({
    seconds,
    looks: new Map(),
  });
  const looks = kept.seconds === seconds ? kept.looks : NONE;
  const asking = useRef("");
  const next = clips.find((clip) => !looks.has(clip.id))?.id;
  useEffect(() => {
    const of = `${next} ${seconds}`;
    if (!next || asking.current === of) return;
    asking.current = of;
    void tell(next, seconds)
      .catch(() => UNKNOWN)
      .then((told) =>
        setKept((before) => ({
          seconds,
          looks: new Map([...(before.seconds === seconds ? before.looks : NONE), [next, told]]),
        })),
      );
  }, [next, seconds]);
  return looks;
}

const NONE: ReadonlyMap<string, Looks> = new Map();

async function tell(clip: string, seconds: number): Promise<Looks> {
  const job = await succeeded(await askLooks(clip, { seconds, fresh: FRESH }));
  return job.result as unknown as Looks;
}
