import { useState } from "react";
import { useParams } from "react-router";
import { changeMember, createLink, deleteLink, deleteMember } from "../api/calls";
import { sentenceOf } from "../api/client";
import { ROLES, type Member, type Project, type Role } from "../api/contract";
import { useAct, useLinks, useMe, useMembers, useProject } from "../api/queries";
import { texts } from "../texts";
import { Button, Check, Initial } from "../ui/controls";
import { Confirm, Dialog } from "../ui/Dialog";
import { notify } from "../ui/notices";
import { SecretOnce } from "../ui/SecretOnce";
import { Page } from "../ui/Shell";
import { Failed } from "../ui/states";
import { dateOf } from "../ui/times";
import { CloudConsent } from "./CloudConsent";
import { InviteForm } from "./InviteForm";
import "./members.css";

const say = texts.members;

/** The roles that somebody with a role may give: none above the own one. */
export function rolesUpTo(role: Role): Role[] {
  return ROLES.slice(0, ROLES.indexOf(role) + 1);
}

export default function Members() {
  const { project: id = "" } = useParams();
  const { data: project, error, refetch } = useProject(id);
  if (!project) {
    return <Page title={say.page}>{error && <Failed error={error} onRetry={() => void refetch()} />}</Page>;
  }
  return <ProjectMembers project={project} />;
}

function ProjectMembers({ project }: { project: Project }) {
  const { data: members, error, refetch } = useMembers({ project: project.id });
  const { data: me } = useMe();
  const [inviting, setInviting] = useState(false);
  const manages = project.acts.includes("manage_members");
  return (
    <Page title={say.page} about={project.name}>
      <div className="scroll">
        {error && !members ? (
          <Failed error={error} onRetry={() => void refetch()} />
        ) : (
          members && (
            <div className="sheet">
              <div className="heading">
                <div className="grow">
                  <h1>{say.heading(members.length)}</h1>
                  {members.length === 1 && <p className="two">{say.one_member}</p>}
                </div>
                {manages && (
                  <Button look="go" big onClick={() => setInviting(true)}>
                    {say.invite}
                  </Button>
                )}
              </div>
              <ul className="rows members">
                {members.map((member) => (
                  <MemberLine
                    key={member.id}
                    member={member}
                    mine={member.user.id === me?.id}
                    project={project}
                    manages={manages}
                  />
                ))}
              </ul>
              {manages && <OpenLinks project={project} />}
              <CloudConsent organization={project.organization} />
            </div>
          )
        )}
      </div>
      <Dialog opened={inviting} onClose={() => setInviting(false)} title={say.invite_title}>
        <InviteForm project={project} />
      </Dialog>
    </Page>
  );
}

function MemberLine(props: { member: Member; mine: boolean; project: Project; manages: boolean }) {
  const { member, mine, project, manages } = props;
  const [asking, setAsking] = useState<"remove" | "reset">();
  const [url, setUrl] = useState("");
  const name = member.user.name || member.user.email;
  const change = useAct(
    (body: { role?: Role; sees_originals?: boolean }) => changeMember(member.id, body),
    [["members"], ["project"], ["me"]],
  );
  const remove = useAct(deleteMember, [["members"], ["project"]]);
  const save = (body: { role?: Role; sees_originals?: boolean }) =>
    change.mutate(body, { onError: (error) => notify(sentenceOf(error), true) });
  const givable = rolesUpTo(project.role);
  const mayChange = manages && !mine && givable.includes(member.role);
  const reset = async () => {
    const link = await createLink({ kind: "reset", member: member.id });
    setUrl(link.url);
  };
  return (
    <li>
      <Initial name={name} />
      <span className="member-name">
        <b className="clip">
          {name} {mine && <span className="three">{say.you}</span>}
        </b>
        <span className="three clip">
          {[member.user.email, member.project === null && say.all_projects].filter(Boolean).join(", ")}
        </span>
      </span>
      {mayChange ? (
        <>
          <select
            className="input member-role"
            aria-label={`${say.role}: ${name}`}
            value={member.role}
            onChange={(event) => save({ role: event.target.value as Role })}
          >
            {givable.map((role) => (
              <option key={role} value={role}>
                {texts.roles[role].name}
              </option>
            ))}
          </select>
          <span className="member-sight">
            <Check checked={member.sees_originals} onChange={(on) => save({ sees_originals: on })}>
              {say.sees}
            </Check>
          </span>
          <span className="row member-acts">
            <Button look="quiet" onClick={() => setAsking("reset")}>
              {say.reset}
            </Button>
            <Button look="quiet" onClick={() => setAsking("remove")}>
              {say.remove}
            </Button>
          </span>
        </>
      ) : (
        <>
          <span className="member-role">{texts.roles[member.role].name}</span>
          <span className="member-sight two">{member.sees_originals ? say.sees : say.sees_not}</span>
          <span className="member-acts" />
        </>
      )}
      <Confirm
        opened={asking === "remove"}
        onClose={() => setAsking(undefined)}
        danger
        title={say.remove_title(name)}
        act={say.remove}
        onConfirm={async () => {
          await remove.mutateAsync(member.id);
          notify(say.removed(name));
        }}
      >
        <p>{say.remove_says}</p>
      </Confirm>
      <Dialog
        opened={asking === "reset"}
        onClose={() => {
          setAsking(undefined);
          setUrl("");
        }}
        title={say.reset_title(name)}
      >
        {url ? (
          <SecretOnce secret={url} label={say.link_ready} act={say.copy} />
        ) : (
          <>
            <p>{say.reset_says}</p>
            <Button
              look="go"
              full
              onClick={() => void reset().catch((error: unknown) => notify(sentenceOf(error), true))}
            >
              {say.make}
            </Button>
          </>
        )}
      </Dialog>
    </li>
  );
}

function OpenLinks({ project }: { project: Project }) {
  const { data: links } = useLinks({ organization: project.organization }, true);
  const withdraw = useAct(deleteLink, [["links"]]);
  const mine = (links ?? []).filter((link) => link.project === null || link.project === project.id);
  return (
    <section>
      <h2 className="minor section-title">{say.open_links}</h2>
      {mine.length === 0 ? (
        <p className="three">{say.open_links_none}</p>
      ) : (
        <ul className="rows members">
          {mine.map((link) => (
            <li key={link.id}>
              <span className="member-name">
                <span className="clip">
                  {link.kind === "reset" ? say.reset : link.email || texts.roles[link.role as Role]?.name}
                </span>
                <span className="three">{texts.common.by(link.by)}</span>
              </span>
              <span className="member-role two">
                {link.kind === "invite" && texts.roles[link.role as Role]?.name}
              </span>
              <span className="member-sight two">{say.expires(dateOf(link.expires_at))}</span>
              <span className="row member-acts">
                <Button look="quiet" onClick={() => withdraw.mutate(link.id)}>
                  {say.withdraw}
                </Button>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
