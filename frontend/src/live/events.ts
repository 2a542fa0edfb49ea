/** Live events: one stream per browser. The tab that holds the lock reads it and tells the others. */

export interface LiveEvent {
  /** The kind of thing that changed (asset, job, export …), or `reset` when too much was missed. */
  kind: string;
  id: string;
  revision?: number | null;
  project?: string | null;
}

type Listener = (event: LiveEvent) => void;

/** What this module needs of the browser; tests hand in their own. */
export interface Surroundings {
  open: (url: string) => EventSource;
  channel: (name: string) => Pick<BroadcastChannel, "postMessage" | "close" | "onmessage">;
  /** Runs `hold` while this tab has the lock; resolves when it gives the lock up. */
  lock: (name: string, signal: AbortSignal, hold: () => Promise<void>) => Promise<unknown>;
  wait: (milliseconds: number, then: () => void) => () => void;
}

export const browser: Surroundings = {
  open: (url) => new EventSource(url, { withCredentials: true }),
  channel: (name) =>
    typeof BroadcastChannel === "undefined"
      ? { postMessage: () => {}, close: () => {}, onmessage: null }
      : new BroadcastChannel(name),
  lock: (name, signal, hold) => (navigator.locks ? navigator.locks.request(name, { signal }, hold) : hold()),
  wait: (milliseconds, then) => {
    const timer = setTimeout(then, milliseconds);
    return () => clearTimeout(timer);
  },
};

const NAME = "moretta.events";
const LONGEST_WAIT = 30_000;

export function parseEvent(data: string): LiveEvent | null {
  try {
    const event = JSON.parse(data) as Partial<LiveEvent>;
    return typeof event.kind === "string" && typeof event.id === "string" ? (event as LiveEvent) : null;
  } catch {
    return null;
  }
}

/** Listens until the returned function is called. Every tab hears every event exactly once. */
export function listen(listener: Listener, around: Surroundings = browser): () => void {
  const stopped = new AbortController();
  const channel = around.channel(NAME);
  channel.onmessage = ({ data }: MessageEvent) => {
    const event = typeof data === "string" ? parseEvent(data) : null;
    if (event) listener(event);
  };
  const tell = (event: LiveEvent) => {
    listener(event);
    channel.postMessage(JSON.stringify(event));
  };

  const hold = () =>
    new Promise<void>((release) => {
      let source: EventSource | undefined;
      let last = "";
      let failures = 0;
      let cancelWait = () => {};

      const connect = () => {
        source = around.open(last ? `/api/events?after=${encodeURIComponent(last)}` : "/api/events");
        source.onopen = () => {
          // whatever happened while nobody listened is read again
          if (failures) tell({ kind: "reset", id: "" });
          failures = 0;
        };
        source.onmessage = (message: MessageEvent<string>) => {
          if (message.lastEventId) last = message.lastEventId;
          const event = parseEvent(message.data);
          if (event) tell(event);
        };
        source.addEventListener("reset", (message) => {
          last = (message as MessageEvent).lastEventId || "";
          tell({ kind: "reset", id: "" });
        });
        source.onerror = () => {
          source?.close();
          failures += 1;
          cancelWait = around.wait(Math.min(LONGEST_WAIT, 500 * 2 ** Math.min(failures, 6)), connect);
        };
      };

      connect();
      stopped.signal.addEventListener("abort", () => {
        cancelWait();
        source?.close();
        release();
      });
    });

  void around.lock(NAME, stopped.signal, hold).catch(() => {
    // the wait for the lock was called off
  });
  return () => {
    stopped.abort();
    channel.close();
  };
}
