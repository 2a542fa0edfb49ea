"""Sound without voices: words' rhythm and loudness stay, pitch and the fine structure of the voice are gone."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from clips import make_clip
from moretta_vision.media.video import probe
from moretta_vision.media.vocoder import RATE, Vocoder
from moretta_vision.redact.video import output_name, redact_video


def voice(pitch: float, seconds: float = 2.0) -> np.ndarray:
    """A vowel: pulses at a pitch through three resonances."""
    n = int(seconds * RATE)
    pulses = np.zeros(n)
    pulses[:: int(RATE / pitch)] = 1
    bins = np.fft.rfftfreq(n, 1 / RATE)
    shape = sum(np.exp(-(((bins - f) / 120) ** 2)) for f in (700, 1200, 2600))
    sound = np.fft.irfft(np.fft.rfft(pulses) * shape, n)
    return (0.3 * sound / np.abs(sound).max()).astype(np.float32)[None, :]


def spoken(sound: np.ndarray, vocoder: Vocoder | None = None, step: int = 960) -> np.ndarray:
    vocoder = vocoder or Vocoder(sound.shape[0])
    parts = [vocoder.feed(sound[:, at : at + step]) for at in range(0, sound.shape[1], step)]
    return np.concatenate([*parts, vocoder.flush()], axis=1)


def periodicity(sound: np.ndarray, pitch: float) -> float:
    """Correlation of a sound with itself one pulse later."""
    lag = int(RATE / pitch)
    a, b = sound[0, :-lag], sound[0, lag:]
    return float(np.corrcoef(a, b)[0, 1])


def test_pitch_is_gone() -> None:
    sound = voice(120)
    assert periodicity(sound, 120) > 0.9
    lags = [abs(periodicity(spoken(sound), pitch)) for pitch in (90, 120, 150, 180, 240)]
    assert max(lags) < 0.2


def spectrum(sound: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    pieces = sound[0, : sound.shape[1] // 4096 * 4096].reshape(-1, 4096) * np.hanning(4096)
    power = (np.abs(np.fft.rfft(pieces, axis=1)) ** 2).mean(axis=0)
    return np.fft.rfftfreq(4096, 1 / RATE), np.convolve(power, np.ones(9) / 9, "same")


def test_resonances_are_moved_by_another_amount_each_time_and_over_time() -> None:
    sound = voice(120, 8)
    hertz, power = spectrum(sound)
    band = (hertz > 1800) & (hertz < 3600)

    def centre(of: np.ndarray) -> float:
        f, p = spectrum(of)
        return float((f[band] * p[band]).sum() / p[band].sum())

    centres = np.array([[centre(spoken(sound)[:, a : a + RATE]) for a in (0, 5 * RATE)] for _ in range(8)])
    assert (np.abs(np.log(centres / centre(sound))) > 0.04).all()
    assert np.ptp(centres[:, 0]) > 100
    assert np.abs(centres[:, 0] - centres[:, 1]).max() > 30


def test_what_two_pitches_become_differs_no_more_than_one_pitch_spoken_twice() -> None:
    """Nothing tells the pitches apart but the loudness of bands."""

    def shape(pitch: float) -> np.ndarray:
        _, power = spectrum(spoken(voice(pitch, 6), Vocoder(1, np.random.default_rng(5))))
        return np.log(power[10:600] + 1e-6)

    same = np.abs(shape(140) - shape(140)).mean()
    assert same == 0  # one secret, one result
    other = Vocoder(1, np.random.default_rng(6))
    _, power = spectrum(spoken(voice(140, 6), other))
    secret = np.abs(np.log(power[10:600] + 1e-6) - shape(140)).mean()
    assert np.abs(shape(140) - shape(155)).mean() < secret


@pytest.mark.parametrize("step", [1, 100, 960, 5000])
def test_as_many_samples_come_out_as_went_in_at_their_times(step: int) -> None:
    sound = np.zeros((2, 12_345), np.float32)
    sound[:, 6000:7000] = np.random.default_rng(0).normal(0, 0.2, 1000)
    out = spoken(sound, step=step)
    assert out.shape == sound.shape
    energy = (out**2).sum(axis=0)
    middle = float((energy * np.arange(len(energy))).sum() / energy.sum())
    assert abs(middle - 6500) < 300


def test_loudness_stays() -> None:
    sound = voice(120, 4)
    assert 0.7 < np.std(spoken(sound)) / np.std(sound) < 1.4


CONTAINERS = [
    ("clip.mp4", {"sounds": ["aac", "aac"]}, "aac"),
    ("clip.mkv", {"sounds": ["flac"]}, "aac"),
    ("clip.webm", {"codec": "libvpx-vp9", "sounds": ["libopus"]}, "opus"),
    ("clip.ts", {"sounds": ["aac"]}, "aac"),
    (
        "clip.avi",
        {"codec": "mpeg4", "time_base": Fraction(1, 25), "times": range(24), "sounds": ["libmp3lame"]},
        "pcm_s16le",
    ),
]


def heard(path: Path, track: int) -> tuple[float, np.ndarray]:
    """When sound begins, and its samples."""
    with av.open(str(path)) as container:
        resampler = av.AudioResampler("fltp", "mono", RATE)
        pieces, begin = [], None
        for frame in container.decode(audio=track):
            begin = frame.time if begin is None else begin
            pieces += [piece.to_ndarray() for piece in resampler.resample(frame)]
    return begin or 0.0, np.concatenate(pieces, axis=1)


@pytest.mark.parametrize(("name", "how", "codec"), CONTAINERS)
def test_every_track_of_a_video_loses_its_voices_and_keeps_its_time(
    tmp_path: Path, name: str, how: dict[str, Any], codec: str
) -> None:
    clip = make_clip(tmp_path / name, **how)
    out = tmp_path / "out" / output_name(clip, audio="voices")
    assert out.name == name
    report = redact_video(clip, out, [], audio="voices")
    assert report["audio"] == "voices"
    assert [track.codec for track in probe(out).audio] == [codec] * len(how["sounds"])
    assert [(t - probe(out).pts[0]) for t in probe(out).pts] == [
        (t - probe(clip).pts[0]) for t in probe(clip).pts
    ]
    for track in range(len(how["sounds"])):
        (begin, before), (began, after) = heard(clip, track), heard(out, track)
        assert abs(begin - began) < 0.06
        assert abs(before.shape[1] - after.shape[1]) < 0.1 * RATE
        assert 0.3 < np.std(after) / np.std(before) < 2
        length = min(before.shape[1], after.shape[1])
        assert abs(np.corrcoef(before[0, :length], after[0, :length])[0, 1]) < 0.2


def test_no_name_of_a_track_comes_along(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", sounds=["aac"])
    redact_video(clip, tmp_path / "out.mp4", [], audio="voices")
    assert b"Ann" in clip.read_bytes()
    assert b"Ann" not in (tmp_path / "out.mp4").read_bytes()


def test_a_wish_for_sound_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="audio is one of keep, remove, voices"):
        redact_video(make_clip(tmp_path / "clip.mp4"), tmp_path / "out.mp4", [], audio="whisper")
