/** The renderer's own pixels of every frame of a loop, so that what is looked at over and over is what would leave. */

import { useEffect, useState } from "react";
import { getJob, huntPictures } from "../api/calls";
import { isLive } from "../api/queries";

const ASK_EVERY = 250; // ms
const MOST = 60; // frames of one request

/** By frame, the address of a picture that is read already; null until all of a loop are there, or where there is none. */
export function useLoopPreview(
  asset: string,
  revision: number,
  loop: readonly [first: number, last: number] | null,
): ReadonlyMap<number, string> | null {
  const [made, setMade] = useState<{ of: string; urls: ReadonlyMap<number, string> } | null>(null);
  const of = loop ? `${asset} ${revision} ${loop.join()}` : "";
  useEffect(() => {
    if (!of) return;
    const stop = new AbortController();
    const [first, last] = of.split(" ")[2]!.split(",").map(Number) as [number, number];
    const frames = Array.from({ length: Math.min(MOST, last - first + 1) }, (_, i) => first + i);
    make(asset, frames, stop.signal).then(
      (urls) => !stop.signal.aborted && setMade({ of, urls }),
      () => undefined, // the marks stand in
    );
    return () => stop.abort();
  }, [asset, of]);
  return made?.of === of && of ? made.urls : null;
}

async function make(asset: string, frames: number[], signal: AbortSignal): Promise<Map<number, string>> {
  const answer = await huntPictures(asset, frames);
  let { job } = answer;
  while (job && isLive(job) && !signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY));
    job = await getJob(job.id);
  }
  if (signal.aborted || (job && job.state !== "succeeded")) throw new Error("not made");
  await Promise.all(
    answer.pictures.map(async ({ url }) => {
      const image = new Image();
      image.src = url;
      await image.decode();
    }),
  );
  return new Map(answer.pictures.map(({ frame, url }) => [frame, url]));
}
