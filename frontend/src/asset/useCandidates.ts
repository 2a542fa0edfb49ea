import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { send } from "../api/client";
import type { Asset, Candidate } from "../api/contract";
import { link, uncovered, type CandidateTrack } from "./candidates";
import type { Annotation } from "./state/document";

interface Found {
  candidates: Candidate[];
  cut: boolean;
  cuts: number[];
}

const NONE: number[] = [];

/** What lies below the threshold and is covered by no object, linked over the frames; and where new shots begin. */
export function useCandidates(
  asset: Asset,
  annotations: readonly Annotation[],
): { candidates: CandidateTrack[]; cuts: number[] } {
  const { data } = useQuery({
    queryKey: ["candidates", asset.id, asset.labels.map((label) => label.run)],
    queryFn: () => send<Found>("GET", `assets/${asset.id}/candidates`),
    enabled: asset.labels.some((label) => label.run) && asset.acts.includes("see_originals"),
    staleTime: Infinity,
  });
  const candidates = useMemo(() => link(uncovered(data?.candidates ?? [], annotations)), [annotations, data]);
  return { candidates, cuts: data?.cuts ?? NONE };
}
