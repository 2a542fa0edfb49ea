import { Link } from "react-router";
import type { AssetCard } from "../api/contract";
import { useAssets } from "../api/queries";
import { StateGlyph } from "../ui/StateGlyph";

/** The pictures around this one, with what waits on them. */
export function Film({ project, current }: { project: string; current: string }) {
  const { data } = useAssets({ project }, 120);
  const cards = data?.pages.flatMap((page) => page.results) ?? [];
  const at = Math.max(
    0,
    cards.findIndex((card) => card.id === current),
  );
  const from = Math.max(0, Math.min(at - 6, cards.length - 16));
  return (
    <nav className="film" aria-label="Pictures around this one">
      {cards.slice(from, from + 24).map((card) => (
        <Link
          key={card.id}
          to={`/p/${project}/assets/${card.id}`}
          aria-current={card.id === current || undefined}
          aria-label={card.name}
          title={card.name}
        >
          {card.files.thumbnail ? <img src={card.files.thumbnail} alt="" loading="lazy" /> : null}
          {waits(card) && (
            <span className="sign">
              <StateGlyph state="undecided" size={12} />
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}

function waits(card: AssetCard): boolean {
  return (card.state === "annotate" || card.state === "in_review") && card.counts.undecided > 0;
}
