/** Tracks over time: who is there when, where the machine is unsure, and the playhead over all of it. */

import {
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
} from "react";
import type { Asset, Label, PolicySettings } from "../../api/contract";
import { texts } from "../../texts";
import { Letter } from "../../ui/controls";
import { Icon } from "../../ui/Icon";
import { StateGlyph } from "../../ui/StateGlyph";
import type { CandidateTrack } from "../candidates";
import type { CropStyles } from "../crops";
import { clock } from "../frames";
import { Crop } from "../Objects";
import type { Annotation } from "../state/document";
import { say } from "../texts";
import { rowsOf, spansOf, spread, ticksOf, type TrackRow } from "./timeline";
import type { Playback } from "./usePlayback";

export interface TimelineProps {
  asset: Asset;
  playback: Playback;
  annotations: Annotation[];
  names: ReadonlyMap<string, string>;
  labels: Label[];
  policy: PolicySettings;
  crops: CropStyles;
  candidates: readonly CandidateTrack[];
  showsCandidates: boolean;
  onCandidates(): void;
  selection: ReadonlySet<string>;
  onSelect(id: string, add: boolean): void;
}

const SURE_ENOUGH = 0.3; // candidates below are too many to say anything
const CLOSE = 14; // pixels between the diamonds of a chosen track
const APART = 28; // and of the others, where they only say that there are some
const ZOOMS = [1, 2, 4, 8, 16];

export function Timeline(props: TimelineProps) {
  const { asset, playback, annotations, policy, candidates } = props;
  const frames = Math.max(1, asset.n_frames);
  const withCrops = asset.acts.includes("see_originals");
  const [zoom, setZoom] = useState(1);
  const strip = useRef<HTMLDivElement>(null);
  const width = useWidth(strip, zoom);
  const rows = useMemo(() => rowsOf(annotations, policy, frames), [annotations, policy, frames]);
  const spans = useMemo(() => spansOf(candidates.filter((one) => one.score >= SURE_ENOUGH)), [candidates]);
  const percent = (frame: number) => `${(frame / frames) * 100}%`;
  useFollow(strip, playback.frame / frames, zoom);

  const scrub = (event: PointerEvent) => {
    if (event.type === "pointermove" && event.buttons !== 1) return;
    const place = strip.current!.getBoundingClientRect();
    playback.seek(Math.floor(((event.clientX - place.left) / place.width) * frames));
  };
  const onKey = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -frames, End: frames }[
      event.key
    ];
    if (!by) return;
    event.preventDefault();
    playback.seek(playback.frame + by);
  };
  const zoomBy = (by: 1 | -1) => setZoom(ZOOMS[ZOOMS.indexOf(zoom) + by] ?? zoom);

  return (
    <section className="timeline" aria-label={say.timeline.title}>
      <header className="timeline-head">
        <b>{say.timeline.tracks(rows.length)}</b>
        <span className="zooms">
          <button
            type="button"
            aria-label={say.timeline.longer}
            title={say.timeline.longer}
            disabled={zoom === ZOOMS[0]}
            onClick={() => zoomBy(-1)}
          >
            −
          </button>
          <button
            type="button"
            aria-label={say.timeline.shorter}
            title={say.timeline.shorter}
            disabled={zoom === ZOOMS.at(-1)}
            onClick={() => zoomBy(1)}
          >
            <Icon name="plus" size={14} />
          </button>
        </span>
      </header>
      <ul className="track-names">
        {rows.map((row) => {
          const chip = props.labels.find((l) => l.id === row.label)?.chip ?? "";
          return (
            <li key={row.id}>
              <button
                type="button"
                aria-pressed={props.selection.has(row.id)}
                aria-label={`${props.names.get(row.id) ?? ""}, ${texts.states[row.state]}`}
                onClick={(event) => props.onSelect(row.id, event.shiftKey)}
              >
                {withCrops && <Crop style={props.crops.get(row.id)} chip="" />}
                <Letter chip={chip} />
                <span className="grow clip">{props.names.get(row.id)}</span>
                <span className={`object-state ${row.state}`} title={texts.states[row.state]}>
                  <StateGlyph state={row.state} />
                </span>
              </button>
            </li>
          );
        })}
        {candidates.length > 0 && (
          <li>
            <button type="button" aria-pressed={props.showsCandidates} onClick={props.onCandidates}>
              <span className="grow clip three">{say.timeline.below(candidates.length)}</span>
              <span className="object-state candidate">
                <StateGlyph state="candidate" />
              </span>
            </button>
          </li>
        )}
      </ul>
      <div className="track-scroll">
        <div
          ref={strip}
          className="track-strip"
          style={{ width: `${zoom * 100}%` }}
          role="slider"
          tabIndex={0}
          aria-label={say.timeline.playhead}
          aria-valuemin={0}
          aria-valuemax={frames - 1}
          aria-valuenow={playback.frame}
          aria-valuetext={`frame ${playback.frame}, ${clock(playback.table.times[playback.frame] ?? 0)}`}
          onKeyDown={onKey}
          onPointerDown={(event) => {
            strip.current!.setPointerCapture(event.pointerId);
            scrub(event);
          }}
          onPointerMove={scrub}
        >
          <div className="ruler">
            {ticksOf(frames, zoom).map((tick) => (
              <span key={tick} style={{ left: percent(tick) }}>
                {tick}
              </span>
            ))}
          </div>
          {rows.map((row) => (
            <Track
              key={row.id}
              row={row}
              percent={percent}
              diamonds={spread(row.keyframes, width / frames, props.selection.has(row.id) ? CLOSE : APART)}
              chosen={props.selection.has(row.id)}
            />
          ))}
          {candidates.length > 0 && (
            <div className="track below">
              {spans.map(([from, to]) => (
                <span
                  key={from}
                  className="seen"
                  style={{ left: percent(from), width: percent(to - from) }}
                />
              ))}
            </div>
          )}
          <i className="playhead" style={{ left: percent(playback.frame + 0.5) }}>
            <b style={{ translate: `${-100 * (playback.frame / frames)}%` }}>{playback.frame}</b>
          </i>
        </div>
      </div>
    </section>
  );
}

/** Solid bar, bracketed line or dashed hatch; a flag stands where the machine is unsure. */
function Track({
  row,
  percent,
  diamonds,
  chosen,
}: {
  row: TrackRow;
  percent(frame: number): string;
  diamonds: number[];
  chosen: boolean;
}) {
  return (
    <div className={`track ${row.state}${chosen ? " chosen" : ""}`}>
      {row.present.map(([from, to]) => (
        <span key={from} className="bar-part" style={{ left: percent(from), width: percent(to - from) }} />
      ))}
      {row.gaps.map(([from, to]) => (
        <span
          key={from}
          className="gap"
          style={{ left: percent(from), width: percent(to - from) }}
          title={say.flags.gap(to - from)}
        />
      ))}
      {diamonds.map((frame) => (
        <span key={frame} className="diamond" style={{ left: percent(frame + 0.5) }} />
      ))}
      {row.flags.map((flag) => (
        <span
          key={`${flag.frame} ${flag.says}`}
          className="flag"
          style={{ left: percent(flag.frame + 0.5) }}
          title={`${flag.says}, frame ${flag.frame}`}
        />
      ))}
    </div>
  );
}

function useWidth(element: React.RefObject<HTMLElement | null>, zoom: number): number {
  const [width, setWidth] = useState(800);
  useLayoutEffect(() => {
    const observed = element.current!;
    const observer = new ResizeObserver(() => setWidth(observed.clientWidth));
    observer.observe(observed);
    return () => observer.disconnect();
  }, [element, zoom]);
  return width;
}

/** Keeps the playhead in sight when the strip is longer than its window. */
function useFollow(strip: React.RefObject<HTMLElement | null>, share: number, zoom: number): void {
  useEffect(() => {
    const window = strip.current?.parentElement;
    if (!window || zoom === 1) return;
    const at = share * strip.current!.clientWidth;
    if (at < window.scrollLeft + 24 || at > window.scrollLeft + window.clientWidth - 24) {
      window.scrollLeft = at - window.clientWidth / 2;
    }
  }, [share, strip, zoom]);
}
