import type { ReactNode } from "react";
import type { ProofFigures } from "../../api/contract";
import { texts } from "../../texts";
import { language } from "../../texts/language";
import { count } from "../../texts/numbers";

const say = texts.proofs;

/** What the parts of a report come to, a line each. Its sentences are the report's own: in English where it was not told
 * in the language of the page. */
export function InShort({ figures }: { figures: ProofFigures }) {
  const { residue, linkage, reconstruction, plates, fidelity } = figures;
  const told = figures.told?.[language];
  const verdict = (part: "linkage" | "reconstruction", english: string) => (
    <span lang={told?.[part] ? undefined : "en"}>{told?.[part]?.verdict ?? english}</span>
  );
  const notes = told?.notes ?? figures.notes ?? [];
  const lines: [string, ReactNode][] = [];
  if (figures.looked_at) lines.push([say.rows.looked_at, lookedAt(figures.looked_at)]);
  if (residue) {
    lines.push([say.rows.again, say.against(residue.left, residue.by_control)]);
    lines.push([say.rows.elsewhere, say.look(residue.elsewhere)]);
  }
  if (linkage) lines.push([say.rows.linked, verdict("linkage", linkage.verdict)]);
  if (reconstruction) lines.push([say.rows.undone, verdict("reconstruction", reconstruction.verdict)]);
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
      {notes.length > 0 && (
        <ul className="two proof-notes" lang={told ? undefined : "en"}>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function lookedAt({ pictures, clips, frames }: NonNullable<ProofFigures["looked_at"]>): string {
  const looked = ({ looked, of }: typeof pictures) =>
    of !== null && of > looked ? say.of_all(looked, of) : count(looked);
  const parts = [];
  if (pictures.looked > 0) parts.push(say.looked_pictures(looked(pictures)));
  if (clips.looked > 0) parts.push(say.looked_clips(looked(clips), looked(frames)));
  return parts.join("; ");
}
