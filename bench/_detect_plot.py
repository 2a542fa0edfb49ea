"""One chart of all face detectors: what they leave open against what they cost; an SVG for the documentation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

INK, OURS, FAINT = "#1b1e24", "#b3261e", "#8a8f98"
PRESETS = "faces-"
BELOW = ("yunet", "mtcnn")
"""Names that would lie on others."""


def write(path: Path, runs: Sequence[dict[str, Any]]) -> None:
    """Each run of `detect.py` as a dot: CPU time a photograph, share of photographs that leak, and masked area."""
    figure = Figure(figsize=(8, 5), dpi=100, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for run in (one for one in runs if one["label"] == "face"):
        ours, figures = run["name"].startswith(PRESETS), run["figures"]
        leak, masked = figures["leaking_images"], figures["masked"]
        axes.scatter(
            run["cpu_ms"], leak, s=1500 * masked, color=OURS if ours else FAINT, alpha=0.7, linewidths=0
        )
        axes.annotate(
            run["name"].removeprefix(PRESETS),
            (run["cpu_ms"], leak),
            xytext=(0, -20 if run["name"] in BELOW else 11),
            textcoords="offset points",
            ha="center",
            fontsize=8.5,
            color=OURS if ours else INK,
            fontweight="bold" if ours else "normal",
        )
    axes.set_xscale("log")
    axes.set(
        ylim=(0, None),
        xlabel="CPU time a photograph, ms",
        ylabel="share of photographs with an open face of 12 px",
    )
    axes.set_title("Size: the share of pixels that is masked. Red: the presets.", fontsize=10)
    axes.grid(color=FAINT, alpha=0.25)
    axes.spines[["top", "right"]].set_visible(False)
    path.parent.mkdir(parents=True, exist_ok=True)
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "moretta"}):
        figure.savefig(path, metadata={"Date": None})
