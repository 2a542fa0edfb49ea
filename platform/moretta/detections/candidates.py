"""What the last run found below the threshold, for people who look closer."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any

from moretta import storage
from moretta.datasets.models import Asset

from .models import DetectionRun
from .plans import MOST_FLAGGED, doubtful_from

MOST = 5000


def below_threshold(
    asset: Asset, label: str | None = None, first: int = 0, last: int | None = None
) -> dict[str, Any]:
    """`{run, candidates, cut, cuts}`: finds of labels of the project whose score is below the policy's threshold, in
    the frames first … last, one label or all, those worth a look (`flagged`) first. Each label's are those of the
    newest finished run that looked for it; `run` is the newest of all. `cuts` are the frames that begin a new shot."""
    rules = asset.dataset.policy.settings.get("labels", {})
    labels: dict[str, str] = {}
    for row in sorted(
        asset.dataset.project.labels.all(), key=lambda row: not rules.get(str(row.pk), {}).get("redact")
    ):
        labels.setdefault(row.kind, str(row.pk))
    newest = None
    found: list[dict[str, Any]] = []
    cuts: list[int] = []
    for run in DetectionRun.objects.filter(asset=asset).finished().order_by("-id"):
        kinds = {kind: labels.pop(kind) for kind in run.kinds if kind in labels}
        kinds = {kind: id for kind, id in kinds.items() if label is None or id == label}
        stored = _stored(run) if kinds or newest is None else {}
        if newest is None:
            newest, cuts = run.pk, _cuts(stored, first, last)
        found += _below(run, stored, kinds, rules, first, last)
        if not labels:
            break
    found.sort(key=lambda one: (not one["flagged"], one["frame"], -one["score"]))
    return {"run": newest, "candidates": found[:MOST], "cut": len(found) > MOST, "cuts": cuts}


def _below(
    run: DetectionRun,
    stored: dict[str, Any],
    labels: dict[str, str],
    rules: dict[str, Any],
    first: int,
    last: int | None,
) -> Iterator[dict[str, Any]]:
    """The finds of one run below the thresholds of these labels, by kind."""
    by = run.settings.get("by", {})
    doubtful = {kind: doubtful_from(by.get(kind, run.detectors)) for kind in labels}
    thresholds = {kind: rules.get(id, {}).get("threshold", 1.0) for kind, id in labels.items()}
    for frame, finds in stored.get("frames", {}).items():
        if int(frame) < first or (last is not None and int(frame) > last):
            continue
        flags = 0
        for kind, x, y, width, height, score, *_ in sorted(finds, key=lambda find: -float(find[5])):
            if kind not in labels or score >= thresholds[kind]:
                continue
            flagged = score >= doubtful[kind] and flags < MOST_FLAGGED
            flags += flagged
            yield {
                "frame": int(frame),
                "label": labels[kind],
                "box": [x, y, width, height],
                "score": score,
                "flagged": flagged,
            }


def _cuts(stored: dict[str, Any], first: int, last: int | None) -> list[int]:
    frames = sorted(int(frame) for frame, change in stored.get("changes", {}).items() if change == "cut")
    return [frame for frame in frames if frame >= first and (last is None or frame <= last)]


def _stored(run: DetectionRun) -> dict[str, Any]:
    """The run's file: finds by frame, and of a clip how each frame differs from the one before."""
    try:
        with gzip.open(storage.local(run.path), "rb") as file:
            stored: dict[str, Any] = json.load(file)
    except FileNotFoundError:
        return {}
    return stored
