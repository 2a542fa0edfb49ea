import importlib.util
import json
import subprocess
import sys

import cv2
import numpy as np
import onnxruntime
import pytest

from conftest import missing
from moretta_vision import detect
from moretta_vision.catalogue import DEFAULT_PRESET, DETECTORS, LABEL_KINDS, PRESETS, weights_of_preset
from moretta_vision.detect import needs, providers
from moretta_vision.detect.base import Detections, as_bgr
from moretta_vision.detect.choice import choose
from moretta_vision.detect.networks import Network
from moretta_vision.detect.suppression import overlaps, unite
from moretta_vision.registry import REGISTRY


@pytest.fixture
def fresh():
    """No detector of an earlier test, and none left behind."""
    detect.unload()
    yield
    detect.unload()


def photo(testdata, name):
    """A photo and its true face boxes."""
    manifest = json.loads((testdata / "manifest.json").read_text())
    image = next(row for row in manifest["images"] if row["file_name"] == name)
    faces = [
        a["bbox"] for a in manifest["annotations"] if a["image_id"] == image["id"] and a["category_id"] == 1
    ]
    return cv2.imread(str(testdata / name)), np.array(faces, np.float32)


@pytest.fixture(scope="module")
def group(testdata):
    """Seven people, faces of 40 pixels."""
    return photo(testdata, "faces/dlib_2007_007763.jpg")


@pytest.fixture(scope="module")
def pair(testdata):
    """Two people, near."""
    return photo(testdata, "faces/dlib_2009_004587.jpg")


def test_the_default_preset_finds_a_whole_group(group, with_models):
    image, faces = group
    name = PRESETS[DEFAULT_PRESET].detectors["face"]
    found = detect.load(name).detect([image])[0]
    assert (overlaps(faces, found.boxes) >= 0.4).any(axis=1).all()


ODD = {
    "one pixel": np.full((1, 1, 3), 90, np.uint8),
    "a line": np.full((1, 4000, 3), 90, np.uint8),
    "a column": np.full((900, 3, 3), 90, np.uint8),
    "odd sides": np.full((33, 31, 3), 90, np.uint8),
    "grey": np.full((40, 50), 90, np.uint8),
    "grey with an axis": np.full((40, 50, 1), 90, np.uint8),
    "alpha": np.full((40, 50, 4), 90, np.uint8),
    "16 bit": np.full((40, 50, 3), 9000, np.uint16),
    "not contiguous": np.full((80, 100, 3), 90, np.uint8)[::-2, ::2],
    "96 megapixels": np.broadcast_to(np.uint8(90), (8000, 12000, 3)),
}


@pytest.mark.parametrize("image", ODD.values(), ids=ODD)
def test_odd_pictures_are_searched_too(image, with_models):
    assert len(detect.load("yunet").detect([image])[0]) == 0


def test_a_face_is_found_in_grey_and_turned_memory_as_well(group, with_models):
    image, _ = group
    yunet = detect.load("yunet")
    plain = yunet.detect([image])[0]
    grey = yunet.detect([cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)])[0]
    strided = yunet.detect([np.asfortranarray(image)])[0]
    assert len(grey) >= len(plain) - 1
    np.testing.assert_array_equal(strided.boxes, plain.boxes)


def test_what_was_seen_before_does_not_matter(group, with_models):
    image, _ = group
    yunet = detect.load("yunet")
    first = yunet.detect([image], 0.1)[0]
    yunet.detect([image[:, :200], np.zeros((1000, 300, 3), np.uint8)], 0.9)
    again = yunet.detect([image[:50], image], 0.1)[1]
    np.testing.assert_array_equal(first.boxes, again.boxes)
    np.testing.assert_array_equal(first.scores, again.scores)


def test_a_lower_score_finds_more_and_boxes_stay_inside(group, with_models):
    image, _ = group
    yunet = detect.load("yunet")
    sure, all_ = yunet.detect([image])[0], yunet.detect([image], 0.05)[0]
    assert len(all_) > len(sure) and sure.scores.min() >= DETECTORS["yunet"].operating_threshold
    assert all_.scores.min() >= 0.05
    height, width = image.shape[:2]
    assert (all_.boxes[:, :2] >= 0).all()
    assert (all_.boxes[:, :2] + all_.boxes[:, 2:] <= np.array([width, height]) + 1e-3).all()


def test_a_large_and_a_small_face_are_both_found(pair, with_models):
    image, _ = pair
    portrait = image[0:180, 100:280]  # the face lies at 54, 46, 75, 76
    scene = np.full((1200, 1600, 3), 127, np.uint8)
    scene[50:1130, 50:1130] = cv2.resize(portrait, (1080, 1080))
    scene[1100:1148, 1500:1548] = cv2.resize(portrait, (48, 48), interpolation=cv2.INTER_AREA)
    wanted = np.array([[50 + 54 * 6, 50 + 46 * 6, 75 * 6, 76 * 6], [1514, 1112, 20, 20]], np.float32)
    found = detect.load("yunet").detect([scene])[0]
    assert (overlaps(wanted, found.boxes) >= 0.3).any(axis=1).all()


def test_faces_of_thirty_pixels_are_found_in_a_photo_of_twelve_megapixels(group, with_models):
    image, faces = group
    scene = np.full((3000, 4000, 3), 127, np.uint8)
    places = np.array([(150, 100), (1060, 1100), (3400, 2600), (2440, 900)], np.float32)
    for x, y in places.astype(int):
        scene[y : y + image.shape[0], x : x + image.shape[1]] = image
    wanted = np.concatenate([faces + np.array([x, y, 0, 0], np.float32) for x, y in places])
    found = detect.load("yunet").detect([scene])[0]
    assert (overlaps(wanted, found.boxes) >= 0.3).any(axis=1).mean() >= 0.95
    assert len(found) <= len(wanted) + 2


def test_finds_of_one_object_become_one_box_around_them():
    boxes = np.array([[0, 0, 10, 10], [2, 0, 10, 10], [50, 50, 10, 10]], np.float32)
    united, best = unite(boxes, np.array([0.5, 0.9, 0.7], np.float32))
    assert best.tolist() == [1, 2]
    assert united.tolist() == [[0, 0, 12, 10], [50, 50, 10, 10]]


@pytest.mark.parametrize("count", [0, 1, 30, 400])
def test_few_finds_are_united_as_many_are(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few are compared all at once, many one by one."""
    chance = np.random.default_rng(count)
    boxes = np.concatenate([100 * chance.random((count, 2)), 20 + 20 * chance.random((count, 2))], axis=1)
    boxes, scores = boxes.astype(np.float32), chance.random(count).round(1).astype(np.float32)
    few = unite(boxes, scores)
    monkeypatch.setattr("moretta_vision.detect.suppression.MATRIX", -1)
    many = unite(boxes, scores)
    assert few[0].tolist() == many[0].tolist() and few[1].tolist() == many[1].tolist()
    left = list(np.argsort(-scores, kind="stable"))
    for box, best in zip(*few, strict=True):
        assert best == left[0]
        same = [row for row in left if row == best or overlaps(boxes[[best]], boxes[[row]])[0, 0] >= 0.45]
        ends = boxes[same, :2] + boxes[same, 2:]
        low = boxes[same, :2].min(axis=0)
        assert box.tolist() == [*low.tolist(), *(ends.max(axis=0) - low).tolist()]
        left = [row for row in left if row not in same]
    assert not left


def test_sixteen_bits_keep_their_brightness():
    assert as_bgr(np.full((2, 2), 0x8123, np.uint16)).tolist() == np.full((2, 2, 3), 0x81).tolist()


def test_a_picture_that_is_none_is_refused():
    with pytest.raises(ValueError, match="float64"):
        as_bgr(np.zeros((2, 2, 3)))


class Stand:
    """A detector whose memory holds so many pictures at once."""

    name, version, labels = "stand", "1", ("face",)

    def __init__(self, holds):
        self.holds, self.batches = holds, []

    def detect(self, images, min_score=None):
        self.batches.append(len(images))
        if len(images) > self.holds:
            raise detect.OutOfMemory("no room")
        rows = [np.array([[image[0, 0, 0], 0, 1, 1]], np.float32) for image in images]
        return [Detections(box, np.ones(1, np.float32), ["face"]) for box in rows]


@pytest.mark.parametrize(
    ("holds", "batches"), [(8, [8, 2]), (4, [8, 4, 4, 2]), (1, [8, 4, 2] + 10 * [1]), (3, [8, 4] + 5 * [2])]
)
def test_running_out_of_memory_halves_the_batch_and_says_so(holds, batches):
    stand, notes = Stand(holds), []
    images = [np.full((1, 1, 3), i, np.uint8) for i in range(10)]
    found = list(detect.in_batches(stand, images, 8, on_note=notes.append))
    assert [int(one.boxes[0, 0]) for one in found] == list(range(10))
    assert stand.batches == batches
    assert len(notes) == sum(b > holds for b in batches)
    assert all("did not fit into memory" in note for note in notes)


def test_a_picture_that_does_not_fit_alone_is_an_error():
    with pytest.raises(detect.OutOfMemory):
        list(detect.in_batches(Stand(0), [np.zeros((1, 1, 3), np.uint8)], 4))


def test_the_provider_is_chosen_by_configuration(group, with_models, fresh, monkeypatch):
    asked = []
    stand_in = providers.Provider("cuda", ("CPUExecutionProvider",), lambda: asked.append("cuda"))
    monkeypatch.setitem(providers.PROVIDERS, "cuda", stand_in)
    assert detect.availability("yunet") is None and not asked
    on_cpu = detect.load("yunet")
    monkeypatch.setenv("MORETTA_INFERENCE", "cuda")
    assert detect.availability("yunet") is None and asked
    on_stand_in = detect.load("yunet")
    assert on_stand_in is not on_cpu and detect.load("yunet") is on_stand_in
    assert len(on_stand_in.detect([group[0]])[0])
    assert "CPU only" in detect.availability("mediapipe")


def test_cuda_where_there_is_none_is_a_sentence(with_models, fresh, monkeypatch):
    if "CUDAExecutionProvider" in onnxruntime.get_available_providers():
        pytest.skip("this onnxruntime has CUDA")
    monkeypatch.setenv("MORETTA_INFERENCE", "cuda")
    with pytest.raises(detect.DetectorUnavailable, match="MORETTA_INFERENCE=cpu"):
        detect.load("yunet")


def test_frames_of_clips_are_looked_at_in_one_size_however_large(group, with_models, fresh):
    image, faces = group
    found = detect.load("yunet", recipe="video").detect([image, np.zeros((2160, 3840, 3), np.uint8)])
    assert (overlaps(faces, found[0].boxes) >= 0.4).any(axis=1).mean() >= 0.8 and not len(found[1])


def test_an_unknown_provider_is_named(monkeypatch):
    monkeypatch.setenv("MORETTA_INFERENCE", "abacus")
    assert "abacus" in detect.availability("yunet")


@pytest.mark.parametrize(
    "error",
    [MemoryError(), RuntimeError("Failed to allocate memory for requested buffer of size 78643200")],
    ids=["Python's", "onnxruntime's"],
)
def test_memory_errors_of_the_network_become_out_of_memory(error, with_models, fresh, monkeypatch):
    yunet = detect.load("yunet")

    def run(*_):
        raise error

    monkeypatch.setattr(onnxruntime.InferenceSession, "run", run)
    with pytest.raises(detect.OutOfMemory):
        yunet.detect([np.zeros((9, 9, 3), np.uint8)])


def test_other_errors_of_the_network_stay_what_they_are(with_models, fresh, monkeypatch):
    yunet = detect.load("yunet")

    def run(*_):
        raise RuntimeError("Unexpected input data type")

    monkeypatch.setattr(onnxruntime.InferenceSession, "run", run)
    with pytest.raises(RuntimeError, match="data type"):
        yunet.detect([np.zeros((9, 9, 3), np.uint8)])


def test_a_file_that_is_no_network_is_named(tmp_path):
    (tmp_path / "broken.onnx").write_bytes(b"no network")
    with pytest.raises(detect.DetectorUnavailable, match=r"broken\.onnx cannot be loaded"):
        Network(tmp_path / "broken.onnx", providers.find("cpu"))


def test_missing_weights_name_the_command_that_brings_them(tmp_path, fresh, monkeypatch):
    monkeypatch.delenv("MORETTA_MODELS_DIR", raising=False)
    monkeypatch.setenv("MORETTA_WEIGHTS", str(tmp_path))
    assert "moretta models pull yunet" in detect.availability("yunet")
    with pytest.raises(detect.DetectorUnavailable, match="moretta models pull yunet"):
        detect.load("yunet")


def test_missing_system_libraries_are_named_by_their_packages(with_models, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: object())
    monkeypatch.setattr(needs.sys, "platform", "linux")
    monkeypatch.setattr(needs, "_loads", lambda _library: False)
    assert "libegl1 libgles2" in detect.availability("mediapipe")


def test_mediapipe_is_only_imported_when_asked_for(with_models):
    code = (
        "import sys; from moretta_vision import detect; detect.availability('mediapipe'); detect.load('yunet');"
        "print('mediapipe' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_detectors_are_chosen_by_label(with_models):
    assert choose(["face", "face"], detector="yunet") == {"yunet": ["face"]}
    assert choose(None, detector="yunet") == {"yunet": ["face"]}


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_finds_faces_by_its_own_detector(preset, with_models):
    name = PRESETS[preset].detectors["face"]
    if reason := detect.availability(name):
        missing(reason)
    assert choose(None, preset=preset) == {name: ["face"]}


def test_the_default_preset_needs_nobody_to_accept_terms():
    assert not any(REGISTRY[name].accept for name in weights_of_preset(DEFAULT_PRESET))


@pytest.mark.parametrize(
    ("labels", "wish", "says"),
    [
        (["object"], {}, f"No detector of the preset {DEFAULT_PRESET} can find object"),
        (["face", "object"], {}, "can find object"),
        (["person"], {"detector": "yunet"}, "finds face, not person"),
        (["nose"], {}, "no label 'nose'"),
        ([], {}, "at least one label"),
        (None, {"detector": "sherlock"}, "no detector 'sherlock'"),
        (None, {"preset": "lucky"}, "no preset 'lucky'"),
        (None, {"preset": DEFAULT_PRESET, "detector": "yunet"}, "not both"),
    ],
)
def test_a_wish_that_nobody_can_fulfil_is_an_error(labels, wish, says, with_models):
    with pytest.raises(detect.DetectorUnavailable, match=says):
        choose(labels, **wish)


def test_the_catalogue_is_in_itself_consistent():
    for name, info in DETECTORS.items():
        assert name == info.name and set(info.labels) <= set(LABEL_KINDS)
        assert 0 < info.store_floor <= info.doubtful_from < info.operating_threshold < 1
        assert info.licence and info.says.endswith(".") and info.sizes and info.cost_ms >= 0
        assert set(info.packages) <= set(needs.EXTRAS) and set(info.weights) <= set(REGISTRY)
    for name, preset in PRESETS.items():
        assert name == preset.name
        assert all(label in DETECTORS[one].labels for label, one in preset.detectors.items())
    assert len({kind.chip for kind in LABEL_KINDS.values()}) == len(LABEL_KINDS)
