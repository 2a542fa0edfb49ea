"""Watching the camera near finds only: tracks are those of a camera that was watched all the time."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from clips import make_clip
from moretta_vision.detect.base import Detections
from moretta_vision.detect.clip_search import Search, search
from moretta_vision.media import team
from moretta_vision.media.team import Team
from moretta_vision.media.upright import Frame
from moretta_vision.media.video import frames
from moretta_vision.track import Finds, Linking, Track, Watch, linked

FRAMES, STEP = 100, 200
"""Five frames a second: a track asks ten frames far."""
SIZE = (320, 240)
CUT = 58
SCORES = {90: 0.2, 220: 0.9}
"""By the brightness of the corner, in which each frame says what is found in it."""


def surely(*numbers: int) -> dict[int, int]:
    return dict.fromkeys(numbers, 220)


def hardly(*numbers: int) -> dict[int, int]:
    return dict.fromkeys(numbers, 90)


FOUND: dict[str, dict[int, int]] = {
    "nobody": {},
    "nobody, hardly": hardly(*range(0, 100, 7)),
    "one who is sure for a moment": surely(70),
    "one before a cut": surely(*range(54, 58)),
    "one after a cut": surely(*range(60, 64)),
    "one with a gap": surely(20, 21, 29, 30),
    "one who was hardly seen long before": hardly(14, 23, 30) | surely(*range(38, 42)),
    "one who is hardly seen long after": surely(*range(64, 70)) | hardly(78, 86, 94),
    "one between two shares": surely(*range(44, 55)),
    "one just after the middle": surely(*range(51, 55)) | hardly(38, 45),
    "one just before the middle": surely(*range(38, 48)),
}


def look(frame: Frame) -> list[Detections]:
    level = float(frame.pixels[4:28, 4:28].mean())
    score = next((score for grey, score in SCORES.items() if abs(level - grey) < 30), None)
    if score is None:
        return [Detections.none()]
    return [Detections(np.array([[150, 100, 30, 30]], np.float32), np.array([score], np.float32), ["face"])]


def panned(folder: Path, found: dict[int, int]) -> Path:
    """A camera that pans over one scene, then over another."""
    pictures = []
    for number in range(FRAMES):
        noise = np.random.default_rng(number >= CUT).integers(0, 255, (SIZE[1], 700, 3)).astype(np.uint8)
        scene = cv2.GaussianBlur(noise, (0, 0), 3)
        if number >= CUT:
            scene = cv2.applyColorMap(scene[:, :, 0], cv2.COLORMAP_JET)
        picture = np.ascontiguousarray(scene[:, 3 * number : 3 * number + SIZE[0]])
        picture[:32, :32] = found.get(number, 10)
        pictures.append(picture)
    times = range(0, STEP * FRAMES, STEP)
    return make_clip(
        folder / "clip.mp4", times, size=SIZE, pictures=pictures, options={"crf": "12", "g": "10"}
    )


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    monkeypatch.setattr(team, "LEAST", 20)
    with Team(2) as both:
        yield both


def by_watching_always(clip: Path) -> list[Track]:
    finds, changes, watch = Finds(), {}, Watch()
    for frame in frames(clip):
        finds.add(frame.index, look(frame)[0])
        changes[frame.index] = watch.see(frame.pixels, max(frame.scale))
    return list(linked(finds, Linking(5.0, 0.5, size=SIZE), changes))


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("name", FOUND)
def test_tracks_are_those_of_a_camera_that_was_always_watched(
    tmp_path: Path, two: Team, name: str, shared: bool
) -> None:
    clip = panned(tmp_path, FOUND[name])
    wanted = Search(clip, look, ("faces-fast",), sums=False, strong=(0.5,))
    seen = search(wanted, two if shared else None)
    tracks = list(linked(seen.found[0], Linking(5.0, 0.5, size=SIZE), seen.changes))
    always = by_watching_always(clip)
    assert len(tracks) == len(always) == any(level == 220 for level in FOUND[name].values())
    for one, other in zip(tracks, always, strict=True):
        assert (one.first, one.last, one.flags) == (other.first, other.last, other.flags)
        assert np.abs(one.boxes.rows - other.boxes.rows).max() < 0.1


def test_far_from_finds_the_camera_is_not_watched(tmp_path: Path) -> None:
    clip = panned(tmp_path, surely(70))
    seen = search(Search(clip, look, ("faces-fast",), sums=False, strong=(0.5,)))
    assert set(range(61, 81)) <= set(seen.changes) <= {0, *range(60, 82)}


def test_of_frames_that_come_too_quickly_to_be_kept_all_are_watched(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "quick.mp4", range(24))
    seen = search(Search(clip, nobody, ("faces-fast",), sums=False, strong=(0.5,)))
    assert list(seen.changes) == list(range(24))


def nobody(_: Frame) -> list[Detections]:
    return [Detections.none()]
