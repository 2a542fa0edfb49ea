"""How many people leak in videos, for how long, and at what cost: from finds, or from a folder of redacted files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .clip_judging import JudgedClip, ObjectFrame, judge_finds
from .clips import Track, add_finds, clips_of
from .coverage import COVERED
from .documents import EvaluationError
from .intervals import Bootstrap, Interval, wilson
from .judging import BANDS, EDGES

if TYPE_CHECKING:
    from .filled import Residue, Search

VERSION = 1
"""Of the report: raised when a field changes its meaning."""

ENLARGE = 1.3

SMALLEST = 16
"""A person leaks in a frame in which the true box has this height or more and is open."""

Report = dict[str, Any]
People = dict[tuple[int, Track], list[ObjectFrame]]
"""The frames of each person that may leak, by number of the clip and track."""


def report_finds(
    truth: Mapping[str, Any],
    predictions: Mapping[str, Any],
    *,
    category: str = "face",
    enlarge: float = ENLARGE,
    min_score: float = 0.0,
    smallest: float = SMALLEST,
    names: tuple[str, str] = ("the truth", "the predictions"),
) -> Report:
    """The figures that docs/file-formats.md tells, of the finds in videos that `moretta detect` wrote.

    `enlarge`: by how much finds are grown about their centres; `min_score`: the least score of a find; `smallest`: the
    least height in pixels of who can leak; `names`: what sentences call the documents. Raises EvaluationError.
    """
    clips = clips_of(truth, category, names[0])
    add_finds(clips, truth, predictions, category, min_score, names)
    judged = [judge_finds(clip, enlarge) for clip in clips.values()]
    settings = {
        "truth": names[0],
        "predictions": names[1],
        "category": category,
        "enlarge": enlarge,
        "min_score": min_score,
        "covered": COVERED,
        "smallest": smallest,
    }
    unanswered = [clip.name for clip in clips.values() if clip.size is None]
    notes = [f"{names[1]} does not list {name}: everybody in it counts as open." for name in unanswered]
    return {
        "evaluation": VERSION,
        "settings": settings,
        "unanswered": len(unanswered),
        **_figures(judged, smallest),
        "residue": None,
        "notes": notes,
    }


def report_redacted(
    truth: Mapping[str, Any],
    originals: Path,
    redacted: Path,
    *,
    color: str,
    category: str = "face",
    smallest: float = SMALLEST,
    residue: tuple[str, Search] | None = None,
    name: str = "the truth",
) -> Report:
    """The same of videos that were redacted with the solid colour RRGGBB, each beside its original.

    `residue`: the name of a detector that looks for faces in the redacted frames, and how it searches. Videos without
    a redacted file, or of another size, are named in `errors` and do not count. Raises EvaluationError.
    """
    from .filled import Residue, judge_fill, output_of

    clips = clips_of(truth, category, name)
    found = Residue() if residue else None
    judged = []
    for clip in clips.values():
        output, original = output_of(redacted, clip.name), originals / clip.name
        if not original.is_file():
            judged.append(JudgedClip(clip, error=f"There is no {original}."))
        elif output is None:
            judged.append(JudgedClip(clip, error=f"{redacted} has no redacted file of {clip.name}."))
        else:
            judged.append(judge_fill(clip, original, output, color, residue[1] if residue else None, found))
    if all(one.error for one in judged):
        raise EvaluationError(f"None of the videos can be judged. The first: {judged[0].error}")
    settings = {
        "truth": name,
        "originals": str(originals),
        "redacted": str(redacted),
        "fill": color,
        "category": category,
        "residue": residue[0] if residue else None,
        "covered": COVERED,
        "smallest": smallest,
    }
    return {
        "evaluation": VERSION,
        "settings": settings,
        "unanswered": sum(one.error is not None for one in judged),
        **_figures([one for one in judged if one.error is None], smallest),
        "residue": _of_residue(found) if found else None,
        "notes": [one.error for one in judged if one.error],
    }


def _figures(judged: Sequence[JudgedClip], smallest: float) -> Report:
    """The figures of all clips, each with its interval, then the clips and the people who leak, the worst first."""
    people = _people(judged, smallest)
    open_frames = {who: sum(not one.covered for one in frames) for who, frames in people.items()}
    leaked, total = sum(n > 0 for n in open_frames.values()), len(people)
    opened = np.array(list(open_frames.values()), np.float64)
    seen = np.array([len(frames) for frames in people.values()], np.float64)
    leaks = _leaks(judged, people)
    switches = [one.switches for one in judged if one.switches is not None]
    recall, intervals = _recall(judged)
    per_thousand = Bootstrap(total).ratio(1000 * opened, seen) if total else None
    return {
        "videos": len(judged),
        "people": total,
        "people_leaked": leaked,
        "leak_rate": _share(leaked, total),
        "object_frames": int(seen.sum()),
        "leak_frames": int(opened.sum()),
        "leak_frames_per_1000": _rounded(1000 * opened.sum() / seen.sum()) if seen.sum() else None,
        "longest_leak": max((leak["longest"] for leak in leaks), key=lambda run: run["frames"], default=None),
        **recall,
        "masked_over_true": _median(ratio for one in judged for ratio in one.ratios),
        "identity_switches": sum(switches) if switches else None,
        "psnr_outside": _least_and_median([value for one in judged for value in one.quality]),
        "intervals": {
            "leak_rate": _interval(wilson(leaked, total)),
            "leak_frames_per_1000": _interval(per_thousand) if leaked > 0 else None,
            **intervals,
        },
        "clips": [_clip(one, number, people, open_frames) for number, one in enumerate(judged)],
        "leaks": leaks,
    }


def _people(judged: Sequence[JudgedClip], smallest: float) -> People:
    people: People = defaultdict(list)
    for number, one in enumerate(judged):
        for each in one.objects:
            if each.height >= smallest:
                people[number, each.track].append(each)
    return dict(people)


def _recall(judged: Sequence[JudgedClip]) -> tuple[Report, Report]:
    """The true boxes of all heights and the share that is covered, and the intervals of that. The frames of one person
    are much alike, so people are drawn, not frames."""
    objects = [(number, each) for number, one in enumerate(judged) for each in one.objects]
    whose: dict[tuple[int, Track], int] = {}
    person = np.array(
        [whose.setdefault((number, each.track), len(whose)) for number, each in objects], np.intp
    )
    band = len(EDGES) - np.digitize([each.height for _, each in objects], EDGES)
    covered = np.array([each.covered for _, each in objects], bool)
    bootstrap = Bootstrap(len(whose)) if whose else None
    boxes: Report = {}
    recall: Report = {}
    intervals: Report = {}
    for name, mine in [("all", band >= 0), *((name, band == number) for number, name in enumerate(BANDS))]:
        hits = np.bincount(person[mine & covered], minlength=len(whose)).astype(np.float64)
        total = np.bincount(person[mine], minlength=len(whose)).astype(np.float64)
        boxes[name], recall[name] = int(total.sum()), _share(int(hits.sum()), int(total.sum()))
        differ = 0 < hits.sum() < total.sum()
        intervals[name] = _interval(bootstrap.ratio(hits, total)) if bootstrap and differ else None
    return (
        {
            "recall_all": recall.pop("all"),
            "recall": recall,
            "boxes": {name: boxes[name] for name in BANDS},
        },
        {"recall_all": intervals.pop("all"), "recall": intervals},
    )


def _leaks(judged: Sequence[JudgedClip], people: People) -> list[Report]:
    """Everybody who is open at some frame, most frames first: which frames, and the longest time without a break."""
    leaks = []
    for (number, track), frames in people.items():
        runs = _runs([one.frame for one in frames if not one.covered])
        if not runs:
            continue
        clip = judged[number].clip
        first, last = max(runs, key=lambda run: run[1] - run[0])
        leaks.append(
            {
                "video": clip.name,
                "track_id": track,
                "frames": sum(last - first + 1 for first, last in runs),
                "of": len(frames),
                "runs": [list(run) for run in runs],
                "longest": {
                    "video": clip.name,
                    "track_id": track,
                    "first_frame": first,
                    "frames": last - first + 1,
                    "seconds": round((last - first + 1) / clip.fps, 2) if clip.fps else None,
                },
            }
        )
    return sorted(leaks, key=lambda leak: -leak["frames"])


def _runs(frames: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each series of frames that follow one another."""
    runs: list[tuple[int, int]] = []
    for frame in sorted(frames):
        if runs and frame == runs[-1][1] + 1:
            runs[-1] = runs[-1][0], frame
        else:
            runs.append((frame, frame))
    return runs


def _clip(
    one: JudgedClip, number: int, people: People, open_frames: Mapping[tuple[int, Track], int]
) -> Report:
    mine = [who for who in people if who[0] == number]
    return {
        "video": one.clip.name,
        "people": len(mine),
        "people_leaked": sum(open_frames[who] > 0 for who in mine),
        "object_frames": sum(len(people[who]) for who in mine),
        "leak_frames": sum(open_frames[who] for who in mine),
        "masked_over_true": _median(one.ratios),
        "identity_switches": one.switches,
        "psnr_outside": _least_and_median(one.quality),
        "frames": one.frames,
        "lost": one.lost,
        "added": one.added,
    }


def _of_residue(found: Residue) -> Report:
    return {
        "frames": found.frames,
        "frames_shown": found.shown,
        "on_true": found.on_true,
        "on_hidden": found.on_hidden,
        "elsewhere": found.elsewhere,
        "people": len(found.people),
    }


def _share(hits: int, total: int) -> float | None:
    return round(hits / total, 4) if total else None


def _rounded(value: float) -> float:
    return round(float(value), 4)


def _interval(ends: Interval | None) -> list[float] | None:
    return None if ends is None else [_rounded(end) for end in ends]


def _median(values: Iterable[float]) -> float | None:
    listed = list(values)
    return _rounded(float(np.median(listed))) if listed else None


def _least_and_median(values: Sequence[float]) -> dict[str, float] | None:
    return {"min": round(min(values), 2), "median": round(float(np.median(values)), 2)} if values else None
