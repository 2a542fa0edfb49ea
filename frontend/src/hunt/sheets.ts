/**
 * Contact sheets for the hunt: pictures side by side at one scale, as many as a screen holds. A picture that is larger than
 * the screen is shown piece by piece; pieces overlap, so that a face on a seam is seen whole in one of them. Pure.
 */

import { pack, type Size } from "./packing";

export interface Picture {
  asset: string;
  frame: number;
  /** In pixels of the picture. */
  width: number;
  height: number;
  /** Of this part alone (x, y, width, height) there is a picture. */
  part?: Box;
}

type Box = readonly [number, number, number, number];

/** A part of a picture (x, y, width, height in its pixels) and where it stands on the screen. */
export interface Piece {
  picture: Picture;
  x: number;
  y: number;
  width: number;
  height: number;
  left: number;
  top: number;
}

export type Sheet = readonly Piece[];

export const SEEN_AT = 24; // pixels that the smallest face to be found takes on the screen
export const GAP = 4;

export const TILE = 120; // pixels that the longer side of a part takes on the screen

export const keyOf = ({ asset, frame, part }: Pick<Picture, "asset" | "frame" | "part">) =>
  `${asset} ${frame}${part ? ` ${part.join()}` : ""}`;

/** Of whichever part of a frame. */
export const frameOf = ({ asset, frame }: Pick<Picture, "asset" | "frame">) => keyOf({ asset, frame });

/** What there is a picture of: all, or a part. */
export const boundsOf = ({ part, width, height }: Picture): Box => part ?? [0, 0, width, height];

/** How much pictures are enlarged so that a face of `least` pixels is seen at 24; parts are as large as each other. */
export const scaleFor = ({ part }: Picture, least: number) =>
  part ? TILE / Math.max(part[2], part[3]) : SEEN_AT / least;

/**
 * The sheets of pictures, in the order in which they are full. While the list of pictures is not `whole`, those that more may be
 * put on are held back: `pending` are the assets on them.
 */
export function layOut(
  pictures: readonly Picture[],
  view: Size,
  least: number,
  whole = true,
): { sheets: Sheet[]; pending: ReadonlySet<string> } {
  const parts = pictures.flatMap((picture) => {
    const scale = scaleFor(picture, least);
    return piecesOf(picture, view, least).map((part) => ({
      piece: { picture, ...part },
      width: part.width * scale,
      height: part.height * scale,
    }));
  });
  const [closed, open] = pack(parts, view, GAP);
  const shown = whole ? [...closed, ...open] : closed;
  const held = whole ? [] : open.flat();
  return {
    sheets: shown.map((sheet) => sheet.map(({ piece, left, top }) => ({ ...piece, left, top }))),
    pending: new Set(held.map(({ piece }) => piece.picture.asset)),
  };
}

/** A picture whole where it fits the view, else in as few equal pieces as fit. */
function piecesOf(picture: Picture, view: Size, least: number) {
  const scale = scaleFor(picture, least);
  const spans = (length: number, room: number) => spansOf(length, room / scale, least * 2);
  const [left, top, wide, high] = boundsOf(picture);
  return spans(high, view.height).flatMap(([y, height]) =>
    spans(wide, view.width).map(([x, width]) => ({ x: left + x, y: top + y, width, height })),
  );
}

/** Starts and lengths of stretches that cover `length`, none longer than `most`, each over the next by `overlap`. */
function spansOf(length: number, most: number, overlap: number): [number, number][] {
  if (length <= most) return [[0, length]];
  const lap = Math.min(overlap, most / 3);
  const count = Math.ceil((length - lap) / (most - lap));
  const size = Math.min(most, Math.ceil((length + (count - 1) * lap) / count));
  return Array.from({ length: count }, (_, i) => [Math.round((i * (length - size)) / (count - 1)), size]);
}

/** The assets all of whose pieces lie on sheets that were passed; of those that are `pending` more follow. */
export function looked(
  sheets: readonly Sheet[],
  passed: ReadonlySet<number>,
  pending: ReadonlySet<string>,
): string[] {
  const open = new Set(pending);
  const seen = new Set<string>();
  sheets.forEach((sheet, index) => {
    for (const { picture } of sheet) (passed.has(index) ? seen : open).add(picture.asset);
  });
  return [...seen].filter((asset) => !open.has(asset));
}

/** One frame a second of a clip. */
export function framesOf(frames: number, seconds: number | null): number[] {
  const count = Math.max(1, Math.ceil(seconds ?? 0));
  const step = frames / count;
  return [...new Set(Array.from({ length: count }, (_, i) => Math.min(frames - 1, Math.floor(i * step))))];
}

/** The spot of a sheet (screen pixels) as a place in a picture; null between pictures. */
export function placeAt(sheet: Sheet, x: number, y: number, least: number) {
  for (const piece of sheet) {
    const [inX, inY] = within(piece, x, y, scaleFor(piece.picture, least));
    if (inX >= 0 && inY >= 0 && inX < piece.width && inY < piece.height)
      return { picture: piece.picture, piece, at: [piece.x + inX, piece.y + inY] as [number, number] };
  }
  return null;
}

/**
 * The box between two corners, cut where the piece of the first one ends. Who begins beside a picture means the one in which
 * the middle lies.
 */
export function boxAt(
  sheet: Sheet,
  from: { x: number; y: number },
  to: { x: number; y: number },
  least: number,
) {
  const meant =
    placeAt(sheet, from.x, from.y, least) ?? placeAt(sheet, (from.x + to.x) / 2, (from.y + to.y) / 2, least);
  if (!meant) return null;
  const { piece, picture } = meant;
  const [start, end] = [from, to].map(({ x, y }) => {
    const [inX, inY] = within(piece, x, y, scaleFor(picture, least));
    return [
      piece.x + Math.min(piece.width, Math.max(0, inX)),
      piece.y + Math.min(piece.height, Math.max(0, inY)),
    ] as const;
  }) as [readonly [number, number], readonly [number, number]];
  const [left, top] = [Math.min(start[0], end[0]), Math.min(start[1], end[1])];
  const size = [Math.abs(start[0] - end[0]), Math.abs(start[1] - end[1])] as const;
  if (size[0] < 1 || size[1] < 1) return null;
  return { picture, box: [left, top, ...size] as [number, number, number, number] };
}

const within = (piece: Piece, x: number, y: number, scale: number) =>
  [(x - piece.left) / scale, (y - piece.top) / scale] as const;

/**
 * The share of further pictures that hold somebody, at most, when nobody was missed on so many and those that follow are no
 * more doubtful; true 95 times in 100.
 */
export const mostOpen = (clean: number): number => 1 - 0.05 ** (1 / clean);
