"""The hunt for who was missed: pictures in full size as they would be exported now, and who is where one points."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from moretta.accounts.models import User
from moretta.datasets.models import Asset, Dataset, Rendition
from moretta.jobs.actions import StepSpec, start_job
from moretta.jobs.models import Job
from moretta_vision.geometry.interpolation import shape_at
from moretta_vision.geometry.shapes import rounded

from .effective import Region, canonical, effective_regions, recipe_from, redacted_labels
from .previews import address_of
from .searching import search_by_hand

MOST_FRAMES = 60
MOST_PLACES = 240
"""Of one request."""
KEPT, KEPT_BYTES = 1500, 200_000_000
"""Newest pictures of an asset that are kept, and what they take: those of several sheets, of which a clip's hold many
small ones."""
MOST_LOOKED = 100
DEFAULT_FRESH, DEFAULT_SECONDS = 0.5, 10.0
"""Of a clip a frame is shown when more than this share of it is in no frame that is, or so many seconds are between."""

Place = tuple[int, int, int, int, int]
"""A frame, and x, y, width and height of a part of it."""


def hunt_recipe(asset: Asset, regions: list[Region], frame: int, part: Sequence[int] = ()) -> str:
    """The name of one frame, or of a part of it, in full size as it would be redacted now. What is hidden in other
    frames alone does not change it."""
    place = {"part": list(part)} if part else {}
    return recipe_from(asset, _at(regions, frame), "keep", "hunt", frame=frame, **place)


def _at(regions: list[Region], frame: int) -> list[Region]:
    """What is hidden in a frame, as it lies there."""
    there = []
    for region in regions:
        keyframes = region["keyframes"]
        if keyframes[0]["frame"] > frame or (keyframes[-1]["outside"] and keyframes[-1]["frame"] <= frame):
            continue
        if (shape := shape_at(keyframes, frame)) is not None:
            there.append({**region, "keyframes": [{"frame": frame, "shape": rounded(shape)}]})
    return sorted(there, key=canonical)


def start_hunt(
    asset: Asset, by: User, frames: Sequence[int], places: Sequence[Place] = ()
) -> tuple[list[dict[str, Any]], Job | None]:
    """`{"frame", "part", "url"}` for each frame and then for each place, and the job that makes those that are not
    there yet."""
    regions = effective_regions(asset)
    wanted = [(frame, ()) for frame in frames] + [(frame, tuple(part)) for frame, *part in places]
    recipes = {one: hunt_recipe(asset, regions, *one) for one in wanted}
    there = set(
        Rendition.objects.filter(asset=asset, kind="hunt", recipe__in=recipes.values()).values_list(
            "recipe", flat=True
        )
    )
    pictures = [
        {"frame": frame, "part": list(part) or None, "url": address_of(asset, "hunt", recipe)}
        for (frame, part), recipe in recipes.items()
    ]
    missing = [one for one, recipe in recipes.items() if recipe not in there]
    if not missing:
        return pictures, None
    digest = hashlib.sha256("".join(sorted(recipes[one] for one in missing)).encode()).hexdigest()
    payload = {
        "frames": [frame for frame, part in missing if not part],
        "places": [[frame, *part] for frame, part in missing if part],
    }
    return pictures, _start(asset, by, "hunt.show", payload, f"Show {asset.name} redacted", digest)


def start_looks(asset: Asset, by: User, fresh: float, seconds: float) -> Job:
    """The job that tells what of a clip is to be looked at; see the step `hunt.looks`."""
    payload = {"fresh": fresh, "seconds": seconds}
    key = f"{asset.revision}:{fresh}:{seconds}"
    return _start(asset, by, "hunt.looks", payload, f"See what of {asset.name} is doubtful", key)


def start_spot(asset: Asset, by: User, frame: int, at: tuple[float, float]) -> Job:
    """The job that looks for somebody at a place of a frame; its result has `box`, `score`, `label`, `found` and
    `similar`."""
    x, y = (round(value, 1) for value in at)
    payload = {"frame": frame, "at": [x, y]}
    return _start(asset, by, "hunt.spot", payload, f"Look closer at {asset.name}", f"{frame}:{x}:{y}")


def _start(asset: Asset, by: User, kind: str, payload: dict[str, Any], title: str, key: str) -> Job:
    project = asset.dataset.project
    queue = "detect" if kind == "hunt.spot" else "render"
    return start_job(
        "hunt",
        organization=project.organization,
        project=project,
        dataset=asset.dataset,
        created_by=by,
        title=title,
        key=f"{kind}:{asset.pk}:{key[:32]}",
        steps=[StepSpec(kind, queue, {"asset": str(asset.pk), **payload}, 1, 0)],
        priority=0,
    )


def note_looked(
    dataset: Dataset, by: User, assets: Iterable[UUID], shown: Mapping[UUID, Mapping[str, int]] | None = None
) -> list[UUID]:
    """Notes that a person has looked through these assets of the dataset for everything that its policy hides;
    `shown`: of a clip, how many `frames` and `places` of it were seen, and how many (`left`) were not."""
    rows = Asset.objects.filter(pk__in=list(assets), dataset=dataset, deleting=False).order_by("pk")
    labels = list(dataset.project.labels.filter(pk__in=redacted_labels(dataset.policy)))
    done = []
    for asset in rows.select_related("dataset__project"):
        for label in labels:
            search_by_hand(asset, label, by, (shown or {}).get(asset.pk))
        done.append(asset.pk)
    return done
