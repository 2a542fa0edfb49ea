"""The steps that delete for good. The rows go first, with a note in the step of which files follow; then the files."""

from __future__ import annotations

from moretta.audit import erasure
from moretta.datasets.models import Dataset
from moretta.jobs.actions import StepSpec
from moretta.jobs.models import JobStep

from .context import StepContext
from .steps import step

BATCHES = 16  # in one step, about 500 assets


def _erase(ctx: StepContext, ids: list[str]) -> None:
    """Erases one batch of assets; `payload["remove"]` survives a worker that dies between rows and files."""
    with ctx.fenced():
        _note(ctx, erasure.erase_rows(ids))
    _remove(ctx)


def _note(ctx: StepContext, paths: list[str]) -> None:
    ctx.payload["remove"] = paths
    JobStep.objects.filter(pk=ctx.step.pk).update(payload=ctx.payload)


def _remove(ctx: StepContext) -> None:
    erasure.remove_files(ctx.payload.get("remove", []))


def _erase_some(ctx: StepContext, dataset: str) -> bool:
    """Erases up to BATCHES batches of a dataset; True when none of its assets are left."""
    for _ in range(BATCHES):
        with ctx.fenced():
            ids = [str(id) for id in erasure.next_assets(dataset)]
        if not ids:
            return True
        _erase(ctx, ids)
        ctx.progress(min(ctx.done + len(ids), ctx.total))
    return False


def _go_on(ctx: StepContext, left: int) -> None:
    payload = {name: value for name, value in ctx.payload.items() if name != "remove"}
    ctx.add_steps([StepSpec(ctx.step.kind, ctx.step.queue, payload, left, ctx.step.priority)])


@step("erase.assets", needs_space=False)
def erase_assets(ctx: StepContext) -> None:
    _remove(ctx)
    _erase(ctx, ctx.payload["assets"])
    ctx.progress(len(ctx.payload["assets"]))


@step("erase.dataset", needs_space=False)
def erase_dataset(ctx: StepContext) -> None:
    _remove(ctx)
    if not _erase_some(ctx, ctx.payload["dataset"]):
        return _go_on(ctx, 0)
    with ctx.fenced():
        _note(ctx, erasure.erase_empty_dataset(ctx.payload["dataset"]))
    _remove(ctx)
    return None


@step("erase.project", needs_space=False)
def erase_project(ctx: StepContext) -> None:
    _remove(ctx)
    for dataset in Dataset.objects.filter(project=ctx.payload["project"]).values_list("pk", flat=True):
        if not _erase_some(ctx, str(dataset)):
            return _go_on(ctx, 0)
        with ctx.fenced():
            _note(ctx, erasure.erase_empty_dataset(dataset))
        _remove(ctx)
    with ctx.fenced():
        erasure.erase_empty_project(ctx.payload["project"])
    return None


@step("erase.person", needs_space=False)
def erase_person(ctx: StepContext) -> None:
    with ctx.fenced():
        erased = erasure.erase_person(ctx.payload["user"], ctx.payload["by"], ctx.payload["organization"])
    ctx.result(name_erased=erased)
    ctx.progress(1)
