/** The renderer's own pixels of the asset as it is now; made on demand, so the first look at it takes a moment. */

import { useEffect, useRef, useState } from "react";
import { getJob } from "../api/calls";
import { send, sentenceOf } from "../api/client";
import type { Job } from "../api/contract";
import { bitmaps, type Held } from "./bitmaps";

export interface Preview {
  url: string | null;
  /** What kept it from being made. */
  wrong: string | null;
}

const PAUSE = 250; // ms between looks at the job, and before a frame that is only passed is asked for
const TRIES = 240;

/** The picture of one frame as the renderer hides it at a revision. The last one stays until the next is there. */
export function usePreview(asset: string, revision: number, frame: number, wanted: boolean): Preview {
  const [shown, setShown] = useState<Preview & { of: string }>({ url: null, wrong: null, of: "" });
  const held = useRef<Held>(undefined);
  const of = `${asset} ${revision} ${frame}`;
  useEffect(
    () => () => {
      held.current?.release();
      held.current = undefined;
    },
    [],
  );
  useEffect(() => {
    if (!wanted || shown.of === of) return;
    const stop = new AbortController();
    const timer = setTimeout(
      () => {
        make(asset, frame, stop.signal).then(
          ([url, picture]) => {
            if (stop.signal.aborted) return picture.release();
            held.current?.release();
            held.current = picture;
            setShown({ url, wrong: null, of });
          },
          (error: unknown) => !stop.signal.aborted && setShown({ url: null, wrong: sentenceOf(error), of }),
        );
      },
      shown.of ? PAUSE : 0,
    );
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [asset, frame, of, shown.of, wanted]);
  return shown.of === of ? shown : { url: null, wrong: null };
}

interface Answer {
  url: string;
  job: Job | null;
}

/** The address of the finished picture, and the picture; waits for the job that makes it. */
async function make(asset: string, frame: number, signal: AbortSignal): Promise<[url: string, Held]> {
  const { url, job } = await send<Answer>("POST", `assets/${asset}/preview`, { body: { frame }, signal });
  let state = job?.state ?? "succeeded";
  for (let tries = 0; state !== "succeeded"; tries++) {
    if (tries > TRIES) throw new Error("The preview takes too long. Look at the jobs.");
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    signal.throwIfAborted();
    const now = await getJob(job!.id);
    state = now.state;
    if (state === "failed" || state === "cancelled" || state === "partial") {
      throw new Error(now.errors[0]?.detail ?? now.message ?? state);
    }
  }
  return [url, await decoded(url)];
}

/** Decoded before it is shown, so that nothing flashes. */
async function decoded(url: string): Promise<Held> {
  const picture = bitmaps.hold(url);
  try {
    await picture.ready;
    return picture;
  } catch {
    picture.release();
    throw new Error("The preview could not be read.");
  }
}
