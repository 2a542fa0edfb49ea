"""A report of `detections` as pictures; needs matplotlib, the extra `plots`."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .documents import EvaluationError
from .judging import BANDS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMATS = ("png", "svg")

_INK, _ACCENT, _FAINT = "#1b1e24", "#b3261e", "#8a8f98"
_LINES = dict(zip(BANDS, ("-", "--", "-.", ":"), strict=True))


def check() -> None:
    """Raises EvaluationError where nothing can be drawn."""
    if importlib.util.find_spec("matplotlib") is None:
        raise EvaluationError("Plots need matplotlib. Install it: pip install 'moretta[plots]'.")


def draw(report: dict[str, Any], folder: Path) -> list[Path]:
    """Writes each chart as PNG and as SVG into the folder, which is made, and answers the files."""
    check()
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    charts = {"precision-recall": _precision, "recall-by-height": _heights, "masked-recall": _masked}
    for name, chart in charts.items():
        figure = Figure(figsize=(6.4, 4.4), dpi=120, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        chart(axes, report)
        axes.grid(color=_FAINT, alpha=0.25)
        axes.spines[["top", "right"]].set_visible(False)
        for ending in FORMATS:
            path = folder / f"{name}.{ending}"
            figure.savefig(path, metadata={"Date": None} if ending == "svg" else None)
            written.append(path)
    return written


def _precision(axes: Axes, report: dict[str, Any]) -> None:
    curve, average = report["curve"], report["average_precision"]
    reached = [pair for pair in zip(curve["recall"], curve["precision"], strict=True) if pair[1] > 0]
    axes.plot([recall for recall, _ in reached], [precision for _, precision in reached], color=_INK)
    axes.set(xlim=(0, 1), ylim=(0, 1.02), xlabel="recall", ylabel="precision")
    axes.set_title("No true box" if average is None else f"Overlap of .5: average precision {average:.3f}")


def _heights(axes: Axes, report: dict[str, Any]) -> None:
    there = [name for name in reversed(BANDS) if report["boxes"][name]]
    for key, color, shift in (("recall", _INK, -0.06), ("recall_unenlarged", _FAINT, 0.06)):
        shares = [report[key][name] for name in there]
        ends = [report["intervals"][key][name] for name in there]
        below = [share - low for share, (low, _) in zip(shares, ends, strict=True)]
        above = [high - share for share, (_, high) in zip(shares, ends, strict=True)]
        places = [number + shift for number in range(len(there))]
        label = f"enlarged {report['settings']['enlarge']:g} times" if key == "recall" else "not enlarged"
        axes.errorbar(places, shares, yerr=[below, above], fmt="o", color=color, capsize=4, label=label)
    axes.set_xticks(range(len(there)), [f"{name}\n{report['boxes'][name]} boxes" for name in there])
    axes.set(ylim=(0, 1.02), xlabel="height of the true box, pixels", ylabel="share that is covered")
    axes.set_title("Covered by height, with 95 % confidence")
    axes.legend(loc="lower right", frameon=False)


def _masked(axes: Axes, report: dict[str, Any]) -> None:
    rows = report["thresholds"]
    masked = [100 * row["masked"] for row in rows]
    for name in (name for name in BANDS if report["boxes"][name]):
        axes.plot(
            masked, [row["recall"][name] for row in rows], _LINES[name], color=_INK, label=f"{name} pixels"
        )
        axes.plot(100 * report["masked"], report["recall"][name], "o", color=_ACCENT)
    axes.set(xlim=(0, None), ylim=(0, 1.02), xlabel="masked, % of the pixels", ylabel="share that is covered")
    axes.set_title(f"Over all thresholds; the dots are at {report['settings']['min_score']:g}")
    axes.legend(loc="upper left", frameon=False)
