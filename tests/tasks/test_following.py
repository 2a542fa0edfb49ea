"""Following somebody in a clip from where a person put them: nothing is stored, the keyframes are proposed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

import factories
from clips import make_clip
from moretta import storage
from moretta.annotations.following import start_following
from moretta.datasets.models import Asset
from moretta_tasks.findings import Candidates, write_candidates
from moretta_vision.geometry.interpolation import shape_at
from moretta_vision.geometry.shapes import bounds
from rendering import take_in_clip
from running import finish

pytestmark = [pytest.mark.django_db, pytest.mark.services]

SIZE = 320, 240


def place(frame: int) -> tuple[int, int, int, int]:
    return 20 + 4 * frame, 60 + frame, 40, 48


def pictures(count: int) -> list[np.ndarray]:
    """Something patterned that goes over a patterned ground."""
    rng = np.random.default_rng(1)
    ground, thing = (
        cv2.GaussianBlur(rng.integers(0, 255, (*size, 3), np.uint8), (0, 0), 2)
        for size in ((240, 320), (48, 40))
    )
    shown = []
    for frame in range(count):
        x, y, width, height = place(frame)
        picture = ground.copy()
        picture[y : y + height, x : x + width] = thing
        shown.append(picture)
    return shown


@pytest.fixture
def clip(db: Any, tmp_path: Path) -> Asset:
    path = make_clip(tmp_path / "clip.mp4", range(0, 40 * 40, 40), size=SIZE, pictures=pictures(40))
    project = factories.make_membership(project=factories.make_project(), role="annotator").organization
    asset = take_in_clip(project.projects.get(), path)
    found(asset, {})
    return asset


def found(asset: Asset, rows: Candidates) -> None:
    """A search that found this."""
    write_candidates(storage.local(factories.make_run(asset, kinds=["face"]).path), rows)


def followed(clip: Asset, frame: int, box: tuple[int, ...], *, back: bool = False) -> dict[str, Any]:
    shape = {"type": "box", "data": list(box)}
    job = finish(start_following(clip, factories.make_user(), frame, shape, "face", back=back).pk)
    assert job.state == "succeeded", job.message
    return job.result


def uncovered(result: dict[str, Any], frames: range) -> list[int]:
    """The frames in which less than nine tenths of the object are covered."""
    missed = []
    for frame in frames:
        x, y, width, height = place(frame)
        left, top, wide, high = bounds(shape_at(result["keyframes"], frame))
        across = min(x + width, left + wide) - max(x, left)
        down = min(y + height, top + high) - max(y, top)
        if across <= 0 or down <= 0 or across * down < 0.9 * width * height:
            missed.append(frame)
    return missed


def test_who_moves_is_covered_by_keyframes_that_follow(clip):
    result = followed(clip, 5, place(5))
    assert (result["last"], result["why"]) == (39, "end")
    assert result["keyframes"][0]["frame"] == 6 and not uncovered(result, range(6, 40))
    clip.refresh_from_db()
    assert clip.revision == 0 and not clip.annotations.exists()


def test_who_was_there_before_is_followed_backwards(clip):
    result = followed(clip, 35, place(35), back=True)
    assert (result["last"], result["why"]) == (0, "end")
    assert result["keyframes"][-1]["frame"] == 34 and not uncovered(result, range(35))


def test_what_was_found_there_says_where_it_is_however_unsure(clip):
    found(clip, {n: [["face", *place(n), 0.15]] for n in range(40)})
    x, y, width, height = place(0)
    result = followed(clip, 0, (x - 10, y - 12, width + 20, height + 24))
    assert result["last"] == 39 and not uncovered(result, range(1, 40))
    left, top, wide, high = bounds(shape_at(result["keyframes"], 39))
    assert wide >= 1.4 * width and high >= 1.4 * height  # as large as the person drew it


def test_who_leaves_the_picture_is_followed_until_then(clip):
    found(clip, {n: [["face", 300 + 3 * (n - 30), 100, 18, 30, 0.3]] for n in range(30, 37)})
    result = followed(clip, 30, (300, 100, 18, 30))
    assert result["why"] == "left" and 36 <= result["last"] <= 38
    assert all(keyframe["frame"] <= result["last"] for keyframe in result["keyframes"])
