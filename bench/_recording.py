"""The blocks of docs/measurements.md that measurements write themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from _machine import ROOT, machine

RECORD = ROOT / "docs" / "measurements.md"


def record(script: str, text: str, command: str, busy: Sequence[float]) -> None:
    """Writes tables into the block of a script, in the place of those of the last time. `busy`: the loads of other
    work and its own, at the start, in between and at the end."""
    opens, closes = (
        f"<!-- written by bench/{script} --record -->",
        f"<!-- end of what bench/{script} wrote -->",
    )
    before, found, rest = RECORD.read_text().partition(opens)
    _, closed, after = rest.partition(closes)
    if not found or not closed:
        raise SystemExit(
            f"{RECORD} lacks the line {opens if not found else closes}: put both back where they stood."
        )
    when = datetime.now(UTC).date().isoformat()
    loads = ", ".join(f"{each:g}" for each in busy)
    said = f"`{command}`, {machine()}, {when}; load at the start, in between and at the end: {loads}."
    RECORD.write_text(f"{before}{opens}\n\n{said}\n\n{text}\n\n{closes}{after}")
