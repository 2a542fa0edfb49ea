/**
 * The pictures around this one: where it stands among them, and what waits on them. The film stays while one picture
 * after the other is opened above it: made anew with each, its thumbnails cost the browser memory it does not give back.
 */

import { useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { Link } from "react-router";
import type { AssetCard, Project } from "../api/contract";
import { useAssets } from "../api/queries";
import { texts } from "../texts";
import { initialOf } from "../ui/controls";
import { StateGlyph } from "../ui/StateGlyph";
import { thumbnails } from "./bitmaps";
import { say } from "./texts";
import { useBitmap } from "./useBitmap";

const MOST_PAGES = 10; // a picture further on has no place in the film; its neighbours are reached by key
const BEFORE = 8;
const SHOWN = 28;

export interface Around {
  cards: AssetCard[];
  /** Its place among all, where it is known. */
  at: number | null;
  all: number;
}

export function useAround(id: string, project: Project | undefined, current: string): Around {
  const { data, hasNextPage, isFetching, fetchNextPage } = useAssets({ project: id }, 120);
  const cards = useMemo(() => data?.pages.flatMap((page) => page.results) ?? [], [data]);
  const at = cards.findIndex((card) => card.id === current);
  const pages = data?.pages.length ?? 0;
  useEffect(() => {
    if (at < 0 && pages && pages < MOST_PAGES && hasNextPage && !isFetching) void fetchNextPage();
  }, [at, fetchNextPage, hasNextPage, isFetching, pages]);
  const counted = Object.values(project?.counts ?? {}).reduce((sum, n) => sum + n, 0);
  const from = Math.max(0, Math.min(at - BEFORE, cards.length - SHOWN));
  return {
    cards: at < 0 ? [] : cards.slice(from, from + SHOWN),
    at: at < 0 ? null : at,
    all: Math.max(counted, cards.length),
  };
}

export function Film({ project, cards, current }: { project: string; cards: AssetCard[]; current: string }) {
  const here = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    here.current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [current, cards.length]);
  return (
    <nav className="film" aria-label={say.film}>
      {cards.map((card) => {
        const thumbnail = card.files.thumbnail ?? card.files.redacted_thumbnail;
        return (
          <Link
            key={card.id}
            ref={card.id === current ? here : undefined}
            to={`/p/${project}/assets/${card.id}`}
            aria-current={card.id === current ? "page" : undefined}
            aria-label={waits(card) ? say.needsYou(card.name) : card.name}
            title={card.assignee ? `${card.name}, ${texts.whose.given(card.assignee.name)}` : card.name}
          >
            {thumbnail ? <Thumbnail address={thumbnail} /> : <span className="blank" />}
            {card.assignee && (
              <span className="whose" aria-hidden="true">
                {initialOf(card.assignee.name)}
              </span>
            )}
            {waits(card) && (
              <span className="sign">
                <StateGlyph state="undecided" size={12} />
              </span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}

/** Drawn, for an <img> would stay in the browser's memory when the film has moved on. */
function Thumbnail({ address }: { address: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const read = useBitmap(address, thumbnails);
  const bitmap = read?.bitmap;
  useLayoutEffect(() => {
    const drawn = canvas.current;
    if (!drawn || !bitmap) return;
    drawn.width = bitmap.width;
    drawn.height = bitmap.height;
    drawn.getContext("2d")?.drawImage(bitmap, 0, 0);
    return () => {
      drawn.width = drawn.height = 0; // its pixels are not kept until it is swept away
    };
  }, [bitmap]);
  return read && !bitmap ? <span className="blank" /> : <canvas ref={canvas} aria-hidden="true" />;
}

function waits(card: AssetCard): boolean {
  return (card.state === "annotate" || card.state === "in_review") && card.counts.undecided > 0;
}
