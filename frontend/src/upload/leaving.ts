import type { UploadQueue } from "./queue";

const busy = new Set<object>();
const ask = (event: BeforeUnloadEvent) => event.preventDefault();

/** While files of a queue are on their way, closing the page asks first, whichever of our pages is shown. */
export function askBeforeLeaving(queue: Pick<UploadQueue, "list" | "subscribe">): void {
  queue.subscribe(() => {
    if (queue.list().some(({ state }) => state.at === "waits" || state.at === "sending")) busy.add(queue);
    else busy.delete(queue);
    if (busy.size) window.addEventListener("beforeunload", ask);
    else window.removeEventListener("beforeunload", ask);
  });
}
