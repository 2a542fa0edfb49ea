/** Texts of the wall of crops. */
import { many } from "./numbers";

const n = (count: number) => count.toLocaleString("en");

export const cropTexts = {
  crops: {
    page: "Objects",
    nav: "Objects, one by one",
    group: "Objects",
    wall: "Objects, riskiest first",
    need: (count: number) => `${many(count, "object needs", "objects need")} you.`,
    nobody: "No object needs you.",
    order: "The riskiest first.",
    certain: (count: number) => `${many(count, "looks", "look")} certain`,
    sample: (count: number) => `look at a sample of ${n(count)}`,
    waits: "What waits is hidden meanwhile. How much of it is nobody",
    sampled: {
      certain: (count: number) => `A sample of ${n(count)} that look certain.`,
      open: (count: number) => `A sample of ${n(count)} that wait.`,
    },
    sampled_says: {
      certain: "Hidden without anybody's look so far. What is right needs no act.",
      open: "Take off what is nobody. What is right needs no act.",
    },
    nobodies: (removed: number, sample: number, least: number, most: number, left: number) =>
      `You took ${n(removed)} of ${n(sample)} off: with 95 % certainty ${least} to ${most} % of the ${n(left)} others are nobody. Hiding them all when you approve leaves none of them open.`,
    times: (doubt: string, times: number) => (times > 1 ? `${doubt} (${n(times)} times)` : doubt),
    back: "Back to the doubtful",
    again: "Another sample",
    dataset: "Dataset",
    more: "Reading more objects",
    one: (label: string, score: string, why: string, name: string) =>
      [`${label}, ${score}`, why, name].filter(Boolean).join("; "),
    open_score: (score: string) => `${score}, below the threshold: not hidden`,
    at: (frame: number) => `frame ${n(frame)}`,
    selected: (count: number) => `${n(count)} selected.`,
    none: "Nothing selected: keys act on the marked one.",
    hide: "Hide",
    keep: "Keep visible",
    remove: "Not a person",
    undo: "Undo",
    open: "Open in the picture",
    score: "Score",
    risk: "Risk",
    doubt: "Doubtful",
    in: "In",
    blind: "You may not see originals, so there is nothing to decide here.",
    refused: (count: number, first: string) =>
      `${many(count, "object was", "objects were")} left as ${count === 1 ? "it is" : "they are"}: ${first}`,
    saved: { saved: "Saved", saving: "Saving", offline: "Offline, leave this page open" },
    threshold: {
      waits: (objects: number, below: number) => `${n(objects)} wait here, ${n(below)} were found below.`,
      moved: (more: number, fewer: number) =>
        more || fewer
          ? [more && `+${n(more)} hidden`, fewer && `−${n(fewer)}`].filter(Boolean).join(", ")
          : "It would change nothing here.",
      back: (to: string) => `Back to ${to}`,
      apply: (more: number, fewer: number) =>
        more ? `Hide ${n(more)} more` : `Take ${many(fewer, "find", "finds")} off`,
      applied: (hidden: number, removed: number) =>
        removed ? `${n(removed)} taken off.` : `${n(hidden)} hidden.`,
      nothing_left: "Nothing is left that it would change.",
      taken_back: "It is as it was before.",
      in_clips: (count: number) => `${n(count)} of them in clips: a job hides them from end to end.`,
      clips_busy: (percent: number) => `Clips: ${percent} %`,
      in_review: (count: number) =>
        `${n(count)} in review ${count === 1 ? "is" : "are"} open again then. What is approved stays approved.`,
      left: (count: number) => `${many(count, "clip", "clips")} not as a whole:`,
      policy: "Change the policy",
      uncounted: (assets: number) => `${many(assets, "file is", "files are")} not counted yet.`,
    },
    filter: {
      title: "Which objects",
      names: { label: "Label", flag: "What is doubtful", source: "Found by", score: "Score" },
      any: { label: "Every label", flag: "Any doubt", source: "Found by anybody", score: "Any score" },
      flags: {
        gap: "Gaps",
        boundary: "Beside a cut",
        disagree: "Networks disagree",
        weak: "Not sure",
        small: "Small",
        short: "Seen briefly",
        born: "Appears mid-picture",
        ended: "Vanishes mid-picture",
      },
      sources: { run: "Found by a detector", person: "Drawn by people", import: "Imported" },
      scores: { low: "Below 0.60", middle: "0.60 to 0.80", high: "From 0.80" },
      on: "A filter is on.",
      clear: "Clear filters",
    },
    keys: {
      hide: "hide them",
      keep: "keep them visible",
      remove: "not a person",
      toggle: "select one more",
      extend: "select up to the next",
      all: "select those on the screen",
      undo: "undo",
      open: "open in the picture",
      clear: "select nothing",
    },
  },
};
