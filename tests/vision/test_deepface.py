"""DeepFace in an environment of its own. A stand-in package plays DeepFace, in a real process of its own."""

import re
import sys

import numpy as np
import pytest

from moretta_vision import detect
from moretta_vision.catalogue import DETECTORS
from moretta_vision.detect.base import DetectorUnavailable
from moretta_vision.evaluate.privacy import matchers
from moretta_vision.evaluate.privacy.crops import SIDE

VARIABLE = "MORETTA_DEEPFACE_PYTHON"

STAND_IN = """
import os, sys
print("Loading, please wait")  # as TensorFlow does, on standard output
__version__ = "0.0.test"

class DeepFace:
    @staticmethod
    def extract_faces(img_path, detector_backend, enforce_detection, align):
        print("detecting with", detector_backend)
        height, width = img_path.shape[:2]
        blue, green, red = (int(value) for value in img_path[0, 0])
        if blue == 1:
            raise ValueError("cannot look at blue 1")
        if blue == 2:
            print("Killed by the test", file=sys.stderr)
            sys.stderr.flush()
            os._exit(9)
        if detector_backend == "mtcnn" and green == 0:
            area = dict(x=0, y=0, w=width - red % 2, h=height - red % 2, left_eye=None, right_eye=None)
            return [{"face": img_path, "facial_area": area, "confidence": 0}]
        return [
            {"face": None, "facial_area": dict(x=10 * i, y=red, w=8, h=9), "confidence": 0.9 - i / 10}
            for i in range(green)
        ]

    @staticmethod
    def represent(img_path, model_name, detector_backend, enforce_detection, align):
        if model_name != "Facenet512":
            raise ValueError(f"Invalid model_name passed - {model_name}")
        print("representing")
        return [{"embedding": img_path.reshape(-1, 3).mean(axis=0).tolist()}]
"""


@pytest.fixture
def apart(tmp_path, monkeypatch):
    """The environment of the stand-in; gives the file of its package."""
    package = tmp_path / "packages" / "deepface"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(STAND_IN)
    monkeypatch.setenv("PYTHONPATH", str(package.parent))
    monkeypatch.setenv(VARIABLE, sys.executable)
    detect.unload()
    yield package / "__init__.py"
    detect.unload()


def picture(blue, green, red, height=60, width=80):
    return np.full((height, width, 3), (blue, green, red), np.uint8)


def test_every_picture_of_a_batch_is_asked_for_in_pixels_of_bgr(apart):
    found = detect.load("deepface-mtcnn").detect(
        [picture(9, 2, 7), picture(9, 0, 7), picture(9, 0, 8), picture(9, 1, 20, 40, 30)]
    )
    assert [one.boxes.tolist() for one in found] == [[[0, 7, 8, 9], [10, 7, 8, 9]], [], [], [[0, 20, 8, 9]]]
    assert found[0].scores.tolist() == pytest.approx([0.9, 0.8])
    assert found[0].source == "deepface-mtcnn" and found[0].version == "deepface 0.0.test"


def test_finds_below_the_score_asked_for_are_left_out(apart):
    detector = detect.load("deepface-opencv")
    assert [len(detector.detect([picture(9, 4, 7)], least)[0]) for least in (0.85, 0.75, 0.1)] == [1, 2, 4]


def test_a_picture_that_deepface_cannot_do_is_an_error_with_its_words_and_the_next_one_is_done(apart):
    detector = detect.load("deepface-ssd")
    with pytest.raises(RuntimeError, match="DeepFace, SSD failed: ValueError: cannot look at blue 1"):
        detector.detect([picture(1, 1, 1)])
    assert len(detector.detect([picture(9, 1, 1)])[0]) == 1


def test_a_process_that_dies_is_named_with_its_last_words_and_started_again(apart):
    detector = detect.load("deepface-ssd")
    with pytest.raises(RuntimeError, match="has ended: Killed by the test"):
        detector.detect([picture(2, 1, 1)])
    assert len(detector.detect([picture(9, 1, 1)])[0]) == 1


def test_what_is_unloaded_ends_its_process(apart):
    process = detect.load("deepface-yunet")._process._process
    detect.unload()
    assert process.poll() == 0


@pytest.mark.parametrize(
    ("package", "says"),
    [
        (None, "cannot import DeepFace.*-m pip install 'deepface"),
        ("raise RuntimeError('tf-keras is missing')", "tf-keras is missing.*-m pip install 'deepface"),
        ("import os; os._exit(3)", "has ended"),
    ],
)
def test_an_environment_without_deepface_says_how_to_install_it(apart, package, says):
    if package is None:
        apart.unlink()
        apart.parent.rmdir()
    else:
        apart.write_text(package)
    with pytest.raises(DetectorUnavailable, match=says):
        detect.load("deepface-opencv")


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("", f"Make it: python3 -m venv apart.*'deepface.*Then set {VARIABLE}"),
        ("/nowhere/python", "names /nowhere/python, which is no program"),
    ],
)
def test_without_an_environment_the_detector_says_how_to_make_one(named, says, monkeypatch):
    monkeypatch.setenv(VARIABLE, named)
    for name in (name for name in DETECTORS if name.startswith("deepface-")):
        assert re.search(says, detect.availability(name))


def test_its_networks_for_verification_are_asked_in_the_same_environment(apart):
    (matcher,), _ = matchers.load(["deepface"])
    crops = np.zeros((2, SIDE, SIDE, 3), np.uint8)
    crops[0, ..., 0], crops[1, ..., 2] = 200, 100
    assert matcher.title == "DeepFace, Facenet512"
    assert np.allclose(matcher.embed(crops), [[1, 0, 0], [0, 0, 1]])


def test_a_network_that_it_does_not_have_is_named(apart, monkeypatch):
    monkeypatch.setenv("MORETTA_DEEPFACE_MODEL", "Nobody")
    (matcher,), _ = matchers.load(["deepface"])
    with pytest.raises(DetectorUnavailable, match="Invalid model_name passed - Nobody"):
        matcher.embed(np.zeros((1, SIDE, SIDE, 3), np.uint8))


def test_without_an_environment_the_matcher_says_how_to_make_one(monkeypatch):
    monkeypatch.setenv(VARIABLE, "")
    with pytest.raises(
        DetectorUnavailable, match="The matcher deepface cannot run. DeepFace runs in an environment"
    ):
        matchers.load(["deepface"])
