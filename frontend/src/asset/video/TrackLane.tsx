/** One row of the timeline: who it is, and when; solid bar, bracketed line or dashed hatch, signs where there is doubt. */

import { memo, type CSSProperties, type HTMLAttributes } from "react";
import { Letter } from "../../ui/controls";
import { StateGlyph } from "../../ui/StateGlyph";
import { texts } from "../../texts";
import { Crop } from "../Objects";
import { say } from "../texts";
import { DoubtSign } from "./DoubtSign";
import { marksOf, spread, within, type Span, type TrackRow } from "./timeline";

const CLOSE = 14; // pixels between the diamonds of a chosen track
const APART = 28; // and of the others, where they only say that there are some
const SIGNS = 11; // pixels between two signs

interface Props {
  row: TrackRow;
  name: string;
  chip: string;
  withCrop: boolean;
  crop: CSSProperties | undefined;
  chosen: boolean;
  top: number;
  scale: number;
  from: number;
  to: number;
  option: HTMLAttributes<HTMLElement>;
}

export const TrackLane = memo(
  function TrackLane({ row, name, chip, withCrop, crop, chosen, top, scale, from, to, option }: Props) {
    const seen: Span = [from, to];
    const place = ([start, stop]: Span): CSSProperties => ({
      left: Math.max(start, from) * scale,
      width: (Math.min(stop, to) - Math.max(start, from)) * scale,
    });
    const cut = ([start, stop]: Span) => `${start < from ? "cut-left" : ""} ${stop > to ? "cut-right" : ""}`;
    const inSight = (frame: number) => frame >= from && frame <= to;
    return (
      <li
        {...option}
        className={`track ${row.state}${chosen ? " chosen" : ""}`}
        style={{ top }}
        aria-label={say.timeline.track(
          name,
          texts.states[row.state],
          row.doubts.filter((d) => !d.seen).map((d) => d.says),
        )}
      >
        <span className="track-name">
          {withCrop && <Crop style={crop} chip="" />}
          <Letter chip={chip} />
          <span className="grow clip">{name}</span>
          <span className={`object-state ${row.state}`} title={texts.states[row.state]} aria-hidden="true">
            <StateGlyph state={row.state} />
          </span>
        </span>
        <span className="lane">
          {within(row.present, seen).map((span) => (
            <i key={span[0]} className={`bar-part ${cut(span)}`} style={place(span)} />
          ))}
          {within(row.filled, seen).map((span, index) => (
            <i key={index} className="filled" style={place(span)} />
          ))}
          {within(row.gaps, seen).map((span) => (
            <i key={span[0]} className="gap" style={place(span)} />
          ))}
          {spread(row.keyframes.filter(inSight), scale, chosen ? CLOSE : APART).map((frame) => (
            <i key={frame} className="diamond" style={{ left: (frame + 0.5) * scale }} />
          ))}
          {marksOf(
            row.doubts.filter((d) => inSight(d.frame)),
            scale,
            SIGNS,
          ).map((mark) => (
            <i
              key={mark.frame}
              className="doubt"
              data-mark={mark.frame}
              data-says={mark.says.join("\n")}
              data-seen={mark.seen || undefined}
              style={{ left: (mark.frame + 0.5) * scale }}
            >
              <DoubtSign kind={mark.kind} more={mark.says.length > 1} />
            </i>
          ))}
        </span>
      </li>
    );
  },
  (a, b) =>
    Object.keys(a).every((key) => {
      if (key === "option") return a.option.tabIndex === b.option.tabIndex;
      return a[key as keyof Props] === b[key as keyof Props];
    }),
);
