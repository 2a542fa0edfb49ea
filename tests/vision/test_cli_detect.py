import json
import shutil
import subprocess
import sys
from fractions import Fraction
from importlib.metadata import EntryPoint
from pathlib import Path

import cv2
import numpy as np
import pytest

from clips import make_clip
from moretta_vision import cli
from moretta_vision.cli import main
from moretta_vision.media import video
from moretta_vision.media.errors import MediaError

pytestmark = pytest.mark.usefixtures("with_models")


@pytest.fixture(scope="module")
def folder(testdata, tmp_path_factory):
    """Pictures, a clip and broken files, some in a sub-folder."""
    root = tmp_path_factory.mktemp("mixed")
    (root / "deep" / "er").mkdir(parents=True)
    shutil.copy(testdata / "faces" / "dlib_2009_004587.jpg", root / "pair.jpg")
    shutil.copy(testdata / "odd" / "unicode näme 写真 (1).JPG", root / "deep")
    shutil.copy(testdata / "odd" / "tiny_1x1.png", root / "deep" / "er")
    shutil.copy(testdata / "odd_videos" / "rot90.mp4", root / "deep" / "clip.mp4")
    (root / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    (root / "notes.txt").write_text("hello")
    return root


@pytest.fixture(scope="module")
def answered(folder, tmp_path_factory, models_dir):
    """Exit status, document and error lines of `moretta detect` on the folder."""
    output = tmp_path_factory.mktemp("out") / "detections.json"
    done = subprocess.run(
        [sys.executable, "-m", "moretta_vision.cli", "detect", str(folder), "-o", str(output)],
        capture_output=True,
        text=True,
        env={"MORETTA_MODELS_DIR": str(models_dir), "PYTHONPATH": ":".join(sys.path), "PATH": ""},
        check=False,
    )
    assert output.exists(), done.stderr
    return done.returncode, json.loads(output.read_text()), done.stderr


def test_every_readable_file_is_listed_by_its_name_below_the_folder(answered):
    _, document, _ = answered
    names = {image["file_name"]: (image["width"], image["height"]) for image in document["images"]}
    assert set(names) == {"pair.jpg", "deep/unicode näme 写真 (1).JPG", "deep/er/tiny_1x1.png"}
    assert names["pair.jpg"] == (400, 500) and names["deep/er/tiny_1x1.png"] == (1, 1)
    assert [video["file_name"] for video in document["videos"]] == ["deep/clip.mp4"]


def test_every_unreadable_file_is_an_error_and_the_batch_goes_on(answered):
    status, document, stderr = answered
    assert status == 1
    assert {error["file_name"] for error in document["errors"]} == {"broken.jpg", "notes.txt"}
    assert all(set(error) == {"file_name", "error"} and error["error"] for error in document["errors"])
    assert "broken.jpg" in stderr and "notes.txt" in stderr
    assert "\r" not in stderr and "it/s" not in stderr, "a progress bar belongs on a terminal only"


def test_boxes_are_coco_and_reach_the_operating_threshold(answered):
    _, document, _ = answered
    assert [c["name"] for c in document["categories"]] == ["face", "license_plate", "person"]
    pair = next(image for image in document["images"] if image["file_name"] == "pair.jpg")
    mine = [a for a in document["annotations"] if a["image_id"] == pair["id"]]
    assert len(mine) == 2 and {a["category_id"] for a in mine} == {1}
    assert all(a["score"] >= 0.6 and len(a["bbox"]) == 4 for a in document["annotations"])
    assert sorted(round(a["bbox"][0] / 50) for a in mine) == [3, 5]


def test_clips_have_tracks_in_frames_of_the_upright_picture(answered, testdata):
    _, document, _ = answered
    (clip,) = document["videos"]
    manifest = json.loads((testdata / "manifest.json").read_text())
    truth = next(v for v in manifest["videos"] if v["file_name"].endswith("rot90.mp4"))
    assert (clip["width"], clip["height"]) == (truth["display_width"], truth["display_height"])
    assert clip["n_frames"] == truth["n_frames"] and clip["fps"] == pytest.approx(
        float(Fraction(truth["fps"])), rel=0.01
    )
    boxes = [a for a in document["video_annotations"] if a["video_id"] == clip["id"]]
    assert {a["frame"] for a in boxes} == set(range(clip["n_frames"]))
    assert len({a["track_id"] for a in boxes}) == 2 and all(a["score"] >= 0.6 for a in boxes)
    for a in manifest["video_annotations"]:
        if a["video_id"] == truth["id"]:
            middle = np.array(a["bbox"][:2]) + np.array(a["bbox"][2:]) / 2
            here = [b["bbox"] for b in boxes if b["frame"] == a["frame"]]
            assert any(x < middle[0] < x + w and y < middle[1] < y + h for x, y, w, h in here)


def test_good_files_end_with_status_zero_and_min_score_counts(folder, tmp_path):
    few, many = tmp_path / "few.json", tmp_path / "many.json"
    picture = str(folder / "pair.jpg")
    assert main(["detect", picture, "-o", str(few), "--min-score", "0.9"]) == 0
    assert main(["detect", picture, "-o", str(many), "--min-score", "0.05"]) == 0
    sure, doubtful = (json.loads(path.read_text())["annotations"] for path in (few, many))
    assert all(a["score"] >= 0.9 for a in sure) and len(doubtful) > max(2, len(sure))


def test_a_file_that_is_not_there_is_an_error_of_its_own(folder, tmp_path):
    output = tmp_path / "out.json"
    assert main(["detect", str(folder / "pair.jpg"), str(folder / "gone.jpg"), "-o", str(output)]) == 1
    document = json.loads(output.read_text())
    assert len(document["images"]) == 1 and [e["file_name"] for e in document["errors"]] == ["gone.jpg"]


def test_an_earlier_answer_in_the_folder_is_not_searched(folder, tmp_path):
    shutil.copy(folder / "pair.jpg", tmp_path)
    output = tmp_path / "detections.json"
    for _ in range(2):
        assert main(["detect", str(tmp_path), "-o", str(output)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["detections.json", "pair.jpg"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--labels", "object"], "No detector of the preset balanced can find object"),
        (["--labels", "face,nose"], "no label 'nose'"),
        (["--detector", "sherlock"], "no detector 'sherlock'"),
        (["--detector", "yunet", "--labels", "person"], "finds face, not person"),
    ],
)
def test_a_wish_that_nobody_can_fulfil_ends_before_anything_is_written(
    options, says, folder, tmp_path, capsys
):
    output = tmp_path / "out.json"
    assert main(["detect", str(folder), "-o", str(output), *options]) == 2
    assert says in capsys.readouterr().err and not output.exists()


def test_two_files_of_one_name_are_refused(folder, tmp_path, capsys):
    shutil.copy(folder / "pair.jpg", tmp_path / "pair.jpg")
    assert main(["detect", str(folder), str(tmp_path), "-o", str(tmp_path / "out.json")]) == 2
    assert "pair.jpg" in capsys.readouterr().err


def test_an_output_folder_that_is_not_there_is_said_before_the_work(folder, tmp_path, capsys):
    assert main(["detect", str(folder), "-o", str(tmp_path / "no" / "out.json")]) == 2
    assert "does not exist" in capsys.readouterr().err


def test_an_output_that_cannot_be_written_is_said_before_the_work(folder, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("moretta_vision.commands.detect._search", lambda *_: pytest.fail("it was searched"))
    assert main(["detect", str(folder), "-o", str(tmp_path)]) == 2
    assert f"{tmp_path} is a folder" in capsys.readouterr().err
    if Path("/proc/self/fd").is_dir():
        assert main(["detect", str(folder), "-o", "/proc/self/found.json"]) == 2
        assert "/proc/self/found.json cannot be written" in capsys.readouterr().err


def test_a_linked_folder_that_is_not_read_is_an_error(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "in" / "more").symlink_to(tmp_path / "elsewhere")
    assert main(["detect", str(tmp_path / "in"), "-o", str(tmp_path / "found.json")]) == 1
    (said,) = json.loads((tmp_path / "found.json").read_text())["errors"]
    assert said["file_name"] == "more" and "is a link to a folder" in said["error"]


@pytest.mark.parametrize("score", ["-0.1", "1.5", "much", "nan"])
def test_a_score_is_a_number_from_zero_to_one(score, folder, tmp_path, capsys):
    with pytest.raises(SystemExit) as refused:
        main(["detect", str(folder), "-o", str(tmp_path / "out.json"), f"--min-score={score}"])
    assert refused.value.code == 2 and score in capsys.readouterr().err


def test_a_clip_without_people_is_listed_without_boxes(tmp_path, with_models, monkeypatch):
    clip, found = make_clip(tmp_path / "empty.mp4"), tmp_path / "found.json"
    assert main(["detect", str(clip), "--preset", "fast", "-o", str(found)]) == 0
    document = json.loads(found.read_text())
    assert document["videos"][0]["file_name"] == "empty.mp4" and not document["video_annotations"]

    # With its detections it is not decoded once more to see what it is, as long as it is the same.
    def decodes(*args, **kwargs):
        raise MediaError("It was decoded.")

    monkeypatch.setattr(video, "probe", decodes)
    redact = ["redact", str(clip), "--detections", str(found), "-o", str(tmp_path / "out")]
    assert main(redact) == 0
    clip.write_bytes(clip.read_bytes() + b"\0\0\0\x08free")
    assert main(redact) == 1
    monkeypatch.undo()
    assert main(redact) == 0


def test_what_was_found_in_a_clip_is_not_hidden_in_another_one_that_took_its_name(tmp_path, capsys):
    clip, found = make_clip(tmp_path / "street.mp4"), tmp_path / "found.json"
    assert main(["detect", str(clip), "--preset", "fast", "-o", str(found)]) == 0
    make_clip(clip, pictures=[np.full((64, 96, 3), 10 * n, np.uint8) for n in range(24)])
    assert main(["redact", str(clip), "--detections", str(found), "-o", str(tmp_path / "out")]) == 1
    assert "Detect again" in capsys.readouterr().err
    assert not (tmp_path / "out" / "street.mp4").exists()


def test_what_was_found_in_a_picture_is_not_hidden_in_another_one_that_took_its_name(tmp_path, capsys):
    photo, found, out = tmp_path / "gate.png", tmp_path / "found.json", tmp_path / "out"
    cv2.imwrite(str(photo), np.full((64, 96, 3), 90, np.uint8))
    assert main(["detect", str(photo), "--preset", "fast", "-o", str(found)]) == 0
    redact = ["redact", str(photo), "--detections", str(found), "-o", str(out)]
    assert main(redact) == 0
    cv2.imwrite(str(photo), np.full((64, 96, 3), 120, np.uint8))
    assert main(redact) == 1
    assert "gate.png is not the file that was searched" in capsys.readouterr().err
    assert not (out / "gate.png").exists()
    document = json.loads(found.read_text())
    del document["images"][0]["sha256"]
    found.write_text(json.dumps(document))
    assert main(redact) == 0


def test_the_command_works_without_django_and_celery(folder, tmp_path):
    code = (
        "import sys\n"
        "for name in ('django', 'celery', 'redis', 'rest_framework', 'moretta'): sys.modules[name] = None\n"
        "from moretta_vision.cli import main\n"
        f"sys.exit(main(['detect', {str(folder / 'pair.jpg')!r}, '-o', {str(tmp_path / 'out.json')!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(json.loads((tmp_path / "out.json").read_text())["annotations"]) == 2


def test_a_command_whose_package_is_missing_says_what_to_install(monkeypatch, capsys):
    entry = EntryPoint("lift", "a_package_that_is_not_there.commands:register", cli.GROUP)
    monkeypatch.setattr(cli, "entry_points", lambda group: [entry])
    assert main(["lift", "--port", "8000"]) == 2
    assert "moretta[server]" in capsys.readouterr().err
    assert main([]) == 2
    assert "lift" in capsys.readouterr().out


def test_an_unknown_option_is_refused(folder, tmp_path, capsys):
    with pytest.raises(SystemExit) as refused:
        main(["detect", str(folder), "-o", str(tmp_path / "out.json"), "--colour"])
    assert refused.value.code == 2 and "--colour" in capsys.readouterr().err


def test_other_packages_commands_are_not_imported_unless_asked_for(monkeypatch, folder, tmp_path):
    entry = EntryPoint("lift", "a_package_that_is_not_there.commands:register", cli.GROUP)
    monkeypatch.setattr(cli, "entry_points", lambda group: [entry])
    monkeypatch.setattr(EntryPoint, "load", lambda self: pytest.fail("loaded"))
    assert main(["detect", str(folder / "pair.jpg"), "-o", str(tmp_path / "out.json")]) == 0
