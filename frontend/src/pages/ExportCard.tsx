import { useState, type CSSProperties } from "react";
import { Link, useParams } from "react-router";
import type { Export, ExportItem } from "../api/contract";
import { isBuilding, isBuilt, useExport, useJob, useProject } from "../api/queries";
import { texts } from "../texts";
import { Button, Progress } from "../ui/controls";
import { copyText } from "../ui/copying";
import { Icon } from "../ui/Icon";
import { notify } from "../ui/notices";
import { Page } from "../ui/Shell";
import { Empty, Failed } from "../ui/states";
import { StateGlyph } from "../ui/StateGlyph";
import { sizeOf, timeOf } from "../ui/times";
import { layoutAspect } from "../wall/layout";
import "./exports.css";

const say = texts.exports;
const SHEET = 60;

/** 64 hexadecimal digits in groups that an eye can follow. */
export function groupDigest(digest: string): string {
  return digest.match(/.{1,8}/g)?.join(" ") ?? "";
}

export default function ExportCard() {
  const { project: id = "", export: exportId = "" } = useParams();
  const { data: project } = useProject(id);
  const { data: made, error, refetch } = useExport(exportId);
  const back = (
    <Link
      to={`/p/${id}/exports`}
      aria-label={say.page}
      title={say.page}
      className="button"
      data-look="quiet"
      data-square
    >
      <Icon name="back" />
    </Link>
  );
  if (!made) {
    return (
      <Page title={say.page} lead={back}>
        {error && <Failed error={error} onRetry={() => void refetch()} />}
      </Page>
    );
  }
  const built = made.finished_at ?? made.created_at;
  return (
    <Page
      title={say.number(made.number ?? "")}
      about={project?.name}
      lead={back}
      actions={isBuilt(made) && <span className="two">{say.built(timeOf(built))}</span>}
    >
      {isBuilding(made) ? (
        <Building made={made} />
      ) : isBuilt(made) ? (
        <Card made={made} project={id} />
      ) : (
        <Broken made={made} />
      )}
    </Page>
  );
}

function Building({ made }: { made: Export }) {
  const { data: job } = useJob(made.job?.id);
  return (
    <div className="sheet">
      <h1>
        {say.building} <span>{job && job.total > 0 && texts.pictures.live_counts(job.done, job.total)}</span>
      </h1>
      <Progress done={job?.total ? job.done / job.total : 0} label={say.building} />
    </div>
  );
}

function Broken({ made }: { made: Export }) {
  const { data: job } = useJob(made.job?.id);
  return <Empty title={say.failed} says={job?.message || job?.errors[0]?.detail} />;
}

function Card({ made, project }: { made: Export; project: string }) {
  const copy = async () => {
    const sums = `${made.sha256}  export-${made.number}.zip\n${made.manifest_sha256}  manifest.json\n`;
    if (await copyText(sums)) notify(texts.common.copied);
  };
  return (
    <div className="export-card">
      <div className="export-sheet">
        <div className="heading">
          <h1>
            {say.approved(made.approved)} <span>{say.waiting(made.left_out.length)}</span>
          </h1>
          <a className="button" data-look="go" data-big href={`/api/exports/${made.id}/file`} download>
            {say.download}
          </a>
        </div>
        <ul className="contact" aria-label={say.sheet}>
          {made.items.slice(0, SHEET).map((item) => (
            <ContactPrint key={item.name} item={item} />
          ))}
        </ul>
        <p className="two">
          {say.pixels} {made.items.length > SHEET && say.more(made.items.length - SHEET)}
        </p>
        {made.left_out.length > 0 && <LeftOutList made={made} project={project} />}
      </div>
      <div className="export-facts">
        <header className="row">
          <h2 className="grow">{say.card}</h2>
          <StateGlyph state="hidden" size={24} />
        </header>
        <p className="two">{say.card_says}</p>
        <dl className="pairs">
          <dt>{say.purpose}</dt>
          <dd>{made.purpose}</dd>
          <dt>{say.contents}</dt>
          <dd>
            {made.format.toUpperCase()}, {sizeOf(made.size)}
          </dd>
          <dt>{say.splits}</dt>
          <dd>{splitsOf(made.items)}</dd>
          <dt>{say.approved_by}</dt>
          <dd>{approversOf(made)}</dd>
          <dt>{say.policy}</dt>
          <dd>{texts.inspector.version(made.policy_version)}</dd>
        </dl>
        <hr />
        <dl className="pairs">
          <dt>{say.archive}</dt>
          <dd className="digest">{groupDigest(made.sha256)}</dd>
          <dt>{say.manifest}</dt>
          <dd className="digest">
            {groupDigest(made.manifest_sha256)}{" "}
            <a className="text" href={`/api/exports/${made.id}/manifest`}>
              {texts.inspector.show}
            </a>
          </dd>
        </dl>
        <div>
          <Button icon="copy" onClick={() => void copy()}>
            {say.copy_hashes}
          </Button>
        </div>
        <hr />
        <p className="two">
          {texts.proofs.link_says}{" "}
          <Link className="text" to={`/p/${project}/proofs?export=${made.id}`}>
            {texts.proofs.link}
          </Link>
        </p>
      </div>
    </div>
  );
}

/** "train 8 · val 2 · test 2" */
export function splitsOf(items: Pick<ExportItem, "split">[]): string {
  const counts = new Map<string, number>();
  for (const { split } of items) counts.set(split, (counts.get(split) ?? 0) + 1);
  return ["train", "val", "test"]
    .filter((split) => counts.has(split))
    .map((split) => `${split} ${counts.get(split)}`)
    .join(" · ");
}

function approversOf(made: Export): string {
  const people = Object.entries(made.approved_by).map(([name, n]) => `${name} ${n}`);
  return `${people.join(", ")}; ${made.self_approved > 0 ? say.own(made.self_approved) : say.nobody_own}`;
}

function ContactPrint({ item }: { item: ExportItem }) {
  const [aspect, setAspect] = useState(1.5);
  return (
    <li style={{ "--aspect": aspect } as CSSProperties}>
      <figure>
        {item.thumbnail ? (
          <img
            src={item.thumbnail}
            alt={item.name}
            loading="lazy"
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
              setAspect(layoutAspect(naturalWidth, naturalHeight))
            }
          />
        ) : (
          <span className="no-print" />
        )}
        <figcaption title={item.sha256} className="digest">
          {item.sha256.slice(0, 7)}
        </figcaption>
      </figure>
    </li>
  );
}

function LeftOutList({ made, project }: { made: Export; project: string }) {
  return (
    <section>
      <h2 className="minor left-title">{say.left_out(made.left_out.length)}</h2>
      <ul className="rows">
        {made.left_out.slice(0, 200).map((one) => (
          <li key={one.id}>
            <LeftThumb asset={one.id} />
            <Link className="clip" style={{ width: 160 }} to={`/p/${project}/assets/${one.id}`}>
              {one.name}
            </Link>
            <span className="grow two">{one.why}</span>
            <span className="three">{texts.states.asset[one.state]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Nothing is shown of what could not be read, or may not be seen. */
function LeftThumb({ asset }: { asset: string }) {
  const [there, setThere] = useState(true);
  if (!there) return <span className="left-thumb" />;
  const src = `/api/assets/${asset}/files/thumbnail`;
  return <img className="left-thumb" src={src} alt="" loading="lazy" onError={() => setThere(false)} />;
}
