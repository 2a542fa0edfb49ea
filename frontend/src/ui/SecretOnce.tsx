import { useRef } from "react";
import { texts } from "../texts";
import { Button, Field } from "./controls";
import { copyText } from "./copying";
import { notify } from "./notices";

/** A link or token that is shown this once, ready to be copied. */
export function SecretOnce({ secret, label, act }: { secret: string; label: string; act?: string }) {
  const input = useRef<HTMLInputElement>(null);
  const copy = async () => {
    if (await copyText(secret)) notify(texts.common.copied);
    else input.current?.select(); // the person copies it
  };
  return (
    <div className="stack">
      <Field label={label}>
        {(field) => (
          <input
            {...field}
            ref={input}
            readOnly
            value={secret}
            onFocus={(event) => event.currentTarget.select()}
          />
        )}
      </Field>
      <Button look="go" full icon="copy" onClick={() => void copy()}>
        {act ?? texts.common.copy}
      </Button>
    </div>
  );
}
