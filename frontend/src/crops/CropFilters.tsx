/** Which objects the wall of crops shows; kept in the address, so that a filtered wall can be passed on. */

import { useMemo } from "react";
import { useSearchParams } from "react-router";
import type { CropFilter } from "../api/calls";
import type { Project } from "../api/contract";
import { texts } from "../texts";

const say = texts.crops.filter;
const FLAGS = ["gap", "boundary", "disagree", "weak", "small", "short", "born", "ended"] as const;
const SOURCES = ["run", "person", "import"] as const;
const SCORES = { low: { to: 0.6 }, middle: { from: 0.6, to: 0.8 }, high: { from: 0.8 } } as const;

type Name = "label" | "flag" | "source" | "score";

/** The filter of the address, and whether there is any. */
export function useCropFilter(): { filter: CropFilter; filtered: boolean; clear(): void } {
  const [search, setSearch] = useSearchParams();
  const query = search.toString();
  return useMemo(() => {
    const given = new URLSearchParams(query);
    const one = (name: Name) => given.get(name) ?? undefined;
    const score = SCORES[one("score") as keyof typeof SCORES];
    const source = SOURCES.find((value) => value === one("source"));
    const filter: CropFilter = { label: one("label"), flag: one("flag"), source, ...score };
    const filtered = Object.values(filter).some((value) => value !== undefined);
    return { filter, filtered, clear: () => setSearch({}, { replace: true }) };
  }, [query, setSearch]);
}

export function CropFilters({ project }: { project: Project }) {
  const [search, setSearch] = useSearchParams();
  const set = (name: Name, value: string) =>
    setSearch(
      (old) => {
        const next = new URLSearchParams(old);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  const choices: [Name, readonly (readonly [string, string])[]][] = [
    ["label", project.labels.map((label) => [label.id, label.name] as const)],
    ["flag", FLAGS.map((flag) => [flag, say.flags[flag]] as const)],
    ["source", SOURCES.map((source) => [source, say.sources[source]] as const)],
    ["score", (["low", "middle", "high"] as const).map((score) => [score, say.scores[score]] as const)],
  ];
  return (
    <div className="crop-filters" role="group" aria-label={say.title}>
      {choices
        .filter(([, values]) => values.length > 1)
        .map(([name, values]) => (
          <select
            key={name}
            aria-label={say.names[name]}
            value={search.get(name) ?? ""}
            onChange={(event) => set(name, event.target.value)}
          >
            <option value="">{say.any[name]}</option>
            {values.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        ))}
    </div>
  );
}
