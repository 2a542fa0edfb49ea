/** What of the listed pictures and clips is shown, and what of the clips is left out. */

import { useMemo, useState } from "react";
import type { AssetCard, SampleFrame } from "../api/contract";
import { EXTENT, picturesIn, type Extent } from "./looks";
import type { Picture } from "./sheets";
import { useLooks } from "./useLooks";

/** `of` names the list; `drawn`: frames of it that are shown in place of all else. */
export function useClips(
  of: string,
  assets: readonly AssetCard[],
  drawn: readonly SampleFrame[] | undefined,
) {
  const [extent, setExtent] = useState<Extent>(EXTENT);
  const [opened, setOpened] = useState("");
  const clips = useMemo(() => assets.filter((asset) => asset.kind === "video" && !drawn), [assets, drawn]);
  const looks = useLooks(clips, Math.max(1, extent.seconds));
  const unknown = clips.findIndex((clip) => !looks.has(clip.id));
  // Sheets are laid out in order: as far as it is known what is to be shown.
  const { shown, rest } = useMemo(() => {
    if (drawn) return { shown: framesOf(assets, drawn), rest: [] };
    const known = unknown < 0 ? assets : assets.slice(0, assets.indexOf(clips[unknown]!));
    const parts = known.map((asset) =>
      asset.kind === "video"
        ? picturesIn(asset, looks.get(asset.id)!, extent)
        : { shown: [pictureOf(asset)], rest: [] },
    );
    return { shown: parts.flatMap((part) => part.shown), rest: parts.flatMap((part) => part.rest) };
  }, [assets, clips, drawn, extent, looks, unknown]);
  const name = `${of} ${extent.seconds} ${extent.places}`;
  const open = opened === name;
  return {
    /** What is laid out, and its name. */
    all: open ? rest : shown,
    of: `${name} ${open}`,
    /** Whether that is all of the list, once the list itself is whole. */
    complete: unknown < 0,
    extent: clips.length ? extent : undefined,
    setExtent,
    left: open ? 0 : rest.length,
    /** What of these clips is shown and what is not. */
    seenOf(ids: readonly string[]) {
      return ids.flatMap((asset) => {
        if (!looks.has(asset)) return [];
        const of = (pictures: readonly Picture[]) => pictures.filter((picture) => picture.asset === asset);
        const [mine, left] = open ? [of([...shown, ...rest]), []] : [of(shown), of(rest)];
        const places = mine.filter(({ part }) => part).length;
        return [{ asset, frames: mine.length - places, places, left: left.length }];
      });
    },
    /** Goes on with what was left out; gives the clips of which that is. */
    open(): string[] {
      setOpened(name);
      return [...new Set(rest.map((picture) => picture.asset))];
    },
  };
}

function framesOf(assets: readonly AssetCard[], drawn: readonly SampleFrame[]): Picture[] {
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  return drawn.flatMap(({ asset, frame }) => {
    const clip = byId.get(asset);
    return clip ? [{ ...pictureOf(clip), frame }] : [];
  });
}

const pictureOf = ({ id, width, height }: AssetCard): Picture => ({
  asset: id,
  frame: 0,
  width: width!,
  height: height!,
});
