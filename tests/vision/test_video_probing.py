"""A pass over a long video that died goes on where it was, and comes to the same."""

from pathlib import Path
from typing import Any

import pytest

from clips import make_clip
from moretta_vision.media import probing
from moretta_vision.media.probing import SoFar, probe_on
from moretta_vision.media.video import probe

VARIABLE = [*range(80, 1200, 40), 1201, 1240, 1500, *range(1540, 4000, 40)]
GROUPS = {"g": "10", "keyint_min": "10"}
EVERY = 20

CLIPS: dict[str, dict[str, Any]] = {
    "clip.mp4": {"options": GROUPS},
    "clip.mkv": {"options": {**GROUPS, "x264-params": "open-gop=1"}, "rotate": (90, False, False)},
    "clip.ts": {"options": GROUPS, "sounds": ["aac"]},
    "one group.ts": {},
}


class Killed(Exception):
    """What ends a pass in the middle."""


def begun(clip: Path, kept: int, monkeypatch: pytest.MonkeyPatch) -> SoFar:
    """What was known when a pass ended with the last of so many times."""
    monkeypatch.setattr(probing, "EVERY", EVERY)
    found: list[bytes] = []

    def keep(so_far: SoFar) -> None:
        found.append(so_far.pack())
        if len(found) == kept:
            raise Killed

    with pytest.raises(Killed):
        probe_on(clip, None, keep)
    return SoFar.unpack(found[-1])


@pytest.mark.parametrize("name", CLIPS)
def test_a_pass_that_died_goes_on_and_comes_to_the_same(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = make_clip(tmp_path / name, VARIABLE, **CLIPS[name])
    so_far = begun(clip, 2, monkeypatch)
    assert len(so_far.pts) == 2 * EVERY
    steps: list[int] = []
    kept: list[SoFar] = []
    info = probe_on(clip, so_far, kept.append, lambda done, _: steps.append(done))
    assert info == probe(clip, sums=True)
    assert steps == list(range(2 * EVERY - probing.OVERLAP + 1, info.n_frames + 1))
    assert [list(one.pts) for one in kept] == [info.pts[: len(one.pts)] for one in kept] and kept
    assert [list(one.sums) for one in kept] == [info.sums[: len(one.pts)] for one in kept]


def test_what_was_known_of_other_frames_is_not_gone_on_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = make_clip(tmp_path / "clip.mp4", VARIABLE, options=GROUPS)
    so_far = begun(clip, 2, monkeypatch)
    wrong = SoFar(so_far.pts, [one ^ 1 for one in so_far.sums])
    steps: list[int] = []
    assert probe_on(clip, wrong, lambda _: None, lambda done, _: steps.append(done)) == probe(clip, sums=True)
    assert steps[-1] == len(VARIABLE) and steps.count(1) == 1


def test_of_a_damaged_video_nothing_is_kept_after_the_damage(
    testdata: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "EVERY", 5)
    clip, kept = testdata / "odd_videos" / "corrupt_mid.mp4", list[SoFar]()
    info = probe_on(clip, None, kept.append)
    assert info == probe(clip, sums=True) and info.damaged
    assert all(len(so_far.pts) <= info.damaged[0] for so_far in kept)
    if kept:
        assert probe_on(clip, kept[-1], lambda _: None) == info
