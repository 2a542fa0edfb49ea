import { QueryClient } from "@tanstack/react-query";
import { describe, expect, test, vi } from "vitest";
import { listen, parseEvent, type LiveEvent, type Surroundings } from "./events";
import { gather, touchedBy } from "./useLive";

class Stream {
  onopen?: () => void;
  onmessage?: (message: { data: string; lastEventId: string }) => void;
  onerror?: () => void;
  reset?: (message: { lastEventId: string }) => void;
  closed = false;
  constructor(readonly url: string) {}
  addEventListener(_kind: string, listener: (message: { lastEventId: string }) => void) {
    this.reset = listener;
  }
  close() {
    this.closed = true;
  }
  say(event: object, lastEventId = "") {
    this.onmessage?.({ data: JSON.stringify(event), lastEventId });
  }
}

/** One browser with several tabs: one lock, one channel, streams that the test speaks through. */
function browserOfTabs() {
  const streams: Stream[] = [];
  const waits: (() => void)[] = [];
  const channels = new Set<{ onmessage: ((message: MessageEvent) => void) | null }>();
  let held: Promise<void> = Promise.resolve();
  const tab = (): Surroundings => ({
    open: (url) => {
      const stream = new Stream(url);
      streams.push(stream);
      return stream as unknown as EventSource;
    },
    channel: () => {
      const channel = {
        onmessage: null as ((message: MessageEvent) => void) | null,
        postMessage: (data: unknown) => {
          for (const other of channels) if (other !== channel) other.onmessage?.({ data } as MessageEvent);
        },
        close: () => void channels.delete(channel),
      };
      channels.add(channel);
      return channel;
    },
    lock: (_name, signal, hold) => {
      held = held.then(() => (signal.aborted ? undefined : hold()));
      return held;
    },
    wait: (_milliseconds, then) => {
      waits.push(then);
      return () => {};
    },
  });
  return { streams, waits, tab };
}

const asset: LiveEvent = { kind: "asset", id: "a", revision: 3, project: "p" };
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("live events", () => {
  test("three tabs share one stream, and each hears each event once", async () => {
    const { streams, tab } = browserOfTabs();
    const heard: LiveEvent[][] = [[], [], []];
    heard.forEach((list) => listen((event) => list.push(event), tab()));
    await settle();
    expect(streams).toHaveLength(1);
    streams[0]!.say(asset, "5-0");
    expect(heard).toEqual([[asset], [asset], [asset]]);
  });

  test("another tab takes over when the reading one is closed", async () => {
    const { streams, tab } = browserOfTabs();
    const heard: LiveEvent[] = [];
    const stop = listen(() => {}, tab());
    listen((event) => heard.push(event), tab());
    await settle();
    stop();
    await settle();
    expect(streams).toHaveLength(2);
    expect(streams[0]!.closed).toBe(true);
    streams[1]!.say(asset);
    expect(heard).toEqual([asset]);
  });

  test("after a break it resumes behind the last event and reads everything again", async () => {
    const { streams, waits, tab } = browserOfTabs();
    const heard: LiveEvent[] = [];
    listen((event) => heard.push(event), tab());
    await settle();
    streams[0]!.say(asset, "7-1");
    streams[0]!.onerror!();
    waits.shift()!();
    expect(streams[1]!.url).toBe("/api/events?after=7-1");
    streams[1]!.onopen!();
    expect(heard.map(({ kind }) => kind)).toEqual(["asset", "reset"]);
  });

  test("a reset from the server reaches every tab", async () => {
    const { streams, tab } = browserOfTabs();
    const heard: string[] = [];
    listen(() => {}, tab());
    listen((event) => heard.push(event.kind), tab());
    await settle();
    streams[0]!.reset!({ lastEventId: "9-0" });
    expect(heard).toEqual(["reset"]);
  });

  test.each(["", "no json", "[]", '{"kind":1}'])("%j is not an event", (data) =>
    expect(parseEvent(data)).toBeNull(),
  );
});

describe("what an event makes old", () => {
  test("an asset's event names the asset and its project", () => {
    expect(touchedBy(asset)).toEqual(
      expect.arrayContaining([
        ["asset", "a"],
        ["project", "p"],
      ]),
    );
  });

  test("a storm of events reads each list again once", async () => {
    vi.useFakeTimers();
    const client = new QueryClient();
    const read = vi.spyOn(client, "invalidateQueries");
    const hear = gather(client, 100);
    for (let index = 0; index < 200; index++) hear({ kind: "job", id: "j" });
    vi.advanceTimersByTime(100);
    expect(read).toHaveBeenCalledTimes(touchedBy({ kind: "job", id: "j" }).length);
    hear({ kind: "reset", id: "" });
    expect(read).toHaveBeenLastCalledWith();
    vi.useRealTimers();
  });
});
