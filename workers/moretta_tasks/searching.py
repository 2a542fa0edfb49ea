"""Looking for objects: which detectors, on which pictures, and the rows of a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.utils import timezone

from moretta.datasets.models import Asset, Dataset
from moretta.detections.cloud import refusal
from moretta.detections.models import DetectionRun, Search
from moretta.detections.plans import Plan, name_of, plan_of
from moretta.projects.models import Label
from moretta_vision import detect
from moretta_vision.catalogue import LABEL_KINDS
from moretta_vision.detect.base import Detections, DetectorUnavailable, Image
from moretta_vision.detect.cloud import ServiceBusy
from moretta_vision.detect.second import joined
from moretta_vision.detect.suppression import unite
from moretta_vision.own_models import info_of

from .findings import Rules
from .steps import PassingError, PermanentError

BATCH = 8


@dataclass
class Searcher:
    """The detectors of one search, loaded once a process, and what their finds become.

    `unavailable` is the sentence why they cannot run here; then nothing was searched. Where only some labels' detectors
    cannot, those labels are not searched for, rather than with less, and `notes` say so.
    """

    plan: Plan
    rules: Rules
    detectors: list[Any]
    unavailable: str | None = None
    notes: list[str] = field(default_factory=list)
    seconds: dict[str, Any] = field(default_factory=dict)
    """Who gives second opinions on some frames of a clip, by the detector's name."""

    @property
    def kinds(self) -> list[str]:
        """The label kinds that are really searched for."""
        return sorted(self.rules.labels)

    def floor(self, name: str) -> float:
        """Finds of a detector below this score are not even stored."""
        least = min((self.rules.thresholds[kind] for kind in self.plan.kinds_of(name)), default=1.0)
        info = info_of(name)
        return min(info.store_floor if info else 1.0, least)

    def find(
        self,
        images: Sequence[Image],
        on_note: Callable[[str], None],
        batch: int = BATCH,
        once_more: Sequence[int] = (),
    ) -> list[Detections]:
        """What the detectors found in each picture, of the kinds that they look for, down to the store's floor; of
        several detectors' finds of one object the box around all. On the pictures `once_more`, by their places, second
        opinions are heard. Raises OutOfMemory for a single picture that does not fit, PermanentError where a service
        lets nobody in, and PassingError while it is busy."""
        each = []
        for detector in self.detectors:
            floor, kinds = self.floor(detector.name), self.plan.kinds_of(detector.name)
            try:
                found = list(detect.in_batches(detector, images, batch, floor, on_note))
                if once_more and (second := self.seconds.get(detector.name)):
                    again = detect.in_batches(second, [images[at] for at in once_more], batch, floor, on_note)
                    for at, more in zip(once_more, again, strict=True):
                        found[at] = joined(found[at], more, max(images[at].shape[:2]))
                each.append([one[np.array([kind in kinds for kind in one.labels], bool)] for one in found])
            except DetectorUnavailable as error:
                raise PermanentError(error.reason) from None
            except ServiceBusy as error:
                raise PassingError(str(error)) from None
        if not each:
            return [Detections.none() for _ in images]
        return [_together(list(parts)) for parts in zip(*each, strict=True)]


def searcher_for(
    dataset: Dataset, payload: Mapping[str, Any] | None = None, recipe: str = "image"
) -> Searcher:
    """The searcher of a dataset: as the plan says that a step carries in its `payload`, else as the policy says."""
    labels = list(dataset.project.labels.all())
    plan = Plan.of_payload(payload or {}) or plan_of(dataset.policy.settings, labels)
    rules = Rules.of(dataset.policy, labels, plan.by)
    if reason := refusal(dataset.project.organization, plan.detectors):
        return Searcher(plan, rules, [], reason)
    loaded: dict[str, Any] = {}
    seconds: dict[str, Any] = {}
    lacking: dict[str, str] = {}
    for name in plan.detectors:
        try:
            loaded[name] = detect.load(name, recipe=recipe)
            info = info_of(name)
            if recipe == "video" and info is not None and info.second_opinion:
                seconds[name] = detect.load(name, recipe="second")
        except DetectorUnavailable as error:
            lacking[name] = error.reason
    left = {kind: names for kind, names in plan.by.items() if not set(names) & set(lacking)}
    reasons = list(dict.fromkeys(lacking.values()))
    if lacking and not left:
        return Searcher(plan, rules, [], " ".join(reasons))
    missed = [LABEL_KINDS[kind].plural for kind in plan.by if kind not in left]
    plan = Plan(left, plan.preset)
    rules = Rules.of(dataset.policy, labels, left)
    notes = [f"Not searched for {' and '.join(missed)}: {' '.join(reasons)}"] if missed else []
    return Searcher(plan, rules, [loaded[name] for name in plan.detectors], notes=notes, seconds=seconds)


def _together(parts: list[Detections]) -> Detections:
    """The finds of several detectors in one picture; those of kinds that several of them found are united."""
    if len(parts) == 1:
        return parts[0]
    boxes = np.concatenate([part.boxes for part in parts])
    scores = np.concatenate([part.scores for part in parts])
    labels = [label for part in parts for label in part.labels]
    around, order = [boxes[:0]], [np.zeros(0, np.intp)]
    for kind in dict.fromkeys(labels):
        rows = np.array([i for i, label in enumerate(labels) if label == kind], np.intp)
        if sum(kind in part.labels for part in parts) == 1:
            united, best = boxes[rows], np.arange(len(rows))
        else:
            united, best = unite(boxes[rows], scores[rows])
        around.append(united)
        order.append(rows[best])
    kept = np.concatenate(order)
    names = "+".join(part.source for part in parts)
    agreed = np.concatenate(
        [np.full(len(part), -1, np.int8) if part.agreed is None else part.agreed for part in parts]
    )
    return Detections(
        np.concatenate(around), scores[kept], [labels[i] for i in kept], None, names, agreed=agreed[kept]
    )


def new_run(asset: Asset, searcher: Searcher, step: Any, user: Any, **fields: Any) -> DetectionRun:
    """A run that is not stored yet."""
    return DetectionRun(
        asset=asset,
        step=step.pk,
        detectors=searcher.plan.detectors,
        preset=searcher.plan.preset,
        weights={d.name: d.version for d in searcher.detectors},
        settings={
            "by": {kind: list(searcher.plan.by[kind]) for kind in searcher.kinds},
            "thresholds": dict(searcher.rules.thresholds),
            "doubtful_from": dict(searcher.rules.doubtful),
            "floors": {name: searcher.floor(name) for name in searcher.plan.detectors},
        },
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
    kind_of = {label.pk: label.kind for label in labels}
    by = {run.asset_id: run for run in runs}
    there = set()
    for search in Search.objects.filter(asset__in=list(by), label__in=labels):
        there.add((search.asset_id, search.label_id))
        run = by[search.asset_id]
        fields: dict[str, Any] = {"by": _by(run, kind_of[search.label_id])}
        if search.reviewed_by_id is None:
            fields |= {"run": run, "at": timezone.now()}
        Search.objects.filter(pk=search.pk).update(**fields)
    Search.objects.bulk_create(
        Search(asset_id=run.asset_id, label=label, run=run, by=_by(run, label.kind))
        for run in runs
        for label in labels
        if label.kind in run.kinds and (run.asset_id, label.pk) not in there
    )


def _by(run: DetectionRun, kind: str) -> str:
    return name_of(run.settings["by"].get(kind, []))
