"""Documents and questions that do not fit together, and what is said of them."""

from __future__ import annotations

import json

import pytest

from coco_documents import box, coco, photo
from moretta_vision.evaluate.detections import report
from moretta_vision.evaluate.documents import EvaluationError

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
