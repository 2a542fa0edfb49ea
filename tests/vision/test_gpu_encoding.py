"""Coding on a GPU: asked for by the environment, refused with a sentence where there is none."""

from dataclasses import replace
from pathlib import Path

import pytest

from clips import make_clip
from moretta_vision.media import gpu_encoding
from moretta_vision.media.gpu_encoding import NVENC, NoEncoder, encoder_of
from moretta_vision.media.video import probe
from moretta_vision.media.video_formats import ENCODERS
from moretta_vision.redact.video import redact_video


@pytest.fixture
def gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in: x264 in the place of the GPU, with a name for its factor as the GPU's encoders have one."""
    monkeypatch.setenv("MORETTA_ENCODER", "nvenc")
    stand_in = replace(NVENC["h264"], library="libx264", options=(("qp", "20"),), factor="qp")
    monkeypatch.setitem(NVENC, "h264", stand_in)


def test_a_gpu_codes_what_it_can_where_it_is_asked_for(gpu: None, tmp_path: Path) -> None:
    assert encoder_of("h264", "yuv420p") is NVENC["h264"]
    assert encoder_of("h264", "yuv420p10le") is ENCODERS["h264"], "ten bits stay ten bits"
    assert encoder_of("vp9", "yuv420p") is ENCODERS["vp9"]
    clip = make_clip(tmp_path / "clip.mp4")
    report = redact_video(clip, tmp_path / "out.mp4", [], table=probe(clip).pts, crf=24)
    assert (report["codec"], report["frames"], report["rate"]["crf"]) == ("h264", 24, 24)
    chosen = redact_video(clip, tmp_path / "chosen.mp4", [])
    assert chosen["rate"]["why"] in ("finest", "size", "likeness")


def test_without_being_asked_the_processor_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MORETTA_ENCODER", raising=False)
    assert all(encoder_of(codec, "yuv420p") is encoder for codec, encoder in ENCODERS.items())


@pytest.mark.parametrize(
    ("asked", "says"), [("nvenc", "does not start on this machine"), ("gpu", "cpu or nvenc")]
)
def test_a_machine_without_one_says_so_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str, says: str
) -> None:
    monkeypatch.setenv("MORETTA_ENCODER", asked)
    monkeypatch.setattr(gpu_encoding, "_refusal", lambda library: "no such device")
    with pytest.raises(NoEncoder, match=says):
        redact_video(make_clip(tmp_path / "clip.mp4"), tmp_path / "out.mp4", [])
    assert not (tmp_path / "out.mp4").exists()
