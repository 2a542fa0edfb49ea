"""What the presets have to reach, and the tables of `detect.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from _machine import figure

Run = dict[str, Any]
"""What was measured of one detector and label: `name`, `label`, `least`, `figures` (a report of
`moretta_vision.evaluate`), `cpu_ms` a photo, `peak_mb`, `threads`."""

BANDS = ("48+", "24-48", "12-24", "<12")
MEASURES = (*BANDS, "leak", "masked", "false", "cpu")
AT_LEAST = BANDS
UNITS = {"masked": "%", "cpu": "ms"}

MUSTS: dict[str, dict[str, tuple[float, ...]]] = {
    "fast": {
        "must": (0.97, 0.87, 0.71, 0.56, 0.35, 13.5, 10, 17),
        "aim": (0.98, 0.89, 0.75, 0.60, 0.30, 13.5, 8, 17),
    },
    "balanced": {
        "must": (0.983, 0.96, 0.91, 0.86, 0.18, 17, 20, 170),
        "aim": (0.993, 0.975, 0.945, 0.90, 0.12, 15, 10, 150),
    },
    "thorough": {
        "must": (0.993, 0.975, 0.95, 0.90, 0.12, 19, 30, 900),
        "aim": (0.998, 0.988, 0.975, 0.95, 0.08, 17, 15, 700),
    },
}
FLAGGED, FLAGS = 0.9, 8.0
"""Share of the open faces that have to lie under flagged finds, by at most so many flags a photo."""

HEAD = ("≥ 48 px", "24–48", "12–24", "< 12", "leak", "masked, %", "false", "CPU ms")


def measured(run: Run) -> tuple[float | None, ...]:
    """The values of MEASURES."""
    figures = run["figures"]
    recall = [figures["recall"][name] for name in BANDS]
    rest = figures["leaking_images"], round(100 * figures["masked"], 1), figures["false_on_negatives"]
    return (*recall, *rest, run["cpu_ms"])


def musts(presets: Mapping[str, Run]) -> list[dict[str, Any]]:
    """Each figure of each preset beside what it must reach."""
    rows = []
    for name, run in presets.items():
        for measure, value, must in zip(MEASURES, measured(run), MUSTS[name]["must"], strict=True):
            if value is not None:
                unit = UNITS.get(measure, "")
                rows.append(figure(f"{name}: {measure}", value, must, unit, at_least=measure in AT_LEAST))
        flags = run["figures"]["candidates"]
        if flags and flags["share"] is not None:
            rows.append(figure(f"{name}: open under flags", flags["share"], FLAGGED, "", at_least=True))
            rows.append(figure(f"{name}: flags a photo", round(flags["flags_per_image"], 2), FLAGS, ""))
    return rows


def detectors(runs: Sequence[Run]) -> str:
    """One line a detector."""
    head = ("detector", "from score", *HEAD, "all, not enlarged", "AP .5")
    rows = []
    for run in runs:
        figures = run["figures"]
        extra = _value(figures["recall_unenlarged_all"]), _value(figures["average_precision"])
        rows.append((run["name"], f"{run['least']:g}", *map(_value, measured(run)), *extra))
    return table(head, rows)


def presets_table(presets: Mapping[str, Run]) -> str:
    """What the presets reach, what they must and what they should."""
    head = ("preset", "", *HEAD, "open under flags", "flags a photo", "leak after")
    rows: list[Sequence[str]] = []
    for name, run in presets.items():
        must, aim = MUSTS[name]["must"], MUSTS[name]["aim"]
        values = []
        for measure, value, least in zip(MEASURES, measured(run), must, strict=True):
            reached = value is None or (value >= least if measure in AT_LEAST else value <= least)
            values.append(_value(value) if reached else f"**{_value(value)}**")
        flags = run["figures"]["candidates"] or {}
        keys = ("share", "flags_per_image", "leaking_images_after")
        rows.append((name, "measured", *values, *(_value(flags.get(key)) for key in keys)))
        rows.append(("", "must", *map(_value, must), _value(FLAGGED), _value(FLAGS), ""))
        rows.append(("", "aim", *map(_value, aim), "", "", ""))
    return table(head, rows)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in (head, *rows)]
    return "\n".join([lines[0], "|" + "---|" * len(head), *lines[1:]])


def _value(value: float | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, int) or value >= 10:
        return f"{value:g}"
    return f"{value:.3f}".removeprefix("0") if value < 1 else f"{value:.3g}"


def write_pieces(path: Path, pieces: Sequence[tuple[str, str]]) -> str:
    """Titles and tables as one Markdown text, which is also written to a file."""
    text = "\n\n".join(part for title, body in pieces for part in (f"### {title}", body))
    path.write_text(text + "\n")
    return text
