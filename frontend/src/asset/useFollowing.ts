/** `W`: a worker follows the chosen track from the playhead on; what comes of it is one change like any other. */

import { useEffect, useRef, useState } from "react";
import { cancelJob, getJob } from "../api/calls";
import { send, sentenceOf } from "../api/client";
import type { Job } from "../api/contract";
import { shapeAt } from "../geometry/interpolation";
import { notify } from "../ui/notices";
import type { Annotation } from "./state/document";
import type { Editor } from "./state/editor";
import { say } from "./texts";
import { follow, type Followed } from "./tracks/acts";

const PAUSE = 250; // ms between looks at the job
const TRIES = 1200;

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
    wait(asset, { frame, shape, label: track.label }, stop.signal, tell)
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

/** What the job found; null where it was called off. */
async function wait(
  asset: string,
  body: object,
  signal: AbortSignal,
  tell: (percent: number) => void,
): Promise<Followed | null> {
  let { job } = await send<{ job: Job }>("POST", `assets/${asset}/follow`, { body });
  for (let tries = 0; job.state !== "succeeded"; tries++) {
    if (tries > TRIES) throw new Error(say.tracks.followTooLong);
    if (job.state === "failed" || job.state === "cancelled" || job.state === "partial") {
      throw new Error(job.errors[0]?.detail ?? (job.message || job.state));
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (signal.aborted) {
      await cancelJob(job.id);
      return null;
    }
    job = await getJob(job.id);
    tell(Math.round((100 * job.done) / Math.max(1, job.total)));
  }
  return job.result as unknown as Followed;
}
