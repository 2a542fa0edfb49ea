/** Whose work pictures are: the filter of the wall, and the choice of who is given the selected ones. */
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { ROLES, type Person, type Project } from "../../api/contract";
import { useMe, useMembers } from "../../api/queries";
import { texts } from "../../texts";

const say = texts.whose;
const LEAST = ROLES.indexOf("annotator");

/** Who may be given a picture of this project, by name. */
function useAnnotators(project: Project): Person[] {
  const { data: members } = useMembers({ project: project.id });
  return useMemo(() => {
    const able = (members ?? []).filter(
      (one) => one.sees_originals && ROLES.indexOf(one.role) >= LEAST && one.user.id,
    );
    const people = new Map(able.map(({ user }) => [user.id, { id: user.id, name: user.name || user.email }]));
    return [...people.values()].sort((a, b) => a.name.localeCompare(b.name));
  }, [members]);
}

/** Nothing where there is nobody to share the work with. */
export function WhoseFilter({ project }: { project: Project }) {
  const [search, setSearch] = useSearchParams();
  const people = useAnnotators(project);
  const { data: me } = useMe();
  const value = search.get("assignee") ?? "";
  if (people.length < 2 && !value) return null;
  const choose = (assignee: string) =>
    setSearch(
      (old) => {
        const next = new URLSearchParams(old);
        if (assignee) next.set("assignee", assignee);
        else next.delete("assignee");
        return next;
      },
      { replace: true },
    );
  return (
    <select
      className="filter-whose"
      aria-label={say.filter}
      value={value}
      onChange={(event) => choose(event.target.value)}
    >
      <option value="">{say.anybody}</option>
      <option value="me">{say.me}</option>
      <option value="nobody">{say.nobody}</option>
      {people
        .filter((one) => one.id !== me?.id)
        .map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
    </select>
  );
}

/** Gives the selected pictures to whom is chosen. Who may not review takes them or gives them back. */
export function AssignTo({
  project,
  onAssign,
}: {
  project: Project;
  onAssign: (assignee: string | null) => void;
}) {
  const people = useAnnotators(project);
  const { data: me } = useMe();
  if (people.length < 2) return null;
  const others = project.acts.includes("review") ? people.filter((one) => one.id !== me?.id) : [];
  return (
    <select
      aria-label={say.assign}
      value=""
      onChange={({ target }) => target.value && onAssign(target.value === "nobody" ? null : target.value)}
    >
      <option value="">{say.assign}</option>
      {me && people.some((one) => one.id === me.id) && <option value={me.id}>{say.to_me}</option>}
      {others.map((one) => (
        <option key={one.id} value={one.id}>
          {one.name}
        </option>
      ))}
      <option value="nobody">{say.to_nobody}</option>
    </select>
  );
}
