import type { Asset, Label, PolicySettings } from "../../api/contract";
import type { Annotation } from "../state/document";
import type { Playback } from "./usePlayback";

export interface DeckProps {
  asset: Asset;
  playback: Playback;
  annotations: Annotation[];
  names: ReadonlyMap<string, string>;
  labels: Label[];
  policy: PolicySettings;
  selection: ReadonlySet<string>;
  onSelect(id: string, add: boolean): void;
}

export function VideoDeck(_: DeckProps) {
  return null;
}
