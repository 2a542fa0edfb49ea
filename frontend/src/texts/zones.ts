/** Texts of the zones of a policy. */

export const zoneTexts = {
  zones: {
    title: "Zones",
    says: "Parts of every picture that are always hidden, such as a logo, or in which nothing that was found is, such as a billboard.",
    picture: "Drawn on",
    search: "Search by name",
    found: (n: number, more: boolean) =>
      n === 0 ? "No picture has this in its name." : more ? `The first ${n} are listed.` : `${n} found.`,
    no_picture: "Add a picture to draw on. By numbers it works without.",
    kind: "A new zone",
    kinds: { hide: "Hides", keep: "Keeps" },
    act: "Add a zone",
    how: "Draw with the mouse. A zone that has the focus moves with the arrows, grows with Shift, and goes with Delete.",
    full: "There are as many zones as a policy can have.",
    list: "Zones of this policy",
    none: "No zones.",
    name: (n: number, kind: string, says: string) => `Zone ${n}: ${kind}${says ? `, ${says}` : ""}`,
    place: (x: number, y: number, w: number, h: number) =>
      `${x} % from the left, ${y} % from the top, ${w} % wide, ${h} % high`,
    what: "What it is for",
    why: "Why nothing is hidden in it",
    needs_why: "Say why: it stays on record.",
    where: "Holds for",
    project: "All pictures of the project",
    dataset: (name: string) => `The dataset ${name}`,
    asset: (name: string) => `Only ${name}`,
    other_asset: "One picture alone",
    numbers: ["Left %", "Top %", "Width %", "Height %"],
    remove: (n: number) => `Delete zone ${n}`,
    corner: "Drag to change the size",
  },
};
