import type { ReactNode } from "react";
import { texts } from "../texts";
import { timeOf } from "./times";
import "./runs.css";

interface Run {
  id: string;
  state: keyof typeof texts.jobs.states | "ready";
  created_at: string;
}

interface Props<Of extends Run> {
  title: string;
  runs: readonly Of[];
  shown: string | undefined;
  titleOf(run: Of): ReactNode;
  /** What else tells it from the others. */
  besides(run: Of): ReactNode;
  onShow(id: string): void;
}

/** What was measured before, the last one first; nothing where there is one only. */
export function Earlier<Of extends Run>({ title, runs, shown, titleOf, besides, onShow }: Props<Of>) {
  if (runs.length < 2) return null;
  return (
    <section className="earlier">
      <h2 className="minor">{title}</h2>
      <ul className="rows">
        {runs.map((run) => (
          <li key={run.id}>
            <button
              type="button"
              className="text grow clip"
              aria-current={run.id === shown || undefined}
              onClick={() => onShow(run.id)}
            >
              {titleOf(run)}
            </button>
            <span className="three">{besides(run)}</span>
            <span className="two">{run.state !== "ready" && texts.jobs.states[run.state]}</span>
            <time className="three num" dateTime={run.created_at}>
              {timeOf(run.created_at)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  );
}
