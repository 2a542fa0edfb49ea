/** The last row: where something lies below the threshold that is perhaps somebody. */

import { useMemo } from "react";
import { StateGlyph } from "../../ui/StateGlyph";
import type { CandidateTrack } from "../candidates";
import { say } from "../texts";
import { spansOf } from "./timeline";

const SURE_ENOUGH = 0.3; // candidates below are too many to say anything

interface Props {
  candidates: readonly CandidateTrack[];
  shown: boolean;
  onShow(): void;
  scale: number;
}

export function Candidates({ candidates, shown, onShow, scale }: Props) {
  const spans = useMemo(() => spansOf(candidates.filter((one) => one.score >= SURE_ENOUGH)), [candidates]);
  return (
    <div className="track below">
      <button type="button" className="track-name" aria-pressed={shown} onClick={onShow}>
        <span className="grow clip three">{say.timeline.below(candidates.length)}</span>
        <span className="object-state candidate">
          <StateGlyph state="candidate" />
        </span>
      </button>
      <span className="lane">
        {spans.map(([from, to]) => (
          <i key={from} className="perhaps" style={{ left: from * scale, width: (to - from) * scale }} />
        ))}
      </span>
    </div>
  );
}
