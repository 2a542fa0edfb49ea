/** Texts that every page shares. */

export const frameTexts = {
  product: "Moretta",
  title: (page: string) => `${page} · Moretta`,

  nav: {
    main: "Main",
    skip: "Skip to the content",
    projects: "All projects",
    pictures: "Pictures",
    jobs: "Jobs",
    exports: "Exports",
    compare: "Compare",
    policy: "Policy and settings",
    members: "Members",
    keys: "Keyboard",
    account: (name: string) => `${name}: account`,
  },

  common: {
    save: "Save",
    saved: "Saved",
    cancel: "Cancel",
    close: "Close",
    delete: "Delete",
    copy: "Copy",
    copied: "Copied",
    retry: "Try again",
    more: "Show more",
    loading: "Loading",
    none: "None",
    minutes_left: (n: number) =>
      n < 90 ? `About ${n} min left at your pace.` : `About ${Math.round(n / 60)} h left at your pace.`,
    by: (name: string) => `by ${name}`,
    somebody: "somebody who has left",
  },

  keyboard: {
    title: "Keyboard",
    says: "Every act has a key. Press ? or F1 to see them here.",
    caps: { Escape: "Esc", Delete: "Del", Ctrl: "Ctrl", Shift: "Shift", Space: "Space" },
    groups: { everywhere: "Everywhere", pictures: "Pictures", asset: "One picture or video" },
  },

  errors: {
    no_answer: "The server does not answer.",
    answered: (status: number) => `The server answered ${status}. Try again in a moment.`,
    stopped: "Stopped.",
    not_found: "This is not here.",
    not_found_says: "It was deleted, or it is not yours to see.",
    not_found_act: "All projects",
    failed: "This could not be read.",
    offline: "Offline.",
    offline_says: "The server does not answer. The page goes on by itself when it is back.",
    crashed: "The page stumbled.",
    crashed_says: "Nothing on the server is lost. Reload the page to go on.",
    reload: "Reload",
    worker_copy: "Copy command",
  },

  hints: {
    done: "Got it",
    open: "opens the first one that needs you",
    select: "selects a picture, with Shift a range",
    find: "finds by name",
    keys: "shows all keys",
  },
};
