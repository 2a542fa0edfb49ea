"""`moretta redact`, as it is called from a shell."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from moretta_vision.media.images import read
from moretta_vision.redact.pool import Crashed, each
from redacting import FACES, colour_share, outputs, redact, report


def test_faces_are_found_and_hidden_under_the_same_names(
    photos: Path, tmp_path: Path, with_models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert redact(photos, "-o", out, "--color", "ff00ff") == 1
    assert outputs(out) == ["deep/three.heic.jpg", "deep/two.JPG", "moretta-report.json", "one.jpg"]
    for name in ("one.jpg", "deep/two.JPG", "deep/three.heic.jpg"):
        assert all(colour_share(out / name, face, (255, 0, 255)) > 0.8 for face in FACES), name
    said = report(out)
    assert [entry["file_name"] for entry in said["files"]] == ["deep/three.heic", "deep/two.JPG", "one.jpg"]
    assert said["files"][0]["output"] == "deep/three.heic.jpg" and said["files"][0]["hidden"] == 3
    assert [entry["file_name"] for entry in said["errors"]] == ["deep/broken.png"]
    assert said["skipped"] == ["labels.txt"]
    assert "deep/broken.png" in capsys.readouterr().err


def test_boxes_come_from_a_file_of_detections(
    photos: Path, tmp_path: Path, listed: Callable[..., Path]
) -> None:
    out, file = tmp_path / "out", listed("one.jpg")
    assert (
        redact(photos / "one.jpg", "-o", out, "--detections", file, "--color", "ff00ff", "--min-score", 0.5)
        == 0
    )
    shares = [colour_share(out / "one.jpg", face, (255, 0, 255)) for face in FACES]
    assert shares[0] > 0.95 and shares[1] > 0.95 and shares[2] < 0.05


def test_what_a_person_keeps_stays_visible(photos: Path, tmp_path: Path, listed: Callable[..., Path]) -> None:
    kept = [{"id": 1, "image_id": 0, "category_id": 1, "bbox": FACES[0], "decision": "keep"}]
    assert (
        redact(photos / "one.jpg", "-o", tmp_path / "o", "--detections", listed("one.jpg", annotations=kept))
        == 0
    )
    assert report(tmp_path / "o")["files"][0]["hidden"] == 0


def test_a_file_that_was_not_searched_fails_and_does_not_appear(
    photos: Path, tmp_path: Path, listed: Callable[..., Path]
) -> None:
    out = tmp_path / "out"
    assert redact(photos, "-o", out, "--detections", listed("one.jpg")) == 1
    assert outputs(out) == ["moretta-report.json", "one.jpg"]
    errors = {entry["file_name"]: entry["error"] for entry in report(out)["errors"]}
    assert "was not searched" in errors["deep/two.JPG"]


def test_detections_of_another_size_are_refused(
    photos: Path, tmp_path: Path, listed: Callable[..., Path]
) -> None:
    file = listed("one.jpg", size=(1000, 750))
    assert redact(photos / "one.jpg", "-o", tmp_path / "out", "--detections", file) == 1
    assert outputs(tmp_path / "out") == ["moretta-report.json"]


REFUSED = [
    (["photos", "-o", "photos"], "lies in the input"),
    (["photos", "-o", "photos/deep/out"], "lies in the input"),
    (["photos/one.jpg", "-o", "photos"], "is an input"),
    (["photos", "photos/deep/two.JPG", "other", "-o", "out"], "one.jpg"),
    (["photos/labels.txt", "empty", "-o", "photos/one.jpg"], "is a file"),
    (["empty", "-o", "out"], "No picture or video"),
    (["photos", "-o", "out", "--labels", "unicorn"], "unicorn"),
    (["photos", "-o", "out", "--labels", "object"], "object"),
    (["photos", "-o", "out", "--detections", "photos/labels.txt"], "is not JSON"),
    (["photos", "-o", "out", "--detections", "nothing.json"], "cannot be read"),
    (["twins", "-o", "out"], "would both become"),
    (["photos", "-o", "out", "--masks", "out"], "masks cannot go into the output folder"),
    (["photos", "-o", "out", "--masks", "photos/masks"], "lies in the input"),
]


@pytest.mark.parametrize("arguments, sentence", REFUSED, ids=[" ".join(row[0]) for row in REFUSED])
def test_a_dangerous_or_empty_wish_is_refused_before_anything_is_written(
    arguments: list[str],
    sentence: str,
    photos: Path,
    with_models: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(photos.parent)
    for folder in ("other", "empty", "twins"):
        Path(folder).mkdir()
    shutil.copy(photos / "deep" / "two.JPG", "other/one.jpg")
    shutil.copy(photos / "deep" / "three.heic", "twins/a.heic")
    shutil.copy(photos / "one.jpg", "twins/a.heic.jpg")
    before = outputs(photos.parent)
    assert redact(*arguments) == 2
    assert sentence in capsys.readouterr().err
    assert outputs(photos.parent) == before and not Path("out").exists()


def test_broken_boxes_are_named(
    photos: Path, tmp_path: Path, listed: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    bad = [{"id": 7, "image_id": 0, "category_id": 1, "bbox": [1, 2, 0, 4]}]
    assert redact(photos, "-o", tmp_path / "out", "--detections", listed("one.jpg", annotations=bad)) == 2
    assert "annotation 7" in capsys.readouterr().err
    assert redact(photos, "-o", tmp_path / "out", "--detections", listed("one.jpg", categories=[])) == 2


def test_videos_are_redacted_beside_pictures(testdata: Path, tmp_path: Path, with_models: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in ("one_frame.mp4", "truncated.mp4", "audio_only.mp4"):
        shutil.copy(testdata / "odd_videos" / name, folder)
    assert redact(folder, "-o", out, "--color", "ff00ff") == 1
    assert outputs(out) == ["moretta-report.json", "one_frame.mp4"]
    said = report(out)
    assert said["files"][0]["kind"] == "video" and said["files"][0]["hidden"] == 2
    assert {entry["file_name"] for entry in said["errors"]} == {"truncated.mp4", "audio_only.mp4"}


def test_video_boxes_come_from_a_file_of_detections(
    testdata: Path, tmp_path: Path, listed: Callable[..., Path]
) -> None:
    from moretta_vision.media import video

    source, out = testdata / "odd_videos" / "vp9_opus.webm", tmp_path / "out"
    info = video.probe(source)
    facts = {"width": info.width, "height": info.height, "n_frames": info.n_frames, "fps": 12}
    boxes = [
        {
            "id": n,
            "video_id": 1,
            "frame": n,
            "track_id": 1,
            "category_id": 1,
            "bbox": [40, 40, 60, 60],
            "score": 1,
        }
        for n in (0, 1, 2, 6)
    ]
    file = listed(videos=[{"id": 1, "file_name": source.name, **facts}], video_annotations=boxes)
    assert redact(source, "-o", out, "--detections", file, "--color", "ff00ff") == 0
    hidden = [
        bool((np.abs(frame.pixels[45:95, 45:95].astype(int) - (255, 0, 255)).max(axis=2) < 60).mean() > 0.9)
        for frame in video.frames(out / source.name)
    ]
    assert hidden == [n in (0, 1, 2, 6) for n in range(info.n_frames)]


def in_frame(number: int, **more: Any) -> dict[str, Any]:
    row = {
        "id": number,
        "video_id": 1,
        "frame": number,
        "track_id": 1,
        "category_id": 1,
        "bbox": [40, 40, 60, 60],
    }
    return {**row, **more}


def test_boxes_of_a_video_without_a_track_or_two_in_a_frame_are_objects_of_their_own(
    testdata: Path, tmp_path: Path, listed: Callable[..., Path]
) -> None:
    source = testdata / "odd_videos" / "vp9_opus.webm"
    facts = {"id": 1, "file_name": source.name, "width": 480, "height": 270, "n_frames": 24, "fps": 12}
    rows = [in_frame(3, track_id=None), in_frame(5), in_frame(5), in_frame(6), in_frame(7, decision="keep")]
    file = listed(videos=[facts], video_annotations=[*rows, in_frame(8, score=0.2)])
    assert redact(source, "-o", tmp_path / "out", "--detections", file, "--min-score", 0.3) in (0, 1)
    (entry,) = report(tmp_path / "out")["files"]
    assert entry["hidden"] == 3 and entry["redacted_frames"] == 3


def test_boxes_of_a_video_count_where_another_program_wrote_its_number_with_a_point(
    testdata: Path, tmp_path: Path, listed: Callable[..., Path]
) -> None:
    source = testdata / "odd_videos" / "vp9_opus.webm"
    facts = {"id": 1, "file_name": source.name, "width": 480, "height": 270, "n_frames": 24, "fps": 12}
    file = listed(videos=[facts], video_annotations=[in_frame(3, video_id=1.0, category_id=1.0)])
    assert redact(source, "-o", tmp_path / "out", "--detections", file) in (0, 1)
    (entry,) = report(tmp_path / "out")["files"]
    assert entry["hidden"] == 1 and entry["redacted_frames"] == 1


def test_the_report_names_the_picture_that_is_laid_over_and_not_its_folders(
    photos: Path, tmp_path: Path, listed: Callable[..., Path]
) -> None:
    own = tmp_path / "home of anna" / "mask.png"
    own.parent.mkdir()
    cv2.imwrite(str(own), np.full((64, 64, 3), 200, np.uint8))
    arguments = ["--detections", listed("one.jpg"), "--method", "overlay", "--image", own]
    assert redact(photos / "one.jpg", "-o", tmp_path / "out", *arguments) == 0
    said = report(tmp_path / "out")
    assert said["settings"]["image"] == "mask.png" and "anna" not in json.dumps(said)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"category_id": 9}, "KeyError 9"),
        ({"video_id": 9}, "KeyError 9"),
        ({"bbox": [1, 2, 0, 4]}, "annotation 3 has the bbox"),
        ({"bbox": None}, "is not COCO"),
        ({"frame": None}, "is not COCO"),
    ],
)
def test_a_row_of_a_video_that_cannot_be_used_is_refused_and_nothing_is_written(
    testdata: Path,
    tmp_path: Path,
    listed: Callable[..., Path],
    row: dict[str, Any],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    source = testdata / "odd_videos" / "vp9_opus.webm"
    facts = {"id": 1, "file_name": source.name, "width": 480, "height": 270, "n_frames": 24, "fps": 12}
    file = listed(videos=[facts], video_annotations=[in_frame(2), in_frame(3, **row)])
    assert redact(source, "-o", tmp_path / "out", "--detections", file) == 2
    assert said in capsys.readouterr().err and not (tmp_path / "out").exists()


def test_a_video_is_written_as_asked_with_its_masks_and_a_table_of_frames(
    testdata: Path, tmp_path: Path, listed: Callable[..., Path]
) -> None:
    from moretta_vision.media import video

    source, out = testdata / "odd_videos" / "two_audio_subs.mov", tmp_path / "out"
    info = video.probe(source)
    facts = {"width": info.width, "height": info.height, "n_frames": info.n_frames, "fps": 25}
    common = {"video_id": 1, "track_id": 1, "category_id": 1, "bbox": [40, 40, 60, 60], "score": 0.9}
    boxes = [{"id": n, "frame": n, "found": None if n == 3 else 0.9, **common} for n in (1, 2, 3, 4)]
    file = listed(videos=[{"id": 1, "file_name": source.name, **facts}], video_annotations=boxes)
    wishes = ["--codec", "h265", "--crf", 30, "--audio", "voices", "--masks", tmp_path / "masks"]
    assert redact(source, "-o", out, "--detections", file, *wishes) == 0
    (entry,) = report(out)["files"]
    assert (entry["output"], entry["masks"]) == (source.name, f"{source.name}.mask.mp4")
    written = video.probe(out / entry["output"])
    assert (written.codec, written.n_frames, len(written.audio)) == ("hevc", info.n_frames, 2)
    shown = [frame.pixels[70, 70, 0] for frame in video.frames(tmp_path / "masks" / entry["masks"])]
    assert shown == [255 if n in (1, 2, 3, 4) else 0 for n in range(info.n_frames)]
    assert (entry["rate"]["why"], entry["audio"]) == ("given", "voices")
    assert entry["frame_table"]["detected"]["ranges"] == [[1, 2], [4, 4]]
    assert entry["frame_table"]["filled"]["ranges"] == [[3, 3]]
    assert report(out)["settings"]["videos"] == {"audio": "voices", "codec": "h265", "crf": 30}


def test_the_methods_can_be_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert redact("--list-methods", "--json") == 0
    methods = {method["name"]: method for method in json.loads(capsys.readouterr().out)}
    kinds = {
        "irreversible": ["solid", "opaque-blur", "overlay", "removal"],
        "synthetic": ["silhouette", "replace-face", "replace-head"],
        "visual": ["gaussian", "imagenet", "mosaic", "noise", "eye-bar"],
    }
    assert {name: method["kind"] for name, method in methods.items()} == {
        name: kind for kind, names in kinds.items() for name in names
    }
    for name in kinds["irreversible"]:
        assert "irreversible" in methods[name]["says"]
    assert "visual, a machine can undo it" in methods["gaussian"]["says"]


@pytest.mark.parametrize(
    ("method", "strength", "refused"),
    [
        ("noise", "strong", True),
        ("eye-bar", "standard", True),
        ("imagenet", "strong", True),
        ("mosaic", "light", True),
        ("mosaic", "standard", False),
        ("gaussian", "0.25", True),
        ("gaussian", "light", False),
        ("opaque-blur", "light", False),
    ],
)
def test_what_would_leave_a_plate_readable_is_refused(
    method: str, strength: str, refused: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cv2.imwrite(str(tmp_path / "car.png"), np.full((60, 90, 3), 128, np.uint8))
    found = {
        "images": [{"id": 1, "file_name": "car.png", "width": 90, "height": 60}],
        "categories": [{"id": 1, "name": "license_plate"}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [20, 20, 40, 12]}],
    }
    (tmp_path / "found.json").write_text(json.dumps(found))
    how = ["--method", method, "--strength", strength, "--detections", str(tmp_path / "found.json")]
    status = redact(str(tmp_path / "car.png"), "-o", str(tmp_path / "out"), *how)
    assert status == (2 if refused else 0)
    assert ("leaves a license plate readable" in capsys.readouterr().err) is refused


@pytest.mark.parametrize(
    "wrong",
    [
        ["--strength", "mighty"],
        ["--strength", "9"],
        ["--image", "absent.png"],
        ["--margin", "-1"],
        ["--margin", "x"],
        ["--color", "red"],
        ["--method", "magic"],
        ["--shape", "star"],
        ["--codec", "x"],
        ["--crf", "64"],
        ["--crf", "x"],
        ["--audio", "loud"],
    ],
)
def test_a_wrong_option_is_named(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        redact("x.jpg", "-o", "out", *wrong)
    assert wrong[0] in capsys.readouterr().err


def _double(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def test_a_task_that_kills_its_process_does_not_stop_the_others() -> None:
    results = dict(each(_double, list(range(8)), processes=2))
    assert {n: value for n, value in results.items() if isinstance(value, int)} == {
        n: 2 * n for n in (0, 1, 2, 4, 6, 7)
    }
    assert isinstance(results[3], ValueError) and isinstance(results[5], Crashed)


def test_ctrl_c_leaves_whole_files_only(testdata: Path, tmp_path: Path, with_models: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for i in range(300):
        (folder / f"{i:03}.jpg").symlink_to(testdata / "odd" / "exif_1.jpg")
    process = subprocess.Popen(
        [sys.executable, "-m", "moretta_vision.cli", "redact", str(folder), "-o", str(out)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # background jobs ignore it
    )
    while process.poll() is None and len(list(out.glob("*.jpg"))) < 3:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(60) == 130
    written = list(out.glob("*.jpg"))
    assert 3 <= len(written) < 300
    assert not list(out.glob("*.part")) and not list(out.glob(".moretta*"))
    assert all(read(path).notes == [] for path in written)


def test_a_pipe_among_the_pictures_is_named_and_nothing_waits_for_it(
    tmp_path: Path, with_models: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    os.mkfifo(folder / "pipe.jpg")
    command = [sys.executable, "-m", "moretta_vision.cli", "redact", str(folder), "-o", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "pipe.jpg is not a file" in done.stderr
