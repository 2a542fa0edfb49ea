"""What the last run found below the threshold, for people who look closer."""

from __future__ import annotations

import gzip
import json
from typing import Any

from moretta import storage
from moretta.datasets.models import Asset

from .models import DetectionRun

MOST = 5000


def below_threshold(
    asset: Asset, label: str | None = None, first: int = 0, last: int | None = None
) -> dict[str, Any]:
    """`{run, candidates, cut}` of the newest finished run: finds of labels of the project whose score is below the
    policy's threshold, in the frames first … last, one label or all."""
    run = (
        DetectionRun.objects.filter(asset=asset, state=DetectionRun.State.SUCCEEDED)
        .exclude(path="")
        .order_by("-id")
        .first()
    )
    if run is None:
        return {"run": None, "candidates": [], "cut": False}
    rules = asset.dataset.policy.settings.get("labels", {})
    by_kind: dict[str, tuple[str, float]] = {}
    labels = asset.dataset.project.labels.all()
    for row in sorted(labels, key=lambda row: not rules.get(str(row.pk), {}).get("redact")):
        by_kind.setdefault(row.kind, (str(row.pk), float(rules.get(str(row.pk), {}).get("threshold", 1))))
    found: list[dict[str, Any]] = []
    try:
        with gzip.open(storage.local(run.path), "rb") as file:
            frames = json.load(file).get("frames", {})
    except FileNotFoundError:
        frames = {}
    for frame, finds in frames.items():
        if int(frame) < first or (last is not None and int(frame) > last):
            continue
        for kind, x, y, width, height, score in finds:
            id, threshold = by_kind.get(kind, ("", 0.0))
            if score < threshold and (label is None or id == label):
                found.append({"frame": int(frame), "label": id, "box": [x, y, width, height], "score": score})
    return {"run": run.pk, "candidates": found[:MOST], "cut": len(found) > MOST}
