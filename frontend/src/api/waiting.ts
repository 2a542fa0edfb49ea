/** Waiting for a job. */

import { getJob } from "./calls";
import type { Job } from "./contract";
import { isLive } from "./queries";

const ASK_EVERY = 250; // ms

/** The job when it is over; `tell` is told how it stands. */
export async function over(job: Job, tell?: (job: Job) => void): Promise<Job> {
  while (isLive(job)) {
    tell?.(job);
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY));
    job = await getJob(job.id);
  }
  return job;
}

/** As `over`, of one that has to succeed: else an Error with why it did not. */
export async function succeeded(job: Job): Promise<Job> {
  const ended = await over(job);
  if (ended.state !== "succeeded") throw new Error(ended.message || ended.state);
  return ended;
}
