/** The one rule of what is hidden, as in `geometry/hiding.py`; both are held to `tests/cases/hiding.json`. */

export type Decision = "redact" | "keep" | "undecided";

export function isHidden(
  decision: Decision,
  score: number | null,
  redacted: boolean,
  threshold: number,
): boolean {
  if (decision === "redact") return true;
  if (decision === "keep") return false;
  return redacted && (score ?? 1) >= threshold;
}
