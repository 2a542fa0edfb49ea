/** Beside the stage: what was found, what is said about it, and the verdict. */

import { memo, useMemo, useState } from "react";
import type { Asset, AssetCard, Project } from "../api/contract";
import { Inspector, Part } from "../ui/Shell";
import type { CandidateTrack } from "./candidates";
import { ClipPanel, type Panel } from "./ClipPanel";
import { CommentsPart } from "./CommentsPart";
import type { CropStyles } from "./crops";
import type { FrameTable } from "./frames";
import { Moments } from "./Moments";
import { Objects, type Row } from "./Objects";
import { groupsOf } from "./people";
import { People } from "./People";
import { SearchedPart } from "./SearchedPart";
import type { Annotation } from "./state/document";
import type { Editor, Snapshot } from "./state/editor";
import { say } from "./texts";
import { ThresholdPart } from "./ThresholdPart";
import type { ActName } from "./keys";
import type { MomentActs } from "./useMoments";
import type { News } from "./useNews";
import type { ObjectActs } from "./useObjectActs";
import { useSteady } from "./useSteady";
import { Asked, Verdict } from "./Verdict";
import { ZonesPart } from "./ZonesPart";

const NEW_WITH_A_FRAME: readonly string[] = ["objects", "moments", "news", "onCandidates", "onDone"];

interface Props {
  asset: Asset;
  project: Project;
  editor: Editor;
  state: Snapshot;
  opened: boolean;
  annotations: Annotation[];
  rows: Row[];
  names: ReadonlyMap<string, string>;
  crops: CropStyles;
  candidates: readonly CandidateTrack[];
  frameNow(): number;
  table: FrameTable;
  panel: Panel;
  onPanel(panel: Panel): void;
  moments: MomentActs;
  objects: ObjectActs;
  mayEdit: boolean;
  news: News;
  showsCandidates: boolean;
  onCandidates(): void;
  onTry(threshold: number | null): void;
  onSeek(frame: number): void;
  onDone(card: AssetCard): void;
}

/** Beside a film that plays it is not drawn with every frame: only where it would look or do otherwise. */
export const AssetInspector = memo(OpenInspector, looksAlike);

function looksAlike(a: Props, b: Props): boolean {
  const keys = Object.keys(a) as (keyof Props)[];
  return (
    keys.every((key) => NEW_WITH_A_FRAME.includes(key) || a[key] === b[key]) &&
    a.objects.selection === b.objects.selection &&
    a.objects.goTo === b.objects.goTo &&
    a.moments.moments === b.moments.moments &&
    a.moments.current === b.moments.current &&
    a.moments.go === b.moments.go &&
    a.news.others === b.news.others
  );
}

function OpenInspector(props: Props) {
  const { asset, project, editor, state, annotations, candidates, moments, objects, mayEdit } = props;
  const policy = asset.policy.settings;
  const redacted = useMemo(
    () => project.labels.filter((label) => policy.labels[label.id]?.redact),
    [policy, project.labels],
  );
  const [shownLabel, setShownLabel] = useState(redacted[0]?.id);
  const label = redacted.find((one) => one.id === (objects.one?.label ?? shownLabel)) ?? redacted[0];
  const groups = useMemo(
    () => groupsOf(annotations, props.names, project.labels, policy, asset.n_frames),
    [annotations, asset.n_frames, policy, project.labels, props.names],
  );
  const chips = useMemo(() => new Map(props.rows.map((row) => [row.id, row.chip])), [props.rows]);
  const sees = asset.acts.includes("see_originals");
  const video = asset.kind === "video";
  // The playhead moves many times a second: what does not show it is not drawn again.
  const go = useSteady((id: string) => objects.goTo(id));
  const choose = useSteady((id: string, add: boolean) =>
    add ? objects.select([id], true) : objects.goTo(id),
  );
  const select = useSteady(objects.setSelection);
  const act = useSteady((name: ActName) => objects.handlers[name]?.());
  const look = useSteady(moments.go);
  const apply = useSteady(objects.edit);
  const settle = async () => {
    await editor.flush();
    return editor.snapshot().revision;
  };
  return (
    <Inspector label={say.objects.title}>
      <div className="parts">
        <Asked asset={asset} />
        {!sees && (
          <section className="part">
            <p className="two">{say.states.noOriginals}</p>
          </section>
        )}
        {state.refusal && (
          <section className="part">
            <p className="wrong" role="alert">
              {state.refusal}
            </p>
          </section>
        )}
        {video && (
          <ClipPanel
            panel={props.panel}
            onPanel={props.onPanel}
            people={annotations.length}
            undecided={props.rows.filter((row) => row.state === "undecided").length}
            moments={moments.waiting}
          >
            {props.panel === "people" ? (
              <People
                groups={groups}
                selection={objects.selection}
                crops={props.crops}
                table={props.table}
                mayEdit={mayEdit}
                onGo={go}
                onSelect={select}
                onAct={act}
              />
            ) : (
              <Moments
                moments={moments.moments}
                current={moments.current?.key}
                crops={props.crops}
                chips={chips}
                onGo={look}
              />
            )}
          </ClipPanel>
        )}
        {sees && mayEdit && label && (
          <ThresholdPart
            key={label.id}
            label={label}
            others={redacted}
            onLabel={setShownLabel}
            policy={policy}
            annotations={annotations}
            candidates={candidates}
            frames={asset.n_frames}
            mayEdit={mayEdit}
            onApply={apply}
            onTry={props.onTry}
          />
        )}
        {!video && (
          <Objects
            rows={props.rows}
            selection={objects.selection}
            crops={props.crops}
            withCrops={sees}
            mayEdit={mayEdit}
            onSelect={choose}
            candidates={{
              all: candidates.length,
              doubtful: candidates.filter((one) => one.flagged).length,
            }}
            showsCandidates={props.showsCandidates}
            onCandidates={props.onCandidates}
          />
        )}
        <SearchedPart asset={asset} labels={project.labels} mayEdit={mayEdit} />
        <ZonesPart asset={asset} project={project} />
        <CommentsPart
          asset={asset}
          pin={{ annotation: objects.one?.id, frame: props.frameNow }}
          names={props.names}
          onGo={(annotation, at) => {
            if (annotation && state.annotations.has(annotation)) objects.goTo(annotation, at ?? undefined);
            else if (at !== null) props.onSeek(at);
          }}
        />
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
        project={project}
        undecided={props.rows.filter((row) => row.state === "undecided").length}
        opened={props.opened}
        settle={settle}
        ours={props.news.ours}
        onDone={props.onDone}
      />
    </Inspector>
  );
}
