/** What the inspector shows first of a clip: its people, or its doubtful moments. */

import { Segmented } from "../ui/controls";
import { say } from "./texts";
import type { ReactNode } from "react";

export type Panel = "people" | "moments";

interface Props {
  panel: Panel;
  onPanel(panel: Panel): void;
  people: number;
  undecided: number;
  moments: number;
  children: ReactNode;
}

export function ClipPanel({ panel, onPanel, people, undecided, moments, children }: Props) {
  return (
    <section className="part clip-panel">
      <header>
        <h2 className="only-heard">{say.people.title}</h2>
        <Segmented
          label={say.people.panel}
          value={panel}
          onChange={onPanel}
          options={[
            { value: "people", text: say.people.tab(people, undecided) },
            { value: "moments", text: say.moments.tab(moments) },
          ]}
        />
      </header>
      {children}
    </section>
  );
}
