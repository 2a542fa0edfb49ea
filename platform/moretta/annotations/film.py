"""What nobody looked at of clips, and what a sample of their frames says about it.

Of a clip a person looks at the places that are most doubtful; whole frames show hardly anybody who is open, so they are
drawn by chance, over all clips of a dataset, and what is seen on them is said about all frames.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Collection
from itertools import accumulate
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from moretta.accounts.models import User
from moretta.api import BadField, Conflict
from moretta.datasets.models import Asset, Dataset
from moretta.detections.models import Search

from .models import HuntSample
from .sampling import at_most, ended, how_looked, looked_through, note_end, worked

SAMPLE = 60

Frame = tuple[UUID, int]


def state_of_film(dataset: Dataset) -> dict[str, Any]:
    """How many clips a dataset has, how many of them a person has looked through, how many frames they have, and what
    samples of these say: on `missed` of `looked` somebody was open, on at most the share `at_most` of all frames
    somebody is, 95 times in 100 (None: no sample of all clips was looked through)."""
    clips = _clips(dataset)
    lengths = list(clips.values_list("n_frames", "created_at"))
    newest = max((at for _, at in lengths), default=None)
    samples = _of_film(dataset)
    return {
        "clips": len(lengths),
        "seen": looked_through(clips).count(),
        "frames": sum(frames for frames, _ in lengths),
        **_told(samples.filter(at__gte=newest) if newest else samples.none()),
    }


def draw_frames(dataset: Dataset, by: User) -> HuntSample:
    """Draws frames by chance of all clips of a dataset, each frame as likely as the others."""
    clips = list(_clips(dataset).order_by("pk").values_list("pk", "n_frames"))
    stops = list(accumulate(frames for _, frames in clips))
    if not stops:
        raise Conflict("There are no clips to draw a sample of.")
    drawn = []
    for number in sorted(random.sample(range(stops[-1]), min(SAMPLE, stops[-1]))):
        at = bisect_right(stops, number)
        clip, frames = clips[at]
        drawn.append([str(clip), number - stops[at] + frames])
    return HuntSample.objects.create(
        dataset=dataset,
        by=by,
        policy=dataset.policy_id,
        assets=list(dict.fromkeys(clip for clip, _ in drawn)),
        frames=drawn,
        of=stops[-1],
    )


def end_frames(sample: HuntSample, by: User, missed: Collection[Frame]) -> None:
    """Notes that all frames of a sample were looked at, and on which of them somebody was open. Said again, it can add
    to them, never take away."""
    drawn = {(UUID(clip), frame) for clip, frame in sample.frames or ()}
    if set(missed) - drawn:
        raise BadField("frames", "frames are frames of the sample, each with its clip.")
    note_end(sample, by, len(drawn), len(set(missed)))


def how_looked_at(asset: Asset) -> dict[str, Any]:
    """What is known about misses in an asset, as `how_looked` says; of a clip of which a person saw a part
    `{"looked": "part", "frames", "places", "left"}`, and where a sample of frames was looked at since it came,
    `at_most` as well."""
    if asset.kind != Asset.Kind.VIDEO:
        return how_looked(asset)
    told = _told(_of_film(asset.dataset).filter(at__gte=asset.created_at))
    bound = {} if told["at_most"] is None else {"at_most": told["at_most"]}
    seen = Search.objects.filter(asset=asset, reviewed_by__isnull=False).order_by("-at").first()
    if seen is None:
        return {"looked": "sampled", **bound} if bound else {"looked": "no"}
    if seen.shown is None or not seen.shown.get("left"):
        return {"looked": "seen"}
    return {"looked": "part", **seen.shown, **bound}


def _clips(dataset: Dataset) -> QuerySet[Asset]:
    return worked(dataset).filter(kind=Asset.Kind.VIDEO)


def _of_film(dataset: Dataset) -> QuerySet[HuntSample]:
    return ended(dataset).filter(frames__isnull=False)


def _told(samples: QuerySet[HuntSample]) -> dict[str, Any]:
    rows = list(samples)
    looked = sum(len(sample.frames or ()) for sample in rows)
    missed = sum(sample.missed or 0 for sample in rows)
    share = round(at_most(missed, looked), 4) if looked else None
    return {"looked": looked, "missed": missed, "at_most": share}
