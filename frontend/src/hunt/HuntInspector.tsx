import type { ReactNode } from "react";
import type { Project } from "../api/contract";
import { texts } from "../texts";
import { Button, Check, Field } from "../ui/controls";
import { DatasetField } from "../ui/DatasetChoice";
import { Inspector, Part } from "../ui/Shell";
import type { Extent } from "./looks";
import type { Similar } from "./missed";
import type { Pictures } from "./pictures";
import { SimilarPart } from "./SimilarPart";

const say = texts.hunt;
const LEAST = [12, 16, 24, 48];
const SECONDS = [0, 30, 10, 5, 1];
const PLACES = [1, 2, 4, 8];

interface Props {
  project: Project;
  dataset: string;
  onDataset(id: string): void;
  least: number;
  onLeast(pixels: number): void;
  unseen: boolean;
  onUnseen(only: boolean): void;
  /** What of clips is shown, where there are any. */
  extent?: Extent;
  onExtent(extent: Extent): void;
  looked: number;
  missed: number;
  following: number;
  /** What the sheets that were passed say about the rest. */
  rest: string;
  similar: readonly Similar[];
  pictures: Pictures;
  onHideSimilar(similar: readonly Similar[]): void;
  onForget(): void;
  sizeOf(asset: string): { width: number; height: number } | undefined;
  canAct: boolean;
  onClean(): void;
  onBack(): void;
  onUndo(): void;
  onOpen?(): void;
  children?: ReactNode;
}

export function HuntInspector(props: Props) {
  const { project, similar } = props;
  return (
    <Inspector label={say.page}>
      <Part title={say.page}>
        <p className="two" style={{ marginBottom: "var(--s-3)" }}>
          {say.says}
        </p>
        <div className="stack">
          <Button full look="go" disabled={!props.canAct} onClick={props.onClean}>
            {say.clean} <kbd>{texts.keyboard.caps.Space}</kbd>
          </Button>
          <Button full onClick={props.onBack}>
            {say.back}
          </Button>
          <Button full look="quiet" icon="undo" disabled={!props.missed} onClick={props.onUndo}>
            {say.undo}
          </Button>
          {props.onOpen && (
            <Button full look="quiet" onClick={props.onOpen}>
              {say.open}
            </Button>
          )}
        </div>
      </Part>
      {similar.length > 0 && (
        <SimilarPart
          similar={similar}
          pictures={props.pictures}
          sizeOf={props.sizeOf}
          onHide={props.onHideSimilar}
          onClose={props.onForget}
        />
      )}
      {props.children}
      <Part title={say.looked(props.looked)}>
        <p className="two">{say.missed(props.missed)}</p>
        {props.following > 0 && <p className="two">{say.following(props.following)}</p>}
        {props.rest && <p className="two">{props.rest}</p>}
      </Part>
      <Part title={say.shown}>
        <div className="stack">
          <DatasetField
            datasets={project.datasets}
            value={props.dataset}
            label={texts.crops.dataset}
            small
            onChange={props.onDataset}
          />
          <Field label={say.least} small>
            {(field) => (
              <select
                {...field}
                value={props.least}
                onChange={(event) => props.onLeast(Number(event.target.value))}
              >
                {LEAST.map((pixels) => (
                  <option key={pixels} value={pixels}>
                    {say.least_option(pixels)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {props.extent && <ExtentFields extent={props.extent} onExtent={props.onExtent} />}
          <Check checked={props.unseen} onChange={props.onUnseen}>
            {say.unseen}
          </Check>
        </div>
      </Part>
    </Inspector>
  );
}

function ExtentFields({ extent, onExtent }: { extent: Extent; onExtent(extent: Extent): void }) {
  return (
    <>
      <Field label={say.whole_frames} small>
        {(field) => (
          <select
            {...field}
            value={extent.seconds}
            onChange={(event) => onExtent({ ...extent, seconds: Number(event.target.value) })}
          >
            {SECONDS.map((seconds) => (
              <option key={seconds} value={seconds}>
                {say.whole_option(seconds)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={say.places} small>
        {(field) => (
          <select
            {...field}
            value={extent.places}
            onChange={(event) => onExtent({ ...extent, places: Number(event.target.value) })}
          >
            {PLACES.map((places) => (
              <option key={places} value={places}>
                {say.places_option(places)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}
