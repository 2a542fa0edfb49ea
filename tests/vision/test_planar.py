"""Hiding in the planes: everything under an outline changes, nothing else does, in every sample format."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clips import make_clip
from moretta_vision.catalogue import METHODS, SHAPES
from moretta_vision.media.display_matrix import Orientation
from moretta_vision.media.planes import fresh_copy, subsampling, views
from moretta_vision.redact.outlines import Mask
from moretta_vision.redact.pixels import mask_at, united
from moretta_vision.redact.planar import covered_parts, hide
from moretta_vision.redact.regions import parse_regions
from moretta_vision.redact.samples import samples_of
from moretta_vision.redact.video import redact_video

FORMATS = ("yuv420p", "yuv422p", "yuv444p", "yuv420p10le", "yuv422p10le", "yuv444p12le", "gray", "gray10le")
number = st.floats(-8, 70, allow_nan=False)
length = st.floats(1, 40, allow_nan=False)
shapes = st.one_of(
    st.tuples(number, number, length, length).map(lambda data: {"type": "box", "data": list(data)}),
    st.tuples(number, number, length, length, st.floats(0, 359)).map(
        lambda data: {"type": "ellipse", "data": list(data)}
    ),
    st.tuples(number, number, length, length, st.floats(0, 359)).map(
        lambda data: {"type": "rotated_box", "data": list(data)}
    ),
    st.lists(st.tuples(number, number).map(list), min_size=3, max_size=6).map(
        lambda data: {"type": "polygon", "data": data}
    ),
)
orientations = st.builds(Orientation, st.booleans(), st.booleans(), st.booleans())


def region(outline: dict[str, Any], **how: Any) -> dict[str, Any]:
    return {"keyframes": [{"frame": 0, "shape": outline}], "margin": 0.1, **how}


regions = st.lists(
    st.builds(
        region,
        shapes,
        method=st.sampled_from(sorted(METHODS)),
        shape=st.sampled_from(SHAPES),
        color=st.sampled_from(["FF00FF", "1B1E24", "00C800"]),
    ),
    min_size=1,
    max_size=4,
)


def noise(width: int, height: int, format_: str, **tags: int) -> av.VideoFrame:
    picture = av.VideoFrame(width, height, format_)
    random = np.random.default_rng(width * height)
    for view in views(picture):
        view[...] = random.integers(0, 1 << picture.format.components[0].bits, view.shape)
    for name, value in tags.items():
        setattr(picture, name, value)
    return picture


def coarse(mask: Mask, across: int, down: int) -> np.ndarray:
    """Which samples of a plane stand for any masked pixel, found pixel by pixel."""
    height, width = mask.shape
    found = np.zeros((-(-height // down), -(-width // across)), bool)
    for y, x in zip(*mask.nonzero(), strict=True):
        found[y // down, x // across] = True
    return found


@given(
    st.sampled_from(FORMATS), st.integers(17, 64), st.integers(17, 64), orientations, regions, st.booleans()
)
@settings(max_examples=60, deadline=None)
def test_what_an_outline_touches_changes_and_nothing_else(
    format_: str, width: int, height: int, orientation: Orientation, given_: list[dict[str, Any]], solid: bool
) -> None:
    if solid:
        given_ = [{**one, "method": "solid", "color": "1B1E24"} for one in given_]
    picture = noise(width, height, format_)
    parts = covered_parts(picture, parse_regions(given_), 0, orientation)
    hidden = fresh_copy(picture)
    hide(hidden, parts)
    covered = united([part for _, part in parts], width, height)
    wanted = orientation.undo(mask_at(given_, 0, *orientation.size(width, height)))
    across, down = subsampling(picture)
    # Widened to whole chroma samples, and no further.
    samples = coarse(wanted, across, down)
    full = samples.repeat(down, axis=0).repeat(across, axis=1)[:height, :width]
    assert np.array_equal(covered > 0, full)
    colour = samples_of((0x24, 0x1E, 0x1B), picture)
    for plane, (before, after) in enumerate(zip(views(picture), views(hidden), strict=True)):
        inside = samples if plane else covered > 0
        assert np.array_equal(before[~inside], after[~inside])
        if solid:
            assert (after[inside] == colour[plane]).all()


@given(st.sampled_from(["yuv420p", "yuv422p10le", "gray"]), regions)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_lossless_file_keeps_every_sample_outside(
    tmp_path: Path, format_: str, given_: list[dict[str, Any]]
) -> None:
    clip = make_clip(tmp_path / "clip.mkv", (0, 40), size=(70, 50), codec="ffv1", pix_fmt=format_)
    given_ = [{**one, "method": "solid", "color": "FF00FF"} for one in given_]
    redact_video(clip, tmp_path / "out.mkv", given_)
    mask = mask_at(given_, 0, 70, 50)
    with av.open(str(clip)) as before, av.open(str(tmp_path / "out.mkv")) as after:
        for a, b in zip(before.decode(video=0), after.decode(video=0), strict=True):
            colour = samples_of((255, 0, 255), a)
            for plane, (old, new) in enumerate(zip(views(a), views(b), strict=True)):
                samples = coarse(mask, *subsampling(a))
                if not plane:
                    across, down = subsampling(a)
                    samples = samples.repeat(down, axis=0).repeat(across, axis=1)[:50, :70]
                assert (new[samples] == colour[plane]).all()
                assert np.array_equal(old[~samples], new[~samples])


def test_no_visual_method_reads_what_a_solid_colour_hides() -> None:
    hidden = []
    for secret in (16, 235):
        picture = noise(64, 48, "yuv420p")
        views(picture)[0][8:24, 8:24] = secret
        box = {"type": "box", "data": [8, 8, 16, 16]}
        around = {"type": "box", "data": [20, 4, 30, 30]}
        given_ = [region(around, method="gaussian"), region(box, method="solid")]
        hide(picture, covered_parts(picture, parse_regions(given_), 0, Orientation()))
        hidden.append([view.copy() for view in views(picture)])
    assert all(np.array_equal(a, b) for a, b in zip(*hidden, strict=True))


# ITU-R BT.601, BT.709, BT.2020: magenta by hand.
COLOURS = [
    ("yuv420p", 6, 1, (106, 202, 222)),
    ("yuv420p", 1, 1, (78, 214, 230)),
    ("yuv420p", 1, 2, (73, 226, 244)),
    ("yuv420p10le", 1, 1, (313, 857, 919)),
    ("yuv422p10le", 9, 1, (346, 835, 924)),
    ("yuvj420p", 6, 2, (105, 212, 235)),
    ("gray", 2, 2, (105,)),
    ("gray", 2, 1, (106,)),
]


@pytest.mark.parametrize(("format_", "matrix", "range_", "samples"), COLOURS)
def test_a_colour_is_put_in_the_matrix_range_and_depth_of_the_stream(
    format_: str, matrix: int, range_: int, samples: tuple[int, ...]
) -> None:
    picture = noise(32, 32, format_, colorspace=matrix, color_range=range_)
    assert samples_of((255, 0, 255), picture) == samples


@pytest.mark.parametrize("threads", [1, 4])
def test_a_copy_is_used_again_only_when_its_encoder_has_read_it(threads: int) -> None:
    """Some encoders read several pictures at once, long after they got them."""
    encoder: Any = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = 640, 480, "yuvj420p"
    encoder.time_base, encoder.thread_count, encoder.thread_type = Fraction(1, 25), threads, "FRAME"
    decoder: Any = av.CodecContext.create("mjpeg", "r")
    packets, copy, memory = [], None, set()
    for n in range(12):
        picture = av.VideoFrame(640, 480, "yuvj420p")
        for view in views(picture):
            view[...] = 16 * n
        copy = fresh_copy(picture, copy)
        memory.add(copy.planes[0].buffer_ptr)
        copy.pts, copy.time_base = n, Fraction(1, 25)
        packets += encoder.encode(copy)
    packets += encoder.encode(None)
    seen = [one for packet in (*packets, None) for one in decoder.decode(packet)]
    greys = [[round(view.mean() / 16) for view in views(one)] for one in seen]
    assert greys == [[n, n, n] for n in range(12)]
    assert (len(memory) == 1) == (threads == 1)


def test_captions_of_a_frame_without_regions_do_not_come_along(tmp_path: Path) -> None:
    secret = b"Ann was here on a Tuesday"
    clip = tmp_path / "clip.mp4"
    with av.open(str(clip), "w") as output:
        stream: Any = output.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for n in range(5):
            picture = noise(64, 48, "yuv420p")
            picture.pts, picture.time_base = n, Fraction(1, 25)
            for packet in stream.encode(picture):
                output.mux(packet)
        output.mux(stream.encode(None))
    content = clip.read_bytes()
    # x264 leaves its settings in user data of the first picture; a text of ours takes their place.
    at = content.index(b"x264 - core")
    clip.write_bytes(content[:at] + secret + content[at + len(secret) :])
    redact_video(clip, tmp_path / "out.mp4", [])
    assert secret in clip.read_bytes()
    assert secret not in (tmp_path / "out.mp4").read_bytes()
