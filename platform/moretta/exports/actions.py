"""Starting an export, and what it would hold."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Max

from moretta.accounts.models import User
from moretta.api import BadField, Conflict
from moretta.audit.log import record
from moretta.datasets.models import Asset, Dataset
from moretta.jobs.actions import StepSpec, start_job
from moretta.language import said_in

from .formats import FORMATS
from .formats.base import SPLITS
from .gate import assets_of, pass_gate
from .models import Export

DEFAULT_SPLITS = {"train": 0.8, "val": 0.1, "test": 0.1}
SHOWN = 200  # assets that are named as left out
TRIES = 5


def check_splits(given: dict[str, float] | None) -> dict[str, float]:
    """Shares of train, val and test that add up to 1."""
    splits = {name: float(share) for name, share in (given or DEFAULT_SPLITS).items()}
    if unknown := set(splits) - set(SPLITS):
        raise BadField(f"splits.{min(unknown)}", f"A split is one of {', '.join(SPLITS)}.")
    if any(not 0 <= share <= 1 for share in splits.values()) or abs(sum(splits.values()) - 1) > 1e-6:
        raise BadField("splits", "The shares of train, val and test are from 0 to 1 and add up to 1.")
    return {name: splits[name] for name in SPLITS if splits.get(name)}


def preview_export(dataset: Dataset) -> dict[str, Any]:
    """How many assets are ready, approved (being redacted) and waiting, and which are left out, and why."""
    rows = assets_of(dataset)
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    others = list(rows.exclude(state=Asset.State.READY)[:SHOWN])
    _, left_out = pass_gate(others)
    ready, approved = counts.get(Asset.State.READY, 0), counts.get(Asset.State.APPROVED, 0)
    waiting = sum(counts.values()) - ready - approved
    waiting -= counts.get(Asset.State.EXCLUDED, 0) + counts.get(Asset.State.FAILED, 0)
    return {"ready": ready, "approved": approved, "waiting": waiting, "left_out": said_in(left_out, "why")}


def start_export(
    dataset: Dataset,
    by: User,
    *,
    format: str,
    purpose: str,
    splits: dict[str, float] | None = None,
    seed: int = 0,
) -> Export:
    """An export and the job that takes the snapshot and writes it; a Conflict where nothing is ready."""
    if format not in FORMATS:
        raise BadField("format", f"format is one of {', '.join(FORMATS)}.")
    if not purpose.strip():
        raise BadField("purpose", "Say what the export is for: it is written into its manifest.")
    shares = check_splits(splits)
    ready = Asset.objects.filter(dataset=dataset, deleting=False, state=Asset.State.READY).count()
    if not ready:
        raise Conflict("Nothing is ready yet: an export holds only approved assets whose redaction is done.")
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return _start(dataset, by, format, purpose, shares, seed, ready)
        except IntegrityError:  # another export of the dataset took the number
            continue
    raise Conflict("Many exports of this dataset are starting. Try again.")


def _start(
    dataset: Dataset, by: User, format: str, purpose: str, splits: dict[str, float], seed: int, ready: int
) -> Export:
    project = dataset.project
    last = Export.objects.filter(dataset=dataset).aggregate(last=Max("number"))["last"] or 0
    export = Export.objects.create(
        dataset=dataset,
        number=last + 1,
        format=format,
        purpose=purpose.strip(),
        splits=splits,
        seed=seed,
        policy_version=dataset.policy.version,
        created_by=by,
    )
    export.job = start_job(
        "export",
        organization=project.organization,
        project=project,
        dataset=dataset,
        created_by=by,
        title=f"Export {dataset.name} #{export.number}",
        steps=[StepSpec("export.write", "io", {"export": str(export.pk)}, ready)],
        priority=0,
    )
    export.save(update_fields=["job"])
    details = {"format": format, "dataset": str(dataset.pk)}
    record(by, "exported", "export", export.pk, project.organization_id, details, name=str(export.job))
    return export
