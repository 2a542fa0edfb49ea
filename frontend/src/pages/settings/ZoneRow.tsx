import { useQuery } from "@tanstack/react-query";
import { getAsset } from "../../api/calls";
import type { AssetCard, Project, Zone } from "../../api/contract";
import { keys } from "../../api/queries";
import { texts } from "../../texts";
import { Field, IconButton } from "../../ui/controls";
import { boxOf, withNumber } from "./zones";

const say = texts.zones;

/** One zone by words and numbers. */
export function ZoneRow({
  zone,
  n,
  project,
  shown,
  assets,
  onChange,
  onRemove,
  readOnly,
}: {
  zone: Zone;
  n: number;
  project: Project;
  /** The picture that is drawn on. */
  shown: AssetCard | undefined;
  assets: readonly AssetCard[];
  onChange(part: Partial<Zone>): void;
  onRemove(): void;
  readOnly: boolean;
}) {
  const keeps = zone.kind === "keep";
  const box = boxOf(zone);
  const where = zone.asset ? `asset:${zone.asset}` : zone.dataset ? `dataset:${zone.dataset}` : "project";
  const listed = assets.find((one) => one.id === zone.asset);
  const { data: named } = useQuery({
    queryKey: keys.asset(zone.asset ?? ""),
    queryFn: () => getAsset(zone.asset!),
    enabled: Boolean(zone.asset) && !listed && zone.asset !== shown?.id,
    retry: false, // it may have been deleted
  });
  const own = listed ?? named;
  const hold = (value: string) => {
    const [kind, id = ""] = value.split(":");
    onChange({ dataset: kind === "dataset" ? id : null, asset: kind === "asset" ? id : null });
  };
  return (
    <li>
      <fieldset disabled={readOnly}>
        <legend>{say.name(n + 1, say.kinds[zone.kind], zone.says)}</legend>
        <div className="zone-row">
          <Field
            label={keeps ? say.why : say.what}
            small
            wrong={keeps && !zone.says.trim() ? say.needs_why : undefined}
          >
            {(field) => (
              <input
                {...field}
                maxLength={200}
                value={zone.says}
                onChange={(event) => onChange({ says: event.target.value })}
              />
            )}
          </Field>
          <Field label={say.where} small>
            {(field) => (
              <select {...field} value={where} onChange={(event) => hold(event.target.value)}>
                <option value="project">{say.project}</option>
                {project.datasets.map((one) => (
                  <option key={one.id} value={`dataset:${one.id}`}>
                    {say.dataset(one.name)}
                  </option>
                ))}
                {zone.asset && zone.asset !== shown?.id && (
                  <option value={where}>{own ? say.asset(own.name) : say.other_asset}</option>
                )}
                {shown && <option value={`asset:${shown.id}`}>{say.asset(shown.name)}</option>}
              </select>
            )}
          </Field>
          <div className="zone-numbers">
            {say.numbers.map((name, index) => (
              <Field key={name} label={name} small>
                {(field) => (
                  <input
                    {...field}
                    type="number"
                    min={0}
                    max={100}
                    step={0.5}
                    value={Math.round(1e4 * (box[index] ?? 0)) / 100}
                    onChange={(event) =>
                      onChange({ box: withNumber(box, index, Number(event.target.value) / 100) })
                    }
                  />
                )}
              </Field>
            ))}
          </div>
          <IconButton icon="close" name={say.remove(n + 1)} onClick={onRemove} />
        </div>
      </fieldset>
    </li>
  );
}
