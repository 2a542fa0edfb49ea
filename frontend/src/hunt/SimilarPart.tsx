import { useEffect, useSyncExternalStore } from "react";
import { texts } from "../texts";
import { decimal } from "../texts/numbers";
import { Button } from "../ui/controls";
import { Part } from "../ui/Shell";
import type { Similar } from "./missed";
import type { Pictures } from "./pictures";
import { keyOf, type Picture } from "./sheets";

const say = texts.hunt;
const SIDE = 64; // pixels of a tile
const AROUND = 1.9; // times the longer side of the box

interface Props {
  similar: readonly Similar[];
  pictures: Pictures;
  sizeOf(asset: string): { width: number; height: number } | undefined;
  onHide(similar: readonly Similar[]): void;
  onClose(): void;
}

/** Finds like the one that was just covered; a press hides one. */
export function SimilarPart({ similar, pictures, sizeOf, onHide, onClose }: Props) {
  const made = useSyncExternalStore(pictures.subscribe, pictures.snapshot);
  useEffect(() => {
    const wanted: Picture[] = similar.map(({ asset, frame }) => ({
      asset,
      frame,
      ...(sizeOf(asset) ?? { width: 0, height: 0 }),
    }));
    pictures.renew(wanted.filter((picture) => !made.has(keyOf(picture))));
    // asked once for what is offered
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [similar, pictures]);
  return (
    <Part
      title={say.similar(similar.length)}
      end={
        <button type="button" className="text" onClick={onClose}>
          {say.close}
        </button>
      }
    >
      <div className="similar">
        {similar.map((one) => {
          const url = made.get(keyOf(one))?.url;
          const name = say.hide_one(decimal(one.score), one.name);
          return (
            <button
              key={`${keyOf(one)} ${one.box.join()}`}
              type="button"
              aria-label={name}
              title={name}
              onClick={() => onHide([one])}
            >
              {url && <Cut url={url} box={one.box} />}
            </button>
          );
        })}
      </div>
      <p style={{ marginTop: "var(--s-2)" }}>
        <Button onClick={() => onHide(similar)}>{say.hide_all(similar.length)}</Button>
      </p>
    </Part>
  );
}

/** The surroundings of a box; the picture stands at its own size until it is known, then scaled. */
function Cut({ url, box: [x, y, width, height] }: { url: string; box: Similar["box"] }) {
  const scale = SIDE / (Math.max(width, height) * AROUND);
  return (
    <img
      src={url}
      alt=""
      style={{
        transformOrigin: "0 0",
        transform: `translate(${SIDE / 2 - (x + width / 2) * scale}px, ${SIDE / 2 - (y + height / 2) * scale}px) scale(${scale})`,
      }}
    />
  );
}
