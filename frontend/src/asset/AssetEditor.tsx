/** One asset under work: puts the editor's state, the stage, the keys and the inspector together. */

import { useEffect, useMemo, useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { nextOpen } from "./next";
import type { Asset, AssetCard, Project } from "../api/contract";
import { useMe } from "../api/queries";
import { texts } from "../texts";
import { notify } from "../ui/notices";
import { Page } from "../ui/Shell";
import { shapeAt } from "../geometry/interpolation";
import { readAhead } from "./ahead";
import { AssetInspector } from "./AssetInspector";
import type { Panel } from "./ClipPanel";
import { Canvas, type Shown } from "./canvas/Canvas";
import type { Size } from "./canvas/viewport";
import { ConflictDialog } from "./ConflictDialog";
import { useCrops } from "./crops";
import type { Around } from "./Film";
import { HintLine } from "./HintLine";
import { KeepDialog } from "./KeepDialog";
import { firstFrame, namesOf, waiting } from "./needs";
import { finishedFile, usePixels } from "./Picture";
import { placeIn, rememberPlace } from "./resume";
import { rowsOf } from "./rows";
import { showCandidates, showObjects } from "./shown";
import { say } from "./texts";
import { StripWall } from "./strips/StripWall";
import { useStrips } from "./strips/useStrips";
import { Tools } from "./Tools";
import { BackLink, Looks, Saved, type Look } from "./TopBar";
import { useAssetKeys } from "./useAssetKeys";
import { useCandidates } from "./useCandidates";
import { useEditor } from "./useEditor";
import { useMoments } from "./useMoments";
import { useNews } from "./useNews";
import { useFollowing } from "./useFollowing";
import { useObjectActs } from "./useObjectActs";
import { useStageView } from "./useStageView";
import { usePlayback } from "./video/usePlayback";
import { VideoDeck } from "./video/VideoDeck";
import { isClosed } from "./Verdict";

interface Props {
  asset: Asset;
  project: Project;
  /** Where it stands among the others. */
  around: Around;
}

export function AssetEditor({ asset, project, around }: Props) {
  const navigate = useNavigate();
  const asked = useSearchParams()[0].get("object");
  const { data: me } = useMe();
  const { editor, state, opened } = useEditor(asset.id, me?.id ?? "");
  const video = asset.kind === "video";
  const playback = usePlayback(asset);
  const { frame } = playback;
  const sees = asset.acts.includes("see_originals");
  const mayEdit = asset.acts.includes("annotate") && !isClosed(asset);
  const policy = asset.policy.settings;
  const picture = useMemo<Size>(
    () => ({ width: asset.width ?? 1, height: asset.height ?? 1 }),
    [asset.height, asset.width],
  );
  const stage = useStageView(picture);
  const news = useNews(asset, editor, state, opened, frame);

  const [look, setLook] = useState<Look>(sees && asset.state !== "ready" ? "edit" : "preview");
  const [withCandidates, setWithCandidates] = useState(false);
  const [trying, setTrying] = useState<number | null>(null);
  const [choosing, setChoosing] = useState(true);

  const annotations = useMemo(() => [...state.annotations.values()], [state.annotations]);
  const numbers = useRef(new Map<string, number>());
  const names = useMemo(() => namesOf(annotations, project.labels, numbers.current), [annotations, project]);
  const queue = useMemo(() => waiting(annotations, policy), [annotations, policy]);
  const rows = useMemo(
    () => rowsOf(annotations, names, project.labels, policy),
    [annotations, names, project.labels, policy],
  );
  const inOrder = useMemo(
    () => rows.flatMap(({ id }) => state.annotations.get(id) ?? []),
    [rows, state.annotations],
  );
  const crops = useCrops(asset, inOrder, picture, playback.table);
  const { candidates, cuts } = useCandidates(asset, annotations);
  const objects = useObjectActs({
    asset,
    labels: project.labels,
    policy,
    editor,
    state,
    playback,
    stage,
    mayEdit,
    candidates,
  });
  const begun = useRef(false);
  useEffect(() => {
    if (!opened || begun.current) return;
    begun.current = true;
    const before = placeIn(asset.id);
    const known = (id: string | null | undefined) => annotations.find((one) => one.id === id);
    const left = queue.find((one) => one.id === before?.object);
    const first = known(asked) ?? left ?? (mayEdit ? queue[0] : undefined);
    if (!first) return;
    objects.select([first.id], false); // the first doubt is at hand: Enter, X or Y decide it
    if (first === left && before) playback.seek(before.frame);
    else if (!shapeAt(first.keyframes, frame)) playback.seek(firstFrame(first));
  }, [annotations, asked, asset.id, frame, mayEdit, objects, opened, playback, queue]);

  const { next: nextAsset } = asset.neighbours;
  useEffect(() => (opened ? readAhead(nextAsset) : undefined), [nextAsset, opened]);

  const { selection, one, unseen, locked, bare } = objects;
  useEffect(() => {
    if (begun.current && !playback.playing) rememberPlace(asset.id, one ? { object: one.id, frame } : null);
  }, [asset.id, frame, one, playback.playing]);
  const [panel, setPanel] = useState<Panel>("people");
  const moments = useMoments({ annotations, names, editor, objects, playback, cuts, mayEdit });
  const [beside, setBeside] = useState(false); // moments side by side, not one by one
  const strips = useStrips({
    asset,
    moments: moments.moments,
    annotations: state.annotations,
    editor,
    mayEdit,
  });
  const inClip = panel === "people" ? "video" : beside && sees ? "strips" : "moments";
  const mode = video ? inClip : "image";
  const following = useFollowing(asset.id, asset.n_frames, editor, playback.seek);
  const follow = () => mayEdit && following.start(one, frame);

  const shown: Shown[] = useMemo(() => {
    const marks = showObjects({ annotations, frame, policy, names, selection, bare, unseen, locked });
    const dots = (withCandidates || trying !== null) && !bare;
    return dots ? [...showCandidates(candidates, frame, trying), ...marks] : marks;
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

  const goBeside = (to: string | null) => {
    if (to) void navigate(`/p/${project.id}/assets/${to}`);
  };
  /** After a verdict: on to what still waits. */
  const moveOn = async (card: AssetCard) => {
    if (!["approved", "ready", "in_review", "excluded"].includes(card.state)) return;
    const next = await nextOpen(project.id, asset.id).catch(() => undefined);
    if (next && next.id !== asset.id) goBeside(next.id);
    else notify(say.review.allDone);
  };

  const held = useAssetKeys({
    mode,
    labels: project.labels,
    onLabel: objects.relabel,
    walks: mayEdit && mode !== "strips" && (mode === "moments" ? moments.waiting : queue.length) > 0,
    handlers: {
      ...objects.handlers,
      approve: () => document.querySelector<HTMLButtonElement>("[data-act=verdict]")?.click(),
      forward: () => (video ? playback.seek(frame + 1) : goBeside(asset.neighbours.next)),
      back: () => (video ? playback.seek(frame - 1) : goBeside(asset.neighbours.previous)),
      farForward: () => playback.seek(frame + 10),
      farBack: () => playback.seek(frame - 10),
      play: () => playback.toggle(),
      follow,
      panel: () => setPanel(panel === "people" ? "moments" : "people"),
      strips: () => {
        setBeside(mode !== "strips");
        setPanel("moments");
      },
      fine: moments.fine,
      nextMoment: () => moments.walk(1),
      previousMoment: () => moments.walk(-1),
      ...(mode === "strips" ? strips.handlers : {}),
    },
  });
  const wanted: Look = sees ? (held ?? look) : "preview";
  const pixels = usePixels(asset, wanted, state.revision, playback);
  // An exact preview takes a moment, and a film plays on: until there is one, marks stand in for it.
  const rough = wanted === "preview" && sees && !pixels.comparable && !finishedFile(asset);
  const needs =
    mayEdit && one ? rows.find((row) => row.id === one.id && row.state === "undecided") : undefined;

  return (
    <Page
      title={asset.name}
      lead={<BackLink project={project.id} />}
      about={
        <>
          {around.at !== null && <span>{say.where(around.at + 1, around.all)} · </span>}
          {say.size(picture.width, picture.height)}
          {video && ` · ${say.frames(asset.n_frames)}`}
          {asset.assignee && ` · ${texts.whose.given(asset.assignee.name)}`}
        </>
      }
      actions={
        <>
          {mayEdit && <Saved state={state} onChoose={() => setChoosing(true)} />}
          <Looks here={news.others} look={wanted} onLook={setLook} seesOriginals={sees} />
        </>
      }
      inspector={
        <AssetInspector
          asset={asset}
          project={project}
          editor={editor}
          state={state}
          annotations={annotations}
          rows={rows}
          names={names}
          crops={crops}
          candidates={candidates}
          frameNow={playback.now}
          table={playback.table}
          panel={panel}
          onPanel={setPanel}
          moments={moments}
          objects={objects}
          mayEdit={mayEdit}
          news={news}
          showsCandidates={withCandidates}
          onCandidates={() => setWithCandidates((before) => !before)}
          onTry={setTrying}
          onSeek={playback.seek}
          opened={opened}
          onDone={(card) => void moveOn(card)}
        />
      }
    >
      <h1 className="only-heard">{asset.name}</h1>
      <div className="workbench">
        <Tools
          tool={objects.tool}
          onTool={objects.setTool}
          mayEdit={mayEdit}
          canUndo={state.canUndo && mayEdit}
          canRedo={state.canRedo && mayEdit}
          onUndo={() => editor.undo()}
          onRedo={() => editor.redo()}
        />
        <div className="stage-column">
          {mode === "strips" ? (
            <StripWall
              asset={asset}
              revision={state.revision}
              annotations={state.annotations}
              strips={strips}
            />
          ) : (
            <Canvas
              picture={picture}
              objects={shown}
              selection={selection}
              tool={objects.tool}
              editing={(wanted === "edit" || rough) && !bare}
              fixed={!mayEdit}
              view={stage.view}
              onView={stage.setView}
              onStage={stage.onStage}
              onSelect={objects.select}
              onReshape={objects.reshape}
              onDraw={objects.draw}
              label={say.stage(asset.name)}
              note={pixels.note}
              comparing={pixels.comparable && !held}
            >
              {pixels.show}
            </Canvas>
          )}
        </div>
      </div>
      {video && mode !== "strips" && (
        <VideoDeck
          asset={asset}
          playback={playback}
          annotations={annotations}
          names={names}
          labels={project.labels}
          policy={policy}
          crops={crops}
          candidates={candidates}
          cuts={cuts}
          showsCandidates={withCandidates}
          onCandidates={() => setWithCandidates((before) => !before)}
          selection={selection}
          mayEdit={mayEdit}
          mode={mode}
          following={following}
          onAct={(act) => (act === "follow" ? follow() : objects.handlers[act]?.())}
          onSelect={objects.setSelection}
          onGo={(id, at) => {
            const annotation = state.annotations.get(id);
            const absent = annotation && !shapeAt(annotation.keyframes, frame);
            objects.goTo(id, at ?? (absent ? firstFrame(annotation) : undefined));
          }}
        />
      )}
      <HintLine
        mode={mode}
        moment={moments.current}
        moments={moments.waiting}
        chosen={mode === "strips" ? strips.chosen.size : selection.size}
        needs={needs}
        waiting={queue.length}
        objects={annotations.length}
        mayEdit={mayEdit}
        mayFinish={!isClosed(asset)}
      />
      <KeepDialog
        count={selection.size}
        opened={objects.keeping}
        onClose={() => objects.setKeeping(false)}
        onKeep={objects.keep}
      />
      <ConflictDialog
        // one question at a time: it may come while somebody is asked why one is kept
        conflicts={choosing && !objects.keeping ? state.conflicts : []}
        onClose={() => setChoosing(false)}
        labels={project.labels}
        policy={policy}
        onResolve={(id, whose) => editor.resolve(id, whose)}
      />
    </Page>
  );
}
