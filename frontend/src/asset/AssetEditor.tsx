/** One asset under work: puts the editor's state, the stage, the keys and the inspector together. */

import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { nextAsset } from "../api/calls";
import { send } from "../api/client";
import type { Asset, AssetCard, Candidate, Project } from "../api/contract";
import { useMe } from "../api/queries";
import { shapeAt } from "../geometry/interpolation";
import { bounds, type Shape } from "../geometry/shapes";
import { HintBar } from "../ui/Hint";
import { Inspector, Page, Part } from "../ui/Shell";
import { StateGlyph } from "../ui/StateGlyph";
import * as acts from "./actions";
import { Canvas, type Shown, type Tool } from "./canvas/Canvas";
import { fit, fitBox, type Size, type Viewport } from "./canvas/viewport";
import { ConflictDialog } from "./ConflictDialog";
import { Film } from "./Film";
import { KeepDialog } from "./KeepDialog";
import { capOf, type ActName } from "./keys";
import { bestFrame, namesOf, step, waiting } from "./needs";
import { Objects } from "./Objects";
import { SearchedPart } from "./SearchedPart";
import { showCandidates, showObjects } from "./shown";
import { say } from "./texts";
import { ThresholdPart } from "./ThresholdPart";
import { Tools } from "./Tools";
import { BackLink, Looks, Saved, type Look } from "./TopBar";
import { useAssetKeys } from "./useAssetKeys";
import { newId, useEditor, usePresence } from "./useEditor";
import { usePlayback } from "./video/usePlayback";
import { VideoDeck } from "./video/VideoDeck";
import { Verdict } from "./Verdict";
import { Picture } from "./Picture";

export function AssetEditor({ asset, project }: { asset: Asset; project: Project }) {
  const navigate = useNavigate();
  const { data: me } = useMe();
  const { editor, state, opened } = useEditor(asset.id);
  const video = asset.kind === "video";
  const playback = usePlayback(asset);
  const { frame } = playback;
  const seesOriginals = asset.acts.includes("see_originals");
  const mayEdit = asset.acts.includes("annotate") && asset.state !== "excluded";
  const policy = asset.policy.settings;
  const picture = useMemo<Size>(() => ({ width: asset.width ?? 1, height: asset.height ?? 1 }), [asset]);

  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const [tool, setTool] = useState<Tool>("select");
  const lastDrawing = useRef<Tool>("box");
  const [look, setLook] = useState<Look>(seesOriginals ? "edit" : "preview");
  const [bare, setBare] = useState(false);
  const [unseen, setUnseen] = useState<ReadonlySet<string>>(new Set());
  const [locked, setLocked] = useState<ReadonlySet<string>>(new Set());
  const [withCandidates, setWithCandidates] = useState(false);
  const [trying, setTrying] = useState<number | null>(null);
  const [keeping, setKeeping] = useState(false);
  const [news, setNews] = useState(false);
  const [view, setView] = useState<Viewport>({ scale: 1, x: 0, y: 0 });
  const [stage, setStage] = useState<Size | null>(null);
  const fitted = useRef(false);

  const onStage = useCallback(
    (size: Size) => {
      setStage(size);
      if (!fitted.current && size.width > 1) {
        fitted.current = true;
        setView(fit(picture, size));
      }
    },
    [picture],
  );

  const presence = usePresence(asset.id, frame, opened);
  const others = (presence?.here ?? asset.presence).filter((one) => one.id !== me?.id);
  const newest = Math.max(presence?.revision ?? 0, asset.revision);
  useEffect(() => {
    if (!opened || newest <= editor.snapshot().revision || editor.snapshot().save !== "saved") return;
    void editor.reload().then(() => setNews(true));
  }, [editor, newest, opened]);
  useEffect(() => {
    if (!news) return;
    const timer = setTimeout(() => setNews(false), 6000);
    return () => clearTimeout(timer);
  }, [news]);

  const { data: found } = useQuery({
    queryKey: ["candidates", asset.id],
    queryFn: () => send<{ candidates: Candidate[] }>("GET", `assets/${asset.id}/candidates`),
    enabled: asset.counts.candidates > 0,
  });
  const candidates = useMemo(() => found?.candidates ?? [], [found]);

  const annotations = useMemo(() => [...state.annotations.values()], [state.annotations]);
  const names = useMemo(() => namesOf(annotations, project.labels), [annotations, project.labels]);
  const queue = useMemo(() => waiting(annotations, policy), [annotations, policy]);
  const one = selection.size === 1 ? state.annotations.get([...selection][0]!) : undefined;
  const needs = one && queue.includes(one) ? one : undefined;

  const shown: Shown[] = useMemo(() => {
    const hide = { bare, unseen, locked };
    const objects = showObjects({ annotations, frame, policy, names, selection, ...hide });
    const dots = withCandidates || trying !== null;
    return dots ? [...objects, ...showCandidates(candidates, frame, trying)] : objects;
  }, [
    annotations,
    bare,
    candidates,
    frame,
    locked,
    names,
    policy,
    selection,
    trying,
    unseen,
    withCandidates,
  ]);

  const goTo = useCallback(
    (id: string) => {
      const annotation = editor.snapshot().annotations.get(id);
      if (!annotation) return;
      setSelection(new Set([id]));
      const at = shapeAt(annotation.keyframes, frame) ? frame : bestFrame(annotation);
      if (at !== frame) playback.seek(at);
      const shape = shapeAt(annotation.keyframes, at);
      if (shape && stage) setView(fitBox(bounds(shape), picture, stage));
    },
    [editor, frame, picture, playback, stage],
  );

  const goOn = async (from: string | undefined) => {
    const left = waiting(editor.snapshot().annotations.values(), policy).filter((a) => a.id !== from);
    if (left.length) return goTo(left[0]!.id);
    setSelection(new Set());
    if (stage) setView(fit(picture, stage));
  };

  const decideAll = (decision: "redact" | "keep", reason = "") => {
    if (!mayEdit || !selection.size) return;
    editor.act(acts.decide(selection, decision, reason));
    void goOn(one?.id);
  };

  const settle = async () => {
    await editor.flush();
    return editor.snapshot().revision;
  };

  const moveOn = async (card: AssetCard) => {
    if (!["approved", "ready", "in_review", "excluded"].includes(card.state)) return;
    const next = await nextAsset(project.id, asset.id).catch(() => undefined);
    if (next && next.id !== asset.id) void navigate(`/p/${project.id}/assets/${next.id}`);
  };

  const goBeside = (to: string | null) => {
    if (to) void navigate(`/p/${project.id}/assets/${to}`);
  };
  const edit = (operations: ReturnType<typeof acts.decide>) => mayEdit && editor.act(operations);
  const draws = (next: Tool) => {
    if (next !== "select" && next !== "pan") lastDrawing.current = next;
    setTool(next);
  };
  const zoomOn = (factor: number) =>
    setView((v) => {
      if (!stage) return v;
      const [cx, cy] = [stage.width / 2, stage.height / 2];
      return { scale: v.scale * factor, x: cx - (cx - v.x) * factor, y: cy - (cy - v.y) * factor };
    });

  const handlers: Partial<Record<ActName, () => void>> = {
    hide: () => decideAll("redact"),
    notPerson: () => {
      edit(acts.remove(selection));
      void goOn(one?.id);
    },
    keep: () => selection.size > 0 && mayEdit && setKeeping(true),
    add: () => mayEdit && draws("box"),
    next: () => queue.length > 0 && goTo(step(queue, one?.id, 1)!.id),
    previous: () => queue.length > 0 && goTo(step(queue, one?.id, -1)!.id),
    approve: () => document.querySelector<HTMLButtonElement>("[data-act=verdict]")?.click(),
    draw: () => mayEdit && draws(lastDrawing.current),
    cancel: () => (tool === "select" ? setSelection(new Set()) : setTool("select")),
    remove: () => edit(acts.remove(selection)),
    undo: () => editor.undo(),
    redo: () => editor.redo(),
    hideShape: () => setUnseen((before) => toggled(before, selection)),
    bare: () => setBare((before) => !before),
    lock: () => setLocked((before) => toggled(before, selection)),
    fit: () => stage && setView(fit(picture, stage)),
    zoomIn: () => zoomOn(1.25),
    zoomOut: () => zoomOn(0.8),
    forward: () => (video ? playback.seek(frame + 1) : goBeside(asset.neighbours.next)),
    back: () => (video ? playback.seek(frame - 1) : goBeside(asset.neighbours.previous)),
    farForward: () => playback.seek(frame + 10),
    farBack: () => playback.seek(frame - 10),
    play: () => playback.toggle(),
    keyframe: () => one && edit(acts.toggleKeyframe(one, frame)),
    outside: () => one && edit(acts.toggleOutside(one, frame)),
    occluded: () => one && edit(acts.toggleOccluded(one, frame)),
    keyframeBack: () => one && playback.seek(acts.neighbour(one, frame, -1) ?? frame),
    keyframeForward: () => one && playback.seek(acts.neighbour(one, frame, 1) ?? frame),
    propagate: () => one && edit(acts.propagate(one, frame, Math.min(frame + 10, asset.n_frames - 1))),
  };
  const held = useAssetKeys({
    mode: video ? "video" : "image",
    handlers,
    labels: project.labels,
    onLabel: (label) => selection.size > 0 && edit(acts.relabel(selection, label)),
  });
  const shownLook: Look = held ?? look;
  const editing = shownLook === "edit" && !bare;

  const onReshape = (id: string, shape: Shape) => {
    const annotation = state.annotations.get(id);
    if (annotation && mayEdit) editor.act(acts.reshape(annotation, frame, shape));
  };
  const onDraw = (shape: Shape) => {
    const label = one?.label ?? project.labels[0]?.id;
    if (!label || !mayEdit) return;
    const id = newId();
    editor.act(acts.draw(id, label, shape, frame));
    setTool("select");
    setSelection(new Set([id]));
  };
  const onSelect = (ids: string[], add: boolean) => {
    const known = ids.filter((id) => state.annotations.has(id));
    setSelection((before) => (add ? toggled(before, new Set(known)) : new Set(known)));
  };

  const rows = useMemo(
    () =>
      showObjects({ annotations, frame, policy, names, selection, always: true }).map((object) => ({
        id: object.id,
        name: names.get(object.id) ?? "",
        chip: project.labels.find((l) => l.id === state.annotations.get(object.id)?.label)?.chip ?? "",
        state: object.state,
        why: object.why,
        box: bounds(object.shape),
      })),
    [annotations, frame, names, policy, project.labels, selection, state.annotations],
  );
  const crops = seesOriginals ? (asset.files.view ?? asset.files.thumbnail) : undefined;

  return (
    <Page
      title={asset.name}
      lead={<BackLink project={project.id} />}
      about={
        video
          ? `${say.size(picture.width, picture.height)} · ${say.frames(asset.n_frames)}`
          : say.size(picture.width, picture.height)
      }
      actions={
        <>
          <Saved save={state.save} />
          <Looks here={others} look={shownLook} onLook={setLook} seesOriginals={seesOriginals} />
        </>
      }
      inspector={
        <Inspector label={say.objects.title}>
          <div className="parts">
            {news && (
              <p className="notice" role="status">
                {say.othersSaved}
              </p>
            )}
            {state.refusal && (
              <p className="wrong" role="alert">
                {state.refusal}
              </p>
            )}
            {project.labels
              .filter((label) => policy.labels[label.id]?.redact)
              .slice(0, 1)
              .map((label) => (
                <ThresholdPart
                  key={label.id}
                  label={label}
                  policy={policy}
                  annotations={annotations}
                  candidates={candidates}
                  mayEdit={mayEdit}
                  newId={newId}
                  onApply={(operations) => editor.act(operations)}
                  onTry={setTrying}
                />
              ))}
            <Objects
              rows={rows}
              selection={selection}
              onSelect={(id, add) => (add ? onSelect([id], true) : goTo(id))}
              crops={video ? undefined : crops}
              picture={picture}
              candidates={candidates.length}
              showsCandidates={withCandidates}
              onCandidates={() => setWithCandidates((before) => !before)}
            />
            <SearchedPart asset={asset} labels={project.labels} mayEdit={mayEdit} />
            {asset.notes.length > 0 && (
              <Part title={say.notes}>
                {asset.notes.map((note) => (
                  <p key={note} className="two">
                    {note}
                  </p>
                ))}
              </Part>
            )}
          </div>
          <Verdict
            asset={asset}
            undecided={queue.length}
            settle={settle}
            onDone={(card) => void moveOn(card)}
          />
        </Inspector>
      }
    >
      <div className="workbench">
        <Tools
          tool={tool}
          onTool={draws}
          mayEdit={mayEdit}
          canUndo={state.canUndo}
          canRedo={state.canRedo}
          onUndo={() => editor.undo()}
          onRedo={() => editor.redo()}
        />
        <div className="stage-column">
          <Canvas
            picture={picture}
            objects={shown}
            selection={selection}
            tool={tool}
            editing={editing}
            view={view}
            onView={setView}
            onStage={onStage}
            onSelect={onSelect}
            onReshape={onReshape}
            onDraw={onDraw}
            label={say.stage(asset.name)}
          >
            <Picture asset={asset} look={shownLook} revision={state.revision} playback={playback} />
          </Canvas>
        </div>
      </div>
      {video && (
        <VideoDeck
          asset={asset}
          playback={playback}
          annotations={annotations}
          names={names}
          labels={project.labels}
          policy={policy}
          selection={selection}
          onSelect={(id, add) => onSelect([id], add)}
        />
      )}
      <HintBar
        lead={
          needs ? (
            <>
              <StateGlyph state="undecided" />{" "}
              {say.hints.lead(names.get(needs.id) ?? "", rows.find((r) => r.id === needs.id)?.why ?? "")}
            </>
          ) : queue.length ? undefined : annotations.length ? (
            say.hints.done
          ) : (
            say.hints.nothing
          )
        }
        hints={(needs
          ? (["hide", "notPerson", "keep", "add"] as const)
          : (["next", "add", "approve"] as const)
        ).map((act) => ({
          id: `asset.${act}`,
          keys: capOf(act),
          says: HINTS[act],
        }))}
      />
      {!video && <Film project={project.id} current={asset.id} />}
      <KeepDialog
        opened={keeping}
        onClose={() => setKeeping(false)}
        onKeep={(reason) => {
          setKeeping(false);
          decideAll("keep", reason);
        }}
      />
      <ConflictDialog
        conflict={state.conflicts[0]}
        labels={project.labels}
        policy={policy}
        onResolve={(id, whose) => editor.resolve(id, whose)}
      />
    </Page>
  );
}

const HINTS = {
  hide: "hide",
  notPerson: "not a person",
  keep: "keep visible",
  add: "add a missed one",
  next: "next that needs you",
  approve: "submit or approve",
};

/** The set with the given ids turned over. */
function toggled(before: ReadonlySet<string>, ids: ReadonlySet<string>): Set<string> {
  const after = new Set(before);
  for (const id of ids) if (!after.delete(id)) after.add(id);
  return after;
}
