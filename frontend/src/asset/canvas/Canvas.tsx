/**
 * The stage: the picture below, one SVG of marks above it in screen pixels. It knows pointers and shapes; what an act
 * means is said by its callbacks. Everything here can be done by keyboard elsewhere (keys, object list).
 */

import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type PointerEvent,
  type ReactNode,
} from "react";
import type { MarkState } from "../../api/contract";
import { bounds, clip, fitTo, type Box, type Point, type Shape } from "../../geometry/shapes";
import { Compare } from "./Compare";
import { Mark, Marks, Tag, Tags } from "./Marks";
import { ObjectMark } from "./ObjectMark";
import type { Place } from "./place";
import { between, HANDLES, handleAt, moved, resized, type Handle } from "./resize";
import { mayShow, pan, rect, toPicture, toScreen, zoomAt, type Size, type Viewport } from "./viewport";

export type Tool = "select" | "box" | "ellipse" | "polygon" | "pan";

export interface Shown {
  id: string;
  shape: Shape;
  state: MarkState;
  /** What the tag beside it says; nothing where the picture is crowded. */
  tag: ReactNode;
  title: string;
  cover: { box: Box; round: boolean } | null;
  fixed?: boolean;
}

interface Props {
  picture: Size;
  /** The picture itself, in a box that is as large as it lies there. */
  children(place: Place): ReactNode;
  objects: Shown[];
  selection: ReadonlySet<string>;
  tool: Tool;
  /** Marks and handles are shown while editing; preview and original show the bare pixels. */
  editing: boolean;
  /** Objects can be selected but not moved. */
  fixed: boolean;
  view: Viewport;
  onView(view: Viewport): void;
  onStage(stage: Size): void;
  onSelect(ids: string[], add: boolean): void;
  onReshape(id: string, shape: Shape): void;
  onDraw(shape: Shape): void;
  label: string;
  /** A sentence at the lower edge about the pixels that are shown. */
  note: string | null;
  /** The export's pixels lie over the picture: a line between marks and pixels can be drawn across. */
  comparing: boolean;
}

type Gesture =
  | { kind: "pan"; last: Point }
  | { kind: "move"; id: string; from: Point; start: Box; shape: Shape }
  | { kind: "resize"; id: string; handle: Handle; from: Point; start: Box; shape: Shape }
  | { kind: "draw"; from: Point };

const CLICK = 3; // pixels that a click may move

export function Canvas(props: Props) {
  const { picture, objects, selection, tool, editing, view, onView, onStage } = props;
  const stageElement = useRef<HTMLDivElement>(null);
  const gesture = useRef<Gesture | null>(null);
  const [stage, setStage] = useState<Size>({ width: 1, height: 1 });
  const [draft, setDraft] = useState<{ id: string | null; shape: Shape } | null>(null);
  const [line, setLine] = useState(0); // of the comparison, as a share of the picture's width
  const [corners, setCorners] = useState<Point[]>([]);
  const [spaceless, setPanning] = useState(false);

  useLayoutEffect(() => {
    const element = stageElement.current!;
    const measure = () => {
      const size = { width: element.clientWidth, height: element.clientHeight };
      setStage(size);
      onStage(size);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [onStage]);

  useEffect(() => setCorners([]), [tool]);

  const at = useCallback((event: { clientX: number; clientY: number }): Point => {
    const place = stageElement.current!.getBoundingClientRect();
    return [event.clientX - place.left, event.clientY - place.top];
  }, []);

  useEffect(() => {
    const element = stageElement.current!;
    // React's wheel listener is passive; zooming must keep the page from scrolling.
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      if (event.shiftKey) onView(pan(view, -event.deltaY, -event.deltaX, picture, stage));
      else onView(zoomAt(view, at(event), Math.exp(-event.deltaY * 0.0015), picture, stage));
    };
    element.addEventListener("wheel", wheel, { passive: false });
    return () => element.removeEventListener("wheel", wheel);
  }, [at, onView, picture, stage, view]);

  const begin = (event: PointerEvent, next: Gesture) => {
    stageElement.current!.setPointerCapture(event.pointerId);
    gesture.current = next;
  };

  const onPointerDown = (event: PointerEvent) => {
    const here = at(event);
    const point = toPicture(view, here);
    if (event.button === 1 || tool === "pan" || (event.button === 0 && event.altKey)) {
      setPanning(true);
      return begin(event, { kind: "pan", last: here });
    }
    if (event.button !== 0 || !editing) return;
    if (tool === "box" || tool === "ellipse") return begin(event, { kind: "draw", from: point });
    if (tool === "polygon") return addCorner(point, here);
    const target = event.target as Element;
    const handle = target.getAttribute("data-handle") as Handle | null;
    const id = target.closest("[data-object]")?.getAttribute("data-object");
    const object = objects.find((o) => o.id === id);
    if (!object) {
      props.onSelect([], event.shiftKey);
      setPanning(true);
      return begin(event, { kind: "pan", last: here });
    }
    props.onSelect([object.id], event.shiftKey);
    if (object.fixed || props.fixed) return;
    const start = bounds(object.shape);
    const common = { id: object.id, from: point, start, shape: object.shape };
    begin(event, handle ? { kind: "resize", handle, ...common } : { kind: "move", ...common });
  };

  const onPointerMove = (event: PointerEvent) => {
    const current = gesture.current;
    if (!current) return;
    const here = at(event);
    const point = toPicture(view, here);
    switch (current.kind) {
      case "pan":
        onView(pan(view, here[0] - current.last[0], here[1] - current.last[1], picture, stage));
        current.last = here;
        break;
      case "draw":
        setDraft({ id: null, shape: drawn(tool, between(current.from, point)) });
        break;
      default: {
        const [dx, dy] = [point[0] - current.from[0], point[1] - current.from[1]];
        if (!draft && Math.hypot(dx, dy) * view.scale < CLICK) return;
        const box =
          current.kind === "move"
            ? moved(current.start, dx, dy, [picture.width, picture.height])
            : resized(current.start, current.handle, dx, dy);
        setDraft({ id: current.id, shape: fitTo(current.shape, box) });
      }
    }
  };

  const onPointerUp = () => {
    const current = gesture.current;
    gesture.current = null;
    setPanning(false);
    setDraft(null);
    if (!current || !draft) return;
    if (current.kind === "draw") {
      const box = clip(bounds(draft.shape), picture.width, picture.height);
      if (box && box[2] * view.scale >= CLICK && box[3] * view.scale >= CLICK) props.onDraw(drawn(tool, box));
    } else if (current.kind !== "pan") props.onReshape(current.id, draft.shape);
  };

  const cancel = () => {
    gesture.current = null;
    setDraft(null);
    setPanning(false);
  };

  const addCorner = (point: Point, here: Point) => {
    const first = corners[0] && toScreen(view, [corners[0][0], corners[0][1], 0, 0]);
    const closes = first && corners.length >= 3 && Math.hypot(first[0] - here[0], first[1] - here[1]) < 10;
    if (closes) {
      setCorners([]);
      props.onDraw({ type: "polygon", data: corners });
    } else setCorners([...corners, point]);
  };

  const [left, top, width, height] = toScreen(view, [0, 0, picture.width, picture.height]);
  const place = useMemo(
    () => ({ left, top, width, height, stage, picture }),
    [left, top, width, height, stage, picture],
  );
  const from = Math.max(0, left);
  const to = Math.min(stage.width, left + width);
  const cut = props.comparing ? Math.min(to, Math.max(from, left + line * width)) : null;
  const compared = cut !== null && cut > from + 1;
  const near = useMemo(
    () => objects.filter((o) => mayShow(toScreen(view, bounds(o.shape)), stage)),
    [objects, stage, view],
  );
  const drafted = draft && objects.find((o) => o.id === draft.id);
  const held = drafted && { ...drafted, shape: draft.shape, cover: null };
  const chosen = near.filter((o) => selection.has(o.id)).map((o) => (o.id === held?.id ? held : o));

  return (
    <div
      ref={stageElement}
      className={`stage tool-${tool}${spaceless ? " panning" : ""}`}
      role="application"
      tabIndex={0}
      aria-label={props.label}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={cancel}
      onLostPointerCapture={cancel}
    >
      <div
        className="picture"
        style={
          {
            transform: `translate(${left}px, ${top}px)`,
            width,
            height,
            "--cut": `${compared ? cut - left : 0}px`,
          } as CSSProperties
        }
      >
        {stage.width > 1 && props.children(place)}
      </div>
      {(editing || compared) && (
        <svg
          className="overlay"
          width={stage.width}
          height={stage.height}
          style={
            compared ? { clipPath: `inset(0 ${stage.width - cut}px 0 0)`, pointerEvents: "none" } : undefined
          }
        >
          <Hatch />
          <Marks objects={near} selection={selection} view={view} without={held?.id} />
          {held && <Mark object={held} view={view} chosen={selection.has(held.id)} />}
          {draft?.id === null && <ObjectMark shape={draft.shape} state="hidden" view={view} cover={null} />}
          {corners.length > 0 && <Corners view={view} points={corners} />}
          {tool === "select" &&
            editing &&
            chosen.map((o) => (
              <Handles key={o.id} object={o} view={view} alone={chosen.length === 1 && !props.fixed} />
            ))}
        </svg>
      )}
      {editing && <Tags objects={near} view={view} stage={stage} without={held?.id} />}
      {editing && held?.tag && <Tag object={held} view={view} stage={stage} />}
      {cut !== null && <Compare at={cut} from={from} to={to} onMove={(x) => setLine((x - left) / width)} />}
      {props.note && !compared && (
        <span className="stage-note" role="status">
          {props.note}
        </span>
      )}
    </div>
  );
}

function drawn(tool: Tool, box: Box): Shape {
  if (tool !== "ellipse") return { type: "box", data: box };
  return { type: "ellipse", data: [box[0] + box[2] / 2, box[1] + box[3] / 2, box[2], box[3], 0] };
}

function Handles({ object, view, alone }: { object: Shown; view: Viewport; alone: boolean }) {
  const box = toScreen(view, bounds(object.shape));
  return (
    <g data-object={object.id} className="handles">
      <rect className="frame-halo" {...rect(box)} />
      <rect className="frame" {...rect(box)} />
      {alone &&
        !object.fixed &&
        HANDLES.map((handle) => {
          const [x, y] = handleAt(box, handle);
          return (
            <g key={handle}>
              <rect className="knob" x={x - 4} y={y - 4} width={8} height={8} />
              <rect
                className={`reach ${handle}`}
                data-handle={handle}
                x={x - 9}
                y={y - 9}
                width={18}
                height={18}
              />
            </g>
          );
        })}
    </g>
  );
}

function Corners({ view, points }: { view: Viewport; points: Point[] }) {
  const at = points.map(([x, y]) => toScreen(view, [x, y, 0, 0]));
  return (
    <g className="corners">
      <polyline points={at.map((p) => `${p[0]},${p[1]}`).join(" ")} />
      {at.map((p, i) => (
        <circle key={i} cx={p[0]} cy={p[1]} r={i === 0 ? 5 : 3} />
      ))}
    </g>
  );
}

/** Amber diagonals eight pixels apart, each with a dark edge: amber and skin are one grey. */
function Hatch() {
  return (
    <defs>
      <pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="3.5" height="8" className="hatch-line" />
        <rect x="3.5" width="1" height="8" className="hatch-edge" />
      </pattern>
    </defs>
  );
}
