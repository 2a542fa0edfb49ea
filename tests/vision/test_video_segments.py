"""A video rendered in parts and joined is the video rendered in one go."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from clips import make_clip, read_number
from moretta_vision.media.errors import MediaError, Stopped
from moretta_vision.media.planes import checksum, views
from moretta_vision.media.video import frames, probe
from moretta_vision.media.video_source import Decoded, VideoSource, decode_part
from moretta_vision.redact.segments import cuts, join, rate_for_parts, redact_part
from moretta_vision.redact.video import redact_video

VARIABLE = [*range(0, 800, 40), 801, 802, 860, 1000, 1400, *range(1440, 2400, 40), 2401, 2500]
REGION = {
    "keyframes": [
        {"frame": 3, "shape": {"type": "box", "data": [4, 4, 30, 20]}},
        {"frame": 40, "shape": {"type": "box", "data": [60, 20, 30, 20]}},
    ],
    "color": "FF00FF",
}
GROUPS = {"g": "10", "keyint_min": "10", "sc_threshold": "0"}
WRAP = 2**33 // 90
"""Milliseconds, after which a transport stream counts from 0 again."""

CLIPS: dict[str, dict[str, Any]] = {
    "h264.mp4": {"times": VARIABLE, "options": GROUPS, "sounds": ["aac"]},
    "without b-frames.mp4": {"times": VARIABLE, "options": {**GROUPS, "bf": "0"}},
    "turned.mov": {
        "times": VARIABLE,
        "options": GROUPS,
        "rotate": (90, False, False),
        "aspect": Fraction(4, 3),
    },
    "h264.mkv": {"times": VARIABLE, "options": GROUPS, "sounds": ["flac", "aac"]},
    "stream.ts": {"times": VARIABLE, "options": GROUPS, "sounds": ["aac"]},
    "whose times wrap.ts": {"times": [time + WRAP - 1500 for time in VARIABLE], "options": GROUPS},
    "ntsc.mp4": {"time_base": Fraction(1001, 30000), "times": range(60), "options": GROUPS},
    "lossless.mkv": {"times": VARIABLE, "codec": "ffv1"},
    "hevc.mp4": {
        "times": VARIABLE,
        "codec": "libx265",
        "options": {"x265-params": "log-level=none:keyint=10:min-keyint=10:open-gop=0"},
    },
    "vp9.webm": {"times": VARIABLE, "codec": "libvpx-vp9", "options": {"g": "10"}, "sounds": ["libopus"]},
    "av1.mp4": {"times": VARIABLE, "codec": "libsvtav1", "size": (128, 96), "options": {"g": "10"}},
}
NO_RATE = ("lossless.mkv",)


def samples(path: Path) -> list[list[np.ndarray]]:
    with av.open(str(path)) as container:
        return [[view.copy() for view in views(picture)] for picture in container.decode(video=0)]


def in_parts(clip: Path, out: Path, at: list[int], **how: Any) -> list[Path]:
    table, parts = probe(clip).pts, []
    for first, stop in zip(at, at[1:], strict=False):
        parts.append(out.with_name(f"part {first}{out.suffix}"))
        redact_part(clip, parts[-1], [REGION], table, (first, stop), **how)
    return parts


FACTS = (
    "width",
    "height",
    "rotation",
    "n_frames",
    "container",
    "codec",
    "pix_fmt",
    "colour",
    "sample_aspect_ratio",
)


@pytest.mark.parametrize("name", [name for name in CLIPS if name not in NO_RATE])
def test_the_join_has_every_frame_once_at_its_time_as_its_part_has_it(tmp_path: Path, name: str) -> None:
    clip, out = make_clip(tmp_path / name, **CLIPS[name]), tmp_path / "out" / name
    table = probe(clip).pts
    at = cuts(clip, table, 8)
    assert len(at) > 3 and at[0] == 0 and at[-1] == len(table)
    parts = in_parts(clip, out, at, crf=20)
    join(clip, out, parts, at, table)
    redact_video(clip, tmp_path / "whole" / name, [REGION], table=table, crf=20)
    joined, whole = probe(out), probe(tmp_path / "whole" / name)
    assert {f: getattr(joined, f) for f in (*FACTS, "audio")} == {
        f: getattr(whole, f) for f in (*FACTS, "audio")
    }
    assert [(t - joined.pts[0]) * joined.time_base for t in joined.pts] == [
        (t - whole.pts[0]) * whole.time_base for t in whole.pts
    ]
    with av.open(str(out)) as a, av.open(str(tmp_path / "whole" / name)) as b:
        assert a.streams.video[0].codec_context.codec_tag == b.streams.video[0].codec_context.codec_tag
    numbers = [[read_number(frame.pixels) for frame in frames(path)] for path in (clip, out)]
    assert numbers[0] == numbers[1]
    pieces = [picture for part in parts for picture in samples(part)]
    for ours, theirs in zip(samples(out), pieces, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True))


def test_what_is_coded_without_loss_is_the_same_to_the_last_sample(tmp_path: Path) -> None:
    """At CRF 0 x264 loses nothing, so that parts and whole can be compared."""
    clip = make_clip(tmp_path / "clip.mp4", VARIABLE, options=GROUPS)
    table = probe(clip).pts
    at = cuts(clip, table, 10)
    join(clip, tmp_path / "out.mp4", in_parts(clip, tmp_path / "out.mp4", at, crf=0), at, table)
    redact_video(clip, tmp_path / "whole.mp4", [REGION], table=table, crf=0)
    for ours, theirs in zip(samples(tmp_path / "out.mp4"), samples(tmp_path / "whole.mp4"), strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True))


@pytest.mark.parametrize("audio", ["remove", "voices"])
def test_the_sound_of_the_join_is_that_of_the_whole(tmp_path: Path, audio: str) -> None:
    clip, out = (
        make_clip(tmp_path / "clip.mp4", VARIABLE, options=GROUPS, sounds=["aac"]),
        tmp_path / "out.mp4",
    )
    table = probe(clip).pts
    at = cuts(clip, table, 20)
    parts = in_parts(clip, out, at, crf=20)
    join(clip, out, parts, at, table, audio)
    whole = tmp_path / "whole.mp4"
    redact_video(clip, whole, [REGION], audio, table=table, crf=20)
    assert (probe(out).audio, times_of_sound(out)) == (probe(whole).audio, times_of_sound(whole))


def times_of_sound(path: Path) -> list[int | None]:
    with av.open(str(path)) as container:
        tracks = container.streams.audio
        return [packet.pts for packet in container.demux(*tracks) if packet.size] if tracks else []


def test_all_parts_share_the_rate_that_is_chosen_for_the_whole(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", VARIABLE, options=GROUPS)
    table = probe(clip).pts
    whole = redact_video(clip, tmp_path / "whole.mp4", [REGION], table=table)
    parts = rate_for_parts(clip, tmp_path / "out.mp4", [REGION], table).as_dict()
    # What x264 makes of pictures so small depends on what lay in memory beside them.
    assert {**parts, "size": 0, "ssim": 0} == {**whole["rate"], "size": 0, "ssim": 0}
    assert parts["size"] == pytest.approx(whole["rate"]["size"], rel=0.05)
    lossless = make_clip(tmp_path / "clip.mkv", VARIABLE, codec="ffv1")
    assert rate_for_parts(lossless, tmp_path / "out.mkv", [], table).crf is None


def test_joining_can_be_stopped(tmp_path: Path) -> None:
    clip, out = make_clip(tmp_path / "clip.mp4", VARIABLE, options=GROUPS), tmp_path / "out.mp4"
    table = probe(clip).pts
    at = cuts(clip, table, 20)
    parts = in_parts(clip, out, at, crf=30)
    with pytest.raises(Stopped):
        join(clip, out, parts, at, table, should_stop=lambda: True)
    assert not out.exists()


def test_a_part_that_is_missing_or_cut_off_is_an_error(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", VARIABLE, options=GROUPS)
    table = probe(clip).pts
    at = cuts(clip, table, 20)
    parts = in_parts(clip, tmp_path / "out.mp4", at, crf=30)
    with pytest.raises(MediaError, match="are not the whole video"):
        join(clip, tmp_path / "out.mp4", parts[1:], at[1:], table)
    with pytest.raises(MediaError, match="frames where"):
        join(clip, tmp_path / "out.mp4", [parts[0], parts[0]], [0, at[1], len(table)], table)
    redact_part(clip, parts[1], [REGION], table, (at[1], at[2]), 30, codec="h265")
    with pytest.raises(MediaError, match="were coded differently"):
        join(clip, tmp_path / "out.mp4", parts, at, table)
    assert not (tmp_path / "out.mp4").exists()


def test_a_damaged_video_is_not_rendered_in_parts(testdata: Path, tmp_path: Path) -> None:
    clip = testdata / "odd_videos" / "corrupt_mid.mp4"
    table = probe(clip).pts
    with pytest.raises(MediaError, match="cannot be worked on in parts"):
        redact_part(clip, tmp_path / "part.mp4", [], table, (0, len(table)), 20)
    assert not (tmp_path / "part.mp4").exists()


@pytest.mark.parametrize(
    ("name", "codec", "bframes"),
    [
        ("few times.mpg", "mpeg1video", "0"),
        ("few times.mpg", "mpeg2video", "2"),
        ("broadcast.ts", "mpeg2video", "2"),
    ],
)
def test_a_part_is_what_the_whole_is_or_refused(tmp_path: Path, name: str, codec: str, bframes: str) -> None:
    """Program streams have times at some of their frames only, and guessed ones depend on where one begins."""
    how = {"time_base": Fraction(1, 25), "options": {"g": "12", "bf": bframes, "b": "900k"}}
    clip = make_clip(tmp_path / name, range(150), codec=codec, **how)
    info = probe(clip, sums=True)
    came = 0
    for first in (1, 11, 12, 60, 125, 149):
        span = first, min(first + 30, 150)
        with VideoSource(clip) as source:
            try:
                items = [item for item in decode_part(source, info.pts, span) if isinstance(item, Decoded)]
                found = [(item.pts, checksum(item.picture)) for item in items]
            except MediaError:
                continue
        assert found == list(zip(info.pts, info.sums, strict=True))[slice(*span)]
        came += 1
    assert came == 6 or name.endswith(".mpg")
