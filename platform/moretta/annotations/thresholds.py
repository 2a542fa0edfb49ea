"""What other thresholds would change among all that waits in a dataset, counted by score, and making one hold there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Floor

from moretta.accounts.models import User
from moretta.api import ApiError, BadField
from moretta.audit.log import record
from moretta.datasets.models import Asset, Dataset
from moretta.detections.candidates import below_threshold
from moretta.detections.models import DetectionRun
from moretta.detections.scores import SAME, recount
from moretta.ids import uuid7
from moretta.projects.models import Label
from moretta_vision.geometry.interpolation import shape_at
from moretta_vision.geometry.shapes import Box, bounds, overlap

from .actions import apply_changes
from .clip_thresholds import FoundInClip, found_in_clips, start_hiding
from .crops import WAITING
from .models import Annotation, KeyframeBlock
from .overlap import removed_by_hand

AT_ONCE = 200
"""Runs from before scores were counted that are counted in one request."""
PART = 100
"""Assets on which a threshold is made to hold in one request."""

Operation = dict[str, Any]


def count_by_score(dataset: Dataset) -> dict[str, Any]:
    """`{labels: [{label, threshold, objects, below, in_clips}], uncounted}`. `objects`: how many nobody decided about
    have which score; `below`: how many places were found below the threshold and are not hidden since by
    `apply_threshold`; `in_clips`: those of them in clips; all `[[score, count] …]`. `uncounted`: how many assets are
    not in it yet."""
    rules = dataset.policy.settings.get("labels", {})
    waiting = Asset.objects.filter(dataset=dataset, deleting=False, state__in=WAITING)
    objects: dict[UUID, dict[int, int]] = {}
    rows = Annotation.objects.filter(dataset=dataset, deleted=False, decision="undecided")
    rows = rows.exclude(asset__in=Asset.objects.filter(dataset=dataset).exclude(pk__in=waiting.values("pk")))
    for label, at, count in _by_score(rows):
        objects.setdefault(label, {})[int(at)] = count
    hidden = Annotation.objects.filter(dataset=dataset, deleted=False, decision="redact", score__lt=1)
    hidden = hidden.filter(source=Annotation.Source.PERSON, asset__state__in=WAITING)
    taken = _counters(hidden.filter(asset__n_frames=1))
    taken_of_clips = _counters(hidden.filter(asset__n_frames__gt=1))
    photos, uncounted = _below(waiting.filter(n_frames=1))
    clips, uncounted_clips = _below(waiting.filter(n_frames__gt=1))
    labels = []
    for label in dataset.project.labels.all():
        rule = rules.get(str(label.pk), {})
        if not rule.get("redact"):
            continue
        threshold = float(rule.get("threshold", 0))
        until = round(threshold * 100)
        under, in_clips = (found.pop(label.kind, Counter()) for found in (photos, clips))
        under -= taken.get(label.pk, Counter())
        in_clips -= taken_of_clips.get(label.pk, Counter())
        labels.append(
            {
                "label": label.pk,
                "threshold": threshold,
                "objects": _pairs(objects.get(label.pk, {})),
                "below": _pairs({at: n for at, n in (under + in_clips).items() if at < until}),
                "in_clips": _pairs({at: n for at, n in in_clips.items() if at < until}),
            }
        )
    return {"labels": labels, "uncounted": uncounted + uncounted_clips}


def _counters(rows: QuerySet[Annotation]) -> dict[UUID, Counter[int]]:
    """By label, how many have which hundredths of the score."""
    counted: dict[UUID, Counter[int]] = {}
    for label, at, count in _by_score(rows):
        counted.setdefault(label, Counter())[int(at)] = count
    return counted


def _by_score(rows: QuerySet[Annotation]) -> Any:
    """`(label, hundredths of the score, count)`."""
    by_score = rows.annotate(at=Floor(F("score") * 100 + 1e-6)).values_list("label_id", "at")
    return by_score.annotate(n=Count("pk")).order_by()


def _below(waiting: Any) -> tuple[dict[str, Counter[int]], int]:
    """By label kind and hundredth of the score, of the newest run of each asset that looked for it; and how many runs
    are not counted yet."""
    runs = DetectionRun.objects.filter(asset__in=waiting).finished()
    fresh = runs.filter(scores__isnull=True, asset__n_frames=1).only("id", "path")[:AT_ONCE]
    recount(list(fresh))
    found: dict[str, Counter[int]] = {}
    seen: set[tuple[UUID, str]] = set()
    uncounted = 0
    rows = runs.order_by("-id").values_list("asset_id", "kinds", "scores", "settings__thresholds")
    for asset, kinds, scores, objects_from in rows.iterator():
        fresh_kinds = [kind for kind in kinds if (asset, kind) not in seen]
        seen |= {(asset, kind) for kind in fresh_kinds}
        if scores is None:
            uncounted += bool(fresh_kinds)
            continue
        for kind in fresh_kinds:
            until = round((objects_from or {}).get(kind, 1) * 100)  # what reaches it is an object already
            by_score = {int(at): n for at, n in scores.get(kind, {}).items() if int(at) < until}
            found.setdefault(kind, Counter()).update(by_score)
    return found, uncounted


def _pairs(counted: dict[int, int]) -> list[list[float]]:
    return [[at / 100, n] for at, n in sorted(counted.items())]


@dataclass(frozen=True)
class Move:
    """Another threshold of a label, for what waits in a dataset."""

    dataset: Dataset
    label: Label
    threshold: float
    now: float

    @classmethod
    def to(cls, dataset: Dataset, label: Label, threshold: float) -> Move:
        """Raises BadField where the policy does not hide the label."""
        rule = dataset.policy.settings.get("labels", {}).get(str(label.pk), {})
        if label.project_id != dataset.project_id or not rule.get("redact"):
            raise BadField("label", "The policy of this dataset does not hide this label.")
        return cls(dataset, label, threshold, float(rule.get("threshold", 0)))

    @property
    def hides(self) -> bool:
        """Whether it hides more; else it takes off."""
        return self.threshold < self.now

    @property
    def waiting(self) -> QuerySet[Asset]:
        return Asset.objects.filter(dataset=self.dataset, deleting=False, state__in=WAITING)

    @property
    def between(self) -> tuple[float, float]:
        low, high = sorted((self.threshold, self.now))
        return low, high

    def objects(self, waiting: QuerySet[Asset]) -> QuerySet[Annotation]:
        """Those that nobody decided about and that it changes."""
        low, high = self.between
        rows = Annotation.objects.filter(
            dataset=self.dataset,
            asset__in=waiting,
            label=self.label,
            deleted=False,
            decision="undecided",
            score__gte=low - 1e-8,
            score__lt=high - 1e-8,
        )
        return rows if self.hides else rows.filter(source=Annotation.Source.RUN)


def preview_threshold(dataset: Dataset, label: Label, threshold: float) -> dict[str, Any]:
    """What is said before `apply_threshold`: how many clips it changes and how many tracks it hides in them, how many
    that are in review may be open again, and the clips of which it leaves something (`{"id", "name", "detail"}`)."""
    move = Move.to(dataset, label, threshold)
    waiting = move.waiting
    changed = set(move.objects(waiting).order_by().values_list("asset_id", flat=True).distinct())
    found = list(found_in_clips(waiting, label.kind, *move.between)) if move.hides else []
    if move.hides:
        changed |= set(_with_finds(waiting, label.kind, *move.between))
        changed |= {one.asset for one in found if one.tracks}
    in_review = waiting.filter(state=Asset.State.IN_REVIEW).values_list("pk", flat=True)
    clips = waiting.filter(n_frames__gt=1).values_list("pk", flat=True)
    return {
        "clips": len(changed & set(clips)),
        "tracks": sum(one.tracks for one in found),
        "in_review": len(changed & set(in_review)),
        "left": _left(found),
    }


def _left(found: Sequence[FoundInClip]) -> list[dict[str, Any]]:
    return [{"id": one.asset, "name": one.name, "detail": one.why} for one in found if one.why]


def apply_threshold(
    dataset: Dataset, by: User, label: Label, threshold: float, after: UUID | None = None
) -> dict[str, Any]:
    """Makes another threshold of a label hold for what waits: what reaches it is hidden by a decision, objects of the
    search below it are removed. Finds below the policy's threshold become hidden objects; those of clips by a job,
    that is started with the last part.

    Works on at most `PART` assets, behind the id `after`. Gives `{"changes", "hidden", "removed", "refused", "next",
    "job", "left"}`: ids of changes, by which `deciding.undo_many` takes it back, numbers of objects, assets that
    refused (`{"id", "detail"}`), what to call it with again where there is more, the job of the clips, whose result has
    more ids of changes, and the clips of which it leaves something.
    """
    move = Move.to(dataset, label, threshold)
    low, high = move.between
    waiting = move.waiting.filter(pk__gt=after) if after else move.waiting
    objects = move.objects(waiting)
    those = set(objects.order_by("asset_id").values_list("asset_id", flat=True).distinct()[: PART + 1])
    if move.hides:
        those |= set(islice(_with_finds(waiting, label.kind, low, high), PART + 1))
    part = sorted(those)[:PART]
    done: dict[str, Any] = {"changes": [], "hidden": 0, "removed": 0, "refused": [], "job": None, "left": []}
    done["next"] = part[-1] if len(those) > PART else None
    for asset in (
        waiting.filter(pk__in=part).select_related("dataset__project", "dataset__policy").order_by("pk")
    ):
        ids = objects.filter(asset=asset).values_list("pk", flat=True)
        if move.hides:
            operations = [_update(id) for id in ids] + _hiding_finds(asset, label, low)
        else:
            operations = [{"op": "delete", "annotation": str(id)} for id in ids]
        if not operations:
            continue
        change = uuid7()
        try:
            apply_changes(asset, by, asset.revision, [{"id": str(change), "operations": operations}])
        except ApiError as error:
            done["refused"].append({"id": asset.pk, "detail": error.sentence})
            continue
        done["changes"].append(change)
        done["hidden" if move.hides else "removed"] += len(operations)
    if done["changes"]:
        details = {"label": str(label.pk), "threshold": threshold, "from": move.now}
        details |= {"hidden": done["hidden"], "removed": done["removed"]}
        organization = dataset.project.organization_id
        record(by, "applied_threshold", "dataset", dataset.pk, organization, details, name=dataset.name)
    if move.hides and done["next"] is None:
        found = list(found_in_clips(move.waiting, label.kind, low, high))
        done |= {"job": start_hiding(dataset, by, label, found, low, high), "left": _left(found)}
    return done


def _with_finds(waiting: QuerySet[Asset], kind: str, low: float, high: float) -> Iterator[UUID]:
    """The pictures, by their ids, whose newest search for a kind found something between these scores."""
    runs = DetectionRun.objects.filter(asset__in=waiting.filter(n_frames=1)).finished()
    rows = runs.order_by("asset_id", "-id").values_list("asset_id", "kinds", "scores")
    last = None
    for asset, kinds, scores in rows.iterator():
        if asset == last or kind not in kinds:
            continue
        last = asset
        counted = (scores or {}).get(kind, {})
        if scores is None or any(round(low * 100) <= int(at) < round(high * 100) for at in counted):
            yield asset


def _update(id: UUID) -> Operation:
    return {"op": "update", "annotation": str(id), "set": {"decision": "redact"}}


def _hiding_finds(asset: Asset, label: Label, low: float) -> list[Operation]:
    """Makes hidden objects of what a picture's search found below the policy's threshold and no object covers."""
    if asset.n_frames != 1:
        return []
    covers = _boxes(asset, label)
    operations = []
    for find in sorted(below_threshold(asset, str(label.pk))["candidates"], key=lambda find: -find["score"]):
        box = find["box"]
        if find["score"] < low or any(overlap(cover, tuple(box)) >= SAME for cover in covers):
            continue
        covers.append(tuple(box))
        keyframe = {"frame": 0, "shape": {"type": "box", "data": box}, "outside": False, "occluded": False}
        operations.append(
            {
                "op": "create",
                "annotation": str(uuid7()),
                "label": str(label.pk),
                "decision": "redact",
                "score": find["score"],
                "keyframes": [keyframe],
            }
        )
    return operations


def _boxes(asset: Asset, label: Label) -> list[Box]:
    """Where objects of a label lie in a picture, and where a person removed some."""
    there = Annotation.objects.filter(asset=asset, label=label, deleted=False)
    rows = there | removed_by_hand(asset).filter(label=label)
    blocks = KeyframeBlock.objects.filter(annotation__in=rows.values("pk"))
    shapes = (shape_at(keyframes, 0) for keyframes in blocks.values_list("keyframes", flat=True))
    return [bounds(shape) for shape in shapes if shape is not None]
