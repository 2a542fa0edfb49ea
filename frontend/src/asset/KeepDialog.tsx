import { useRef, useState, type KeyboardEvent } from "react";
import { Button } from "../ui/controls";
import { Dialog } from "../ui/Dialog";
import { say } from "./texts";

/** Keeping somebody visible needs a reason; it is asked once and goes with the export. */
export function KeepDialog({
  opened,
  count,
  onClose,
  onKeep,
}: {
  opened: boolean;
  /** How many it is about: one reason is for all of them. */
  count: number;
  onClose(): void;
  onKeep(reason: string): void;
}) {
  const [reason, setReason] = useState("");
  const input = useRef<HTMLInputElement>(null);
  /** Who begins to type means a reason of their own, though a quick one has the focus. */
  const typing = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) => {
    if (key.length === 1 && key !== " " && !ctrlKey && !metaKey && !altKey) input.current?.focus();
  };
  const keep = (text: string) => {
    onKeep(text);
    setReason("");
  };
  return (
    <Dialog opened={opened} onClose={onClose} title={say.objects.keptWhy(count)}>
      <div className="quick" onKeyDown={typing}>
        {say.objects.keptQuick.map((text, index) => (
          <Button key={text} onClick={() => keep(text)} data-autofocus={index === 0 || undefined}>
            {text}
          </Button>
        ))}
      </div>
      <form
        style={{ display: "flex", gap: "var(--s-2)", marginTop: "var(--s-4)" }}
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim()) keep(reason.trim());
        }}
      >
        <input
          ref={input}
          className="input grow"
          value={reason}
          maxLength={200}
          aria-label={say.objects.keptWhy(count)}
          onChange={(event) => setReason(event.target.value)}
        />
        <Button look="go" type="submit" disabled={!reason.trim()}>
          {say.objects.keep}
        </Button>
      </form>
    </Dialog>
  );
}
