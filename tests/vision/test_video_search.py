"""Searching a clip: several frames at once, with the same finds as one after another."""

import gc
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from clips import make_clip
from moretta_vision.cli import main
from moretta_vision.detect.files import find_in_pixels, find_in_video
from moretta_vision.detect.suppression import overlaps
from moretta_vision.media import ahead, images
from moretta_vision.media.ahead import side_by_side
from moretta_vision.media.video import frames
from moretta_vision.track import Track


def test_the_finds_do_not_depend_on_the_number_of_cores(
    testdata: Path, tmp_path: Path, with_models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = frames(testdata / "odd_videos" / "vfr.mp4", 0, 12)
    pictures = [frame.pixels for frame in seen]
    size = pictures[0].shape[1], pictures[0].shape[0]
    clip = make_clip(tmp_path / "clip.mp4", range(0, 480, 40), size=size, pictures=pictures)
    found = []
    for cores in (1, 3):
        monkeypatch.setattr(ahead, "available_cores", lambda cores=cores: cores)
        _, tracks = find_in_video(clip, {"faces-fast": ["face"]})
        found.append([(track.keyframes(100), track.scores) for track in tracks])
    assert found[0] and found[0] == found[1]


@pytest.mark.parametrize("preset", ["faces-fast", "faces-balanced"])
def test_finds_lie_where_they_are_in_frames_larger_than_what_is_looked_at(
    testdata: Path, tmp_path: Path, with_models: Path, preset: str
) -> None:
    small = next(frames(testdata / "videos" / "intel_classroom.mp4", 10, 11)).pixels
    picture = cv2.resize(small, (1920, 1080), interpolation=cv2.INTER_CUBIC)
    clip = make_clip(tmp_path / "clip.mp4", [0], size=(1920, 1080), pictures=[picture], options={"crf": "8"})
    chosen = {preset: ["face"]}
    (whole,) = find_in_pixels(picture, chosen, recipe="video")
    _, tracks = find_in_video(clip, chosen, tracking=False)
    found = np.array([track.boxes[0] for track in tracks], np.float32)
    assert len(whole) >= 3 and len(found) >= 3
    assert overlaps(whole.boxes[whole.scores > 0.6], found).max(axis=1).min() > 0.6


def test_without_tracking_only_what_was_found_at_a_frame_is_told(
    testdata: Path, with_models: Path, tmp_path: Path
) -> None:
    out, clip = tmp_path / "found.json", testdata / "odd_videos" / "vfr.mp4"
    assert main(["detect", str(clip), "-o", str(out), "--preset", "fast", "--tracking", "off"]) == 0
    rows = json.loads(out.read_text())["video_annotations"]
    assert len({row["track_id"] for row in rows}) == len(rows) > 56
    assert all(row["found"] == row["score"] >= 0.5 for row in rows)


def objects_of(kind: type) -> int:
    gc.collect()
    return sum(type(one) is kind for one in gc.get_objects())  # nothing is asked of what may be dying


def test_without_tracking_each_find_is_hidden_and_none_takes_an_object_of_its_own_meanwhile(
    testdata: Path, with_models: Path, tmp_path: Path
) -> None:
    clip = testdata / "odd_videos" / "vfr.mp4"
    before = objects_of(Track)
    info, tracks = find_in_video(clip, {"faces-fast": ["face"]}, tracking=False)
    assert objects_of(Track) <= before
    found = [(track.first, *track.boxes[track.first]) for track in tracks]
    assert len(found) == len(tracks) > 56
    how = ["--preset", "fast", "--tracking", "off", "--margin", "0", "--masks", str(tmp_path / "masks")]
    assert main(["redact", str(clip), "-o", str(tmp_path / "out"), *how]) == 0
    (told,) = json.loads((tmp_path / "out" / "moretta-report.json").read_text())["files"]
    assert told["hidden"] == len(found)
    for frame in frames(tmp_path / "masks" / told["masks"]):
        wanted = np.zeros((info.height, info.width), bool)
        for _, x, y, width, height in (one for one in found if one[0] == frame.index):
            wanted[round(y) : round(y + height), round(x) : round(x + width)] = True
        shown = frame.pixels[..., 0] > 0
        assert shown[wanted].all()
        assert not shown[cv2.dilate(wanted.astype(np.uint8), np.ones((7, 7), np.uint8)) == 0].any()


def test_whom_only_second_opinions_see_is_hidden_in_all_frames(
    testdata: Path, tmp_path: Path, with_models: Path
) -> None:
    picture = images.read(testdata / "faces" / "mask_maksssksksss752.jpg").pixels[:224]
    clip = make_clip(
        tmp_path / "clip.mp4",
        range(0, 1200, 40),
        size=(400, 224),
        pictures=[picture] * 30,
        options={"crf": "4"},
    )
    _, tracks = find_in_video(clip, {"faces-fast": ["face"]})

    def hides(box: tuple[float, float, float, float]) -> bool:
        x, y, width, height = box
        return x <= 351 <= x + width and y <= 33 <= y + height

    seldom = [track for track in tracks if list(track.scores) == [0, 12, 24]]
    (found,) = [track for track in seldom if hides(track.boxes[0])]
    assert (found.first, found.last) == (0, 29)
    assert all(hides(box) for box in found.boxes.values())


class Stop(Exception):
    """What somebody raises who wants the search to end."""


def test_a_search_ends_where_its_progress_raises(tmp_path: Path, with_models: Path) -> None:
    def stop(done: int, expected: int | None) -> None:
        if done == 3:
            raise Stop

    before = threading.active_count()
    with pytest.raises(Stop):
        find_in_video(make_clip(tmp_path / "clip.mp4"), {"faces-fast": ["face"]}, progress=stop)
    assert threading.active_count() == before


def test_results_come_in_order_and_only_a_few_items_are_taken_ahead() -> None:
    taken: list[int] = []
    turns = [threading.Event() for _ in range(12)]

    def items() -> Iterator[int]:
        for number in range(12):
            taken.append(number)
            yield number

    def work(number: int) -> int:
        if number % 2 == 0:  # each even one ends after the odd one that follows it
            turns[number + 1].wait(5)
        turns[number].set()
        return number * number

    for done, (number, square) in enumerate(side_by_side(work, items(), 3)):
        assert (number, square) == (done, done * done)
        assert len(taken) <= done + 4
    assert len(taken) == 12


def test_an_error_comes_in_its_place() -> None:
    def work(number: int) -> float:
        return 1 / number

    results = side_by_side(work, [2, 1, 0, 4], 2)
    assert [next(results)[1], next(results)[1]] == [0.5, 1]
    with pytest.raises(ZeroDivisionError):
        next(results)
