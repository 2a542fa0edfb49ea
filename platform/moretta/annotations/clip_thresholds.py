"""Making a lower threshold of a label hold in clips: in which it hides something, and hiding that.

A search follows finds through a clip down to the score from which they are worth a look, and stores how many tracks
have which score. What it followed is followed again from the stored finds, by a job, and just as the search did: so as
many are hidden as were counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.db.models import QuerySet

from moretta import storage
from moretta.accounts.models import User
from moretta.audit.log import record
from moretta.datasets.models import Asset, Dataset
from moretta.detections.models import DetectionRun
from moretta.ids import uuid7
from moretta.jobs.actions import StepSpec, start_job
from moretta.jobs.models import Job
from moretta.projects.models import Label

from .actions import apply_changes
from .models import Change
from .overlap import covered_already

AT_ONCE = 500
"""Tracks of one change."""
NOT_SEARCHED = "No detector has searched it. Search it first."
NOT_KEPT = "What was found in it is not kept as it would have to be. Search it again."


@dataclass(frozen=True)
class FoundInClip:
    """What the newest search of a clip for a label kind holds between two scores: `tracks` that it followed, from the
    score `least` on; `why` it is not all that a threshold asks for."""

    asset: UUID
    name: str
    tracks: int = 0
    why: str = ""
    least: float = 0.0
    most: float = 0.0


def found_in_clips(waiting: QuerySet[Asset], kind: str, low: float, high: float) -> Iterator[FoundInClip]:
    """The clips among what waits in which a search found something between these scores, or cannot say so."""
    clips = waiting.filter(n_frames__gt=1)
    runs = DetectionRun.objects.filter(asset__in=clips).finished()
    newest: dict[UUID, DetectionRun] = {}
    for run in runs.order_by("id").defer("weights"):
        if kind in run.kinds:
            newest[run.asset_id] = run
    for asset, name in clips.order_by("pk").values_list("pk", "name"):
        found = found_by(newest.get(asset), asset, name, kind, low, high)
        if found.tracks or found.why:
            yield found


def found_by(
    run: DetectionRun | None, asset: UUID, name: str, kind: str, low: float, high: float
) -> FoundInClip:
    """As `found_in_clips`, of one clip by its newest run."""
    if run is None:
        return FoundInClip(asset, name, why=NOT_SEARCHED)
    strong = run.settings.get("thresholds", {}).get(kind)
    doubtful = run.settings.get("doubtful_from", {}).get(kind)
    if strong is None or doubtful is None or run.scores is None or not storage.local(run.path).exists():
        return FoundInClip(asset, name, why=NOT_KEPT)
    followed, most = min(doubtful, strong), min(high, strong)
    least = max(low, followed)
    scores = run.scores.get(kind, {})
    tracks = sum(n for at, n in scores.items() if round(least * 100) <= int(at) < round(most * 100))
    why = ""
    if round(low * 100) < round(followed * 100):
        why = (
            f"Finds below {followed:.2f} were not followed in it. "
            "To follow them, publish a lower threshold and search it again."
        )
    return FoundInClip(asset, name, tracks, why, least, most)


def start_hiding(
    dataset: Dataset, by: User, label: Label, found: Sequence[FoundInClip], low: float, high: float
) -> Job | None:
    """The job that hides what was found between two scores in these clips, a step for each; None where there is nothing
    to do. Its result has `{"hidden", "changes"}` for each clip."""
    frames = dict(Asset.objects.filter(pk__in=[one.asset for one in found]).values_list("pk", "n_frames"))
    steps = [
        StepSpec(
            "threshold.clip",
            "io",
            {
                "asset": str(one.asset),
                "label": str(label.pk),
                "low": low,
                "high": high,
                "change": str(uuid7()),
            },
            frames.get(one.asset, 0),
        )
        for one in found
        if one.tracks
    ]
    if not steps:
        return None
    return start_job(
        "threshold",
        organization=dataset.project.organization,
        project=dataset.project,
        dataset=dataset,
        created_by=by,
        title=f"Hide what reaches {low:.2f} in clips",
        key=f"threshold:{dataset.pk}:{label.pk}:{low:.2f}:{by.pk}",
        steps=steps,
        priority=0,
    )


def hidden_by(first: UUID) -> dict[str, Any] | None:
    """What an earlier attempt of a step did under the change id `first`."""
    done: list[Change] = []
    while (change := Change.objects.filter(pk=_numbered(first, len(done))).first()) is not None:
        done.append(change)
    return _told([(change.pk, len(change.touched)) for change in done]) if done else None


def hide_found(
    asset: Asset, by: User, label: Label, found: Sequence[dict[str, Any]], first: UUID, threshold: float
) -> dict[str, Any]:
    """Makes hidden objects of tracks (`{"label", "score", "keyframes", "flags"}`) that no object of the label covers
    and that nobody has removed, as the person's changes under ids that follow from `first`. Gives `{"hidden",
    "changes"}`."""
    known = covered_already(asset, label, found, threshold)
    operations = [
        {
            "op": "create",
            "annotation": str(uuid7()),
            "label": str(label.pk),
            "decision": "redact",
            "score": one["score"],
            "flags": one["flags"],
            "keyframes": one["keyframes"],
        }
        for one, is_known in zip(found, known, strict=True)
        if not is_known
    ]
    done: list[tuple[UUID, int]] = []
    for start in range(0, len(operations), AT_ONCE):
        part = operations[start : start + AT_ONCE]
        change = _numbered(first, len(done))
        apply_changes(asset, by, asset.revision, [{"id": str(change), "operations": part}])
        done.append((change, len(part)))
    told = _told(done)
    if done:
        details = {"label": str(label.pk), "threshold": threshold, "hidden": told["hidden"]}
        record(by, "applied_threshold", "asset", asset.pk, asset.dataset.project.organization_id, details)
    return told


def _told(done: Sequence[tuple[UUID, int]]) -> dict[str, Any]:
    return {"hidden": sum(n for _, n in done), "changes": [str(change) for change, _ in done]}


def _numbered(first: UUID, number: int) -> UUID:
    """An id for each change of a step: an attempt that comes again finds what the one before has done."""
    return uuid5(first, str(number)) if number else first
