import { useMemo, useSyncExternalStore } from "react";
import type { Project } from "../api/contract";
import { queryClient } from "../api/queries";
import { askBeforeLeaving } from "./leaving";
import { UploadQueue, type Entry } from "./queue";
import { uploadTo } from "./transport";

export interface Uploads {
  entries: readonly Entry[];
  add: (files: File[]) => void;
  retry: () => void;
  cancel: () => void;
  clear: () => void;
}

const queues = new Map<string, UploadQueue>();

/** One queue a dataset, kept while the page lives: walking to another page stops nothing. */
function queueFor(dataset: string): UploadQueue {
  let queue = queues.get(dataset);
  if (!queue) {
    queue = new UploadQueue(uploadTo(dataset), undefined, () => {
      for (const key of ["assets", "project", "jobs", "workers"]) {
        void queryClient.invalidateQueries({ queryKey: [key] });
      }
    });
    askBeforeLeaving(queue);
    queues.set(dataset, queue);
  }
  return queue;
}

export function useUploads(project: Project): Uploads {
  const dataset = project.datasets[0]?.id ?? "";
  const queue = useMemo(() => queueFor(dataset), [dataset]);
  const entries = useSyncExternalStore(queue.subscribe, queue.list);
  const acts = useMemo(
    () => ({
      add: (files: File[]) => queue.add(files),
      retry: () => queue.retry(),
      cancel: () => queue.cancel(),
      clear: () => queue.clear(),
    }),
    [queue],
  );
  return { entries, ...acts };
}
