/** What the stage shows of each object at a frame. */

import type { PolicySettings } from "../api/contract";
import { shapeAt } from "../geometry/interpolation";
import { bounds, grow } from "../geometry/shapes";
import { texts } from "../texts";
import { decimal } from "../texts/numbers";
import { StateGlyph } from "../ui/StateGlyph";
import type { CandidateTrack } from "./candidates";
import type { Shown } from "./canvas/Canvas";
import { stateOf } from "./needs";
import type { Annotation } from "./state/document";
import { say } from "./texts";
import { whyOf } from "./why";

interface What {
  annotations: readonly Annotation[];
  frame: number;
  policy: PolicySettings;
  names: ReadonlyMap<string, string>;
  selection: ReadonlySet<string>;
  bare?: boolean;
  unseen?: ReadonlySet<string>;
  locked?: ReadonlySet<string>;
}

const CROWD = 24; // beyond so many, only the selected and the undecided carry a tag

export function showObjects(what: What): Shown[] {
  const { annotations, frame, policy, names, selection } = what;
  if (what.bare) return [];
  const crowded = annotations.length > CROWD;
  const shown: Shown[] = [];
  for (const annotation of annotations) {
    if (what.unseen?.has(annotation.id)) continue;
    const shape = shapeAt(annotation.keyframes, frame);
    if (!shape) continue;
    const state = stateOf(annotation, policy);
    const settings = policy.labels[annotation.label];
    const why = whyOf(annotation);
    const brief = whyOf(annotation, true);
    const tagged = selection.has(annotation.id) || !crowded;
    const name = names.get(annotation.id) ?? "";
    shown.push({
      id: annotation.id,
      shape,
      state,
      title: say.object(name, texts.states[state], why),
      tag: tagged ? (
        <>
          <StateGlyph state={state} />
          <span className="clip">
            {name.replace(/^\D+/, "")}
            {state !== "hidden" && brief ? ` · ${brief}` : ""}
          </span>
        </>
      ) : null,
      cover:
        state === "hidden" && settings
          ? { box: grow(bounds(shape), settings.margin), round: settings.shape === "ellipse" }
          : null,
      fixed: what.locked?.has(annotation.id) ?? false,
    });
  }
  // What needs a decision lies on top, the selected one above all.
  const rank = (s: Shown) => (selection.has(s.id) ? 2 : s.state === "undecided" ? 1 : 0);
  return shown.sort((a, b) => rank(a) - rank(b));
}

/** Candidates are dots; those above a tried threshold show as if they were undecided already. */
export function showCandidates(
  candidates: readonly CandidateTrack[],
  frame: number,
  trying: number | null,
): Shown[] {
  return candidates.flatMap((candidate, index): Shown[] => {
    const sighting = candidate.sightings.find((one) => one.frame === frame);
    if (!sighting) return [];
    return [
      {
        id: `candidate-${index}`,
        shape: { type: "box", data: sighting.box },
        state: trying !== null && candidate.score >= trying ? "undecided" : "candidate",
        tag: null,
        title: say.candidate(decimal(sighting.score)),
        cover: null,
        fixed: true,
      },
    ];
  });
}
