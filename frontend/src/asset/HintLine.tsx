import type { ReactNode } from "react";
import { HintBar } from "../ui/Hint";
import { StateGlyph } from "../ui/StateGlyph";
import { capOf, type ActName } from "./keys";
import { say } from "./texts";

interface Props {
  /** The object at hand that waits for a decision. */
  needs: { name: string; why: string } | undefined;
  waiting: number;
  objects: number;
  mayEdit: boolean;
  mayFinish: boolean;
}

/** What the state at hand is, and the keys that it takes. */
export function HintLine({ needs, waiting, objects, mayEdit, mayFinish }: Props) {
  if (!mayEdit) return null;
  const acts: ActName[] = needs
    ? ["hide", "notPerson", "keep", "add"]
    : waiting
      ? ["next", "add"]
      : mayFinish
        ? ["add", "approve"]
        : ["add"];
  let lead: ReactNode = objects ? say.hints.done : say.hints.nothing;
  if (needs) {
    lead = (
      <span className="row undecided-text">
        <StateGlyph state="undecided" />
        <span className="clip">{say.hints.lead(needs.name, needs.why)}</span>
      </span>
    );
  } else if (waiting) lead = say.hints.waiting(waiting);
  return (
    <HintBar
      lead={lead}
      hints={acts.map((act) => ({ id: `asset.${act}`, keys: capOf(act), says: say.hints.acts[act] ?? "" }))}
    />
  );
}
