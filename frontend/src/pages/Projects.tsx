import { Link } from "react-router";
import { useMe, useProjects } from "../api/queries";
import type { Me, Project } from "../api/contract";
import { texts } from "../texts";
import { ButtonLink } from "../ui/controls";
import { Page } from "../ui/Shell";
import { Empty, Failed } from "../ui/states";
import { StateGlyph } from "../ui/StateGlyph";
import { WorkerNotice } from "./WorkerNotice";
import "./projects.css";

const say = texts.projects;

/** Where somebody may make a project: the organizations in which the role reaches manager. */
export function organizationsToCreateIn(me: Me | undefined): Me["organizations"] {
  return (me?.organizations ?? []).filter(({ role }) => role === "manager" || role === "owner");
}

export default function Projects() {
  const { data: projects, error, refetch } = useProjects();
  const { data: me } = useMe();
  const mayCreate = organizationsToCreateIn(me).length > 0;
  const create = (
    <ButtonLink look="go" big={Boolean(projects?.length)} to="/projects/new">
      {say.new}
    </ButtonLink>
  );
  return (
    <Page title={say.page} about={me?.organizations.map(({ name }) => name).join(", ")}>
      <div className="scroll">
        <WorkerNotice />
        {error && !projects ? (
          <Failed error={error} onRetry={() => void refetch()} />
        ) : projects?.length === 0 ? (
          <Empty
            drawing="pictures"
            title={say.empty}
            says={mayCreate ? say.empty_says : say.empty_reader}
            act={mayCreate && create}
          />
        ) : (
          projects && (
            <div className="sheet">
              <div className="heading">
                <h1>{say.heading}</h1>
                {mayCreate && create}
              </div>
              <ul className="projects">
                {projects.map((project) => (
                  <ProjectLine key={project.id} project={project} />
                ))}
              </ul>
            </div>
          )
        )}
      </div>
    </Page>
  );
}

function ProjectLine({ project }: { project: Project }) {
  const total = Object.values(project.counts).reduce((sum, n) => sum + (n ?? 0), 0);
  return (
    <li>
      <Link to={`/p/${project.id}`}>
        <span className="cover">
          {project.cover ? (
            <img src={`/api/assets/${project.cover}/files/thumbnail`} alt="" loading="lazy" />
          ) : (
            <StateGlyph state="hidden" size={24} />
          )}
        </span>
        <span className="project-name">
          <b className="clip">{project.name}</b>
          <span className="three clip">{project.purpose || texts.roles[project.role].name}</span>
        </span>
        <span className={project.need_you > 0 ? "row state-undecided strong" : "row three"}>
          {project.need_you > 0 && <StateGlyph state="undecided" />}
          {total > 0 && say.need(project.need_you)}
        </span>
        <span className="two num">{say.counts(total, project.counts.ready ?? 0)}</span>
      </Link>
    </li>
  );
}
