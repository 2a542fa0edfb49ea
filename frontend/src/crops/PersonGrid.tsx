/**
 * The people of a dataset, one entry each: a row of a grid whose first cell is the person, the others where they are
 * seen. Arrows walk, Space chooses; an object or a whole person is dragged to where it belongs.
 */

import {
  useEffect,
  useRef,
  useState,
  type DragEvent,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
} from "react";
import type { Crop } from "../api/contract";
import { texts } from "../texts";
import { StateGlyph } from "../ui/StateGlyph";
import { CropPicture } from "./CropPicture";
import type { Person } from "./persons";
import "./persons.css";

const say = texts.persons;
/** Objects of a person that are shown before the row is unfolded. */
const SHOWN = 24;
const SIDE = 80; // pixels

export interface Choice {
  /** Keys of whole persons. */
  persons: ReadonlySet<string>;
  /** Ids of single objects. */
  objects: ReadonlySet<string>;
}

export const NONE: Choice = { persons: new Set(), objects: new Set() };

interface Props {
  persons: readonly Person[];
  choice: Choice;
  onChoose(choice: Choice): void;
  nameOf(crop: Crop): string;
  /** These came on the screen. */
  onShow(ids: string[]): void;
  /** Objects were dropped on a person, or (undefined) where nobody is. */
  onDrop(ids: readonly string[], on: Person | undefined): void;
}

/** Where the keys stand: a person, and an object of theirs or (-1) the person as a whole. */
interface At {
  person: string | undefined;
  cell: number;
}

export function PersonGrid({ persons, choice, onChoose, nameOf, onShow, onDrop }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const [marked, setAt] = useState<At>({ person: undefined, cell: -1 });
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const [over, setOver] = useState<string>();
  const drawn = persons.map(({ key, members }) => `${key} ${members.length} ${unfolded.has(key)}`).join();
  useShown(list, drawn, onShow);

  const row = Math.max(
    0,
    persons.findIndex((person) => person.key === marked.person),
  );
  const shownOf = (person: Person) =>
    unfolded.has(person.key) ? person.members : person.members.slice(0, SHOWN);
  const current = persons[row];
  const cell = current ? Math.min(marked.cell, shownOf(current).length - 1) : -1;
  const goTo = (person: Person | undefined, to: number) => {
    if (!person) return;
    setAt({ person: person.key, cell: to });
    document.getElementById(idOf(person, to))?.scrollIntoView({ block: "nearest" });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!current || event.altKey || event.ctrlKey || event.metaKey) return;
    const last = shownOf(current).length - 1;
    const acts: Record<string, () => void> = {
      ArrowDown: () => goTo(persons[row + 1], -1),
      ArrowUp: () => goTo(persons[row - 1], -1),
      ArrowRight: () => (cell < last ? goTo(current, cell + 1) : goTo(persons[row + 1], -1)),
      ArrowLeft: () => cell >= 0 && goTo(current, cell - 1),
      " ": () => onChoose(turned(choice, current, cell)),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const press = (event: MouseEvent, person: Person, to: number) => {
    list.current?.focus({ preventScroll: true });
    setAt({ person: person.key, cell: to });
    const adds = event.shiftKey || event.ctrlKey || event.metaKey || to >= 0;
    onChoose(turned(adds ? choice : NONE, person, to));
  };
  const drag = (event: DragEvent, person: Person, object: Crop | undefined) => {
    const many = object && choice.objects.has(object.id) ? [...choice.objects] : undefined;
    const ids = many ?? (object ? [object.id] : person.members.map((one) => one.id));
    event.dataTransfer.setData("text/plain", ids.join());
    event.dataTransfer.effectAllowed = "move";
  };
  const target = (person: Person | undefined) => ({
    "data-over": over === (person?.key ?? "") || undefined,
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(person?.key ?? "");
    },
    onDragLeave: () => setOver(undefined),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(undefined);
      const ids = event.dataTransfer.getData("text/plain").split(",").filter(Boolean);
      if (ids.length) onDrop(ids, person);
    },
  });

  return (
    <>
      <div
        ref={list}
        className="persons"
        role="grid"
        aria-multiselectable="true"
        aria-label={say.grid}
        aria-activedescendant={current && idOf(current, cell)}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {persons.map((person, index) => (
          <div
            key={person.key}
            role="row"
            className="person-row"
            aria-selected={choice.persons.has(person.key)}
            data-person={person.key}
            {...target(person)}
          >
            <div
              id={idOf(person, -1)}
              role="rowheader"
              className="person-name"
              draggable
              data-current={(index === row && cell === -1) || undefined}
              onClick={(event) => press(event, person, -1)}
              onDragStart={(event) => drag(event, person, undefined)}
            >
              <b>{say.person(index + 1)}</b>
              <span className="three">{say.times(person.members.length)}</span>
            </div>
            {shownOf(person).map((object, place) => (
              <div
                key={object.id}
                id={idOf(person, place)}
                role="gridcell"
                className="crop"
                draggable
                data-crop={object.id}
                data-open={object.hidden ? undefined : true}
                data-current={(index === row && cell === place) || undefined}
                aria-label={nameOf(object)}
                title={nameOf(object)}
                aria-selected={choice.objects.has(object.id)}
                onClick={(event) => press(event, person, place)}
                onDragStart={(event) => drag(event, person, object)}
              >
                {object.crop ? (
                  <CropPicture crop={object} side={SIDE} />
                ) : (
                  <StateGlyph state="undecided" size={24} />
                )}
              </div>
            ))}
            {person.members.length > shownOf(person).length && (
              <div role="gridcell">
                <button
                  type="button"
                  className="text"
                  onClick={() => setUnfolded((before) => new Set([...before, person.key]))}
                >
                  {say.more(person.members.length - SHOWN)}
                </button>
              </div>
            )}
          </div>
        ))}
      </div>
      <div className="person-new two" {...target(undefined)}>
        {say.drop}
      </div>
    </>
  );
}

const idOf = (person: Person, cell: number) => `person-${person.key}-${cell < 0 ? "all" : cell}`;

/** The choice with a person, or one of their objects, turned over. */
function turned(choice: Choice, person: Person, cell: number): Choice {
  const flip = (before: ReadonlySet<string>, id: string) => {
    const after = new Set(before);
    if (!after.delete(id)) after.add(id);
    return after;
  };
  const object = person.members[cell];
  return object
    ? { ...choice, objects: flip(choice.objects, object.id) }
    : { ...choice, persons: flip(choice.persons, person.key) };
}

/** Tells which objects came on the screen, at least half of each; `drawn` names what is drawn. */
function useShown(list: RefObject<HTMLElement | null>, drawn: string, onShow: (ids: string[]) => void) {
  const latest = useRef(onShow);
  useEffect(() => {
    latest.current = onShow;
  });
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        const seen = entries.filter((entry) => entry.isIntersecting);
        if (seen.length) latest.current(seen.map((entry) => (entry.target as HTMLElement).dataset.crop!));
      },
      { threshold: 0.5 },
    );
    for (const tile of list.current?.querySelectorAll("[data-crop]") ?? []) observer.observe(tile);
    return () => observer.disconnect();
  }, [drawn, list]);
}
