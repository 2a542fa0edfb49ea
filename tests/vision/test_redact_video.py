"""Redacted videos: hidden where a region covers, and otherwise the same video."""

import gc
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from clips import make_clip, numbered_picture, read_number
from moretta_vision.media.errors import MediaError, Stopped
from moretta_vision.media.hdr import StaticHdr
from moretta_vision.media.video import frames, probe
from moretta_vision.redact.regions import RegionError
from moretta_vision.redact.video import output_name, redact_video

MAGENTA = np.array([255, 0, 255])
VARIABLE = [0, 40, 80, 81, 200, 210, 500, 1000, 1040, 1041, 1042, 2000]
EVEN = tuple(range(24))


def region(*keyframes: dict[str, Any], **settings: Any) -> dict[str, Any]:
    keys = list(keyframes) or [{"frame": 0, "shape": {"type": "box", "data": [11, 5, 27, 19]}}]
    return {"keyframes": keys, "method": "solid", "color": "ff00ff", "margin": 0, "shape": "box", **settings}


def is_filled(pixels: np.ndarray) -> np.ndarray:
    return np.abs(pixels.astype(int) - MAGENTA).max(axis=2) <= 60


def quality_outside(before: np.ndarray, after: np.ndarray, box: tuple[int, int, int, int]) -> float:
    """PSNR in dB outside the box grown by 10 pixels."""
    rest = np.ones(before.shape[:2], bool)
    x, y, w, h = box
    rest[max(0, y - 10) : y + h + 10, max(0, x - 10) : x + w + 10] = False
    error = ((before.astype(float) - after)[rest] ** 2).mean()
    return 10 * np.log10(255**2 / max(error, 1e-9))


# What has to come out as it went in; the times are those of every container that holds them.
CLIPS: dict[str, dict[str, Any]] = {
    "h264.mp4": {"times": VARIABLE},
    "ten bit.mp4": {"pix_fmt": "yuv420p10le"},
    "hevc.mp4": {"codec": "libx265", "pix_fmt": "yuv420p10le", "options": {"x265-params": "log-level=none"}},
    "av1.mp4": {"codec": "libsvtav1", "size": (128, 96)},
    "odd.mp4": {"pix_fmt": "yuv444p", "size": (97, 65)},
    "grey.mp4": {"pix_fmt": "gray"},
    "ntsc.mp4": {"time_base": Fraction(1001, 30000), "times": EVEN},
    "turned.mov": {"rotate": (90, False, False)},
    "mirrored.mp4": {"rotate": (90, True, False)},
    "wide pixels.mp4": {"aspect": Fraction(4, 3)},
    "tags.mov": {"colour": {"color_primaries": 1, "color_trc": 1, "colorspace": 1, "color_range": 1}},
    "full.mp4": {"colour": {"color_primaries": 9, "color_trc": 14, "colorspace": 9, "color_range": 2}},
    "prores.mov": {"codec": "prores_ks", "pix_fmt": "yuv422p10le", "sounds": ["pcm_s16le"]},
    "sounds.mkv": {"times": VARIABLE, "sounds": ["flac", "aac"]},
    "lossless.mkv": {"codec": "ffv1", "pix_fmt": "yuv422p10le"},
    "vp9.webm": {"times": VARIABLE, "codec": "libvpx-vp9", "sounds": ["libopus"]},
    "late.ts": {"sounds": ["aac"]},
    "mjpeg.avi": {"codec": "mjpeg", "pix_fmt": "yuvj422p", "time_base": Fraction(1, 25), "times": EVEN},
    "mpeg4.avi": {"codec": "mpeg4", "time_base": Fraction(1, 25), "times": EVEN, "sounds": ["libmp3lame"]},
    "h264.avi": {"options": {"bf": "0"}, "time_base": Fraction(1, 25), "times": EVEN},
}
FACTS = ("width", "height", "rotation", "n_frames", "container", "codec", "pix_fmt", "bit_depth", "colour")
FACTS += ("sample_aspect_ratio", "audio")
INSIDE = np.s_[
    7:22, 13:36
]  # where colour is kept for two pixels together, an edge may blend with its neighbour


@pytest.mark.parametrize("name", CLIPS)
def test_only_the_region_changes(tmp_path: Path, name: str) -> None:
    clip, out = make_clip(tmp_path / name, **CLIPS[name]), tmp_path / "out" / name
    redact_video(clip, out, [region()])
    before, after = probe(clip), probe(out)
    assert {k: getattr(after, k) for k in FACTS} == {k: getattr(before, k) for k in FACTS}
    times = [[(t - v.pts[0]) * v.time_base for t in v.pts] for v in (before, after)]
    assert times[0] == times[1]
    for a, b in zip(frames(clip), frames(out), strict=True):
        if before.pix_fmt == "gray":
            assert np.ptp(b.pixels[INSIDE].astype(int)) < 12
        else:
            assert is_filled(b.pixels[INSIDE]).all()
        assert quality_outside(a.pixels, b.pixels, (11, 5, 27, 19)) > 35


def test_a_rotation_the_container_cannot_carry_is_put_into_the_pixels(tmp_path: Path) -> None:
    turned = make_clip(tmp_path / "turned.mp4", rotate=(90, False, False), aspect=Fraction(4, 3))
    redact_video(turned, tmp_path / "out.mkv", [region()])
    before, after = probe(turned), probe(tmp_path / "out.mkv")
    assert (after.width, after.height, after.rotation) == (before.width, before.height, 0)
    assert after.sample_aspect_ratio == Fraction(3, 4)
    for a, b in zip(frames(turned), frames(tmp_path / "out.mkv"), strict=True):
        assert is_filled(b.pixels[INSIDE]).all()
        assert quality_outside(a.pixels, b.pixels, (11, 5, 27, 19)) > 35


def test_a_region_moves_with_its_keyframes_and_ends_where_it_is_outside(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", size=(192, 64))
    track = region(
        {"frame": 4, "shape": {"type": "box", "data": [0, 4, 24, 20]}},
        {"frame": 14, "shape": {"type": "box", "data": [100, 4, 24, 20]}},
        {"frame": 18, "shape": {"type": "box", "data": [100, 4, 24, 20]}, "outside": True},
    )
    report = redact_video(clip, tmp_path / "out.mp4", [track])
    lefts = {}
    for frame in frames(tmp_path / "out.mp4"):
        columns = is_filled(frame.pixels)[8:20].all(axis=0).nonzero()[0]
        if len(columns):
            lefts[frame.index] = int(columns[0])
    assert list(lefts) == list(range(4, 18))
    assert all(abs(lefts[n] - min(100, (n - 4) * 10)) <= 1 for n in lefts)
    assert report["redacted_frames"] == 14


def test_nothing_of_the_hidden_pixels_is_left_under_a_solid_colour(tmp_path: Path) -> None:
    """Two clips that differ only under the region give the same output."""
    outputs = []
    for secret in (0, 255):
        pictures = [numbered_picture(n) for n in range(24)]
        for picture in pictures:
            picture[6:23, 13:37] = secret
        clip = make_clip(tmp_path / f"{secret}.mkv", codec="ffv1", pix_fmt="yuv444p", pictures=pictures)
        redact_video(clip, tmp_path / f"out{secret}.mkv", [region()])
        outputs.append([f.pixels for f in frames(tmp_path / f"out{secret}.mkv")])
    assert all(np.array_equal(a, b) for a, b in zip(*outputs, strict=True))


def test_nothing_else_of_the_source_comes_along(tmp_path: Path, testdata: Path) -> None:
    secrets = {"title": "At home with Ann", "comment": "ann@example.org", "location": "+52.3702+004.8952/"}
    clip = make_clip(tmp_path / "clip.mov", metadata=secrets, sounds=["aac"])
    redact_video(clip, tmp_path / "out.mov", [region()])
    content = (tmp_path / "out.mov").read_bytes().lower()
    assert b"ann" in clip.read_bytes().lower()
    assert not [word for word in (b"ann", b"52.37") if word in content]
    with av.open(str(tmp_path / "out.mov")) as container:
        assert not {"title", "comment", "location", "creation_time"} & set(container.metadata)
    report = redact_video(testdata / "odd_videos" / "two_audio_subs.mov", tmp_path / "subs.mov", [])
    with av.open(str(tmp_path / "subs.mov")) as container:
        assert [s.type for s in container.streams] == ["video", "audio", "audio"]
    assert report["notes"] == ["1 subtitle track will be dropped."]


def test_sound_is_copied_sample_by_sample(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", sounds=["aac"])
    redact_video(clip, tmp_path / "out.mp4", [])

    def sound(path: Path) -> list[tuple[float, bytes]]:
        with av.open(str(path)) as container:
            return [(float(p.pts * p.time_base), bytes(p)) for p in container.demux(audio=0) if p.size]

    assert sound(tmp_path / "out.mp4") == sound(clip)


def test_sound_is_removed_when_asked(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", sounds=["aac"])
    assert redact_video(clip, tmp_path / "out.mp4", [], audio="remove")["audio"] == "removed"
    assert probe(tmp_path / "out.mp4").audio == []


NAMES = [
    ("clip.mp4", ["aac"], "clip.mp4"),
    ("clip.flv", ["aac"], "clip.flv.mp4"),
    ("clip.mpg", ["mp2"], "clip.mpg.mp4"),
    ("clip.nut", ["pcm_s16le"], "clip.nut.mkv"),
]


@pytest.mark.parametrize(("name", "sounds", "expected"), NAMES)
def test_what_cannot_be_written_gets_a_second_ending(
    tmp_path: Path, name: str, sounds: list[str], expected: str
) -> None:
    clip = (
        make_clip(tmp_path / name, times=EVEN, time_base=Fraction(1, 25), codec="mpeg4", sounds=sounds)
        if (name != "clip.flv")
        else make_clip(tmp_path / name, sounds=sounds)
    )
    out = tmp_path / "out" / output_name(clip)
    assert out.name == expected
    redact_video(clip, out, [region()])
    assert [read_number(f.pixels) for f in frames(out)] == list(range(24))
    assert len(probe(out).audio) == 1


def test_an_ending_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="out.wmv: videos are written as .mp4"):
        redact_video(make_clip(tmp_path / "clip.mp4"), tmp_path / "out.wmv", [])


def test_sound_that_does_not_fit_is_an_error_and_not_silence(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mkv", sounds=["flac"])
    with pytest.raises(MediaError, match="out.ts cannot hold sound coded as flac. Name it out.ts.mp4"):
        redact_video(clip, tmp_path / "out.ts", [])
    assert not (tmp_path / "out.ts").exists()


def test_a_frame_that_does_not_decode_shows_nothing_and_is_reported(testdata: Path, tmp_path: Path) -> None:
    report = redact_video(testdata / "odd_videos" / "corrupt_mid.mp4", tmp_path / "out.mp4", [])
    found = [f.pixels for f in frames(tmp_path / "out.mp4")]
    assert (len(found), report["blanked"]) == (56, [16])
    assert [n for n, pixels in enumerate(found) if pixels.std() < 3] == [16]
    assert "1 damaged frame shows nothing (grey)." in report["notes"]


def test_frames_are_found_by_the_table_and_none_that_is_not_in_it_gets_out(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4")
    table = probe(clip).pts
    known = sorted([*table[:6], *table[8:], table[3] + 1])
    report = redact_video(clip, tmp_path / "out.mp4", [], table=known)
    found = [f.pixels for f in frames(tmp_path / "out.mp4")]
    assert len(found) == len(known)
    assert (report["blanked"], report["unknown_frames"]) == ([4], 2)
    shown = [read_number(pixels) for n, pixels in enumerate(found) if n != 4]
    assert shown == [n for n in range(24) if n not in (6, 7)]


def test_a_table_of_another_file_is_an_error(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4")
    with pytest.raises(MediaError, match="does not fit its frame table"):
        redact_video(clip, tmp_path / "out.mp4", [], table=[t + 1 for t in probe(clip).pts])
    assert not (tmp_path / "out.mp4").exists()


def fail(*_: Any) -> None:
    raise RuntimeError("the disk is gone")


FAILURES: list[tuple[type[Exception], dict[str, Any]]] = [
    (Stopped, {"should_stop": lambda: True}),
    (RuntimeError, {"progress": fail}),
    (RegionError, {"regions": [region(method="wish")]}),
    (RegionError, {"regions": [region(), {"keyframes": []}]}),
]


@pytest.mark.parametrize(("error", "settings"), FAILURES, ids=["stopped", "failed", "method", "keyframes"])
def test_what_fails_leaves_neither_an_output_nor_a_part_of_one(
    tmp_path: Path, error: type[Exception], settings: dict[str, Any]
) -> None:
    clip = make_clip(tmp_path / "clip.mp4")
    (tmp_path / "out.mp4").write_bytes(b"the one from before")
    with pytest.raises(error):
        redact_video(clip, tmp_path / "out.mp4", **{"regions": [region()], **settings})
    assert sorted(p.name for p in tmp_path.iterdir()) == ["clip.mp4", "out.mp4"]
    assert (tmp_path / "out.mp4").read_bytes() == b"the one from before"


def test_a_source_that_breaks_off_is_an_error_or_said(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mkv", range(0, 4000, 40))
    content = clip.read_bytes()
    clip.write_bytes(content[: len(content) // 2])
    report = redact_video(clip, tmp_path / "out.mkv", [region()])
    info = probe(clip)
    assert report["frames"] == probe(tmp_path / "out.mkv").n_frames == info.n_frames < 100
    assert [read_number(f.pixels) for f in frames(tmp_path / "out.mkv")][:-1] == list(
        range(info.n_frames - 1)
    )


SOURCES: dict[str, dict[str, Any]] = {
    "clip.mp4": {"sounds": ["aac"]},
    "clip.webm": {"codec": "libvpx-vp9", "sounds": ["libopus"]},
    "clip.ts": {"sounds": ["aac"]},
    "clip.avi": {"codec": "mpeg4", "time_base": Fraction(1, 25), "times": EVEN, "sounds": ["libmp3lame"]},
}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", SOURCES)
def test_a_damaged_file_ends_in_all_its_frames_or_a_clear_error(tmp_path: Path, name: str, seed: int) -> None:
    clip = make_clip(tmp_path / name, **SOURCES[name])
    content, random = np.frombuffer(clip.read_bytes(), np.uint8).copy(), np.random.default_rng(seed)
    places = random.integers(len(content) // 10 if seed % 2 else 0, len(content), 40)
    content[places] = random.integers(0, 256, 40)
    clip.write_bytes(content.tobytes())
    try:
        info = probe(clip)
        report = redact_video(clip, tmp_path / f"out{clip.suffix}", [region()], table=info.pts)
    except MediaError as error:
        assert clip.name in str(error) or f"out{clip.suffix}" in str(error)
    else:
        assert report["frames"] == info.n_frames == probe(tmp_path / f"out{clip.suffix}").n_frames
        assert set(report["blanked"]) <= set(info.damaged)
        assert not report["unknown_frames"]
    assert not list(tmp_path.glob(".moretta-*"))


def test_progress_counts_every_frame(tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    redact_video(
        make_clip(tmp_path / "clip.mp4"), tmp_path / "out.mp4", [], progress=lambda *a: seen.append(a)
    )
    assert seen == [(n, 24) for n in range(25)]


def test_pictures_in_which_nothing_is_hidden_are_let_go_of_at_once(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", range(0, 90 * 40, 40))
    gc.collect()
    gc.disable()
    try:
        redact_video(clip, tmp_path / "out.mp4", [], crf=24)
        held = sum(issubclass(type(one), av.VideoFrame) for one in gc.get_objects())
    finally:
        gc.enable()
    assert held < 9


def test_the_same_video_comes_out_the_same_whatever_lay_in_memory(tmp_path: Path) -> None:
    """Parts are coded by whoever is there, and after a kill once more. Widths of no multiple of 256 are hard."""
    chance, size = np.random.default_rng(5), (240, 180)
    scene = np.kron(chance.integers(20, 230, (32, 41, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    scene += chance.integers(0, 24, scene.shape, np.uint8)
    moving = [scene[n : n + size[1], n : n + size[0]] for n in range(24)]
    clip = make_clip(tmp_path / "clip.mp4", size=size, pictures=[np.ascontiguousarray(one) for one in moving])
    coded = set()
    for n in range(12):
        left = [np.full(chance.integers(1_000, 400_000), chance.integers(256), np.uint8) for _ in range(40)]
        del left[::2]
        redact_video(clip, tmp_path / f"{n}.mp4", [region()], crf=24)
        coded.add((tmp_path / f"{n}.mp4").read_bytes())
    assert len(coded) == 1


@pytest.mark.parametrize("method", ["gaussian", "mosaic"])
def test_visual_methods_change_the_region_and_nothing_else(
    testdata: Path, tmp_path: Path, method: str
) -> None:
    clip = testdata / "odd_videos" / "one_frame.mp4"
    box = (290, 60, 90, 100)
    face = region({"frame": 0, "shape": {"type": "box", "data": list(box)}}, method=method)
    redact_video(clip, tmp_path / "out.mp4", [face])
    (before,), (after,) = frames(clip), frames(tmp_path / "out.mp4")
    x, y, w, h = box
    inside = np.abs(before.pixels.astype(int) - after.pixels)[y : y + h, x : x + w]
    assert inside.mean() > 5
    assert quality_outside(before.pixels, after.pixels, box) > 40


MASTERED = (
    "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50):max-cll=1000,400"
)
HDR_CODECS = {"same": "out.mp4", "h264": "out.mkv", "av1": "out.mp4"}


@pytest.mark.parametrize("codec", HDR_CODECS)
def test_how_bright_a_video_gets_is_said_in_its_copy(tmp_path: Path, codec: str) -> None:
    clip = hdr_clip(tmp_path / "clip.mp4")
    out = tmp_path / HDR_CODECS[codec]
    report = redact_video(clip, out, [region()], codec=codec, crf=30)
    before, after = (StaticHdr.of(next(decoded(path))) for path in (clip, out))
    assert before.light == after.light == (1000, 400)
    assert before.display and after.display
    assert [float(v) for v in after.display] == pytest.approx([float(v) for v in before.display], abs=1e-3)
    assert report["notes"] == []


def test_that_a_codec_cannot_say_how_bright_a_video_gets_is_in_the_report(tmp_path: Path) -> None:
    report = redact_video(hdr_clip(tmp_path / "clip.mp4"), tmp_path / "out.mp4", [region()], codec="vp9")
    assert (
        "The codec of the output cannot say how bright the HDR video gets; that is lost." in report["notes"]
    )


def hdr_clip(path: Path) -> Path:
    options = {"x265-params": f"log-level=none:{MASTERED}"}
    return make_clip(
        path, range(0, 120, 40), size=(128, 96), codec="libx265", pix_fmt="yuv420p10le", options=options
    )


def decoded(path: Path) -> Iterator[av.VideoFrame]:
    with av.open(str(path)) as container:
        yield from container.decode(video=0)
