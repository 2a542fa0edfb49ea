import json

import cv2
import numpy as np
import pytest

from moretta_vision import catalogue, detect, weights
from moretta_vision.cli import main
from moretta_vision.detect import face_boxes, faces
from moretta_vision.detect.choice import choose
from moretta_vision.detect.doubts import doubts, feature_names
from moretta_vision.detect.evidence import gather, one_a_face
from moretta_vision.detect.fusion import Trees, forest, trees
from moretta_vision.detect.suppression import overlaps
from moretta_vision.evaluate.detections import report

PRESETS = ("fast", "balanced", "thorough")


@pytest.fixture(scope="module")
def photos(testdata):
    """Every twelfth photograph with faces and every seventh without, with the whole truth."""
    manifest = json.loads((testdata / "manifest.json").read_text())
    chosen = [image for image in manifest["images"] if image["subset"] == "faces"][::12]
    chosen += [image for image in manifest["images"] if image["subset"] == "negatives"][::7]
    return manifest, chosen, [cv2.imread(str(testdata / image["file_name"])) for image in chosen]


def judged(photos, found):
    manifest, chosen, _ = photos
    annotations = [
        {"image_id": image["id"], "category_id": 1, "bbox": box.tolist(), "score": float(score)}
        for image, one in zip(chosen, found, strict=True)
        for box, score in zip(one.boxes, one.scores, strict=True)
    ]
    ids = {image["id"] for image in chosen}
    truth = {
        **manifest,
        "images": chosen,
        "annotations": [one for one in manifest["annotations"] if one["image_id"] in ids],
    }
    predictions = {"images": chosen, "categories": [{"id": 1, "name": "face"}], "annotations": annotations}
    return report(truth, predictions, subset="faces", category="face")


@pytest.mark.parametrize(("preset", "least", "most_masked"), [("fast", 0.8, 0.17), ("balanced", 0.93, 0.2)])
def test_a_preset_covers_nearly_every_face_without_masking_twice_as_much(
    preset, least, most_masked, photos, with_models
):
    (name,) = choose(["face"], preset=preset)
    found = judged(photos, detect.load(name).detect(photos[2]))
    recall = found["recall"]
    assert recall["48+"] >= 0.95 and recall["24-48"] >= least, recall
    assert found["masked"] <= most_masked and found["false_on_negatives"] <= 4


def test_the_default_finds_what_a_single_network_misses(photos, with_models):
    ours = judged(photos, detect.load("faces-balanced").detect(photos[2]))
    alone = judged(photos, detect.load("yunet").detect(photos[2]))
    assert ours["leaking_images"] < alone["leaking_images"] / 1.5
    assert ours["recall"]["12-24"] > alone["recall"]["12-24"]


def test_the_thorough_preset_finds_a_group_and_its_landmarks(testdata, with_models):
    image = cv2.imread(str(testdata / "faces/dlib_2007_007763.jpg"))
    found = detect.load("faces-thorough").detect([image])[0]
    assert 7 <= len(found) <= 9 and found.landmarks.shape == (len(found), 5, 2)
    found = found[:7]
    assert np.isfinite(found.landmarks).all()
    low, high = found.boxes[:, None, :2], found.boxes[:, None, :2] + found.boxes[:, None, 2:]
    assert ((found.landmarks > low) & (found.landmarks < high)).all()


@pytest.mark.parametrize("recipe", ["image", "video"])
@pytest.mark.parametrize("preset", PRESETS)
def test_pictures_of_any_kind_and_shape_are_looked_at(preset, recipe, with_models):
    detector = detect.load(f"faces-{preset}", recipe=recipe)
    odd = [
        np.full((1, 1, 3), 90, np.uint8),
        np.full((1, 700, 3), 90, np.uint8),
        np.full((40, 50), 90, np.uint8),
        np.full((40, 50, 4), 9000, np.uint16),
        np.zeros((33, 31, 3), np.uint8)[::-1],
    ]
    assert [len(found) for found in detector.detect(odd)] == [0] * len(odd)


def test_a_face_is_found_in_a_frame_of_a_clip(testdata, with_models):
    image = cv2.imread(str(testdata / "faces/dlib_2007_007763.jpg"))
    for preset in PRESETS:
        assert len(detect.load(f"faces-{preset}", recipe="video").detect([image])[0]) >= 6


def test_the_order_of_pictures_does_not_matter(photos, with_models):
    images = photos[2][:4]
    detector = detect.load("faces-fast")
    together = detector.detect(images, 0.2)
    for image, found in zip(images, together, strict=True):
        alone = detector.detect([image], 0.2)[0]
        np.testing.assert_array_equal(alone.boxes, found.boxes)
        np.testing.assert_array_equal(alone.scores, found.scores)


def test_a_box_goes_around_what_several_looks_saw_and_a_higher_score_never_speaks_against_a_face():
    def look(*rows):
        return np.array(rows, np.float32).reshape(-1, 5)

    first = look([100, 100, 40, 50, 0.9], [10, 10, 30, 40, 0.3])
    evidence = gather([first, look([104, 96, 40, 50, 0.7])], (400, 600))
    assert evidence.boxes[0].tolist() == [100, 100, 40, 50]
    assert evidence.around[0].tolist() == [100, 96, 44, 54]
    assert one_a_face(evidence.boxes, np.array([0.9, 0.3], np.float32)).tolist() == [0, 1]
    trees = forest("faces-fast-image")
    row = np.zeros((50, len(trees.names)), np.float32)
    row[:, 0] = row[:, 1] = np.linspace(0, 1, 50)
    chances = trees.probability(row)
    assert (np.diff(chances) >= -1e-6).all() and chances[-1] > chances[0] + 0.1


def test_a_score_of_a_half_hides_and_three_quarters_is_as_likely_as_not():
    trees = forest("faces-balanced-image")
    features = np.random.default_rng(1).normal(0.5, 1, (500, len(trees.names))).astype(np.float32)
    relative = np.full(500, 0.06, np.float32)
    chances, scores = trees.probability(features), trees.score(features, relative)
    least = float(np.interp(np.log(0.06), np.log(trees.shares), trees.hide_from))
    assert ((chances >= least) == (scores >= 0.5)).all()
    assert ((chances >= 0.5) == (scores >= 0.75)).all()


@pytest.mark.parametrize("name", faces.RECIPES)
def test_every_forest_was_made_for_its_looks(name):
    looks = faces.RECIPES[name].looks
    assert faces.made_for(looks, forest(name), forest(f"{name}-doubts"), trees(f"{name}-edges"))


def test_what_is_hidden_is_the_box_around_all_finds_with_its_edges_moved_to_where_the_face_ends():
    marks = [60, 62, 80, 62, 70, 75, 62, 88, 78, 88]
    look = np.array([[50, 40, 40, 60, *marks, 0.9]], np.float32)
    evidence = gather([look], (400, 600))
    names = face_boxes.feature_names(["only"])
    base = np.array([0, 0.2, 0, 0.1], np.float32)
    leaf = np.zeros(1, np.intp)
    moving = Trees(names, base, 0, np.zeros((4, 1), np.intp), leaf, base[:1], leaf, leaf, base[:1])
    np.testing.assert_allclose(face_boxes.drawn(evidence, moving), [[50, 52, 90, 106]], rtol=1e-5)


def test_the_box_of_a_face_fits_it_better_than_what_the_networks_drew(photos, with_models):
    manifest, chosen, images = photos
    detector = detect.load("faces-balanced")
    off = []
    for photo, image in zip(chosen[::2], images[::2], strict=True):
        evidence = detector.evidence(image)
        drawn = face_boxes.drawn(evidence, trees("faces-balanced-image-edges"))
        for one in manifest["annotations"]:
            x, y, w, h = one["bbox"]
            if one["image_id"] != photo["id"] or one["category_id"] != 1 or one.get("ignore") or h < 24:
                continue
            overlap = overlaps(np.array([[x, y, w, h]], np.float32), evidence.boxes)[0]
            if overlap.max(initial=0) < 0.4:
                continue
            best = overlap.argmax()
            ends = np.array([evidence.around[best, 1], drawn[best, 1]])
            off.append(np.abs(ends - y) / h)
    networks, ours = np.mean(off, axis=0)
    assert ours < 0.9 * networks


def test_candidates_that_touch_are_one_place_around_all_of_them_and_what_is_hidden_is_none():
    look = np.array(
        [[10, 10, 40, 50, 0.9], [200, 100, 30, 40, 0.3], [222, 110, 30, 40, 0.2], [400, 9, 20, 20, 0.1]],
        np.float32,
    )
    evidence = gather([look], (300, 500))
    assert len(evidence) == 4
    scores = evidence.features[:, 0]
    drawn = np.concatenate([evidence.boxes[:, :2], evidence.boxes[:, :2] + evidence.boxes[:, 2:]], axis=1)
    places = doubts(evidence, drawn, scores, np.array([0]), (300, 500))
    assert places.boxes.tolist() == [[200, 100, 52, 50], [400, 9, 20, 20]]
    assert places.best.tolist() == [1, 3]
    assert places.features.shape == (2, len(feature_names(["only"])))
    assert len(doubts(evidence, drawn, scores, np.arange(4), (300, 500))) == 0


def test_a_place_is_not_much_larger_than_its_best_candidate():
    look = np.array([[100 + 8 * i, 100, 40, 50, 0.3 - 0.01 * i] for i in range(20)], np.float32)
    evidence = gather([look], (300, 500))
    drawn = np.concatenate([evidence.boxes[:, :2], evidence.boxes[:, :2] + evidence.boxes[:, 2:]], axis=1)
    places = doubts(evidence, drawn, evidence.features[:, 0], np.zeros(0, np.intp), (300, 500))
    assert (np.prod(places.boxes[:, 2:], axis=1) <= 4 * 40 * 50).all()


def test_a_person_who_accepts_the_flags_closes_what_is_open(photos, with_models):
    detector = detect.load("faces-balanced")
    found = detector.detect(photos[2], detector.info.doubtful_from)
    sure = judged(photos, [one[one.scores >= 0.5] for one in found])["leaking_images"]
    assert judged(photos, found)["leaking_images"] < sure / 2
    flags = [int((one.scores < 0.5).sum()) for one in found]
    assert 0 < np.mean(flags) <= 12
    alone = detector.detect(photos[2][:3])
    for one, plain in zip(found, alone, strict=False):
        np.testing.assert_array_equal(one.boxes[one.scores >= 0.5], plain.boxes)


def test_no_preset_looks_for_faces_with_weights_that_may_not_ship():
    for preset in catalogue.PRESETS.values():
        for name in catalogue.DETECTORS[preset.detectors["face"]].weights:
            entry = weights.entry_of(name)
            assert entry.may_ship and entry.package and not entry.accept


def test_a_preset_refuses_to_run_weaker_and_names_the_command(
    tmp_path, models_dir, monkeypatch, capsys, testdata
):
    detect.unload()
    monkeypatch.delenv("MORETTA_MODELS_DIR", raising=False)
    monkeypatch.setenv("MORETTA_WEIGHTS", str(tmp_path))
    yunet = weights.entry_of("yunet").file
    (tmp_path / yunet).write_bytes((models_dir / yunet).read_bytes())
    photo = str(testdata / "faces/dlib_2007_007763.jpg")
    for preset in ("fast", "balanced"):
        assert main(["detect", photo, "--preset", preset, "-o", str(tmp_path / "d.json")]) == 2
        assert "moretta models pull centerface" in capsys.readouterr().err
    assert main(["detect", photo, "--detector", "yunet", "-o", str(tmp_path / "d.json")]) == 0
    detect.unload()


def test_doubtful_finds_stand_beside_the_sure_ones_never_among_them(testdata, with_models, tmp_path):
    crowd = next(testdata.glob("faces/wider_*.jpg"))
    assert main(["detect", str(crowd), "-o", str(tmp_path / "d.json")]) == 0
    document = json.loads((tmp_path / "d.json").read_text())
    assert all(one["score"] >= 0.5 for one in document["annotations"])
    assert document["candidates"] and all(
        one["flagged"] and one["score"] < 0.5 for one in document["candidates"]
    )
    sure = {tuple(one["bbox"]) for one in document["annotations"]}
    assert not sure & {tuple(one["bbox"]) for one in document["candidates"]}
