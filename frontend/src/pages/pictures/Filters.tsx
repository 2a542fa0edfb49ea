import { Link, useSearchParams } from "react-router";
import type { AssetFilter } from "../../api/calls";
import type { AssetState, Project } from "../../api/contract";
import { texts } from "../../texts";
import { count } from "../../texts/numbers";
import { WhoseFilter } from "./Whose";

export type Tab = "all" | "need" | AssetState;
const TABS: readonly Tab[] = [
  "all",
  "need",
  "processing",
  "annotate",
  "in_review",
  "approved",
  "ready",
  "excluded",
  "failed",
];

export function readFilter(search: URLSearchParams): Tab {
  if (search.get("need") === "you") return "need";
  const state = search.get("state");
  return TABS.find((tab) => tab === state) ?? "all";
}

export function filterOf(tab: Tab): AssetFilter {
  if (tab === "all") return {};
  return tab === "need" ? { need: "you" } : { state: tab };
}

/** States as tabs with their counts; an empty one is left out unless it is the one that is on. */
export function Filters({ project, tab }: { project: Project; tab: Tab }) {
  const [search] = useSearchParams();
  const total = Object.values(project.counts).reduce((sum, count) => sum + (count ?? 0), 0);
  const countOf = (one: Tab) =>
    one === "all" ? total : one === "need" ? project.need_you : (project.counts[one] ?? 0);
  const address = (one: Tab) => {
    const next = new URLSearchParams(search);
    next.delete("state");
    next.delete("need");
    if (one === "need") next.set("need", "you");
    else if (one !== "all") next.set("state", one);
    return `?${next}`;
  };
  const unseen = search.get("seen") === "no";
  const unseenAddress = () => {
    const next = new URLSearchParams(search);
    if (unseen) next.delete("seen");
    else next.set("seen", "no");
    return `?${next}`;
  };
  return (
    <nav className="filters" aria-label={texts.pictures.filter_label}>
      {TABS.filter((one) => one === "all" || one === tab || countOf(one) > 0).map((one) => (
        <Link key={one} to={address(one)} replace aria-current={one === tab ? "page" : undefined}>
          {texts.pictures.filters[one]}
          <i>{count(countOf(one))}</i>
        </Link>
      ))}
      <span className="grow" />
      <WhoseFilter project={project} />
      <Link
        to={unseenAddress()}
        replace
        aria-current={unseen ? "true" : undefined}
        title={texts.pictures.unseen_says}
      >
        {texts.pictures.unseen}
      </Link>
    </nav>
  );
}
