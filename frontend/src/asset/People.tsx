/** The people in this clip, a picture each: one decision is for every frame in which somebody is seen. */

import { memo } from "react";
import { texts } from "../texts";
import { Button } from "../ui/controls";
import { StateGlyph } from "../ui/StateGlyph";
import type { CropStyles } from "./crops";
import type { FrameTable } from "./frames";
import type { ActName } from "./keys";
import { Crop } from "./Objects";
import type { Group, Person } from "./people";
import { say } from "./texts";
import { useListbox } from "./useListbox";
import "./people.css";

interface Props {
  groups: Group[];
  selection: ReadonlySet<string>;
  crops: CropStyles;
  table: FrameTable;
  mayEdit: boolean;
  onGo(id: string): void;
  onSelect(ids: string[], add: boolean): void;
  onAct(act: ActName): void;
}

export const People = memo(function People(props: Props) {
  const { groups, selection, mayEdit } = props;
  const people = groups.flatMap((group) => group.people);
  if (!people.length) return <p className="two">{say.objects.none(mayEdit)}</p>;
  const chosen = people.filter((one) => selection.has(one.id));
  return (
    <>
      <div className="people">
        {groups.map((group) => (
          <PeopleGroup key={group.kind} {...props} group={group} />
        ))}
      </div>
      {mayEdit && chosen.length > 0 && (
        <div className="people-acts" role="group" aria-label={say.people.acts}>
          <b className="grow clip">
            {chosen.length === 1 ? chosen[0]!.name : say.people.chosen(chosen.length)}
          </b>
          {chosen.length > 1 && <Button onClick={() => props.onAct("merge")}>{say.people.merge}</Button>}
          <Button onClick={() => props.onAct("keep")}>{say.tracks.keep}</Button>
          <Button onClick={() => props.onAct("hide")}>{say.tracks.hide}</Button>
        </div>
      )}
    </>
  );
});

function PeopleGroup(props: Props & { group: Group }) {
  const { group, selection, crops, table, onSelect } = props;
  const ids = group.people.map((one) => one.id);
  const title = say.people.kind(group.kind);
  const box = useListbox({
    ids,
    selection,
    columns: 3,
    label: title,
    onChoose: props.onGo,
    onSelect,
  });
  const open = group.people.filter((one) => one.state === "undecided").map((one) => one.id);
  const choose = () => {
    onSelect(open.length ? open : ids, false);
    box.list.ref.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus(); // keys decide about them now
  };
  return (
    <section>
      <header className="people-head">
        <h3>{title}</h3>
        <span className="three">{say.objects.beside(ids.length, group.undecided)}</span>
        <span className="grow" />
        {props.mayEdit && ids.length > 1 && (
          <button type="button" className="text" onClick={choose}>
            {open.length && open.length < ids.length ? say.people.chooseOpen : say.people.chooseAll}
          </button>
        )}
      </header>
      <ul {...box.list} className="people-grid">
        {group.people.map((person) => (
          <li
            key={person.id}
            {...box.option(person.id)}
            className={`person ${person.state}`}
            title={person.why}
            onClick={(event) => box.press(event, person.id)}
          >
            <span className="only-heard">
              {say.people.one(
                person.name,
                texts.states[person.state],
                say.people.span(table, person.frames),
                person.why,
              )}
            </span>
            <span className="portrait" aria-hidden="true">
              <Crop style={crops.get(person.id)} chip={person.chip} />
              <span className={`badge ${person.state}`}>
                <StateGlyph state={person.state} size={14} />
                {person.name.replace(/^\D+/, "")}
              </span>
            </span>
            <span className="when clip" aria-hidden="true">
              {say.people.span(table, person.frames)}
            </span>
            <span
              className={`clip ${person.state === "undecided" ? "undecided-text" : "three"}`}
              aria-hidden="true"
            >
              {lineOf(person)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is said below a picture: the doubt, the reason, or what was decided. */
function lineOf({ state, why, doubts }: Person): string {
  if (state === "undecided" || (state === "kept" && why)) return why;
  return doubts ? say.people.doubts(doubts) : texts.states[state];
}
