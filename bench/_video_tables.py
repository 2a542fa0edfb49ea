"""What `moretta redact` has to reach with videos, beside what deface does, and the tables of `video.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from _detect_tables import table
from _machine import figure
from _video_tools import TOOLS

SIZES = {"720p": (1280, 720), "1080p": (1920, 1080)}
SPEED_UP = "two cores against one, wall, four times the frames of 720p"

ROWS: dict[str, tuple[str, str, int]] = {
    "cpu 720p": ("CPU time a frame, 720p", "ms", 0),
    "cpu 1080p": ("CPU time a frame, 1080p", "ms", 0),
    "wall 720p": ("wall time a frame, 720p", "ms", 0),
    "wall 1080p": ("wall time a frame, 1080p", "ms", 0),
    "peak 720p": ("peak memory of all processes, 720p", "MB", 0),
    "peak 1080p": ("peak memory of all processes, 1080p", "MB", 0),
    "largest 1080p": ("peak memory of the largest process, 1080p", "MB", 0),
    SPEED_UP: (SPEED_UP, "times", 2),
    "sparse searched": ("sparse footage over all coded anew, CPU, 720p", "times", 2),
    "sparse stored": ("the same from stored detections, over a search with all coded anew", "times", 2),
    "sparse rendered": ("the same from stored detections, over rendering with all coded anew", "times", 2),
    "made people": ("people who leak, made clips", "%", 1),
    "made leaks": ("open boxes a thousand, made clips", "", 1),
    "made longest": ("longest leak, made clips", "frames", 0),
    "made masked": ("filled over true area, median, made clips", "times", 2),
    "real people": ("people who leak, labelled real clips", "", 0),
    "real leaks": ("open boxes a thousand, labelled real clips", "", 1),
    "real masked": ("filled over true area, median, labelled real clips", "times", 2),
    "real quality": ("PSNR outside, median, labelled real clips", "dB", 1),
}
"""Of each figure: what it is, its unit, and its decimals."""

MUSTS: dict[str, dict[str, float]] = {
    "fast": {
        "cpu 720p": 47,
        "cpu 1080p": 78,
        "sparse searched": 0.65,
        "sparse stored": 0.25,
        "made people": 12,
        "made leaks": 30,
    },
    "balanced": {
        "cpu 720p": 80,
        "cpu 1080p": 115,
        "largest 1080p": 450,
        SPEED_UP: 1.7,
        "made people": 5,
        "made leaks": 10,
        "real leaks": 1,
        "real masked": 2.5,
    },
}
"""At most so much; of SPEED_UP at least."""

HOUR = 60

Values = Mapping[str, Mapping[str, float]]
"""Tool, then figure."""


def musts(values: Values) -> list[dict[str, Any]]:
    """Each figure that was measured beside what it must reach."""
    return [
        figure(
            f"{tool}: {ROWS[row][0]}",
            round(values[tool][row], 2),
            must,
            ROWS[row][1],
            at_least=row == SPEED_UP,
        )
        for tool, wanted in MUSTS.items()
        for row, must in wanted.items()
        if row in values.get(tool, {})
    ]


def measured(values: Values) -> str:
    """Figures by tool; what misses its must is bold, and the must stands beside it."""
    tools = [tool for tool in TOOLS if tool in values]
    rows = []
    for row, (says, unit, decimals) in ROWS.items():
        cells = [_cell(tool, row, values[tool].get(row), decimals) for tool in tools]
        if any(cell != "–" for cell in cells):
            rows.append((f"{says}{f', {unit}' if unit else ''}", *cells))
    return table(("", *tools), rows)


def _cell(tool: str, row: str, value: float | None, decimals: int) -> str:
    if value is None:
        return "–"
    shown, must = f"{value:.{decimals}f}", MUSTS.get(tool, {}).get(row)
    if must is None:
        return shown
    at_least = row == SPEED_UP
    reached = value >= must if at_least else value <= must
    return f"{shown if reached else f'**{shown}**'} ({'≥' if at_least else '≤'} {must:g})"


def of_report(prefix: str, report: Mapping[str, Any]) -> dict[str, float]:
    """The rows of `made` or `real` clips out of a report of `moretta evaluate video`."""
    longest, quality = report["longest_leak"], report["psnr_outside"]
    people = report["people_leaked"] if prefix == "real" else 100 * report["leak_rate"]
    found = {
        "people": people,
        "leaks": report["leak_frames_per_1000"],
        "longest": longest["frames"] if longest else 0,
        "masked": report["masked_over_true"],
        "quality": quality["median"] if quality else None,
    }
    return {f"{prefix} {name}": float(value) for name, value in found.items() if value is not None}


def leak_rates(reports: Mapping[str, Mapping[str, Any]]) -> str:
    """Of the made clips: how many leak, between what the share may lie, and recall by height."""
    rows = []
    for tool, report in reports.items():
        low, high = report["intervals"]["leak_rate"]
        recall = [f"{value:.3f}" if value is not None else "–" for value in report["recall"].values()]
        leaked = f"{report['people_leaked']} of {report['people']}"
        rows.append((tool, leaked, f"{100 * low:.1f} to {100 * high:.1f} %", *recall))
    bands: Sequence[str] = list(next(iter(reports.values()))["recall"])
    return table(("", "people who leak", "95 % confidence", *(f"covered, {band} px" for band in bands)), rows)


def memory_over_time(size: str, peaks: Mapping[float, float]) -> str:
    """Peak memory of the largest process on clips of so many minutes, the shortest first, and what an hour would
    take by what each minute between shortest and longest added."""
    rows = [(f"{minutes:g}", f"{mb:.0f}") for minutes, mb in peaks.items()]
    (least, low), (most, high) = min(peaks.items()), max(peaks.items())
    if most < HOUR:
        each = max(0.0, high - low) / (most - least)
        rows.append((f"{HOUR}, at {each:.1f} MB a minute", f"{high + each * (HOUR - most):.0f}"))
    return table((f"minutes, {size}", "peak, MB"), rows)
