"""Starting searches. What a search finds comes in through `annotations.actions.apply_run`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from moretta.accounts.models import User
from moretta.api import BadField, Conflict
from moretta.datasets.actions import set_job
from moretta.datasets.models import Asset, Dataset
from moretta.ids import uuid7
from moretta.jobs.actions import StepSpec, start_job
from moretta.jobs.models import Job
from moretta_vision.catalogue import DETECTORS

MOST_IMAGES = 32
FRAMES_A_STEP = 400  # well below a minute on one core, so that what a person waits for gets its turn
SEARCHABLE = (Asset.State.ANNOTATE, Asset.State.IN_REVIEW, Asset.State.APPROVED, Asset.State.READY)


def detectors_of(
    dataset: Dataset, detectors: Sequence[str] | None, labels: Sequence[str] | None
) -> list[str]:
    """The detectors of a search: the named ones, else those that find the labels, else the policy's own."""
    for name in detectors or []:
        if name not in DETECTORS:
            raise BadField("detectors", f"There is no detector {name!r}; there are {', '.join(DETECTORS)}.")
    if detectors:
        return list(dict.fromkeys(detectors))
    chosen = dataset.policy.settings.get("detector")
    if not labels:
        return [chosen]
    kinds = {str(label.pk): label.kind for label in dataset.project.labels.all()}
    found: list[str] = []
    for id in map(str, labels):
        if id not in kinds:
            raise BadField("labels", "This is not a label of the project.")
        able = [name for name, info in DETECTORS.items() if kinds[id] in info.labels]
        if not able:
            what = kinds[id].replace("_", " ")
            raise BadField(
                "labels", f"No detector finds {what}. Look through the pictures and mark them by hand."
            )
        found.append(chosen if chosen in able else able[0])
    return list(dict.fromkeys(found))


def start_detection(
    dataset: Dataset,
    assets: Sequence[Asset] | None,
    by: User,
    *,
    detectors: Sequence[str] | None = None,
    labels: Sequence[str] | None = None,
) -> Job:
    """Starts a job that searches some assets of a dataset, or all of it, again. Objects that a person has touched
    stay as they are. The same search asked twice is the job that is already running."""
    names = detectors_of(dataset, detectors, labels)
    if assets is None:
        assets = list(Asset.objects.filter(dataset=dataset, deleting=False, state__in=SEARCHABLE))
    chosen = [asset for asset in assets if asset.state in SEARCHABLE]
    if not chosen:
        raise Conflict("There is nothing to search: the pictures are still being read, failed or excluded.")
    ids = sorted(str(asset.pk) for asset in chosen)
    key = hashlib.sha256("|".join([str(dataset.policy_id), *names, *ids]).encode()).hexdigest()
    job = start_job(
        "detect",
        organization=dataset.project.organization,
        project=dataset.project,
        dataset=dataset,
        created_by=by,
        title=f"Search {chosen[0].name if len(chosen) == 1 else f'{len(chosen)} pictures and videos'}",
        key=f"detect:{key}",
        steps=_steps(chosen, names),
        priority=0 if len(chosen) <= MOST_IMAGES else 5,
    )
    set_job([asset.pk for asset in chosen], job.pk)
    return job


def _steps(assets: Sequence[Asset], names: list[str]) -> list[StepSpec]:
    images = [str(asset.pk) for asset in assets if asset.kind == Asset.Kind.IMAGE]
    parts = [images[i : i + MOST_IMAGES] for i in range(0, len(images), MOST_IMAGES)]
    steps = [StepSpec("detect.images", "detect", {"assets": p, "detectors": names}, len(p)) for p in parts]
    for asset in assets:
        if asset.kind == Asset.Kind.VIDEO:
            steps += video_steps(asset, names)
    return steps


def video_steps(asset: Asset, detectors: list[str] | None = None, group: str = "") -> list[StepSpec]:
    """One step for every 400 frames of a video; the last of the group to succeed adds the step that links."""
    ranges = [
        [start, min(start + FRAMES_A_STEP, asset.n_frames)]
        for start in range(0, asset.n_frames, FRAMES_A_STEP)
    ]
    payload: dict[str, Any] = {"assets": [str(asset.pk)], "group": group or str(uuid7()), "ranges": ranges}
    if detectors:
        payload["detectors"] = detectors
    return [
        StepSpec("detect.video", "detect", {**payload, "range": part}, part[1] - part[0]) for part in ranges
    ]
