/** Below the stage of a video: the player's bar, and one row for each track. */

import type { Asset } from "../../api/contract";
import { Segmented } from "../../ui/controls";
import { Icon } from "../../ui/Icon";
import { clock } from "../frames";
import { capOf, type ActName, type Mode } from "../keys";
import { say } from "../texts";
import type { Following } from "../useFollowing";
import { Timeline, type TimelineProps } from "./Timeline";
import { TrackActs } from "./TrackActs";
import type { Playback } from "./usePlayback";
import "./video.css";

const SPEEDS = [
  { value: "0.5", text: "½×" },
  { value: "1", text: "1×" },
  { value: "2", text: "2×" },
] as const;

interface Props extends TimelineProps {
  mayEdit: boolean;
  mode: Mode;
  following: Following;
  onAct(act: ActName): void;
}

export function VideoDeck(props: Props) {
  const { selection, names, mayEdit } = props;
  const [first] = selection;
  const chosen = selection.size > 1 ? say.tracks.chosen(selection.size) : names.get(first ?? "");
  return (
    <>
      {props.playback.attached && <PlayerBar asset={props.asset} playback={props.playback} />}
      <Timeline
        {...props}
        acts={
          mayEdit && (
            <TrackActs
              chosen={chosen ?? say.tracks.none}
              count={selection.size}
              mode={props.mode}
              following={props.following}
              onAct={props.onAct}
            />
          )
        }
      />
    </>
  );
}

function PlayerBar({ asset, playback }: { asset: Asset; playback: Playback }) {
  const { frame, playing, table } = playback;
  return (
    <div className="player">
      <Step
        icon="stepBack"
        name={`${say.player.back} (${capOf("back")})`}
        run={() => playback.seek(frame - 1)}
      />
      <button
        type="button"
        className="play"
        onClick={() => playback.toggle()}
        aria-label={playing ? say.player.stop : say.player.play}
        title={`${playing ? say.player.stop : say.player.play} (${capOf("play")})`}
      >
        <Icon name={playing ? "pause" : "play"} />
      </button>
      <Step
        icon="stepForward"
        name={`${say.player.forward} (${capOf("forward")})`}
        run={() => playback.seek(frame + 1)}
      />
      <b className="clock">{clock(table.times[frame] ?? 0)}</b>
      <span className="three">{say.player.frame(frame, asset.n_frames)}</span>
      <span className="grow" />
      {playback.looping && (
        <button
          type="button"
          className="looping"
          title={say.player.noLoop}
          onClick={() => playback.seek(frame)}
        >
          <Icon name="loop" />
          <span className="clip">{say.player.loop}</span>
        </button>
      )}
      <Segmented
        label={say.player.speed}
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
