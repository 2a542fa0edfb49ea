import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { listAssets } from "../../api/calls";
import type { AssetCard } from "../../api/contract";
import { texts } from "../../texts";
import { Field } from "../../ui/controls";

const say = texts.zones;

/** The first pictures of a project whose name holds `text`. */
export function usePictures(project: string, text = "") {
  const q = text.trim() || undefined;
  return useQuery({
    queryKey: ["assets", project, "zones", q],
    queryFn: async () => await listAssets({ project, q, limit: 100 }),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
}

/** Chooses the picture that zones are drawn on: one of the first, or any by a part of its name. */
export function ZonePick({
  project,
  shown,
  onLook,
}: {
  project: string;
  shown: AssetCard | undefined;
  onLook(asset: AssetCard | undefined): void;
}) {
  const [text, setText] = useState("");
  const { data } = usePictures(project, useDeferredValue(text));
  const found = data?.results ?? [];
  const there = shown && !found.some((one) => one.id === shown.id);
  return (
    <>
      <Field label={say.picture} small>
        {(field) => (
          <select
            {...field}
            value={shown?.id}
            onChange={(event) => onLook(found.find((one) => one.id === event.target.value))}
          >
            {there && <option value={shown.id}>{shown.name}</option>}
            {found.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={say.search} small>
        {(field) => (
          <input
            {...field}
            type="search"
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && found[0]) onLook(found[0]);
            }}
          />
        )}
      </Field>
      <p className="three zones-found" role="status">
        {text.trim() && data && say.found(found.length, data.next !== null)}
      </p>
    </>
  );
}
