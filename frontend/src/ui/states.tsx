/** What stands where there is nothing to show: each sentence names the next act. */
import type { ReactNode } from "react";
import { ApiError, sentenceOf } from "../api/client";
import { texts } from "../texts";
import { Button, ButtonLink } from "./controls";
import "./states.css";

const DRAWINGS = {
  pictures: (
    <g strokeDasharray="5 4">
      <rect x=".75" y=".75" width="56" height="40" />
      <rect x="62.75" y=".75" width="58" height="40" />
      <rect x=".75" y="46.75" width="38" height="30" />
      <rect x="44.75" y="46.75" width="76" height="30" />
    </g>
  ),
  nobody: (
    <>
      <rect x=".75" y=".75" width="120" height="76" />
      <g fill="var(--hidden)" stroke="none">
        <ellipse cx="40" cy="39" rx="15" ry="21" />
        <ellipse cx="84" cy="43" rx="12" ry="17" />
      </g>
      <g fill="var(--ground)" stroke="none">
        <ellipse cx="34.5" cy="35" rx="2.8" ry="2" />
        <ellipse cx="45.5" cy="35" rx="2.8" ry="2" />
        <ellipse cx="79.5" cy="40" rx="2.3" ry="1.7" />
        <ellipse cx="88.5" cy="40" rx="2.3" ry="1.7" />
      </g>
    </>
  ),
  filtered: (
    <>
      <rect x=".75" y=".75" width="120" height="76" />
      <rect x="44" y="21" width="33" height="36" strokeDasharray="1.5 3" />
    </>
  ),
  mask: (
    <>
      <rect x=".75" y=".75" width="120" height="76" />
      <ellipse cx="60" cy="39" rx="22" ry="30" fill="var(--hidden)" stroke="none" />
      <ellipse cx="52" cy="33" rx="4.5" ry="3" fill="var(--ground)" stroke="none" />
      <ellipse cx="68" cy="33" rx="4.5" ry="3" fill="var(--ground)" stroke="none" />
    </>
  ),
  offline: (
    <>
      <rect x=".75" y=".75" width="120" height="76" />
      <path d="M16 39h52" strokeWidth="3" stroke="var(--ink)" strokeDasharray="8 6" />
      <path d="M78 39h12m-4-4 4 4-4 4" />
      <path d="M102 2v74" strokeDasharray="3 4" />
    </>
  ),
  lines: (
    <>
      <rect x=".75" y=".75" width="120" height="76" />
      <path d="M18 24h84M18 39h52M18 54h26" strokeDasharray="5 4" />
    </>
  ),
};

export function Empty({
  title,
  says,
  act,
  drawing = "filtered",
}: {
  title: ReactNode;
  says?: ReactNode;
  act?: ReactNode;
  drawing?: keyof typeof DRAWINGS;
}) {
  return (
    <div className="empty">
      <svg
        width="122"
        height="78"
        fill="none"
        stroke="var(--line-strong)"
        strokeWidth="1.5"
        aria-hidden="true"
      >
        {DRAWINGS[drawing]}
      </svg>
      <h1 className="empty-title">{title}</h1>
      {says && <p className="two">{says}</p>}
      {act && <div className="row empty-act">{act}</div>}
    </div>
  );
}

/** A list or page that could not be read: the server's sentence, and a way on. */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const status = error instanceof ApiError ? error.status : -1;
  if (status === 404) {
    return (
      <Empty
        title={texts.errors.not_found}
        says={texts.errors.not_found_says}
        act={
          <ButtonLink look="go" to="/projects">
            {texts.errors.not_found_act}
          </ButtonLink>
        }
      />
    );
  }
  const offline = status === 0;
  return (
    <Empty
      drawing={offline ? "offline" : "filtered"}
      title={offline ? texts.errors.offline : texts.errors.failed}
      says={offline ? texts.errors.offline_says : sentenceOf(error)}
      act={onRetry && <Button onClick={onRetry}>{texts.common.retry}</Button>}
    />
  );
}

export function Wrong({ error }: { error: unknown }) {
  if (!error) return null;
  return (
    <p className="wrong" role="alert">
      {sentenceOf(error)}
    </p>
  );
}
