"""Every face detector on real photos, odd pictures, several threads, and where something is missing."""

import importlib.util
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest

from conftest import missing
from moretta_vision import detect, weights
from moretta_vision.catalogue import DETECTORS, PRESETS
from moretta_vision.cli import main
from moretta_vision.detect.suppression import overlaps
from moretta_vision.registry import REGISTRY

PHOTOS = {
    "group": "faces/dlib_2007_007763.jpg",  # seven faces of 40 pixels
    "pair": "faces/dlib_2009_004587.jpg",  # two of 70
    "three": "faces/dlib_2008_002506.jpg",  # three of 100
    "portrait": "faces/wider_1_Handshaking_Handshaking_1_465.jpg",  # one of 270
}

FOUND = {
    "haar": (7, 2, 3, 0),
    "ssd": (7, 2, 3, 1),
    "yunet": (7, 2, 3, 1),
    "dlib-hog": (7, 2, 3, 1),
    "dlib-cnn": (None, 2, None, None),
    "mtcnn": (7, 2, 3, 1),
    "retinaface": (7, 2, 3, 1),
    "scrfd": (7, 2, 3, 1),
    "mediapipe": (7, 2, 3, 1),
    "mediapipe-full": (7, 2, 3, 1),
    "centerface": (7, 2, 3, 1),
    "ultralight": (7, 2, 3, 1),
    "ultralight-320": (7, 2, 3, 1),
}
"""How many of the faces of each photo a detector finds at its operating threshold; None: not tried, it is slow."""

LANDMARKS = {
    "yunet": 5,
    "mtcnn": 5,
    "retinaface": 5,
    "scrfd": 5,
    "centerface": 5,
    "mediapipe": 6,
    "mediapipe-full": 6,
}

ODD = {
    "one pixel": np.full((1, 1, 3), 90, np.uint8),
    "a line": np.full((1, 4000, 3), 90, np.uint8),
    "a column": np.full((900, 3, 3), 90, np.uint8),
    "odd sides": np.full((33, 31, 3), 90, np.uint8),
    "grey": np.full((40, 50), 90, np.uint8),
    "alpha": np.full((40, 50, 4), 90, np.uint8),
    "16 bit": np.full((40, 50, 3), 9000, np.uint16),
    "not contiguous": np.full((80, 100, 3), 90, np.uint8)[::-2, ::2],
}


@pytest.fixture
def accepted(with_models, monkeypatch):
    """All weights are there and all terms accepted."""
    monkeypatch.setenv(weights.VARIABLE, ",".join(REGISTRY))
    return with_models


@pytest.fixture
def find(accepted):
    """Loads a detector, or skips with the reason why it cannot run here."""

    def load(name):
        if reason := detect.availability(name):
            missing(reason)
        return detect.load(name)

    return load


def photo(testdata, name):
    """A photo and its true face boxes."""
    manifest = json.loads((testdata / "manifest.json").read_text())
    image = next(row for row in manifest["images"] if row["file_name"] == PHOTOS[name])
    rows = [a for a in manifest["annotations"] if a["image_id"] == image["id"] and a["category_id"] == 1]
    return cv2.imread(str(testdata / PHOTOS[name])), np.array([row["bbox"] for row in rows], np.float32)


@pytest.mark.parametrize(
    ("name", "shown", "expected"),
    [
        pytest.param(name, shown, expected, id=f"{name}-{shown}")
        for name, row in FOUND.items()
        for shown, expected in zip(PHOTOS, row, strict=True)
        if expected is not None
    ],
)
def test_each_detector_finds_the_faces_of_a_photo(name, shown, expected, testdata, find):
    image, faces = photo(testdata, shown)
    found = find(name).detect([image])[0]
    assert (overlaps(faces, found.boxes) >= 0.3).any(axis=1).sum() == expected
    assert len(found) <= 1.5 * expected + 2
    assert found.source == name and found.version and set(found.labels) <= {"face"}
    assert found.boxes.dtype == found.scores.dtype == np.float32
    assert list(found.scores) == sorted(found.scores, reverse=True)
    if name in LANDMARKS:
        inside = (found.landmarks >= found.boxes[:, None, :2]) & (
            found.landmarks <= found.boxes[:, None, :2] + found.boxes[:, None, 2:]
        )
        assert found.landmarks.shape == (len(found), LANDMARKS[name], 2)
        assert inside[:, :5].mean() > 0.8
    else:
        assert found.landmarks is None


def test_every_single_face_detector_is_in_the_table():
    combined = {preset.detectors["face"] for preset in PRESETS.values()}
    single = {
        name
        for name, info in DETECTORS.items()
        if info.labels == ("face",) and not info.cloud and not info.interpreter and name not in combined
    }
    assert single == set(FOUND)


@pytest.mark.parametrize("image", ODD.values(), ids=ODD)
@pytest.mark.parametrize("name", FOUND)
def test_odd_pictures_are_searched_by_every_detector(name, image, find):
    found = find(name).detect([image], DETECTORS[name].store_floor)[0]
    height, width = image.shape[:2]
    assert (found.boxes[:, :2] >= 0).all() and np.isfinite(found.boxes).all()
    assert (found.boxes[:, :2] + found.boxes[:, 2:] <= np.array([width, height]) + 1e-3).all()


@pytest.mark.parametrize("name", [name for name in FOUND if name != "dlib-cnn"])
def test_a_batch_is_searched_as_its_pictures_are_one_by_one(name, testdata, find):
    face = photo(testdata, "pair")[0][20:150, 130:250]
    images = [face, face[:, ::-1], np.zeros((50, 60, 3), np.uint8), face[10:, 5:]]
    detector = find(name)
    together = detector.detect(images)
    assert len(together) == len(images)
    for one, picture in zip(together, images, strict=True):
        alone = detector.detect([picture])[0]
        np.testing.assert_array_equal(one.boxes, alone.boxes)
        np.testing.assert_array_equal(one.scores, alone.scores)


@pytest.mark.parametrize("name", [name for name in FOUND if name != "dlib-cnn"])
def test_threads_may_share_a_detector(name, testdata, find):
    face = photo(testdata, "pair")[0][20:150, 130:250]
    parts = [face, face[10:, 5:]]
    detector = find(name)
    alone = [detector.detect([part])[0].boxes for part in parts]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda part: detector.detect([part])[0].boxes, parts * 2))
    for mine, expected in zip(together, alone * 2, strict=True):
        np.testing.assert_array_equal(mine, expected)


@pytest.mark.parametrize("name", [name for name in FOUND if name != "dlib-cnn"])
def test_frames_of_clips_are_searched_too(name, testdata, find):
    find(name)
    image, faces = photo(testdata, "three")
    found = detect.load(name, recipe="video").detect([image])[0]
    assert (overlaps(faces, found.boxes) >= 0.3).any(axis=1).sum() >= 2


@pytest.mark.parametrize("name", ["retinaface", "centerface", "ultralight", "ssd", "mtcnn", "scrfd"])
def test_small_faces_of_a_large_photo_are_found_in_tiles(name, testdata, find):
    image, faces = photo(testdata, "group")
    scene = np.full((1500, 2400, 3), 127, np.uint8)
    scene[1100 : 1100 + image.shape[0], 1000 : 1000 + image.shape[1]] = image
    found = find(name).detect([scene])[0]
    wanted = faces + np.array([1000, 1100, 0, 0], np.float32)
    assert (overlaps(wanted, found.boxes) >= 0.3).any(axis=1).sum() >= 6


@pytest.mark.parametrize("name", [name for name in FOUND if DETECTORS[name].weights])
def test_missing_weights_are_a_sentence_with_the_command(name, tmp_path, monkeypatch):
    monkeypatch.delenv("MORETTA_MODELS_DIR", raising=False)
    monkeypatch.setenv("MORETTA_WEIGHTS", str(tmp_path))
    assert f"moretta models pull {DETECTORS[name].weights[0]}" in detect.availability(name)


@pytest.mark.parametrize("name", [name for name in FOUND if DETECTORS[name].packages])
def test_a_missing_package_is_a_sentence_with_the_command(name, with_models, monkeypatch):
    detect.unload()
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    extra = DETECTORS[name].packages[0]
    assert f"pip install 'moretta[{extra}]'" in detect.availability(name)
    with pytest.raises(detect.DetectorUnavailable, match="needs"):
        detect.load(name)


def test_opencv_without_its_cascades_is_a_sentence(monkeypatch, tmp_path):
    detect.unload()
    monkeypatch.setattr(cv2.data, "haarcascades", f"{tmp_path}/")
    with pytest.raises(detect.DetectorUnavailable, match="opencv-contrib-python"):
        detect.load("haar")


def test_scrfd_waits_for_somebody_to_accept_its_terms(with_models, tmp_path, monkeypatch):
    detect.unload()
    monkeypatch.setenv("MORETTA_WEIGHTS", str(tmp_path))
    monkeypatch.delenv(weights.VARIABLE, raising=False)
    with pytest.raises(detect.DetectorUnavailable, match=r"moretta models accept scrfd-2\.5g"):
        detect.load("scrfd")
    weights.accept("scrfd-2.5g")
    assert detect.load("scrfd").name == "scrfd"


@pytest.mark.parametrize("name", ["haar", "ssd", "dlib-hog", "dlib-cnn", "mediapipe", "mediapipe-full"])
def test_what_runs_on_the_cpu_alone_says_so(name, accepted, monkeypatch):
    monkeypatch.setitem(
        detect.providers.PROVIDERS,
        "cuda",
        detect.providers.Provider("cuda", ("CPUExecutionProvider",), lambda: None),
    )
    assert "CPU only" in detect.availability(name, "cuda")


def test_dlib_and_mediapipe_are_imported_only_when_asked_for(accepted):
    code = (
        "import sys; from moretta_vision import detect;"
        "[detect.availability(name) for name in detect.known()]; detect.load('yunet');"
        "print([name for name in ('mediapipe', 'dlib', 'tensorflow') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_command_lists_every_detector_with_the_reason_why_it_cannot_run(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("MORETTA_MODELS_DIR", raising=False)
    monkeypatch.setenv("MORETTA_WEIGHTS", str(tmp_path))
    assert main(["detectors"]) == 0
    text = capsys.readouterr().out
    assert "moretta models pull yunet" in text
    assert main(["detectors", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["name"] for row in rows} >= set(DETECTORS)
    assert next(row for row in rows if row["name"] == "haar")["problem"] is None
    for row in rows:
        assert row["name"] in text and row["licence"] and row["sizes"] and row["finds"]
