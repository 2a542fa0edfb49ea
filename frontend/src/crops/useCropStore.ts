import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { CropFilter } from "../api/calls";
import { queryClient } from "../api/queries";
import { texts } from "../texts";
import { notify } from "../ui/notices";
import { cropServer } from "./server";
import { CropStore, type CropState } from "./store";

/** The objects of a dataset for as long as they are shown; leaving is held up while something is not sent. */
export function useCropStore(
  dataset: string,
  filter: CropFilter,
  round: number,
): { store: CropStore; state: CropState } {
  const asked = JSON.stringify(filter);
  const store = useMemo(
    () =>
      new CropStore(cropServer(dataset, JSON.parse(asked) as CropFilter), (count, detail) =>
        notify(texts.crops.refused(count, detail), true),
      ),
    // another round reads anew
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [dataset, asked, round],
  );
  const state = useSyncExternalStore(store.subscribe, store.snapshot);
  useEffect(() => {
    void store.more();
  }, [store]);
  useEffect(() => {
    if (state.save === "saved") {
      if (state.decided)
        for (const key of ["project", "assets"]) void queryClient.invalidateQueries({ queryKey: [key] });
      return;
    }
    const leave = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", leave);
    return () => window.removeEventListener("beforeunload", leave);
  }, [state.save, state.decided]);
  return { store, state };
}
