"""Faces and heads of nobody in place of somebody's: what they take from whom, and when they are not drawn."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from moretta_vision.cli import main
from moretta_vision.detect import load
from moretta_vision.media.display_matrix import Orientation
from moretta_vision.media.planes import views
from moretta_vision.media.video import probe
from moretta_vision.redact.files import redact_image
from moretta_vision.redact.pixels import mask_at, redact_frame
from moretta_vision.redact.planar import covered_parts, hide
from moretta_vision.redact.regions import RegionError, parse_regions
from moretta_vision.redact.segments import redact_part
from moretta_vision.redact.video import redact_video

METHODS = ("replace-face", "replace-head")
BOX = [110.0, 70.0, 90.0, 110.0]
MARKS = [[138, 115], [178, 115], [158, 138], [142, 157], [175, 157]]


@pytest.fixture(scope="module", autouse=True)
def weights(models_dir: Path) -> Iterator[None]:
    """The product finds the weights for tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MORETTA_MODELS_DIR", str(models_dir))
        yield


def person(method: str, **how: Any) -> dict[str, Any]:
    keyframe = {"frame": 0, "shape": {"type": "box", "data": BOX}}
    return {
        "keyframes": [keyframe],
        "method": method,
        "shape": "face",
        "landmarks": {"0": MARKS},
        "seed": 5,
        **how,
    }


def surroundings(shape: tuple[int, ...], dtype: Any) -> Any:
    """Smooth noise around a neck, 320 × 300."""
    top = np.iinfo(dtype).max
    noise = np.random.default_rng(0).uniform(0.3, 0.6, shape).astype(np.float32)
    picture = cv2.GaussianBlur(noise, (0, 0), 3)
    picture[190:, 120:200] = (0.45, 0.55, 0.72) if len(shape) == 3 else 0.6
    return (picture * top).astype(dtype)


def filled(seed: int, hidden: np.ndarray, shape: tuple[int, ...], dtype: Any) -> Any:
    """The surroundings, with other noise for each seed where something is hidden."""
    picture = surroundings(shape, dtype)
    noise = np.random.default_rng(seed).integers(0, np.iinfo(dtype).max, shape).astype(dtype)
    picture[hidden > 0] = noise[hidden > 0]
    return picture


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("shape", [(300, 320, 3), (300, 320)], ids=["colour", "grey"])
@pytest.mark.parametrize("method", METHODS)
def test_two_people_with_the_same_outline_and_pose_become_the_same(
    method: str, shape: tuple[int, ...], dtype: Any
) -> None:
    region = person(method)
    hidden = mask_at([region], 0, 320, 300)
    results = []
    for seed in (1, 2):
        picture, fell = filled(seed, hidden, shape, dtype), []
        redact_frame(picture, [region], 0, fell)
        assert not fell
        results.append(picture)
    assert np.array_equal(*results)


def test_how_sharp_a_drawn_face_is_has_nothing_of_who_was_there() -> None:
    region = person("replace-face")
    hidden = mask_at([region], 0, 320, 300)
    near = cv2.dilate(hidden, np.ones((13, 13), np.uint8))
    edged = cv2.GaussianBlur(np.where(near[..., None] > 0, 200, 60).astype(np.uint8).repeat(3, 2), (0, 0), 1)
    results = []
    for inside in (0, 255):
        picture = edged.copy()
        picture[hidden > 0] = inside
        redact_frame(picture, [region])
        results.append(picture)
    assert np.array_equal(*results)


@pytest.mark.parametrize("turn", [Orientation(), Orientation(True, True, False)], ids=["upright", "turned"])
@pytest.mark.parametrize("format_", ["yuv420p", "yuv420p10le"])
@pytest.mark.parametrize("method", METHODS)
def test_so_they_do_in_videos(method: str, format_: str, turn: Orientation) -> None:
    results = []
    for seed in (1, 2):
        picture = av.VideoFrame(*turn.size(320, 300), format_)
        parts = covered_parts(picture, parse_regions([person(method)]), 0, turn)
        ((_, part),) = parts
        for view in views(picture):
            bits = picture.format.components[0].bits
            view[...] = np.random.default_rng(0).integers(0, 1 << bits, view.shape)
            rows, columns = (
                slice(s.start * len(view) // picture.height, s.stop * len(view) // picture.height)
                for s in part.window
            )
            step = picture.height // len(view)
            inside = np.random.default_rng(seed).integers(0, 1 << bits, view.shape).astype(view.dtype)
            np.copyto(view[rows, columns], inside[rows, columns], where=part.mask[::step, ::step] > 0)
        hide(picture, parts)
        results.append([view.copy() for view in views(picture)])
    assert all(np.array_equal(one, other) for one, other in zip(*results, strict=True))


@pytest.mark.parametrize("method", METHODS)
def test_a_detector_sees_a_face_where_none_was(method: str) -> None:
    picture = surroundings((300, 320, 3), np.uint8)
    redact_frame(picture, [person(method)])
    (found,) = load("yunet").detect([picture])
    assert len(found) == 1
    x, y, w, h = found.boxes[0]
    assert abs(x + w / 2 - 158) < 15 and abs(y + h / 2 - 135) < 25


def test_a_drawn_face_is_as_soft_as_the_picture_around_it() -> None:
    def detail(blur: float) -> float:
        picture = surroundings((300, 320, 3), np.uint8)
        squares = np.add.outer(np.arange(300) // 20, np.arange(320) // 20) % 2 > 0
        picture[squares] = 230 - picture[squares] // 2
        if blur:
            picture = cv2.GaussianBlur(picture, (0, 0), blur)
        redact_frame(picture, [person("replace-head")])
        face = picture[95:175, 125:190].astype(np.float32)
        return float(np.abs(face - cv2.GaussianBlur(face, (0, 0), 1)).mean())

    assert detail(3) < 0.7 * detail(0)


def test_beside_a_drawn_head_what_is_around_goes_on_with_its_detail() -> None:
    picture = np.random.default_rng(0).integers(60, 200, (300, 320, 3)).astype(np.uint8)
    picture = cv2.GaussianBlur(picture, (0, 0), 1.5)
    region = person("replace-head", shape="head")
    hidden = mask_at([region], 0, 320, 300)
    rim = (hidden > 0) & (cv2.erode(hidden, np.ones((15, 15), np.uint8)) == 0)
    before = picture.astype(float)
    redact_frame(picture, [region])
    after = picture.astype(float)

    def detail(pixels: Any) -> float:
        return float(np.abs(pixels - cv2.GaussianBlur(pixels, (0, 0), 4))[rim].mean())

    assert detail(after) > 0.6 * detail(before)


def test_writing_and_wires_beside_a_drawn_head_are_not_seen_twice() -> None:
    picture = np.full((300, 320, 3), (205, 210, 212), np.uint8)
    region = person("replace-head", shape="head")
    hidden = mask_at([region], 0, 320, 300)
    left = int(np.flatnonzero(hidden.any(axis=0))[0])
    picture[:, left - 9 : left - 7] = 30
    for row in range(20, 280, 24):
        cv2.putText(picture, "MASK", (left - 56, row), cv2.FONT_HERSHEY_PLAIN, 1, (40, 40, 40), 1)
    redact_frame(picture, [region])
    beside = np.zeros(hidden.shape, bool)
    beside[90:150, left + 4 : left + 16] = True  # the drawn head begins further in
    luma = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)[beside & (hidden > 0)].astype(float)
    assert luma.std() < 15 and luma.min() > 130


@pytest.mark.parametrize("quarters", [0, 1])
def test_folds_of_a_curtain_stay_straight_beside_a_drawn_head(quarters: int) -> None:
    stripes = (150 + 18 * np.sin(np.arange(320) * 2 * np.pi / 14)).astype(np.uint8)
    picture = np.repeat(np.broadcast_to(stripes, (300, 320))[..., None], 3, axis=2).copy()
    region = person("replace-head", shape="head")
    hidden = mask_at([region], 0, 320, 300)
    left = int(np.flatnonzero(hidden.any(axis=0))[0])
    if quarters:  # level ones
        picture = np.repeat(np.repeat(stripes[:300, None, None], 320, axis=1), 3, axis=2)
    redact_frame(picture, [region])
    beside = picture[90:150, left + 5 : left + 15, 1].astype(float)
    along = beside.std(axis=quarters).mean()
    across = beside.std(axis=1 - quarters).mean()
    assert across > 6 and along < 0.6 * across


def test_a_collar_ends_at_the_neck_and_not_in_a_haze() -> None:
    picture = np.full((300, 320, 3), 225, np.uint8)
    picture[215:] = (90, 40, 30)
    region = person("replace-head", shape="head")
    hidden = mask_at([region], 0, 320, 300)
    redact_frame(picture, [region])
    luma = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    for column in (115, 195):  # beside the neck
        seen = luma[170:, column][hidden[170:, column] > 0]
        assert np.count_nonzero((seen > 80) & (seen < 190)) <= 8


def test_a_bald_head_gets_no_hair_under_its_forehead() -> None:
    picture = np.full((300, 320, 3), (200, 190, 180), np.uint8)
    cv2.ellipse(picture, (155, 120), (75, 110), 0, 0, 360, (115, 140, 184), -1)
    picture[190:, 120:200] = (115, 140, 184)
    redact_frame(picture, [person("replace-face")])
    assert picture[46:66, 140:172, 2].min() > 0.6 * 184


def test_where_cloth_is_under_a_drawn_head_it_ends_in_a_line_over_the_neck() -> None:
    picture = np.full((300, 320, 3), (200, 190, 180), np.uint8)
    picture[190:] = (90, 40, 30)  # a dark blue jumper
    redact_frame(picture, [person("replace-head", shape="head")])
    under_chin = cv2.cvtColor(picture[190:240, 150:166], cv2.COLOR_BGR2GRAY).astype(float).mean(axis=1)
    between = (under_chin > 50) & (under_chin < 125)
    assert under_chin[10] > 125 and under_chin[-1] < 50
    assert np.count_nonzero(between[10:]) <= 5


def test_a_neck_goes_on_where_skin_is_under_it() -> None:
    picture = np.full((300, 320, 3), (200, 190, 180), np.uint8)
    picture[180:, 110:210] = (115, 140, 184)
    redact_frame(picture, [person("replace-face")])
    assert picture[195:230, 145:170, 2].min() > 0.6 * 184


def test_hair_above_a_drawn_face_hangs_in_without_a_gap() -> None:
    picture = np.full((300, 320, 3), (225, 220, 215), np.uint8)
    cv2.ellipse(picture, (155, 120), (72, 92), 0, 0, 360, (30, 34, 40), -1)
    region = person("replace-face")
    top = int(np.flatnonzero(mask_at([region], 0, 320, 300)[:, 155])[0])
    redact_frame(picture, [region])
    assert cv2.cvtColor(picture[top : top + 14, 140:170], cv2.COLOR_BGR2GRAY).max() < 130


def test_many_people_are_drawn() -> None:
    def face(seed: int) -> Any:
        picture = surroundings((300, 320, 3), np.uint8)
        redact_frame(picture, [person("replace-head", seed=seed)])
        return picture[60:200, 100:210].astype(float)

    faces = [face(seed) for seed in range(8)]
    assert min(np.abs(one - other).mean() for one, other in itertools.combinations(faces, 2)) > 4


def test_no_dark_rim_is_left_where_dark_hair_of_a_drawn_face_becomes_light() -> None:
    picture = np.full((300, 320, 3), (92, 128, 160), np.uint8)  # blond
    picture[190:, 120:200] = (150, 174, 222)
    redact_frame(picture, [person("replace-face")])
    luma = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (0, 0), 1).astype(float)
    from_hair_to_skin = luma[62:98, 150:166]
    hair, skin = from_hair_to_skin[:4].mean(), from_hair_to_skin[-4:].mean()
    assert from_hair_to_skin.min() > 0.65 * min(hair, skin)


def test_nobody_has_skin_of_the_colour_of_a_wall() -> None:
    picture = np.full((300, 320, 3), (70, 150, 205), np.uint8)  # ochre, which some take for skin
    redact_frame(picture, [person("replace-face")])
    blue, green, red = picture[125:150, 150:166].reshape(-1, 3).mean(axis=0)
    assert blue > 0.68 * green and green > 0.68 * red


def test_red_cloth_is_not_taken_for_somebodys_neck() -> None:
    picture = np.full((300, 320, 3), (190, 180, 170), np.uint8)
    picture[170:] = (40, 35, 110)
    picture[190:, 135:180] = (115, 140, 184)
    redact_frame(picture, [person("replace-face")])
    cheeks = cv2.cvtColor(picture[125:150, 140:176], cv2.COLOR_BGR2GRAY)
    assert cheeks.mean() > 110


@pytest.mark.parametrize("behind", [(150, 90, 50), (30, 90, 40)], ids=["sky", "lawn"])
def test_nobody_has_hair_of_the_colour_of_the_sky_or_of_a_lawn(behind: tuple[int, int, int]) -> None:
    picture = np.full((300, 320, 3), behind, np.uint8)
    picture[190:, 120:200] = (115, 140, 184)
    redact_frame(picture, [person("replace-face")], 0)
    blue, green, red = picture[56:63, 145:165].reshape(-1, 3).mean(axis=0)
    assert red > green > blue


def test_in_a_turned_video_the_face_stands_upright() -> None:
    turn = Orientation(True, True, False)
    picture = av.VideoFrame(300, 320, "yuv444p")
    for view, level in zip(views(picture), (120, 128, 128), strict=True):
        view[...] = level
    hide(picture, covered_parts(picture, parse_regions([person("replace-face")]), 0, turn))
    upright = turn.apply(np.ascontiguousarray(views(picture)[0]))
    (found,) = load("yunet").detect([np.repeat(upright[..., None], 3, axis=2)])
    assert len(found) == 1 and abs(found.boxes[0][1] + found.boxes[0][3] / 2 - 135) < 25


def test_a_track_keeps_its_person_and_other_seeds_are_other_people() -> None:
    def drawn(seed: int, x: float) -> Any:
        picture = np.full((300, 320, 3), 120, np.uint8)
        marks = [[a + x, b] for a, b in MARKS]
        shape = {"type": "box", "data": [BOX[0] + x, *BOX[1:]]}
        redact_frame(
            picture,
            [
                person(
                    "replace-face", seed=seed, landmarks={0: marks}, keyframes=[{"frame": 0, "shape": shape}]
                )
            ],
        )
        return picture[40:220, int(80 + x) : int(240 + x)].astype(int)

    assert np.abs(drawn(1, 0) - drawn(1, 8)).mean() < 2
    assert np.abs(drawn(1, 0) - drawn(2, 0)).mean() > 5


@pytest.mark.parametrize(
    ("why", "marks", "size"),
    [
        ("turned far", [[118, 115], [127, 115], [96, 138], [118, 157], [125, 157]], 1.0),
        ("no face", [[138, 115], [139, 180], [20, 138], [190, 57], [100, 100]], 1.0),
        ("small", [[x * 0.25, y * 0.25] for x, y in MARKS], 0.25),
    ],
)
def test_who_cannot_be_drawn_gets_the_opaque_blur_and_is_counted(
    why: str, marks: list[list[float]], size: float, tmp_path: Path
) -> None:
    cv2.imwrite(str(tmp_path / "in.png"), surroundings((300, 320, 3), np.uint8))
    shape = {"type": "box", "data": [value * size for value in BOX]}
    how = {"keyframes": [{"frame": 0, "shape": shape}], "landmarks": {0: marks}}
    report = redact_image(tmp_path / "in.png", tmp_path / "out.png", [person("replace-face", **how)])
    redact_image(tmp_path / "in.png", tmp_path / "plain.png", [person("opaque-blur", **how)])
    assert report["fell_back"] == {"replace-face": 1}
    assert (tmp_path / "out.png").read_bytes() == (tmp_path / "plain.png").read_bytes()


@pytest.mark.parametrize(
    "value", [[1], {"0": [[1, 2]]}, {"0": [[1, "x"]] * 5}, {"0": [[1, float("nan")]] * 5}]
)
def test_landmarks_that_are_none_are_refused(value: Any) -> None:
    with pytest.raises(RegionError, match="landmarks"):
        parse_regions([person("replace-face", landmarks=value)])


def test_the_command_finds_faces_and_draws_others(tmp_path: Path, portrait: Path) -> None:
    assert main(["redact", str(portrait), "-o", str(tmp_path / "out"), "--method", "replace-face"]) == 0
    report = json.loads((tmp_path / "out" / "moretta-report.json").read_text())
    assert report["settings"]["shape"] == "face" and report["files"][0]["hidden"] >= 1
    assert not report["files"][0]["fell_back"]


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip in which a drawn person goes from left to right, lossless, a key frame every 8 frames."""
    path = tmp_path_factory.mktemp("walk") / "walk.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", 25, options={"crf": "0", "g": "8", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 400, 300, "yuv420p"
        scenery = cv2.resize(surroundings((300, 320, 3), np.uint8), (400, 300))
        for n in range(24):
            picture, marks = scenery.copy(), [[x + 2 * n, y] for x, y in MARKS]
            drawn = person(
                "replace-head", keyframes=[{"frame": 0, "shape": moved(2 * n)}], landmarks={0: marks}, seed=9
            )
            redact_frame(picture, [drawn])
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        container.mux(stream.encode(None))
    return path


def moved(x: float) -> dict[str, Any]:
    return {"type": "box", "data": [BOX[0] + x, *BOX[1:]]}


def decoded(path: Path) -> list[Any]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="yuv420p") for frame in container.decode(video=0)]


FOLLOWED = {
    "keyframes": [{"frame": 0, "shape": moved(0)}, {"frame": 23, "shape": moved(46)}],
    "method": "replace-face",
    "shape": "face",
    "margin": 0.1,
    "seed": 3,
}


@pytest.fixture(scope="module")
def whole(walk: Path) -> tuple[dict[str, Any], list[Any]]:
    """The report of the walk with another face, and its frames."""
    out = walk.with_name("whole.mp4")
    report = redact_video(walk, out, [FOLLOWED], "remove", table=probe(walk).pts, crf=0)
    return report, decoded(out)


def test_a_clip_looks_the_same_however_it_is_cut(walk: Path, whole: Any, tmp_path: Path) -> None:
    report, frames = whole
    redact_part(walk, tmp_path / "part.mp4", [FOLLOWED], probe(walk).pts, (8, 16), 0)
    assert report["fell_back"] == {} and report["redacted_frames"] == 24
    assert all(
        np.array_equal(*pair) for pair in zip(frames[8:16], decoded(tmp_path / "part.mp4"), strict=True)
    )


def test_a_drawn_face_neither_trembles_nor_flickers(walk: Path, whole: Any) -> None:
    def changes(frames: list[Any]) -> Any:
        faces = [frame[60:200, 80 + 2 * n : 220 + 2 * n].astype(float) for n, frame in enumerate(frames)]
        return np.mean([np.abs(one - other).mean() for one, other in itertools.pairwise(faces)])

    assert changes(whole[1]) < 1.5 * changes(decoded(walk)) + 0.5


def test_what_falls_back_in_a_clip_is_counted(walk: Path, tmp_path: Path) -> None:
    empty, gone = {"type": "box", "data": [300, 10, 80, 80]}, {"frame": 5, "shape": None, "outside": True}
    region = {**FOLLOWED, "keyframes": [{"frame": 0, "shape": empty}, gone]}
    report = redact_video(walk, tmp_path / "out.mp4", [region], "remove", crf=0)
    assert report["fell_back"] == {"replace-face": 5}


@pytest.fixture
def portrait(tmp_path: Path) -> Path:
    """A picture with one drawn person, who is nobody."""
    picture = surroundings((300, 320, 3), np.uint8)
    redact_frame(picture, [person("replace-head", seed=9)])
    cv2.imwrite(str(tmp_path / "portrait.png"), picture)
    return tmp_path / "portrait.png"
