import { useQueries } from "@tanstack/react-query";
import { Link } from "react-router";
import { huntState } from "../../api/calls";
import type { HuntState, Project } from "../../api/contract";
import { keys } from "../../api/queries";
import { texts } from "../../texts";
import { count, decimal } from "../../texts/numbers";
import { Part } from "../../ui/Shell";

const say = texts.inspector;

/** How many were looked through for who was missed, how many only a sample speaks for, and how many nobody has. */
export function LookedPart({ project }: { project: Project }) {
  const known = useQueries({
    queries: project.datasets.map(({ id }) => ({
      queryKey: keys.hunt(id),
      queryFn: () => huntState(id),
    })),
  });
  const states = known.flatMap(({ data }) => data ?? []);
  if (!states.length || states.length < known.length) return null;
  const sum = (of: (state: HuntState) => number) => states.reduce((all, state) => all + of(state), 0);
  const sampled = sum((state) => (state.at_most === null ? 0 : state.clean));
  const seen = sum(({ seen }) => seen);
  const films = states.map(({ film }) => film).filter(({ at_most }) => at_most !== null);
  const frames = films.reduce((all, film) => all + film.frames, 0);
  const spoken = films.reduce((all, film) => all + film.clips - film.seen, 0); // clips that nobody looked through
  const open = sum(({ doubtful, clean }) => doubtful + clean) - sampled - spoken;
  if (!seen && !open && !sampled) return null;
  const most = Math.max(...states.map(({ at_most }) => at_most ?? 0));
  return (
    <Part
      title={say.looked}
      end={
        project.acts.includes("annotate") && (
          <Link className="text" to={`/p/${project.id}/hunt`}>
            {texts.hunt.page}
          </Link>
        )
      }
    >
      <dl className="sums plain">
        <dt>{say.looked_seen}</dt>
        <dd>{count(seen)}</dd>
        {sampled > 0 && (
          <>
            <dt>{say.looked_sampled(decimal(100 * most, 1))}</dt>
            <dd>{count(sampled)}</dd>
          </>
        )}
        {frames > 0 && (
          <>
            <dt>
              {say.looked_frames(decimal(100 * Math.max(...films.map(({ at_most }) => at_most ?? 0)), 1))}
            </dt>
            <dd>{count(frames)}</dd>
          </>
        )}
        <dt>{say.looked_not}</dt>
        <dd>{count(open)}</dd>
      </dl>
    </Part>
  );
}
