"""One video worked on by several processes is the same video as by one."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import pytest

from clips import make_clip, read_number
from moretta_vision.detect.files import find_in_video
from moretta_vision.media import team as teams
from moretta_vision.media.errors import MediaError, Stopped
from moretta_vision.media.team import Team
from moretta_vision.media.video import frames, probe
from moretta_vision.redact.video import redact_video

VARIABLE = [*range(0, 800, 40), 801, 802, 860, 1000, 1400, *range(1440, 2400, 40), 2401, 2500]
FACE = [{"frame": 3, "shape": {"type": "box", "data": [4, 4, 30, 20]}}, {"frame": 40, "outside": True}]
REGION = {"keyframes": FACE, "color": "FF00FF"}

CLIPS: dict[str, dict[str, Any]] = {
    "one group.mp4": {"times": VARIABLE, "sounds": ["aac"]},
    "groups.mkv": {"times": VARIABLE, "options": {"g": "10", "keyint_min": "10"}},
    "vp9.webm": {"times": VARIABLE, "codec": "libvpx-vp9", "sounds": ["libopus"]},
    "a stream.ts": {"times": range(50)},
}


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    monkeypatch.setattr(teams, "LEAST", 10)
    with Team(3) as team:
        yield team


def shown(path: Path) -> list[tuple[int, int]]:
    return [(frame.pts, read_number(frame.pixels)) for frame in frames(path)]


@pytest.mark.parametrize("name", CLIPS)
def test_what_several_code_has_every_frame_once_at_its_time(tmp_path: Path, name: str, three: Team) -> None:
    clip = make_clip(tmp_path / name, **CLIPS[name])
    alone, shared, table = tmp_path / "alone" / name, tmp_path / "shared" / name, probe(clip).pts
    steps: list[int] = []
    told = [
        redact_video(clip, out, [REGION], table=table, crf=20.0, team=team, progress=progress)
        for out, team, progress in (
            (alone, None, None),
            (shared, three, lambda done, total: steps.append(done)),
        )
    ]
    assert shown(shared) == shown(alone)
    assert [number for _, number in shown(shared)] == list(range(len(table)))
    assert [report.pop("size") is None for report in told] == [False, False]
    assert told[0] == told[1]
    assert steps[-1] == len(table) and steps == sorted(steps)
    assert not list(shared.parent.glob(".moretta-*"))
    with av.open(str(alone)) as one, av.open(str(shared)) as other:
        assert len(one.streams.audio) == len(other.streams.audio)


def seen(path: Path, team: Team | None) -> tuple[Any, ...]:
    info, tracks = find_in_video(path, {"faces-fast": ["face"]}, sums=True, team=team)
    return info, [(track.keyframes(info.n_frames), track.scores) for track in tracks]


def test_several_find_what_one_finds(testdata: Path, tmp_path: Path, with_models: Path, three: Team) -> None:
    pictures = [frame.pixels for frame in frames(testdata / "odd_videos" / "vfr.mp4", 0, 36)]
    size = pictures[0].shape[1], pictures[0].shape[0]
    clip = make_clip(tmp_path / "clip.mp4", range(0, 36 * 40, 40), size=size, pictures=pictures)
    alone = seen(clip, None)
    assert alone[1] and seen(clip, three) == alone


def test_a_damaged_video_is_searched_and_coded_by_one(
    testdata: Path, tmp_path: Path, with_models: Path, three: Team
) -> None:
    clip = testdata / "odd_videos" / "corrupt_mid.mp4"
    info, _ = alone = seen(clip, None)
    assert seen(clip, three) == alone
    report = redact_video(clip, tmp_path / clip.name, [], table=info.pts, crf=20.0, team=three)
    assert report["frames"] == info.n_frames


@pytest.mark.parametrize("how", [{}, {"rotate": (90, False, False)}])
def test_the_masks_that_several_write_are_those_of_one(
    tmp_path: Path, three: Team, how: dict[str, Any]
) -> None:
    clip = make_clip(tmp_path / "clip.mp4", VARIABLE, **how)
    table, films = probe(clip).pts, []
    for name, team in (("alone", None), ("shared", three)):
        masks = tmp_path / name / "masks.mp4"
        out = tmp_path / name / "out.mp4"
        steps: list[int] = []
        redact_video(
            clip,
            out,
            [REGION],
            table=table,
            crf=20.0,
            masks=masks,
            team=team,
            progress=lambda done, _, steps=steps: steps.append(done),  # type: ignore[misc]  # its default names it
        )
        assert (1 in steps) == (team is None)  # three go on by threes
        films.append([(frame.pts, frame.pixels.tobytes()) for frame in frames(masks)])
        assert sorted(path.name for path in out.parent.iterdir()) == ["masks.mp4", "out.mp4"]
    assert len(films[0]) == len(table) and films[0] == films[1]


def test_where_a_process_dies_the_video_is_done_without_it(tmp_path: Path, three: Team) -> None:
    clip = make_clip(tmp_path / "clip.mp4", VARIABLE)
    table = probe(clip).pts
    three._others[0][0].kill()
    redact_video(clip, tmp_path / "out.mp4", [REGION], table=table, crf=20.0, team=three)
    assert [number for _, number in shown(tmp_path / "out.mp4")] == list(range(len(table)))


def test_work_that_is_stopped_leaves_nothing(tmp_path: Path, three: Team) -> None:
    clip = make_clip(tmp_path / "clip.mp4", VARIABLE)
    out = tmp_path / "out" / "out.mp4"
    with pytest.raises(Stopped):
        redact_video(
            clip,
            out,
            [],
            table=probe(clip).pts,
            crf=20.0,
            team=three,
            masks=out.parent / "masks.mp4",
            should_stop=lambda: out.parent.exists(),
        )
    assert not list(out.parent.iterdir())


def refuse(share: int) -> int:
    if share == 1:
        raise MediaError("It is damaged.")
    return share


def test_an_error_of_a_share_is_raised_and_the_others_go_on_afterwards(three: Team) -> None:
    with pytest.raises(MediaError, match="damaged"):
        three.each(refuse, [0, 1, 2])
    assert three.each(refuse, [2, 3, 4]) == [2, 3, 4]


def wait_for_the_others(share: tuple[Path, int]) -> int:
    folder, number = share
    while number == 0 and len(list(folder.iterdir())) < 6:
        time.sleep(0.01)
    (folder / str(number)).touch()
    return number


def test_who_is_done_with_a_share_takes_the_next(tmp_path: Path, three: Team) -> None:
    assert three.each(wait_for_the_others, [(tmp_path, number) for number in range(7)]) == list(range(7))
