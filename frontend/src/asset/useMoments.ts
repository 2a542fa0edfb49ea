/** Going through the doubtful moments of a clip: which one is at hand, the next, and that it is fine. */

import { useCallback, useEffect, useMemo, useState } from "react";
import { fine, fineAtCut, momentsOf, nextMoment, type Moment } from "./moments";
import type { Annotation } from "./state/document";
import type { Editor } from "./state/editor";
import type { ObjectActs } from "./useObjectActs";
import type { Playback } from "./video/usePlayback";

export interface MomentActs {
  moments: Moment[];
  current: Moment | undefined;
  waiting: number;
  go(moment: Moment): void;
  walk(by: 1 | -1): void;
  fine(): void;
}

interface Surroundings {
  annotations: readonly Annotation[];
  names: ReadonlyMap<string, string>;
  editor: Editor;
  objects: ObjectActs;
  playback: Playback;
  /** The frames that begin a new shot. */
  cuts: readonly number[];
  mayEdit: boolean;
}

export function useMoments({
  annotations,
  names,
  editor,
  objects,
  playback,
  cuts,
  mayEdit,
}: Surroundings): MomentActs {
  const moments = useMemo(() => momentsOf(annotations, names, cuts), [annotations, cuts, names]);
  const [key, setKey] = useState<string>();
  const current = moments.find((moment) => moment.key === key);
  // Whoever chooses somebody else has left the moment.
  const left = current !== undefined && !objects.selection.has(current.annotation);
  useEffect(() => {
    if (left) setKey(undefined);
  }, [left]);

  const { goTo } = objects;
  const { loopAround } = playback;
  const go = useCallback(
    (moment: Moment) => {
      setKey(moment.key);
      goTo(moment.annotation, moment.at);
      loopAround(moment.at);
    },
    [goTo, loopAround],
  );
  const walk = (by: 1 | -1) => {
    const next = nextMoment(moments, key, by);
    if (next) go(next);
  };
  return {
    moments,
    current,
    waiting: moments.filter((moment) => !moment.done).length,
    go,
    walk,
    fine: () => {
      const annotation = current && editor.snapshot().annotations.get(current.annotation);
      if (!annotation || !mayEdit) return;
      const next = nextMoment(moments, key, 1);
      const { cut, index } = current;
      editor.act(cut === undefined ? fine(annotation, index) : fineAtCut(annotation, cut));
      if (next && next.key !== key) go(next);
      else playback.seek(playback.frame);
    },
  };
}
