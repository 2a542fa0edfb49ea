import type { Job } from "../api/contract";
import { texts } from "../texts";
import { count } from "../texts/numbers";

const say = texts.jobs;
type Clip = Job["clips"][number];
const KINDS = ["detected", "filled", "copied", "untouched", "failed"] as const;

/** What became of the frames of each clip that a job redacted. */
export function FramesTable({ clips }: { clips: Job["clips"] }) {
  return (
    <div className="frames-table">
      <table>
        <thead>
          <tr>
            <th scope="col">{say.clip}</th>
            <th scope="col" className="num">
              {say.frames}
            </th>
            {KINDS.map((kind) => (
              <th key={kind} scope="col" className="num" title={say.frame_kinds_say[kind]}>
                {say.frame_kinds[kind]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {clips.map((clip) => (
            <tr key={clip.asset}>
              <th scope="row" className="clip">
                {clip.name}
              </th>
              <td className="num">{count(clip.frames)}</td>
              {KINDS.map((kind) => (
                <td key={kind} className={kind === "failed" && clip.failed > 0 ? "num wrong" : "num"}>
                  {count(clip[kind])}
                  {kind === "failed" && clip.failed > 0 && (
                    <div>{say.failed_at(clip.failed, rangesOf(clip))}</div>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Pure: which frames could not be decoded; dots stand for those that are not listed. */
export function rangesOf(clip: Pick<Clip, "failed" | "failed_ranges">): string {
  const named = clip.failed_ranges.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`));
  const listed = clip.failed_ranges.reduce((sum, [first = 0, last = 0]) => sum + last - first + 1, 0);
  return named.join(", ") + (listed < clip.failed ? " …" : "");
}
