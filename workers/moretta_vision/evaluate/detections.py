"""How many are covered, how many photos leak, and at what cost: the figures of detections in pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .coverage import COVERED, Scores
from .documents import EvaluationError
from .intervals import Bootstrap, Interval, wilson
from .judging import BANDS, SMALLEST, Flags, Judged, by_band, judge
from .precision import RECALLS, rank
from .sample import Photo, Sample, bring_together

VERSION = 1
"""Of the report: raised when a field changes its meaning."""

ENLARGE = 1.3

Report = dict[str, Any]
Array = npt.NDArray[Any]


def report(
    truth: Mapping[str, Any],
    predictions: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    *,
    subset: str | None = None,
    category: str = "face",
    enlarge: float = ENLARGE,
    min_score: float = 0.0,
    by: str | None = None,
    names: tuple[str, str] = ("the truth", "the predictions"),
) -> Report:
    """The figures that docs/file-formats.md tells, of COCO documents that are read already.

    `subset`: the photos that carry this `subset`, else all; `enlarge`: by how much finds are grown about their centres;
    `min_score`: finds below it count for the curves only; `by`: a field of annotations or images to give recall by;
    `names`: what sentences call truth and predictions. Raises EvaluationError.
    """
    if not (np.isfinite(enlarge) and enlarge > 0 and np.isfinite(min_score)):
        raise EvaluationError(
            f"enlarge has to be above 0 and min_score a number, not {enlarge} and {min_score}."
        )
    sample = bring_together(truth, predictions, subset, category, by, names)
    thresholds = _thresholds(sample.photos)
    judged = [judge(photo, enlarge, min_score, thresholds) for photo in sample.photos]
    settings = {
        "truth": names[0],
        "predictions": names[1],
        "subset": subset,
        "category": category,
        "enlarge": enlarge,
        "min_score": min_score,
        "by": by,
        "covered": COVERED,
        "smallest": SMALLEST,
    }
    return {
        "evaluation": VERSION,
        "settings": settings,
        **_figures(sample, judged, min_score),
        "candidates": _candidates(judged, min_score) if sample.has_candidates else None,
        "groups": None if by is None else {"field": by, "values": _groups(judged, min_score)},
        "thresholds": _over_thresholds(judged, thresholds),
        "notes": sample.notes,
    }


def _figures(sample: Sample, judged: Sequence[Judged], min_score: float) -> Report:
    """The figures at the least score, the curve, and under `intervals` what each may be with 95 % confidence."""
    number, bands = len(judged), _of_boxes(judged, "bands")
    covered = _of_boxes(judged, "covered_from") >= min_score
    plainly = _of_boxes(judged, "plainly_from") >= min_score
    leaking = sum(one.worst < min_score for one in judged)
    pixels = np.array([one.pixels for one in judged], np.float64)
    masked = np.array([one.masked for one in judged])
    true = np.array([one.true_pixels for one in judged])
    finds = np.array([one.finds for one in judged], np.float64)
    false = np.array([(photo.scores >= min_score).sum() for photo in sample.negatives], np.float64)
    bootstrap, ranking = Bootstrap(number), rank(sample.photos)
    precision, scores = ranking.curve()
    by_height, plainly_by_height = by_band(covered, bands), by_band(plainly, bands)
    all_boxes, false_boxes = int(covered.size), int(false.sum())
    return {
        "images": number,
        "unanswered": sum(not one.photo.answered for one in judged),
        "boxes": {name: boxes for name, (_, boxes) in by_height.items()},
        "recall": _shares(by_height),
        "recall_all": _share(int(covered.sum()), all_boxes),
        "recall_unenlarged": _shares(plainly_by_height),
        "recall_unenlarged_all": _share(int(plainly.sum()), all_boxes),
        "leaking_images": _share(leaking, number),
        "masked": _rounded(float((masked / pixels).mean())),
        "masked_over_true": _rounded(masked.sum() / true.sum()) if true.sum() else None,
        "boxes_per_image": _rounded(float(finds.mean())),
        "negatives": {"images": len(false), "are": sample.negatives_are},
        "false_on_negatives": false_boxes,
        "false_per_negative": _share(false_boxes, len(false)),
        "average_precision": _rounded(ranking.average()),
        "intervals": {
            "recall": _intervals(by_height),
            "recall_all": _interval(wilson(int(covered.sum()), all_boxes)),
            "recall_unenlarged": _intervals(plainly_by_height),
            "recall_unenlarged_all": _interval(wilson(int(plainly.sum()), all_boxes)),
            "leaking_images": _interval(wilson(leaking, number)),
            "masked": _interval(bootstrap.mean(masked / pixels)),
            "masked_over_true": _interval(bootstrap.ratio(masked, true)),
            "boxes_per_image": _interval(bootstrap.mean(finds)),
            "false_per_negative": _interval(Bootstrap(len(false)).mean(false)) if len(false) else None,
            "average_precision": _interval(ranking.interval(bootstrap)),
        },
        "curve": {
            "recall": RECALLS.round(2).tolist(),
            "precision": precision.round(4).tolist(),
            "score": scores.round(4).tolist(),
        },
    }


def _candidates(judged: Sequence[Judged], min_score: float) -> Report:
    """What a person gains who looks at the flagged finds and accepts those that are right."""
    opened = [one.tall & (one.covered_from < min_score) for one in judged]
    boxes = sum(int(each.sum()) for each in opened)
    flagged = sum(int((each & one.closed).sum()) for each, one in zip(opened, judged, strict=True))
    leaking = sum(bool((one.tall & ~one.closed).any()) for one in judged)
    flags = np.array([len(one.photo.flagged) for one in judged], np.float64)
    return {
        "open": boxes,
        "open_under_flags": flagged,
        "share": _share(flagged, boxes),
        "flags": int(flags.sum()),
        "flags_per_image": _rounded(float(flags.mean())),
        "leaking_images_after": _share(leaking, len(judged)),
        "intervals": {
            "share": _interval(wilson(flagged, boxes)),
            "flags_per_image": _interval(Bootstrap(len(judged)).mean(flags)),
            "leaking_images_after": _interval(wilson(leaking, len(judged))),
        },
    }


def _groups(judged: Sequence[Judged], min_score: float) -> Report:
    """Recall of each value of a field, by name."""
    bands, covered = _of_boxes(judged, "bands"), _of_boxes(judged, "covered_from") >= min_score
    values = np.array([value for one in judged for value in one.photo.groups], object)
    found = {}
    for value in sorted(set(values)):
        mine = values == value
        hits, boxes = int(covered[mine].sum()), int(mine.sum())
        found[value] = {
            "boxes": boxes,
            "recall_all": _share(hits, boxes),
            "interval": _interval(wilson(hits, boxes)),
            "recall": _shares(by_band(covered[mine], bands[mine])),
        }
    return found


def _thresholds(photos: Sequence[Photo]) -> Scores:
    """Fifty steps from 0 to 1, or over the scores where these go beyond."""
    scores = np.concatenate([[0.0, 1.0], *(photo.scores for photo in photos)])
    return np.linspace(scores.min(), scores.max(), 51).round(4)


def _over_thresholds(judged: Sequence[Judged], thresholds: Scores) -> list[Report]:
    """What other least scores would cover and cost, the lowest first."""
    bands, covered_from = _of_boxes(judged, "bands"), _of_boxes(judged, "covered_from")
    worst = np.array([one.worst for one in judged])
    masked = np.mean([one.masked_from / one.pixels for one in judged], axis=0)
    rows = []
    for number, threshold in enumerate(thresholds.tolist()):
        covered: Flags = covered_from >= threshold
        rows.append(
            {
                "min_score": threshold,
                "recall": _shares(by_band(covered, bands)),
                "recall_all": _share(int(covered.sum()), covered.size),
                "leaking_images": _share(int((worst < threshold).sum()), len(judged)),
                "masked": _rounded(float(masked[number])),
            }
        )
    return rows


def _of_boxes(judged: Sequence[Judged], name: str) -> Array:
    """One value a true box, of all photos."""
    return np.concatenate([getattr(one, name) for one in judged])


def _share(hits: int, total: int) -> float | None:
    return round(hits / total, 4) if total else None


def _shares(counts: Mapping[str, tuple[int, int]]) -> dict[str, float | None]:
    return {name: _share(*counts[name]) for name in BANDS}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 4)


def _interval(found: Interval | None) -> list[float] | None:
    return None if found is None else [round(end, 4) for end in found]


def _intervals(counts: Mapping[str, tuple[int, int]]) -> dict[str, list[float] | None]:
    return {name: _interval(wilson(*counts[name])) for name in BANDS}
