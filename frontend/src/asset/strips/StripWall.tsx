import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { Asset } from "../../api/contract";
import { Pictures } from "../../hunt/pictures";
import { keyOf } from "../../hunt/sheets";
import { Segmented } from "../../ui/controls";
import { Empty } from "../../ui/states";
import type { Annotation } from "../state/document";
import { say } from "../texts";
import { useListbox } from "../useListbox";
import { DoubtSign } from "../video/DoubtSign";
import { stripOf } from "./strips";
import { CERTAIN, SAMPLE, type Strips } from "./useStrips";
import "./strips.css";

interface Props {
  asset: Asset;
  revision: number;
  annotations: ReadonlyMap<string, Annotation>;
  strips: Strips;
}

const WIDE = 292; // pixels of a strip with the room beside it

/** Moments side by side, each as it would be exported before, inside and after. */
export function StripWall({ asset, revision, annotations, strips }: Props) {
  const { shown, chosen, kinds, kind, certain } = strips;
  const pictures = useMemo(() => new Pictures(), []);
  const made = useSyncExternalStore(pictures.subscribe, pictures.snapshot);
  const rows = useMemo(() => {
    const size = { width: asset.width ?? 1, height: asset.height ?? 1 };
    const clip = { ...size, frames: asset.n_frames, fps: asset.fps ?? 25 };
    return shown.flatMap((moment) => {
      const annotation = annotations.get(moment.annotation);
      return annotation ? [{ moment, places: stripOf(asset.id, moment, annotation, clip) }] : [];
    });
  }, [annotations, asset, shown]);
  useEffect(() => {
    const places = rows.flatMap((row) => row.places);
    pictures.renew(places); // what is hidden is another one with each revision
  }, [pictures, revision, rows]);

  const room = useRef<HTMLDivElement>(null);
  const [columns, setColumns] = useState(4);
  useEffect(() => {
    const measured = new ResizeObserver(([entry]) =>
      setColumns(Math.max(1, Math.floor((entry?.contentRect.width ?? WIDE) / WIDE))),
    );
    if (room.current) measured.observe(room.current);
    return () => measured.disconnect();
  }, []);
  const box = useListbox({
    ids: rows.map((row) => row.moment.key),
    selection: chosen,
    columns,
    label: say.strips.title,
    onChoose: (key) => strips.choose([key], false),
    onSelect: (keys, add) => strips.choose(keys, add),
  });
  const list = box.list.ref;
  useEffect(() => {
    list.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
  }, [kind, list]);

  const options = [
    ...[...kinds].map(([one, moments]) => ({ value: one, text: say.strips.kind(one, moments.length) })),
    ...(certain ? [{ value: CERTAIN, text: say.strips.certain(certain, Math.min(certain, SAMPLE)) }] : []),
  ];
  return (
    <div className="strip-room" ref={room}>
      <header>
        <h2 className="only-heard">{say.strips.title}</h2>
        {options.length > 0 && (
          <Segmented label={say.strips.which} value={kind} options={options} onChange={strips.setKind} />
        )}
      </header>
      {rows.length ? (
        <ul
          {...box.list}
          className="strips"
          style={{ gridTemplateColumns: `repeat(${columns}, max-content)` }}
        >
          {rows.map(({ moment, places }) => (
            <li
              key={moment.key}
              {...box.option(moment.key)}
              className="strip"
              onClick={(event) => box.press(event, moment.key)}
            >
              <span className="strip-places">
                {places.map((place, index) => {
                  const { url } = made.get(keyOf(place)) ?? {};
                  return (
                    <span key={index} className="strip-place" data-place={keyOf(place)}>
                      {url && <img src={url} alt="" draggable={false} />}
                    </span>
                  );
                })}
              </span>
              <span className="strip-what">
                <DoubtSign kind={moment.kind} />
                <span className="clip">{moment.says}</span>
                <span className="clip three">{moment.name}</span>
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <Empty
          title={say.strips.none}
          says={certain ? say.strips.rest(certain) : undefined}
          drawing="nobody"
        />
      )}
    </div>
  );
}
