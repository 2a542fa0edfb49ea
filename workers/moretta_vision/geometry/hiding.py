"""The one rule of what is hidden. Cases: `tests/cases/hiding.json`, also tested in TypeScript."""

from __future__ import annotations

DECISIONS = ("redact", "keep", "undecided")


def is_hidden(decision: str, score: float | None, redacted: bool, threshold: float) -> bool:
    """Whether an object is hidden at the frames where it is present.

    `decision` is a person's (*redact* hides, *keep* does not); an *undecided* object is hidden where the
    policy redacts its label (`redacted`) and its score reaches the policy's `threshold`. A person's object has
    score None, which counts as 1; a track's score is its highest.
    """
    if decision == "redact":
        return True
    if decision == "keep":
        return False
    if decision == "undecided":
        return redacted and (1.0 if score is None else score) >= threshold
    raise ValueError(f"A decision is one of {', '.join(DECISIONS)}, not {decision!r}.")
