import {
  useRef,
  useState,
  useSyncExternalStore,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
} from "react";
import { marksOf, type Changes } from "../crops/changes";
import { useChanges } from "../crops/Trying";
import { texts } from "../texts";
import { Marks } from "../ui/Marks";
import type { Pictures } from "./pictures";
import { boundsOf, frameOf, keyOf, scaleFor, type Sheet } from "./sheets";
import "./hunt.css";

const STEP = 24; // pixels that an arrow moves the cross; a sixth of it with Shift

export interface Cross {
  x: number;
  y: number;
}

/** What was covered or is being looked at, in pixels of a picture; `key` by `frameOf`. */
export interface Sign {
  key: string;
  box: [number, number, number, number];
  busy?: boolean;
}

interface Props {
  stage: RefObject<HTMLDivElement | null>;
  sheet: Sheet;
  dataset: string;
  least: number;
  pictures: Pictures;
  signs: readonly Sign[];
  cross: Cross | null;
  onCross(cross: Cross): void;
  onSpot(x: number, y: number): void;
  /** A box was drawn from one corner to the other. */
  onBox(from: Cross, to: Cross): void;
  /** Nobody is left on it. */
  onClean(): void;
}

const DRAWN = 6; // pixels from which on the mouse draws and does not point

/**
 * One contact sheet. The mouse points, or draws a box, and its right button says that nobody is left, so that a hand can
 * stay on it; without one the arrows move a cross, and Enter points.
 */
export function HuntSheet({
  stage,
  sheet,
  dataset,
  least,
  pictures,
  signs,
  cross,
  onCross,
  onSpot,
  onBox,
  onClean,
}: Props) {
  const made = useSyncExternalStore(pictures.subscribe, pictures.snapshot);
  const changes = useChanges(
    sheet.map(({ picture }) => picture.asset),
    dataset,
  );
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const room = event.currentTarget;
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const here = cross ?? { x: room.clientWidth / 2, y: room.clientHeight / 2 };
    if (by && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      const step = event.shiftKey ? STEP / 6 : STEP;
      const moved = (from: number, way: number, most: number) =>
        Math.max(0, Math.min(most - 1, from + way * step));
      onCross({
        x: moved(here.x, by[0]!, room.clientWidth),
        y: moved(here.y, by[1]!, room.clientHeight),
      });
    } else if (event.key === "Enter" && cross) {
      event.preventDefault();
      event.stopPropagation();
      onSpot(cross.x, cross.y);
    }
  };
  const from = useRef<Cross>(undefined);
  const touched = useRef("");
  const [drawn, setDrawn] = useState<Cross>();
  const at = (event: PointerEvent<HTMLDivElement>): Cross => {
    const room = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - room.left, y: event.clientY - room.top };
  };
  const press = (event: PointerEvent<HTMLDivElement>) => {
    touched.current = event.pointerType;
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = at(event);
  };
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const [start, to] = [from.current, at(event)];
    if (start && (drawn || Math.hypot(to.x - start.x, to.y - start.y) >= DRAWN)) setDrawn(to);
  };
  const release = (event: PointerEvent<HTMLDivElement>) => {
    const start = from.current;
    if (!start) return;
    if (drawn) onBox(start, at(event));
    else onSpot(start.x, start.y);
    leave();
  };
  /** A long touch asks for a menu as well: that passes nothing. */
  const pass = (event: MouseEvent<HTMLDivElement>) => {
    event.preventDefault();
    if (event.button === 2 && touched.current === "mouse" && !from.current) onClean();
  };
  const leave = () => {
    from.current = undefined;
    setDrawn(undefined);
  };
  return (
    <div
      ref={stage}
      className="hunt"
      role="application"
      aria-label={texts.hunt.stage}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={press}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={leave}
      onContextMenu={pass}
    >
      {sheet.map((piece) => {
        const key = keyOf(piece.picture);
        const scale = scaleFor(piece.picture, least);
        const [left, top, width, height] = boundsOf(piece.picture);
        const { url, wrong } = made.get(key) ?? {};
        return (
          <div
            key={`${key} ${piece.x} ${piece.y}`}
            className="hunt-piece"
            data-picture={key}
            style={{
              left: piece.left,
              top: piece.top,
              width: piece.width * scale,
              height: piece.height * scale,
            }}
          >
            {url && (
              <img
                src={url}
                alt=""
                draggable={false}
                style={{
                  width: width * scale,
                  height: height * scale,
                  left: (left - piece.x) * scale,
                  top: (top - piece.y) * scale,
                }}
              />
            )}
            {wrong && <p className="wrong">{wrong}</p>}
            <TriedMarks
              piece={piece}
              scale={scale}
              changes={changes(piece.picture.asset, piece.picture.frame)}
            />
            {signs
              .filter((sign) => sign.key === frameOf(piece.picture))
              .map(({ box: [x, y, width, height], busy }, index) => (
                <i
                  key={index}
                  className="hunt-sign"
                  data-busy={busy || undefined}
                  data-done={!busy || undefined}
                  style={{
                    left: (x - piece.x) * scale,
                    top: (y - piece.y) * scale,
                    width: width * scale,
                    height: height * scale,
                  }}
                />
              ))}
          </div>
        );
      })}
      {drawn && from.current && (
        <i
          className="hunt-sign"
          style={{
            left: Math.min(drawn.x, from.current.x),
            top: Math.min(drawn.y, from.current.y),
            width: Math.abs(drawn.x - from.current.x),
            height: Math.abs(drawn.y - from.current.y),
          }}
        />
      )}
      {cross && <i className="hunt-cross" style={{ left: cross.x, top: cross.y }} />}
    </div>
  );
}

/** What thresholds that are tried would change of a piece, over the pixels that would leave now. */
function TriedMarks({ piece, scale, changes }: { piece: Sheet[number]; scale: number; changes: Changes }) {
  if (!changes.more.length && !changes.fewer.length) return null;
  const { width, height } = piece.picture;
  const size = { width: width * scale, height: height * scale };
  return (
    <span className="hunt-tried" style={{ ...size, left: -piece.x * scale, top: -piece.y * scale }}>
      <Marks marks={marksOf([], changes, width, height)} {...size} />
    </span>
  );
}
