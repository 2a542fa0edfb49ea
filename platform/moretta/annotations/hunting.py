"""The hunt for who was missed: pictures in full size as they would be exported now, and who is where one points."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from moretta.accounts.models import User
from moretta.datasets.models import Asset, Dataset, Rendition
from moretta.jobs.actions import StepSpec, start_job
from moretta.jobs.models import Job

from .effective import Region, effective_regions, recipe_from, redacted_labels
from .previews import address_of
from .searching import search_by_hand

MOST_FRAMES = 60
KEPT = 240
"""Newest pictures of an asset that are kept; a page of a clip shows several frames."""
MOST_LOOKED = 100


def hunt_recipe(asset: Asset, regions: list[Region], frame: int) -> str:
    """The name of one frame in full size as it would be redacted now."""
    return recipe_from(asset, regions, "keep", "hunt", frame=frame)


def start_hunt(asset: Asset, by: User, frames: Sequence[int]) -> tuple[list[dict[str, Any]], Job | None]:
    """`{"frame", "url"}` for each frame, and the job that makes those that are not there yet."""
    regions = effective_regions(asset)
    recipes = {frame: hunt_recipe(asset, regions, frame) for frame in frames}
    there = set(
        Rendition.objects.filter(asset=asset, recipe__in=recipes.values()).values_list("recipe", flat=True)
    )
    pictures = [
        {"frame": frame, "url": address_of(asset, "hunt", recipe)} for frame, recipe in recipes.items()
    ]
    missing = [frame for frame, recipe in recipes.items() if recipe not in there]
    if not missing:
        return pictures, None
    digest = hashlib.sha256("".join(sorted(recipes[frame] for frame in missing)).encode()).hexdigest()
    job = _start(asset, by, "hunt.show", {"frames": missing}, f"Show {asset.name} redacted", digest)
    return pictures, job


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


def note_looked(dataset: Dataset, by: User, assets: Iterable[UUID]) -> list[UUID]:
    """Notes that a person has looked through these assets of the dataset for everything that its policy hides."""
    rows = Asset.objects.filter(pk__in=list(assets), dataset=dataset, deleting=False).order_by("pk")
    labels = list(dataset.project.labels.filter(pk__in=redacted_labels(dataset.policy)))
    done = []
    for asset in rows.select_related("dataset__project"):
        for label in labels:
            search_by_hand(asset, label, by)
        done.append(asset.pk)
    return done
