"""Looking for objects: which detectors, on which pictures, and the rows of a run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils import timezone

from moretta.datasets.models import Asset, Dataset
from moretta.detections.models import DetectionRun, Search
from moretta.projects.models import Label
from moretta_vision import detect
from moretta_vision.catalogue import DEFAULT_DETECTOR, DETECTORS
from moretta_vision.detect.base import Detections, DetectorUnavailable, Image
from moretta_vision.detect.suppression import unite

from .findings import STORE_FLOOR, Rules

BATCH = 8


@dataclass
class Searcher:
    """The detectors of one search, loaded once a process, and what their finds become.

    `unavailable` is the sentence why they cannot run here; then nothing was searched.
    """

    names: list[str]
    rules: Rules
    detectors: list[Any]
    unavailable: str | None = None

    @property
    def kinds(self) -> list[str]:
        """The label kinds that are really searched for."""
        return sorted({k for name in self.names for k in DETECTORS[name].labels if k in self.rules.labels})

    def find(
        self, images: Sequence[Image], on_note: Callable[[str], None], batch: int = BATCH
    ) -> list[Detections]:
        """What all detectors found in each picture, down to the store's floor; of several finds of one object the box
        around all. Raises OutOfMemory for a single picture that does not fit."""
        each = [
            list(detect.in_batches(detector, images, batch, STORE_FLOOR, on_note))
            for detector in self.detectors
        ]
        return [_together(list(parts)) for parts in zip(*each, strict=True)]


def searcher_for(dataset: Dataset, names: Sequence[str] | None, recipe: str = "image") -> Searcher:
    """The searcher of a dataset: the named detectors, else the one that its policy names."""
    names = list(names or [dataset.policy.settings.get("detector", DEFAULT_DETECTOR)])
    kinds = {kind for name in names if name in DETECTORS for kind in DETECTORS[name].labels}
    rules = Rules.of(dataset.policy, dataset.project.labels.all(), kinds)
    try:
        return Searcher(names, rules, [detect.load(name, recipe=recipe) for name in names])
    except DetectorUnavailable as error:
        return Searcher(names, rules, [], error.reason)


def _together(parts: list[Detections]) -> Detections:
    if len(parts) == 1:
        return parts[0]
    boxes = np.concatenate([part.boxes for part in parts])
    scores = np.concatenate([part.scores for part in parts])
    labels = [label for part in parts for label in part.labels]
    kept_boxes, kept_rows = [], []
    for kind in dict.fromkeys(labels):
        rows = np.array([i for i, label in enumerate(labels) if label == kind], np.intp)
        united, best = unite(boxes[rows], scores[rows])
        kept_boxes.append(united)
        kept_rows.append(rows[best])
    order = np.concatenate(kept_rows) if kept_rows else np.zeros(0, np.intp)
    around = np.concatenate(kept_boxes) if kept_boxes else boxes
    names = "+".join(part.source for part in parts)
    return Detections(around, scores[order], [labels[i] for i in order], None, names)


def new_run(asset: Asset, searcher: Searcher, step: Any, user: Any, **fields: Any) -> DetectionRun:
    """A run that is not stored yet."""
    return DetectionRun(
        asset=asset,
        step=step.pk,
        detectors=searcher.names,
        weights={d.name: d.version for d in searcher.detectors},
        settings={"floor": STORE_FLOOR, "thresholds": dict(searcher.rules.thresholds)},
        kinds=searcher.kinds,
        created_by_id=user,
        **fields,
    )


def finish_run(run: DetectionRun, **fields: Any) -> None:
    """Fields of a run that has ended well."""
    run.state = DetectionRun.State.SUCCEEDED
    run.finished_at = timezone.now()
    for name, value in fields.items():
        setattr(run, name, value)


def note_searched(runs: Sequence[DetectionRun], dataset: Dataset) -> None:
    """For each asset of the dataset: every label of the kinds that its run searched for counts as searched by it. What
    a person has looked through stays noted as theirs."""
    kinds = {kind for run in runs for kind in run.kinds}
    labels = list(Label.objects.filter(project=dataset.project_id, kind__in=kinds))
    by = {run.asset_id: run for run in runs}
    there = set()
    for search in Search.objects.filter(asset__in=list(by), label__in=labels):
        there.add((search.asset_id, search.label_id))
        if search.reviewed_by_id is None:
            Search.objects.filter(pk=search.pk).update(run=by[search.asset_id], at=timezone.now())
    Search.objects.bulk_create(
        Search(asset_id=run.asset_id, label=label, run=run)
        for run in runs
        for label in labels
        if label.kind in run.kinds and (run.asset_id, label.pk) not in there
    )
