import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useNavigate, useParams } from "react-router";
import { followLink, readLink } from "../api/calls";
import { ApiError, sentenceOf } from "../api/client";
import type { LinkPage as Link, Role } from "../api/contract";
import { keys, useAct, useMe } from "../api/queries";
import { texts } from "../texts";
import { Button, ButtonLink, Field } from "../ui/controls";
import { Wrong } from "../ui/states";
import { Threshold } from "./Threshold";

const say = texts.link;

/** /link/<token>: an invitation, a new password, or a sign-in from this machine. Opening the page does nothing yet. */
export default function LinkPage() {
  const { token = "" } = useParams();
  const { data: link, error } = useQuery({
    queryKey: ["link", token],
    queryFn: () => readLink(token),
    retry: false,
    staleTime: Infinity,
  });
  if (error) {
    return (
      <Threshold title={say.page} heading={say.gone} says={sentenceOf(error)}>
        <ButtonLink look="go" big to="/sign-in">
          {say.to_sign_in}
        </ButtonLink>
      </Threshold>
    );
  }
  return link ? <OpenLink token={token} link={link} /> : <Threshold title={say.page} heading={say.reading} />;
}

function OpenLink({ token, link }: { token: string; link: Link }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const me = useMe();
  const signedIn = Boolean(me.data) && !(me.error instanceof ApiError);
  const [form, setForm] = useState({ email: "", name: "", password: "" });
  const enter = useAct(
    () => followLink(token, link.kind === "sign_in" ? {} : filled(form)),
    [],
    (person) => {
      client.clear();
      client.setQueryData(keys.me, person);
      void navigate("/", { replace: true });
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate(undefined);
  };
  const field = (
    name: keyof typeof form,
    type: string,
    autoComplete: string,
    label: string,
    help?: string,
  ) => (
    <Field label={label} help={help} wrong={wrongAt(enter.error, name)}>
      {(props) => (
        <input
          {...props}
          type={type}
          autoComplete={autoComplete}
          required
          value={form[name]}
          onChange={(event) => setForm({ ...form, [name]: event.target.value })}
        />
      )}
    </Field>
  );
  const invited = link.kind === "invite";
  return (
    <Threshold title={say.page} heading={headingOf(link)} says={leadOf(link)}>
      <form className="stack" onSubmit={submit}>
        {invited && !signedIn && field("name", "text", "name", say.name)}
        {invited && !signedIn && !link.email && field("email", "email", "username", say.email)}
        {(link.kind === "reset" || (invited && !signedIn)) &&
          field("password", "password", "new-password", say.password, say.password_hint)}
        {!(enter.error instanceof ApiError && enter.error.field) && <Wrong error={enter.error} />}
        <Button
          look="go"
          big
          full
          type="submit"
          disabled={enter.isPending}
          autoFocus={link.kind === "sign_in"}
        >
          {link.kind === "sign_in" ? say.sign_in_act : invited ? say.invite_act : say.reset_act}
        </Button>
      </form>
      {invited && signedIn && me.data && <p className="three">{say.as(me.data.email)}</p>}
    </Threshold>
  );
}

const filled = (form: Record<string, string>) =>
  Object.fromEntries(Object.entries(form).filter(([, text]) => text));

function wrongAt(error: unknown, field: string): string | null {
  return error instanceof ApiError && error.field === field ? error.message : null;
}

function headingOf(link: Link): string {
  if (link.kind === "sign_in") return say.sign_in;
  if (link.kind === "reset") return say.reset;
  return say.invite(link.project ?? link.organization ?? texts.product);
}

function leadOf(link: Link): string {
  if (link.kind === "sign_in") return say.sign_in_says;
  if (link.kind === "reset") return say.reset_says(link.email);
  const role = texts.roles[link.role as Role]?.name ?? link.role;
  return link.by ? say.invite_says(role, link.by) : say.invite_says_short(role);
}
