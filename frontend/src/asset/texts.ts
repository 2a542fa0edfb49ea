/** The asset page's part of the catalogue of texts. */
import { pick } from "../texts/language";
import { count, many } from "../texts/numbers";

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** "1:15", whole seconds. */
const short = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

const KINDS: Record<string, string> = {
  gap: "Gaps",
  boundary: "At cuts",
  disagree: "One network only",
  weak: "Weak",
  short: "Short",
  ended: "Vanish",
  born: "Appear",
  small: "Small",
};

const PLURALS: Record<string, string> = {
  face: "faces",
  license_plate: "license plates",
  person: "people",
  vehicle: "vehicles",
  screen: "screens",
};

export const assetTexts = {
  back: "Back to the pictures",
  views: {
    edit: "Edit",
    preview: "Preview",
    original: "Original",
    label: "What is shown",
    compare: "Compare: marks on the left, as exported on the right",
  },
  saved: {
    saved: "Saved",
    saving: "Saving",
    offline: (n: number) => `Offline, ${many(n, "change", "changes")} kept here`,
    unkept: "Offline, not kept: leave this page open",
    conflict: (n: number) => `${many(n, "change waits", "changes wait")} for your choice`,
    refused: "Not taken",
  },
  unsent: {
    says: (n: number) => `Changes of yours on ${many(n, "picture", "pictures")} are not sent yet.`,
    conflict: (n: number) => `Changes of yours on ${many(n, "picture", "pictures")} wait for your choice.`,
    open: "Open",
  },
  here: (names: string[]) => `${names.join(", ")} ${names.length === 1 ? "is" : "are"} here`,
  othersSaved: "Somebody else has saved changes. You see them now.",
  stage: (name: string) => `${name}: objects on the picture. Tab goes to the next that needs you.`,
  object: (name: string, state: string, why: string) => `${name}, ${state}${why ? `: ${why}` : ""}`,
  candidate: (score: string) => `${score}, below the threshold. Click to make it an object.`,
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
    none: (mayEdit: boolean) =>
      mayEdit ? "Nothing was found here. Press A to add somebody who was missed." : "Nothing is marked here.",
    below: (n: number, doubtful: number) =>
      doubtful === 0
        ? `${n} below the threshold`
        : `${many(doubtful, "doubtful find", "doubtful finds")}, ${n} below the threshold`,
    show: "Show",
    hide: "Hide",
    keptWhy: (n: number) =>
      n > 1 ? `Why do these ${n} stay visible?` : "Why does this person stay visible?",
    keptQuick: ["consent", "public figure", "not a real person", "print or screen"],
    keep: "Keep visible",
    decisions: { redact: "Hide", undecided: "Leave undecided", keep: "Keep visible" },
  },
  flags: {
    gap: (n: number) => `gap of ${many(n, "frame", "frames")}`,
    short: (n: number) => `only ${many(n, "frame", "frames")}`,
    born: "appears mid-picture",
    ended: "vanishes mid-picture",
    more: (gravest: string, n: number) => (n ? `${gravest} and ${n} more` : gravest),
    score: (score: string) => `score ${score}`,
    person: "added by hand",
    import: "imported",
  },
  people: {
    title: "People in this video",
    panel: "People or doubtful moments",
    tab: (n: number, undecided: number) => (undecided ? `People ${n}, ${undecided} open` : `People ${n}`),
    kind: (kind: string) => capital(PLURALS[kind] ?? "Objects"),
    acts: "What can be done to the chosen ones",
    chosen: (n: number) => `${n} chosen`,
    merge: "Merge",
    chooseAll: "Choose all",
    chooseOpen: "Choose open",
    one: (name: string, state: string, span: string, why: string) =>
      [name, state.toLowerCase(), span, why].filter(Boolean).join(", "),
    /** "0:04 – 0:09", or frames until the times are known. */
    span: (
      { times, known }: { times: readonly number[]; known: boolean },
      [first, last]: [number, number],
    ) => {
      const [from, to] = known ? [short(times[first] ?? 0), short(times[last] ?? 0)] : [first, last];
      return from === to ? `${from}` : `${from} – ${to}`;
    },
    doubts: (n: number) => many(n, "doubt", "doubts"),
  },
  strips: {
    title: "Doubtful moments side by side",
    which: "Which moments",
    kind: (kind: string, n: number) => `${KINDS[kind] ?? "Others"} ${count(n)}`,
    certain: (n: number, sample: number) => `${many(n, "looks", "look")} certain · a sample of ${sample}`,
    none: "No moment needs you.",
    rest: (n: number) =>
      `${many(n, "gap that was filled in looks", "gaps that were filled in look")} certain. Look at a sample.`,
    choose: "Choose moments first: a click, the arrows with Shift, or Ctrl+A.",
    chosen: (n: number) => `${many(n, "moment", "moments")} chosen`,
  },
  moments: {
    title: "Doubtful moments",
    tab: (n: number) => `Moments ${n}`,
    open: (n: number) => `not covered for ${many(n, "frame", "frames")}`,
    cut: "a cut: is anybody else there?",
    none: "Nothing about these tracks is doubtful.",
    one: (says: string, name: string, frame: number, done: boolean) =>
      `${says}, ${name}, ${done ? "looked at" : `frame ${frame}`}`,
    done: "Every moment was looked at.",
    lead: (name: string, says: string) => `${name}: ${says}.`,
  },
  tracks: {
    title: "What can be done to the chosen tracks",
    none: "No track chosen",
    chosen: (n: number) => `${n} chosen`,
    hide: "Hide",
    keep: "Keep",
    acts: {
      hide: "Hide in every frame",
      keep: "Keep visible in every frame",
      merge: "Merge into one",
      split: "Split at the playhead",
      extendStart: "Begin earlier, or at the playhead",
      extendEnd: "Last longer, or up to the playhead",
      bridge: "Bridge the gap",
      follow: "Follow it from the playhead on",
      remove: "Delete",
    } as Partial<Record<string, string>>,
    mergeTwo: "Choose two or more tracks to merge them.",
    mergeAlike: "Only tracks of one label become one.",
    splitWhere: "Put the playhead inside the track to split it.",
    noGap: "This track has no gap.",
    cannotExtend: "There is nothing to extend here.",
    followWhom: "Choose one track, and a frame in which it is there, to follow it from there.",
    follows: (done: number) => (done ? `Following, ${done} %` : "Following"),
    stopFollowing: "Stop following",
    followed: {
      end: (frame: number) => `Followed up to frame ${frame}.`,
      cut: (frame: number) => `Followed up to a cut at frame ${frame}.`,
      left: (frame: number) => `Followed until it left the picture, at frame ${frame}.`,
      lost: (frame: number) => `Lost at frame ${frame}. Set it right there, and follow it on.`,
    },
    followedNowhere: "It could not be followed from here. Draw the box closer around it.",
    followTooLong: "Following takes too long. Look at the jobs.",
  },
  threshold: {
    title: (label: string, kind: string) => `Threshold for ${PLURALS[kind] ?? label.toLowerCase()}`,
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
  zones: {
    title: "Zones",
    one: (kind: "hide" | "keep", says: string) =>
      `${kind === "hide" ? "Always hidden" : "Nothing hidden in it"}${says ? `: ${says}` : ""}`,
    see: "See them in the policy",
    change: "Change them in the policy",
    draw: "Draw one in the policy",
  },
  notes: "What was changed on the way in",
  comments: {
    title: "Comments",
    placeholder: "Say something about this picture",
    on: (place: string) => (place ? `Say something about ${place}` : "Say something about this picture"),
    place: (name: string, frame: number | null) =>
      [name, frame === null ? "" : `frame ${frame}`].filter(Boolean).join(", "),
    send: "Send",
    resolve: "Done",
    reopen: "Not done",
    showDone: (n: number) => `${n} done`,
    hideDone: "Hide done",
    gone: "Somebody who left",
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
    someoneElse: "You changed this last, so somebody else approves it.",
    waits: "It waits for somebody else's review.",
    asked: (who: string) => `${who} asked for changes`,
    somebody: "Somebody",
    approvedBy: (who: string) => (who ? `Approved by ${who}.` : "Approved."),
    selfApproved: "By the person who changed it last; the manifest says so.",
    rendering: "The anonymized file is being made.",
    ready: "Ready for export.",
    excluded: "Left out.",
    allDone: "Nobody else needs you in this project.",
  },
  states: {
    processing: "This is still being searched. It opens by itself when it is ready.",
    failed: "This could not be read.",
    noOriginals: "You see the redacted picture: seeing originals is a right that a manager gives.",
    noPreview: "The preview is being made.",
    exported: "As exported",
    still: "One redacted still. The video itself is being redacted.",
    playingPreview: "Stop to see the exact pixels",
    noRedacted: "There is no redacted picture to show yet.",
    withheld: "Not approved yet. You see it redacted once somebody has approved it.",
  },
  conflict: {
    title: "Two people changed the same object",
    says: "Everything else is saved. Which one stays?",
    mine: "Mine",
    theirs: "Theirs",
    keep: { mine: "Keep mine", theirs: "Keep theirs" },
    gone: "Deleted",
    one: (label: string, state: string, reason: string, size: string, at: string) =>
      `${label}, ${state.toLowerCase()}${reason ? ` (${reason})` : ""}; ${size} pixels at ${at}`,
  },
  hints: {
    lead: (name: string, why: string) => (why ? `${name}: ${why}.` : `${name} needs you.`),
    done: "Everybody here is decided.",
    nothing: "Nothing was found here.",
    chosen: (n: number) => `${n} are chosen.`,
    waiting: (n: number) => (n === 1 ? "One needs you." : `${n} need you.`),
    acts: {
      hide: "hide",
      notPerson: "not a person",
      keep: "keep visible",
      add: "add a missed one",
      next: "next that needs you",
      approve: "submit or approve",
      fine: "fine, stays as it is",
      nextMoment: "next moment",
      strips: "side by side",
      bridge: "bridge the gap",
      extendStart: "begin earlier",
      extendEnd: "last longer",
      split: "split",
      merge: "merge",
    } as Partial<Record<string, string>>,
  },
  player: {
    play: "Play",
    stop: "Stop",
    back: "Previous frame",
    forward: "Next frame",
    speed: "Speed",
    loop: "Looping a second, at half speed",
    noLoop: "Stop looping",
    frame: (frame: number, all: number) => `frame ${frame} of ${all}`,
  },
  timeline: {
    title: "Tracks",
    tracks: (n: number) => many(n, "track", "tracks"),
    track: (name: string, state: string, doubts: string[]) =>
      [name, state.toLowerCase(), ...doubts.slice(0, 3)].join(", "),
    below: (n: number) => many(n, "candidate", "candidates"),
    order: "Order of the tracks",
    byRisk: "Riskiest",
    byTime: "First",
    zoom: { in: "Show a shorter stretch (Ctrl and wheel)", out: "Show a longer stretch (Ctrl and wheel)" },
    playhead: "Playhead",
    at: (frame: number, time: string) => `frame ${frame}, ${time}`,
  },
  film: "Pictures around this one",
  needsYou: (name: string) => `${name}, needs you`,
  where: (at: number, all: number) => `${at} of ${all}`,
  size: (width: number, height: number) => `${width} × ${height}`,
  frames: (n: number) => many(n, "frame", "frames"),
};

export const say = pick("asset", assetTexts);
