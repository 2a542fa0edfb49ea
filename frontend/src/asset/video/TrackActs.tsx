/** What can be done to the chosen tracks, by pointer; each has its key. */

import { Icon, type IconName } from "../../ui/Icon";
import { StateGlyph } from "../../ui/StateGlyph";
import { capOf, type ActName, type Mode } from "../keys";
import { say } from "../texts";
import type { Following } from "../useFollowing";

interface Props {
  /** What is chosen: a name, or how many. */
  chosen: string;
  count: number;
  mode: Mode;
  following: Following;
  onAct(act: ActName): void;
}

const ACTS: { act: ActName; icon: IconName; least: number }[] = [
  { act: "merge", icon: "merge", least: 2 },
  { act: "split", icon: "split", least: 1 },
  { act: "extendStart", icon: "extendStart", least: 1 },
  { act: "extendEnd", icon: "extendEnd", least: 1 },
  { act: "bridge", icon: "bridge", least: 1 },
  { act: "follow", icon: "follow", least: 1 },
  { act: "remove", icon: "trash", least: 1 },
];

export function TrackActs({ chosen, count, mode, following, onAct }: Props) {
  const named = (act: ActName) => {
    const cap = capOf(act, mode);
    return cap ? `${say.tracks.acts[act]} (${cap})` : say.tracks.acts[act];
  };
  return (
    <div className="track-acts" role="group" aria-label={say.tracks.title}>
      <span className="chosen-tracks clip" data-none={count === 0 || undefined}>
        {chosen}
      </span>
      <button
        type="button"
        className="worded"
        aria-label={say.tracks.hide}
        title={named("hide")}
        disabled={!count}
        onClick={() => onAct("hide")}
      >
        <StateGlyph state="hidden" />
        <span>{say.tracks.hide}</span>
      </button>
      <button
        type="button"
        className="worded"
        aria-label={say.tracks.keep}
        title={named("keep")}
        disabled={!count}
        onClick={() => onAct("keep")}
      >
        <StateGlyph state="kept" />
        <span>{say.tracks.keep}</span>
      </button>
      <i className="rule" />
      {ACTS.map(({ act, icon, least }) => (
        <button
          key={act}
          type="button"
          aria-label={say.tracks.acts[act]}
          title={named(act)}
          disabled={count < least}
          onClick={() => onAct(act)}
        >
          <Icon name={icon} size={18} />
        </button>
      ))}
      {following.at && (
        <button type="button" className="worded" title={say.tracks.stopFollowing} onClick={following.stop}>
          <span role="status">{say.tracks.follows(following.at.percent)}</span>
          <Icon name="close" size={14} />
        </button>
      )}
    </div>
  );
}
