"""The figures of `moretta evaluate detections` beside those of others who count the same."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from coco_documents import box, coco, scattered
from conftest import missing
from moretta_vision import detect
from moretta_vision.evaluate.detections import report
from moretta_vision.media import images

JUDGED = ("recall", "images", "leaking_images", "masked", "false_on_negatives", "unanswered")


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
