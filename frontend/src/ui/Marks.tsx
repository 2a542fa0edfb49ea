import type { CardMark } from "../api/contract";
import { brackets, enclosingEllipse, glyphSize, placeMark, type Rect } from "./markShapes";
import { StateGlyph } from "./StateGlyph";
import "./marks.css";

/** The hatch of undecided regions; put once into the page. */
export function MarkPatterns() {
  return (
    <svg width="0" height="0" style={{ position: "absolute" }} aria-hidden="true">
      <defs>
        <pattern
          id="moretta-hatch"
          width="8"
          height="8"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <path d="M0 0V8" stroke="var(--hatch)" strokeWidth="3.2" />
          <path d="M2.2 0V8" stroke="var(--hatch-edge)" strokeWidth="1" />
        </pattern>
      </defs>
    </svg>
  );
}

function Shape({ mark, rect }: { mark: CardMark; rect: Rect }) {
  if (mark.state === "kept") {
    const path = brackets(rect);
    return (
      <>
        <path className="kept-edge" d={path} />
        <path className="kept-halo" d={path} />
        <path className="kept-line" d={path} />
      </>
    );
  }
  if (mark.state === "hidden") {
    if (mark.shape === "box") {
      return (
        <>
          <rect className="veil" {...rect} />
          <rect className="hidden-halo" {...rect} />
          <rect className="hidden-line" {...rect} />
        </>
      );
    }
    const oval = enclosingEllipse(rect);
    return (
      <>
        <ellipse className="veil" {...oval} />
        <ellipse className="hidden-halo" {...oval} />
        <ellipse className="hidden-line" {...oval} />
      </>
    );
  }
  if (mark.state === "undecided") {
    return (
      <>
        <rect className="hatched" {...rect} />
        <rect className="undecided-edge" {...rect} />
        <rect className="undecided-halo" {...rect} />
        <rect className="undecided-line" {...rect} />
      </>
    );
  }
  return (
    <>
      <rect className="candidate-halo" {...rect} />
      <rect className="candidate-line" {...rect} />
    </>
  );
}

/** A picture's states, drawn on it. `width` and `height` are those of the shown picture, in screen pixels. */
export function Marks({ marks, width, height }: { marks: CardMark[]; width: number; height: number }) {
  const placed = marks.map((mark) => ({ mark, rect: placeMark(mark.box, width, height) }));
  return (
    <>
      <svg className="marks" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {placed.map(({ mark, rect }, index) => (
          <g key={index}>
            <Shape mark={mark} rect={rect} />
          </g>
        ))}
      </svg>
      {placed.map(({ mark, rect }, index) => {
        if (mark.state === "hidden") {
          const size = glyphSize(rect);
          return size ? (
            <span
              key={index}
              className="dot"
              data-state="hidden"
              style={{ left: rect.x + rect.width / 2, top: rect.y + rect.height / 2 }}
            >
              <StateGlyph state="hidden" size={size} />
            </span>
          ) : null;
        }
        if (mark.state === "kept") {
          return (
            <span
              key={index}
              className="dot"
              data-state="kept"
              style={{ left: Math.min(width - 14, rect.x + rect.width), top: Math.max(14, rect.y) }}
            >
              <StateGlyph state="kept" size={14} />
            </span>
          );
        }
        return null;
      })}
    </>
  );
}

/** Why a picture needs a person, as a tag in its corner; the glyph alone where there is no room. */
export function DoubtTag({
  marks,
  narrow,
  above,
  beside,
}: {
  marks: CardMark[];
  narrow: boolean;
  /** A chip stands below it. */
  above: boolean;
  /** A badge stands to its right. */
  beside: boolean;
}) {
  const doubtful = marks.find((mark) => mark.state === "undecided");
  if (!doubtful) return null;
  return (
    <span
      className="tag"
      data-state="undecided"
      data-above={above || undefined}
      data-beside={beside || undefined}
      aria-hidden="true"
    >
      <StateGlyph state="undecided" />
      {!narrow && <span>{doubtful.why}</span>}
    </span>
  );
}
