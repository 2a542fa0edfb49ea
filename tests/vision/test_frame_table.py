"""The frame table: packing, and which frame is on screen when."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moretta_vision.media.frame_table import FrameClock, frame_at, pack, seconds_of, unpack

TIMES = st.lists(st.integers(-(2**40), 2**40), max_size=200).map(sorted)
VARIABLE = [512, 1024, 4096, 4100]
BASE = Fraction(1, 1024)


@given(TIMES)
def test_a_packed_table_unpacks_to_itself(pts: list[int]) -> None:
    assert unpack(pack(pts)) == pts


def test_an_hour_of_video_packs_into_a_few_hundred_bytes() -> None:
    assert len(pack([1001 * n for n in range(108_000)])) < 2_000


@pytest.mark.parametrize("junk", [b"", b"no table", pack([1, 2, 3])[:-3]])
def test_what_is_no_packed_table_is_refused(junk: bytes) -> None:
    with pytest.raises(ValueError, match="frame table"):
        unpack(junk)


@pytest.mark.parametrize(
    ("seconds", "frame"),
    [(-1.0, 0), (0.0, 0), (0.49, 0), (0.5, 1), (3.4, 1), (3.5, 2), (3.504, 3), (1e6, 3)],
)
def test_the_frame_on_screen_is_the_last_that_has_appeared(seconds: float, frame: int) -> None:
    assert frame_at(VARIABLE, BASE, seconds) == frame


def test_the_middle_of_a_frame_is_that_frame() -> None:
    starts = [seconds_of(VARIABLE, BASE, n) for n in range(len(VARIABLE))]
    middles = [(a + b) / 2 for a, b in zip(starts, [*starts[1:], starts[-1] + 1], strict=True)]
    assert [frame_at(VARIABLE, BASE, t) for t in middles] == [0, 1, 2, 3]


def test_missing_and_backward_times_are_mended_so_that_times_always_increase() -> None:
    clock = FrameClock(nominal_step=40)
    assert [clock.tick(t) for t in (None, 40, None, 60, 200)] == [0, 40, 80, 81, 200]
    assert clock.mended == 3
