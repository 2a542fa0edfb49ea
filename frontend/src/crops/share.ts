const Z = 1.96;

/** Between which two the share of hits lies 95 times in 100, by a sample drawn by chance (Wilson, 1927). Pure. */
export function shareOf(hits: number, sample: number): [low: number, high: number] {
  const share = hits / sample;
  const over = (Z * Z) / sample;
  const middle = (share + over / 2) / (1 + over);
  const half = (Z * Math.sqrt((share * (1 - share) + over / 4) / sample)) / (1 + over);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
