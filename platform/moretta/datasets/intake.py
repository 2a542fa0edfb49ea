"""From received files to assets and the job that looks at them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from moretta import storage
from moretta.accounts.models import User
from moretta.api import NotThere
from moretta.jobs.actions import StepSpec, start_job
from moretta.jobs.events import publish
from moretta.jobs.models import Job

from . import actions
from .coco import Objects
from .media_types import IMAGE, guess
from .models import Asset, Blob, Dataset
from .receiving import Received

MOST_IMAGES = 32  # in one step
FEW = 64  # pictures that a person waits for are cut finer, so that all workers share them
A_PERSON_WAITS, BULK = 0, 5


@dataclass
class Intake:
    """What became of the files of one upload."""

    job: Job | None = None
    assets: list[Asset] = field(default_factory=list)
    duplicates: list[dict[str, Any]] = field(default_factory=list)
    errors: list[dict[str, str]] = field(default_factory=list)


def take_in(
    dataset: Dataset,
    files: Sequence[Received],
    user: User,
    objects: Objects | None = None,
    *,
    priority: int = 0,
) -> Intake:
    """Keeps the files, makes their assets and starts the job `ingest`. Bytes that the dataset already has are named.

    `objects` are imported into the new assets of the same name once these are ingested.
    """
    if objects:
        titles = Counter({file.sha256: file.title for file in files}.values())
        objects.leave_out(name for name, number in titles.items() if number > 1)
    intake = Intake(errors=list(objects.errors) if objects else [])
    organization = dataset.project.organization_id
    # Before any row speaks of the bytes, and once more below: an erasure of the same bytes may lie in between.
    fresh = _keep(organization, [f for f in files if not _is_empty(f, intake)])
    with transaction.atomic():
        # Two uploads of one file meet here, and an upload meets the deletion of its dataset. Not the key: a worker that
        # adds the first counter of a state refers to the dataset while it holds another counter that is needed here.
        rows = Dataset.objects.select_for_update(no_key=True).filter(pk=dataset.pk, deleting=False)
        there = rows.exists()
        if there:
            _make_assets(dataset, fresh, user, intake)
        if intake.assets:
            actions.create_assets(intake.assets)
            intake.job = _start(dataset, intake.assets, user, objects, priority)
            actions.set_job([asset.pk for asset in intake.assets], intake.job.pk)
            publish(organization, "dataset", dataset.pk, project=dataset.project_id)
    if not there:
        _let_go(organization, fresh)
        raise NotThere()
    _keep(organization, fresh)
    if objects:
        known = {file.title for file in files}
        for name in objects.by_name.keys() - known:
            intake.errors.append(
                {"name": name, "detail": f"{name} has annotations, but is not in this upload."}
            )
    return intake


def _is_empty(file: Received, intake: Intake) -> bool:
    if not file.size:
        intake.errors.append({"name": file.title, "detail": f"{file.title} is empty."})
    return not file.size


def _keep(organization: Any, files: Sequence[Received]) -> list[Received]:
    """Puts the bytes in their place; the received files stay until the request is over."""
    for file in files:
        storage.keep(file.path, _place(organization, file))
    return list(files)


def _let_go(organization: Any, files: Sequence[Received]) -> None:
    """Removes bytes that were kept for a dataset that is gone, unless somebody else's asset has the same."""
    for file in files:
        if not Blob.objects.filter(organization=organization, sha256=file.sha256).exists():
            storage.remove(_place(organization, file))


def _place(organization: Any, file: Received) -> str:
    return f"{organization}/originals/{file.sha256[:2]}/{file.sha256}"


def _make_assets(dataset: Dataset, files: list[Received], user: User, intake: Intake) -> None:
    """An asset, not yet stored, for the first of each content that the dataset does not have; the others are named."""
    there = {
        sha256: {"id": str(id), "name": name}
        for id, name, sha256 in Asset.objects.filter(
            dataset=dataset, deleting=False, blob__sha256__in=[f.sha256 for f in files]
        ).values_list("id", "name", "blob__sha256")
    }
    for file in files:
        if file.sha256 in there:
            intake.duplicates.append({"name": file.title, "of": there[file.sha256]})
            continue
        kind, media_type = guess(file.head)
        blob = actions.add_blob(dataset.project.organization_id, file.sha256, file.size or 0, media_type)
        asset = Asset(dataset=dataset, blob=blob, name=file.title, kind=kind, created_by=user)
        there[file.sha256] = {"id": str(asset.pk), "name": asset.name}
        intake.assets.append(asset)


def _start(dataset: Dataset, assets: list[Asset], user: User, objects: Objects | None, priority: int) -> Job:
    by_name = dict(objects.by_name) if objects else {}
    imports = {str(a.pk): by_name[a.name] for a in assets if a.name in by_name}
    return start_job(
        "ingest",
        organization=dataset.project.organization,
        project=dataset.project,
        dataset=dataset,
        created_by=user,
        title=_title(assets),
        steps=ingest_steps(assets, imports),
        priority=priority,
    )


def ingest_steps(assets: Sequence[Asset], imports: dict[str, Any] | None = None) -> list[StepSpec]:
    """Steps of at most 32 images, or one video each. `imports`: asset id → objects that came with it."""
    imports = imports or {}

    def spec(kind: str, part: Sequence[Asset]) -> StepSpec:
        payload: dict[str, Any] = {"assets": [str(a.pk) for a in part]}
        if own := {id: imports[id] for id in payload["assets"] if id in imports}:
            payload["imports"] = own
        return StepSpec(kind=kind, queue="io", payload=payload, total=len(part))

    images = [a for a in assets if a.kind == IMAGE]
    size = MOST_IMAGES if len(images) > FEW else max(1, min(8, math.ceil(len(images) / 2)))
    steps = [spec("ingest.images", images[i : i + size]) for i in range(0, len(images), size)]
    return steps + [spec("ingest.video", [a]) for a in assets if a.kind != IMAGE]


def _title(assets: list[Asset]) -> str:
    if len(assets) == 1:
        return f"Add {assets[0].name}"[:200]
    videos = sum(a.kind != IMAGE for a in assets)
    photos = len(assets) - videos
    parts = [f"{n} {word}{'s' * (n != 1)}" for n, word in ((photos, "photo"), (videos, "video")) if n]
    return f"Add {' and '.join(parts)}"
