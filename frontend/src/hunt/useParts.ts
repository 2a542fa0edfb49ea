/** Which part of a dataset the hunt goes through: first where the search had doubts, then of what looks clean a sample or all. */

import { useEffect, useRef, useState } from "react";
import { drawSample, endSample, huntState } from "../api/calls";
import { sentenceOf } from "../api/client";
import type { HuntState, SampleFrame } from "../api/contract";
import { notify } from "../ui/notices";

export const SAMPLE = 60; // pictures, as the server draws them

/** Drawn by the server: pictures, or `frames` of clips. */
export interface Sample {
  sample: string;
  frames?: readonly SampleFrame[];
}

export type Part = "all" | "doubtful" | "clean" | Sample;

export const nameOf = (part: Part | null) => (typeof part === "object" ? (part?.sample ?? "") : part);

interface Known {
  of: string;
  /** Where the hunt of this dataset begins. */
  first: Part | null;
  state?: HuntState;
  failed?: unknown;
}

export function useParts(dataset: string) {
  const [kept, setKnown] = useState<Known>({ of: dataset, first: null });
  const [chosen, setChosen] = useState<{ of: string; part: Part }>();
  const ended = useRef("");
  const known: Known = kept.of === dataset ? kept : { of: dataset, first: null };
  const part = chosen?.of === dataset ? chosen.part : known.first;

  const keep = (state: HuntState) =>
    setKnown((before) => ({
      of: dataset,
      state,
      first: (before.of === dataset && before.first) || (state.clean > SAMPLE ? "doubtful" : "all"),
    }));
  const read = () =>
    huntState(dataset).then(keep, (failed: unknown) => setKnown({ of: dataset, first: null, failed }));
  useEffect(() => {
    void read();
    // read when the dataset is another one
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [dataset]);

  return {
    /** None until it is known how much looks clean. */
    part,
    state: known.state,
    failed: known.failed,
    read,
    /** Goes on with pictures drawn by chance of those that look clean, or with frames of all clips. */
    async sample(of: "pictures" | "frames"): Promise<void> {
      try {
        const { id, frames } = await drawSample(dataset, of);
        const drawn: Part = of === "frames" ? { sample: id, frames } : { sample: id };
        setChosen({ of: dataset, part: drawn });
      } catch (error) {
        notify(sentenceOf(error), true);
      }
    },
    rest: () => setChosen({ of: dataset, part: "clean" }),
    /** All of the sample was looked through, and on these of its pictures, or frames, somebody was missed. */
    async end(missed: { missed: string[]; frames: SampleFrame[] }): Promise<void> {
      if (typeof part !== "object" || !part || ended.current === part.sample) return;
      ended.current = part.sample;
      try {
        keep(await endSample(part.sample, missed));
      } catch (error) {
        notify(sentenceOf(error), true);
      }
      setChosen(undefined);
    },
  };
}
