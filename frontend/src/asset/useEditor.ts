/** One asset's editor for as long as its page is shown; live news and presence keep it in step with others. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { send } from "../api/client";
import type { Here } from "../api/contract";
import { newId } from "./ids";
import { assetServer } from "./server";
import { journalOf } from "./journal/database";
import { holdAsset } from "./journal/replay";
import { Editor, type Snapshot } from "./state/editor";

const AGAIN = 2000; // ms until an asset that could not be read is tried again

export function useEditor(asset: string, user: string): { editor: Editor; state: Snapshot; opened: boolean } {
  const client = useQueryClient();
  const editor = useMemo(() => new Editor(assetServer(asset), journalOf(user, asset), newId), [asset, user]);
  const state = useSyncExternalStore(editor.subscribe, editor.snapshot);
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    let here = true;
    const release = holdAsset(asset);
    const open = () =>
      editor.open().then(
        () => here && setOpened(true),
        () => here && setTimeout(open, AGAIN),
      );
    void open();
    const leave = (event: BeforeUnloadEvent) => {
      void editor.flush();
      if (editor.snapshot().save === "unkept") event.preventDefault();
    };
    const online = () => void editor.flush();
    window.addEventListener("beforeunload", leave);
    window.addEventListener("online", online);
    return () => {
      here = false;
      window.removeEventListener("beforeunload", leave);
      window.removeEventListener("online", online);
      editor.close();
      release();
    };
  }, [asset, editor]);
  // What was saved moves counts and states that other queries show.
  const saved = state.save === "saved" ? state.revision : 0;
  useEffect(() => {
    if (saved) void client.invalidateQueries({ queryKey: ["asset", asset] });
  }, [asset, client, saved]);
  return { editor, state, opened };
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
