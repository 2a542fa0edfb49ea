"""Starting searches. What a search finds comes in through `annotations.actions.apply_run`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from moretta.accounts.models import User
from moretta.api import BadField, Conflict
from moretta.datasets.actions import set_job
from moretta.datasets.models import Asset, Dataset
from moretta.ids import uuid7
from moretta.jobs.actions import StepSpec, start_job
from moretta.jobs.models import Job
from moretta_vision import own_models
from moretta_vision.catalogue import PRESETS

from .cloud import refusal
from .plans import Plan, plan_of
from .searched import SEARCHABLE, searched_as

MOST_IMAGES = 32
FRAMES_A_STEP = 400  # well below a minute on one core, so that what a person waits for gets its turn


def plan_search(
    dataset: Dataset, preset: str | None, detectors: Sequence[str] | None, labels: Sequence[str] | None
) -> Plan:
    """What a search of the dataset will do. Raises BadField where it makes no sense, and where nothing finds a label
    that is asked for."""
    if preset and detectors:
        raise BadField("detectors", "Name a preset or detectors, not both.")
    if preset and preset not in PRESETS:
        raise BadField("preset", f"There is no preset {preset!r}; there are {', '.join(PRESETS)}.")
    there = own_models.known()
    for name in detectors or []:
        if name not in there:
            raise BadField("detectors", f"There is no detector {name!r}; there are {', '.join(there)}.")
    known = {str(label.pk): label for label in dataset.project.labels.all()}
    if labels is not None and not {str(id) for id in labels} <= set(known):
        raise BadField("labels", "This is not a label of the project.")
    plan = plan_of(
        dataset.policy.settings, known.values(), preset=preset, detectors=detectors, only=labels or None
    )
    for name in detectors or []:
        if name not in plan.detectors:
            finds = ", ".join(there[name].labels).replace("_", " ")
            raise BadField("detectors", f"{name} finds {finds}, which is not what is searched for here.")
    for id in labels or []:
        kind = known[str(id)].kind
        if kind not in plan.by:
            raise BadField("labels", _not_found(kind, preset, detectors))
    if not plan.by:
        raise BadField(
            "labels", "No detector finds a label of this project. Look through the pictures by hand."
        )
    return plan


def _not_found(kind: str, preset: str | None, detectors: Sequence[str] | None) -> str:
    what = kind.replace("_", " ")
    if able := own_models.detectors_for(kind):
        whose = f"preset {preset}" if preset else "detectors named" if detectors else "policy"
        return f"The {whose} has no detector for {what}. Name one of {', '.join(able)}, or mark it by hand."
    return f"No detector finds {what}. Look through the pictures and mark it by hand."


def start_detection(
    dataset: Dataset,
    assets: Sequence[Asset] | None,
    by: User,
    *,
    preset: str | None = None,
    detectors: Sequence[str] | None = None,
    labels: Sequence[str] | None = None,
    older: bool = False,
) -> Job:
    """Starts a job that searches some assets of a dataset, or all of it, again: as the policy says, or by another
    preset, or by named detectors; for all labels, or for some; `older`: only what was not searched just so. Objects
    that a person has touched stay as they are. The same search asked twice is the job that is already running."""
    plan = plan_search(dataset, preset, detectors, labels)
    if reason := refusal(dataset.project.organization, plan.detectors):
        raise BadField("detectors", reason)
    if assets is None:
        assets = list(Asset.objects.filter(dataset=dataset, deleting=False, state__in=SEARCHABLE))
    chosen = [asset for asset in assets if asset.state in SEARCHABLE]
    if older and chosen:
        done = searched_as(plan, dataset)
        chosen = [asset for asset in chosen if asset.pk not in done]
        if not chosen:
            raise Conflict("Everything here was searched just so already.")
    if not chosen:
        raise Conflict("There is nothing to search: the pictures are still being read, failed or excluded.")
    ids = sorted(str(asset.pk) for asset in chosen)
    what = json.dumps([str(dataset.policy_id), plan.payload, ids], sort_keys=True)
    key = hashlib.sha256(what.encode()).hexdigest()
    job = start_job(
        "detect",
        organization=dataset.project.organization,
        project=dataset.project,
        dataset=dataset,
        created_by=by,
        title=f"Search {chosen[0].name if len(chosen) == 1 else f'{len(chosen)} pictures and videos'}",
        key=f"detect:{key}",
        steps=_steps(chosen, plan),
        priority=0 if len(chosen) <= MOST_IMAGES else 5,
    )
    set_job([asset.pk for asset in chosen], job.pk)
    return job


def _steps(assets: Sequence[Asset], plan: Plan) -> list[StepSpec]:
    images = [str(asset.pk) for asset in assets if asset.kind == Asset.Kind.IMAGE]
    parts = [images[i : i + MOST_IMAGES] for i in range(0, len(images), MOST_IMAGES)]
    steps = [StepSpec("detect.images", "detect", {"assets": p, **plan.payload}, len(p)) for p in parts]
    for asset in assets:
        if asset.kind == Asset.Kind.VIDEO:
            steps += video_steps(asset, plan)
    return steps


def video_steps(asset: Asset, plan: Plan | None = None) -> list[StepSpec]:
    """One step for every 400 frames of a video; the last of the group to succeed adds the step that links. Without a
    plan it is that of the policy as it is now."""
    if plan is None:
        plan = plan_of(asset.dataset.policy.settings, asset.dataset.project.labels.all())
    ranges = [
        [start, min(start + FRAMES_A_STEP, asset.n_frames)]
        for start in range(0, asset.n_frames, FRAMES_A_STEP)
    ]
    payload = {"assets": [str(asset.pk)], "group": str(uuid7()), "ranges": ranges, **plan.payload}
    return [
        StepSpec("detect.video", "detect", {**payload, "range": part}, part[1] - part[0]) for part in ranges
    ]
