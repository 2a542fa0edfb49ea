"""What `moretta redact` reads, where it writes, and what stood there before."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from redacting import FACES, PURPLE, colour_share, outputs, redact, report


def test_a_failure_leaves_no_earlier_file_in_its_place(
    photos: Path, tmp_path: Path, listed: Callable[..., Path]
) -> None:
    out = tmp_path / "out"
    shutil.copytree(photos, out)  # clear copies, left by somebody
    assert redact(photos / "deep", "-o", out / "deep", "--detections", listed("two.JPG", "broken.png")) == 1
    assert outputs(out / "deep") == ["moretta-report.json", "two.JPG"]


def test_a_video_that_is_stopped_leaves_no_earlier_file_in_its_place(
    testdata: Path, tmp_path: Path, listed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("moretta_vision.redact.batch._redact_video", stopped)
    clip, out = testdata / "odd_videos" / "rot90.mp4", tmp_path / "out"
    out.mkdir()
    shutil.copy(clip, out)  # a clear copy, left by somebody
    assert redact(clip, "-o", out, "--detections", listed()) == 130
    assert outputs(out) == ["moretta-report.json"]


def test_an_earlier_film_of_masks_goes_with_the_clip_that_failed(
    testdata: Path, tmp_path: Path, listed: Callable[..., Path]
) -> None:
    clips, masks = tmp_path / "clips", tmp_path / "masks"
    for folder in (clips, masks):
        folder.mkdir()
    shutil.copy(testdata / "odd_videos" / "rot90.mp4", clips / "unsearched.mp4")
    (clips / "broken.mp4").write_text("no clip any more")
    for name in ("unsearched.mp4.mask.mp4", "broken.mp4.mask.mp4", "other.mp4.mask.mp4"):
        (masks / name).write_bytes(b"an earlier film")
    assert redact(clips, "-o", tmp_path / "out", "--detections", listed(), "--masks", masks) == 1
    assert outputs(masks) == ["other.mp4.mask.mp4"]


def test_a_film_of_masks_is_never_written_over_an_input(
    testdata: Path, tmp_path: Path, listed: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    clip = testdata / "odd_videos" / "rot90.mp4"
    shutil.copy(clip, film := tmp_path / "rot90.mp4.mask.mp4")
    assert redact(clip, film, "-o", tmp_path / "out", "--detections", listed(), "--masks", tmp_path) == 2
    assert "it is an input" in capsys.readouterr().err
    assert film.read_bytes() == clip.read_bytes()


def test_what_stood_at_the_name_of_a_file_that_cannot_be_read_is_taken_away(
    photos: Path, tmp_path: Path, listed: Callable[..., Path]
) -> None:
    """Whoever redacts into a copy of the pictures must not find the clear copy of a broken one in it."""
    (photos / "broken.jpg").write_text("no picture any more")
    (photos / "empty.png").touch()
    shutil.copytree(photos, out := tmp_path / "out")
    clear = (photos / "one.jpg").read_bytes()
    for name in ("broken.jpg", "empty.png", "deep/broken.png", "deep/three.heic"):
        (out / name).write_bytes(clear)
    assert (
        redact(
            photos, "-o", out, "--detections", listed("one.jpg", "deep/two.JPG", "deep/three.heic"), *PURPLE
        )
        == 1
    )
    assert outputs(out) == [
        "deep/three.heic.jpg",
        "deep/two.JPG",
        "labels.txt",
        "moretta-report.json",
        "one.jpg",
    ]
    assert colour_share(out / "one.jpg", FACES[0], (255, 0, 255)) > 0.95


def test_an_input_that_cannot_be_read_is_never_taken_away(
    photos: Path, tmp_path: Path, listed: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    broken = photos / "broken.jpg"
    broken.write_text("no picture any more")
    assert redact(broken, photos / "deep" / "two.JPG", "-o", photos, "--detections", listed("two.JPG")) == 2
    assert broken.read_text() == "no picture any more"
    assert "it is an input" in capsys.readouterr().err
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "broken.jpg").symlink_to(broken)
    assert redact(photos, "-o", tmp_path / "out", "--detections", listed("one.jpg")) == 2
    assert broken.exists()


def test_a_folder_that_is_not_read_is_named(
    photos: Path, tmp_path: Path, listed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(photos / "deep", elsewhere)
    shutil.rmtree(photos / "deep")
    (photos / "more").symlink_to(elsewhere)
    (photos / "locked").mkdir()
    (photos / "loop").symlink_to(photos)  # what lies there is read where it lies
    scandir = os.scandir

    def refuses(path: Any) -> Any:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuses)
    assert redact(photos, "-o", tmp_path / "out", "--detections", listed("one.jpg")) == 1
    said = {entry["file_name"]: entry["error"] for entry in report(tmp_path / "out")["errors"]}
    assert set(said) == {"more", "locked"}
    assert (
        "more is a link to a folder" in said["more"] and "The folder locked cannot be read" in said["locked"]
    )
    assert outputs(tmp_path / "out") == ["moretta-report.json", "one.jpg"]
    assert "locked cannot be read: Permission denied" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="there is no folder that takes no files")
def test_an_output_folder_that_takes_no_files_is_refused(
    photos: Path, listed: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("/proc/self/fd", "/proc/none"):
        assert redact(photos / "one.jpg", "-o", folder, "--detections", listed("one.jpg")) == 2
        assert f"{folder} cannot be written into" in capsys.readouterr().err


def test_a_folder_in_the_place_of_the_report_is_refused(
    photos: Path, tmp_path: Path, listed: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out" / "moretta-report.json").mkdir(parents=True)
    assert redact(photos / "one.jpg", "-o", tmp_path / "out", "--detections", listed("one.jpg")) == 2
    assert "moretta-report.json is a folder" in capsys.readouterr().err
