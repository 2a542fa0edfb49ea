import { useEffect, useRef, useState } from "react";
import { useSearchParams } from "react-router";
import { useQuery } from "@tanstack/react-query";
import { getAsset } from "../../api/calls";
import type { AssetCard, Project, Zone } from "../../api/contract";
import { keys } from "../../api/queries";
import { texts } from "../../texts";
import { Button, Segmented } from "../../ui/controls";
import { usePictures, ZonePick } from "./ZonePick";
import { ZonePicture } from "./ZonePicture";
import { ZoneRow } from "./ZoneRow";
import { holdsFor, MOST, type Box } from "./zones";

const say = texts.zones;
const IN_THE_MIDDLE: Box = [0.4, 0.4, 0.2, 0.2];

/** The zones of a draft: drawn on one of the project's pictures, or set by numbers. Another page names the picture to
 * begin with by ?zones=. */
export function ZonesEditor({
  project,
  zones,
  onChange,
  looked,
  onLook,
  readOnly,
}: {
  project: Project;
  zones: readonly Zone[];
  onChange(zones: Zone[]): void;
  looked: AssetCard | undefined;
  onLook(asset: AssetCard | undefined): void;
  readOnly: boolean;
}) {
  const [kind, setKind] = useState<Zone["kind"]>("hide");
  const named = useSearchParams()[0].get("zones") ?? "";
  const { data: first } = usePictures(project.id);
  const { data: asked } = useQuery({
    queryKey: keys.asset(named),
    queryFn: () => getAsset(named),
    enabled: named !== "",
  });
  const assets = first?.results ?? [];
  const shown = looked ?? asked ?? (named ? undefined : assets[0]);
  const top = useRef<HTMLElement>(null);
  useEffect(() => {
    if (asked) top.current?.scrollIntoView();
  }, [asked]);
  const source = shown && (shown.files.view ?? shown.files.thumbnail ?? shown.files.redacted_thumbnail);
  const change = (n: number, part: Partial<Zone>) =>
    onChange(zones.map((one, at) => (at === n ? { ...one, ...part } : one)));
  const remove = (n: number) => onChange(zones.filter((_, at) => at !== n));
  const full = zones.length >= MOST;
  const add = (box: Box) => {
    if (!full) onChange([...zones, { kind, box, says: "", dataset: null, asset: null }]);
  };
  const numbered = zones.map((zone, n) => ({ zone, n }));
  if (readOnly && zones.length === 0) return null;
  return (
    <section className="zones" ref={top} aria-labelledby="zones">
      <header>
        <h3 className="minor" id="zones">
          {say.title}
        </h3>
        <p className="two">{say.says}</p>
      </header>
      <div className="zones-act">
        {assets.length > 0 && <ZonePick project={project.id} shown={shown} onLook={onLook} />}
        {!readOnly && (
          <>
            <div className="field">
              <span className="label">{say.kind}</span>
              <Segmented
                label={say.kind}
                value={kind}
                onChange={setKind}
                options={(["hide", "keep"] as const).map((value) => ({ value, text: say.kinds[value] }))}
              />
            </div>
            <Button onClick={() => add(IN_THE_MIDDLE)} disabled={full}>
              {say.act}
            </Button>
          </>
        )}
      </div>
      {source ? (
        <ZonePicture
          source={source}
          zones={numbered.filter(({ zone }) => holdsFor(zone, shown))}
          onDraw={add}
          onPlace={(n, box) => change(n, { box })}
          onRemove={remove}
          readOnly={readOnly}
        />
      ) : (
        <p className="three">{say.no_picture}</p>
      )}
      {!readOnly && <p className="three">{full ? say.full : say.how}</p>}
      {zones.length === 0 ? (
        <p className="three">{say.none}</p>
      ) : (
        <ul className="zone-rows" aria-label={say.list}>
          {numbered.map(({ zone, n }) => (
            <ZoneRow
              key={n}
              zone={zone}
              n={n}
              project={project}
              shown={shown}
              assets={assets}
              onChange={(part) => change(n, part)}
              onRemove={() => remove(n)}
              readOnly={readOnly}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
