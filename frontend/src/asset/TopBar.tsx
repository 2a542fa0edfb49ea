import { Link } from "react-router";
import type { Here } from "../api/contract";
import { Initial, Segmented } from "../ui/controls";
import { Icon } from "../ui/Icon";
import type { Snapshot } from "./state/editor";
import { say } from "./texts";

export type Look = "edit" | "preview" | "original";

export function BackLink({ project }: { project: string }) {
  return (
    <Link to={`/p/${project}`} className="back" aria-label={say.back} title={say.back}>
      <Icon name="back" />
    </Link>
  );
}

/** Saved, saving, offline, in conflict: always visible, never in the way. */
export function Saved({ state, onChoose }: { state: Snapshot; onChoose(): void }) {
  const { save, unsent, conflicts } = state;
  return (
    <span className="save-state" data-save={save} role="status">
      {save === "saved" && <Icon name="check" />}
      {save === "conflict" ? (
        <button type="button" onClick={onChoose}>
          {say.saved.conflict(conflicts.length)}
        </button>
      ) : save === "offline" ? (
        say.saved.offline(unsent)
      ) : (
        <span className="said">{say.saved[save]}</span>
      )}
    </span>
  );
}

interface Props {
  here: Here[];
  look: Look;
  onLook(look: Look): void;
  seesOriginals: boolean;
}

export function Looks({ here, look, onLook, seesOriginals }: Props) {
  return (
    <>
      {here.length > 0 && (
        <span className="row two" role="status">
          {here.slice(0, 3).map((one) => (
            <Initial key={one.id} name={one.name} />
          ))}
          {say.here(here.map((one) => one.name))}
        </span>
      )}
      <Segmented
        label={say.views.label}
        value={look}
        onChange={onLook}
        options={[
          { value: "edit", text: say.views.edit, disabled: !seesOriginals },
          { value: "preview", text: say.views.preview },
          { value: "original", text: say.views.original, disabled: !seesOriginals },
        ]}
      />
    </>
  );
}
