"""Small pictures that show a person what would be hidden: of the asset as it is, or under settings on trial."""

from __future__ import annotations

from typing import Any

from moretta.accounts.models import User
from moretta.datasets.models import Asset, Rendition
from moretta.jobs.actions import StepSpec, start_job
from moretta.jobs.models import Job

from .effective import Region, effective_regions, recipe_from

KEPT = 8  # newest pictures of a kind that an asset keeps


def preview_recipe(asset: Asset, regions: list[Region], frame: int) -> str:
    """The name of the picture of one frame as it would be redacted now."""
    return recipe_from(asset, regions, "keep", "preview", frame=frame)


def sample_recipe(asset: Asset, regions: list[Region]) -> str:
    """The name of the small picture of an asset under settings on trial."""
    return recipe_from(asset, regions, "keep", "sample")


def address_of(asset: Asset, kind: str, recipe: str) -> str:
    """Where the picture is fetched; the digest is its recipe."""
    return f"/api/assets/{asset.pk}/files/{kind}?digest={recipe}"


def start_preview(asset: Asset, by: User, frame: int) -> tuple[str, Job | None]:
    """The address of the exact preview of a frame, and the job that makes it where it is not there yet."""
    recipe = preview_recipe(asset, effective_regions(asset), frame)
    address = address_of(asset, "preview", recipe)
    if Rendition.objects.filter(asset=asset, recipe=recipe).exists():
        return address, None
    project = asset.dataset.project
    payload: dict[str, Any] = {"asset": str(asset.pk), "frame": frame}
    job = start_job(
        "preview",
        organization=project.organization,
        project=project,
        dataset=asset.dataset,
        created_by=by,
        title=f"Show {asset.name} redacted",
        key=f"preview:{asset.pk}:{recipe[:16]}",
        steps=[StepSpec("render.preview", "render", payload, 1, 0)],
        priority=0,
    )
    return address, job
