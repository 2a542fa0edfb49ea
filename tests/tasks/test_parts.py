"""What names a part of a video holds just what is seen in it."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from moretta_tasks.parts import regions_within
from moretta_vision.geometry.interpolation import shape_at


@st.composite
def regions(draw: st.DrawFn) -> dict[str, Any]:
    numbers = sorted(draw(st.sets(st.integers(0, 30), min_size=1, max_size=6)))
    keyframes = []
    for n, frame in enumerate(numbers):
        outside = n > 0 and draw(st.booleans())
        data = [draw(st.integers(0, 50)), 0, 10, 10]
        shape = None if outside else {"type": "box", "data": data}
        keyframes.append({"frame": frame, "shape": shape, "outside": outside})
    return {"keyframes": keyframes}


spans = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@settings(max_examples=60, deadline=None)
@given(regions(), spans)
def test_within_a_part_an_object_looks_as_in_the_whole(region: dict[str, Any], span: tuple[int, int]) -> None:
    within = regions_within([region], span)
    for frame in range(*span):
        whole = shape_at(region["keyframes"], frame)
        assert (shape_at(within[0]["keyframes"], frame) if within else None) == whole
    seen = any(shape_at(region["keyframes"], frame) for frame in range(*span))
    assert bool(within) == seen


@settings(max_examples=30, deadline=None)
@given(regions(), spans, st.integers(0, 30))
def test_a_change_that_is_not_seen_in_a_part_leaves_its_name(
    region: dict[str, Any], span: tuple[int, int], at: int
) -> None:
    """An outside keyframe after the last one that shapes the part changes nothing in it."""
    last = region["keyframes"][-1]
    ended = {"frame": max(last["frame"] + 1, span[1]) + at, "shape": None, "outside": True}
    other = {"keyframes": [*region["keyframes"], ended]}
    assert regions_within([other], span) == regions_within([region], span)
