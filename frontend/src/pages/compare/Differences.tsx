import type { CSSProperties } from "react";
import { Link } from "react-router";
import type { Difference, Evaluation } from "../../api/contract";
import { useDifferences } from "../../api/queries";
import { texts } from "../../texts";
import { count } from "../../texts/numbers";
import { Button } from "../../ui/controls";
import { brackets, type Rect } from "../../ui/markShapes";
import { Failed } from "../../ui/states";

const say = texts.compare;
const TALL = 176; // pixels: the height of a picture here
const WIDEST = 420;

type Kind = "first" | "second" | "missed";
const KINDS: readonly Kind[] = ["first", "second", "missed"];

/** The pictures in which the sets differ, or in which somebody is missed; a click opens one. */
export function Differences({ evaluation, project }: { evaluation: Evaluation; project: string }) {
  const alone = evaluation.sets.length === 1;
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetching } = useDifferences(
    evaluation.id,
    evaluation.has_pictures,
  );
  const rows = data?.pages.flatMap((page) => page.results) ?? [];
  const { together } = evaluation;
  return (
    <section className="differences">
      <h2 className="minor">{alone ? say.missing : say.differ}</h2>
      {together && (
        <ul className="key">
          <li>{alone ? say.together.covered(together.both) : say.together.both(together.both)}</li>
          {KINDS.filter((kind) => !alone || kind === "missed").map((kind) => (
            <li key={kind} className="row">
              <Sign kind={kind} />
              <b>{count(together[kind])}</b> {alone ? say.together.missed_alone : say.together[kind]}
            </li>
          ))}
        </ul>
      )}
      {!evaluation.has_pictures && <p className="two">{say.erased}</p>}
      {error && <Failed error={error} onRetry={() => void refetch()} />}
      {data && rows.length === 0 && evaluation.has_pictures && (
        <p className="two">{alone ? say.same_alone : say.same}</p>
      )}
      <ul className="pictures">
        {rows.map((row) => (
          <li key={row.asset}>
            <Picture row={row} to={`/p/${project}/assets/${row.asset}`} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <div>
          <Button disabled={isFetching} onClick={() => void fetchNextPage()}>
            {texts.common.more}
          </Button>
        </div>
      )}
    </section>
  );
}

function Picture({ row, to }: { row: Difference; to: string }) {
  const scale = Math.min(TALL / row.height, WIDEST / row.width);
  const [width, height] = [row.width * scale, row.height * scale];
  const parts = KINDS.filter((kind) => row[kind].length).map((kind) => say.parts[kind](row[kind].length));
  return (
    <Link to={to} aria-label={say.picture(row.name, parts)} title={say.picture(row.name, parts)}>
      <span className="difference" style={{ width, height } as CSSProperties}>
        <img src={`/api/assets/${row.asset}/files/thumbnail`} alt="" loading="lazy" />
        <svg className="marks" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {KINDS.flatMap((kind) =>
            row[kind].map(([x = 0, y = 0, w = 0, h = 0], index) => (
              <Mark
                key={`${kind}-${index}`}
                kind={kind}
                rect={{ x: x * scale, y: y * scale, width: w * scale, height: h * scale }}
              />
            )),
          )}
        </svg>
      </span>
      <span className="clip two">{row.name}</span>
    </Link>
  );
}

/** A alone is a line that closes, B alone corners, and who is missed dashes and hatch, as what waits for a decision. */
function Mark({ kind, rect }: { kind: Kind; rect: Rect }) {
  if (kind === "second") {
    const path = brackets(rect);
    return (
      <>
        <path className="kept-edge" d={path} />
        <path className="kept-halo" d={path} />
        <path className="kept-line" d={path} />
      </>
    );
  }
  if (kind === "first") {
    return (
      <>
        <rect className="hidden-halo" {...rect} />
        <rect className="hidden-line" {...rect} />
      </>
    );
  }
  return (
    <>
      <rect className="hatched" {...rect} />
      <rect className="undecided-edge" {...rect} />
      <rect className="undecided-halo" {...rect} />
      <rect className="undecided-line" {...rect} />
    </>
  );
}

function Sign({ kind }: { kind: Kind }) {
  return (
    <span className="sign">
      <svg className="marks" viewBox="0 0 32 24" aria-hidden="true">
        <Mark kind={kind} rect={{ x: 6, y: 4, width: 20, height: 16 }} />
      </svg>
    </span>
  );
}
