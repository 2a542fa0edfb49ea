import type { ReactNode } from "react";
import { HintBar } from "../ui/Hint";
import { StateGlyph } from "../ui/StateGlyph";
import { capOf, type ActName, type Mode } from "./keys";
import type { Moment } from "./moments";
import { say } from "./texts";

interface Props {
  mode: Mode;
  /** The object at hand that waits for a decision. */
  needs: { name: string; why: string } | undefined;
  moment: Moment | undefined;
  /** How many moments nobody has looked at. */
  moments: number;
  chosen: number;
  waiting: number;
  objects: number;
  mayEdit: boolean;
  mayFinish: boolean;
}

/** What the state at hand is, and the keys that it takes. */
export function HintLine(props: Props) {
  if (!props.mayEdit) return null;
  const { lead, acts } = hintsOf(props);
  const hints = acts.flatMap((act) => {
    const keys = capOf(act, props.mode);
    return keys ? [{ id: `asset.${act}`, keys, says: say.hints.acts[act] ?? "" }] : [];
  });
  return <HintBar lead={lead} hints={hints} />;
}

const MENDS: Record<string, ActName> = { born: "extendStart", ended: "extendEnd" };

function hintsOf(at: Props): { lead: ReactNode; acts: ActName[] } {
  const { mode, needs, moment, chosen, waiting } = at;
  if (mode === "strips") {
    const lead = at.moments ? say.hints.waiting(at.moments) : say.moments.done;
    return {
      lead: chosen ? say.strips.chosen(chosen) : lead,
      acts: ["fine", "bridge", "extendStart", "extendEnd", "notPerson"],
    };
  }
  if (mode !== "image" && chosen > 1) {
    return { lead: say.hints.chosen(chosen), acts: ["merge", "hide", "keep", "split"] };
  }
  if (mode === "moments") {
    if (!moment)
      return {
        lead: at.moments ? say.hints.waiting(at.moments) : say.moments.done,
        acts: ["nextMoment", "strips"],
      };
    const mend = moment.open ? "bridge" : MENDS[moment.kind];
    return {
      lead: doubtful(say.moments.lead(moment.name, moment.says)),
      acts: ["fine", "nextMoment", ...(mend ? [mend] : []), "split", "notPerson"],
    };
  }
  if (needs) {
    const acts: ActName[] = ["hide", "notPerson", "keep", "add"];
    return { lead: doubtful(say.hints.lead(needs.name, needs.why)), acts };
  }
  if (waiting) return { lead: say.hints.waiting(waiting), acts: ["next", "add"] };
  const lead = at.objects ? say.hints.done : say.hints.nothing;
  return { lead, acts: at.mayFinish ? ["add", "approve"] : ["add"] };
}

function doubtful(sentence: string): ReactNode {
  return (
    <span className="row undecided-text">
      <StateGlyph state="undecided" />
      <span className="clip">{sentence}</span>
    </span>
  );
}
