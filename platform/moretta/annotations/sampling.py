"""Stopping in the hunt: pictures that look clean, and what a sample of them says about the rest.

People are missed where the search itself has doubts. A picture with few finds below the threshold looks clean; of those
a person looks through a sample drawn by chance. `Search.reviewed_by` says which pictures were seen; the others that
looked clean when the sample was through, and were searched and hidden by the same policy, are *sampled*, no more.
Of clips it is frames that are drawn: see film.py.
"""

from __future__ import annotations

import random
from collections.abc import Collection
from math import comb
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from moretta.accounts.models import User
from moretta.api import BadField, Conflict
from moretta.audit.log import record
from moretta.datasets.models import Asset, Dataset
from moretta.detections.models import Search

from .effective import redacted_labels
from .models import HuntSample

CLEAN_BELOW = 3
"""A picture with fewer finds below the threshold looks clean. Of 327 photographs with and without people (1,645 faces)
29 had somebody open; all of those have 4 such finds or more, and 156 have fewer than 3."""
SAMPLE = 60
SURE = 0.95
WORKED = (Asset.State.ANNOTATE, Asset.State.IN_REVIEW, Asset.State.APPROVED, Asset.State.READY)

Rows = QuerySet[Asset]


def clean_in(dataset: Dataset) -> Q:
    """The pictures of a dataset that look clean; one that no detector has searched for all that is hidden is none."""
    clean = Q(dataset=dataset, kind=Asset.Kind.IMAGE, candidates__lt=CLEAN_BELOW)
    for label in dataset.project.labels.filter(pk__in=redacted_labels(dataset.policy)):
        clean &= Q(Exists(Search.objects.filter(asset=OuterRef("pk"), label=label, run__isnull=False)))
    return clean


def looked_through(rows: Rows, seen: bool = True) -> Rows:
    """Those that a person has looked through (for any label that is hidden), or has not."""
    looked = Exists(Search.objects.filter(asset=OuterRef("pk"), reviewed_by__isnull=False))
    return rows.filter(looked if seen else ~looked)


def state_of_hunt(dataset: Dataset) -> dict[str, Any]:
    """How many pictures and clips were seen, how many doubtful and clean ones were not, and what samples under the
    dataset's policy say about the latter: of `looked` on `missed` somebody was; at most the share `at_most` of the rest
    holds somebody, 95 times in 100 (None: no sample was looked through)."""
    unseen, clean = looked_through(worked(dataset), False), clean_in(dataset)
    samples = ended(dataset).filter(frames__isnull=True)
    looked = sum(len(sample.assets) for sample in samples)
    missed = sum(sample.missed or 0 for sample in samples)
    return {
        "seen": looked_through(worked(dataset)).count(),
        "doubtful": unseen.exclude(clean).count(),
        "clean": unseen.filter(clean).count(),
        "looked": looked,
        "missed": missed,
        "at_most": round(at_most(missed, looked), 4) if looked else None,
    }


def draw_sample(dataset: Dataset, by: User) -> HuntSample:
    """Draws pictures by chance of those that look clean and that nobody has seen."""
    unseen = looked_through(worked(dataset), False)
    clean = list(unseen.filter(clean_in(dataset)).values_list("pk", flat=True))
    if not clean:
        raise Conflict("Nothing that looks clean is left to draw a sample of.")
    drawn = random.sample(clean, min(SAMPLE, len(clean)))
    return HuntSample.objects.create(
        dataset=dataset, by=by, policy=dataset.policy_id, assets=[str(id) for id in drawn], of=len(clean)
    )


def end_sample(sample: HuntSample, by: User, missed: Collection[UUID]) -> None:
    """Notes that all of a sample was looked through, and on which of its pictures somebody was missed. Said again, it
    can add to what was missed, never take away from it."""
    drawn = {UUID(id) for id in sample.assets}
    if set(missed) - drawn:
        raise BadField("missed", "missed are ids of pictures of the sample.")
    there = Asset.objects.filter(pk__in=drawn, deleting=False)
    if left := looked_through(there, False).count():
        raise Conflict(f"{left} of the sample were not looked through yet.", left=left)
    note_end(sample, by, len(sample.assets), len(set(missed)))


def note_end(sample: HuntSample, by: User, looked: int, missed: int) -> None:
    """Notes that somebody was missed on so many of a sample of so many; fewer than before are not noted."""
    with transaction.atomic():
        rows = HuntSample.objects.filter(Q(missed=None) | Q(missed__lt=missed), pk=sample.pk)
        if rows.update(missed=missed, ended_at=Coalesce("ended_at", timezone.now())):
            organization = sample.dataset.project.organization_id
            details = {"looked": looked, "of": sample.of, "missed": missed}
            record(by, "sampled", "dataset", sample.dataset_id, organization, details)
    sample.refresh_from_db(fields=["missed", "ended_at"])


def how_looked(asset: Asset) -> dict[str, Any]:
    """What is known about misses in an asset: `{"looked": "seen"}` by a person, `{"looked": "sampled", "at_most"}` by a
    sample of pictures like it, or `{"looked": "no"}`."""
    if looked_through(Asset.objects.filter(pk=asset.pk)).exists():
        return {"looked": "seen"}
    if Asset.objects.filter(clean_in(asset.dataset), pk=asset.pk).exists():
        samples = ended(asset.dataset).filter(frames__isnull=True, at__gte=asset.created_at)
        if looked := sum(len(sample.assets) for sample in samples):
            missed = sum(sample.missed or 0 for sample in samples)
            return {"looked": "sampled", "at_most": round(at_most(missed, looked), 4)}
    return {"looked": "no"}


def at_most(missed: int, looked: int) -> float:
    """The largest share of which so few misses in a sample are still to be expected one time in twenty (Clopper and
    Pearson, 1934, one-sided)."""
    if missed >= looked:
        return 1.0
    low, high = missed / looked, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        few = sum(comb(looked, k) * middle**k * (1 - middle) ** (looked - k) for k in range(missed + 1))
        low, high = (middle, high) if few > 1 - SURE else (low, middle)
    return high


def worked(dataset: Dataset) -> Rows:
    """The pictures and clips of a dataset that people work on."""
    return Asset.objects.filter(dataset=dataset, deleting=False, state__in=WORKED, width__isnull=False)


def ended(dataset: Dataset) -> QuerySet[HuntSample]:
    """The samples under the dataset's policy that were looked through."""
    return HuntSample.objects.filter(dataset=dataset, policy=dataset.policy_id, ended_at__isnull=False)
