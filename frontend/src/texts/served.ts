/** What the server says in English, in the language of the page where that has words of its own for it. */
import { pick } from "./language";

type Titled = { name: string; title: string; says: string };

const none = { presets: {}, methods: {}, flags: {} } as {
  presets: Record<string, Omit<Titled, "name">>;
  methods: Record<string, Omit<Titled, "name">>;
  flags: Record<string, string>;
};

const known = pick("served", none);

export const presetsSaid = <One extends Titled>(presets: One[]): One[] =>
  presets.map((one) => ({ ...one, ...known.presets[one.name] }));

export const methodsSaid = <One extends Titled>(methods: One[]): One[] =>
  methods.map((one) => ({ ...one, ...known.methods[one.name] }));

export const flagSaid = (flag: { flag: string; says: string }): string => known.flags[flag.flag] ?? flag.says;
