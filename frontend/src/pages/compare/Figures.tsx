import type { Evaluation, EvaluationFigures } from "../../api/contract";
import { texts } from "../../texts";
import { BANDS, between, percent, plain } from "./sets";

const say = texts.compare;

interface Line {
  name: string;
  says: string;
  value(figures: EvaluationFigures): number | null | undefined;
  show(value: number | null | undefined): string;
}

function linesOf({ boxes, negatives }: EvaluationFigures): Line[] {
  const line = (
    name: Exclude<keyof typeof say.rows, "recall" | "false_per_negative">,
    show: Line["show"] = percent,
  ) => ({ name, says: say.rows[name], value: (figures: EvaluationFigures) => figures[name], show });
  const heights = [...BANDS].reverse().filter((band) => boxes[band]);
  return [
    line("recall_all"),
    ...heights.map((band) => ({
      name: `recall:${band}`,
      says: say.rows.recall(say.bands[band] ?? band, boxes[band] ?? 0),
      value: (figures: EvaluationFigures) => figures.recall[band],
      show: percent,
    })),
    line("leaking_images"),
    line("average_precision", plain),
    {
      name: "false_per_negative",
      says: say.rows.false_per_negative(negatives),
      value: (figures) => figures.false_per_negative,
      show: plain,
    },
    line("masked"),
    line("boxes_per_image", plain),
    line("open_under_flags"),
    line("flags_per_image", plain),
  ];
}

/** The figures of the sets side by side, each with its interval. */
export function Figures({ evaluation }: { evaluation: Evaluation }) {
  const { sets, figures } = evaluation;
  const [first] = figures;
  if (!first) return null;
  return (
    <table className="figures">
      <caption className="only-heard">{say.figures}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="only-heard">{say.figure}</span>
          </th>
          {sets.map((set, index) => (
            <th key={index} scope="col">
              {index === 0 ? say.first : say.second}: {set.title}
              <span className="three">{say.from(set.threshold)}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {linesOf(first).map(({ name, says, value, show }) => (
          <tr key={name}>
            <th scope="row">{says}</th>
            {figures.map((one, index) => (
              <td key={index}>
                {show(value(one))} <span className="three">{between(one, name, show)}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
