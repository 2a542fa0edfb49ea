/** Texts of the hunt for who was missed. */
import { many, pictures } from "./numbers";

const n = (count: number) => count.toLocaleString("en");

export const huntTexts = {
  hunt: {
    page: "Hunt",
    nav: "Hunt for who was missed",
    group: "Hunt",
    sheet: (at: number, all: string) => `Sheet ${n(at)} of ${all}`,
    stage: "Pictures as they would be exported. Click on somebody who is not covered.",
    shown: "What is shown",
    least: "Faces from",
    least_option: (pixels: number) => `${pixels} pixels`,
    unseen: "Only what nobody has looked through",
    clean: "Clean, next",
    back: "One sheet back",
    says: "This is what would leave. Click on whoever is not covered; Space, or the right mouse button on the sheet, says that nobody is left.",
    looked: (count: number) => `${pictures(count)} looked through by you.`,
    missed: (count: number) => `${many(count, "person", "people")} found by you.`,
    rest: (clean: number, percent: string, left: number, more: boolean) =>
      `Nobody was missed on the last ${n(clean)}. The most doubtful come first: with 95 % certainty at most ${percent} % of the ${n(left)}${more ? " and more" : ""} that are left hold somebody.`,
    clean_left: (count: number) => `${pictures(count)} ${count === 1 ? "looks" : "look"} clean.`,
    clean_says:
      "The search had hardly a doubt about them, and the doubtful ones are through. A sample drawn by chance tells how many of them may hold somebody.",
    sample: (count: number) => `Look at a sample of ${n(count)}`,
    sample_again: (count: number) => `Look at another sample of ${n(count)}`,
    look_at_all: (count: number) => `Look at all ${n(count)}`,
    sampled: (looked: number, missed: number) =>
      `Of ${n(looked)} drawn by chance ${missed ? `${n(missed)} had somebody` : "none had anybody"} who was missed.`,
    sampled_rest: (percent: string, left: number) =>
      `With 95 % certainty at most ${percent} % of the ${n(left)} that nobody has looked through hold somebody.`,
    in_sample: "A sample of what looks clean.",
    waits: "The pictures are being made.",
    unshown: (count: number) =>
      count === 1
        ? "1 place could not be shown: its picture does not count as looked through."
        : `${n(count)} places could not be shown: their pictures do not count as looked through.`,
    not_yet: "Wait until all pictures are there.",
    looking: "Looking closer",
    guessed:
      "No detector sees anybody there. A small box covers the spot; draw one with the mouse where it is too small.",
    following: (count: number) =>
      `${many(count, "person is", "people are")} being followed through the clip.`,
    open: "Open in the picture",
    undo: "Undo",
    undone: "Taken back.",
    similar: (count: number) => `${many(count, "similar find", "similar finds")} below the threshold`,
    show: "show",
    tried: "On this sheet",
    tried_says: "Nothing is stored until you hide them. Undo takes back one after the other.",
    hide_sheet: (count: number) => `Hide ${many(count, "find", "finds")} here`,
    hide_one: (score: string, name: string) => `Hide: ${score}, ${name}`,
    hide_all: (count: number) => `Hide all ${n(count)}`,
    close: "Close",
    done: "All sheets are through.",
    done_says: "Everything here was looked at. What others add comes when you open this again.",
    film_left: "The most doubtful of the clips is through.",
    left_out: (left: number) =>
      `${many(left, "place or frame that is", "places and frames that are")} less doubtful ${left === 1 ? "was" : "were"} left out.`,
    film_says: (frames: number) =>
      `A sample of all ${n(frames)} frames, drawn by chance, tells on how many of them somebody may be open.`,
    sample_frames: (count: number, again: boolean) =>
      `Look at ${again ? "another" : "a"} sample of ${many(count, "frame", "frames")}`,
    look_at_left: (left: number) => `Look at the ${n(left)} left out`,
    in_frames: "A sample of the frames of all clips.",
    film_sampled: (looked: number, missed: number, percent: string, frames: number) =>
      `Of ${many(looked, "frame", "frames")} drawn by chance ${missed ? `${n(missed)} had somebody` : "none had anybody"} open. With 95 % certainty somebody is open on at most ${percent} % of all ${n(frames)}.`,
    whole_frames: "Whole frames of clips",
    whole_option: (seconds: number) =>
      seconds === 0 ? "none" : seconds === 1 ? "one a second" : `at changes, and every ${n(seconds)} s`,
    places: "Doubtful places",
    places_option: (places: number) => `${n(places)} a second`,
    none: "Nothing to look through.",
    none_says: "All pictures of this dataset were looked through.",
    all: "Show all pictures again",
    more: "…",
    blind: "You may not see originals, so you cannot hunt here.",
    keys: {
      clean: "nobody is left here: next sheet",
      whole: "the sheets on the whole screen",
      page: "back to the page",
      back: "one sheet back",
      cross: "move the cross",
      spot: "cover who is at the cross",
      undo: "undo",
      sample: "look at a sample of what looks clean",
      all: "look at all that looks clean",
      frames: "look at a sample of the frames of all clips",
      left: "look at what of the clips was left out",
    },
  },
};
