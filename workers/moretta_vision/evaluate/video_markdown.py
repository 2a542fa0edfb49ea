"""A report of `video` for people, in Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .judging import BANDS
from .markdown import figure, percent, table

LONGEST = 20
"""So many of the people who leak are listed."""


def markdown(report: dict[str, Any]) -> str:
    """The figures as tables, with their intervals of 95 % confidence, then the clips and who leaks most."""
    settings, intervals = report["settings"], report["intervals"]
    what = settings["category"].replace("_", " ")
    lines = [
        f"# Videos, category {what}",
        "",
        _about(report),
        "",
        *table(("figure", "value"), _figures(report)),
        "",
        *table(
            ("height, pixels", "boxes", "covered"),
            [
                (
                    name.replace("<", "below ").replace("48+", "48 or more"),
                    str(report["boxes"][name]),
                    figure(report["recall"][name], intervals["recall"][name]),
                )
                for name in BANDS
            ]
            + [
                (
                    "all",
                    str(sum(report["boxes"].values())),
                    figure(report["recall_all"], intervals["recall_all"]),
                )
            ],
        ),
        "",
        "## Clips",
        "",
        *table(
            (
                "video",
                "people",
                "of them open",
                "boxes",
                "of them open",
                "hidden over true area",
                "PSNR outside, dB",
            ),
            [_clip(one) for one in report["clips"]],
        ),
    ]
    if report["leaks"]:
        rows = [_leak(one) for one in report["leaks"][:LONGEST]]
        head = ("video", "track", "open frames", "of", "longest without a break", "from frame")
        lines += ["", f"## Who is open{_of_all(report['leaks'])}", "", *table(head, rows)]
    if report["residue"]:
        lines += [
            "",
            f"## Still found by {settings['residue']}",
            "",
            *table(("what", "how many"), _residue(report)),
        ]
    if report["notes"]:
        lines += ["", *(f"- {note}" for note in report["notes"])]
    return "\n".join(lines) + "\n"


def _about(report: dict[str, Any]) -> str:
    settings, covered = report["settings"], percent(report["settings"]["covered"])
    if "redacted" in settings:
        against = f"{settings['redacted']} beside {settings['originals']}"
        rule = f"{covered} of its pixels took the colour {settings['fill']}"
    else:
        against = settings["predictions"]
        rule = (
            f"{covered} of it lies under finds of score {settings['min_score']:g} or more, enlarged to "
            f"{settings['enlarge']:g} times about their centres"
        )
    return (
        f"{against} against {settings['truth']}: {report['videos']} videos"
        + (f" ({report['unanswered']} have no answer, see the end)" if report["unanswered"] else "")
        + f". A box is covered when {rule}; a person leaks who is open at any frame with "
        f"{settings['smallest']:g} pixels of height or more. In brackets 95 % confidence."
    )


def _figures(report: dict[str, Any]) -> list[tuple[str, str]]:
    intervals, longest, quality = report["intervals"], report["longest_leak"], report["psnr_outside"]
    rows = [
        (
            f"people who leak, {report['people_leaked']} of {report['people']}",
            figure(report["leak_rate"], intervals["leak_rate"]),
        ),
        (
            f"open boxes a thousand, {report['leak_frames']} of {report['object_frames']}",
            figure(report["leak_frames_per_1000"], intervals["leak_frames_per_1000"]),
        ),
        ("longest leak", _run(longest) if longest else "none"),
        (
            "hidden pixels over those of the true boxes, median of the frames",
            figure(report["masked_over_true"], None),
        ),
    ]
    if report["identity_switches"] is not None:
        rows.append(("people who go on under another track", str(report["identity_switches"])))
    if quality:
        rows.append(("PSNR outside, dB", _quality(quality)))
    return rows


def _run(run: dict[str, Any]) -> str:
    seconds = "" if run["seconds"] is None else f" ({run['seconds']:g} s)"
    frames = f"{run['frames']} frame{'' if run['frames'] == 1 else 's'}"
    return f"{frames}{seconds}, {run['video']}, track {run['track_id']}, from frame {run['first_frame']}"


def _clip(one: dict[str, Any]) -> Sequence[str]:
    quality = one["psnr_outside"]
    counts = (one["people"], one["people_leaked"], one["object_frames"], one["leak_frames"])
    return (
        one["video"],
        *map(str, counts),
        figure(one["masked_over_true"], None),
        _quality(quality) if quality else "–",
    )


def _leak(one: dict[str, Any]) -> Sequence[str]:
    longest = one["longest"]
    places = (one["track_id"], one["frames"], one["of"], longest["frames"], longest["first_frame"])
    return one["video"], *map(str, places)


def _of_all(leaks: Sequence[Any]) -> str:
    return f", the worst {LONGEST} of {len(leaks)}" if len(leaks) > LONGEST else ""


def _residue(report: dict[str, Any]) -> list[tuple[str, str]]:
    found = report["residue"]
    rows = {
        f"frames of {found['frames']} that show a true or a hidden face": found["frames_shown"],
        "finds on true faces": found["on_true"],
        "people under them": found["people"],
        "finds on what is hidden": found["on_hidden"],
        "finds elsewhere: people whom nobody marked, or nobody": found["elsewhere"],
    }
    return [(says, str(number)) for says, number in rows.items()]


def _quality(quality: dict[str, float]) -> str:
    return f"least {quality['min']:g}, median {quality['median']:g}"
