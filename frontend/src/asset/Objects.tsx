/** The objects of a picture as a list: everything the canvas can do to one is reachable from here. */

import { memo } from "react";
import type { MarkState } from "../api/contract";
import { texts } from "../texts";
import { Letter } from "../ui/controls";
import { Part } from "../ui/Shell";
import { StateGlyph } from "../ui/StateGlyph";
import type { CropStyles } from "./crops";
import { say } from "./texts";

export interface Row {
  id: string;
  name: string;
  chip: string;
  state: MarkState;
  why: string;
}

interface Props {
  rows: Row[];
  selection: ReadonlySet<string>;
  crops: CropStyles;
  /** Whether the person may see what crops show. */
  withCrops: boolean;
  mayEdit: boolean;
  onSelect(id: string, add: boolean): void;
  candidates: { all: number; doubtful: number };
  showsCandidates: boolean;
  onCandidates(): void;
}

export function Objects(props: Props) {
  const { rows, selection, candidates } = props;
  const undecided = rows.filter((row) => row.state === "undecided").length;
  return (
    <Part title={say.objects.title} beside={say.objects.beside(rows.length, undecided)}>
      {rows.length === 0 && <p className="two">{say.objects.none(props.mayEdit)}</p>}
      <ul className="object-list">
        {rows.map((row) => (
          <ObjectRow
            key={row.id}
            {...row}
            chosen={selection.has(row.id)}
            crop={props.crops.get(row.id)}
            withCrop={props.withCrops}
            onSelect={props.onSelect}
          />
        ))}
      </ul>
      {candidates.all > 0 && props.mayEdit && (
        <p className="row two candidates">
          <StateGlyph state="candidate" />
          <span className="grow">{say.objects.below(candidates.all, candidates.doubtful)}</span>
          <button
            type="button"
            className="text"
            aria-pressed={props.showsCandidates}
            onClick={props.onCandidates}
          >
            {props.showsCandidates ? say.objects.hide : say.objects.show}
          </button>
        </p>
      )}
    </Part>
  );
}

interface RowProps extends Row {
  chosen: boolean;
  crop: React.CSSProperties | undefined;
  withCrop: boolean;
  onSelect(id: string, add: boolean): void;
}

const ObjectRow = memo(function ObjectRow(props: RowProps) {
  const { id, chip, state } = props;
  return (
    <li>
      <button
        type="button"
        className="object-row"
        data-bare={!props.withCrop || undefined}
        aria-pressed={props.chosen}
        onClick={(event) => props.onSelect(id, event.shiftKey)}
      >
        {props.withCrop && <Crop style={props.crop} chip={chip} />}
        <span className="name">
          <Letter chip={chip} />
          <span className="clip">{props.name}</span>
        </span>
        <span className={`object-state ${state}`}>
          <StateGlyph state={state} />
          {texts.states[state]}
        </span>
        <span className="why">{props.why}</span>
      </button>
    </li>
  );
});

/** A small square of the object; its letter until there is one. */
export function Crop({ style, chip }: { style: React.CSSProperties | undefined; chip: string }) {
  return (
    <span className="crop" style={style} aria-hidden="true">
      {!style && chip}
    </span>
  );
}
