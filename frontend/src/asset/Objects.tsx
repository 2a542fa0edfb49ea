/** The objects of the asset as a list: everything the canvas can do to one is reachable from here. */

import type { MarkState } from "../api/contract";
import { Letter } from "../ui/controls";
import { Part } from "../ui/Shell";
import { StateGlyph } from "../ui/StateGlyph";
import { texts } from "../texts";
import type { Box } from "../geometry/shapes";
import type { Size } from "./canvas/viewport";
import { say } from "./texts";

export interface Row {
  id: string;
  name: string;
  chip: string;
  state: MarkState;
  why: string;
  /** Where it lies on the picture that `crops` shows. */
  box: Box | null;
}

interface Props {
  rows: Row[];
  selection: ReadonlySet<string>;
  onSelect(id: string, add: boolean): void;
  /** The picture that the crops are cut from; without one the rows have none. */
  crops: string | undefined;
  picture: Size;
  candidates: number;
  showsCandidates: boolean;
  onCandidates(): void;
}

export function Objects(props: Props) {
  const { rows, selection, candidates } = props;
  const undecided = rows.filter((row) => row.state === "undecided").length;
  return (
    <Part title={say.objects.title} beside={say.objects.beside(rows.length, undecided)}>
      {rows.length === 0 && <p className="two">{say.objects.none}</p>}
      <div className="object-list">
        {rows.map((row) => (
          <button
            key={row.id}
            type="button"
            className="object-row"
            aria-pressed={selection.has(row.id)}
            onClick={(event) => props.onSelect(row.id, event.shiftKey)}
          >
            <span className="crop" style={cropStyle(row.box, props.crops, props.picture)} />
            <span style={{ minWidth: 0 }}>
              <span className="name">
                <Letter chip={row.chip} />
                {row.name}
              </span>
              <span className="why">{row.why}</span>
            </span>
            <span className={`object-state ${row.state}`}>
              <StateGlyph state={row.state} />
              {texts.states[row.state]}
            </span>
          </button>
        ))}
      </div>
      {candidates > 0 && (
        <p className="row two" style={{ marginTop: "var(--s-3)" }}>
          <StateGlyph state="candidate" />
          <span className="grow">{say.objects.below(candidates)}</span>
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

const CROP = 40;

/** A square around the object, cut out of the whole picture by its background position. */
function cropStyle(box: Box | null, url: string | undefined, picture: Size) {
  if (!box || !url) return undefined;
  const [x, y, width, height] = box;
  const side = Math.max(width, height, 8) * 1.4;
  const scale = CROP / side;
  const left = x + width / 2 - side / 2;
  const top = y + height / 2 - side / 2;
  return {
    backgroundImage: `url("${url}")`,
    backgroundSize: `${picture.width * scale}px ${picture.height * scale}px`,
    backgroundPosition: `${-left * scale}px ${-top * scale}px`,
  };
}
