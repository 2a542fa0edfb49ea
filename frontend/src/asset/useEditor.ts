/** One asset's editor for as long as its page is shown; live news and presence keep it in step with others. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { send } from "../api/client";
import type { Here } from "../api/contract";
import { newId } from "./ids";
import { assetServer } from "./server";
import { Editor, localJournal, type Snapshot } from "./state/editor";

export function useEditor(asset: string): {
  editor: Editor;
  state: Snapshot;
  opened: boolean;
  failed: unknown;
} {
  const client = useQueryClient();
  const editor = useMemo(() => new Editor(assetServer(asset), localJournal(asset), newId), [asset]);
  const state = useSyncExternalStore(editor.subscribe, editor.snapshot);
  const [opened, setOpened] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  useEffect(() => {
    let here = true;
    editor.open().then(
      () => here && setOpened(true),
      (error: unknown) => here && setFailed(error),
    );
    const leave = (event: BeforeUnloadEvent) => {
      void editor.flush();
      if (editor.snapshot().save === "saving") event.preventDefault();
    };
    window.addEventListener("beforeunload", leave);
    return () => {
      here = false;
      window.removeEventListener("beforeunload", leave);
      editor.close();
    };
  }, [editor]);
  // What was saved moves counts and states that other queries show.
  const saved = state.save === "saved" ? state.revision : 0;
  useEffect(() => {
    if (saved) void client.invalidateQueries({ queryKey: ["asset", asset] });
  }, [asset, client, saved]);
  return { editor, state, opened, failed };
}

interface Presence {
  here: Here[];
  revision: number;
}

const BEAT = 10_000;

/** Tells who is here; a higher revision than ours means that somebody else has saved. */
export function usePresence(asset: string, frame: number, enabled: boolean): Presence | undefined {
  const at = useRef(frame);
  useEffect(() => {
    at.current = frame;
  }, [frame]);
  const { data } = useQuery({
    queryKey: ["presence", asset],
    queryFn: () => send<Presence>("POST", `assets/${asset}/presence`, { body: { frame: at.current } }),
    refetchInterval: BEAT,
    enabled,
    retry: false,
  });
  useEffect(() => {
    if (!enabled) return;
    return () => void send("DELETE", `assets/${asset}/presence`, { keepalive: true }).catch(() => undefined);
  }, [asset, enabled]);
  return data;
}
