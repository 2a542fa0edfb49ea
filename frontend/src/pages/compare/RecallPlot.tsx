import type { Evaluation } from "../../api/contract";
import { texts } from "../../texts";
import { BANDS, pointsOf, type Point } from "./sets";

const say = texts.compare;
const WIDTH = 480;
const HEIGHT = 240;
const LEFT = 48;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 44;
const APART = 12; // how far the sets stand from the middle of their height
const TICKS = [0, 0.25, 0.5, 0.75, 1];

const across = (index: number) => LEFT + ((index + 0.5) * (WIDTH - LEFT - RIGHT)) / BANDS.length;
const down = (share: number) => TOP + (1 - share) * (HEIGHT - TOP - BOTTOM);

/** How many are covered at each height, with intervals: A filled, B open. */
export function RecallPlot({ evaluation }: { evaluation: Evaluation }) {
  const sets = evaluation.figures.map((figures, index) => ({
    name: evaluation.sets[index]?.title ?? "",
    letter: index === 0 ? say.first : say.second,
    points: pointsOf(figures),
  }));
  const heard = sets.map(({ name, points }) =>
    say.plot_says(
      name,
      points.map(({ band, share }) => say.point(say.bands[band] ?? band, share)).join(", "),
    ),
  );
  return (
    <figure className="plot">
      <figcaption>{say.plot}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${say.plot}. ${heard.join(" ")}`}>
        {TICKS.map((share) => (
          <g key={share}>
            <path className="grid" d={`M${LEFT} ${down(share)}H${WIDTH - RIGHT}`} />
            <text x={LEFT - 8} y={down(share) + 4} textAnchor="end">
              {Math.round(share * 100)} %
            </text>
          </g>
        ))}
        {BANDS.map((band, index) => (
          <text key={band} x={across(index)} y={HEIGHT - BOTTOM + 20} textAnchor="middle">
            {say.bands[band]}
          </text>
        ))}
        {sets.map(({ letter, points }, index) => (
          <Series
            key={letter}
            points={points}
            aside={sets.length === 1 ? 0 : index === 0 ? -APART : APART}
            open={index > 0}
          />
        ))}
      </svg>
      <ul className="key">
        {sets.map(({ letter, name }, index) => (
          <li key={letter} className="row">
            <svg width="28" height="16" viewBox="0 0 28 16" aria-hidden="true">
              <g className="series" data-open={index > 0 || undefined}>
                <path d="M0 8H28" />
                <circle cx="14" cy="8" r="4" />
              </g>
            </svg>
            <b>{letter}</b> {name}
          </li>
        ))}
      </ul>
    </figure>
  );
}

function Series({ points, aside, open }: { points: Point[]; aside: number; open: boolean }) {
  const placed = points.map((point) => ({
    ...point,
    x: across((BANDS as readonly string[]).indexOf(point.band)) + aside,
  }));
  const line = placed.map(({ x, share }, index) => `${index ? "L" : "M"}${x} ${down(share)}`).join("");
  return (
    <g className="series" data-open={open || undefined}>
      <path d={line} />
      {placed.map(({ band, x, share, low, high }) => (
        <g key={band}>
          <path
            className="whisker"
            d={`M${x} ${down(low)}V${down(high)}M${x - 4} ${down(low)}h8M${x - 4} ${down(high)}h8`}
          />
          <circle cx={x} cy={down(share)} r="4.5" />
        </g>
      ))}
    </g>
  );
}
