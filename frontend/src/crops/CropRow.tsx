/** A row of the wall of crops. It is drawn again when it or what is picked changes, not when others come into view. */

import { memo } from "react";
import type { Crop } from "../api/contract";
import { StateGlyph } from "../ui/StateGlyph";
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
  /** While the wall rushes past: the sheets that were fetched; pictures on others come when it rests. */
  fetched: ReadonlySet<string> | null;
}

export const CropRow = memo(function CropRow(props: Props) {
  const { items, first, columns, top, step, picked, nameOf, fetched } = props;
  return (
    <div className="crop-row" role="presentation" style={{ top, height: step - GAP }}>
      {items.slice(first, first + columns).map((item, index) => (
        <Tile
          key={item.id}
          crop={item}
          nameOf={nameOf}
          bare={item.crop !== null && fetched?.has(item.crop.url) === false}
          left={index * step}
          side={step - GAP}
          selected={picked.has(item.id)}
          current={first + index === picked.place}
          position={first + index + 1}
        />
      ))}
    </div>
  );
});

/** The tile of an object on its asset's sheet, as a background. */
export function cropStyle({ crop }: Crop) {
  if (!crop) return undefined;
  const share = (place: number, of: number) => (of > 1 ? `${(place / (of - 1)) * 100}%` : "0");
  return {
    backgroundImage: `url("${crop.url}")`,
    backgroundSize: `${crop.columns * 100}% ${crop.rows * 100}%`,
    backgroundPosition: `${share(crop.column, crop.columns)} ${share(crop.row, crop.rows)}`,
  };
}

interface TileProps {
  crop: Crop;
  nameOf(crop: Crop): string;
  /** Its picture comes when the wall comes to rest. */
  bare: boolean;
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
      data-open={crop.hidden ? undefined : true}
      style={{ left, width: side, height: side, ...(props.bare ? undefined : cropStyle(crop)) }}
    >
      {!crop.crop && <StateGlyph state="undecided" size={24} />}
      {crop.flags.some((flag) => !flag.seen && !SAID_BY_THE_ORDER.includes(flag.flag)) && (
        <i className="crop-doubt" aria-hidden="true" />
      )}
      {crop.kind === "video" && <i className="crop-clip" aria-hidden="true" />}
    </div>
  );
});
