/** What of the listed pictures and clips is shown, and a sample of what of the clips is left out. */

import { useMemo, useState } from "react";
import type { AssetCard } from "../api/contract";
import { drawn, EXTENT, picturesIn, type Extent } from "./looks";
import type { Picture } from "./sheets";
import { useLooks } from "./useLooks";

const SAMPLE = 60;

/** `of` names the list, `found` says how many people were found so far. */
export function useClips(of: string, assets: readonly AssetCard[], found: number) {
  const [extent, setExtent] = useState<Extent>(EXTENT);
  const [kept, setSample] = useState<{ of: string; pictures: Picture[]; from: number; before: number }>();
  const clips = useMemo(() => assets.filter((asset) => asset.kind === "video"), [assets]);
  const looks = useLooks(clips, Math.max(1, extent.seconds));
  const unknown = clips.findIndex((clip) => !looks.has(clip.id));
  // Sheets are laid out in order: as far as it is known what is to be shown.
  const { shown, rest } = useMemo(() => {
    const known = unknown < 0 ? assets : assets.slice(0, assets.indexOf(clips[unknown]!));
    const parts = known.map((asset) =>
      asset.kind === "video"
        ? picturesIn(asset, looks.get(asset.id)!, extent)
        : { shown: [pictureOf(asset)], rest: [] },
    );
    return { shown: parts.flatMap((part) => part.shown), rest: parts.flatMap((part) => part.rest) };
  }, [assets, clips, extent, looks, unknown]);
  const name = `${of} ${extent.seconds} ${extent.places}`;
  const sample = kept?.of === name ? kept : null;
  return {
    /** What is laid out, and its name. */
    all: sample?.pictures ?? shown,
    of: `${name} ${sample !== null}`,
    /** Whether that is all of the list, once the list itself is whole. */
    complete: sample !== null || unknown < 0,
    extent: clips.length ? extent : undefined,
    setExtent,
    left: rest.length,
    /** What of these clips is shown and what is not. */
    seenOf(ids: readonly string[]) {
      return ids.flatMap((asset) => {
        if (!looks.has(asset)) return [];
        const mine = shown.filter((picture) => picture.asset === asset);
        const places = mine.filter(({ part }) => part).length;
        const left = rest.filter((picture) => picture.asset === asset).length;
        return [{ asset, frames: mine.length - places, places, left }];
      });
    },
    sample: sample && { shown: sample.pictures.length, of: sample.from, missed: found - sample.before },
    draw: () => setSample({ of: name, pictures: drawn(rest, SAMPLE), from: rest.length, before: found }),
  };
}

const pictureOf = ({ id, width, height }: AssetCard): Picture => ({
  asset: id,
  frame: 0,
  width: width!,
  height: height!,
});
