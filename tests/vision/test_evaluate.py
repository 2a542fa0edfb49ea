"""`moretta evaluate detections` and the figures behind it."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys

import numpy as np
import pytest

from conftest import missing
from moretta_vision import detect
from moretta_vision.cli import main
from moretta_vision.evaluate.detections import report
from moretta_vision.evaluate.documents import EvaluationError
from moretta_vision.evaluate.intervals import wilson
from moretta_vision.media import images

JUDGED = ("recall", "images", "leaking_images", "masked", "false_on_negatives", "unanswered")


def photo(number=1, name="a.jpg", side=100, **more):
    return {"id": number, "file_name": name, "width": side, "height": side, **more}


def box(bbox, image=1, **more):
    return {"image_id": image, "category_id": 1, "bbox": list(bbox), **more}


def coco(images, annotations, **more):
    """A COCO document with the category face."""
    return {"images": images, "annotations": annotations, "categories": [{"id": 1, "name": "face"}], **more}


def one_photo(true, found, **more):
    """The report on one photo of 100 by 100 pixels."""
    return report(coco([photo()], [box(each) for each in true]), coco([photo()], found), **more)


# --- in agreement with others ---------------------------------------------------------------------------------------


def scattered(seed):
    """Truth with subsets, and predictions that fit it more or less: odd sizes, halves of pixels, boxes beyond the edge,
    ignored, crowded and kept ones, photos that nobody answered."""
    chance = np.random.default_rng(seed)
    photos, true, found = [], [], []
    for number in range(40):
        width, height = (int(side) for side in chance.integers(20, 200, 2))
        subset = "negatives" if number % 5 == 4 else "faces"
        photos.append(
            {
                "id": number,
                "file_name": f"{subset}/{number}.jpg",
                "width": width,
                "height": height,
                "subset": subset,
            }
        )
        for _ in range(chance.integers(0, 8)):
            corner = chance.uniform(-8, 1, 2) + chance.uniform(0, 1, 2) * (width, height)
            bbox = np.round(np.concatenate([corner, chance.lognormal(2.6, 0.9, 2)]) * 2) / 2
            marks = {"ignore": int(chance.random() < 0.15), "iscrowd": int(chance.random() < 0.05)}
            if subset == "faces":
                true.append(box(bbox.tolist(), number, **marks))
            for _ in range(chance.integers(0, 3)):
                near = bbox + chance.normal(0, 0.12, 4) * np.abs(bbox[[2, 3, 2, 3]])
                near[2:] = np.maximum(near[2:], 0)
                found.append(box(near.round(2).tolist(), number, score=float(chance.integers(0, 50)) / 50))
                if chance.random() < 0.1:
                    found[-1]["decision"] = "keep"
    answered = [each for each in photos if each["id"] % 11 != 7]
    listed = {each["id"] for each in answered}
    return coco(photos, true), coco(answered, [each for each in found if each["image_id"] in listed])


@pytest.fixture(scope="session")
def judge(testdata, tmp_path_factory):
    """The judge's figures of truth and predictions."""
    script = testdata.parent / "tools" / "score.py"
    if not script.is_file():
        missing(f"there is no judge at {script}")
    folder = tmp_path_factory.mktemp("judge")

    def run(truth, predictions, *options):
        for name, body in (("truth", truth), ("predictions", predictions)):
            (folder / name).write_text(json.dumps(body))
        command = [
            sys.executable,
            str(script),
            "detections",
            str(folder / "truth"),
            str(folder / "predictions"),
        ]
        done = subprocess.run(
            [*command, "--subset", "faces", *options], capture_output=True, text=True, check=True
        )
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def real(testdata, models_dir):
    """Truth and what YuNet finds on twenty photos, two of them without faces."""
    truth = json.loads((testdata / "manifest.json").read_text())
    photos = [each for each in truth["images"] if each["subset"] == "faces"][::17]
    photos += [each for each in truth["images"] if each["subset"] == "negatives"][:2]
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MORETTA_MODELS_DIR", str(models_dir))
        detector = detect.load("yunet")
        for each in photos:
            one = detector.detect([images.read(testdata / each["file_name"]).bgr()], 0.3)[0]
            for bbox, score in zip(one.boxes.tolist(), one.scores.tolist(), strict=True):
                found.append(box(np.round(bbox, 2).tolist(), each["id"], score=score))
    ids = {each["id"] for each in photos}
    truth |= {
        "images": photos,
        "annotations": [each for each in truth["annotations"] if each["image_id"] in ids],
    }
    return truth, coco(photos, found)


@pytest.mark.parametrize(
    ("seed", "enlarge", "min_score"), [(0, 1.3, 0.0), (1, 1.0, 0.3), (2, 1.75, 0.62), (3, 1.3, 0.5)]
)
def test_figures_are_those_of_the_judge(judge, seed, enlarge, min_score):
    truth, predictions = scattered(seed)
    ours = report(truth, predictions, subset="faces", enlarge=enlarge, min_score=min_score)
    theirs = judge(truth, predictions, "--enlarge", str(enlarge), "--min-score", str(min_score))
    assert {key: ours[key] for key in JUDGED} == {key: theirs[key] for key in JUDGED}
    assert {name: number for name, number in ours["boxes"].items() if number} == theirs["boxes"]
    assert 0 < theirs["leaking_images"] < 1 and theirs["unanswered"]


@pytest.mark.parametrize("min_score", [0.3, 0.6])
def test_figures_of_a_real_detector_are_those_of_the_judge(judge, real, min_score):
    truth, predictions = real
    ours = report(truth, predictions, subset="faces", min_score=min_score)
    theirs = judge(truth, predictions, "--min-score", str(min_score))
    assert {key: ours[key] for key in JUDGED} == {key: theirs[key] for key in JUDGED}
    assert theirs["recall"]["48+"] > 0.9


@pytest.mark.parametrize("seed", range(4))
def test_average_precision_is_that_of_coco(seed):
    truth, predictions = scattered(seed)
    expected = by_coco(truth, predictions)
    assert report(truth, predictions)["average_precision"] == pytest.approx(expected, abs=6e-5)
    assert 0.05 < expected < 0.95


def test_average_precision_of_a_real_detector_is_that_of_coco(real):
    truth, predictions = real
    faces = {each["id"] for each in truth["images"] if each["subset"] == "faces"}
    found = [each for each in predictions["annotations"] if each["image_id"] in faces]
    expected = by_coco(truth, predictions | {"annotations": found})
    assert report(truth, predictions, subset="faces")["average_precision"] == pytest.approx(
        expected, abs=6e-5
    )


def by_coco(truth, predictions):
    """Average precision at .5 by faster-coco-eval, ignored boxes as crowds, without COCO's limit of 100 finds."""
    from faster_coco_eval import COCO, COCOeval_faster

    marked = [
        each
        | {"id": number, "area": each["bbox"][2] * each["bbox"][3]}
        | {"iscrowd": int(bool(each.get("ignore") or each.get("iscrowd"))), "ignore": 0}
        for number, each in enumerate(truth["annotations"], 1)
    ]
    known = COCO(truth | {"annotations": marked, "info": {}})
    found = [each for each in predictions["annotations"] if each.get("decision") != "keep"]
    said = known.loadRes([each | {"id": number} for number, each in enumerate(found, 1)])
    run = COCOeval_faster(known, said, "bbox", print_function=lambda *_: None)
    run.params.iouThrs, run.params.maxDets = np.array([0.5]), [1, 10, 10_000]
    run.params.catIds, run.params.areaRng, run.params.areaRngLbl = [1], [[0, 1e10]], ["all"]
    run.evaluate()
    run.accumulate()
    return float(run.eval["precision"][0, :, 0, 0, 2].mean())


# --- what counts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "enlarge", "covered"),
    [
        ([(40, 40, 20, 20)], 1.0, 1),
        ([(40, 40, 20, 16)], 1.0, 1),
        ([(40, 40, 20, 15)], 1.0, 0),
        ([(40, 40, 20, 15)], 1.3, 1),
        ([(40, 40, 20, 10), (40, 50, 20, 10)], 1.0, 1),
        ([(40, 40, 20, 10), (40, 40, 20, 10)], 1.0, 0),
        ([], 1.3, 0),
    ],
)
def test_a_box_is_covered_from_four_fifths_on_by_all_finds_together(found, enlarge, covered):
    assert (
        one_photo([(40, 40, 20, 20)], [box(each) for each in found], enlarge=enlarge)["recall_all"] == covered
    )


def test_recall_without_enlarging_stands_beside():
    found = one_photo([(40, 40, 20, 20)], [box((40, 40, 20, 15))])
    assert (found["recall_all"], found["recall_unenlarged_all"]) == (1, 0)


@pytest.mark.parametrize(
    ("more", "covered"),
    [
        ({"score": 0.5}, 1),
        ({"score": 0.49}, 0),
        ({}, 1),
        ({"decision": "keep"}, 0),
        ({"decision": "redact"}, 1),
    ],
)
def test_finds_below_the_least_score_and_those_to_be_kept_cover_nothing(more, covered):
    found = one_photo([(40, 40, 20, 20)], [box((40, 40, 20, 20), **more)], min_score=0.5)
    assert (found["recall_all"], found["boxes_per_image"], found["masked"] > 0) == (
        covered,
        covered,
        bool(covered),
    )


@pytest.mark.parametrize(("height", "leaks"), [(11.9, 0), (12, 1), (60, 1)])
def test_a_photo_leaks_by_an_open_box_of_twelve_pixels_or_more(height, leaks):
    assert one_photo([(10, 10, 30, height)], [])["leaking_images"] == leaks


@pytest.mark.parametrize("mark", ["ignore", "iscrowd"])
def test_ignored_boxes_are_neither_missed_nor_found(mark):
    truth = coco([photo()], [box((10, 10, 20, 20)), box((60, 60, 30, 30), **{mark: 1})])
    right, ignored = box((10, 10, 20, 20), score=0.5), box((60, 60, 30, 30), score=0.9)
    for found in ([right], [right, ignored]):
        figures = report(truth, coco([photo()], found))
        assert (figures["recall_all"], figures["leaking_images"], figures["average_precision"]) == (1, 0, 1)


def test_masked_pixels_are_given_of_the_photo_and_of_the_true_boxes():
    found = one_photo([(10, 10, 20, 20)], [box((10, 10, 20, 20)), box((70, 70, 20, 20))], enlarge=1.0)
    assert (found["masked"], found["masked_over_true"]) == (0.08, 2)


def test_without_a_subset_of_negatives_they_are_the_photos_in_which_nobody_is():
    truth = coco([photo(1, "a.jpg"), photo(2, "b.jpg"), photo(3, "c.jpg")], [box((5, 5, 20, 20), 1)])
    found = [box((50, 50, 20, 20), 1), box((50, 50, 20, 20), 2), box((5, 5, 20, 20), 2)]
    figures = report(truth, coco(truth["images"], found))
    assert figures["negatives"] == {"images": 2, "are": "photos without a true box"}
    assert (figures["false_on_negatives"], figures["false_per_negative"]) == (2, 1)


def test_flagged_finds_say_what_a_person_would_close_and_how_many_to_look_at():
    truth = coco(
        [photo(1, "a.jpg"), photo(2, "b.jpg")],
        [box((10, 10, 20, 20)), box((60, 60, 20, 20)), box((10, 10, 20, 20), 2), box((60, 60, 8, 8), 2)],
    )
    flags = [
        box((60, 70, 20, 10), flagged=True, score=0.2),
        box((10, 10, 20, 20), 2, flagged=False, score=0.2),
        box((60, 60, 8, 8), 2, flagged=True, score=0.1),
    ]
    found = [box((10, 10, 20, 20), score=0.9), box((60, 60, 20, 10), score=0.9)]
    figures = report(truth, coco(truth["images"], found, candidates=flags), enlarge=1.0, min_score=0.5)
    said = figures["candidates"]
    assert (said["open"], said["open_under_flags"], said["share"]) == (2, 1, 0.5)
    assert (said["flags"], said["flags_per_image"]) == (2, 1)
    assert (figures["leaking_images"], said["leaking_images_after"]) == (1, 0.5)


def test_predictions_without_candidates_say_nothing_of_flags():
    assert one_photo([(40, 40, 20, 20)], [])["candidates"] is None


def test_recall_is_given_by_a_field_of_the_annotations_or_else_of_the_images():
    truth = coco(
        [photo(1, "a.jpg", place="street"), photo(2, "b.jpg", place="room"), photo(3, "c.jpg")],
        [
            box((10, 10, 20, 20), 1),
            box((60, 60, 20, 20), 1, place="window"),
            box((10, 10, 20, 20), 2),
            box((10, 10, 20, 20), 3),
        ],
    )
    figures = report(truth, coco(truth["images"], [box((10, 10, 20, 20), 1)]), by="place")
    recall = {name: (one["boxes"], one["recall_all"]) for name, one in figures["groups"]["values"].items()}
    assert recall == {"street": (1, 1), "window": (1, 0), "room": (1, 0), "(none)": (1, 0)}


def test_other_least_scores_are_told_with_what_they_cover_and_mask():
    found = one_photo([(10, 10, 20, 20), (60, 60, 20, 20)], [box((10, 10, 20, 20), score=0.5)], min_score=0.9)
    rows = {row["min_score"]: row for row in found["thresholds"]}
    assert [rows[score]["recall_all"] for score in (0.0, 0.5, 0.52)] == [0.5, 0.5, 0]
    assert found["recall_all"] == 0 and rows[0.5]["masked"] > rows[0.52]["masked"] == 0


def test_results_of_coco_are_taken_as_well():
    truth = coco([photo(7, "a.jpg")], [box((10, 10, 20, 20), 7)])
    figures = report(truth, [box((10, 10, 20, 20), 7, score=0.5)])
    assert (figures["recall_all"], figures["unanswered"]) == (1, 0)


def test_photos_in_which_the_category_was_not_labelled_are_left_out():
    truth = coco([photo(1, "a.jpg", labelled_categories=[1]), photo(2, "b.jpg", labelled_categories=[2])], [])
    assert report(truth, coco([photo(1, "a.jpg")], []))["images"] == 1


def test_photos_of_one_name_are_told_apart_by_their_folders():
    truth = coco([photo(1, "set/x/a.jpg"), photo(2, "set/y/a.jpg")], [box((10, 10, 20, 20), 2)])
    found = coco([photo(1, "y/a.jpg"), photo(2, "x/a.jpg")], [box((10, 10, 20, 20), 1)])
    assert report(truth, found)["recall_all"] == 1


@pytest.mark.parametrize(
    ("hits", "total", "interval"),
    [(8, 10, (0.4902, 0.9433)), (0, 10, (0, 0.2775)), (10, 10, (0.7225, 1)), (50, 100, (0.4038, 0.5962))],
)
def test_the_interval_of_a_share_is_wilsons(hits, total, interval):
    assert wilson(hits, total) == pytest.approx(interval, abs=5e-5)


def test_every_figure_lies_within_its_interval():
    truth, predictions = scattered(0)
    figures = report(truth, predictions, subset="faces", min_score=0.3)
    for name, interval in figures["intervals"].items():
        pairs = (
            [(figures[name][band], interval[band]) for band in interval]
            if isinstance(interval, dict)
            else [(figures[name], interval)]
        )
        for value, (low, high) in pairs:
            assert low <= value <= high and low < high, name


# --- what does not fit -----------------------------------------------------------------------------------------------

GOOD = coco([photo()], [box((10, 10, 20, 20), score=0.5)])


@pytest.mark.parametrize(
    ("which", "path", "value", "says"),
    [
        ("truth", ("images",), None, "truth.json has no list images."),
        (
            "truth",
            ("images", 0, "width"),
            0,
            "images[0].width of truth.json has to be a whole number of pixels",
        ),
        (
            "truth",
            ("images", 0, "file_name"),
            5,
            "images[0].file_name of truth.json has to be a name, not 5.",
        ),
        (
            "truth",
            ("annotations", 0, "image_id"),
            9,
            "annotations[0].image_id of truth.json has to be the id of",
        ),
        (
            "truth",
            ("annotations", 0, "bbox"),
            [1, 2, 3],
            "annotations[0].bbox of truth.json has to be x, y, width",
        ),
        ("truth", ("categories", 0, "name"), "cat", "categories of truth.json has no 'face'; there is cat."),
        (
            "predictions",
            ("annotations", 0, "bbox"),
            [1, 2, "3", 4],
            "annotations[0].bbox of found.json has to be",
        ),
        (
            "predictions",
            ("annotations", 0, "bbox"),
            [1, 2, -3, 4],
            "annotations[0].bbox of found.json has to be",
        ),
        (
            "predictions",
            ("annotations", 0, "bbox"),
            [1, 2, float("nan"), 4],
            "has to be x, y, width and height",
        ),
        (
            "predictions",
            ("annotations", 0, "score"),
            None,
            "annotations[0].score of found.json has to be a number",
        ),
        ("predictions", ("annotations", 0), 3, "annotations[0] of found.json has to be an object, not 3."),
        ("predictions", ("candidates",), 3, "found.json has no list candidates."),
        ("predictions", (), 3, "found.json has to be a JSON object"),
    ],
)
def test_what_cannot_be_compared_is_named_by_file_and_field(which, path, value, says):
    documents = {"truth": json.loads(json.dumps(GOOD)), "predictions": json.loads(json.dumps(GOOD))}
    if path:
        place = documents[which]
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
    else:
        documents[which] = value
    with pytest.raises(EvaluationError) as raised:
        report(documents["truth"], documents["predictions"], names=("truth.json", "found.json"))
    assert says in str(raised.value)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"subset": "faces"}, "no photo of the subset 'faces'; there is no subset at all"),
        ({"category": "person"}, "has no 'person'; there is face"),
        (
            {"by": "place"},
            "have a field 'place'; they have image_id, category_id, bbox, score, id, file_name",
        ),
        ({"by": "bbox"}, "holds lists or objects"),
        ({"enlarge": 0}, "enlarge has to be above 0"),
    ],
)
def test_what_is_asked_for_and_not_there_is_told_with_what_there_is(options, says):
    with pytest.raises(EvaluationError, match="^[A-Z]|^[a-z]+ ") as raised:
        report(GOOD, GOOD, **options)
    assert says in str(raised.value)


@pytest.mark.parametrize(
    ("true", "found"), [(("x/a.jpg", "y/a.jpg"), ("a.jpg",)), (("a.jpg",), ("x/a.jpg", "y/a.jpg"))]
)
def test_photos_that_may_be_several_are_not_guessed(true, found):
    names = [coco([photo(number, name) for number, name in enumerate(each)], []) for each in (true, found)]
    with pytest.raises(EvaluationError, match=r"x/a\.jpg (or|and) y/a\.jpg"):
        report(*names)


def test_photos_of_another_size_are_told():
    notes = report(GOOD, coco([photo(side=50)], []))["notes"]
    assert any("another width or height" in note and "a.jpg" in note for note in notes)


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path):
    """The options that name a truth and predictions."""
    truth, predictions = scattered(1)
    for name, body in (("truth.json", truth), ("found.json", predictions)):
        (tmp_path / name).write_text(json.dumps(body))
    return ["--truth", str(tmp_path / "truth.json"), "--predictions", str(tmp_path / "found.json")]


def test_the_command_prints_the_report(files, capsys):
    assert main(["evaluate", "detections", *files, "--subset", "faces", "--min-score", "0.3"]) == 0
    found = json.loads(capsys.readouterr().out)
    truth, predictions = scattered(1)
    expected = report(truth, predictions, subset="faces", min_score=0.3)
    assert found["settings"].pop("truth").endswith("truth.json")
    assert found["recall"] == expected["recall"] and found["intervals"] == expected["intervals"]


def test_the_command_writes_what_is_asked_for(files, tmp_path, capsys):
    pytest.importorskip("matplotlib")
    to = [
        "--json",
        str(tmp_path / "r.json"),
        "--markdown",
        str(tmp_path / "r.md"),
        "--plots",
        str(tmp_path / "r"),
    ]
    assert main(["evaluate", "detections", *files, *to]) == 0
    assert capsys.readouterr().out == ""
    figures = json.loads((tmp_path / "r.json").read_text())
    assert f"| {figures['leaking_images']:.3f} (" in (tmp_path / "r.md").read_text()
    drawn = {path.name: path.read_bytes() for path in (tmp_path / "r").iterdir()}
    assert {name.partition(".")[0] for name in drawn} == {
        "precision-recall",
        "recall-by-height",
        "masked-recall",
    }
    for name, content in drawn.items():
        assert content.startswith(b"\x89PNG" if name.endswith("png") else b"<?xml")
    assert len(drawn) == 6


def test_markdown_may_go_to_standard_output_alone(files, capsys):
    assert main(["evaluate", "detections", *files, "--markdown", "-"]) == 0
    assert capsys.readouterr().out.startswith("# Detections of the category face")


def test_charts_without_matplotlib_are_refused_in_a_sentence(files, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert main(["evaluate", "detections", *files, "--plots", str(tmp_path / "plots")]) == 2
    assert "pip install 'moretta[plots]'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "There is no file"),
        (b"\xff\xd8\xff", "is not text in UTF-8"),
        (b"{\n 1}", "is not JSON: line 2"),
        (b"{}", "has no list images"),
    ],
)
def test_a_file_that_is_no_coco_is_refused(files, tmp_path, capsys, content, says):
    wrong = tmp_path / "wrong.json"
    if content is not None:
        wrong.write_bytes(content)
    assert main(["evaluate", "detections", *files, "--predictions", str(wrong)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("moretta evaluate detections: ") and says in error and str(wrong) in error


@pytest.mark.parametrize("options", [["--enlarge", "0"], ["--min-score", "much"]])
def test_options_that_are_no_such_numbers_are_refused(files, options, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", "detections", *files, *options])
    assert ended.value.code == 2 and options[1] in capsys.readouterr().err


def test_a_report_that_cannot_be_written_is_told(files, tmp_path, capsys):
    assert main(["evaluate", "detections", *files, "--json", str(tmp_path / "no" / "r.json")]) == 2
    assert "cannot be written" in capsys.readouterr().err
