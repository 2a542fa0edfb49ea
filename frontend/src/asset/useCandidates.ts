import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { send } from "../api/client";
import type { Asset, Candidate } from "../api/contract";
import { link, uncovered, type CandidateTrack } from "./candidates";
import type { Annotation } from "./state/document";

interface Found {
  candidates: Candidate[];
  cut: boolean;
}

/** What lies below the threshold and is covered by no object, linked over the frames. */
export function useCandidates(asset: Asset, annotations: readonly Annotation[]): CandidateTrack[] {
  const { data } = useQuery({
    queryKey: ["candidates", asset.id, asset.labels.map((label) => label.run)],
    queryFn: () => send<Found>("GET", `assets/${asset.id}/candidates`),
    enabled: asset.labels.some((label) => label.run) && asset.acts.includes("see_originals"),
    staleTime: Infinity,
  });
  return useMemo(() => link(uncovered(data?.candidates ?? [], annotations)), [annotations, data]);
}
