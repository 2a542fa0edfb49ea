"""What is told of a redacted video: its masks, as a film, and which frames were found, filled or lost."""

from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from clips import make_clip
from moretta_vision.media.errors import Stopped
from moretta_vision.media.video import frames, probe
from moretta_vision.redact.pixels import mask_at
from moretta_vision.redact.video import redact_video

VARIABLE = [0, 40, 80, 81, 200, 210, 500, 1000, 1040, 1041, 1042, 2000]


def box(x: float, y: float, w: float, h: float) -> dict[str, Any]:
    return {"type": "box", "data": [x, y, w, h]}


def track(*keys: dict[str, Any], **how: Any) -> dict[str, Any]:
    return {"keyframes": list(keys), "margin": 0.1, **how}


MOVING = track(
    {"frame": 2, "shape": box(10, 6, 24, 20), "score": 0.9},
    {"frame": 8, "shape": box(40, 20, 24, 20), "score": None},
    {"frame": 10, "shape": None, "outside": True},
    shape="ellipse",
)

CLIPS: dict[str, dict[str, Any]] = {
    "clip.mp4": {"times": VARIABLE},
    "turned.mov": {"times": VARIABLE, "rotate": (90, False, False), "size": (96, 60)},
    "baked.mkv": {"times": VARIABLE},
    "odd.mp4": {"times": VARIABLE, "pix_fmt": "yuv444p", "size": (97, 65)},
    "vp9.webm": {"times": VARIABLE, "codec": "libvpx-vp9"},
}


@pytest.mark.parametrize("name", CLIPS)
def test_masks_show_what_is_hidden_on_the_same_frames_at_the_same_times(tmp_path: Path, name: str) -> None:
    clip, masks = make_clip(tmp_path / name, **CLIPS[name]), tmp_path / "masks" / "out.mask.mp4"
    redact_video(clip, tmp_path / "out" / name, [MOVING], masks=masks)
    source, out = probe(tmp_path / "out" / name), probe(masks)
    assert (out.width, out.height, out.rotation) == (source.width, source.height, source.rotation)
    assert [(t - out.pts[0]) * out.time_base for t in out.pts] == [
        (t - source.pts[0]) * source.time_base for t in source.pts
    ]
    for frame in frames(masks):
        shown = frame.pixels[..., 0]
        wanted = mask_at([MOVING], frame.index, out.width, out.height)
        assert set(np.unique(shown)) <= {0, 255}
        assert (shown[wanted > 0] == 255).all()
        # No more than one pixel beside: colour is kept for two pixels together.
        assert not (shown[cv2.dilate(wanted, np.ones((3, 3), np.uint8)) == 0] > 0).any()


def test_a_frame_that_shows_nothing_is_all_mask(testdata: Path, tmp_path: Path) -> None:
    masks = tmp_path / "masks.mp4"
    redact_video(testdata / "odd_videos" / "corrupt_mid.mp4", tmp_path / "out.mp4", [], masks=masks)
    means = [frame.pixels.mean() for frame in frames(masks)]
    assert means == [255 if n == 16 else 0 for n in range(56)]


def test_no_mask_is_left_where_the_video_failed(tmp_path: Path) -> None:
    with pytest.raises(Stopped):
        redact_video(
            make_clip(tmp_path / "clip.mp4"),
            tmp_path / "out.mp4",
            [MOVING],
            masks=tmp_path / "masks.mp4",
            should_stop=lambda: True,
        )
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]


def test_frames_are_told_by_what_is_known_of_them(testdata: Path, tmp_path: Path) -> None:
    clip = testdata / "odd_videos" / "corrupt_mid.mp4"
    found = {"found": [2, 3, 4, 7]}
    report = redact_video(clip, tmp_path / "out.mp4", [{**MOVING, **found}])
    assert report["frame_table"] == {
        "detected": {"count": 4, "ranges": [[2, 4], [7, 7]]},
        "filled": {"count": 4, "ranges": [[5, 6], [8, 9]]},
        "failed": {"count": 1, "ranges": [[16, 16]]},
        "untouched": {"count": 47, "ranges": [[0, 1], [10, 15], [17, 55]]},
        "copied": {"count": 0, "ranges": []},
    }


def test_without_more_a_keyframe_with_a_score_was_found(tmp_path: Path) -> None:
    by_hand = track({"frame": 2, "shape": box(60, 30, 10, 10)}, {"frame": 3, "shape": None, "outside": True})
    report = redact_video(make_clip(tmp_path / "clip.mp4"), tmp_path / "out.mp4", [MOVING, by_hand])
    table = report["frame_table"]
    assert table["detected"]["ranges"] == [[2, 2]]
    assert table["filled"]["ranges"] == [[2, 9]]


def test_masks_are_one_film_without_sound(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", sounds=["aac"])
    redact_video(clip, tmp_path / "out.mp4", [MOVING], masks=tmp_path / "masks.mp4")
    with av.open(str(tmp_path / "masks.mp4")) as container:
        assert [stream.type for stream in container.streams] == ["video"]
