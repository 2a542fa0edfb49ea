/** The renderer's own pixels of the revision at hand; made on demand, so the first look at it takes a moment. */

import { useEffect, useState } from "react";
import { getJob } from "../api/calls";
import { sentenceOf } from "../api/client";

export interface Preview {
  url: string | null;
  says: string | null;
}

const PAUSE = 400; // ms between looks at the job

export function usePreview(asset: string, revision: number, frame: number | null, wanted: boolean): Preview {
  const [preview, setPreview] = useState<Preview>({ url: null, says: null });
  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    let url: string | null = null;
    setPreview((before) => ({ url: before.url, says: null }));
    render(asset, revision, frame, stop.signal).then(
      (blob) => {
        if (stop.signal.aborted) return;
        url = URL.createObjectURL(blob);
        setPreview({ url, says: null });
      },
      (error: unknown) => {
        if (!stop.signal.aborted) setPreview({ url: null, says: sentenceOf(error) });
      },
    );
    return () => {
      stop.abort();
      if (url) URL.revokeObjectURL(url);
    };
  }, [asset, revision, frame, wanted]);
  return preview;
}

/** 200 with the picture, or 202 with the job that makes it. */
async function render(
  asset: string,
  revision: number,
  frame: number | null,
  signal: AbortSignal,
): Promise<Blob> {
  const address = `/api/assets/${asset}/files/preview?revision=${revision}${frame === null ? "" : `&frame=${frame}`}`;
  for (let tries = 0; tries < 150; tries++) {
    const answer = await fetch(address, { signal, credentials: "same-origin" });
    if (answer.status === 202) {
      const { job } = (await answer.json()) as { job: { id: string } };
      const { state, message } = await getJob(job.id);
      if (state === "failed" || state === "cancelled") throw new Error(message || state);
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      continue;
    }
    if (!answer.ok) throw new Error(((await answer.json()) as { detail: string }).detail);
    return answer.blob();
  }
  throw new Error("The preview takes too long. Look at the jobs.");
}
