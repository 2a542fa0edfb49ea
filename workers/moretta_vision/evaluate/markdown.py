"""A report of `detections` for people, in Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .judging import BANDS


def markdown(report: dict[str, Any]) -> str:
    """The figures as tables, each with its interval of 95 % confidence."""
    settings, intervals = report["settings"], report["intervals"]
    what = settings["category"].replace("_", " ")
    subset = f", subset {settings['subset']}" if settings["subset"] else ""
    lines = [
        f"# Detections of the category {what}",
        "",
        f"{settings['predictions']} against {settings['truth']}{subset}: {report['images']} photos"
        + (f", {report['unanswered']} of them not in the predictions" if report["unanswered"] else "")
        + f". Finds of score {settings['min_score']:g} or more, enlarged to {settings['enlarge']:g} times about their "
        f"centres; a box is covered when {percent(settings['covered'])} of it lies under "
        "them. In brackets 95 % confidence.",
        "",
        *table(
            ("height, pixels", "boxes", "covered", "covered, not enlarged"),
            [_height(report, name) for name in BANDS]
            + [
                (
                    "all",
                    str(sum(report["boxes"].values())),
                    figure(report["recall_all"], intervals["recall_all"]),
                    figure(report["recall_unenlarged_all"], intervals["recall_unenlarged_all"]),
                )
            ],
        ),
        "",
        *table(("figure", "value"), _figures(report)),
    ]
    if report["candidates"]:
        lines += ["", "## Flagged for a person", "", *table(("figure", "value"), _flags(report))]
    if report["groups"]:
        field = report["groups"]["field"]
        rows = [
            (
                name,
                str(one["boxes"]),
                figure(one["recall_all"], one["interval"]),
                *map(share, one["recall"].values()),
            )
            for name, one in report["groups"]["values"].items()
        ]
        lines += ["", f"## By {field}", "", *table((field, "boxes", "covered", *BANDS), rows)]
    if report["notes"]:
        lines += ["", *(f"- {note}" for note in report["notes"])]
    return "\n".join(lines) + "\n"


def _height(report: dict[str, Any], name: str) -> tuple[str, ...]:
    intervals = report["intervals"]
    return (
        name.replace("<", "below ").replace("48+", "48 or more"),
        str(report["boxes"][name]),
        figure(report["recall"][name], intervals["recall"][name]),
        figure(report["recall_unenlarged"][name], intervals["recall_unenlarged"][name]),
    )


def _figures(report: dict[str, Any]) -> list[tuple[str, str]]:
    smallest, negatives = report["settings"]["smallest"], report["negatives"]
    names = {
        "leaking_images": f"photos with an open box of {smallest} pixels or more",
        "masked": "share of the pixels that is masked, mean over photos",
        "masked_over_true": "masked pixels over those of the true boxes",
        "boxes_per_image": "finds a photo",
        "false_per_negative": f"false finds a photo on {negatives['images']} ({negatives['are']}), "
        f"{report['false_on_negatives']} in all",
        "average_precision": "average precision at an overlap of .5, not enlarged",
    }
    return [(says, figure(report[name], report["intervals"][name])) for name, says in names.items()]


def _flags(report: dict[str, Any]) -> list[tuple[str, str]]:
    found, intervals = report["candidates"], report["candidates"]["intervals"]
    smallest = report["settings"]["smallest"]
    return [
        (
            f"of {found['open']} open boxes of {smallest} pixels or more, under a flagged find",
            figure(found["share"], intervals["share"]),
        ),
        ("flagged finds a photo", figure(found["flags_per_image"], intervals["flags_per_image"])),
        (
            "photos with an open box after a person accepted them",
            figure(found["leaking_images_after"], intervals["leaking_images_after"]),
        ),
    ]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    cells = [[cell.replace("|", "\\|") for cell in row] for row in (head, *rows)]
    lines = [f"| {' | '.join(row)} |" for row in cells]
    return [lines[0], "|" + "---|" * len(head), *lines[1:]]


def figure(value: float | None, interval: Sequence[float] | None) -> str:
    if value is None:
        return "–"
    if interval is None:
        return share(value)
    return f"{share(value)} ({share(interval[0])} to {share(interval[1])})"


def share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def percent(value: float) -> str:
    return f"{100 * value:g} %"
