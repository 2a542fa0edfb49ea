import type { ReactNode } from "react";
import type { Crop } from "../api/contract";
import { texts } from "../texts";
import { decimal } from "../texts/numbers";
import { Button } from "../ui/controls";
import { Inspector, Part } from "../ui/Shell";
import { CropPicture } from "./CropPicture";
import type { Decide } from "./store";

const say = texts.crops;
const LARGE = 128; // pixels, as it was cut

interface Props {
  crop: Crop | undefined;
  name: string;
  hidden: boolean;
  why: string;
  selected: number;
  canUndo: boolean;
  onDecide(how: Decide): void;
  onKeep(): void;
  onUndo(): void;
  onOpen(): void;
  /** What stands between the acts and the object. */
  children: ReactNode;
}

/** The marked object, larger, and what can be decided about it or about the selection. */
export function CropInspector(props: Props) {
  const { crop, name, why, selected, canUndo, onDecide, onKeep, onUndo, onOpen } = props;
  return (
    <Inspector label={say.page}>
      <Part title={selected ? say.selected(selected) : say.page}>
        <div className="stack">
          <Button full look="go" disabled={!crop} onClick={() => onDecide("redact")}>
            {say.hide} <kbd>Enter</kbd>
          </Button>
          <Button full disabled={!crop} onClick={onKeep}>
            {say.keep} <kbd>Y</kbd>
          </Button>
          <Button full disabled={!crop} onClick={() => onDecide("remove")}>
            {say.remove} <kbd>X</kbd>
          </Button>
          <Button full look="quiet" icon="undo" disabled={!canUndo} onClick={onUndo}>
            {say.undo}
          </Button>
        </div>
      </Part>
      {props.children}
      {crop && (
        <Part title={name.split(",")[0]}>
          <div className="crop-large" role="img" aria-label={name}>
            <CropPicture crop={crop} side={LARGE} />
          </div>
          <dl className="pairs">
            <dt>{say.score}</dt>
            <dd>{props.hidden ? decimal(crop.score) : say.open_score(decimal(crop.score))}</dd>
            {why && (
              <>
                <dt>{say.doubt}</dt>
                <dd>{why}</dd>
              </>
            )}
            <dt>{say.in}</dt>
            <dd>
              {crop.name}
              {crop.kind === "video" && crop.crop && `, ${say.at(crop.crop.frame)}`}
            </dd>
          </dl>
          <p style={{ marginTop: "var(--s-3)" }}>
            <Button onClick={onOpen}>
              {say.open} <kbd>O</kbd>
            </Button>
          </p>
        </Part>
      )}
    </Inspector>
  );
}
