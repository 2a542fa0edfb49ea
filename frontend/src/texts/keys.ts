/** Texts of the part of the account page where keys are changed. */

export const keyTexts = {
  key_change: {
    title: "Keys",
    says: "Of one picture or clip, in this browser. Press a key's button, then the key that it shall be; Esc leaves it.",
    press: "Press a key",
    change: (act: string, cap: string) => `${act}: ${cap}. Change`,
    changed: (act: string, cap: string) => `${act}: ${cap} now.`,
    exchanged: (act: string, cap: string, other: string, free: string) =>
      `${act}: ${cap} now. “${other}” had it and is ${free} from here on.`,
    taken: (cap: string, other: string) =>
      `${cap} is “${other}”, which cannot take the other key in all of its modes. Change that one first.`,
    reserved: (cap: string) => `${cap} means something everywhere. Take another key.`,
    reset: "All as they were",
    was: (cap: string) => `was ${cap}`,
  },
};
