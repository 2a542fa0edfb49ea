/** The pictures of the hunt, as they would be exported now: asked for before they are shown, made by the workers. */

import { getJob, huntPictures } from "../api/calls";
import { sentenceOf } from "../api/client";
import { isLive } from "../api/queries";
import { keyOf, type Picture } from "./sheets";

export interface Made {
  url?: string;
  /** Why there is none. */
  wrong?: string;
}

const ASK_EVERY = 250; // ms
const AT_ONCE = 3; // requests
const TOGETHER = 60; // pictures of an asset in one request

export class Pictures {
  private made: ReadonlyMap<string, Made> = new Map();
  private readonly asked = new Set<string>();
  private waiting: Picture[] = [];
  private running = 0;
  private readonly listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = (): ReadonlyMap<string, Made> => this.made;

  /** These are wanted next, in this order. */
  want(pictures: readonly Picture[]): void {
    const fresh = new Map(pictures.map((picture) => [keyOf(picture), picture]));
    this.waiting = [...fresh.values()].filter((picture) => !this.asked.has(keyOf(picture)));
    this.pump();
  }

  /** These hide something else now; what is shown stays until the new ones are there. */
  renew(pictures: readonly Picture[]): void {
    for (const picture of pictures) this.asked.delete(keyOf(picture));
    this.waiting = [...pictures, ...this.waiting];
    this.pump();
  }

  private pump(): void {
    while (this.running < AT_ONCE && this.waiting.length) {
      const { asset } = this.waiting[0]!;
      const together = this.waiting.filter((picture) => picture.asset === asset).slice(0, TOGETHER);
      this.waiting = this.waiting.filter((picture) => !together.includes(picture));
      for (const picture of together) this.asked.add(keyOf(picture));
      this.running++;
      void make(together)
        .then((made) => this.keep(made))
        .finally(() => {
          this.running--;
          this.pump();
        });
    }
  }

  private keep(made: readonly [string, Made][]): void {
    this.made = new Map([...this.made, ...made]);
    for (const [key, { wrong }] of made) if (wrong) this.asked.delete(key); // asked again when wanted again
    for (const listener of this.listeners) listener();
  }
}

async function make(together: readonly Picture[]): Promise<[string, Made][]> {
  const { asset } = together[0]!;
  try {
    const answer = await huntPictures(
      asset,
      together.flatMap(({ frame, part }) => (part ? [] : [frame])),
      together.flatMap(({ frame, part }) => (part ? [[frame, ...part]] : [])),
    );
    let { job } = answer;
    while (job && isLive(job)) {
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY));
      job = await getJob(job.id);
    }
    if (job && job.state !== "succeeded") throw new Error(job.message || job.state);
    return await Promise.all(
      answer.pictures.map(async ({ frame, part, url }): Promise<[string, Made]> => {
        await load(url);
        return [keyOf({ asset, frame, part: (part as Picture["part"] | null) ?? undefined }), { url }];
      }),
    );
  } catch (error) {
    return together.map((picture) => [keyOf(picture), { wrong: sentenceOf(error) }]);
  }
}

/** Read before it is shown, so that nobody says of an empty place that it is clean. */
async function load(url: string): Promise<void> {
  const image = new Image();
  image.src = url;
  await image.decode();
}
