import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactNode } from "react";
import { Link, useNavigate } from "react-router";
import { changePassword, renameMe, signOut } from "../api/calls";
import { ApiError } from "../api/client";
import type { Me } from "../api/contract";
import { keys, useAct, useMe } from "../api/queries";
import { KeyEditor } from "../asset/KeyEditor";
import { texts } from "../texts";
import { LANGUAGES, keepChoice, readChoice, type Choice } from "../texts/language";
import { Button, Field, Segmented } from "../ui/controls";
import { forgetHints } from "../ui/Hint";
import { notify } from "../ui/notices";
import { Page } from "../ui/Shell";
import { Wrong } from "../ui/states";
import { readLook, setLook, type Look } from "../ui/theme";
import { Tokens } from "./Tokens";
import "./account.css";

const say = texts.account;

export default function Account() {
  const { data: me } = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [look, choose] = useState<Look>(readLook());
  if (!me) return <Page title={say.page}>{null}</Page>;
  const leave = async () => {
    await signOut();
    client.clear();
    void navigate("/sign-in");
  };
  return (
    <Page
      title={say.page}
      about={me.email}
      actions={
        <Button look="quiet" onClick={() => void leave()}>
          {say.sign_out}
        </Button>
      }
    >
      <div className="scroll">
        <div className="sheet account">
          <h1>{say.heading(me.name || me.email)}</h1>
          <Part title={say.name}>
            <NameForm me={me} />
          </Part>
          <Part title={say.password}>
            <PasswordForm />
          </Part>
          <Part title={say.theme}>
            <div className="row">
              <Segmented
                label={say.theme}
                value={look}
                onChange={(next) => {
                  setLook(next);
                  choose(next);
                }}
                options={(["system", "light", "dark"] as const).map((value) => ({
                  value,
                  text: say.themes[value],
                }))}
              />
              <Button
                look="quiet"
                onClick={() => {
                  forgetHints();
                  notify(texts.common.saved);
                }}
              >
                {say.hints}
              </Button>
            </div>
          </Part>
          <Part title={say.language} says={say.language_says}>
            <select
              className="input"
              aria-label={say.language}
              value={readChoice()}
              onChange={(event) => speak(event.target.value as Choice)}
            >
              <option value="browser">{say.language_browser}</option>
              {Object.entries(LANGUAGES).map(([value, name]) => (
                <option key={value} value={value} lang={value}>
                  {name}
                </option>
              ))}
            </select>
          </Part>
          <Part title={texts.key_change.title} says={texts.key_change.says}>
            <KeyEditor />
          </Part>
          <Part title={say.organizations}>
            <ul className="rows">
              {me.organizations.map((one) => (
                <li key={one.id}>
                  <span className="grow">{one.name}</span>
                  <span className="two">{one.role && texts.roles[one.role].name}</span>
                  {one.role === "owner" && (
                    <Link className="text" to={`/audit/${one.id}`}>
                      {say.audit}
                    </Link>
                  )}
                </li>
              ))}
            </ul>
            {me.is_staff && (
              <a className="text" href="/admin/">
                {say.admin}
              </a>
            )}
          </Part>
          <Part title={say.tokens} says={say.tokens_says}>
            <Tokens me={me} />
          </Part>
        </div>
      </div>
    </Page>
  );
}

/** Texts are chosen while the page loads, so it loads again. */
function speak(choice: Choice) {
  if (keepChoice(choice)) location.reload();
  else notify(say.language_unkept);
}

function Part({ title, says, children }: { title: string; says?: string; children: ReactNode }) {
  return (
    <section className="account-part">
      <header>
        <h2 className="minor">{title}</h2>
        {says && <p className="three">{says}</p>}
      </header>
      <div className="stack">{children}</div>
    </section>
  );
}

function NameForm({ me }: { me: Me }) {
  const [name, setName] = useState(me.name);
  const save = useAct(
    () => renameMe(name.trim()),
    [keys.me, ["members"]],
    () => notify(texts.common.saved),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(undefined);
  };
  return (
    <form className="row" onSubmit={submit}>
      <input
        className="input"
        aria-label={say.name}
        autoComplete="name"
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" disabled={save.isPending || name.trim() === me.name}>
        {texts.common.save}
      </Button>
      <Wrong error={save.error} />
    </form>
  );
}

function PasswordForm() {
  const [current, setCurrent] = useState("");
  const [changed, setChanged] = useState("");
  const save = useAct(
    () => changePassword(current, changed),
    [keys.me],
    () => {
      setCurrent("");
      setChanged("");
      notify(say.password_done);
    },
  );
  const wrong = save.error instanceof ApiError ? save.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(undefined);
  };
  return (
    <form className="stack" onSubmit={submit}>
      <Field label={say.current} wrong={wrong?.field === "current" ? wrong.message : null}>
        {(field) => (
          <input
            {...field}
            type="password"
            autoComplete="current-password"
            required
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={say.changed}
        help={texts.link.password_hint}
        wrong={wrong && wrong.field !== "current" ? wrong.message : null}
      >
        {(field) => (
          <input
            {...field}
            type="password"
            autoComplete="new-password"
            required
            minLength={10}
            value={changed}
            onChange={(event) => setChanged(event.target.value)}
          />
        )}
      </Field>
      <div>
        <Button type="submit" disabled={save.isPending || !current || !changed}>
          {say.change}
        </Button>
      </div>
    </form>
  );
}
