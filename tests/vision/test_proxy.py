"""The proxy that browsers play: one frame for each of the table, at its time."""

from pathlib import Path

import av
import pytest

from clips import make_clip, read_number
from moretta_vision.media.errors import MediaError, Stopped
from moretta_vision.media.frame_table import seconds_of
from moretta_vision.media.proxy import join_parts, make_part, make_proxy
from moretta_vision.media.video import frames, probe

VARIABLE = [80, 120, 160, 161, 280, 500, 1000, 1040, 1041, 2000, *range(2040, 4000, 40)]


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.ts"])
def test_a_proxy_has_exactly_the_tables_frames_at_their_times(tmp_path: Path, name: str) -> None:
    info = probe(make_clip(tmp_path / name, VARIABLE))
    make_proxy(tmp_path / name, tmp_path / "proxy.mp4", info.pts)
    proxy = probe(tmp_path / "proxy.mp4")
    assert [read_number(f.pixels) for f in frames(tmp_path / "proxy.mp4")] == list(range(len(VARIABLE)))
    wanted = [seconds_of(info.pts, info.time_base, n) for n in range(info.n_frames)]
    assert [float(t * proxy.time_base) for t in proxy.pts] == pytest.approx(wanted, abs=1e-6)


def test_a_proxy_is_what_browsers_play(tmp_path: Path) -> None:
    clip = make_clip(
        tmp_path / "clip.mkv", range(0, 4000, 40), size=(1921, 1081), pix_fmt="yuv444p10le", sounds=["flac"]
    )
    facts = make_proxy(clip, tmp_path / "proxy.mp4")
    proxy = probe(tmp_path / "proxy.mp4")
    assert (proxy.codec, proxy.pix_fmt, [t.codec for t in proxy.audio]) == ("h264", "yuv420p", ["aac"])
    assert (proxy.width, proxy.height) == (facts["width"], facts["height"]) == (1280, 720)
    content = (tmp_path / "proxy.mp4").read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")
    with av.open(str(tmp_path / "proxy.mp4")) as container:
        keys = [p.is_keyframe for p in container.demux(video=0) if p.size]
    assert all(any(keys[n : n + 12]) for n in range(len(keys) - 12))


def test_a_proxy_of_a_turned_video_is_upright(testdata: Path, tmp_path: Path) -> None:
    make_proxy(testdata / "odd_videos" / "rot90.mp4", tmp_path / "proxy.mp4")
    proxy = probe(tmp_path / "proxy.mp4")
    assert (proxy.width, proxy.height, proxy.rotation) == (480, 270, 0)


def test_a_frame_that_is_missing_now_is_grey_so_that_numbers_stay_right(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4")
    table = probe(clip).pts
    extra = sorted([*table, table[5] + 1])
    make_proxy(clip, tmp_path / "proxy.mp4", extra)
    found = [f.pixels for f in frames(tmp_path / "proxy.mp4")]
    assert len(found) == 25
    assert found[6].std() < 3
    assert read_number(found[7]) == 6


def test_a_stopped_proxy_leaves_nothing(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4")
    with pytest.raises(Stopped):
        make_proxy(clip, tmp_path / "proxy.mp4", should_stop=lambda: True)
    assert [p.name for p in tmp_path.iterdir()] == ["clip.mp4"]


GROUPS = {"g": "10", "keyint_min": "10", "sc_threshold": "0"}


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.ts"])
def test_a_proxy_of_parts_has_exactly_the_tables_frames_at_their_times(tmp_path: Path, name: str) -> None:
    clip, whole, out = tmp_path / name, tmp_path / "whole.mp4", tmp_path / "proxy.mp4"
    table = probe(make_clip(clip, VARIABLE, options=GROUPS, sounds=["aac"])).pts
    parts = [tmp_path / f"{first}.mp4" for first in (0, 20, 33)]
    for part, span in zip(parts, [(0, 20), (20, 33), (33, len(table))], strict=True):
        make_part(clip, part, table, span)
    assert join_parts(clip, out, parts, table) == make_proxy(clip, whole, table)
    one, other = probe(whole), probe(out)
    assert [read_number(f.pixels) for f in frames(out)] == list(range(len(VARIABLE)))
    assert (other.pts, other.last_duration, other.audio) == (one.pts, one.last_duration, one.audio)
    assert samples(out) == samples(whole)
    content = out.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")
    with av.open(str(out)) as container:
        keys = [p.is_keyframe for p in container.demux(video=0) if p.size]
    assert all(any(keys[n : n + 12]) for n in range(len(keys) - 12))


def samples(path: Path) -> bytes:
    """The sound."""
    with av.open(str(path)) as container:
        return b"".join(piece.to_ndarray().tobytes() for piece in container.decode(audio=0))


def test_parts_that_are_not_the_whole_make_no_proxy(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", VARIABLE, options=GROUPS)
    table = probe(clip).pts
    make_part(clip, tmp_path / "0.mp4", table, (0, 20))
    make_part(clip, tmp_path / "small.mp4", table, (20, len(table)), 48)
    for parts in (["0.mp4"], ["0.mp4", "small.mp4"], ["0.mp4"] * 4):
        with pytest.raises(MediaError, match="as a whole"):
            join_parts(clip, tmp_path / "proxy.mp4", [tmp_path / name for name in parts], table)
        assert not (tmp_path / "proxy.mp4").exists()
