import type { ReactNode } from "react";
import type { ProofFigures } from "../../api/contract";
import { texts } from "../../texts";
import { count } from "../../texts/numbers";

const say = texts.proofs;

/** What the parts of a report come to, a line each. Its sentences are the report's own, in English. */
export function InShort({ figures }: { figures: ProofFigures }) {
  const { residue, linkage, reconstruction, plates, fidelity } = figures;
  const verdict = (sentence: string) => <span lang="en">{sentence}</span>;
  const lines: [string, ReactNode][] = [];
  if (residue) {
    lines.push([say.rows.again, say.against(residue.left, residue.by_control)]);
    lines.push([say.rows.elsewhere, say.look(residue.elsewhere)]);
  }
  if (linkage) lines.push([say.rows.linked, verdict(linkage.verdict)]);
  if (reconstruction) lines.push([say.rows.undone, verdict(reconstruction.verdict)]);
  if (plates) lines.push([say.rows.plates, say.characters(plates.still_read, plates.characters)]);
  if (fidelity?.equal_share) {
    lines.push([say.rows.equal, say.equal(100 * fidelity.equal_share.mean, fidelity.psnr?.mean)]);
  }
  if (fidelity) lines.push([say.rows.carriers, count(fidelity.files_with_carriers)]);
  return (
    <>
      <dl className="in-short" aria-label={say.summary}>
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {figures.notes && figures.notes.length > 0 && (
        <ul className="two proof-notes" lang="en">
          {figures.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
}
