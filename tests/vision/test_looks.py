"""What of a clip is to be looked at: whole frames as few as show all of it, and places that nothing hides."""

from __future__ import annotations

from typing import Any

import pytest

from moretta_vision.track import Change
from moretta_vision.track.camera import Motion
from moretta_vision.track.looks import Hidden, open_places, whole_frames

SIZE, FPS = (640, 360), 25.0
STILL = Motion()


def panned(frames: int, step: float) -> dict[int, Change]:
    """A camera that moves so many pixels to the right with each frame."""
    return {frame: Change(Motion(shift=complex(step, 0)), False) for frame in range(1, frames)}


def shown(frames: int, changes: dict[int, Change], fresh: float = 0.5, seconds: float = 10) -> list[int]:
    return whole_frames(frames, FPS, SIZE, changes, fresh, seconds)


def test_a_still_camera_is_looked_at_once_and_again_after_the_longest_time():
    assert len(shown(200, {})) == 1
    frames = shown(1000, {}, seconds=10)
    assert 4 <= len(frames) <= 5 and max(b - a for a, b in zip(frames, frames[1:], strict=False)) <= 255


def test_each_shot_is_looked_at():
    frames = shown(200, {50: Change(STILL, True), 120: Change(STILL, True)})
    assert [
        sum(first <= frame < stop for frame in frames) for first, stop in [(0, 50), (50, 120), (120, 200)]
    ] == [
        1,
        1,
        1,
    ]


@pytest.mark.parametrize("fresh", [0.2, 0.5])
def test_of_a_pan_every_frame_lies_in_one_that_is_shown_but_for_the_fresh_share(fresh):
    frames = shown(250, panned(250, 10), fresh)
    for frame in range(0, 250, 5):
        assert max(1 - abs(frame - other) * 10 / 640 for other in frames) >= 1 - fresh - 0.05
    assert len(frames) <= 250 * 10 / 640 / (2 * fresh) + 2


def test_what_the_camera_comes_much_nearer_to_is_shown_again():
    nearer = {frame: Change(Motion(turn=complex(1 / 1.02, 0)), False) for frame in range(1, 100)}
    assert len(shown(100, nearer)) >= 2


def region(first: int, stop: int, box: list[float]) -> dict[str, Any]:
    keyframes = [
        {"frame": first, "shape": {"type": "box", "data": box}, "outside": False},
        {"frame": stop, "shape": None, "outside": True},
    ]
    return {"keyframes": keyframes, "margin": 0.1}


def test_a_place_is_told_once_where_the_camera_moves_over_it_and_again_much_later():
    finds = {
        frame: [((300.0 - 2 * frame, 100.0, 40.0, 40.0), 0.3 + frame / 1000)] for frame in range(0, 100, 5)
    }
    hidden = Hidden([], 100)
    assert [place.frame for place in open_places(finds, hidden, 100, panned(100, 2), 200)] == [95]
    assert len(open_places(finds, hidden, 100, panned(100, 2), 40)) >= 2


def test_what_is_hidden_at_that_frame_is_no_place_and_small_finds_come_later():
    finds = {
        4: [((100.0, 100.0, 40.0, 40.0), 0.4), ((300.0, 100.0, 12.0, 12.0), 0.45)],
        20: [((100.0, 100.0, 40.0, 40.0), 0.3)],
    }
    hidden = Hidden([region(0, 10, [98, 98, 44, 44])], 30)
    places = open_places(finds, hidden, 30, {10: Change(STILL, True)}, 125)
    assert [(place.frame, place.doubt) for place in places] == [(20, 0.3), (4, 0.225)]
