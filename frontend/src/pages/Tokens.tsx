import { useState, type FormEvent } from "react";
import { createToken, deleteToken } from "../api/calls";
import type { Me, Scope } from "../api/contract";
import { keys, useAct, useTokens } from "../api/queries";
import { texts } from "../texts";
import { Button, Check, Field } from "../ui/controls";
import { Dialog } from "../ui/Dialog";
import { SecretOnce } from "../ui/SecretOnce";
import { Wrong } from "../ui/states";
import { dateOf } from "../ui/times";

const say = texts.account;
const SCOPES = Object.keys(texts.scopes) as Scope[];

export function Tokens({ me }: { me: Me }) {
  const { data: tokens } = useTokens();
  const revoke = useAct(deleteToken, [keys.tokens]);
  const [making, setMaking] = useState(false);
  return (
    <>
      {tokens?.length === 0 && <p className="three">{say.tokens_none}</p>}
      {tokens && tokens.length > 0 && (
        <ul className="rows">
          {tokens.map((token) => (
            <li key={token.id}>
              <span className="grow">
                <b>{token.name}</b>
                <span className="three" style={{ display: "block" }}>
                  {token.scopes.map((scope) => texts.scopes[scope]).join(", ")}
                </span>
              </span>
              <span className="three">
                {token.last_used_at ? say.token_used(dateOf(token.last_used_at)) : say.token_never}
                {token.expires_at && `, ${texts.members.expires(dateOf(token.expires_at))}`}
              </span>
              <Button onClick={() => revoke.mutate(token.id)}>{say.revoke}</Button>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button onClick={() => setMaking(true)}>{say.new_token}</Button>
      </div>
      <Dialog opened={making} onClose={() => setMaking(false)} title={say.new_token}>
        <TokenForm me={me} />
      </Dialog>
    </>
  );
}

function TokenForm({ me }: { me: Me }) {
  const [name, setName] = useState("");
  const [organization, setOrganization] = useState(me.organizations[0]?.id ?? "");
  const [scopes, setScopes] = useState<Scope[]>(["read", "ingest"]);
  const [originals, setOriginals] = useState(false);
  const [days, setDays] = useState(90);
  const make = useAct(
    () =>
      createToken({
        name: name.trim(),
        organization,
        scopes,
        sees_originals: originals,
        expires_in_days: days,
      }),
    [keys.tokens],
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate(undefined);
  };
  if (make.data) return <SecretOnce secret={make.data.secret} label={say.token_secret} />;
  return (
    <form className="stack" onSubmit={submit}>
      <Field label={say.token_name}>
        {(field) => (
          <input
            {...field}
            required
            data-autofocus
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      {me.organizations.length > 1 && (
        <Field label={texts.create.organization}>
          {(field) => (
            <select {...field} value={organization} onChange={(event) => setOrganization(event.target.value)}>
              {me.organizations.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <fieldset className="token-scopes">
        <legend>{say.token_scopes}</legend>
        {SCOPES.map((scope) => (
          <Check
            key={scope}
            checked={scopes.includes(scope)}
            onChange={(on) => setScopes(on ? [...scopes, scope] : scopes.filter((other) => other !== scope))}
          >
            {texts.scopes[scope]}
          </Check>
        ))}
      </fieldset>
      <Check checked={originals} onChange={setOriginals}>
        {texts.members.originals}
      </Check>
      <Field label={say.token_days}>
        {(field) => (
          <input
            {...field}
            type="number"
            min={1}
            max={3650}
            value={days}
            onChange={(event) => setDays(Number(event.target.value))}
          />
        )}
      </Field>
      <Wrong error={make.error} />
      <Button look="go" full type="submit" disabled={make.isPending || scopes.length === 0}>
        {say.token_make}
      </Button>
    </form>
  );
}
