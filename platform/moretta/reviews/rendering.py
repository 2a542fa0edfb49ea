"""Starting the work that makes approved assets ready: their redacted files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from uuid import UUID

from moretta.accounts.models import User
from moretta.datasets.actions import set_job
from moretta.datasets.models import Asset
from moretta.jobs.actions import StepSpec, create_steps, start_job
from moretta.jobs.claims import lock_job
from moretta.jobs.models import Job
from moretta.jobs.states import settle_job

IMAGES_A_STEP = 32
A_PERSON_WAITS, BULK = 0, 5
STOPPED = "Its redaction was stopped. Retry the job, or open it again and approve it."


def render_approved(
    assets: Sequence[Asset],
    by: User | None,
    jobs: dict[UUID, Job] | None = None,
    priority: int | None = None,
) -> list[Job]:
    """Starts the rendering of approved assets, in the transaction that approved them: one job for each project.

    `jobs` (by project) collects the jobs of one request: a later call adds its steps to the job of the first. Work on
    few assets goes first, unless `priority` says otherwise.
    """
    if priority is None:
        priority = A_PERSON_WAITS if len(assets) < IMAGES_A_STEP else BULK
    jobs = {} if jobs is None else jobs
    for project_id, group in groupby(sorted(assets, key=_project), key=_project):
        mine = list(group)
        if project_id in jobs:
            _add_steps(jobs[project_id], mine)
        else:
            jobs[project_id] = _start(mine, by, priority)
        set_job([asset.pk for asset in mine], jobs[project_id].pk)
    return list(jobs.values())


def stopped(assets: Iterable[Asset]) -> set[UUID]:
    """Those of the assets that are approved, but whose redaction somebody stopped: nothing goes on by itself."""
    waiting = {asset.pk: asset.job for asset in assets if asset.state == Asset.State.APPROVED and asset.job}
    if not waiting:
        return set()
    jobs = Job.objects.filter(pk__in=set(waiting.values()), state=Job.State.CANCELLED)
    ended = set(jobs.values_list("pk", flat=True))
    return {id for id, job in waiting.items() if job in ended}


def _start(assets: Sequence[Asset], by: User | None, priority: int) -> Job:
    project = assets[0].dataset.project
    datasets = {asset.dataset_id for asset in assets}
    return start_job(
        "render",
        organization=project.organization,
        project=project,
        dataset=assets[0].dataset if len(datasets) == 1 else None,
        created_by=by,
        title=_title(len(assets), assets[0].name),
        steps=list(steps_for(assets)),
        payload={"assets": len(assets)},
        priority=priority,
    )


def _add_steps(job: Job, assets: Sequence[Asset]) -> None:
    locked = lock_job(job.pk)
    locked.payload["assets"] = number = int(locked.payload.get("assets", 0)) + len(assets)
    locked.title = _title(number, "")
    locked.save(update_fields=["payload", "title"])
    create_steps(locked, list(steps_for(assets)))
    settle_job(job.pk)


def _title(number: int, name: str) -> str:
    return f"Redact {name if number == 1 else f'{number} assets'}"


def steps_for(assets: Sequence[Asset]) -> Iterable[StepSpec]:
    """The render steps of some assets."""
    images = [str(asset.pk) for asset in assets if asset.kind == Asset.Kind.IMAGE]
    for start in range(0, len(images), IMAGES_A_STEP):
        part = images[start : start + IMAGES_A_STEP]
        yield StepSpec("render.images", "render", {"assets": part}, len(part))
    for asset in assets:
        if asset.kind == Asset.Kind.VIDEO:
            yield StepSpec("render.video", "render", {"assets": [str(asset.pk)]}, asset.n_frames)


def _project(asset: Asset) -> UUID:
    return asset.dataset.project_id
