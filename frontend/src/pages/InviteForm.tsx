import { useState, type FormEvent } from "react";
import { createLink } from "../api/calls";
import type { Project, Role } from "../api/contract";
import { useAct } from "../api/queries";
import { texts } from "../texts";
import { Button, Check, Field } from "../ui/controls";
import { SecretOnce } from "../ui/SecretOnce";
import { Wrong } from "../ui/states";
import { rolesUpTo } from "./Members";

const say = texts.members;

export function InviteForm({ project }: { project: Project }) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("annotator");
  const [originals, setOriginals] = useState(true);
  const [everywhere, setEverywhere] = useState(false);
  const invite = useAct(
    () =>
      createLink({
        kind: "invite",
        ...(everywhere ? { organization: project.organization } : { project: project.id }),
        role,
        sees_originals: originals,
        email: email.trim(),
      }),
    [["links"]],
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate(undefined);
  };
  if (invite.data) return <SecretOnce secret={invite.data.url} label={say.link_ready} act={say.copy} />;
  return (
    <form className="stack" onSubmit={submit}>
      <p className="two">{say.invite_says}</p>
      <Field label={say.email}>
        {(field) => (
          <input
            {...field}
            data-autofocus
            type="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field label={say.role} help={texts.roles[role].says}>
        {(field) => (
          <select {...field} value={role} onChange={(event) => setRole(event.target.value as Role)}>
            {rolesUpTo(project.role).map((one) => (
              <option key={one} value={one}>
                {texts.roles[one].name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Check
        checked={originals}
        onChange={setOriginals}
        says={say.originals_says}
        disabled={!project.sees_originals}
      >
        {say.originals}
      </Check>
      <Check checked={everywhere} onChange={setEverywhere}>
        {say.everywhere}
      </Check>
      <Wrong error={invite.error} />
      <Button look="go" full type="submit" disabled={invite.isPending}>
        {say.make}
      </Button>
    </form>
  );
}
