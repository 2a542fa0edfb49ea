/** Texts of the page that says what is left of people in what was redacted. */

export const proofTexts = {
  proofs: {
    page: "What is left",
    heading: "What is left of people?",
    says: "Files that may leave are held against their originals: who is still found, who can be told apart and by whom, what undoing gives back, what was changed besides. Nothing in them changes.",
    blind: "You may not see originals: the reports show you figures, and no pictures.",
    reader: "Starting a proof needs the role annotator and the right to see originals.",
    of: "Of what",
    of_dataset: (name: string) => `${name}, as it is ready now`,
    of_export: (n: number | string, name: string) => `Export ${n} of ${name}`,
    act: "Measure",
    none: "Nothing is measured yet.",
    none_says: "Approve some pictures or clips first; when they are redacted, measure what is left in them.",
    running: "Measuring",
    running_says: "Some minutes for a hundred faces. You can leave this page.",
    failed: "This proof failed.",
    earlier: "Proofs",
    title: (of: string, when: string) => `${of}, ${when}`,
    measured: (files: number, objects: number) =>
      `${files.toLocaleString("en")} ${files === 1 ? "file" : "files"}, ${objects.toLocaleString("en")} hidden`,
    summary: "In short",
    rows: {
      looked_at: "Looked at",
      again: "Found on what is hidden",
      elsewhere: "Found elsewhere",
      linked: "Told apart",
      undone: "Undone",
      plates: "Plate characters still read",
      equal: "Unchanged besides",
      carriers: "Files that carry more than pixels",
    },
    of_all: (n: number, all: number) => `${n.toLocaleString("en")} of ${all.toLocaleString("en")}`,
    looked_pictures: (n: string) => `pictures: ${n}`,
    looked_clips: (n: string, frames: string) => `clips: ${n}, in them ${frames} frames, evenly chosen`,
    against: (n: number, control: number | null) =>
      control === null
        ? n.toLocaleString("en")
        : `${n.toLocaleString("en")}, ${control.toLocaleString("en")} of them in the control`,
    look: (n: number) => (n === 0 ? "nobody" : `${n.toLocaleString("en")}: look at each`),
    characters: (read: number, all: number) => `${read.toLocaleString("en")} of ${all.toLocaleString("en")}`,
    equal: (percent: number, psnr: number | undefined) =>
      `${percent.toFixed(1)} % of the pixels${psnr === undefined ? "" : `, PSNR ${psnr.toFixed(1)} dB`}`,
    report: "The report",
    report_of: (of: string) => `The report on ${of}`,
    save_page: "Save the page",
    save_figures: "Save the figures (JSON)",
    alone: "Open alone",
    faces: "It shows faces, clear ones too. Keep it where the originals are.",
    gone: "Something in this dataset was deleted since, so the report is kept no more; the figures stay. Measure again.",
    link: "See what is left",
    link_says: "Measure who could still be recognized in what leaves.",
  },
};
