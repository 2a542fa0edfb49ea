import { expect, test } from "vitest";
import { boxAt, framesOf, layOut, looked, mostOpen, placeAt, scaleFor, type Picture } from "./sheets";

const NOBODY = new Set<string>();
const VIEW = { width: 900, height: 640 };
const sheetsOf = (pictures: readonly Picture[], view: typeof VIEW, least: number) =>
  layOut(pictures, view, least).sheets;
const picture = (asset: string, width = 400, height = 300): Picture => ({ asset, frame: 0, width, height });

const part = (frame: number, x: number, y: number, side: number): Picture => ({
  ...picture("a"),
  frame,
  part: [x, y, side, side],
});

test("a face of the least size takes 24 pixels of the screen", () => {
  expect(12 * scaleFor(picture("a"), 12)).toBe(24);
  expect(48 * scaleFor(picture("a"), 48)).toBe(24);
});

test("parts of frames lie side by side, as large as each other, beside whole ones", () => {
  const view = { width: 400 * 2 + 3 * 124, height: 640 };
  const sheets = sheetsOf(
    [picture("a"), part(3, 10, 20, 40), part(4, 0, 0, 60), part(3, 90, 20, 240)],
    view,
    12,
  );
  expect(sheets).toHaveLength(1);
  const [whole, ...parts] = sheets[0]!;
  expect(whole!.width).toBe(400);
  expect(parts.map((piece) => piece.width * scaleFor(piece.picture, 12))).toEqual([120, 120, 120]);
  const found = placeAt(sheets[0]!, parts[0]!.left + 60, parts[0]!.top + 60, 12)!;
  expect([found.picture.frame, ...found.at]).toEqual([3, 30, 40]);
});

test.each([
  [12, 400, 300],
  [12, 6000, 4000],
  [24, 1920, 1080],
  [48, 333, 5000],
])("from %d pixels on every pixel of %d x %d is on a sheet, within the screen", (least, width, height) => {
  const sheets = sheetsOf([picture("a", width, height)], VIEW, least);
  const scale = scaleFor(picture("a"), least);
  const covered = (at: number, along: "x" | "y", length: "width" | "height") =>
    sheets.flat().some((piece) => piece[along] <= at && at < piece[along] + piece[length]);
  for (let x = 0; x < width; x += 7) expect(covered(x, "x", "width")).toBe(true);
  for (let y = 0; y < height; y += 7) expect(covered(y, "y", "height")).toBe(true);
  for (const piece of sheets.flat()) {
    expect(piece.left + piece.width * scale).toBeLessThanOrEqual(VIEW.width + 0.5);
    expect(piece.top + piece.height * scale).toBeLessThanOrEqual(VIEW.height + 0.5);
    expect(piece.x + piece.width).toBeLessThanOrEqual(width);
    expect(piece.y + piece.height).toBeLessThanOrEqual(height);
  }
});

test("a face on a seam is whole in one of the pieces", () => {
  const pieces = sheetsOf([picture("a", 2000, 300)], VIEW, 12).flat();
  for (let x = 0; x < 1980; x += 3)
    expect(pieces.some((piece) => piece.x <= x && x + 20 <= piece.x + piece.width)).toBe(true);
});

test("small pictures share a sheet", () => {
  const sheets = sheetsOf(
    ["a", "b", "c", "d", "e"].map((id) => picture(id)),
    VIEW,
    24,
  );
  expect(sheets.map((sheet) => sheet.map((piece) => piece.picture.asset).join(""))).toEqual(["abcd", "e"]);
});

test("a picture that does not fit goes on another sheet, and what follows fills the room beside it", () => {
  const pictures = ["a", "b", "c"].map((id) => picture(id, 300, 300));
  const sheets = sheetsOf([...pictures, picture("small", 100, 300)], VIEW, 12);
  expect(sheets.map((sheet) => sheet.map((piece) => piece.picture.asset))).toEqual([
    ["a", "small"],
    ["b"],
    ["c"],
  ]);
});

test("no two pieces of a sheet lie on each other", () => {
  const mixed = Array.from({ length: 60 }, (_, i) =>
    picture(`${i}`, 60 + ((i * 37) % 400), 50 + ((i * 53) % 270)),
  );
  for (const sheet of sheetsOf(mixed, VIEW, 12))
    for (const [i, one] of sheet.entries())
      for (const other of sheet.slice(i + 1))
        expect(
          one.left + one.width * 2 <= other.left ||
            other.left + other.width * 2 <= one.left ||
            one.top + one.height * 2 <= other.top ||
            other.top + other.height * 2 <= one.top,
        ).toBe(true);
});

test("sheets stay as they are when the list goes on", () => {
  const list = Array.from({ length: 90 }, (_, i) => picture(`${i}`, 200 + ((i * 37) % 300), 150));
  const { sheets, pending } = layOut(list.slice(0, 50), VIEW, 12, false);
  expect(sheets.length).toBeGreaterThan(3);
  expect(layOut(list, VIEW, 12).sheets.slice(0, sheets.length)).toEqual(sheets);
  const shown = new Set(sheets.flat().map((piece) => piece.picture.asset));
  expect(list.slice(0, 50).every(({ asset }) => shown.has(asset) || pending.has(asset))).toBe(true);
});

test("a picture counts as looked through when all of its pieces were", () => {
  const sheets = sheetsOf([picture("a", 1000, 300), picture("b", 100, 100)], VIEW, 12);
  expect(sheets.length).toBeGreaterThan(1);
  expect(looked(sheets, new Set([0]), NOBODY)).not.toContain("a");
  const all = new Set(sheets.keys());
  expect(looked(sheets, all, NOBODY).sort()).toEqual(["a", "b"]);
  expect(looked(sheets, all, new Set("b"))).toEqual(["a"]);
});

test("a clip is looked at once a second", () => {
  expect(framesOf(75, 3)).toEqual([0, 25, 50]);
  expect(framesOf(1, null)).toEqual([0]);
  expect(framesOf(100, 3.6)).toHaveLength(4);
});

test("a spot on the sheet is a place in the picture", () => {
  const sheets = sheetsOf([picture("a", 1000, 300)], VIEW, 12);
  const second = sheets.findIndex((sheet) => sheet[0]!.x > 0);
  const { x, left } = sheets[second]![0]!;
  expect(placeAt(sheets[second]!, left + 20, 40, 12)).toMatchObject({ at: [x + 10, 20] });
  expect(placeAt(sheets[second]!, 899, 639, 12)).toBeNull();
});

test("the more pictures are clean, the fewer of the rest can hold somebody", () => {
  expect(mostOpen(1)).toBeCloseTo(0.95);
  expect(mostOpen(59)).toBeCloseTo(0.05, 3);
  expect(mostOpen(300)).toBeLessThan(0.01);
});

test("a box that is drawn from any corner ends where its piece ends", () => {
  const sheet = sheetsOf([picture("a", 100, 80)], VIEW, 12)[0]!;
  const [corner, beyond] = [
    { x: 180, y: 100 },
    { x: 400, y: 40 },
  ];
  expect(boxAt(sheet, corner, beyond, 12)?.box).toEqual([90, 20, 10, 30]);
  expect(boxAt(sheet, beyond, corner, 12)).toBeNull();
  expect(boxAt(sheet, corner, { x: 180, y: 140 }, 12)).toBeNull();
});

test("a box whose first corner is beside a picture is in the one where its middle is", () => {
  const sheet = sheetsOf([picture("a", 100, 80)], VIEW, 12)[0]!;
  expect(boxAt(sheet, { x: 203, y: 40 }, { x: 160, y: 100 }, 12)?.box).toEqual([80, 20, 20, 30]);
  expect(boxAt(sheet, { x: -3, y: -2 }, { x: 40, y: 60 }, 12)?.box).toEqual([0, 0, 20, 30]);
});
