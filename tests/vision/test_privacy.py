"""The command `moretta evaluate privacy`: what it finds, reads and compares, and what it refuses."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from clips import make_clip
from coco_documents import box, coco, photo
from moretta_vision import weights
from moretta_vision.cli import main
from moretta_vision.detect import availability
from moretta_vision.evaluate.privacy.language import Language


def scene(seed, side=240):
    """Smooth detail of several sizes, BGR."""
    chance, picture = np.random.default_rng(seed), np.zeros((side, side, 3), np.float32)
    for step in (8, 24, 60):
        coarse = chance.uniform(0, 255, (side // step + 2, side // step + 2, 3)).astype(np.float32)
        picture += cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC) / 3
    return np.clip(picture, 0, 255).astype(np.uint8)


class Work:
    """Folders of originals and of redacted files with their boxes, and the command on them."""

    def __init__(self, folder, capsys):
        self.folder, self.capsys = folder, capsys
        self.originals, self.redacted = folder / "originals", folder / "redacted"
        self.originals.mkdir()
        self.detections = folder / "found.json"

    def write(self, name, pixels):
        cv2.imwrite(str(self.originals / name), pixels)

    def say(self, document):
        self.detections.write_text(json.dumps(document))

    def redact(self, *options):
        asked = [
            "redact",
            str(self.originals),
            "-o",
            str(self.redacted),
            "--detections",
            str(self.detections),
        ]
        assert main([*asked, *options]) == 0

    def options(self, *more):
        folders = ["--originals", str(self.originals), "--redacted", str(self.redacted)]
        return ["evaluate", "privacy", *folders, "--detections", str(self.detections), *more]

    def measure(self, *options):
        self.capsys.readouterr()
        assert main(self.options("--json", "-", *options)) == 0
        return json.loads(self.capsys.readouterr().out)

    def refusal(self, *options):
        self.capsys.readouterr()
        assert main(self.options(*options)) == 2
        return self.capsys.readouterr().err


@pytest.fixture
def work(tmp_path, capsys):
    return Work(tmp_path, capsys)


@pytest.fixture
def one_photo(work):
    """A lossless photo of which a box is hidden."""
    work.write("a.png", scene(1))
    work.say(coco([photo(1, "a.png", 240)], [box([80, 80, 60, 70], id=1)]))
    work.redact()
    return work


def test_what_is_outside_is_compared_bit_by_bit(one_photo):
    found = one_photo.measure("--parts", "fidelity")["fidelity"]
    assert found["equal_share"]["mean"] == 1 and found["wholly_equal"] == 1
    assert found["psnr"]["mean"] == 99 and found["ssim"]["mean"] == 1
    # the box and a margin of .15 of its larger side on each side, whole pixels outward
    assert found["hidden_share"]["mean"] == pytest.approx((60 + 21) * (70 + 21) / 240**2, rel=0.03)


def test_a_soft_edge_counts_with_what_is_hidden(work):
    work.write("a.png", scene(1))
    work.say(coco([photo(1, "a.png", 240)], [box([80, 80, 60, 70], id=1)]))
    work.redact("--feather", ".2", "--margin", "0")
    found = work.measure("--parts", "fidelity")["fidelity"]
    assert found["equal_share"]["mean"] == 1 and found["wholly_equal"] == 1
    assert found["hidden_share"]["mean"] > 1.3 * 60 * 70 / 240**2


def test_a_pixel_that_changed_outside_counts(one_photo):
    path = one_photo.redacted / "a.png"
    pixels = cv2.imread(str(path))
    pixels[:5, :24] ^= 64
    cv2.imwrite(str(path), pixels)
    found = one_photo.measure("--parts", "fidelity")["fidelity"]
    assert found["equal_share"]["mean"] < 1 and found["wholly_equal"] == 0
    assert found["psnr"]["mean"] < 60 and found["worst"]["where"] == "a.png"


def test_what_a_file_still_carries_is_named(work):
    work.write("a.jpg", scene(2))
    work.say(coco([photo(side=240)], [box([80, 80, 60, 70], id=1)]))
    work.redact()
    assert work.measure("--parts", "fidelity")["fidelity"]["carriers"] == {}
    path = work.redacted / "a.jpg"
    data = path.read_bytes()
    path.write_bytes(data[:2] + b"\xff\xfe\x00\x08secret" + data[2:] + b"the film of a motion photo")
    found = work.measure("--parts", "fidelity")["fidelity"]
    assert found["carriers"] == {"a.jpg": ["comment", "bytes after the end"]}


def test_parts_that_were_not_asked_for_are_left_out(one_photo):
    found = one_photo.measure("--parts", "fidelity")
    assert not {"residue", "linkage", "plates", "reconstruction"} & set(found)
    assert found["method"] == {"name": "solid", "kind": "irreversible"} and found["objects"] == 1


def test_another_detector_finds_who_was_left_open(work, testdata, with_models):
    manifest = json.loads((testdata / "manifest.json").read_text())
    image = next(one for one in manifest["images"] if one["file_name"].endswith("dlib_2008_002470.jpg"))
    faces = [one for one in manifest["annotations"] if one["image_id"] == image["id"]]
    shutil.copy(testdata / image["file_name"], work.originals / "group.jpg")
    group = {**image, "id": 1, "file_name": "group.jpg"}
    rows = [box(one["bbox"], id=number) for number, one in enumerate(faces)]
    work.say(coco([group], rows))
    work.redact("--method", "solid")
    closed = work.measure("--parts", "residue", "--detector", "yunet")["residue"]
    assert (closed["left"], closed["elsewhere"], closed["objects_found_again"]) == (0, 0, 0)
    assert closed["by_control"] == 0 and closed["objects"] == len(faces)

    rows[0]["decision"] = "keep"
    work.say(coco([group], rows))
    work.redact("--method", "solid")
    report = work.folder / "report"
    opened = work.measure("--parts", "residue", "--detector", "yunet", "--report", str(report))["residue"]
    assert opened["elsewhere"] == 1 and opened["left"] == 0
    assert np.allclose(opened["finds"][0]["bbox"][:2], rows[0]["bbox"][:2], atol=20)
    page = (report / "privacy.html").read_text()
    assert "data:image/jpeg;base64," in page and not re.search(r"(src|href)='?http", page)
    assert json.loads((report / "privacy.json").read_text())["residue"]["elsewhere"] == 1


def test_what_a_method_draws_is_counted_apart(work, testdata, with_models):
    manifest = json.loads((testdata / "manifest.json").read_text())
    image = next(one for one in manifest["images"] if one["file_name"].endswith("dlib_2008_002470.jpg"))
    rows = [
        box(one["bbox"], id=one["id"]) for one in manifest["annotations"] if one["image_id"] == image["id"]
    ]
    shutil.copy(testdata / image["file_name"], work.originals / "a.jpg")
    work.say(coco([{**image, "id": 1, "file_name": "a.jpg"}], rows))
    work.redact("--method", "gaussian", "--strength", "0.25", "--margin", "0")
    left = work.measure("--parts", "residue", "--detector", "yunet")["residue"]
    assert left["left"] > 0 and left["drawn"] == 0 and left["left"] > left["by_control"]
    report = work.redacted / "moretta-report.json"
    said = json.loads(report.read_text())
    said["settings"]["method"] = "overlay"
    report.write_text(json.dumps(said))
    drawn = work.measure("--parts", "residue", "--detector", "yunet")["residue"]
    assert drawn["left"] == 0 and drawn["drawn"] == left["left"]


def test_a_detector_that_searched_is_not_the_one_that_looks_at_the_output(one_photo, with_models):
    document = json.loads(one_photo.detections.read_text())
    one_photo.say({**document, "info": {"detectors": {"retinaface": {}, "faces-balanced": {}}}})
    found = one_photo.measure("--parts", "residue")["residue"]
    assert found["detector"] == "ultralight" and found["used"] == ["retinaface", "faces-balanced"]


def plate(text):
    picture = np.full((160, 400, 3), 235, np.uint8)
    cv2.putText(picture, text, (60, 100), cv2.FONT_HERSHEY_DUPLEX, 2, (20, 20, 20), 4, cv2.LINE_AA)
    return picture


def test_characters_of_plates_are_read_before_and_after(work, with_models, monkeypatch):
    monkeypatch.setenv("MORETTA_WEIGHTS", str(Path(__file__).parents[2] / "data" / "models"))
    if weights.missing("ppocr-reading") or weights.missing("ppocr-text"):
        pytest.skip("The weights of PP-OCRv4 are not here.")
    rows = []
    for number, text in enumerate(("KA4711", "BX9056"), 1):
        work.write(f"{number}.png", plate(text))
        rows.append(box([40, 40, 320, 80], number, category_id=2, id=number))
    images = [{"id": n, "file_name": f"{n}.png", "width": 400, "height": 160} for n in (1, 2)]
    document = coco(images, rows)
    document["categories"].append({"id": 2, "name": "license_plate"})
    work.say(document)
    shutil.copytree(work.originals, work.redacted)
    clear = work.measure("--parts", "plates")["plates"]
    assert clear["characters"] == 12 and clear["still_read"] == 12 and clear["whole_plates_still_read"] == 2
    shutil.rmtree(work.redacted)
    work.redact("--method", "opaque-blur")
    hidden = work.measure("--parts", "plates")["plates"]
    assert hidden["characters"] == 12 and hidden["still_read"] <= 2 and hidden["worst"] == []


def test_clips_are_compared_frame_by_frame(work):
    pictures = [scene(1, 128)] * 6
    make_clip(work.originals / "a.mp4", range(0, 240, 40), size=(128, 128), pictures=pictures)
    video = {"id": 1, "file_name": "a.mp4", "width": 128, "height": 128, "n_frames": 6}
    tracks = [
        {"id": n, "video_id": 1, "frame": n, "track_id": 7, "category_id": 1, "bbox": [30, 30, 60, 60]}
        for n in range(6)
    ]
    work.say(coco([], [], videos=[video], video_annotations=tracks))
    work.redact()
    found = work.measure("--parts", "fidelity,linkage", "--matchers", "pixels")
    assert found["fidelity"]["shots"] == 6 and found["fidelity"]["psnr_beyond_blocks"]["mean"] > 35
    assert found["fidelity"]["carriers"] == {}
    assert (found["linkage"]["people"], found["linkage"]["second_photos"]) == (1, 1)
    assert not found["linkage"]["enough"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--detector", "plate-cascade", "--parts", "residue"], "finds license_plate, not face"),
        (["--people", "{folder}/people.json"], "has to be a JSON object of names and ids"),
        (["--people", "{folder}/unknown.json"], "anna is said to be on annotation 7, which"),
        (["--detections", "{folder}/nothing.json"], "There is no file"),
        (["--redacted", "{folder}/nowhere"], "There is no folder"),
        (["--redacted", "{folder}/empty"], "Nothing can be compared"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(one_photo, options, says):
    (one_photo.folder / "people.json").write_text("[1, 2]")
    (one_photo.folder / "unknown.json").write_text('{"anna": [1, 7]}')
    (one_photo.folder / "empty").mkdir()
    error = one_photo.refusal(*(option.format(folder=one_photo.folder) for option in options))
    assert error.startswith("moretta evaluate privacy: ") and says in error


def test_a_part_that_is_none_is_refused(one_photo, capsys):
    with pytest.raises(SystemExit):
        main(one_photo.options("--parts", "residue,magic"))
    assert "'magic' is none of residue, linkage" in capsys.readouterr().err


def test_a_redacted_file_of_another_size_is_noted_and_left_out(one_photo):
    one_photo.write("b.png", scene(3))
    document = coco(
        [photo(1, "a.png", 240), photo(2, "b.png", 240)], [box([80, 80, 60, 70], n, id=n) for n in (1, 2)]
    )
    one_photo.say(document)
    one_photo.redact()
    pixels = cv2.imread(str(one_photo.redacted / "b.png"))
    cv2.imwrite(str(one_photo.redacted / "b.png"), pixels[:200])
    found = one_photo.measure("--parts", "fidelity")
    assert found["fidelity"]["shots"] == 1
    assert any("b.png has 240×200 pixels" in note for note in found["notes"])


def test_the_report_speaks_german(one_photo, tmp_path):
    assert (
        main(
            one_photo.options("--report", str(tmp_path / "proof"), "--language", "de", "--matchers", "pixels")
        )
        == 0
    )
    page = (tmp_path / "proof" / "privacy.html").read_text("utf-8")
    assert "<html lang='de'>" in page and "Zu wenige für einen Schluss" in page
    for english in ("hidden", "people", "there is", "frames", "matcher"):
        assert not re.search(rf"[> ]{english}[ <]", page), english
    assert "1 Datei," in page and "1 Objekt," in page
    assert not re.search(r"\b1 (Dateien|Objekte|Bilder)\b", page)


def test_one_file_is_said_to_be_one_in_the_terminal(one_photo, tmp_path, capsys):
    assert main(one_photo.options("--report", str(tmp_path / "proof"), "--parts", "fidelity")) == 0
    assert "1 file, 1 object, hidden by" in capsys.readouterr().out


def test_the_report_says_in_german_why_a_matcher_is_missing(monkeypatch, tmp_path):
    """The note of a matcher holds a sentence of the detectors'."""
    for name in ("MORETTA_DEEPFACE_PYTHON", "MORETTA_WEIGHTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MORETTA_MODELS_DIR", str(tmp_path))
    monkeypatch.setenv("MORETTA_DATA", str(tmp_path))
    needs_dlib = "It needs dlib. Install it: pip install 'moretta[dlib]'."
    for why in (availability("deepface-opencv"), availability("retinaface"), needs_dlib):
        said = Language("de").sentence(f"Without the matcher m: {why}")
        assert said.startswith("Ohne den Vergleicher m: ")
        assert not re.search(r"\b(the|of|are|in an|it|needs)\b", said), said
