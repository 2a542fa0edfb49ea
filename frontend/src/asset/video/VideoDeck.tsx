/** Below the stage of a video: the player's bar, and one row for each track. */

import { useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import type { Asset, Label, PolicySettings } from "../../api/contract";
import { texts } from "../../texts";
import { Icon } from "../../ui/Icon";
import { Letter, Segmented } from "../../ui/controls";
import { StateGlyph } from "../../ui/StateGlyph";
import { clock } from "../frames";
import { capOf } from "../keys";
import type { Annotation } from "../state/document";
import { rowsOf, ticksOf, type TrackRow } from "./timeline";
import type { Playback } from "./usePlayback";
import "./video.css";

export interface DeckProps {
  asset: Asset;
  playback: Playback;
  annotations: Annotation[];
  names: ReadonlyMap<string, string>;
  labels: Label[];
  policy: PolicySettings;
  selection: ReadonlySet<string>;
  onSelect(id: string, add: boolean): void;
}

const SPEEDS = [
  { value: "0.5", text: "½×" },
  { value: "1", text: "1×" },
  { value: "2", text: "2×" },
] as const;

export function VideoDeck(props: DeckProps) {
  return (
    <>
      <PlayerBar asset={props.asset} playback={props.playback} />
      <Timeline {...props} />
    </>
  );
}

function PlayerBar({ asset, playback }: { asset: Asset; playback: Playback }) {
  const { frame, playing, table } = playback;
  return (
    <div className="player">
      <Step icon="stepBack" name={`Previous frame (${capOf("back")})`} run={() => playback.seek(frame - 1)} />
      <button
        type="button"
        className="play"
        onClick={() => playback.toggle()}
        aria-label={playing ? "Stop" : "Play"}
        title={`${playing ? "Stop" : "Play"} (Space)`}
      >
        <Icon name={playing ? "pause" : "play"} />
      </button>
      <Step
        icon="stepForward"
        name={`Next frame (${capOf("forward")})`}
        run={() => playback.seek(frame + 1)}
      />
      <b className="clock">{clock(table.times[frame] ?? 0)}</b>
      <span className="three">
        frame {frame} of {asset.n_frames}
      </span>
      <span className="grow" />
      <Segmented
        label="Speed"
        value={String(playback.speed) as "0.5" | "1" | "2"}
        options={SPEEDS}
        onChange={(value) => playback.setSpeed(Number(value))}
      />
    </div>
  );
}

function Step({ icon, name, run }: { icon: "stepBack" | "stepForward"; name: string; run: () => void }) {
  return (
    <button type="button" className="step" onClick={run} aria-label={name} title={name}>
      <Icon name={icon} />
    </button>
  );
}

const ZOOMS = [1, 2, 4, 8, 16];

function Timeline({ asset, playback, annotations, names, labels, policy, selection, onSelect }: DeckProps) {
  const frames = Math.max(1, asset.n_frames);
  const [zoom, setZoom] = useState(1);
  const strip = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(annotations, policy, frames), [annotations, policy, frames]);
  const ticks = ticksOf(frames, zoom);
  const percent = (frame: number) => `${(frame / frames) * 100}%`;

  const scrub = (event: PointerEvent) => {
    if (event.type === "pointermove" && event.buttons !== 1) return;
    const place = strip.current!.getBoundingClientRect();
    playback.seek(((event.clientX - place.left) / place.width) * frames);
  };
  const onKey = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[event.key];
    if (!by) return;
    event.preventDefault();
    playback.seek(playback.frame + by);
  };

  return (
    <section className="timeline" aria-label="Tracks">
      <header className="timeline-head">
        <span>
          <b>{rows.length === 1 ? "1 track" : `${rows.length} tracks`}</b>
        </span>
        <span className="zooms">
          <button
            type="button"
            aria-label="Shorter stretch"
            onClick={() => setZoom(ZOOMS[Math.min(4, ZOOMS.indexOf(zoom) + 1)]!)}
          >
            +
          </button>
          <button
            type="button"
            aria-label="Longer stretch"
            onClick={() => setZoom(ZOOMS[Math.max(0, ZOOMS.indexOf(zoom) - 1)]!)}
          >
            −
          </button>
        </span>
      </header>
      <ul className="track-names">
        {rows.map((row) => (
          <li key={row.id}>
            <button
              type="button"
              aria-pressed={selection.has(row.id)}
              onClick={(e) => onSelect(row.id, e.shiftKey)}
            >
              <Letter chip={labels.find((l) => l.id === row.label)?.chip ?? ""} />
              <span className="grow clip">{names.get(row.id)}</span>
              <span className={`object-state ${row.state}`} title={texts.states[row.state]}>
                <StateGlyph state={row.state} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div className="track-scroll">
        <div
          ref={strip}
          className="track-strip"
          style={{ width: `${zoom * 100}%` }}
          role="slider"
          tabIndex={0}
          aria-label="Playhead"
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
            {ticks.map((tick) => (
              <span key={tick} style={{ left: percent(tick) }}>
                {tick}
              </span>
            ))}
          </div>
          {rows.map((row) => (
            <Track key={row.id} row={row} percent={percent} chosen={selection.has(row.id)} />
          ))}
          <i className="playhead" style={{ left: percent(playback.frame + 0.5) }}>
            <b>{playback.frame}</b>
          </i>
        </div>
      </div>
    </section>
  );
}

/** Solid bar, bracketed line or dashed hatch; what was bridged is drawn thinner and says how long it is. */
function Track({ row, percent, chosen }: { row: TrackRow; percent(frame: number): string; chosen: boolean }) {
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
          title={`gap of ${to - from}`}
        />
      ))}
      {row.keyframes.map((frame) => (
        <span key={frame} className="diamond" style={{ left: percent(frame + 0.5) }} />
      ))}
      {row.flags.map((flag) => (
        <span
          key={flag.frame}
          className="flag"
          style={{ left: percent(flag.frame + 0.5) }}
          title={flag.says}
        />
      ))}
    </div>
  );
}
