"""How large and how good a redacted video becomes: codec and constant rate factor, asked for or found by trying."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from clips import make_clip
from moretta_vision.media.errors import MediaError
from moretta_vision.media.similarity import ssim
from moretta_vision.media.video import frames, probe
from moretta_vision.redact.rate import LIKENESS, SIZE, search
from moretta_vision.redact.trying import Tried
from moretta_vision.redact.video import output_name, redact_video


def model(size: float, loss: float, halves: float = 6) -> Any:
    """A video whose size falls by half every `halves` factors from `size` at 18, while its losses double."""

    def attempt(crf: float) -> Tried:
        return Tried(crf, size * 2 ** ((18 - crf) / halves), 1 - loss * 2 ** ((crf - 18) / halves))

    return attempt


# Size and loss at the finest factor; what is chosen, and why.
VIDEOS = [
    (0.4, 0.01, 18, "finest"),
    (1.2, 0.03, 18, "finest"),
    (2.2, 0.002, 24, "size"),
    (9.0, 0.003, 30, "likeness"),
    (3.0, 0.012, 22, "likeness"),
    (3.0, 0.05, 27, "size"),
]


@pytest.mark.parametrize(("size", "loss", "crf", "why"), VIDEOS)
def test_the_finest_factor_of_a_fitting_size_is_found_in_three_tries(
    size: float, loss: float, crf: float, why: str
) -> None:
    tried = []

    def attempt(at: float) -> Tried:
        tried.append(model(size, loss)(at))
        return tried[-1]

    chosen, because = search(attempt, 18, 30, 6)
    assert len(tried) <= 3
    assert (chosen.crf, because) == (crf, why)
    assert chosen.size <= SIZE or chosen.ssim >= LIKENESS


def noisy(seed: int, strength: float) -> list[np.ndarray]:
    random = np.random.default_rng(seed)
    scene = np.kron(random.integers(60, 200, (8, 12, 3)), np.ones((16, 16, 1)))
    return [
        np.clip(np.roll(scene, 2 * n, axis=1) + random.normal(0, strength, scene.shape), 0, 255).astype(
            np.uint8
        )
        for n in range(24)
    ]


def test_a_small_source_does_not_become_large(tmp_path: Path) -> None:
    clip = make_clip(
        tmp_path / "clip.mp4",
        size=(192, 128),
        pictures=noisy(3, 6),
        options={"crf": "30", "preset": "medium"},
    )
    corner = {"keyframes": [{"frame": 0, "shape": {"type": "box", "data": [0, 0, 8, 8]}}]}
    report = redact_video(clip, tmp_path / "out.mp4", [corner], table=probe(clip).pts)
    rate = report["rate"]
    assert rate["crf"] > 18 and rate["frames"] >= 8
    assert rate["size"] <= SIZE or rate["ssim"] >= LIKENESS
    fixed = redact_video(clip, tmp_path / "fine.mp4", [], crf=18)
    assert report["size"] < fixed["size"]
    assert fixed["rate"] == {"crf": 18, "why": "given", "size": None, "ssim": None, "frames": 0}


def test_what_is_hidden_has_no_say_in_the_likeness() -> None:
    random = np.random.default_rng(1)
    before = random.integers(0, 255, (64, 64)).astype(np.uint8)
    after, mask = before.copy(), np.zeros((64, 64), np.uint8)
    after[20:40, 20:40], mask[20:40, 20:40] = 0, 255
    assert ssim(before, after, 255) < 0.95
    assert ssim(before, after, 255, mask) == pytest.approx(1)
    assert np.isnan(ssim(before, after, 255, np.full((64, 64), 255, np.uint8)))


CODECS = [
    ("clip.mp4", "h264", "clip.mp4", "h264"),
    ("clip.mp4", "h265", "clip.mp4", "hevc"),
    ("clip.mp4", "vp9", "clip.mp4", "vp9"),
    ("clip.mp4", "av1", "clip.mp4", "av1"),
    ("clip.mov", "av1", "clip.mov.mp4", "av1"),
    ("clip.ts", "vp9", "clip.ts.mp4", "vp9"),
]


@pytest.mark.parametrize(("name", "codec", "expected", "coded"), CODECS)
def test_a_codec_can_be_chosen(tmp_path: Path, name: str, codec: str, expected: str, coded: str) -> None:
    clip = make_clip(tmp_path / name, size=(128, 96), time_base=Fraction(1, 25), times=tuple(range(12)))
    out = tmp_path / "out" / output_name(clip, codec=codec)
    assert out.name == expected
    redact_video(clip, out, [], codec=codec, crf=30)
    before, after = probe(clip), probe(out)
    assert (after.codec, after.n_frames) == (coded, 12)
    assert (after.width, after.height) == (before.width, before.height)
    assert len(list(frames(out))) == 12


REFUSED = [
    ("out.webm", {"codec": "h264"}, "out.webm cannot hold h264. Name it out.webm.mp4"),
    ("out.mp4", {"crf": 52}, "CRF of h264 goes from 0 to 51; 52"),
    ("out.mp4", {"codec": "vp9", "crf": 64}, "CRF of vp9 goes from 0 to 63; 64"),
]


@pytest.mark.parametrize(("name", "how", "sentence"), REFUSED)
def test_what_cannot_be_coded_so_is_refused(
    tmp_path: Path, name: str, how: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(MediaError, match=sentence):
        redact_video(make_clip(tmp_path / "clip.mp4"), tmp_path / name, [], **how)
    assert not (tmp_path / name).exists()


def test_a_codec_without_such_a_factor_says_so(tmp_path: Path) -> None:
    clip = make_clip(
        tmp_path / "clip.avi",
        codec="mjpeg",
        pix_fmt="yuvj420p",
        time_base=Fraction(1, 25),
        times=tuple(range(6)),
    )
    with pytest.raises(MediaError, match="mjpeg has no constant rate factor"):
        redact_video(clip, tmp_path / "out.avi", [], crf=20)
    assert redact_video(clip, tmp_path / "out.avi", [])["rate"]["why"] == "fixed"


def test_what_no_encoder_takes_is_said_by_the_name_of_the_output(tmp_path: Path) -> None:
    """H.264 cannot halve the colour of an odd number of pixels; trying meets that first."""
    clip = make_clip(tmp_path / "clip.webm", size=(97, 65), codec="libvpx-vp9")
    with pytest.raises(MediaError, match="out.mp4 cannot be written"):
        redact_video(clip, tmp_path / "out.mp4", [], table=probe(clip).pts, codec="h264")
    assert not (tmp_path / "out.mp4").exists()
