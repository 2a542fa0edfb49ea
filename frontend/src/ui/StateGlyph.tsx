import type { MarkState } from "../api/contract";

/** The sign of each state: the moretta, the open eye, the question mark, the dotted square. */
export function StateGlyph({ state, size = 16 }: { state: MarkState; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" style={{ flex: "none" }}>
      {GLYPHS[state]}
    </svg>
  );
}

export function Moretta({ size = 24 }: { size?: number }) {
  return <StateGlyph state="hidden" size={size} />;
}

const GLYPHS = {
  hidden: (
    <path
      fill="currentColor"
      fillRule="evenodd"
      d="M8 .8c3.4 0 5.2 2.8 5.2 6.4 0 4.2-2.3 8-5.2 8s-5.2-3.8-5.2-8C2.8 3.6 4.6.8 8 .8ZM5.9 5.8c-.8 0-1.4.5-1.6 1.1.5.5 1 .7 1.6.7s1.1-.2 1.5-.7c-.2-.6-.8-1.1-1.5-1.1Zm4.2 0c-.7 0-1.3.5-1.5 1.1.4.5.9.7 1.5.7s1.1-.2 1.6-.7c-.2-.6-.8-1.1-1.6-1.1Z"
    />
  ),
  kept: (
    <>
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        d="M1.2 8S3.6 3.6 8 3.6 14.8 8 14.8 8 12.4 12.4 8 12.4 1.2 8 1.2 8Z"
      />
      <circle cx="8" cy="8" r="2.1" fill="currentColor" />
    </>
  ),
  undecided: (
    <>
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        d="M5.4 5.6C5.4 4 6.5 3 8 3s2.6 1 2.6 2.5C10.6 7.3 8 7.5 8 9.6"
      />
      <circle cx="8" cy="12.7" r="1.25" fill="currentColor" />
    </>
  ),
  candidate: (
    <rect
      x="2.5"
      y="2.5"
      width="11"
      height="11"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.2"
      strokeDasharray="1.2 1.9"
    />
  ),
};
