/** A row of the wall of crops. It is drawn again when it or what is picked changes, not when others come into view. */

import { memo, useRef, type CSSProperties } from "react";
import type { Crop } from "../api/contract";
import { StateGlyph } from "../ui/StateGlyph";
import { useDrawn } from "./CropPicture";
import { GAP } from "./grid";
import type { Picked } from "./usePicked";

const SAID_BY_THE_ORDER = ["weak", "small"]; // nearly all have one

interface Props {
  items: readonly Crop[];
  first: number;
  columns: number;
  top: number;
  step: number;
  picked: Picked;
  nameOf(crop: Crop): string;
  hides(crop: Crop): boolean;
}

export const CropRow = memo(function CropRow(props: Props) {
  const { items, first, columns, top, step, picked, nameOf, hides } = props;
  const side = step - GAP;
  const shown = items.slice(first, first + columns);
  const canvas = useRef<HTMLCanvasElement>(null);
  useDrawn(canvas, shown, side, step);
  const width = shown.length * step - GAP;
  const size = { "--side": `${side}px`, "--step": `${step}px` } as CSSProperties;
  return (
    <div className="crop-row" role="presentation" style={{ top, width, height: side, ...size }}>
      <canvas ref={canvas} className="crop-picture" aria-hidden="true" />
      {shown.map((item, index) => (
        <Tile
          key={item.id}
          crop={item}
          nameOf={nameOf}
          hidden={hides(item)}
          left={index * step}
          side={side}
          selected={picked.has(item.id)}
          current={first + index === picked.place}
          position={first + index + 1}
        />
      ))}
    </div>
  );
});

interface TileProps {
  crop: Crop;
  nameOf(crop: Crop): string;
  hidden: boolean;
  left: number;
  side: number;
  selected: boolean;
  current: boolean;
  position: number;
}

const Tile = memo(function Tile(props: TileProps) {
  const { crop, left, side, selected, current } = props;
  const name = props.nameOf(crop);
  return (
    <div
      id={`crop-${crop.id}`}
      data-crop={crop.id}
      className="crop"
      role="option"
      aria-selected={selected}
      aria-label={name}
      aria-posinset={props.position}
      title={name}
      data-current={current || undefined}
      data-open={props.hidden ? undefined : true}
      data-cut={crop.crop ? true : undefined}
      style={{ left, width: side, height: side }}
    >
      {!crop.crop && <StateGlyph state="undecided" size={24} />}
      {crop.flags.some((flag) => !flag.seen && !SAID_BY_THE_ORDER.includes(flag.flag)) && (
        <i className="crop-doubt" aria-hidden="true" />
      )}
      {crop.kind === "video" && <i className="crop-clip" aria-hidden="true" />}
    </div>
  );
});
