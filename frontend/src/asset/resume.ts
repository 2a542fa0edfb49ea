/** Where somebody stood in an asset, kept in this browser: they go on there the next time. */

export interface Place {
  object: string;
  frame: number;
}

const STORE = "moretta.places";
const MOST = 200; // assets

type Places = [asset: string, place: Place][];

function read(): Places {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORE) ?? "[]");
    return Array.isArray(stored) ? (stored as Places) : [];
  } catch {
    return [];
  }
}

export function placeIn(asset: string): Place | undefined {
  return read().find(([id]) => id === asset)?.[1];
}

/** Null: nobody is at hand any more, so there is nothing to go on with. */
export function rememberPlace(asset: string, place: Place | null): void {
  const others = read().filter(([id]) => id !== asset);
  try {
    localStorage.setItem(STORE, JSON.stringify(place ? [...others, [asset, place]].slice(-MOST) : others));
  } catch {
    return; // this browser keeps nothing
  }
}
