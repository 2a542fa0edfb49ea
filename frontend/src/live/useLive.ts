import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { getAsset } from "../api/calls";
import { listen, type LiveEvent } from "./events";
import { refreshLists } from "./lists";

const OF_ASSET = new Set(["asset", "annotation", "change", "review"]);

/** Which cached things an event makes old; keys begin as in `api/queries.ts`. Lists of pictures: see `lists.ts`. */
export function touchedBy(event: LiveEvent): unknown[][] {
  const project = event.project ?? undefined;
  const lists = [project ? ["assets", project] : ["assets"]];
  const ofProject = project ? [["project", project]] : [["project"]];
  switch (event.kind) {
    case "asset":
    case "annotation":
    case "change":
    case "review":
      return [["asset", event.id], ["annotations", event.id], ...ofProject, ["export-preview"]];
    case "comment":
      return [
        ["comments", event.id],
        ["asset", event.id],
      ];
    case "presence":
      return [["asset", event.id], ["presence"]];
    case "job":
      return [["job", event.id], ["jobs"], ["workers"]];
    case "dataset":
      return [...lists, ...ofProject, ["export-preview"]];
    case "export":
      return [["export", event.id], ["exports"], ["export-preview"]];
    case "project":
      return [["project", event.id], ["projects"]];
    case "label":
    case "policy":
      return [...ofProject, ["policies"], ["assets"], ["asset"]];
    case "member":
      return [["members"], ["links"], ["me"], ["projects"]];
    case "workers":
      return [["workers"], ["detectors"]];
    default:
      return ofProject;
  }
}

/** Gathers the events of a moment, so that a batch of a thousand photos reads a list again a few times a second. */
export function gather(client: QueryClient, milliseconds = 350): (event: LiveEvent) => void {
  const waiting = new Map<string, unknown[]>();
  const changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (event) => {
    if (event.kind === "reset") {
      void client.invalidateQueries();
      return;
    }
    if (OF_ASSET.has(event.kind)) changed.add(event.id);
    for (const key of touchedBy(event)) waiting.set(JSON.stringify(key), key);
    timer ??= setTimeout(() => {
      timer = undefined;
      const keys = [...waiting.values()];
      waiting.clear();
      if (changed.size) void refreshLists(client, [...changed], getAsset);
      changed.clear();
      for (const queryKey of keys) void client.invalidateQueries({ queryKey });
    }, milliseconds);
  };
}

const extra = new Set<(event: LiveEvent) => void>();

/** For pages that look at single events (the asset page: another person has saved). */
export function useLiveEvent(listener: (event: LiveEvent) => void): void {
  useEffect(() => {
    extra.add(listener);
    return () => void extra.delete(listener);
  }, [listener]);
}

/** Keeps everything that is shown fresh while somebody is signed in. */
export function useLive(signedIn: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!signedIn) return;
    const invalidate = gather(client);
    return listen((event) => {
      invalidate(event);
      for (const listener of extra) listener(event);
    });
  }, [client, signedIn]);
}
