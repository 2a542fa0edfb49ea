"""Starting an evaluation, and which pictures one may be made on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from moretta.accounts.models import User
from moretta.api import BadField, Conflict
from moretta.datasets.models import APPROVED, Asset, Dataset
from moretta.detections.cloud import refusal
from moretta.detections.models import Search
from moretta.detections.plans import detectors_of, doubtful_from, finds, of_preset, operating_threshold
from moretta.jobs.actions import StepSpec, start_job
from moretta.projects.models import Label
from moretta_vision.catalogue import PRESETS
from moretta_vision.own_models import detectors_for, info_of

from .models import Evaluation

MOST_IMAGES = 32  # a step
LATEST = "Latest runs"


def reviewed_images(dataset: Dataset, label: Label) -> QuerySet[Asset]:
    """The pictures that can be compared with: approved ones that were searched for the label or looked through."""
    searched = Search.objects.filter(label=label, asset__dataset=dataset).values("asset")
    rows = Asset.objects.filter(dataset=dataset, deleting=False, kind=Asset.Kind.IMAGE, state__in=APPROVED)
    return rows.filter(pk__in=searched, width__isnull=False).order_by("id")


def start_evaluation(dataset: Dataset, label: Label, sets: Sequence[dict[str, Any]], by: User) -> Evaluation:
    """An evaluation of one or two sets and the job that makes it. A set is a preset, a detector or the latest runs,
    each with a threshold of its own where one is given. No annotation changes and no run is stored."""
    if label.project_id != dataset.project_id:
        raise BadField("label", "This is not a label of the dataset's project.")
    checked = [_checked(one, dataset, label, f"sets.{index}") for index, one in enumerate(sets)]
    if len(checked) == 2 and checked[0] == checked[1]:
        raise BadField("sets.1", "Both sets are the same. Choose another preset, detector or threshold.")
    ids = [str(id) for id in reviewed_images(dataset, label).values_list("pk", flat=True)]
    if not ids:
        raise Conflict(
            "No picture of this dataset is reviewed for the label yet: it is compared with what people approved."
        )
    searching = [index for index, one in enumerate(checked) if not one.get("latest")]
    with transaction.atomic():
        evaluation = Evaluation(dataset=dataset, label=label, sets=checked, created_by=by)
        evaluation.job = start_job(
            "evaluate",
            organization=dataset.project.organization,
            project=dataset.project,
            dataset=dataset,
            created_by=by,
            title=f"Compare {' with '.join(one['title'] for one in checked)}",
            steps=_steps(str(evaluation.pk), ids, searching),
        )
        evaluation.save(force_insert=True)
    return evaluation


def _steps(evaluation: str, ids: list[str], searching: list[int]) -> list[StepSpec]:
    """Steps that search with the sets of these numbers, the last of which adds the report; the report alone where
    none has to search."""
    if not searching:
        return [report_step(evaluation, ids, 0)]
    parts = [ids[i : i + MOST_IMAGES] for i in range(0, len(ids), MOST_IMAGES)]
    common = {"evaluation": evaluation, "group": evaluation, "parts": len(parts), "sets": searching}
    return [
        StepSpec("evaluate.images", "detect", {**common, "assets": part, "part": number}, len(part))
        for number, part in enumerate(parts)
    ]


def report_step(evaluation: str, ids: Sequence[str], parts: int) -> StepSpec:
    """The step that compares: `ids` where nothing was searched, else the number of parts that have them."""
    payload = {"evaluation": evaluation, "assets": list(ids), "parts": parts}
    return StepSpec("evaluate.report", "io", payload, len(ids))


def _checked(given: dict[str, Any], dataset: Dataset, label: Label, field: str) -> dict[str, Any]:
    """A set as it is stored. Raises BadField."""
    kind, what = label.kind, label.kind.replace("_", " ")
    able = ", ".join(detectors_for(kind))
    named = [name for name in ("preset", "detector", "latest") if given.get(name)]
    if len(named) != 1:
        raise BadField(field, "A set is one of a preset, a detector, or the latest runs.")
    if named == ["latest"]:
        settings = dataset.policy.settings
        if not Search.objects.filter(label=label, asset__dataset=dataset, run__isnull=False).exists():
            raise BadField(f"{field}.latest", f"No detector has searched this dataset for {what} yet.")
        rule = settings.get("labels", {}).get(str(label.pk), {})
        names = detectors_of(settings, str(label.pk), kind)
        usual = float(rule.get("threshold", operating_threshold(names)))
        found: dict[str, Any] = {"latest": True, "title": LATEST, "detectors": []}
    elif named == ["preset"]:
        preset = given["preset"]
        if preset not in PRESETS:
            raise BadField(
                f"{field}.preset", f"There is no preset {preset!r}; there are {', '.join(PRESETS)}."
            )
        names = of_preset(preset, kind)
        if not names:
            raise BadField(f"{field}.preset", f"The preset {preset} has no detector for {what}.")
        usual = operating_threshold(names)
        found = {"preset": preset, "title": PRESETS[preset].title, "detectors": names}
    else:
        detector = given["detector"]
        info = info_of(detector)
        if info is None:
            raise BadField(
                f"{field}.detector", f"There is no detector {detector!r}; {what} is found by {able}."
            )
        if not finds(detector, kind):
            raise BadField(f"{field}.detector", f"{detector} does not find {what}, which is found by {able}.")
        names = [detector]
        usual = operating_threshold(names)
        found = {"detector": detector, "title": info.title, "detectors": names}
    if reason := refusal(dataset.project.organization, found["detectors"]):
        raise BadField(field, reason)
    threshold = given.get("threshold")
    return {
        **found,
        "threshold": usual if threshold is None else float(threshold),
        "doubtful_from": doubtful_from(names),
    }
