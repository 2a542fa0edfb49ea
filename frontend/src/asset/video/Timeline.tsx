/** Tracks over time: who is there when, where the machine is unsure, and the playhead over all of it. */

import { useEffect, useMemo, useState, type KeyboardEvent, type PointerEvent } from "react";
import type { Asset, Label, PolicySettings } from "../../api/contract";
import { count } from "../../texts/numbers";
import type { CandidateTrack } from "../candidates";
import type { CropStyles } from "../crops";
import { clock } from "../frames";
import type { Annotation } from "../state/document";
import { say } from "../texts";
import { useListbox } from "../useListbox";
import { Candidates } from "./Candidates";
import { rowsOf, ticksOf, type Known, type Order } from "./timeline";
import { TimelineHead } from "./TimelineHead";
import { TrackLane } from "./TrackLane";
import type { Playback } from "./usePlayback";
import { useStrip } from "./useStrip";
import "./timeline.css";

export interface TimelineProps {
  asset: Asset;
  playback: Playback;
  annotations: Annotation[];
  names: ReadonlyMap<string, string>;
  labels: Label[];
  policy: PolicySettings;
  crops: CropStyles;
  candidates: readonly CandidateTrack[];
  /** The frames that begin a new shot. */
  cuts: readonly number[];
  showsCandidates: boolean;
  onCandidates(): void;
  selection: ReadonlySet<string>;
  /** The selection becomes these, or (`add`) these are turned over. */
  onSelect(ids: string[], add: boolean): void;
  /** Selects one and goes there: to the frame, or to where it begins if it is not there now. */
  onGo(id: string, frame?: number): void;
}

const NAMES = 204;
const ROW = 32;
const RULER = 28;
const SETTLED = 120; // ms

interface Tip {
  says: string[];
  x: number;
  y: number;
}

export function Timeline(props: TimelineProps & { acts: React.ReactNode }) {
  const { asset, playback, annotations, policy, candidates, selection } = props;
  const frames = Math.max(1, asset.n_frames);
  const [order, setOrder] = useState<Order>("risk");
  const known = useMemo<Known>(() => new WeakMap(), [policy, frames]); // eslint-disable-line react-hooks/exhaustive-deps -- what is known of a track holds for one policy and length
  const rows = useMemo(
    () => rowsOf(annotations, policy, frames, order, known),
    [annotations, policy, frames, order, known],
  );
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const chips = useMemo(() => new Map(props.labels.map((l) => [l.id, l.chip])), [props.labels]);
  const strip = useStrip(frames, NAMES, ROW, rows.length, playback.frame);
  const { scale } = strip;
  const [tip, setTip] = useState<Tip | null>(null);
  const box = useListbox({
    ids,
    selection,
    label: say.timeline.title,
    onChoose: props.onGo,
    onSelect: props.onSelect,
    onReveal: (id) => strip.reveal(ids.indexOf(id)),
  });

  const [only] = selection;
  const { reveal } = strip;
  useEffect(() => {
    if (only !== undefined) reveal(Math.max(0, ids.indexOf(only)));
  }, [order]); // eslint-disable-line react-hooks/exhaustive-deps -- only when the order was changed

  const show = (mark: HTMLElement) => {
    const place = mark.getBoundingClientRect();
    setTip({ says: mark.dataset.says!.split("\n"), x: place.left + place.width / 2, y: place.top });
  };
  /** Says the doubt of a row that was reached by key, once the playhead and what follows it have come to rest. */
  const showSoon = (id: string, frame: number) =>
    setTimeout(() => {
      const option = box.list.ref.current?.querySelector(`[data-option="${id}"]`);
      const marks = [...(option?.querySelectorAll<HTMLElement>("[data-mark]") ?? [])];
      const mark = marks.findLast((one) => Number(one.dataset.mark) <= frame); // or the one that stands for it
      if (mark) show(mark);
    }, SETTLED);

  const scrub = (event: PointerEvent) => playback.seek(strip.frameAt(event.clientX));
  const onRow = (event: PointerEvent) => {
    const target = event.target as HTMLElement;
    const id = target.closest<HTMLElement>("[data-option]")?.dataset.option;
    if (!id || event.button !== 0) return;
    const mark = target.closest<HTMLElement>("[data-mark]")?.dataset.mark;
    const onLane = target.closest(".lane") !== null;
    const alone = !event.shiftKey && !event.ctrlKey && !event.metaKey;
    if (!onLane || !alone) return box.press(event, id);
    if (mark !== undefined) return props.onGo(id, Number(mark));
    props.onSelect([id], false); // the stage stays as it is: whoever scrubs wants to see the picture
    scrub(event);
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onListKey = (event: KeyboardEvent<HTMLElement>) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const id = (event.target as HTMLElement).closest<HTMLElement>("[data-option]")?.dataset.option;
    const row = rows.find((one) => one.id === id);
    if (!by || !row) return box.list.onKeyDown?.(event);
    event.preventDefault();
    const doubts = row.doubts.map((d) => d.frame).sort((a, b) => (a - b) * by);
    const frame = doubts.find((f) => (f - playback.frame) * by > 0);
    if (frame === undefined) return;
    props.onGo(row.id, frame);
    showSoon(row.id, frame);
  };
  const onRulerKey = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -frames, End: frames }[
      event.key
    ];
    if (!by) return;
    event.preventDefault();
    playback.seek(playback.frame + by);
  };

  const [from, to] = strip.window;
  return (
    <section className="timeline" aria-label={say.timeline.title}>
      <TimelineHead
        order={order}
        onOrder={setOrder}
        canZoom={strip.canZoom}
        onZoom={(by) => strip.zoom(by, playback.frame)}
      >
        {props.acts}
      </TimelineHead>
      <div className="track-scroll" ref={strip.scroller} onScroll={() => setTip(null)}>
        <div className="track-sheet" style={{ width: NAMES + strip.width }}>
          <div className="track-top">
            <b className="track-corner">{say.timeline.tracks(rows.length)}</b>
            <div
              className="ruler"
              role="slider"
              tabIndex={0}
              aria-label={say.timeline.playhead}
              aria-valuemin={0}
              aria-valuemax={frames - 1}
              aria-valuenow={playback.frame}
              aria-valuetext={say.timeline.at(
                playback.frame,
                clock(playback.table.times[playback.frame] ?? 0),
              )}
              onKeyDown={onRulerKey}
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId);
                scrub(event);
              }}
              onPointerMove={(event) => event.buttons === 1 && scrub(event)}
            >
              {ticksOf([Math.floor(from), Math.min(frames, Math.ceil(to))], scale).map((tick) => (
                <span key={tick} style={{ left: tick * scale }}>
                  {count(tick)}
                </span>
              ))}
              <b
                className="head-frame"
                style={{
                  left: (playback.frame + 0.5) * scale,
                  translate: `${-100 * (playback.frame / frames)}%`,
                }}
              >
                {playback.frame}
              </b>
            </div>
          </div>
          {rows.length > 0 && (
            <ul
              {...box.list}
              className="track-rows"
              style={{ height: rows.length * ROW }}
              onKeyDown={onListKey}
              onPointerDown={onRow}
              onPointerMove={(event) =>
                event.currentTarget.hasPointerCapture(event.pointerId) && scrub(event)
              }
              onPointerOver={(event) => {
                const mark = (event.target as HTMLElement).closest<HTMLElement>("[data-mark]");
                if (mark) show(mark);
                else if (tip) setTip(null);
              }}
              onPointerLeave={() => setTip(null)}
              onBlur={() => setTip(null)}
            >
              {rows.slice(...strip.rows).map((row, index) => (
                <TrackLane
                  key={row.id}
                  row={row}
                  name={props.names.get(row.id) ?? ""}
                  chip={chips.get(row.label) ?? ""}
                  withCrop={props.crops.size > 0}
                  crop={props.crops.get(row.id)}
                  chosen={selection.has(row.id)}
                  top={(strip.rows[0] + index) * ROW}
                  scale={scale}
                  from={from}
                  to={to}
                  option={{
                    ...box.option(row.id),
                    "aria-setsize": rows.length,
                    "aria-posinset": strip.rows[0] + index + 1,
                  }}
                />
              ))}
            </ul>
          )}
          {candidates.length > 0 && (
            <Candidates
              candidates={candidates}
              shown={props.showsCandidates}
              onShow={props.onCandidates}
              scale={scale}
            />
          )}
          {props.cuts
            .filter((frame) => frame >= from && frame <= to)
            .map((frame) => (
              <i key={frame} className="shot-cut" style={{ left: NAMES + frame * scale, top: RULER }} />
            ))}
          <i
            className="playhead"
            style={{ left: NAMES + (playback.frame + 0.5) * scale, top: RULER }}
            aria-hidden="true"
          />
        </div>
      </div>
      {tip && (
        <div className="tip" role="status" style={{ left: tip.x, top: tip.y }}>
          {tip.says.map((sentence, index) => (
            <span key={index}>{sentence}</span>
          ))}
        </div>
      )}
    </section>
  );
}
