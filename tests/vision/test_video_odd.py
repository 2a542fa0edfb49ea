"""Videos as nobody should make them: each ends in a right copy, or in an error that says why."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from clips import make_clip, read_number
from moretta_vision.detect.base import Detections
from moretta_vision.detect.clip_search import Search, search
from moretta_vision.media import team
from moretta_vision.media.errors import MediaError
from moretta_vision.media.team import Team
from moretta_vision.media.upright import Frame
from moretta_vision.media.video import frames, probe
from moretta_vision.redact.video import output_name, redact_video

REGION = {
    "keyframes": [{"frame": 0, "shape": {"type": "box", "data": [11, 5, 27, 19]}}],
    "color": "ff00ff",
    "margin": 0,
}


def made(name: str, *args: Any, **how: Any) -> Callable[[Path], Path]:
    return lambda folder: make_clip(folder / name, *args, **how)


def bare(*parts: dict[str, Any]) -> Callable[[Path], Path]:
    """H.264 as it is, without a container and so without times: several clips, one after another."""

    def make(folder: Path) -> Path:
        pieces = [make_clip(folder / f"{n}.h264", range(0, 480, 40), **how) for n, how in enumerate(parts)]
        clip = folder / "bare.h264"
        clip.write_bytes(b"".join(piece.read_bytes() for piece in pieces))
        return clip

    return make


MENDED = "{} frames had no usable time and got one between the others."
SMALLER = "The frame size changes within the video; all frames are brought to the first one's size."
INTERLACED = "The video is interlaced. Its lines are all kept, but players are not told so any more."

# The clip, the numbers of its frames in order, what the first of its steps takes in seconds, and what is said of it.
RIGHT: dict[str, tuple[Callable[[Path], Path], list[int], Fraction, list[str]]] = {
    "a frame every ten seconds": (
        made("slow.mp4", [0, 10_000, 20_000]),
        [0, 1, 2],
        Fraction(10),
        [],
    ),
    "240 frames a second": (
        made("quick.mp4", range(24), time_base=Fraction(1, 240)),
        [*range(24)],
        Fraction(1, 240),
        [],
    ),
    "4K": (
        made("large.mp4", [0, 40], size=(3840, 2160), options={"preset": "ultrafast"}),
        [0, 1],
        Fraction(1, 25),
        [],
    ),
    "interlaced": (
        made("lines.mp4", options={"x264-params": "tff=1"}),
        [*range(24)],
        Fraction(1, 25),
        [INTERLACED],
    ),
    "missing timestamps": (bare({}), [*range(12)], Fraction(1, 25), [MENDED.format(12)]),
    "a size that changes": (
        bare({}, {"size": (128, 96)}),
        [*range(12), *range(12)],
        Fraction(1, 25),
        [MENDED.format(24), SMALLER],
    ),
    "negative timestamps": (
        made("early.ts", range(-2000, -1040, 40), container={"avoid_negative_ts": "disabled"}),
        [*range(24)],
        Fraction(1, 25),
        [],
    ),
    "an edit list": (
        made("trimmed.mp4", range(-80, 880, 40)),
        [*range(2, 24)],
        Fraction(1, 25),
        ["The file announces 24 frames; 22 are shown."],
    ),
}


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    """Two processes that share even these clips."""
    monkeypatch.setattr(team, "LEAST", 5)
    with Team(2) as both:
        yield both


def nobody(frame: Frame) -> list[Detections]:
    return [Detections.none()]


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("name", RIGHT)
def test_every_frame_comes_out_in_order_at_its_time_with_the_region_hidden(
    tmp_path: Path, name: str, shared: bool, two: Team
) -> None:
    make, numbers, step, notes = RIGHT[name]
    clip = make(tmp_path)
    before, out = probe(clip), tmp_path / "out" / output_name(clip)
    assert (
        search(Search(clip, nobody, ("faces-fast",), False, (0.5,)), two if shared else None).info == before
    )
    report = redact_video(clip, out, [REGION], table=before.pts, crf=20, team=two if shared else None)
    after = probe(out)
    times = [[(t - info.pts[0]) * info.time_base for t in info.pts] for info in (before, after)]
    assert times[0] == times[1] and times[0][1] == step
    assert (after.width, after.height) == (before.width, before.height)
    found = list(frames(out))
    assert [read_number(frame.pixels) for frame in found] == numbers
    for frame in found:
        assert (np.abs(frame.pixels[7:22, 13:36].astype(int) - [255, 0, 255]).max(axis=2) <= 60).all()
    assert report["notes"] == notes


def sound_only(folder: Path) -> Path:
    return _with_tone(folder / "sound.mp4", picture=False)


def without_frames(folder: Path) -> Path:
    return _with_tone(folder / "nothing.mkv", picture=True)


def _with_tone(clip: Path, picture: bool) -> Path:
    with av.open(str(clip), "w") as output:
        if picture:
            stream: Any = output.add_stream("libx264", rate=25)
            stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        track = output.add_stream("aac", rate=48000, layout="mono")
        tone = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        tone.sample_rate, tone.pts = 48000, 0
        output.mux(track.encode(tone))
        output.mux(track.encode(None))
    return clip


WRONG: dict[str, tuple[Callable[[Path], Path], str]] = {
    "only sound": (sound_only, "sound.mp4 holds no video stream, only audio"),
    "a stream without a frame": (without_frames, "nothing.mkv holds no frame that can be decoded"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_redacted_is_an_error_by_name_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    make, says = WRONG[name]
    clip = make(tmp_path)
    with pytest.raises(MediaError, match=says):
        redact_video(clip, tmp_path / f"out{clip.suffix}", [REGION])
    with pytest.raises(MediaError, match=says):
        probe(clip)
    assert [path.name for path in tmp_path.iterdir()] == [clip.name]
