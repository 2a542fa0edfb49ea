"""What changes datasets and assets. Every move of an asset's state goes through `move_asset`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from moretta.accounts.models import User
from moretta.api import BadField, Conflict, NotThere
from moretta.projects.models import Project

from . import counting
from .models import Asset, Blob, Dataset
from .summary import summarize as summarize


@transaction.atomic
def create_dataset(project: Project, name: str, created_by: User | None = None) -> Dataset:
    """An empty dataset under the project's current policy."""
    # A publication that is under way holds this row, and lists the datasets that it will bring to the new version.
    project = Project.objects.select_for_update(of=("self",)).select_related("policy").get(pk=project.pk)
    if project.deleting:
        raise NotThere()
    if project.policy is None:
        raise Conflict("The project has no policy yet. Publish one first.")
    if Dataset.objects.filter(project=project, name=name, deleting=False).exists():
        raise BadField("name", f"There is a dataset named {name!r} in this project already.")
    return Dataset.objects.create(project=project, name=name, policy=project.policy, created_by=created_by)


def rename_dataset(dataset: Dataset, name: str) -> None:
    others = Dataset.objects.filter(project=dataset.project_id, name=name, deleting=False)
    if others.exclude(pk=dataset.pk).exists():
        raise BadField("name", f"There is a dataset named {name!r} in this project already.")
    dataset.name = name
    dataset.save(update_fields=["name"])


def add_blob(organization: UUID, sha256: str, size: int, media_type: str) -> Blob:
    """The blob of these bytes; made where it is new. References are counted by `create_assets`."""
    blob, _ = Blob.objects.get_or_create(
        organization_id=organization, sha256=sha256, defaults={"size": size, "media_type": media_type}
    )
    return blob


def create_assets(assets: Sequence[Asset]) -> None:
    """Stores new assets (processing) with their counters and blob references, in one transaction."""
    with transaction.atomic():
        Asset.objects.bulk_create(assets)
        for asset in assets:
            Blob.objects.filter(pk=asset.blob_id).update(references=F("references") + 1)
        for dataset in {a.dataset_id for a in assets}:
            counting.add(dataset, Asset.State.PROCESSING, assets=sum(a.dataset_id == dataset for a in assets))


def move_asset(
    asset: Asset,
    to: str,
    *,
    organization: UUID | None = None,
    project: UUID | None = None,
    revision: int | None = None,
    **fields: Any,
) -> bool:
    """Moves an asset to a state by compare-and-swap; False where it is no longer in the state that the caller saw.

    `revision` asks that the asset still has it; `fields` are written along. Counters move in the same transaction, and
    an event is published when it commits. The given object is brought up to date.
    """
    rows = Asset.objects.filter(pk=asset.pk, state=asset.state)
    if revision is not None:
        rows = rows.filter(revision=revision)
    now = timezone.now()
    with transaction.atomic():
        if not rows.update(state=to, updated_at=now, **fields):
            return False
        if to != asset.state:
            objects = Asset.objects.values(*counting.OBJECTS).get(pk=asset.pk)
            counting.add(asset.dataset_id, asset.state, assets=-1, **{k: -n for k, n in objects.items()})
            counting.add(asset.dataset_id, to, assets=1, **objects)
        for name, value in {**fields, "state": to, "updated_at": now}.items():
            setattr(asset, name, value)
        announce(asset, organization, project)
    return True


def announce(asset: Asset, organization: UUID | None = None, project: UUID | None = None) -> None:
    """Tells the browsers, once the transaction commits, that an asset has changed."""
    from moretta.jobs.events import publish

    if organization is None or project is None:
        place = asset.dataset.project
        organization, project = place.organization_id, place.pk
    publish(organization, "asset", asset.pk, revision=asset.revision, project=project)


def set_job(assets: Iterable[UUID], job: UUID) -> None:
    """Notes which job works on the assets."""
    Asset.objects.filter(pk__in=list(assets)).update(job=job)
