import { memo } from "react";
import { Link } from "react-router";
import type { AssetCard } from "../api/contract";
import { isWithheld } from "../api/queries";
import { marksOf } from "../crops/changes";
import { useChanges } from "../crops/Trying";
import { texts } from "../texts";
import { Icon } from "../ui/Icon";
import { DoubtTag, Marks } from "../ui/Marks";
import { pictureIn } from "./layout";

export function clock(seconds: number | null): string {
  const whole = Math.max(0, Math.round(seconds ?? 0));
  const two = (n: number) => String(n).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** What stands on the picture as a chip while it is on its way, or when it left the path. */
export function chipOf(
  asset: AssetCard,
  narrow = false,
): { text: string; busy?: boolean; wrong?: boolean } | null {
  const say = texts.states.card;
  if (asset.state === "failed") return { text: say.failed, wrong: true };
  if (asset.state === "excluded") return { text: asset.reason || say.excluded };
  if (asset.state === "processing") {
    return asset.job?.state === "running"
      ? { text: narrow ? say.running_short : say.running, busy: true }
      : { text: narrow ? say.queued_short : say.queued };
  }
  if (asset.state === "approved") {
    return asset.error ? { text: say.unredacted, wrong: true } : { text: say.rendering, busy: true };
  }
  if (asset.state === "annotate" && asset.reason) return { text: say.changes };
  return null;
}

/** The picture in words, for those who do not see it. */
export function describe(asset: AssetCard): string {
  const { hidden, kept, undecided } = asset.counts;
  const doubt = asset.marks.find((mark) => mark.state === "undecided");
  const parts = [
    asset.name,
    asset.kind === "video" && clock(asset.duration),
    chipOf(asset)?.text ?? texts.states.asset[asset.state],
    undecided && `${undecided} ${texts.states.undecided}${doubt?.why ? `: ${doubt.why}` : ""}`,
    hidden && `${hidden} ${texts.states.hidden}`,
    kept && `${kept} ${texts.states.kept}`,
    asset.state === "annotate" && !asset.searched && texts.states.card.not_searched,
    isWithheld(asset) && texts.states.card.withheld,
    asset.error || (asset.state === "annotate" && asset.reason),
  ];
  return parts.filter(Boolean).join(", ");
}

interface Props {
  asset: AssetCard;
  to: string;
  top: number;
  left: number;
  width: number;
  height: number;
  active: boolean;
  selected: boolean;
  selecting: boolean;
  onSelect: (id: string, range: boolean) => void;
  onFocus: (id: string) => void;
}

/** One picture of the wall with its states drawn on it. */
export const Tile = memo(function Tile(props: Props) {
  const { asset, to, top, left, width, height, active, selected, selecting, onSelect, onFocus } = props;
  const chip = chipOf(asset, width < 190);
  const image = asset.files.thumbnail ?? asset.files.redacted_thumbnail;
  const done = asset.state === "ready" || asset.state === "in_review";
  const unsearched = asset.state === "annotate" && !asset.searched;
  const hasBadge = asset.kind === "video" || done || unsearched;
  const picture = pictureIn({ width, height }, asset);
  const waits = asset.state === "annotate" || asset.state === "in_review";
  const only = asset.kind === "video" ? asset.cover_frame : undefined;
  const changes = useChanges(waits ? [asset.id] : [], asset.dataset, only)(asset.id, asset.cover_frame);
  const marks = marksOf(asset.marks, changes, asset.width ?? 1, asset.height ?? 1);
  const quiet = asset.state === "processing" && asset.job?.state !== "running";
  return (
    <li
      className="tile"
      style={{ top, left, width, height }}
      data-selected={selected || undefined}
      data-quiet={quiet || undefined}
    >
      <Link
        to={to}
        tabIndex={active ? 0 : -1}
        data-asset={asset.id}
        onFocus={() => onFocus(asset.id)}
        onClick={(event) => {
          if (selecting || event.shiftKey || event.ctrlKey || event.metaKey) {
            event.preventDefault();
            onSelect(asset.id, event.shiftKey);
          }
        }}
        draggable={false}
      >
        <span className="only-heard">{describe(asset)}</span>
        {image ? (
          <span className="tile-picture" style={picture} aria-hidden="true">
            <img src={image} alt="" loading="lazy" decoding="async" draggable={false} />
            {asset.state !== "excluded" && (
              <Marks marks={marks} width={picture.width} height={picture.height} />
            )}
          </span>
        ) : (
          <span className="tile-none" aria-hidden="true">
            <span className="clip">{asset.name}</span>
            {asset.error && <span>{asset.error}</span>}
            {isWithheld(asset) && width >= 130 && <span>{texts.states.card.withheld}</span>}
          </span>
        )}
        {asset.state !== "excluded" && (
          <DoubtTag
            marks={asset.marks}
            narrow={width < (hasBadge ? 190 : 130)}
            above={chip !== null}
            beside={hasBadge}
          />
        )}
        {chip && (
          <span
            className="chip"
            aria-hidden="true"
            data-beside={hasBadge || undefined}
            data-wrong={chip.wrong}
            title={asset.error || asset.reason || undefined}
          >
            {asset.state === "processing" || chip.busy ? <i data-busy={chip.busy} /> : null}
            <span>{chip.text}</span>
          </span>
        )}
        <span className="badges" aria-hidden="true">
          {unsearched && (
            <span title={texts.states.card.not_searched}>
              <Icon name="unsearched" size={16} />
            </span>
          )}
          {asset.kind === "video" && <span>{clock(asset.duration)}</span>}
          {done && (
            <span
              title={texts.states.asset[asset.state]}
              data-open={asset.state === "in_review" || undefined}
            >
              {asset.state === "ready" ? <Icon name="check" size={16} /> : texts.states.card.in_review}
            </span>
          )}
        </span>
      </Link>
      <input
        type="checkbox"
        className="tile-check"
        tabIndex={-1}
        aria-label={texts.pictures.select(asset.name)}
        checked={selected}
        onChange={() => {}}
        onClick={(event) => onSelect(asset.id, event.shiftKey)}
      />
    </li>
  );
});
