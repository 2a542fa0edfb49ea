"""Groups of pictures in which nothing is hidden are copied as they are coded, and nothing else of them."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.bitstream import BitStreamFilterContext
from av.packet import Packet

from clips import make_clip, numbered_picture
from moretta_vision.media.errors import Stopped
from moretta_vision.media.h264 import Sets
from moretta_vision.media.planes import checksum, views
from moretta_vision.media.video import frames, probe
from moretta_vision.media.video_writer import VideoWriter
from moretta_vision.redact.copying import _Work
from moretta_vision.redact.video import redact_video

MAGENTA = np.array([255, 0, 255])
VARIABLE = [*range(0, 2400, 40), 2401, 2402, *range(2600, 4000, 40)]
GROUPS = {"g": "20", "keyint_min": "20", "sc_threshold": "0"}
OPEN = {"x264-params": "open-gop=1:keyint=20:min-keyint=20:scenecut=0:bframes=3"}
FIRST, LAST = 45, 49


def region(first: int = FIRST, last: int = LAST) -> dict[str, Any]:
    """A box that is hidden from the first to the last frame, in the third group of the clips here."""
    shape = {"type": "box", "data": [11, 5, 27, 19]}
    keys = [{"frame": first, "shape": shape}, {"frame": last + 1, "shape": shape, "outside": True}]
    return {"keyframes": keys, "method": "solid", "color": "ff00ff", "margin": 0, "shape": "box"}


def samples(path: Path) -> list[list[np.ndarray]]:
    with av.open(str(path)) as container:
        return [[view.copy() for view in views(picture)] for picture in container.decode(video=0)]


CLIPS: dict[str, dict[str, Any]] = {
    "clip.mp4": {"times": VARIABLE, "options": GROUPS, "sounds": ["aac"]},
    "without b-frames.mp4": {"times": VARIABLE, "options": {**GROUPS, "bf": "0"}},
    "turned.mov": {
        "times": VARIABLE,
        "options": GROUPS,
        "rotate": (90, False, False),
        "aspect": Fraction(4, 3),
    },
    "ten bit.mkv": {
        "times": VARIABLE,
        "options": GROUPS,
        "pix_fmt": "yuv422p10le",
        "sounds": ["flac", "aac"],
    },
    "late.mp4": {"time_base": Fraction(1001, 30000), "times": range(20, 117), "options": GROUPS},
    "id 3.mp4": {"times": VARIABLE, "options": {**GROUPS, "x264-params": "sps-id=3"}},
}
FACTS = ("width", "height", "rotation", "n_frames", "container", "codec", "pix_fmt", "colour")
FACTS += ("sample_aspect_ratio", "audio")


@pytest.mark.parametrize("name", CLIPS)
def test_only_the_groups_in_which_something_is_hidden_are_coded_anew(tmp_path: Path, name: str) -> None:
    clip, out = make_clip(tmp_path / name, **CLIPS[name]), tmp_path / "out" / name
    before = probe(clip)
    report = redact_video(clip, out, [region()], table=before.pts)
    after = probe(out)
    assert report["frame_table"]["copied"] == {"count": 77, "ranges": [[0, 39], [60, 96]]}
    assert report["frame_table"]["untouched"]["count"] == 92
    assert (report["frames"], report["redacted_frames"], report["notes"]) == (97, 5, [])
    assert {fact: getattr(after, fact) for fact in FACTS} == {fact: getattr(before, fact) for fact in FACTS}
    times = [[(t - info.pts[0]) * info.time_base for t in info.pts] for info in (before, after)]
    assert times[0] == times[1]
    same = [
        all(np.array_equal(a, b) for a, b in zip(*pair, strict=True))
        for pair in zip(samples(clip), samples(out), strict=True)
    ]
    assert all(same[:40]) and all(same[60:])
    for frame in list(frames(out))[FIRST : LAST + 1]:
        inside = frame.pixels[7:22, 13:36].astype(int)
        assert (np.abs(inside - MAGENTA) <= 60).all()
    assert [path.name for path in out.parent.iterdir()] == [name]


def test_a_clip_in_which_nothing_is_hidden_is_copied_whole(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", VARIABLE, options=GROUPS, sounds=["aac"])
    report = redact_video(clip, tmp_path / "out.mp4", [], table=probe(clip).pts)
    assert report["frame_table"]["copied"]["ranges"] == [[0, 96]]
    assert (report["rate"]["why"], report["audio"]) == ("copied", "kept")
    for ours, theirs in zip(samples(tmp_path / "out.mp4"), samples(clip), strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True))


def test_the_quality_is_that_of_the_frames_that_are_coded(tmp_path: Path) -> None:
    """Here only they are full of noise, and quiet ones say nothing of what that takes."""
    chance, size = np.random.default_rng(7), (192, 128)
    quiet = [numbered_picture(n, *size) for n in range(97)]
    noisy = [chance.integers(0, 255, (size[1], size[0], 3), np.uint8) for _ in range(20)]
    source = {**GROUPS, "crf": "34"}
    clip = make_clip(
        tmp_path / "a.mp4", VARIABLE, size=size, pictures=[*quiet[:40], *noisy, *quiet[60:]], options=source
    )
    alone = make_clip(tmp_path / "b.mp4", VARIABLE[:20], size=size, pictures=noisy, options=source)
    report, other = (
        redact_video(path, tmp_path / f"out {path.name}", [region(*part)], table=probe(path).pts)
        for path, part in ((clip, (FIRST, LAST)), (alone, (FIRST - 40, LAST - 40)))
    )
    assert report["frame_table"]["copied"]["count"] == 77
    assert abs(report["rate"]["crf"] - other["rate"]["crf"]) <= 1 and report["rate"]["crf"] > 18


def filtered(clip: Path, how: str) -> Path:
    """The clip after FFmpeg's `h264_metadata`, which decodes nothing."""
    made = clip.with_stem("filtered")
    with av.open(str(clip)) as source, av.open(str(made), "w") as output:
        stream = output.add_stream_from_template(source.streams.video[0], opaque=True)
        add = BitStreamFilterContext(f"h264_metadata={how}", source.streams.video[0], stream)
        for packet in source.demux(video=0):
            for done in add.filter(packet if packet.size else None):
                done.stream = stream
                output.mux(done)
    return made


def test_copied_pictures_lose_what_is_no_picture(tmp_path: Path) -> None:
    words = "sei_user_data=086f3693b7b34f2c965321492feee5b8+spoken-by-Ann"
    clip = filtered(make_clip(tmp_path / "clip.mp4", VARIABLE, options=GROUPS), words)
    assert b"spoken-by-Ann" in clip.read_bytes()
    report = redact_video(clip, tmp_path / "out.mp4", [region()], table=probe(clip).pts)
    assert report["frame_table"]["copied"]["count"] == 77
    assert b"spoken-by-Ann" not in (tmp_path / "out.mp4").read_bytes()


def test_pictures_of_which_a_part_is_cut_off_are_not_copied(tmp_path: Path) -> None:
    """Players do not show it, and nobody searched it, but it is there."""
    clip = filtered(make_clip(tmp_path / "clip.mp4", VARIABLE, options=GROUPS), "crop_right=20")
    info = probe(clip)
    report = redact_video(clip, tmp_path / "out.mp4", [], table=info.pts)
    assert report["frame_table"]["copied"]["count"] == 0
    assert "hides a part of its pictures" in report["notes"][-1]
    made = probe(tmp_path / "out.mp4")
    assert (made.width, made.height) == (info.width, info.height)


def test_sound_and_masks_are_as_without_copying(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", VARIABLE, options=GROUPS, sounds=["aac"])
    table, masks = probe(clip).pts, [tmp_path / "a.mp4", tmp_path / "b.mp4"]
    ways: list[dict[str, Any]] = [{}, {"crf": 20}]
    made = [
        redact_video(
            clip, tmp_path / f"{n}.mp4", [region()], audio="voices", table=table, masks=masks[n], **way
        )
        for n, way in enumerate(ways)
    ]
    assert [report["frame_table"]["copied"]["count"] for report in made] == [77, 0]
    assert made[0]["audio"] == made[1]["audio"]
    assert probe(tmp_path / "0.mp4").audio == probe(tmp_path / "1.mp4").audio
    assert probe(masks[0]).pts == probe(masks[1]).pts
    for ours, theirs in zip(frames(masks[0]), frames(masks[1]), strict=True):
        assert np.array_equal(ours.pixels, theirs.pixels)


# What is coded anew as a whole although much is untouched, and why.
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "open groups.mp4": ({"options": OPEN}, ""),
    "vp9.webm": ({"codec": "libvpx-vp9", "options": {"g": "20"}}, "only h264 is copied"),
    "clip.ts": ({"options": GROUPS}, "nothing is copied into mpegts"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_copied_is_coded_anew_and_the_report_says_why(tmp_path: Path, name: str) -> None:
    how, why = REFUSED[name]
    clip, out = make_clip(tmp_path / name, VARIABLE, **how), tmp_path / "out" / name
    report = redact_video(clip, out, [region()], table=probe(clip).pts)
    assert report["frame_table"]["copied"]["count"] == 0
    assert probe(out).n_frames == len(VARIABLE)
    said = f"Frames in which nothing is hidden were coded anew, too: {why}."
    assert (said in report["notes"]) == bool(why)


def test_what_was_seen_before_need_not_be_seen_again(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", VARIABLE, options=GROUPS)
    info = probe(clip, sums=True)
    report = redact_video(clip, tmp_path / "out.mp4", [region()], table=info.pts, sums=info.sums)
    assert report["frame_table"]["copied"]["count"] == 77
    assert probe(tmp_path / "out.mp4", sums=True).sums[:40] == info.sums[:40]


def test_a_joined_video_that_is_not_what_was_seen_is_coded_anew(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", VARIABLE, options=GROUPS)
    info = probe(clip, sums=True)
    info.sums[70] += 1
    report = redact_video(clip, tmp_path / "out.mp4", [region()], table=info.pts, sums=info.sums)
    assert (report["frames"], report["frame_table"]["copied"]["count"]) == (97, 0)
    said = "Frames in which nothing is hidden were coded anew, too: frame 70 did not come out as it was."
    assert report["notes"] == [said]
    assert probe(tmp_path / "out.mp4").n_frames == 97


def test_pictures_that_are_never_shown_are_not_copied(tmp_path: Path) -> None:
    times = [time - 80 for time in VARIABLE]  # an edit list hides the first two
    clip = make_clip(tmp_path / "clip.mp4", times, options=GROUPS)
    table = probe(clip).pts
    assert len(table) == len(times) - 2
    report = redact_video(clip, tmp_path / "out.mp4", [region()], table=table)
    assert report["frame_table"]["copied"]["count"] == 0
    assert "are damaged, never shown" in report["notes"][-1]


def test_nothing_is_left_where_copying_is_stopped(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", VARIABLE, options=GROUPS)
    table, seen = probe(clip).pts, []

    def stop() -> bool:
        return len(seen) > 70

    def count(done: int, total: int | None) -> None:
        seen.append((done, total))

    with pytest.raises(Stopped):
        redact_video(
            clip, tmp_path / "out.mp4", [region()], table=table, masks=tmp_path / "m.mp4",
            should_stop=stop, progress=count,
        )  # fmt: skip
    assert seen == [(n, 97) for n in range(71)]
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]


def test_one_colour_hides_the_same_whether_its_group_is_coded_alone_or_not(tmp_path: Path) -> None:
    """Two clips that differ only under the region give the same pictures, in copied groups and others."""
    outputs = []
    for secret in (0, 255):
        pictures = [numbered_picture(n % 8) for n in range(60)]
        for picture in pictures[24:30]:
            picture[6:23, 13:37] = secret
        options = {**GROUPS, "qp": "0"}
        clip = make_clip(tmp_path / f"{secret}.mp4", range(0, 2400, 40), options=options, pictures=pictures)
        out = tmp_path / f"out{secret}.mp4"
        report = redact_video(clip, out, [region(24, 29)], table=probe(clip).pts)
        assert report["frame_table"]["copied"]["ranges"] == [[0, 19], [40, 59]]
        outputs.append([frame.pixels for frame in frames(out)])
    assert all(np.array_equal(a, b) for a, b in zip(*outputs, strict=True))


MANY = [*range(0, 6400, 40)]
"""Times of eight groups: those from frame 80 to 139 lie away from the joins of what is coded anew."""


def harmed(monkeypatch: pytest.MonkeyPatch, how: str, table: list[int]) -> None:
    """Lets the joined file come out with something wrong in it."""
    write_coded, (wrong, _, number) = VideoWriter.write_coded, how.partition(" at ")

    def write(self: VideoWriter, packet: Packet, pts: int, dts: int, duration: int) -> None:
        here = bool(number) and pts == table[int(number)]
        if wrong == "changed" and here:
            content = bytearray(bytes(packet))
            content[-2] ^= 0xFF
            key, packet = packet.is_keyframe, Packet(bytes(content))
            packet.is_keyframe = key
        elif wrong == "late" and here:
            pts += (table[1] - table[0]) // 3
        elif wrong == "lost" and here:
            return
        write_coded(self, packet, pts, dts, duration)

    monkeypatch.setattr(VideoWriter, "write_coded", write)
    if how == "the source's sets replaced":
        monkeypatch.setattr(_Work, "_beside", lambda self, encoder: encoder)
        monkeypatch.setattr(Sets, "ids", set())


HARMED = {
    "changed at 30": "frame 30 did not come out as it was",  # before a join
    "changed at 65": "frame 65 did not come out as it was",  # after one
    "changed at 47": "frame 47 did not come out as it was",  # coded anew
    "changed at 110": "frame 110 did not come out as it was",  # far from any
    "late at 25": "did not come out at its time",
    "late at 110": "did not come out at its time",
    "lost at 39": "did not come out as it was",
    "lost at 110": "did not come out as it was",
    "lost at 159": "frame 159 did not come out as it was",
    "the source's sets replaced": "frame 0 cannot be decoded",
}


@pytest.mark.parametrize("how", HARMED)
def test_a_joined_video_with_something_wrong_in_it_is_coded_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    clip = make_clip(tmp_path / "clip.mp4", MANY, options=GROUPS)
    info = probe(clip, sums=True)
    harmed(monkeypatch, how, info.pts)
    report = redact_video(clip, tmp_path / "out.mp4", [region()], table=info.pts, sums=info.sums)
    assert report["frame_table"]["copied"]["count"] == 0
    said = report["notes"][-1]
    assert said.startswith("Frames in which nothing is hidden were coded anew, too: ") and HARMED[how] in said
    assert probe(tmp_path / "out.mp4").n_frames == len(MANY)


def test_of_a_long_copied_stretch_only_what_lies_at_its_ends_is_decoded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = make_clip(tmp_path / "clip.mp4", MANY, options=GROUPS)
    info, seen = probe(clip, sums=True), []
    monkeypatch.setattr("moretta_vision.redact.copying.checksum", lambda one: seen.append(1) or checksum(one))
    report = redact_video(clip, tmp_path / "out.mp4", [region()], table=info.pts, sums=info.sums)
    assert report["frame_table"]["copied"]["count"] == 140
    assert len(seen) == 20 + 80 + 20  # what was coded; the joins with the first group; the last group
    assert all(
        np.array_equal(a, b)
        for n, pair in enumerate(zip(samples(clip), samples(tmp_path / "out.mp4"), strict=True))
        if not 40 <= n < 60
        for a, b in zip(*pair, strict=True)
    )


def test_of_a_long_group_after_what_was_coded_only_the_beginning_is_decoded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = make_clip(tmp_path / "clip.mp4", range(0, 14400, 40), options=GROUPS | {"g": "60"})
    info, seen = probe(clip, sums=True), []
    monkeypatch.setattr("moretta_vision.redact.copying.checksum", lambda one: seen.append(1) or checksum(one))
    report = redact_video(clip, tmp_path / "out.mp4", [region(130, 140)], table=info.pts, sums=info.sums)
    assert report["frame_table"]["copied"]["count"] == 300
    # What was coded, by itself; the beginning; the group before it, itself, and what follows; the last group.
    assert len(seen) == 60 + 32 + (60 + 60 + 32) + 60
