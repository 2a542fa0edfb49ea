"""Hiding regions of a frame, and of a whole picture file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moretta_vision.catalogue import METHODS
from moretta_vision.geometry.shapes import bounds
from moretta_vision.media.errors import MediaError
from moretta_vision.media.images import read
from moretta_vision.redact.files import redact_image
from moretta_vision.redact.pixels import changed, mask_at, redact_frame
from moretta_vision.redact.regions import RegionError, parse_region


def region(outline: dict[str, Any], /, **how: Any) -> dict[str, Any]:
    return {"keyframes": [{"frame": 0, "shape": outline}], **how}


def box(x: float, y: float, w: float, h: float, **how: Any) -> dict[str, Any]:
    return region({"type": "box", "data": [x, y, w, h]}, **how)


def noise(*shape: int, dtype: Any = np.uint8) -> Any:
    return np.random.default_rng(0).integers(0, np.iinfo(dtype).max, shape).astype(dtype)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("drawn_as", ["box", "ellipse"])
@pytest.mark.parametrize(
    "shape, dtype", [((90, 120, 3), np.uint8), ((90, 120), np.uint8), ((90, 120, 3), np.uint16)]
)
def test_only_the_mask_changes_and_all_of_the_box_does(
    method: str, drawn_as: str, shape: tuple, dtype: Any
) -> None:
    before = noise(*shape, dtype=dtype)
    pixels = before.copy()
    mask = changed(
        redact_frame(pixels, [box(40.2, 30.7, 25, 20, method=method, shape=drawn_as, margin=0.1)]), 120, 90
    )
    assert np.array_equal(pixels[mask == 0], before[mask == 0])
    if method == "eye-bar":
        return
    assert (mask[30:51, 40:66] == 255).all()
    differs = (pixels != before)[30:51, 40:66]
    mask = mask[30:51, 40:66]
    assert (differs.any(axis=2) if differs.ndim == 3 else differs)[mask > 0].mean() > 0.97


def test_a_margin_is_a_share_of_the_larger_side_and_pixels_are_rounded_outward() -> None:
    mask = mask_at([box(20, 20, 20, 10, margin=0.13)], 0, 100, 60)  # 2.6 pixels on every side
    rows, columns = np.nonzero(mask)
    assert (columns.min(), columns.max() + 1, rows.min(), rows.max() + 1) == (17, 43, 17, 33)
    assert mask[17:33, 17:43].all()


def test_solid_takes_the_colour_in_every_depth() -> None:
    for pixels, expected in (
        (noise(40, 40, 3), [0x10, 0x80, 0xFF]),
        (noise(40, 40, 3, dtype=np.uint16), [0x1010, 0x8080, 0xFFFF]),
        (noise(40, 40), 153),
    ):
        redact_frame(pixels, [box(10, 10, 10, 10, color="ff8010", margin=0)])
        assert (pixels[10:20, 10:20] == expected).all()


PLACE, SIDE = st.floats(-5, 70), st.floats(2, 40)
OUTLINES = st.one_of(
    st.tuples(st.just("box"), st.lists(st.floats(3, 50), min_size=4, max_size=4)),
    st.tuples(
        st.sampled_from(["rotated_box", "ellipse"]),
        st.tuples(
            st.floats(-5, 70), st.floats(-5, 70), st.floats(2, 40), st.floats(2, 40), st.floats(-400, 400)
        ).map(list),
    ),
    st.tuples(
        st.just("polygon"),
        st.lists(st.tuples(st.floats(0, 64), st.floats(0, 64)).map(list), min_size=3, max_size=7),
    ),
)


def _inside(kind: str, data: Any, x: float, y: float) -> bool:
    """Whether a point lies in a shape, written down a second time and plainly."""
    if kind == "box":
        return data[0] <= x <= data[0] + data[2] and data[1] <= y <= data[1] + data[3]
    if kind == "polygon":
        inside, n = False, len(data)
        for i in range(n):
            (ax, ay), (bx, by) = data[i], data[(i + 1) % n]
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
        return inside
    angle = np.radians(data[4])
    u = (x - data[0]) * np.cos(angle) + (y - data[1]) * np.sin(angle)
    v = (y - data[1]) * np.cos(angle) - (x - data[0]) * np.sin(angle)
    if kind == "rotated_box":
        return bool(abs(u) <= data[2] / 2 and abs(v) <= data[3] / 2)
    return bool((2 * u / data[2]) ** 2 + (2 * v / data[3]) ** 2 <= 1)


@given(OUTLINES, st.sampled_from(["box", "ellipse", "rounded", "head"]), st.floats(0, 0.5))
@settings(max_examples=60, deadline=None)
def test_every_point_of_a_shape_lies_in_a_covered_pixel(shape: Any, drawn_as: str, margin: float) -> None:
    kind, data = shape
    mask = mask_at([region({"type": kind, "data": data}, shape=drawn_as, margin=margin)], 0, 64, 64)
    x, y, w, h = bounds({"type": kind, "data": data})
    for px, py in np.random.default_rng(5).uniform((x, y), (x + max(w, 0.1), y + max(h, 0.1)), (40, 2)):
        if 0 <= px < 64 and 0 <= py < 64 and _inside(kind, data, px, py):
            assert mask[int(py), int(px)], (px, py)


def test_an_ellipse_contains_the_grown_box() -> None:
    small = mask_at([box(30, 30, 20, 12, margin=0.2)], 0, 100, 100)
    around = mask_at([box(30, 30, 20, 12, margin=0.2, shape="ellipse")], 0, 100, 100)
    assert (around[small > 0] == 255).all()
    assert 1.3 < np.count_nonzero(around) / np.count_nonzero(small) < 1.9


def test_a_rounded_box_contains_the_grown_box_and_a_head_the_face_with_its_hair() -> None:
    small = mask_at([box(30, 50, 20, 24, margin=0.1)], 0, 100, 100)
    rounded = mask_at([box(30, 50, 20, 24, margin=0.1, shape="rounded")], 0, 100, 100)
    face = mask_at([box(30, 50, 20, 24, margin=0.1, shape="face")], 0, 100, 100)
    head = mask_at([box(30, 50, 20, 24, margin=0.1, shape="head")], 0, 100, 100)
    assert (rounded[small > 0] == 255).all() and not rounded[:, :20].any()
    assert (face[50:75, 40] == 255).all() and (face[62, 30:51] == 255).all() and face[47, 28] == 0
    assert (head[50:75, 30:51] == 255).all() and head[40, 40] == 255


def test_a_turned_face_has_its_hair_and_its_eyes_on_its_own_side() -> None:
    lying = region({"type": "rotated_box", "data": [50, 50, 20, 24, 90]}, shape="head")
    rows, columns = np.nonzero(mask_at([lying], 0, 100, 100))
    assert columns.max() - 50 > 50 - columns.min() and abs(rows.mean() - 50) < 1
    bar = mask_at([{**lying, "method": "eye-bar"}], 0, 100, 100)
    rows, columns = np.nonzero(bar)
    assert columns.min() >= 48 and np.ptp(rows) > 20


def test_an_outline_that_crosses_itself_leaves_no_hole() -> None:
    star = [[50 + 40 * np.cos(a), 50 + 40 * np.sin(a)] for a in np.arange(5) * 4 * np.pi / 5]
    mask = mask_at([region({"type": "polygon", "data": star}, margin=0)], 0, 100, 100)
    assert mask[45:55, 45:55].all()


def test_a_mask_is_pasted_at_its_offset_and_grown() -> None:
    shape = {"type": "mask", "data": {"x": 10, "y": 5, "size": [4, 3], "counts": "0<"}}
    exact = mask_at([region(shape, margin=0)], 0, 30, 30)
    assert np.array_equal(np.argwhere(exact).min(0), (5, 10)) and np.count_nonzero(exact) == 12
    assert np.count_nonzero(mask_at([region(shape, margin=0.5)], 0, 30, 30)) > 40


@pytest.mark.parametrize("method", ["gaussian", "mosaic"])
def test_overlapping_objects_are_redacted_once_from_the_original(method: str) -> None:
    before = noise(100, 140, 3)
    one, both = before.copy(), before.copy()
    redact_frame(one, [box(30, 20, 50, 50, method=method)])
    redact_frame(both, [box(60, 40, 20, 20, method=method), box(30, 20, 50, 50, method=method)])
    assert np.array_equal(
        one[mask_at([box(30, 20, 50, 50)], 0, 140, 100) > 0],
        both[mask_at([box(30, 20, 50, 50)], 0, 140, 100) > 0],
    )


@pytest.mark.parametrize("method", ["gaussian", "mosaic"])
def test_nothing_below_a_solid_colour_reaches_a_blur_beside_it(method: str) -> None:
    results = []
    for hidden in (0, 255):
        pixels = np.full((100, 140, 3), 128, np.uint8)
        pixels[30:60, 30:60] = hidden
        redact_frame(pixels, [box(50, 20, 50, 50, method=method), box(28, 28, 34, 34, method="solid")])
        results.append(pixels)
    assert np.array_equal(*results)


@pytest.mark.parametrize("method", ["gaussian", "mosaic"])
def test_strength_follows_the_object_not_the_pixels(method: str) -> None:
    rest = []
    for scale in (1, 4):
        pixels = np.kron(noise(60, 60), np.ones((scale, scale), np.uint8))
        redact_frame(pixels, [box(10 * scale, 10 * scale, 40 * scale, 40 * scale, method=method)])
        rest.append(float(pixels[20 * scale : 40 * scale, 20 * scale : 40 * scale].std()))
    assert rest[0] == pytest.approx(rest[1], rel=0.35)
    assert max(rest) < 25  # of 73 in the noise


def test_an_object_is_hidden_where_it_is_present() -> None:
    shape = {"type": "box", "data": [2, 2, 5, 5]}
    moving = {"keyframes": [{"frame": 2, "shape": shape}, {"frame": 5, "shape": None, "outside": True}]}
    hidden = [redact_frame(noise(20, 20, 3), [moving], frame) != [] for frame in range(7)]
    assert hidden == [False, False, True, True, True, False, False]


def test_an_object_outside_the_picture_changes_nothing() -> None:
    pixels = noise(20, 20, 3)
    assert redact_frame(pixels, [box(50, 50, 5, 5), box(-40, 0, 5, 5)]) == []


@pytest.mark.parametrize(
    "field, value",
    [
        ("method", "blur"),
        ("shape", "star"),
        ("margin", -1),
        ("margin", float("nan")),
        ("color", "red"),
        ("strength", 0),
        ("keyframes", []),
    ],
)
def test_a_wrong_setting_names_its_field(field: str, value: Any) -> None:
    with pytest.raises(RegionError, match=field) as caught:
        parse_region({**box(1, 1, 2, 2), field: value})
    assert caught.value.field == f"region.{field}"


def test_a_file_is_redacted_where_it_should_be_and_nowhere_else(testdata: Path, tmp_path: Path) -> None:
    source, target = testdata / "odd" / "thumb_gps.jpg", tmp_path / "deep" / "out.jpg"
    report = redact_image(source, target, [box(100, 80, 60, 70, color="FF00FF")])
    before, after = read(source).pixels.astype(float), read(target).pixels.astype(float)
    inside = after[80:150, 100:160]
    assert np.abs(inside - (255, 0, 255)).mean() < 3
    outside = mask_at([box(100, 80, 60, 70, margin=0.4)], 0, 500, 375) == 0
    assert 10 * np.log10(255**2 / ((after - before)[outside] ** 2).mean()) > 42
    assert report["hidden"] == 1 and report["format"] == "jpeg" and not report["copied"]
    assert report["hidden_share"] == pytest.approx(81 * 91 / 375 / 500, rel=0.05)
    assert [path.name for path in target.parent.iterdir()] == ["out.jpg"]


def test_a_file_with_nothing_to_hide_is_copied_without_its_metadata(testdata: Path, tmp_path: Path) -> None:
    report = redact_image(testdata / "odd" / "thumb_gps.jpg", tmp_path / "out.jpg", [])
    assert report["copied"] and report["hidden"] == 0
    assert b"Exif" not in (tmp_path / "out.jpg").read_bytes()


def test_a_failed_redaction_writes_nothing(testdata: Path, tmp_path: Path) -> None:
    with pytest.raises(MediaError):
        redact_image(testdata / "odd" / "broken_stream.png", tmp_path / "out.png", [])
    with pytest.raises(RegionError):
        redact_image(testdata / "odd" / "exif_1.jpg", tmp_path / "out.jpg", [box(1, 1, 5, 5, method="blur")])
    assert list(tmp_path.iterdir()) == []
