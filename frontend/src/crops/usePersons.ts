/** The people of a dataset: what is chosen among them, what is decided about them, and how entries are mended. */

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { forgetPeople, groupPeople } from "../api/calls";
import { sentenceOf } from "../api/client";
import type { Crop } from "../api/contract";
import { newId } from "../asset/ids";
import { texts } from "../texts";
import { notify } from "../ui/notices";
import { NONE, type Choice } from "./PersonGrid";
import { backOf, personsOf, putApart, putTogether, type Move, type Person } from "./persons";
import { over } from "../api/waiting";
import type { Decide } from "./store";
import { useCropStore } from "./useCropStore";

const say = texts.persons;
const MOST = 2000; // objects that are read, as many as are grouped

export function usePersons(dataset: string) {
  const [round, setRound] = useState(0);
  const { store, state } = useCropStore(dataset, WAITING, round);
  const { items } = state;
  const persons = useMemo(() => personsOf(items), [items]);
  const [choice, setChoice] = useState<Choice>(NONE);
  const [grouping, setGrouping] = useState(false);
  const looked = useRef(new Set<string>());
  const acts = useRef<(() => void)[]>([]); // what takes each back

  useEffect(() => {
    acts.current = []; // of objects that are no longer shown
  }, [store]);
  useEffect(() => {
    if (!state.ended && !state.reading && !state.failed && items.length < MOST) void store.more();
  }, [items.length, state.ended, state.failed, state.reading, store]);

  const onShow = useCallback(
    (ids: string[]) => {
      for (const id of ids) looked.current.add(id);
      void store.show(ids);
    },
    [store],
  );

  const chosen = persons.filter((person) => choice.persons.has(person.key));
  const objects = items.filter((item) => choice.objects.has(item.id));
  /** What a decision is about: the chosen objects, or all of the chosen people. */
  const subject: readonly Crop[] = objects.length ? objects : chosen.flatMap((person) => person.members);

  const decide = (how: Decide, reason = "") => {
    // To be seen is more than to be hidden: that holds for what was on the screen, and for nothing else.
    const ids = subject.map(({ id }) => id).filter((id) => how !== "keep" || looked.current.has(id));
    if (how === "keep" && ids.length < subject.length) notify(say.kept_shown(ids.length, subject.length));
    if (!ids.length) return;
    store.decide(ids, how, reason);
    acts.current.push(() => store.undo());
    setChoice(NONE);
  };
  const move = (moves: readonly Move[]) => {
    if (!moves.length) return;
    const back = backOf(moves, items);
    store.move(moves);
    acts.current.push(() => store.move(back));
    setChoice(NONE);
  };
  const merge = () => {
    const [first, ...rest] = [...chosen].sort((a, b) => Number(b.grouped) - Number(a.grouped));
    if (rest.length)
      move(
        putTogether(
          rest.flatMap((person) => person.members),
          first,
          newId,
        ),
      );
    else notify(say.merge_which);
  };
  const split = () => {
    if (objects.length) return move(putTogether(objects, undefined, newId));
    if (chosen.length)
      return move(
        putApart(
          chosen.flatMap((person) => person.members),
          newId,
        ),
      );
    notify(say.split_which);
  };
  const drop = (ids: readonly string[], on: Person | undefined) => {
    const those = items.filter((item) => ids.includes(item.id));
    move(putTogether(those, on, newId));
  };

  const group = async () => {
    setGrouping(true);
    try {
      const job = await over(await groupPeople(dataset));
      if (job.state !== "succeeded") notify(job.errors[0]?.detail ?? (job.message || job.state), true);
      setRound((before) => before + 1);
    } catch (error) {
      notify(sentenceOf(error), true);
    } finally {
      setGrouping(false);
    }
  };
  const forget = async () => {
    await forgetPeople(dataset);
    setRound((before) => before + 1);
  };

  return {
    state,
    persons,
    choice,
    setChoice,
    subject,
    onShow,
    decide,
    merge,
    split,
    drop,
    group,
    grouping,
    forget,
    undo: () => acts.current.pop()?.(),
    again: () => void store.more(),
  };
}

const WAITING = { show: "waiting" } as const;
