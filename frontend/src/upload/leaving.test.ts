import { expect, test } from "vitest";
import { askBeforeLeaving } from "./leaving";
import type { Entry, FileState } from "./queue";

function queueOf() {
  let entries: Entry[] = [];
  let tell = () => {};
  const queue = {
    list: () => entries,
    subscribe: (listener: () => void) => {
      tell = listener;
      return () => true;
    },
  };
  const become = (...states: FileState[]) => {
    entries = states.map((state, key) => ({ key, file: new File([], `${key}.jpg`), state }));
    tell();
  };
  askBeforeLeaving(queue);
  return become;
}

const asked = () => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));

test("closing the page asks first until the last file has left", () => {
  const [one, other] = [queueOf(), queueOf()];
  expect(asked()).toBe(false);
  one({ at: "waits" }, { at: "sent", asset: null });
  other({ at: "sending", share: 0.5 });
  expect(asked()).toBe(true);
  one({ at: "failed", detail: "offline" }, { at: "sent", asset: null });
  expect(asked()).toBe(true);
  other({ at: "sent", asset: null });
  expect(asked()).toBe(false);
});
