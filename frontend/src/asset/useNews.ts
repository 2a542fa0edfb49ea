/** What others save while this page is open: taken over at once where nothing of ours waits, and said. */

import { useCallback, useEffect, useMemo, useRef } from "react";
import type { Asset, Here } from "../api/contract";
import { useMe } from "../api/queries";
import { notify } from "../ui/notices";
import type { Editor, Snapshot } from "./state/editor";
import { say } from "./texts";
import { usePresence } from "./useEditor";

export interface News {
  /** The others who have this open. */
  others: Here[];
  /** Runs something of ours that raises the revision, so that it is not taken for somebody else's. */
  ours<T>(act: () => Promise<T>): Promise<T>;
}

export function useNews(asset: Asset, editor: Editor, state: Snapshot, opened: boolean, frame: number): News {
  const { data: me } = useMe();
  const presence = usePresence(asset.id, frame, opened);
  const here = presence?.here ?? asset.presence;
  const others = useMemo(() => here.filter((one) => one.id !== me?.id), [here, me?.id]);
  const newest = Math.max(presence?.revision ?? 0, asset.revision);
  const busy = useRef(false);

  useEffect(() => {
    if (!opened || busy.current || newest <= state.revision || state.save !== "saved") return;
    const before = state.revision;
    void editor.reload().then(() => {
      if (editor.snapshot().revision > before) notify(say.othersSaved);
    });
  }, [editor, newest, opened, state.revision, state.save]);

  const ours = useCallback(
    async <T>(act: () => Promise<T>): Promise<T> => {
      busy.current = true;
      try {
        const done = await act();
        await editor.reload();
        return done;
      } finally {
        busy.current = false;
      }
    },
    [editor],
  );
  return { others, ours };
}
