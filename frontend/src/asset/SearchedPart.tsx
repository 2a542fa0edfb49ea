import { useQueryClient } from "@tanstack/react-query";
import { send } from "../api/client";
import type { Asset, Label } from "../api/contract";
import { Letter } from "../ui/controls";
import { Part } from "../ui/Shell";
import { say } from "./texts";

/** Who searched for what. Not searched is not nothing found: it can be looked at by hand, and then said. */
export function SearchedPart({
  asset,
  labels,
  mayEdit,
}: {
  asset: Asset;
  labels: Label[];
  mayEdit: boolean;
}) {
  const client = useQueryClient();
  const redacted = labels.filter((label) => asset.policy.settings.labels[label.id]?.redact);
  const looked = async (label: Label) => {
    await send("POST", `assets/${asset.id}/searched`, { body: { label: label.id } });
    await client.invalidateQueries({ queryKey: ["asset", asset.id] });
  };
  const open = redacted.some((label) => how(asset, label).how === "none");
  return (
    <Part title={say.searched.title}>
      <ul className="searched">
        {redacted.map((label) => {
          const { how: by, says } = how(asset, label);
          return (
            <li key={label.id} className="row">
              <Letter chip={label.chip} />
              <span className="grow">
                {label.name} <span className={by === "none" ? "undecided-text" : "three"}>{says}</span>
              </span>
              {by === "none" && mayEdit && (
                <button type="button" className="text" onClick={() => void looked(label)}>
                  {say.searched.byHand}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {open && <p className="three">{say.searched.note}</p>}
    </Part>
  );
}

function how(asset: Asset, label: Label): { how: "run" | "hand" | "none"; says: string } {
  const found = asset.labels.find((one) => one.label === label.id);
  const by = found?.by ?? "";
  switch (found?.how) {
    case "run":
      return { how: "run", says: say.searched.run(by) };
    case "hand":
      return { how: "hand", says: say.searched.hand(by) };
    default:
      return { how: "none", says: say.searched.none };
  }
}
