import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import type { Zone } from "../../api/contract";
import { texts } from "../../texts";
import { between, boxOf, moved, resized, type Box, type Point } from "./zones";

const say = texts.zones;
const STEP = 0.01;

type Drag = { from: Point } & ({ act: "draw" } | { act: "move" | "resize"; zone: number; box: Box });

/** A picture with the zones that lie over it: drawn, moved and resized by mouse and keys. `zones` keep their numbers in
 * the policy. */
export function ZonePicture({
  source,
  zones,
  onDraw,
  onPlace,
  onRemove,
  readOnly,
}: {
  source: string;
  zones: readonly { zone: Zone; n: number }[];
  onDraw(box: Box): void;
  onPlace(n: number, box: Box): void;
  onRemove(n: number): void;
  readOnly: boolean;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag>();
  const [drawn, setDrawn] = useState<Box>();
  const at = (event: PointerEvent): Point => {
    const { left, top, width, height } = frame.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    return [(event.clientX - left) / width, (event.clientY - top) / height];
  };
  const begin = (event: PointerEvent, act: (from: Point) => Drag) => {
    if (readOnly || event.button !== 0) return;
    event.stopPropagation();
    frame.current?.setPointerCapture(event.pointerId);
    setDrag(act(at(event)));
  };
  const follow = (event: PointerEvent) => {
    if (!drag) return;
    const [x, y] = at(event);
    const [dx, dy] = [x - drag.from[0], y - drag.from[1]];
    if (drag.act === "draw") setDrawn(between(drag.from, [x, y]));
    else onPlace(drag.zone, drag.act === "move" ? moved(drag.box, dx, dy) : resized(drag.box, dx, dy));
  };
  const end = () => {
    if (drag?.act === "draw" && drawn) onDraw(drawn);
    setDrag(undefined);
    setDrawn(undefined);
  };
  const press = (event: KeyboardEvent, n: number, box: Box) => {
    const arrows: Record<string, Point> = {
      ArrowLeft: [-STEP, 0],
      ArrowRight: [STEP, 0],
      ArrowUp: [0, -STEP],
      ArrowDown: [0, STEP],
    };
    const by = arrows[event.key];
    if (by) onPlace(n, event.shiftKey ? resized(box, ...by) : moved(box, ...by));
    else if (event.key === "Delete" || event.key === "Backspace") onRemove(n);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className="zone-picture"
      ref={frame}
      data-open={!readOnly || undefined}
      onPointerDown={(event) => begin(event, (from) => ({ act: "draw", from }))}
      onPointerMove={follow}
      onPointerUp={end}
      onPointerCancel={end}
    >
      <img src={source} alt="" draggable={false} />
      {zones.map(({ zone, n }) => {
        const box = boxOf(zone);
        const [x, y, w, h] = box.map((share) => Math.round(100 * share)) as Box;
        return (
          <button
            key={n}
            type="button"
            className="zone"
            data-kind={zone.kind}
            disabled={readOnly}
            aria-label={`${say.name(n + 1, say.kinds[zone.kind], zone.says)}: ${say.place(x, y, w, h)}`}
            style={placed(box)}
            onPointerDown={(event) => begin(event, (from) => ({ act: "move", zone: n, box, from }))}
            onKeyDown={(event) => press(event, n, box)}
          >
            <span className="zone-number">{n + 1}</span>
            {!readOnly && (
              <span
                className="zone-corner"
                title={say.corner}
                onPointerDown={(event) => begin(event, (from) => ({ act: "resize", zone: n, box, from }))}
              />
            )}
          </button>
        );
      })}
      {drawn && <span className="zone" data-kind="drawn" style={placed(drawn)} />}
    </div>
  );
}

const placed = (box: Box) => {
  const [left, top, width, height] = box.map((share) => `${100 * share}%`);
  return { left, top, width, height };
};
