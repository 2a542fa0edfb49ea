/** One object on the picture, told by line, fill and glyph: the language of states of the whole product. */

import { enclosingEllipse, type Box, type Shape } from "../../geometry/shapes";
import type { MarkState } from "../../api/contract";
import { StateGlyph } from "../../ui/StateGlyph";
import { toScreen, type Viewport } from "./viewport";

interface Props {
  shape: Shape;
  state: MarkState;
  view: Viewport;
  /** The box (of the margin's size) that the export will hide, and whether as an ellipse. */
  cover: { box: Box; round: boolean } | null;
  /** The one at hand: veil and hatch give way, for somebody has to see who it is. */
  chosen?: boolean;
}

/** The outline of a mark in screen pixels; halo, ink edge and line are the same path drawn three times. */
export function ObjectMark({ shape, state, view, cover, chosen }: Props) {
  const path = outline(shape, state, view, cover);
  return (
    <g className={`mark ${state}${chosen ? " chosen" : ""}`} aria-hidden="true">
      {state === "hidden" && <path className="veil" d={path} />}
      {state === "undecided" && <path className="hatching" d={path} />}
      {(state === "kept" || state === "undecided") && <path className="edge" d={path} />}
      <path className="halo" d={path} />
      <path className="line" d={path} />
      {state === "hidden" && cover && !chosen && <MorettaInside box={toScreen(view, cover.box)} />}
    </g>
  );
}

/** The mask in the middle of what is hidden, where there is room for it. */
function MorettaInside({ box: [x, y, width, height] }: { box: Box }) {
  const size = Math.min(56, Math.min(width, height) * 0.4);
  if (size < 10) return null;
  return (
    <g
      className="sign"
      transform={`translate(${x + (width - size) / 2} ${y + (height - size) / 2}) scale(${size / 16})`}
    >
      <StateGlyph state="hidden" />
    </g>
  );
}

function outline(shape: Shape, state: MarkState, view: Viewport, cover: Props["cover"]): string {
  if (state === "hidden" && cover && shape.type === "box") {
    return cover.round ? ellipsePath(enclosingEllipse(cover.box), view) : boxPath(toScreen(view, cover.box));
  }
  switch (shape.type) {
    case "box":
      return state === "kept" ? brackets(toScreen(view, shape.data)) : boxPath(toScreen(view, shape.data));
    case "ellipse":
      return ellipsePath(shape.data, view);
    case "rotated_box":
      return turnedPath(shape.data, view);
    case "polygon":
      return `M${shape.data.map(([x, y]) => toScreen(view, [x, y, 0, 0]).slice(0, 2).join(" ")).join("L")}Z`;
    case "mask":
      return boxPath(toScreen(view, [shape.data.x, shape.data.y, shape.data.size[1], shape.data.size[0]]));
  }
}

function boxPath([x, y, width, height]: Box): string {
  return `M${x} ${y}h${width}v${height}h${-width}Z`;
}

function ellipsePath([cx, cy, width, height, degrees]: readonly number[], view: Viewport): string {
  const [x, y] = toScreen(view, [cx!, cy!, 0, 0]);
  const rx = (width! * view.scale) / 2;
  const ry = (height! * view.scale) / 2;
  const angle = (degrees! * Math.PI) / 180;
  const dx = rx * Math.cos(angle);
  const dy = rx * Math.sin(angle);
  const arc = `A${rx} ${ry} ${degrees} 1 1`;
  return `M${x - dx} ${y - dy}${arc} ${x + dx} ${y + dy}${arc} ${x - dx} ${y - dy}Z`;
}

function turnedPath([cx, cy, width, height, degrees]: readonly number[], view: Viewport): string {
  const angle = (degrees! * Math.PI) / 180;
  const corners = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([sx, sy]) => {
    const u = (sx! * width!) / 2;
    const v = (sy! * height!) / 2;
    const at: Box = [
      cx! + u * Math.cos(angle) - v * Math.sin(angle),
      cy! + u * Math.sin(angle) + v * Math.cos(angle),
      0,
      0,
    ];
    return toScreen(view, at).slice(0, 2).join(" ");
  });
  return `M${corners.join("L")}Z`;
}

/** Four corner brackets: a person who stays visible is framed, not covered. */
function brackets([x, y, width, height]: Box): string {
  const a = Math.max(4, Math.min(width, height) * 0.24);
  const right = x + width;
  const bottom = y + height;
  return [
    `M${x} ${y + a}V${y}H${x + a}`,
    `M${right - a} ${y}H${right}V${y + a}`,
    `M${right} ${bottom - a}V${bottom}H${right - a}`,
    `M${x + a} ${bottom}H${x}V${bottom - a}`,
  ].join("");
}
