import { useState } from "react";
import type { Label, PolicySettings } from "../api/contract";
import { texts } from "../texts";
import { bounds } from "../geometry/shapes";
import { Button } from "../ui/controls";
import { Dialog } from "../ui/Dialog";
import { stateOf } from "./needs";
import type { Annotation } from "./state/document";
import type { Conflict } from "./state/conflicts";
import { say } from "./texts";

interface Props {
  /** They are asked about one after the other. */
  conflicts: readonly Conflict[];
  labels: Label[];
  policy: PolicySettings;
  onResolve(annotation: string, whose: "mine" | "theirs"): void;
  /** Nothing is chosen yet: both versions stay until then. */
  onClose(): void;
}

/** Both versions of one object; everything else is saved already. */
export function ConflictDialog({ conflicts, labels, policy, onResolve, onClose }: Props) {
  // The one that is asked about stays until it is decided, whatever joins or moves meanwhile.
  const [asked, setAsked] = useState("");
  const conflict = conflicts.find((one) => one.annotation === asked) ?? conflicts[0];
  if (conflict && conflict.annotation !== asked) setAsked(conflict.annotation);
  if (!conflict) return null;
  const resolve = (whose: "mine" | "theirs") => onResolve(conflict.annotation, whose);
  return (
    // anew for each: else the button that decided one has the focus when the next is asked
    <Dialog key={conflict.annotation} opened onClose={onClose} title={say.conflict.title}>
      {/* not a button: the dialog may open under somebody's Enter */}
      <p className="two" tabIndex={-1} data-autofocus>
        {say.conflict.says}
      </p>
      <div className="conflict-pair">
        {(["mine", "theirs"] as const).map((whose) => (
          <section key={whose}>
            <h3>{say.conflict[whose]}</h3>
            <p className="two">{describe(conflict[whose], labels, policy)}</p>
            <Button full onClick={() => resolve(whose)}>
              {say.conflict.keep[whose]}
            </Button>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function describe(annotation: Annotation | null, labels: Label[], policy: PolicySettings): string {
  if (!annotation) return say.conflict.gone;
  const label = labels.find((l) => l.id === annotation.label)?.name ?? "";
  const shape = annotation.keyframes.find((k) => k.shape)?.shape;
  const [x, y, width, height] = shape ? bounds(shape).map(Math.round) : [];
  const state = texts.states[stateOf(annotation, policy)];
  return say.conflict.one(label, state, annotation.reason, `${width} × ${height}`, `${x}, ${y}`);
}
