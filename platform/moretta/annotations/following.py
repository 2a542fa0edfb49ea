"""Following an object through a clip from where a person put it. What comes out is proposed, not stored: the page
applies it like every other change, so that it can be undone and nobody's work is overwritten."""

from __future__ import annotations

from typing import Any

from moretta.accounts.models import User
from moretta.api import BadField
from moretta.datasets.models import Asset
from moretta.jobs.actions import StepSpec, start_job
from moretta.jobs.models import Job
from moretta_vision.geometry.shapes import bounds

from .operations import check_keyframes

MOST_SECONDS = 60.0
"""Of a clip in one go."""


def start_following(asset: Asset, by: User, frame: int, shape: Any, kind: str, *, back: bool = False) -> Job:
    """The job that follows what is in a shape of a frame, through those after it or `back` through those before; its
    result has their `keyframes`, `last` (the last frame in which it was followed) and `why` it ends there. Raises
    BadField."""
    if back and frame < 1:
        raise BadField("frame", f"frame is one with others before it: 1 to {asset.n_frames - 1}.")
    if not back and frame >= asset.n_frames - 1:
        raise BadField("frame", f"frame is one with others after it: 0 to {asset.n_frames - 2}.")
    (keyframe,) = check_keyframes([{"frame": frame, "shape": shape}], asset, "shape")
    box = list(bounds(keyframe["shape"]))
    most = round(MOST_SECONDS * (asset.fps or 25.0))
    until = max(0, frame - most) if back else min(asset.n_frames, frame + 1 + most)
    ahead = frame - until if back else until - frame - 1
    payload = {"asset": str(asset.pk), "frame": frame, "until": until, "box": box, "kind": kind, "back": back}
    project = asset.dataset.project
    return start_job(
        "follow",
        organization=project.organization,
        project=project,
        dataset=asset.dataset,
        created_by=by,
        title=f"Follow somebody in {asset.name}",
        key=f"follow:{asset.pk}:{frame}:{until}:{':'.join(f'{value:.0f}' for value in box)}",
        steps=[StepSpec("track.follow", "detect", payload, ahead, 0)],
        priority=0,
    )
