/** Following as a job: asked for, looked at until it is done. */

import { cancelJob, getJob } from "../api/calls";
import { send } from "../api/client";
import type { Job } from "../api/contract";
import type { Shape } from "../geometry/shapes";
import { say } from "./texts";
import type { Followed } from "./tracks/acts";

const PAUSE = 250; // ms between looks at the job
const TRIES = 1200;

/** What the job found; null where it was called off. */
export async function followed(
  asset: string,
  body: { frame: number; shape: Shape; label: string; back?: boolean },
  signal: AbortSignal,
  tell?: (percent: number) => void,
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
    tell?.(Math.round((100 * job.done) / Math.max(1, job.total)));
  }
  return job.result as unknown as Followed;
}
