/** Texts of the page with one entry for each person. */
import { many } from "./numbers";

const n = (count: number) => count.toLocaleString("en");

export const personTexts = {
  persons: {
    page: "People",
    nav: "One entry for each person",
    group: "People",
    grid: "People, riskiest first",
    heading: (count: number) => `${many(count, "entry", "entries")}.`,
    of: (count: number) => `${many(count, "object", "objects")}, one entry for each person.`,
    back: "One by one",
    person: (number: number) => `Person ${n(number)}`,
    times: (count: number) => (count === 1 ? "seen once" : `seen ${n(count)} times`),
    more: (count: number) => `${n(count)} more`,
    drop: "Drop an object here to make it a person of its own.",
    chosen: (count: number) => `${many(count, "object", "objects")} chosen.`,
    hide: "Hide everywhere",
    keep: "Keep everywhere",
    kept_shown: (shown: number, all: number) =>
      `Kept ${n(shown)} of ${n(all)}: the others were not on the screen.`,
    merge: "One person",
    split: "Not the same",
    merge_which: "Choose two people or more first.",
    split_which: "Choose objects, or a person, first.",
    likeness: "Likeness",
    likeness_says:
      "Faces that look alike become one entry. What tells likeness is computed when you ask and kept nowhere; stored is only which objects belong together. Nobody is kept or hidden by it.",
    group_now: "Group by likeness",
    grouping: "Comparing faces",
    forget: "Forget who is the same",
    forget_says: "Every object becomes an entry of its own. What was decided stays.",
    keys: {
      hide: "hide them everywhere",
      keep: "keep them everywhere",
      remove: "not a person",
      choose: "choose a person or an object",
      merge: "they are one person",
      split: "they are not the same",
      undo: "undo",
      clear: "choose nothing",
    },
  },
};
