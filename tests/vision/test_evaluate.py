"""What counts as covered, leaking, masked and flagged in the figures of detections."""

from __future__ import annotations

import pytest

from coco_documents import box, coco, one_photo, photo, scattered
from moretta_vision.evaluate.detections import report
from moretta_vision.evaluate.intervals import wilson


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
