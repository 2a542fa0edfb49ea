"""Short words for tests that render approved assets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

import factories
from moretta.annotations.models import KeyframeBlock
from moretta.datasets.models import Asset, Rendition
from moretta.jobs.claims import claim_step
from moretta.jobs.models import Job
from moretta.reviews.actions import approve_asset
from moretta.reviews.rendering import render_approved
from moretta_tasks.context import StepContext
from moretta_tasks.videos import read_video

INK = np.array([0x24, 0x1E, 0x1B])
"""The colour of what is hidden, BGR."""


def approve(reviewer: Any, *assets: Asset) -> Job:
    """The job that renders the assets, which are approved as they are."""
    for asset in assets:
        approve_asset(asset, reviewer, asset.revision, hide_undecided=True)
    return render_approved(list(assets), reviewer)[0]


def redacted(asset: Asset, kind: str = "redacted") -> Rendition:
    return Rendition.objects.get(asset=asset, kind=kind)


def track(first: int, stop: int, data: list[float]) -> list[dict[str, Any]]:
    """Keyframes of a box that stands still in the frames [first, stop)."""
    shape = {"type": "box", "data": data}
    return [
        {"frame": first, "shape": shape, "outside": False, "occluded": False, "score": 0.9},
        {"frame": stop, "shape": None, "outside": True, "occluded": False, "score": None},
    ]


def take_in_clip(project: Any, path: Path, *tracks: list[dict[str, Any]]) -> Asset:
    """A clip as the product takes it in, searched, with one object for each of the tracks."""
    asset = factories.make_asset(
        factories.first_dataset(project), path.read_bytes(), kind="video", name=path.name, state="processing"
    )
    job = factories.make_job(project)
    step = factories.make_step(job, kind="ingest.video", payload={"assets": [str(asset.pk)]})
    claimed = claim_step(step.pk, "test")
    assert claimed is not None
    read_video(StepContext(claimed), asset)
    Job.objects.filter(pk=job.pk).delete()
    Asset.objects.filter(pk=asset.pk).update(state="annotate")
    for keyframes in tracks:
        add_track(asset, keyframes)
    factories.mark_searched(asset)
    return fresh(asset)


def add_track(asset: Asset, keyframes: list[dict[str, Any]]) -> None:
    """One more object in a clip."""
    ends = {"first_frame": keyframes[0]["frame"], "last_frame": keyframes[-1]["frame"]}
    found = factories.make_annotation(asset, **ends)
    KeyframeBlock.objects.filter(annotation=found).update(keyframes=keyframes, **ends)


def fresh(asset: Asset) -> Asset:
    """The asset as it now is, with all that rendering it reads."""
    rows = Asset.objects.select_related("dataset__project__organization", "dataset__policy", "blob")
    return rows.get(pk=asset.pk)
