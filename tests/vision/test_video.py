"""Videos as frames: facts, the frame table, numbers, orientation, limits, damage."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from clips import make_clip, numbered_picture, read_number
from moretta_vision.media.errors import MediaError
from moretta_vision.media.sought import frames_at
from moretta_vision.media.video import frames, probe, strip, thumbnail
from moretta_vision.media.video_source import VideoLimits

VARIABLE = [0, 40, 80, 81, 200, 210, 500, 1000, 1040, 1041, 1042, 2000]


def numbers(path: Path, *window: Any) -> list[int]:
    return [read_number(frame.pixels) for frame in frames(path, *window)]


def test_every_displayed_frame_is_in_the_table_with_its_time(tmp_path: Path) -> None:
    info = probe(make_clip(tmp_path / "variable.mp4", VARIABLE))
    assert [float(t * info.time_base) for t in info.pts] == [t / 1000 for t in VARIABLE]
    assert info.n_frames == 12
    assert not info.notes


def test_frames_hidden_by_an_edit_list_are_not_in_the_table(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "trimmed.mp4", range(-80, 200, 40))
    info = probe(clip)
    assert info.n_frames == 5
    assert numbers(clip) == [2, 3, 4, 5, 6]
    assert info.notes == ["The file announces 7 frames; 5 are shown."]


@pytest.mark.parametrize("ending", ["mp4", "mkv", "ts", "mov"])
@pytest.mark.parametrize("start", [0, 1, 11, 12, 13, 59])
def test_a_late_start_reached_by_seeking_gives_the_frames_of_those_numbers(
    tmp_path: Path, ending: str, start: int
) -> None:
    clip = make_clip(tmp_path / f"clip.{ending}", range(0, 60 * 40, 40), options={"g": "12"})
    found = list(frames(clip, start, start + 3, probe(clip).pts))
    wanted = list(range(start, min(60, start + 3)))
    assert [f.index for f in found] == wanted
    assert [read_number(f.pixels) for f in found] == wanted


@pytest.mark.parametrize(
    ("ending", "group", "reached"),
    [("mp4", 25, [0, 130, 133, 249]), ("ts", 25, [0, 130, 133, 249]), ("mkv", 250, [0])],
)
def test_single_frames_are_reached_by_decoding_no_more_than_is_allowed(
    tmp_path: Path, ending: str, group: int, reached: list[int]
) -> None:
    options = {"g": str(group), "sc_threshold": "0"}
    clip = make_clip(tmp_path / f"long.{ending}", range(0, 250 * 40, 40), options=options)
    times = [Fraction(40 * number, 1000) for number in (0, 130, 133, 249)]
    found = list(frames_at(clip, times, most=90))
    assert [read_number(one) for one in found if one is not None] == reached


def test_a_table_that_is_not_the_files_leads_to_frames_counted_from_the_beginning(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4")
    wrong = [t + 7 for t in probe(clip).pts]
    assert [read_number(f.pixels) for f in frames(clip, 5, 8, wrong)] == [5, 6, 7]


# Degrees counter-clockwise, left-right mirror, top-bottom mirror, as the writer of the clip says it.
ORIENTATIONS = [
    (90, False, False),
    (180, False, False),
    (-90, False, False),
    (0, True, False),
    (90, True, False),
]


@pytest.mark.parametrize("turn", ORIENTATIONS, ids=str)
def test_frames_are_upright(tmp_path: Path, turn: tuple[int, bool, bool]) -> None:
    clip = make_clip(tmp_path / "turned.mp4", [0, 40], rotate=turn)
    degrees, left_right, top_bottom = turn
    # FFmpeg turns first and mirrors then (av_display_matrix_flip).
    upright = np.rot90(numbered_picture(0), degrees // 90)
    upright = upright[:: -1 if top_bottom else 1, :: -1 if left_right else 1]
    found = next(iter(frames(clip))).pixels
    info = probe(clip)
    assert (info.height, info.width) == upright.shape[:2] == found.shape[:2]
    assert np.abs(found.astype(int) - upright).mean() < 6


@pytest.mark.parametrize("pix_fmt", ["yuv420p", "yuv422p10le", "gray"])
def test_frames_that_are_reduced_say_how_much_larger_the_whole_is(tmp_path: Path, pix_fmt: str) -> None:
    source = make_clip(tmp_path / "clip.mkv", size=(192, 64), codec="ffv1", pix_fmt=pix_fmt)
    whole, reduced = list(frames(source, 20, 22)), list(frames(source, 20, 22, long_side=96))
    assert [(frame.index, frame.pts, read_number(frame.pixels)) for frame in reduced] == [
        (frame.index, frame.pts, read_number(frame.pixels)) for frame in whole
    ]
    assert reduced[0].pixels.shape == (32, 96, 3) and reduced[0].scale == (2, 2)
    assert whole[0].scale == (1, 1)
    shrunk = cv2.resize(whole[0].pixels, (96, 32), interpolation=cv2.INTER_AREA)
    assert np.abs(shrunk[:14].astype(int) - reduced[0].pixels[:14]).mean() < 2


def test_a_clip_knows_what_it_is(tmp_path: Path) -> None:
    tags = {"color_primaries": 1, "color_trc": 1, "colorspace": 1, "color_range": 2}
    clip = make_clip(
        tmp_path / "clip.mkv",
        pix_fmt="yuv422p10le",
        aspect=Fraction(4, 3),
        colour=tags,
        sounds=["flac", "aac"],
    )
    info = probe(clip)
    assert (info.codec, info.pix_fmt, info.bit_depth) == ("h264", "yuv422p10le", 10)
    assert info.colour == (1, 1, 1, 2)
    assert info.sample_aspect_ratio == Fraction(4, 3)
    assert [track.codec for track in info.audio] == ["flac", "aac"]
    assert info.fps == 25
    assert info.facts()["duration"] == pytest.approx(0.96)


def test_thumbnails_show_the_frames_asked_for(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", size=(640, 480))
    small = thumbnail(clip, 17, long_side=160)
    assert small.shape == (120, 160, 3)
    assert read_number(small) == 17
    assert {n: read_number(p) for n, p in strip(clip, [0, 9, 23], 80).items()} == {0: 0, 9: 9, 23: 23}


def test_a_thumbnail_beyond_the_end_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="clip.mp4 has no frame 99"):
        thumbnail(make_clip(tmp_path / "clip.mp4"), 99)


LIMITS = [
    (VideoLimits(pixels=1000), "frames of 96 × 64 pixels"),
    (VideoLimits(frames=10), "24 frames"),
    (VideoLimits(seconds=0.5), "hours"),
    (VideoLimits(working_seconds=-1), "seconds to decode"),
]


@pytest.mark.parametrize(("limits", "says"), LIMITS, ids=["pixels", "frames", "seconds", "working time"])
def test_what_is_too_large_is_refused_with_its_limit(tmp_path: Path, limits: VideoLimits, says: str) -> None:
    with pytest.raises(MediaError, match=says):
        probe(make_clip(tmp_path / "clip.mp4"), limits)


def test_limits_are_set_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clip = make_clip(tmp_path / "clip.mp4")
    monkeypatch.setenv("MORETTA_MAX_VIDEO_FRAMES", "10")
    with pytest.raises(MediaError, match="at most 10 are taken"):
        probe(clip)
    monkeypatch.setenv("MORETTA_MAX_VIDEO_FRAMES", "many")
    with pytest.raises(MediaError, match="MORETTA_MAX_VIDEO_FRAMES"):
        probe(clip)


UNUSABLE = {
    "empty.mp4": (b"", "empty"),
    "text.mp4": (b"hello" * 100, "cannot be opened"),
    "list.m3u8": (b"#EXTM3U\n#EXTINF:1,\nclip.mp4\n#EXT-X-ENDLIST\n", "cannot be opened"),
    "list.mp4": (b"ffconcat version 1.0\nfile clip.mp4\n", "cannot be opened"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_is_no_video_is_a_clear_error_and_opens_no_other_file(tmp_path: Path, name: str) -> None:
    content, says = UNUSABLE[name]
    make_clip(tmp_path / "clip.mp4")
    (tmp_path / name).write_bytes(content)
    with pytest.raises(MediaError, match=f"{name} .*{says}"):
        probe(tmp_path / name)


def test_a_missing_file_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="gone.mp4 cannot be opened"):
        probe(tmp_path / "gone.mp4")


def test_a_name_that_looks_like_a_protocol_is_only_a_name(tmp_path: Path) -> None:
    assert probe(make_clip(tmp_path / "plain.mp4").rename(tmp_path / "concat:a|b%03d.mp4")).n_frames == 24


ODD = {
    "audio_only.mp4": "no video stream",
    "empty.mp4": "empty",
    "truncated.mp4": "cannot be opened",
    "corrupt_mid.mp4": 56,
    "hevc10.mp4": 56,
    "mjpeg.avi": 56,
    "odd_size_444.mp4": 56,
    "one_frame.mp4": 1,
    "rot90.mp4": 56,
    "two_audio_subs.mov": 56,
    "vfr.mp4": 56,
    "vp9_opus.webm": 56,
}


@pytest.mark.parametrize("name", ODD)
def test_each_odd_video_is_usable_or_a_clear_error(testdata: Path, name: str) -> None:
    path, outcome = testdata / "odd_videos" / name, ODD[name]
    if isinstance(outcome, str):
        with pytest.raises(MediaError, match=f"{name} .*{outcome}"):
            probe(path)
    else:
        assert probe(path).n_frames == outcome


def test_damage_is_said_with_its_place(testdata: Path) -> None:
    info = probe(testdata / "odd_videos" / "corrupt_mid.mp4")
    assert info.damaged == [16]
    assert info.notes == ["The file is damaged: 1 error at frame 16."]


def test_a_damaged_file_decodes_the_same_every_time(testdata: Path) -> None:
    path = testdata / "odd_videos" / "corrupt_mid.mp4"
    once, again = list(frames(path)), list(frames(path))
    assert all(np.array_equal(a.pixels, b.pixels) for a, b in zip(once, again, strict=True))
