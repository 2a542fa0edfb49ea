import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moretta_vision.geometry.covering import (
    enclosing_ellipse,
    grow,
    reduce_to_keyframes,
)
from moretta_vision.geometry.hiding import is_hidden
from moretta_vision.geometry.interpolation import (
    keyframe_at,
    presence,
    shape_at,
    validate_keyframes,
)
from moretta_vision.geometry.packed import PackedKeyframes
from moretta_vision.geometry.shapes import (
    GeometryError,
    bounds,
    rounded,
    shape_box,
    validate_shape,
)

CASES = Path(__file__).parents[1] / "cases"


def table(name):
    return [pytest.param(row, id=row["name"]) for row in json.loads((CASES / name).read_text())]


def numbers(shape):
    data = shape["data"]
    if shape["type"] == "mask":
        return [data["x"], data["y"]]
    return [n for point in data for n in point] if shape["type"] == "polygon" else data


@pytest.mark.parametrize("row", table("interpolation.json"))
def test_a_shape_follows_from_its_keyframes(row):
    found = shape_at(row["keyframes"], row["frame"])
    if row["expected"] is None:
        assert found is None
        return
    assert found is not None and found["type"] == row["expected"]["type"]
    assert numbers(found) == pytest.approx(numbers(row["expected"]), abs=1e-6)


@pytest.mark.parametrize("row", table("hiding.json"))
def test_what_is_hidden_follows_from_decision_policy_and_score(row):
    assert is_hidden(row["decision"], row["score"], row["redacted"], row["threshold"]) is row["expected"]


def test_an_unknown_decision_is_never_taken_for_keep():
    with pytest.raises(ValueError, match="maybe"):
        is_hidden("maybe", 0.1, True, 0.5)


def test_an_interpolated_keyframe_keeps_the_earlier_ones_facts():
    keyframes = [
        {"frame": 0, "shape": {"type": "box", "data": [0, 0, 4, 4]}, "occluded": True, "score": 0.4},
        {"frame": 4, "shape": {"type": "box", "data": [4, 0, 4, 4]}, "score": 0.9},
    ]
    assert keyframe_at(keyframes, 2) == {
        "frame": 2,
        "shape": {"type": "box", "data": [2, 0, 4, 4]},
        "outside": False,
        "occluded": True,
        "score": 0.4,
    }
    assert keyframe_at(keyframes[1:], 2) is None


def test_presence_lists_the_ranges_between_outside_keyframes():
    shape = {"type": "box", "data": [0, 0, 4, 4]}
    keyframes = [
        {"frame": 2, "shape": shape},
        {"frame": 5, "shape": None, "outside": True},
        {"frame": 7, "shape": None, "outside": True},
        {"frame": 9, "shape": shape},
    ]
    assert presence(keyframes, 12) == [(2, 5), (9, 12)]
    assert presence(keyframes, 9) == [(2, 5)]
    assert [f for f in range(12) if shape_at(keyframes, f)] == [2, 3, 4, 9, 10, 11]


BAD_SHAPES = [
    (None, "shape"),
    ({"type": "circle", "data": [1, 2, 3]}, "type"),
    ({"type": "box", "data": [1, 2, 3]}, "data"),
    ({"type": "box", "data": "1234"}, "data"),
    ({"type": "box", "data": [1, 2, "3", 4]}, "data[2]"),
    ({"type": "box", "data": [1, 2, True, 4]}, "data[2]"),
    ({"type": "box", "data": [float("nan"), 2, 3, 4]}, "data[0]"),
    ({"type": "box", "data": [1, 2, 3, 1e300]}, "data[3]"),
    ({"type": "box", "data": [1, 2, 0, 4]}, "data[2]"),
    ({"type": "ellipse", "data": [1, 2, 3, -4, 0]}, "data[3]"),
    ({"type": "box", "data": [100, 2, 3, 4]}, "data"),
    ({"type": "box", "data": [-3, 2, 3, 4]}, "data"),
    ({"type": "polygon", "data": [[1, 1], [2, 2]]}, "data"),
    ({"type": "polygon", "data": [[1, 1], [2, 2], [1, 1]]}, "data"),
    ({"type": "polygon", "data": [[1, 1], [2, 2], [3]]}, "data[2]"),
    ({"type": "mask", "data": {"x": 0, "y": 0, "size": [2, 2], "counts": "01"}}, "data.counts"),
    ({"type": "mask", "data": {"x": 0, "y": 0, "size": [2, 2], "counts": "4"}}, "data.counts"),
    ({"type": "mask", "data": {"x": 0, "y": 0, "size": [2, 2], "counts": "\x7f"}}, "data.counts"),
    ({"type": "mask", "data": {"x": 0.5, "y": 0, "size": [2, 2], "counts": "04"}}, "data.x"),
    ({"type": "mask", "data": {"x": 0, "y": 0, "size": [0, 2], "counts": "04"}}, "data.size"),
]


@pytest.mark.parametrize(("shape", "field"), BAD_SHAPES, ids=str)
def test_a_bad_shape_is_refused_by_the_name_of_its_field(shape, field):
    with pytest.raises(GeometryError) as refused:
        validate_shape(shape, 100, 80)
    assert refused.value.field == field


def test_a_good_shape_comes_back_clean():
    shape = {"type": "box", "data": [-1, 2, 3, 4], "colour": "red"}
    assert validate_shape(shape, 100, 80) == {"type": "box", "data": [-1.0, 2.0, 3.0, 4.0]}


def test_masks_with_a_hole_are_read():
    # column by column: 1 off, 2 on, 1 off, 5 on, then what is left
    shape = {"type": "mask", "data": {"x": 3, "y": 4, "size": [3, 3], "counts": "121N"}}
    with pytest.raises(GeometryError):
        validate_shape(shape, 100, 80)
    shape["data"]["counts"] = "1213"  # the fourth run is written as difference to the second: 3 + 2 = 5
    assert validate_shape(shape, 100, 80) == shape
    assert bounds(shape) == (3, 4, 3, 3)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ({"type": "rotated_box", "data": [50, 50, 40, 20, 90]}, (40, 30, 20, 40)),
        ({"type": "rotated_box", "data": [50, 50, 20, 20, 45]}, (35.857864, 35.857864, 28.284271, 28.284271)),
        ({"type": "ellipse", "data": [50, 50, 40, 20, 90]}, (40, 30, 20, 40)),
        ({"type": "ellipse", "data": [50, 50, 20, 20, 45]}, (40, 40, 20, 20)),
        ({"type": "polygon", "data": [[1, 2], [5, 3], [2, 9]]}, (1, 2, 4, 7)),
    ],
    ids=str,
)
def test_bounds_enclose_the_shape(shape, expected):
    assert bounds(shape) == pytest.approx(expected)
    assert shape_box(shape)["type"] == "box" and shape_box(shape)["data"] == pytest.approx(expected)


def test_rounding_is_to_hundredths_and_knows_no_minus_zero():
    assert (
        json.dumps(rounded({"type": "box", "data": [-0.001, 1.005, 2.239, 3]})["data"])
        == "[0.0, 1.0, 2.24, 3.0]"
    )
    assert rounded({"type": "polygon", "data": [[0.123, 4], [1, 2], [3, 4.567]]})["data"][2] == [3.0, 4.57]


@pytest.mark.parametrize(
    ("keyframes", "field"),
    [
        ([], "keyframes"),
        ([{"frame": 3, "shape": {"type": "box", "data": [0, 0, 1, 1]}}], "keyframes[0].frame"),
        ([{"frame": 0, "shape": {"type": "box", "data": [0, 0, 0, 1]}}], "keyframes[0].shape.data[2]"),
        ([{"frame": 0, "shape": None, "outside": True}], "keyframes[0].outside"),
        ([{"frame": 0, "shape": None}], "keyframes[0].shape.shape"),
        ([{"frame": 1, "shape": {"type": "box", "data": [0, 0, 1, 1]}}] * 2, "keyframes[1].frame"),
        ([{"frame": 0, "shape": {"type": "box", "data": [0, 0, 1, 1]}, "score": 2}], "keyframes[0].score"),
    ],
    ids=str,
)
def test_bad_keyframes_are_refused_by_the_name_of_their_field(keyframes, field):
    with pytest.raises(GeometryError) as refused:
        validate_keyframes(keyframes, 3, 100, 80)
    assert refused.value.field == field


def test_a_margin_is_a_share_of_the_larger_side_on_every_side():
    assert grow([100, 100, 20, 40], 0.25) == [90, 90, 40, 60]


def test_the_enclosing_ellipse_holds_the_corners_of_its_box():
    cx, cy, width, height, degrees = enclosing_ellipse([10, 20, 30, 60])
    assert degrees == 0
    assert ((10 - cx) / (width / 2)) ** 2 + ((20 - cy) / (height / 2)) ** 2 == pytest.approx(1)


edges = st.floats(-500, 3000, allow_nan=False, width=32)
sides = st.floats(1, 800, allow_nan=False, width=32)


@settings(deadline=None, max_examples=150)
@given(
    st.dictionaries(st.integers(0, 400), st.tuples(edges, edges, sides, sides), min_size=1, max_size=60),
    st.floats(0, 20),
)
def test_keyframes_contain_every_box_and_little_more(boxes, tolerance):
    keyframes = reduce_to_keyframes(boxes, tolerance)
    frames = [k["frame"] for k in keyframes]
    assert frames == sorted(set(frames)) and set(frames) <= set(boxes)
    assert (frames[0], frames[-1]) == (min(boxes), max(boxes))
    for frame, (x, y, width, height) in boxes.items():
        shape = shape_at(keyframes, frame)
        assert shape is not None
        left, top, w, h = shape["data"]
        sticking_out = (left - x, top - y, x + width - left - w, y + height - top - h)
        assert max(sticking_out) <= 1e-4
        assert min(sticking_out) >= -tolerance - 0.03


def test_a_straight_way_needs_two_keyframes():
    boxes = {frame: (3.0 * frame, 100.0, 40.0, 50.0) for frame in range(500)}
    assert [k["frame"] for k in reduce_to_keyframes(boxes, 1.0)] == [0, 499]


def test_keyframes_in_few_bytes_say_the_same_at_every_frame():
    boxes = {frame: [frame % 17 * 3.0, frame * 0.5, 20.0, 30.0] for frame in range(3, 90)}
    keyframes = reduce_to_keyframes(boxes, 1.0)
    keyframes[0]["score"] = 0.75
    keyframes.append({"frame": 90, "shape": None, "outside": True, "score": None})
    packed = PackedKeyframes.of(keyframes)
    assert len(keyframes) > 10
    assert packed[-1] == keyframes[-1] and len(packed[2:]) == len(keyframes) - 2
    assert [shape_at(packed, frame) for frame in range(95)] == [
        shape_at(keyframes, frame) for frame in range(95)
    ]
    assert [keyframe_at(packed, frame) for frame in (3, 4, 89, 90)] == [
        keyframe_at(keyframes, frame) for frame in (3, 4, 89, 90)
    ]


def test_geometry_and_catalogue_import_no_pixels():
    code = (
        "import sys, moretta_vision.catalogue, moretta_vision.geometry.covering, moretta_vision.geometry.hiding;"
        "print([m for m in ('numpy', 'cv2', 'scipy', 'av', 'mediapipe') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
