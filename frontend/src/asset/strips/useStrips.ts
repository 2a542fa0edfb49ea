/** Doubtful moments side by side: which kind is shown, which are chosen, and one act on all of these. */

import { useMemo, useState } from "react";
import type { Asset } from "../../api/contract";
import { drawn } from "../../hunt/looks";
import { notify } from "../../ui/notices";
import type { ActName } from "../keys";
import type { Moment } from "../moments";
import type { Annotation } from "../state/document";
import type { Editor } from "../state/editor";
import { say } from "../texts";
import { actOn, looksCertain, type StripAct } from "./strips";

const SHOWN = 60; // moments on a screen
export const SAMPLE = 60;
/** What is chosen in place of a kind of doubt. */
export const CERTAIN = "certain";

export interface Strips {
  /** Those that wait and do not look certain, by their kind. */
  kinds: ReadonlyMap<string, readonly Moment[]>;
  kind: string;
  setKind(kind: string): void;
  certain: number;
  shown: readonly Moment[];
  chosen: ReadonlySet<string>;
  choose(keys: readonly string[], add: boolean): void;
  handlers: Partial<Record<ActName, () => void>>;
}

interface Surroundings {
  asset: Asset;
  moments: readonly Moment[];
  annotations: ReadonlyMap<string, Annotation>;
  editor: Editor;
  mayEdit: boolean;
}

export function useStrips({ asset, moments, annotations, editor, mayEdit }: Surroundings): Strips {
  const [wanted, setWanted] = useState("");
  const [sample, setSample] = useState<ReadonlySet<string>>(new Set());
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const { kinds, certain } = useMemo(() => {
    const kinds = new Map<string, Moment[]>();
    const certain: Moment[] = [];
    for (const moment of moments) {
      if (moment.done) continue;
      if (looksCertain(moment, annotations.get(moment.annotation))) certain.push(moment);
      else kinds.set(moment.kind, [...(kinds.get(moment.kind) ?? []), moment]);
    }
    return { kinds, certain };
  }, [annotations, moments]);
  const kind = wanted === CERTAIN || kinds.has(wanted) ? wanted : ([...kinds.keys()][0] ?? "");
  const shown = useMemo(
    () =>
      kind === CERTAIN
        ? certain.filter(({ key }) => sample.has(key))
        : (kinds.get(kind) ?? []).slice(0, SHOWN),
    [certain, kind, kinds, sample],
  );
  const chosen = useMemo(
    () => new Set(shown.flatMap(({ key }) => (picked.has(key) ? [key] : []))),
    [picked, shown],
  );

  const act = (name: StripAct) => () => {
    if (!mayEdit) return;
    const those = shown.filter(({ key }) => chosen.has(key));
    if (!those.length) return notify(say.strips.choose);
    const operations = actOn(those, editor.snapshot().annotations, name, asset.n_frames);
    if (operations.length) editor.act(operations);
    else notify(name === "bridge" ? say.tracks.noGap : say.tracks.cannotExtend);
  };
  return {
    kinds,
    kind,
    setKind: (next) => {
      if (next === CERTAIN) setSample(new Set(drawn(certain, SAMPLE).map(({ key }) => key)));
      setPicked(new Set());
      setWanted(next);
    },
    certain: certain.length,
    shown,
    chosen,
    choose: (keys, add) =>
      setPicked((before) => {
        if (!add) return new Set(keys);
        const next = new Set(before);
        for (const key of keys) if (!next.delete(key)) next.add(key);
        return next;
      }),
    handlers: {
      fine: act("fine"),
      bridge: act("bridge"),
      extendStart: act("extendStart"),
      extendEnd: act("extendEnd"),
      notPerson: act("notPerson"),
      cancel: () => setPicked(new Set()),
    },
  };
}
