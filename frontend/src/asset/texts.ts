/** The asset page's part of the catalogue of texts. */

const many = (n: number, one: string, more: string) => `${n.toLocaleString("en")} ${n === 1 ? one : more}`;

export const say = {
  back: "Back to the pictures",
  views: { edit: "Edit", preview: "Preview", original: "Original", label: "What is shown" },
  saved: { saved: "Saved", saving: "Saving", offline: "Offline, kept here", refused: "Not taken" },
  here: (names: string[]) => `${names.join(", ")} ${names.length === 1 ? "is" : "are"} here`,
  othersSaved: "Somebody else has saved changes. You see them now.",
  stage: (name: string) => `${name}: objects on the picture. Tab goes to the next that needs you.`,
  object: (name: string, state: string, why: string) => `${name}, ${state}${why ? `: ${why}` : ""}`,
  tools: {
    label: "Tools",
    select: "Select and move",
    box: "Draw a box",
    ellipse: "Draw an oval",
    polygon: "Draw an outline",
    pan: "Move the picture",
    undo: "Undo",
    redo: "Redo",
  },
  objects: {
    title: "Objects",
    beside: (all: number, undecided: number) => (undecided ? `${all}, ${undecided} undecided` : String(all)),
    none: "Nothing was found here. Press A to add somebody who was missed.",
    below: (n: number) => `${n} below the threshold`,
    show: "Show",
    hide: "Hide",
    keptWhy: "Why does this person stay visible?",
    keptQuick: ["consent", "public figure", "not a real person", "print or screen"],
    keep: "Keep visible",
    decisions: { redact: "Hide", undecided: "Leave undecided", keep: "Keep visible" },
  },
  threshold: {
    title: (label: string) => `Threshold for ${label.toLowerCase()}`,
    found: (found: number, below: number) => `${found} found, ${below} below.`,
    moved: (to: string, more: number, fewer: number) => {
      const parts = [more && `hides ${more} more`, fewer && `lets ${fewer} go`].filter(Boolean);
      return parts.length
        ? `Moving it to ${to} ${parts.join(" and ")}.`
        : `Moving it to ${to} changes nothing here.`;
    },
    apply: "Apply here",
  },
  searched: {
    title: "Searched",
    run: (by: string) => `searched${by ? ` by ${by}` : ""}`,
    hand: (by: string) => `reviewed by hand${by ? `, ${by}` : ""}`,
    none: "not searched",
    byHand: "I looked",
    note: "Not searched is not nothing found: look at the whole picture, then say so.",
  },
  notes: "What was changed on the way in",
  comments: {
    title: "Comments",
    placeholder: "Say something about this picture",
    send: "Send",
    resolve: "Done",
  },
  review: {
    submit: "Submit for review",
    approve: "Approve",
    hideAndApprove: (n: number) => `Hide ${many(n, "undecided", "undecided")} and approve`,
    changes: "Ask for changes",
    changesWhy: "What should be different?",
    exclude: "Leave out",
    excludeWhy: "Why is it left out?",
    include: "Take in again",
    reopen: "Open again",
    self: "You may approve your own work in this project; the manifest says so.",
  },
  states: {
    processing: "This is still being searched. It opens by itself when it is ready.",
    failed: "This could not be read.",
    noOriginals: "You see the redacted picture: seeing originals is a right that a manager gives.",
    noPreview: "The preview is being made.",
    noRedacted: "There is no redacted picture to show yet.",
  },
  conflict: {
    title: "Two people changed the same object",
    says: "Everything else is saved. Which one stays?",
    mine: "Mine",
    theirs: "Theirs",
    gone: "deleted",
  },
  hints: {
    lead: (name: string, why: string) => (why ? `${name}: ${why}.` : `${name} needs you.`),
    done: "Everybody here is decided.",
    nothing: "Nothing was found here.",
  },
  where: (at: number, all: number) => `${at} of ${all}`,
  size: (width: number, height: number) => `${width} × ${height}`,
  frames: (n: number) => many(n, "frame", "frames"),
};
