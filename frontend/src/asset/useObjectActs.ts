/** What the keys and the stage do to the objects: each act in one place, whoever asks for it. */

import { useCallback, useMemo, useState } from "react";
import type { Asset, Label, PolicySettings } from "../api/contract";
import { notify } from "../ui/notices";
import { shapeAt } from "../geometry/interpolation";
import { bounds, type Shape } from "../geometry/shapes";
import * as acts from "./actions";
import type { CandidateTrack } from "./candidates";
import type { Tool } from "./canvas/Canvas";
import { newId } from "./ids";
import type { ActName } from "./keys";
import { bestFrame, step, waiting } from "./needs";
import type { Annotation, Operation } from "./state/document";
import type { Editor, Snapshot } from "./state/editor";
import { say } from "./texts";
import { keyframesOf } from "./threshold";
import * as tracks from "./tracks/acts";
import type { StageView } from "./useStageView";
import type { Playback } from "./video/usePlayback";

interface Surroundings {
  asset: Asset;
  labels: Label[];
  policy: PolicySettings;
  editor: Editor;
  state: Snapshot;
  playback: Playback;
  stage: StageView;
  mayEdit: boolean;
  candidates: readonly CandidateTrack[];
}

export interface ObjectActs {
  selection: ReadonlySet<string>;
  one: Annotation | undefined;
  tool: Tool;
  setTool(tool: Tool): void;
  /** Marks that are not shown, and marks that cannot be moved. */
  unseen: ReadonlySet<string>;
  locked: ReadonlySet<string>;
  bare: boolean;
  keeping: boolean;
  setKeeping(keeping: boolean): void;
  keep(reason: string): void;
  /** Selects an object and brings it into view, at a frame where it is there. */
  goTo(id: string, frame?: number): void;
  /** What was pointed at on the stage: objects, or a candidate that becomes one. */
  select(ids: string[], add: boolean): void;
  /** The selection becomes these, or (`add`) these are turned over. */
  setSelection(ids: string[], add: boolean): void;
  draw(shape: Shape): void;
  reshape(id: string, shape: Shape): void;
  relabel(label: string): void;
  edit(operations: Operation[]): void;
  handlers: Partial<Record<ActName, () => void>>;
}

export function useObjectActs(around: Surroundings): ObjectActs {
  const { asset, labels, policy, editor, state, playback, stage, mayEdit, candidates } = around;
  const { frame } = playback;
  const [picked, setSelection] = useState<ReadonlySet<string>>(new Set());
  // What was picked may be gone, by undoing or by somebody else.
  const selection = useMemo(() => {
    const left = [...picked].filter((id) => state.annotations.has(id));
    return left.length === picked.size ? picked : new Set(left);
  }, [picked, state.annotations]);
  const [tool, setTool] = useState<Tool>("select");
  const [lastDrawing, setLastDrawing] = useState<Tool>("box");
  const [bare, setBare] = useState(false);
  const [unseen, setUnseen] = useState<ReadonlySet<string>>(new Set());
  const [locked, setLocked] = useState<ReadonlySet<string>>(new Set());
  const [keeping, setKeeping] = useState(false);

  const only = selection.size === 1 ? [...selection][0] : undefined;
  const one = only ? state.annotations.get(only) : undefined;
  const queue = () => waiting(editor.snapshot().annotations.values(), policy);

  const { now, seek } = playback;
  const { showBox } = stage;
  const goTo = useCallback(
    (id: string, frameWanted?: number) => {
      const frame = now();
      const annotation = editor.snapshot().annotations.get(id);
      if (!annotation) return;
      setSelection(new Set([id]));
      const here = shapeAt(annotation.keyframes, frame) ? frame : bestFrame(annotation);
      const at = frameWanted ?? here;
      if (at !== frame) seek(at);
      const shape = shapeAt(annotation.keyframes, at);
      if (shape) showBox(bounds(shape));
    },
    [editor, now, seek, showBox],
  );

  /** After a decision: the next that waits, or the whole picture when nobody does. */
  const goOn = () => {
    const [next] = queue();
    if (next) return goTo(next.id);
    setSelection(new Set());
    stage.showAll();
  };

  const edit = (operations: Operation[]) => {
    if (mayEdit) editor.act(operations);
  };
  const decide = (decision: "redact" | "keep", reason = "") => {
    if (!mayEdit || !selection.size) return;
    editor.act(acts.decide(selection, decision, reason));
    goOn();
  };
  const draws = (next: Tool) => {
    if (!mayEdit && next !== "pan" && next !== "select") return;
    if (next !== "select" && next !== "pan") setLastDrawing(next);
    setTool(next);
  };
  const walk = (by: 1 | -1) => {
    const next = step(queue(), one?.id, by);
    if (next) goTo(next.id);
  };
  const cancel = () => {
    if (tool !== "select") setTool("select");
    else if (selection.size) setSelection(new Set());
    else document.querySelector<HTMLElement>(".verdict button, .inspector button")?.focus(); // out of the stage
  };
  const drop = (then: () => void) => {
    edit(acts.remove(selection));
    then();
  };

  const choose = (ids: string[], add: boolean) =>
    setSelection((before) => (add ? toggled(before, new Set(ids)) : new Set(ids)));
  const adopt = (candidate: CandidateTrack) => {
    const id = newId();
    const keyframes = keyframesOf(candidate, asset.n_frames);
    edit([{ op: "create", annotation: id, label: candidate.label, decision: "redact", keyframes }]);
    setSelection(new Set([id]));
  };
  const select = (ids: string[], add: boolean) => {
    const candidate = candidates[Number(/^candidate-(\d+)$/.exec(ids[0] ?? "")?.[1] ?? -1)];
    if (candidate) return mayEdit && adopt(candidate);
    choose(ids, add);
  };
  const draw = (shape: Shape) => {
    const label = one?.label ?? labels[0]?.id;
    if (!label || !mayEdit) return;
    const id = newId();
    editor.act(acts.draw(id, label, shape, frame));
    setTool("select");
    setSelection(new Set([id]));
  };
  const reshape = (id: string, shape: Shape) => {
    const annotation = state.annotations.get(id);
    if (annotation) edit(acts.reshape(annotation, frame, shape));
  };

  const chosen = () => [...selection].flatMap((id) => editor.snapshot().annotations.get(id) ?? []);
  /** One act on each of the chosen tracks; a sentence where it does nothing to any. */
  const onTracks = (act: (track: Annotation) => Operation[], otherwise: string) => {
    if (!mayEdit || !selection.size) return;
    const operations = chosen().flatMap(act);
    if (operations.length) editor.act(operations);
    else notify(otherwise);
  };
  const merge = () => {
    if (!mayEdit) return;
    const together = chosen();
    const wrong = tracks.whyNotMerged(together);
    if (wrong) return notify(wrong);
    const operations = tracks.merge(together, asset.n_frames);
    editor.act(operations);
    setSelection(new Set([operations[0]!.annotation]));
  };
  const split = () => {
    const made: string[] = [];
    onTracks((track) => {
      const id = newId();
      const operations = tracks.split(track, frame, id);
      if (operations.length) made.push(id);
      return operations;
    }, say.tracks.splitWhere);
    if (made.length) setSelection(new Set(made));
  };

  const handlers: ObjectActs["handlers"] = {
    hide: () => decide("redact"),
    notPerson: () => drop(goOn),
    keep: () => selection.size > 0 && mayEdit && setKeeping(true),
    add: () => draws("box"),
    next: () => walk(1),
    previous: () => walk(-1),
    draw: () => draws(lastDrawing),
    cancel,
    remove: () => drop(() => setSelection(new Set())),
    undo: () => editor.undo(),
    redo: () => editor.redo(),
    hideShape: () => setUnseen((before) => toggled(before, selection)),
    bare: () => setBare((before) => !before),
    lock: () => setLocked((before) => toggled(before, selection)),
    fit: stage.showAll,
    zoomIn: () => stage.zoom(1.25),
    zoomOut: () => stage.zoom(0.8),
    keyframe: () => one && edit(acts.toggleKeyframe(one, frame)),
    outside: () => one && edit(acts.toggleOutside(one, frame)),
    occluded: () => one && edit(acts.toggleOccluded(one, frame)),
    keyframeBack: () => one && playback.seek(acts.neighbour(one, frame, -1) ?? frame),
    keyframeForward: () => one && playback.seek(acts.neighbour(one, frame, 1) ?? frame),
    merge,
    split,
    extendStart: () =>
      onTracks((track) => tracks.extendStart(track, frame, asset.n_frames), say.tracks.cannotExtend),
    extendEnd: () =>
      onTracks((track) => tracks.extendEnd(track, frame, asset.n_frames), say.tracks.cannotExtend),
    bridge: () => onTracks((track) => tracks.bridge(track, frame, asset.n_frames), say.tracks.noGap),
    propagate: () => one && edit(acts.propagate(one, frame, Math.min(frame + 10, asset.n_frames - 1))),
  };

  return {
    selection,
    one,
    tool,
    setTool: draws,
    unseen,
    locked,
    bare,
    keeping,
    setKeeping,
    keep: (reason) => {
      setKeeping(false);
      decide("keep", reason);
    },
    goTo,
    select,
    setSelection: choose,
    draw,
    reshape,
    relabel: (label) => selection.size > 0 && edit(acts.relabel(selection, label)),
    edit,
    handlers,
  };
}

/** The set with the given ids turned over. */
function toggled(before: ReadonlySet<string>, ids: ReadonlySet<string>): Set<string> {
  const after = new Set(before);
  for (const id of ids) if (!after.delete(id)) after.add(id);
  return after;
}
