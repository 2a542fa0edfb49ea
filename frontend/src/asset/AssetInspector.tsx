/** Beside the stage: what was found, what is said about it, and the verdict. */

import { useState } from "react";
import type { Asset, AssetCard, Project } from "../api/contract";
import { Inspector, Part } from "../ui/Shell";
import type { CandidateTrack } from "./candidates";
import { CommentsPart } from "./CommentsPart";
import type { CropStyles } from "./crops";
import { Objects, type Row } from "./Objects";
import { SearchedPart } from "./SearchedPart";
import type { Annotation } from "./state/document";
import type { Editor, Snapshot } from "./state/editor";
import { say } from "./texts";
import { ThresholdPart } from "./ThresholdPart";
import type { News } from "./useNews";
import type { ObjectActs } from "./useObjectActs";
import { Asked, Verdict } from "./Verdict";

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
  frame: number;
  objects: ObjectActs;
  mayEdit: boolean;
  news: News;
  showsCandidates: boolean;
  onCandidates(): void;
  onTry(threshold: number | null): void;
  onSeek(frame: number): void;
  onDone(card: AssetCard): void;
}

export function AssetInspector(props: Props) {
  const { asset, project, editor, state, annotations, candidates, frame, objects, mayEdit } = props;
  const policy = asset.policy.settings;
  const redacted = project.labels.filter((label) => policy.labels[label.id]?.redact);
  const [shownLabel, setShownLabel] = useState(redacted[0]?.id);
  const label = redacted.find((one) => one.id === (objects.one?.label ?? shownLabel)) ?? redacted[0];
  const here = candidates.filter((one) => one.sightings.some((s) => s.frame === frame)).length;
  const sees = asset.acts.includes("see_originals");
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
            onApply={objects.edit}
            onTry={props.onTry}
          />
        )}
        <Objects
          rows={props.rows}
          selection={objects.selection}
          crops={props.crops}
          withCrops={sees}
          video={asset.kind === "video"}
          mayEdit={mayEdit}
          onSelect={(id, add) => (add ? objects.select([id], true) : objects.goTo(id))}
          onMoment={objects.goTo}
          candidates={{
            all: candidates.length,
            here,
            doubtful: candidates.filter((one) => one.flagged).length,
          }}
          showsCandidates={props.showsCandidates}
          onCandidates={props.onCandidates}
        />
        <SearchedPart asset={asset} labels={project.labels} mayEdit={mayEdit} />
        <CommentsPart
          asset={asset}
          pin={{ annotation: objects.one?.id, frame }}
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
