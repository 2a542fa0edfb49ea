/** The pictures of the hunt, as they would be exported now: asked for before they are shown, made by the workers. */

import { huntPictures } from "../api/calls";
import { sentenceOf } from "../api/client";
import { succeeded } from "../api/waiting";
import { keyOf, type Picture } from "./sheets";

export interface Made {
  url?: string;
  /** Why there is none. */
  wrong?: string;
}

const AT_ONCE = 3; // requests
const TOGETHER = 60; // pictures of an asset in one request
const TRIES = 3;

export class Pictures {
  private made: ReadonlyMap<string, Made> = new Map();
  /** By key, the number of the request that asked for it last. */
  private readonly asked = new Map<string, number>();
  private requests = 0;
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
      const request = ++this.requests;
      for (const picture of together) this.asked.set(keyOf(picture), request);
      this.running++;
      void make(together)
        .then((made) => this.keep(made, request))
        .finally(() => {
          this.running--;
          this.pump();
        });
    }
  }

  /** What a later request has asked for as well is that one's to show. */
  private keep(all: readonly [string, Made][], request: number): void {
    const made = all.filter(([key]) => (this.asked.get(key) ?? request) === request);
    this.made = new Map([...this.made, ...made]);
    for (const [key, { wrong }] of made) if (wrong) this.asked.delete(key); // asked again when wanted again
    for (const listener of this.listeners) listener();
  }
}

/** What is hidden may change while pictures are made: those of before are then at no address, and are asked for again. */
async function make(together: readonly Picture[], tries = TRIES): Promise<[string, Made][]> {
  const { asset } = together[0]!;
  const made: [string, Made][] = [];
  const gone: Picture[] = [];
  let why: unknown;
  try {
    const { pictures, job } = await huntPictures(
      asset,
      together.flatMap(({ frame, part }) => (part ? [] : [frame])),
      together.flatMap(({ frame, part }) => (part ? [[frame, ...part]] : [])),
    );
    if (job) await succeeded(job);
    const urls = new Map(
      pictures.map(({ frame, part, url }) => [
        keyOf({ asset, frame, part: (part as Picture["part"] | null) ?? undefined }),
        url,
      ]),
    );
    await Promise.all(
      together.map(async (picture) => {
        const key = keyOf(picture);
        const url = urls.get(key)!;
        try {
          await load(url);
          made.push([key, { url }]);
        } catch (error) {
          why = error;
          gone.push(picture);
        }
      }),
    );
  } catch (error) {
    return together.map((picture) => [keyOf(picture), { wrong: sentenceOf(error) }]);
  }
  if (!gone.length) return made;
  if (tries > 1) return [...made, ...(await make(gone, tries - 1))];
  return [...made, ...gone.map((picture): [string, Made] => [keyOf(picture), { wrong: sentenceOf(why) }])];
}

/** Read before it is shown, so that nobody says of an empty place that it is clean. */
async function load(url: string): Promise<void> {
  const image = new Image();
  image.src = url;
  await image.decode();
}
