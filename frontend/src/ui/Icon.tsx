import type { ReactElement } from "react";

/** Line icons on a 20-pixel grid; a button beside them says what they mean. */
const LINES = {
  pictures: (
    <>
      <rect x="2.5" y="3.5" width="8" height="6" />
      <rect x="13" y="3.5" width="4.5" height="6" />
      <rect x="2.5" y="12" width="4.5" height="5" />
      <rect x="9.5" y="12" width="8" height="5" />
    </>
  ),
  objects: (
    <path d="M2.5 2.5h4v4h-4zM8 2.5h4v4H8zM13.5 2.5h4v4h-4zM2.5 8h4v4h-4zM8 8h4v4H8zM13.5 8h4v4h-4zM2.5 13.5h4v4h-4zM8 13.5h4v4H8zM13.5 13.5h4v4h-4z" />
  ),
  hunt: (
    <>
      <circle cx="8.5" cy="8.5" r="5.5" />
      <path d="m12.6 12.6 4.9 4.9M6.5 8.5h4M8.5 6.5v4" />
    </>
  ),
  exports: <path d="M10 3v9m0 0 3.5-3.5M10 12 6.5 8.5M3 14v3h14v-3" />,
  jobs: <path d="M3 5h14M3 10h9M3 15h5" />,
  compare: (
    <>
      <rect x="2.5" y="3.5" width="9.5" height="9.5" />
      <rect x="8" y="7" width="9.5" height="9.5" strokeDasharray="2.4 2" />
    </>
  ),
  members: (
    <>
      <circle cx="7.5" cy="7" r="3" />
      <path d="M2 17c0-3.2 2.3-5 5.5-5s5.5 1.8 5.5 5M13 4.2a3 3 0 0 1 0 5.6M15 12.6c1.8.7 3 2.2 3 4.4" />
    </>
  ),
  policy: (
    <>
      <path d="M3 6h8m4 0h2M3 14h2m4 0h8" />
      <circle cx="13" cy="6" r="2" />
      <circle cx="7" cy="14" r="2" />
    </>
  ),
  proof: <path d="M10 2.5 16.5 5v5c0 4-2.8 6.4-6.5 7.5C6.3 16.4 3.5 14 3.5 10V5zM7 10l2.2 2.2L13.2 8" />,
  keyboard: (
    <>
      <rect x="2.5" y="5.5" width="15" height="9.5" rx="1.5" />
      <path d="M5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M7 12h6" />
    </>
  ),
  back: <path d="M12 4 6 10l6 6" />,
  forward: <path d="m8 4 6 6-6 6" />,
  select: <path d="m4 3 11 6-5 1.5L8 16z" />,
  box: <rect x="3.5" y="5" width="13" height="10" />,
  ellipse: <ellipse cx="10" cy="10" rx="5" ry="7" />,
  polygon: <path d="m4 13 2-8 9 2 1 7-6 3z" />,
  pan: <path d="M10 3v14M3 10h14M10 3 8 5m2-2 2 2M10 17l-2-2m2 2 2-2M3 10l2-2m-2 2 2 2M17 10l-2-2m2 2-2 2" />,
  undo: <path d="M4 8h8a4 4 0 0 1 0 8H8M4 8l3.5-3.5M4 8l3.5 3.5" />,
  redo: <path d="M16 8H8a4 4 0 0 0 0 8h4M16 8l-3.5-3.5M16 8l-3.5 3.5" />,
  play: <path fill="currentColor" stroke="none" d="M6 3.5v13l10.5-6.5z" />,
  pause: <path fill="currentColor" stroke="none" d="M5 4h3.5v12H5zM11.5 4H15v12h-3.5z" />,
  stepBack: <path d="M14 4.5v11L6.5 10zM4.5 4.5v11" />,
  stepForward: <path d="M6 4.5v11l7.5-5.5zM15.5 4.5v11" />,
  loop: (
    <path d="M4 9V8a2.5 2.5 0 0 1 2.5-2.5H15M15 5.5 12.5 3M15 5.5 12.5 8M16 11v1a2.5 2.5 0 0 1-2.5 2.5H5m0 0L7.5 12M5 14.5 7.5 17" />
  ),
  check: <path strokeWidth="1.8" d="m4.5 10.5 3.8 3.8 7.7-8.3" />,
  reviewer: (
    <>
      <circle cx="10" cy="7" r="3.2" />
      <path d="M4 17c0-3.4 2.5-5.2 6-5.2s6 1.8 6 5.2" />
    </>
  ),
  unsearched: <path d="M3.5 4h13v12h-13zM3.5 16l13-12" />,
  find: (
    <>
      <circle cx="9" cy="9" r="5" />
      <path d="m13 13 4 4" />
    </>
  ),
  plus: <path d="M10 4v12M4 10h12" />,
  minus: <path d="M4 10h12" />,
  merge: <path d="M2.5 6.5h3.500L10 10h7.500M2.500 13.500H6L10 10M14.500 7l3 3-3 3" />,
  split: (
    <path d="M10 3v14M7 10H2.500m0 0L5 7.500M2.500 10 5 12.500M13 10h4.500m0 0L15 7.500m2.500 2.500L15 12.500" />
  ),
  extendStart: <path d="M3 4v12M17 10H6.500m0 0 3-3m-3 3 3 3" />,
  extendEnd: <path d="M17 4v12M3 10h10.500m0 0-3-3m3 3-3 3" />,
  bridge: (
    <path d="M2.500 13.500v-3M17.500 13.500v-3M2.500 10.500C5 6 15 6 17.500 10.500M7 13.500h.01M10 13.500h.01M13 13.500h.01" />
  ),
  follow: <path d="M3 14.500c3.500 0 3-7 7-7h7m0 0-3-3m3 3-3 3M3 14.500h.01M4.500 17H3v-5" />,
  close: <path d="m5 5 10 10M15 5 5 15" />,
  copy: (
    <>
      <rect x="7" y="7" width="9.5" height="9.5" rx="1" />
      <path d="M13 7V3.5H3.5V13H7" />
    </>
  ),
  down: <path d="m5 8 5 5 5-5" />,
  warning: <path d="M10 3 18 17H2zM10 8.5v4M10 14.6v.2" />,
  link: (
    <path d="M8.5 11.5 11.5 8.5M7 9 4.8 11.2a2.8 2.8 0 0 0 4 4L11 13M13 11l2.2-2.2a2.8 2.8 0 0 0-4-4L9 7" />
  ),
  comment: <path d="M3 4h14v10H9l-4 3v-3H3z" />,
  trash: <path d="M4 6h12M8 6V4h4v2M5.5 6l.8 11h7.4l.8-11" />,
} satisfies Record<string, ReactElement>;

export type IconName = keyof typeof LINES;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flex: "none" }}
    >
      {LINES[name]}
    </svg>
  );
}
