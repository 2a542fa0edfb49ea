/** What is not sent of assets that are not open: tried again by itself, and said until it is there. */

import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { getAsset } from "../../api/calls";
import { sentenceOf } from "../../api/client";
import { Button } from "../../ui/controls";
import { notify } from "../../ui/notices";
import type { SaveState } from "../state/editor";
import { say } from "../texts";
import { replay } from "./replay";
import "./unsent.css";

const AGAIN = 15_000; // ms

export function UnsentLine({ user }: { user: string }) {
  const navigate = useNavigate();
  const left = useReplay(user);
  const [first] = left.keys();
  if (!first) return null;
  const conflicts = [...left.values()].filter((state) => state === "conflict").length;
  const go = async () => {
    try {
      const { project, id } = await getAsset(first);
      void navigate(`/p/${project}/assets/${id}`);
    } catch (error) {
      notify(sentenceOf(error), true);
    }
  };
  return (
    <div className="unsent" role="status">
      {conflicts ? say.unsent.conflict(conflicts) : say.unsent.says(left.size)}
      <Button look="quiet" onClick={() => void go()}>
        {say.unsent.open}
      </Button>
    </div>
  );
}

function useReplay(user: string): ReadonlyMap<string, SaveState> {
  const [left, setLeft] = useState<ReadonlyMap<string, SaveState>>(new Map());
  const latest = useRef(left);
  const busy = useRef(false);
  useEffect(() => {
    const run = async () => {
      if (busy.current) return;
      busy.current = true;
      try {
        latest.current = await replay(user, latest.current);
        setLeft(latest.current);
      } catch {
        // this browser keeps nothing: there is nothing to send
      } finally {
        busy.current = false;
      }
    };
    void run();
    const timer = setInterval(() => void run(), AGAIN);
    const soon = () => void run();
    window.addEventListener("online", soon);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", soon);
    };
  }, [user]);
  return left;
}
