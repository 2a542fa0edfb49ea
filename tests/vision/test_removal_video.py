"""Removing people from clips: what is behind them comes from the frames around, and never from under an outline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from moretta_vision.media.video import probe
from moretta_vision.redact.segments import redact_part
from moretta_vision.redact.video import redact_video

WIDTH, HEIGHT, FRAMES = 256, 160, 40
SCENERY = cv2.GaussianBlur(np.random.default_rng(0).integers(0, 255, (240, 400), np.uint8), (0, 0), 1.6)
SCENERY = cv2.normalize(SCENERY, None, 40, 215, cv2.NORM_MINMAX)


def box_at(n: int) -> list[float]:
    """Somebody who walks from left to right, 28 pixels wide."""
    return [10.0 + 5 * n, 50.0, 28.0, 70.0]


def clip(
    path: Path, moving: bool, seed: int = 1, stands: bool = False, nearer: float | None = None
) -> list[Any]:
    """Writes the walk, lossless; noise of a seed instead of a person. Gives what would be seen without them. With
    `nearer` the lower half of the picture goes by so many times as fast as the rest."""
    clean, random = [], np.random.default_rng(seed)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", 25, options={"crf": "0", "g": "20", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for n in range(FRAMES):
            x = 40 + (1.4 * n if moving else 0)
            matrix = np.array([[1, 0, -x], [0, 1, -30 - 6 * np.sin(n / 9) * moving]])
            luma = cv2.warpAffine(SCENERY, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR)
            if nearer is not None:
                matrix[0, 2] = -40 - 1.4 * nearer * n
                near = cv2.warpAffine(SCENERY[::-1, ::-1], matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR)
                luma[HEIGHT // 2 :] = near[HEIGHT // 2 :]
            clean.append(luma)
            x, y, w, h = (int(value) for value in box_at(20 if stands else n))
            planes = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
            planes[:HEIGHT] = luma
            planes[y : y + h, x : x + w] = random.integers(0, 255, planes[y : y + h, x : x + w].shape)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))
        container.mux(stream.encode(None))
    return clean


def walker(stands: bool = False) -> dict[str, Any]:
    last = box_at(20) if stands else box_at(FRAMES - 1)
    shapes = [(0, box_at(20) if stands else box_at(0)), (FRAMES - 1, last)]
    keyframes = [{"frame": n, "shape": {"type": "box", "data": data}} for n, data in shapes]
    return {"keyframes": keyframes, "method": "removal", "margin": 0.02}


def removed(source: Path, target: Path, **how: Any) -> tuple[dict[str, Any], list[Any]]:
    report = redact_video(source, target, [walker(**how)], "remove", table=probe(source).pts, crf=0)
    return report, lumas(target)


def lumas(path: Path) -> list[Any]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="yuv420p")[:HEIGHT] for frame in container.decode(video=0)]


@pytest.fixture(scope="module", params=[False, True], ids=["still camera", "moving camera"])
def walk(request: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[bool, Path, Any, Any, Any]:
    folder, moving = tmp_path_factory.mktemp("walk"), request.param
    clean = clip(folder / "walk.mp4", moving)
    return moving, folder / "walk.mp4", clean, *removed(folder / "walk.mp4", folder / "out.mp4")


def test_what_other_frames_showed_is_behind_who_is_removed(walk: Any) -> None:
    moving, _, clean, report, made = walk
    errors = []
    for n in range(FRAMES):
        x, y, w, h = (int(value) for value in box_at(n))
        hole = np.s_[y : y + h, x : x + w]
        errors.append(((made[n][hole].astype(float) - clean[n][hole]) ** 2).mean())
    assert 10 * np.log10(255**2 / np.mean(errors)) > (27 if moving else 32)
    assert report["removed"]["shown"] > 0.9 * report["removed"]["pixels"]
    assert report["fell_back"] == {}


@pytest.mark.parametrize("nearer", [1.15, 1.3, 1.5, 2.0])
def test_no_more_is_said_to_be_known_than_is_right_where_near_things_pass_faster(
    nearer: float, tmp_path: Path
) -> None:
    clean = clip(tmp_path / "in.mp4", True, nearer=nearer)
    report, made = removed(tmp_path / "in.mp4", tmp_path / "out.mp4")
    right = []
    for n in range(FRAMES):
        x, y, w, h = (int(value) for value in box_at(n))
        hole = np.s_[y : y + h, x : x + w]
        right.append((np.abs(made[n][hole].astype(int) - clean[n][hole]) <= 16).mean())
    assert 0.95 * report["removed"]["shown"] / report["removed"]["pixels"] <= np.mean(right)


def test_nothing_from_under_an_outline_of_any_frame_is_used(walk: Any, tmp_path: Path) -> None:
    moving, _, _, _, made = walk
    clip(tmp_path / "other.mp4", moving, seed=2)
    _, other = removed(tmp_path / "other.mp4", tmp_path / "out.mp4")
    assert all(np.array_equal(*pair) for pair in zip(made, other, strict=True))


def test_a_clip_looks_the_same_however_it_is_cut(walk: Any, tmp_path: Path) -> None:
    _, source, _, _, made = walk
    redact_part(source, tmp_path / "part.mp4", [walker()], probe(source).pts, (20, 30), 0)
    assert all(np.array_equal(*pair) for pair in zip(made[20:30], lumas(tmp_path / "part.mp4"), strict=True))


def test_who_never_moves_gets_the_opaque_blur_and_is_counted(tmp_path: Path) -> None:
    clip(tmp_path / "in.mp4", False, stands=True)
    report, made = removed(tmp_path / "in.mp4", tmp_path / "out.mp4", stands=True)
    plain = {**walker(True), "method": "opaque-blur"}
    redact_video(tmp_path / "in.mp4", tmp_path / "plain.mp4", [plain], "remove", crf=0)
    assert report["fell_back"] == {"removal": FRAMES}
    assert report["removed"]["shown"] == 0
    assert np.array_equal(made[0], lumas(tmp_path / "plain.mp4")[0])
