import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { getProjectPresence } from "../../api/calls";
import type { Project } from "../../api/contract";
import { useMe } from "../../api/queries";
import { texts } from "../../texts";
import { Initial } from "../../ui/controls";
import { Part } from "../../ui/Shell";

/** Who else looks at a picture of this project at this moment. */
export function HereNow({ project }: { project: Project }) {
  const { data: me } = useMe();
  const { data } = useQuery({
    queryKey: ["presence", project.id],
    queryFn: () => getProjectPresence(project.id),
    refetchInterval: 15_000,
    retry: false,
  });
  if (!data) return null;
  const others = data.here.filter((person) => person.id !== me?.id);
  return (
    <Part title={texts.inspector.here}>
      {others.length === 0 ? (
        <p className="three">{texts.inspector.here_you}</p>
      ) : (
        <ul className="here">
          {others.map((person) => (
            <li key={`${person.id}${person.asset ?? ""}`} className="row">
              <Initial name={person.name} />
              <span className="clip">
                {person.name}{" "}
                {person.asset && (
                  <Link className="text" to={`/p/${project.id}/assets/${person.asset}`}>
                    {person.asset_name ?? texts.inspector.show}
                  </Link>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}
