/** `W`: a worker follows the chosen track from the playhead on; what comes of it is one change like any other. */

import { useEffect, useRef, useState } from "react";
import { sentenceOf } from "../api/client";
import { shapeAt } from "../geometry/interpolation";
import { notify } from "../ui/notices";
import type { Annotation } from "./state/document";
import type { Editor } from "./state/editor";
import { say } from "./texts";
import { followed } from "./followed";
import { follow, type Followed } from "./tracks/acts";

export interface Following {
  /** Who is being followed, and how far: 0 to 100. */
  at: { annotation: string; percent: number } | null;
  start(track: Annotation | undefined, frame: number): void;
  stop(): void;
}

export function useFollowing(
  asset: string,
  frames: number,
  editor: Editor,
  seek: (frame: number) => void,
): Following {
  const [at, setAt] = useState<Following["at"]>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const apply = (id: string, frame: number, way: Followed) => {
    const track = editor.snapshot().annotations.get(id);
    const operations = track ? follow(track, frame, way, frames) : [];
    if (!operations.length) return notify(say.tracks.followedNowhere);
    editor.act(operations);
    seek(way.last);
    notify(say.tracks.followed[way.why](way.last));
  };

  const start = (track: Annotation | undefined, frame: number) => {
    const shape = track && shapeAt(track.keyframes, frame);
    if (!shape) return notify(say.tracks.followWhom);
    running.current?.abort();
    const stop = (running.current = new AbortController());
    setAt({ annotation: track.id, percent: 0 });
    const tell = (percent: number) => !stop.signal.aborted && setAt({ annotation: track.id, percent });
    followed(asset, { frame, shape, label: track.label }, stop.signal, tell)
      .then(
        (way) => !stop.signal.aborted && way && apply(track.id, frame, way),
        (error: unknown) => !stop.signal.aborted && notify(sentenceOf(error), true),
      )
      .finally(() => running.current === stop && setAt(null));
  };
  const stop = () => {
    running.current?.abort();
    setAt(null);
  };
  return { at, start, stop };
}
