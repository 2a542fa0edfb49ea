import { useState, type FormEvent } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { useQueryClient } from "@tanstack/react-query";
import { signIn } from "../api/calls";
import { keys, useAct } from "../api/queries";
import { texts } from "../texts";
import { Button, Field } from "../ui/controls";
import { Wrong } from "../ui/states";
import { Threshold } from "./Threshold";

/** Only an address of this site is gone to after signing in. */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith("/sign-in") ? next : "/";
}

export default function SignIn() {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const enter = useAct(
    () => signIn(email.trim(), password),
    [],
    (me) => {
      client.clear();
      client.setQueryData(keys.me, me);
      void navigate(safeNext(search.get("next")), { replace: true });
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate(undefined);
  };
  return (
    <Threshold title={texts.signIn.page} heading={texts.product} says={texts.signIn.lead}>
      <form className="stack" onSubmit={submit}>
        <Field label={texts.signIn.email}>
          {(field) => (
            <input
              {...field}
              type="email"
              autoComplete="username"
              required
              autoFocus
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label={texts.signIn.password}>
          {(field) => (
            <input
              {...field}
              type="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Wrong error={enter.error} />
        <Button look="go" big full type="submit" disabled={enter.isPending}>
          {texts.signIn.act}
        </Button>
      </form>
      <p className="three">{texts.signIn.help}</p>
    </Threshold>
  );
}
