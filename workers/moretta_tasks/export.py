"""The step that writes an export: gate, snapshot, archive, manifest, and the gate once more before it appears."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from moretta import storage
from moretta.datasets.models import Asset
from moretta.exports.actions import SHOWN
from moretta.exports.archive import Archive, Damaged
from moretta.exports.formats import FORMATS
from moretta.exports.gate import assets_of, pass_gate
from moretta.exports.manifest import manifest_text
from moretta.exports.models import Export, ExportItem
from moretta.exports.snapshot import Snapshot, item_of
from moretta.jobs.events import publish

from .context import StepContext
from .steps import PermanentError, step

BATCH = 100
TRIES = 3


class _Moved(Exception):
    """An asset changed while the archive was written."""


@dataclass
class Written:
    """What an archive holds, by key of the gate, and what it left out."""

    keys: set[tuple[UUID, int, str]] = field(default_factory=set)
    items: int = 0
    approvals: Counter[tuple[str, bool]] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    left_out: list[dict[str, Any]] = field(default_factory=list)
    manifest_sha256: str = ""

    def leave_out(self, rows: Iterable[dict[str, Any]]) -> None:
        for row in rows:
            self.states[row["state"]] += 1
            if len(self.left_out) < SHOWN:
                self.left_out.append(row)


@step("export.write", stall=900)
def write_export(ctx: StepContext) -> None:
    """Writes the archive; begins again where assets change under it, and gives up where they do not come to rest."""
    export = (
        Export.objects.select_related("dataset__project__organization", "dataset__policy", "created_by")
        .filter(pk=ctx.payload["export"])
        .first()
    )
    if export is None or export.path:
        return
    for _ in range(TRIES):
        with storage.temporary(".zip") as draft:
            written = _write(ctx, export, draft)
            if not written.items:
                raise PermanentError(
                    "Nothing was ready any more when the export began. Approve, then export again."
                )
            try:
                _publish(ctx, export, draft, written)
                return
            except _Moved:
                ctx.note("Assets were changed while the export was written, so it began again.")
    raise PermanentError(
        "Assets kept changing while the export was written. Export again when people have finished."
    )


def _write(ctx: StepContext, export: Export, draft: Path) -> Written:
    with ctx.fenced():
        ExportItem.objects.filter(export=export).delete()
    export.dataset.refresh_from_db(fields=["policy"])
    written = Written()
    snapshot = Snapshot(export)
    categories = sorted(snapshot.categories.values(), key=lambda category: category.index)
    with Archive(draft) as archive:
        form = FORMATS[export.format](archive, categories, list(export.splits))
        for assets in _pages(assets_of(export.dataset)):
            passed, left_out = pass_gate(assets)
            written.leave_out(left_out)
            items = []
            for one, entry in zip(passed, snapshot.entries_of(passed), strict=True):
                ctx.check()
                try:
                    path = form.add(entry)
                except (Damaged, FileNotFoundError) as error:
                    why = f"Its redacted file cannot be read ({error}). Reopen and approve it again."
                    state = one.asset.state
                    written.leave_out(
                        [{"id": entry.asset, "name": one.asset.name, "state": state, "why": why}]
                    )
                    continue
                items.append(item_of(export, one, entry, path))
                written.keys.add(one.key)
                written.approvals[(items[-1].approved_by, items[-1].self_approved)] += 1
            written.items += len(items)
            with ctx.fenced():
                ExportItem.objects.bulk_create(items)
            ctx.progress(written.items, max(written.items, ctx.total))
        form.finish()
        text = manifest_text(export, archive, written.approvals, written.states)
        written.manifest_sha256 = archive.add_text("manifest.json", text)
    return written


def _pages(rows: QuerySet[Asset]) -> Iterator[list[Asset]]:
    """The rows by id, a page at a time: no read stays open while the archive is written."""
    page = list(rows[:BATCH])
    while page:
        yield page
        page = list(rows.filter(pk__gt=page[-1].pk)[:BATCH])


def _publish(ctx: StepContext, export: Export, draft: Path, written: Written) -> None:
    """Moves the archive to its place if all that is in it may still leave."""
    with draft.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    size = draft.stat().st_size
    project = export.dataset.project
    path = f"{project.organization_id}/exports/{export.pk}.zip"
    if not _still_pass(export, written):
        raise _Moved()
    storage.publish(draft, path)
    try:
        with ctx.fenced():
            if not _same_revisions(export, written):
                raise _Moved()
            there = Asset.objects.filter(pk__in=[row["id"] for row in written.left_out], deleting=False)
            ids = {str(id) for id in there.values_list("pk", flat=True)}
            found = Export.objects.filter(pk=export.pk, path="").update(
                path=path,
                size=size,
                sha256=sha256,
                manifest_sha256=written.manifest_sha256,
                left_out=[row for row in written.left_out if str(row["id"]) in ids],
                policy_version=export.dataset.policy.version,
                finished_at=timezone.now(),
            )
            if not found:
                raise PermanentError("The export was deleted meanwhile.")
            publish(project.organization_id, "export", export.pk, project=project.pk)
    except BaseException:
        if not Export.objects.filter(pk=export.pk, path=path).exists():
            storage.remove(path)
        raise
    ctx.total = written.items
    ctx.result(export=str(export.pk), assets=written.items)


def _still_pass(export: Export, written: Written) -> bool:
    """Asks the whole gate again for everything that was written."""
    left = set(written.keys)
    for assets in _pages(assets_of(export.dataset).filter(state=Asset.State.READY)):
        passed, _ = pass_gate(assets)
        left -= {one.key for one in passed}
    return not left


def _same_revisions(export: Export, written: Written) -> bool:
    """The short form of the gate, for the publishing transaction: a change of an asset moves its revision or state, a
    change of the policy its version."""
    dataset = type(export.dataset).objects.filter(pk=export.dataset_id, policy=export.dataset.policy_id)
    if not dataset.exists():
        return False
    rows = Asset.objects.filter(dataset=export.dataset_id, state=Asset.State.READY, deleting=False)
    now = set(rows.values_list("pk", "approved_revision", "approved_recipe"))
    return written.keys <= now
