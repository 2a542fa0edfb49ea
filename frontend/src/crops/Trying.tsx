/** Thresholds that are tried on all that a page shows: the sliders move a view, nothing is stored. */

import { useQueries } from "@tanstack/react-query";
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { send } from "../api/client";
import type { Candidate, Project } from "../api/contract";
import { queryClient, useScores } from "../api/queries";
import { readObjects } from "../asset/ahead";
import { changesAt, NO_CHANGES, type Changes, type Known } from "./changes";
import type { Tried } from "./thresholds";
import { ThresholdParts } from "./ThresholdParts";

const NONE: Tried = new Map();
const FRESH = 30_000; // ms

interface Trial {
  dataset: string;
  tried: Tried;
  /** The thresholds of now. */
  pinned: Tried;
  onTry(dataset: string, tried: Tried): void;
}

const Trials = createContext<Trial>({ dataset: "", tried: NONE, pinned: NONE, onTry: () => undefined });

/** What is tried on one dataset, for all below it. */
export function Trying({ children }: { children: ReactNode }) {
  const [{ dataset, tried }, setAt] = useState({ dataset: "", tried: NONE });
  const { data } = useScores(tried.size ? dataset : "");
  const onTry = useCallback((dataset: string, tried: Tried) => setAt({ dataset, tried }), []);
  const trial = useMemo<Trial>(() => {
    const pinned = new Map(data?.labels.map(({ label, threshold }) => [label, threshold]));
    return { dataset, tried, pinned, onTry };
  }, [data, dataset, onTry, tried]);
  return <Trials value={trial}>{children}</Trials>;
}

interface PartsProps {
  project: Project;
  dataset: string;
  /** Where what is tried can be made to hold: `undo` takes that back. */
  onApplied?(undo: () => Promise<void>): void;
  /** Above the first slider. */
  children?: ReactNode;
}

/** The sliders for a dataset. */
export function TryingParts({ project, dataset, onApplied, children }: PartsProps) {
  const { tried, onTry } = useContext(Trials);
  useEffect(() => () => onTry(dataset, NONE), [dataset, onTry]); // with the sliders goes what was tried
  if (!project.acts.includes("see_originals")) return null;
  return (
    <ThresholdParts
      project={project}
      dataset={dataset}
      tried={tried}
      onTry={(next) => onTry(dataset, next)}
      onApplied={project.acts.includes("annotate") ? onApplied : undefined}
    >
      {children}
    </ThresholdParts>
  );
}

/**
 * What would change of a frame of these assets of the dataset; nothing is read while nothing is tried. Of clips whose
 * `only` frame is shown no other is read.
 */
export function useChanges(
  assets: readonly string[],
  of: string,
  only?: number,
): (asset: string, frame: number) => Changes {
  const { dataset, tried, pinned } = useContext(Trials);
  const wanted = tried.size > 0 && of === dataset ? [...new Set(assets)] : [];
  const known = useQueries({
    queries: wanted.map((asset) => ({
      queryKey: only === undefined ? ["tried", asset] : ["tried", asset, only],
      queryFn: () => readKnown(asset, only),
      staleTime: FRESH,
    })),
    combine: (answers) => answers.map(({ data }) => data),
  });
  const key = wanted.join(" ");
  return useCallback(
    (asset, frame) => {
      const found = known[key.split(" ").indexOf(asset)];
      return found ? changesAt(frame, found, tried, pinned) : NO_CHANGES;
    },
    [key, known, pinned, tried],
  );
}

/** Objects of an asset were changed: what would change of it is counted again. */
export const forgetChanges = (asset: string) => queryClient.invalidateQueries({ queryKey: ["tried", asset] });

async function readKnown(asset: string, only?: number): Promise<Known> {
  const window = only === undefined ? "" : `?from=${only}&to=${only}`;
  const [{ candidates }, { annotations }] = await Promise.all([
    send<{ candidates: Candidate[] }>("GET", `assets/${asset}/candidates${window}`),
    readObjects(asset, only),
  ]);
  return { candidates, annotations };
}
