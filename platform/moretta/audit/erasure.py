"""Deleting for good: confirmed, as a job, on record; afterwards neither rows nor bytes are left.

What is asked for disappears from every list at once (`deleting`). The job's steps then take assets in small batches:
the rows go in one transaction that also notes which files are to follow, and then the files go. A step that dies in
between finds that note and goes on.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from rest_framework.request import Request

from moretta import storage
from moretta.accounts.access import Actor
from moretta.accounts.actions import end_membership
from moretta.accounts.models import Membership, Organization, User
from moretta.annotations.models import Annotation
from moretta.api import BadField, Conflict
from moretta.datasets import counting
from moretta.datasets.models import Asset, Blob, Dataset, Rendition
from moretta.detections.models import DetectionRun
from moretta.evaluations.models import Evaluation, Proof
from moretta.exports.models import Export
from moretta.jobs import events
from moretta.jobs.actions import StepSpec, cancel_job, start_job
from moretta.jobs.models import Job
from moretta.projects.models import Project

from .forgetting import forget_names
from .log import record
from .models import AuditName

BATCH = 32
A_PERSON_WAITS = 0


def confirm(request: Request, name: str | None = None) -> None:
    """Raises unless the body says `confirm: true`, or, where a name is given, exactly that name."""
    given = request.data.get("confirm") if isinstance(request.data, dict) else None
    if name is None and given is not True:
        raise BadField("confirm", "Deleting is for good. Send confirm: true to do it.")
    if name is not None and given != name:
        raise BadField("confirm", f"Deleting is for good. Type the name {name!r} to confirm it.")


@transaction.atomic
def erase_assets(assets: Sequence[Asset], by: Actor | User | None) -> Job:
    """Starts the erasure of some assets of one project. `by` None: the project's retention."""
    project = assets[0].dataset.project
    ids = [asset.pk for asset in assets]
    Asset.objects.filter(pk__in=ids).update(deleting=True)
    organization = project.organization
    for asset in assets:
        record(by, "asked_erasure", "asset", asset.pk, organization.pk)
        events.publish(organization.pk, "asset", asset.pk, project=project.pk)
    steps = [
        StepSpec("erase.assets", "io", {"assets": [str(id) for id in part]}, len(part), A_PERSON_WAITS)
        for part in (ids[i : i + BATCH] for i in range(0, len(ids), BATCH))
    ]
    title = f"Delete {len(ids)} asset{'s' * (len(ids) != 1)}"
    return _start(organization, title, steps, by, project=project)


@transaction.atomic
def erase_dataset(dataset: Dataset, by: Actor | User) -> Job:
    """Starts the erasure of a dataset with everything in it; its live jobs are cancelled."""
    project = dataset.project
    if not Dataset.objects.filter(pk=dataset.pk, deleting=False).update(deleting=True):
        raise Conflict("This dataset is being deleted already.")
    record(by, "asked_erasure", "dataset", dataset.pk, project.organization_id)
    _cancel(Job.objects.filter(dataset=dataset))
    events.publish(project.organization_id, "dataset", dataset.pk, project=project.pk)
    step = StepSpec(
        "erase.dataset", "io", {"dataset": str(dataset.pk)}, dataset.assets.count(), A_PERSON_WAITS
    )
    return _start(project.organization, "Delete a dataset", [step], by, project=project)


@transaction.atomic
def erase_project(project: Project, by: Actor | User) -> Job:
    """Starts the erasure of a project with all its datasets, exports, policies and members."""
    if not Project.objects.filter(pk=project.pk, deleting=False).update(deleting=True):
        raise Conflict("This project is being deleted already.")
    record(by, "asked_erasure", "project", project.pk, project.organization_id)
    _cancel(Job.objects.filter(project=project))
    Dataset.objects.filter(project=project).update(deleting=True)
    events.publish(project.organization_id, "project", project.pk, project=project.pk)
    assets = Asset.objects.filter(dataset__project=project).count()
    step = StepSpec("erase.project", "io", {"project": str(project.pk)}, assets, A_PERSON_WAITS)
    return _start(project.organization, "Delete a project", [step], by)


@transaction.atomic
def erase_member(membership: Membership, by: Actor) -> Job:
    """Ends a membership at once; the job erases the person's name where no membership is left."""
    organization, user = membership.organization, membership.user_id
    end_membership(membership, by.user)
    step = StepSpec(
        "erase.person",
        "io",
        {"user": str(user), "by": str(by.user.pk), "organization": str(organization.pk)},
        1,
        0,
    )
    return _start(organization, "Remove a member", [step], by)


def _start(
    organization: Organization,
    title: str,
    steps: Sequence[StepSpec],
    by: Actor | User | None,
    project: Project | None = None,
) -> Job:
    return start_job(
        "erase",
        organization=organization,
        project=project,
        title=title,
        steps=steps,
        created_by=by.user if isinstance(by, Actor) else by,
        priority=A_PERSON_WAITS,
    )


def _cancel(jobs: Any) -> None:
    for job in jobs.filter(state__in=(Job.State.QUEUED, Job.State.RUNNING)).exclude(kind="erase"):
        cancel_job(job, anyway=True)


# What the steps do, each inside the transaction of its attempt.


def erase_rows(ids: Iterable[UUID | str]) -> list[str]:
    """Deletes the rows of these assets with all that hangs on them, and gives the paths of the files to remove."""
    assets = list(
        Asset.objects.filter(pk__in=list(ids), deleting=True).select_related("dataset__project", "blob")
    )
    if not assets:
        return []
    organization = assets[0].dataset.project.organization_id
    paths = list(Rendition.objects.filter(asset__in=assets).values_list("path", flat=True))
    paths += DetectionRun.objects.filter(asset__in=assets).values_list("path", flat=True)
    paths += _close_exports(Export.objects.filter(items__asset__in=assets).distinct())
    datasets = {asset.dataset_id for asset in assets}
    paths += _close_reports(Evaluation.objects.filter(dataset__in=datasets))
    paths += _close_reports(Proof.objects.filter(dataset__in=datasets))
    for asset in assets:
        counts = {name: -getattr(asset, name) for name in counting.OBJECTS}
        counting.add(asset.dataset_id, asset.state, assets=-1, **counts)
        record(None, "erased", "asset", asset.pk, organization, {"sha256": asset.blob.sha256})
    AuditName.objects.filter(thing_id__in=[str(asset.pk) for asset in assets]).delete()
    forget_names(assets)
    Annotation.objects.filter(asset__in=assets).delete()
    Asset.objects.filter(pk__in=[asset.pk for asset in assets]).delete()
    return [path for path in paths + _release([asset.blob for asset in assets]) if path]


def _close_exports(exports: Any) -> list[str]:
    """The archives that hold an erased asset; their rows stay as the record of what left."""
    paths = [export.path for export in exports if export.path]
    Export.objects.filter(pk__in=[export.pk for export in exports]).update(path="")
    return paths


def _close_reports(rows: QuerySet[Evaluation] | QuerySet[Proof]) -> list[str]:
    """The files that may speak of an erased asset; the figures stay."""
    paths = [path for path in rows.values_list("path", flat=True) if path]
    rows.update(path="")
    return paths


def _release(blobs: Sequence[Blob]) -> list[str]:
    """Takes one reference from each blob; those that nobody refers to any more are gone, and their paths given."""
    for blob in blobs:
        Blob.objects.filter(pk=blob.pk, references__gt=0).update(references=F("references") - 1)
    gone = Blob.objects.filter(pk__in={blob.pk for blob in blobs}, references=0, assets=None)
    paths = [blob.path for blob in gone]
    gone.delete()
    return paths


def remove_files(paths: Iterable[str]) -> None:
    """Removes files that no row speaks of (any more, or again: the same bytes may have come back meanwhile)."""
    for path in paths:
        organization, _, rest = path.partition("/")
        if rest.startswith("originals/"):
            sha256 = path.rpartition("/")[2]
            _remove_original(path, Blob.objects.filter(organization=UUID(organization), sha256=sha256))
            continue
        if Rendition.objects.filter(path=path).exists():
            continue  # another asset with the same bytes shares the recipe's file
        storage.remove(path)


def _remove_original(path: str, speaking: QuerySet[Blob]) -> None:
    """Removes bytes unless a row speaks of them; asked again with the file aside, for an upload may come in between."""
    if speaking.exists() or not storage.local(path).exists():
        return
    aside = f"{path}.erased"
    os.replace(storage.local(path), storage.local(aside))
    if speaking.exists():
        storage.publish(storage.local(aside), path)
    else:
        storage.remove(aside)


def next_assets(dataset: UUID | str) -> list[UUID]:
    """The next batch of a dataset that is being erased, marked as such."""
    ids = list(Asset.objects.filter(dataset_id=dataset).order_by("id").values_list("pk", flat=True)[:BATCH])
    Asset.objects.filter(pk__in=ids).update(deleting=True)
    return ids


def erase_empty_dataset(id: UUID | str) -> list[str]:
    """Deletes a dataset that has no assets left, with its exports and jobs; gives the archives to remove."""
    dataset = Dataset.objects.select_related("project").filter(pk=id, deleting=True).first()
    if dataset is None:
        return []
    paths = [path for path in Export.objects.filter(dataset=dataset).values_list("path", flat=True) if path]
    paths += _close_reports(Evaluation.objects.filter(dataset=dataset))
    paths += _close_reports(Proof.objects.filter(dataset=dataset))
    record(None, "erased", "dataset", dataset.pk, dataset.project.organization_id)
    AuditName.objects.filter(thing_id=str(dataset.pk)).delete()
    Job.objects.filter(dataset=dataset).exclude(kind="erase").delete()  # their titles name pictures
    dataset.delete()
    return paths


def erase_empty_project(id: UUID | str) -> None:
    """Deletes a project that has no datasets left, with its labels, policies, links, memberships and jobs."""
    project = Project.objects.filter(pk=id, deleting=True).first()
    if project is None:
        return
    record(None, "erased", "project", project.pk, project.organization_id)
    labels = [str(id) for id in project.labels.values_list("pk", flat=True)]
    AuditName.objects.filter(thing_id__in=[str(project.pk), *labels]).delete()
    Job.objects.filter(project=project).exclude(kind="erase").delete()
    project.delete()


def erase_person(id: UUID | str, by: UUID | str, organization: UUID | str) -> bool:
    """Erases name and address of a person who belongs nowhere any more; False where somebody still counts on them.

    The row stays, without a name, for what it approved; administrators of the installation are left alone.
    """
    user = User.objects.filter(pk=id, is_staff=False, is_superuser=False).first()
    if user is None or user.memberships.exists():
        return False
    user.email, user.name, user.is_active = f"{user.pk}@erased.invalid", "", False
    user.set_unusable_password()
    user.save()
    user.auth_token_set.all().delete()
    user.links.all().delete()
    AuditName.objects.filter(thing_id=str(user.pk)).delete()
    record(UUID(str(by)), "erased_person", "user", user.pk, UUID(str(organization)))
    return True
