/** The sign of a doubt, told by its shape: a pennant, an arrow out of nowhere, one into nowhere, a wave, a dot, a cut. */

const SIGNS: Record<string, string> = {
  gap: "M1 1h7L6.2 3.8 8 6.600H2.500V11H1z",
  born: "M1 1v10L8 6z",
  ended: "M8 1v10L1 6z",
  weak: "M0.600 7.500C2 3.500 3.500 3.500 4.500 6S7 8.500 8.400 4.500l-.1-2.800C7 5.600 5.900 5.300 5 3.300S2 .8.4 4.600z",
  small: "M4.500 3.700a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5z",
  short: "M1.500 2h2v8h-2zM5.500 2h2v8h-2z",
  disagree: "M0.600 1h3.400v10H0.600zM5 4.500h3.400V11H5z",
  boundary: "M3.700 0h1.600v3H3.700zM3.700 4.500h1.600v3H3.700zM3.700 9h1.600v3H3.700z",
};

export function DoubtSign({ kind, more = false }: { kind: string; more?: boolean }) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" className="doubt-sign">
      <path d={SIGNS[kind] ?? SIGNS.gap} />
      {more && <path d="M8.600 8.400h1.200V7.200H11v1.200h1v1.200h-1v1.200H9.800V9.600H8.600z" />}
    </svg>
  );
}
