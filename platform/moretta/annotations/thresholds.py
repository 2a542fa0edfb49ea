"""What other thresholds would change among all that waits in a dataset, counted by score."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.db.models import Count, F
from django.db.models.functions import Floor

from moretta.datasets.models import Asset, Dataset
from moretta.detections.models import DetectionRun
from moretta.detections.scores import recount

from .crops import WAITING
from .models import Annotation

AT_ONCE = 200
"""Runs from before scores were counted that are counted in one request."""


def count_by_score(dataset: Dataset) -> dict[str, Any]:
    """`{labels: [{label, threshold, objects, below}], uncounted}`. `objects`: how many nobody decided about have which
    score; `below`: how many places were found below the threshold; both `[[score, count] …]`. `uncounted`: how many
    assets are not in it yet."""
    rules = dataset.policy.settings.get("labels", {})
    waiting = Asset.objects.filter(dataset=dataset, deleting=False, state__in=WAITING)
    objects: dict[UUID, dict[int, int]] = {}
    rows = Annotation.objects.filter(dataset=dataset, deleted=False, decision="undecided")
    rows = rows.exclude(asset__in=Asset.objects.filter(dataset=dataset).exclude(pk__in=waiting.values("pk")))
    by_score = rows.annotate(at=Floor(F("score") * 100 + 1e-6)).values_list("label_id", "at")
    for label, at, count in by_score.annotate(n=Count("pk")).order_by():
        objects.setdefault(label, {})[int(at)] = count
    below, uncounted = _below(waiting)
    labels = []
    for label in dataset.project.labels.all():
        rule = rules.get(str(label.pk), {})
        if not rule.get("redact"):
            continue
        threshold = float(rule.get("threshold", 0))
        under = {at: n for at, n in below.pop(label.kind, {}).items() if at < round(threshold * 100)}
        labels.append(
            {
                "label": label.pk,
                "threshold": threshold,
                "objects": _pairs(objects.get(label.pk, {})),
                "below": _pairs(under),
            }
        )
    return {"labels": labels, "uncounted": uncounted}


def _below(waiting: Any) -> tuple[dict[str, Counter[int]], int]:
    """By label kind and hundredth of the score, of the newest run of each asset that looked for it; and how many runs
    are not counted yet."""
    runs = DetectionRun.objects.filter(asset__in=waiting, state=DetectionRun.State.SUCCEEDED).exclude(path="")
    fresh = runs.filter(scores__isnull=True, asset__n_frames=1).only("id", "path")[:AT_ONCE]
    recount(list(fresh))
    found: dict[str, Counter[int]] = {}
    seen: set[tuple[UUID, str]] = set()
    uncounted = 0
    for asset, kinds, scores in runs.order_by("-id").values_list("asset_id", "kinds", "scores").iterator():
        fresh_kinds = [kind for kind in kinds if (asset, kind) not in seen]
        seen |= {(asset, kind) for kind in fresh_kinds}
        if scores is None:
            uncounted += bool(fresh_kinds)
            continue
        for kind in fresh_kinds:
            by_score = {int(at): n for at, n in scores.get(kind, {}).items()}
            found.setdefault(kind, Counter()).update(by_score)
    return found, uncounted


def _pairs(counted: dict[int, int]) -> list[list[float]]:
    return [[at / 100, n] for at, n in sorted(counted.items())]
