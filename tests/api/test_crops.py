"""The wall of crops: the riskiest objects of a dataset first, decided many at once, and taken back."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

import factories
from changing import change, create, decide, load, save
from moretta.annotations import deciding, thresholds
from moretta.annotations.models import Annotation
from moretta.annotations.risk import rank
from moretta.audit.models import AuditEvent
from moretta.projects.policies import draft_policy, pin_dataset

pytestmark = [pytest.mark.django_db, pytest.mark.services]

SURE = ["face", 0, 0, 20, 20, 0.9]
FINDS = [SURE, ["face", 2, 2, 20, 20, 0.45], ["face", 50, 0, 9, 9, 0.4], ["face", 70, 0, 9, 9, 0.405]]
FINDS += [["face", 51, 1, 9, 9, 0.3], ["face", 90, 0, 9, 9, 0.05], ["person", 50, 0, 9, 9, 0.44]]
GAP = {"flag": "gap", "says": "gap of 3 frames", "frames": None}


@pytest.fixture
def dataset(people: Any) -> Any:
    return factories.first_dataset(people.project)


def make(dataset: Any, **fields: Any) -> Annotation:
    """An object on a picture of its own, ranked as the actions do."""
    from moretta.annotations.risk import doubt_of

    made = factories.make_annotation(
        factories.make_asset(dataset), doubt=doubt_of(fields.get("flags", [])), **fields
    )
    rank(Annotation.objects.filter(pk=made.pk), dataset.policy)
    return made


def crops(client: Any, dataset: Any, **query: Any) -> Any:
    answer = client.get(f"/api/datasets/{dataset.pk}/crops", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def post(client: Any, dataset: Any, what: str, **body: Any) -> Any:
    return client.post(f"/api/datasets/{dataset.pk}/{what}", body, format="json")


def seen(*objects: Annotation) -> list[dict[str, Any]]:
    return [{"id": str(one.pk), "revision": one.revision} for one in objects]


def test_the_riskiest_come_first_page_by_page_and_each_once(api, dataset):
    rows = [make(dataset, score=score) for score in (0.95, 0.6, 0.75, 0.6)]
    flagged = make(dataset, score=0.9, flags=[GAP])
    first = crops(api("viewer"), dataset, limit=2)
    second = crops(api("viewer"), dataset, limit=2, cursor=first["next"])
    third = crops(api("viewer"), dataset, limit=2, cursor=second["next"])
    ids = [one["id"] for page in (first, second, third) for one in page["results"]]
    wanted = [rows[1], rows[3], flagged, rows[2], rows[0]]
    assert ids == [str(row.pk) for row in wanted]
    assert first["counts"] == {"open": 5, "certain": 0}
    assert second["counts"] is None and third["next"] is None


def test_a_flag_that_was_ticked_off_makes_an_object_less_risky(api, dataset):
    asset = factories.make_asset(dataset)
    save(api(), asset, change(create(asset, decision="undecided", score=0.9, flags=[GAP])))
    before = crops(api(), dataset)["results"][0]
    set_ = {"op": "update", "annotation": before["id"], "set": {"flags": [GAP | {"seen": True}]}}
    save(api(), asset, change(set_))
    assert crops(api(), dataset)["results"][0]["risk"] < before["risk"]


def test_a_higher_threshold_makes_what_lies_below_it_the_riskiest(api, people, dataset):
    low, high = make(dataset, score=0.6), make(dataset, score=0.9)
    label = str(factories.face_label(people.project).pk)
    draft = draft_policy(people.project, {"labels": {label: {"threshold": 0.85}}})
    draft.save(force_insert=True)
    pin_dataset(str(dataset.pk), str(dataset.policy_id), str(draft.pk))
    risks = {one["id"]: one["risk"] for one in crops(api(), dataset)["results"]}
    assert risks[str(low.pk)] == 0.5 and risks[str(high.pk)] > 0.25


def test_what_the_machine_was_sure_of_is_counted_apart_and_sampled(api, dataset):
    make(dataset, score=0.7)
    for _ in range(5):
        make(dataset, score=0.97, decision="redact")
    assert crops(api(), dataset)["counts"] == {"open": 1, "certain": 5}
    sample = crops(api(), dataset, show="certain", sample=3)
    assert len(sample["results"]) == 3 and sample["next"] is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"flag": "gap"}, ["flagged"]),
        ({"flag": "ga"}, []),
        ({"source": "person"}, ["drawn"]),
        ({"from": "0.5", "to": "0.7"}, ["weak"]),
    ],
)
def test_the_wall_is_filtered(api, dataset, query, found):
    rows = {
        "flagged": make(dataset, flags=[GAP]),
        "drawn": make(dataset, source="person"),
        "weak": make(dataset, score=0.6),
    }
    assert {one["id"] for one in crops(api(), dataset, **query)["results"]} == {
        str(rows[name].pk) for name in found
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [("show", "x"), ("cursor", "?"), ("label", "x"), ("from", "x"), ("limit", "x"), ("ids", "x")],
)
def test_a_filter_that_is_none_is_named(api, dataset, name, value):
    answer = api().get(f"/api/datasets/{dataset.pk}/crops", {name: value})
    assert answer.status_code == 400 and answer.json()["field"] == name


@pytest.mark.parametrize(
    ("decision", "reason", "after"),
    [("redact", "", "redact"), ("keep", "consent", "keep"), ("remove", "", None)],
)
def test_one_decision_for_many_objects_is_taken_back_in_one_call(api, dataset, decision, reason, after):
    rows = [make(dataset), make(dataset)]
    body = {"objects": seen(*rows), "decide": decision, "reason": reason}
    done = post(api("annotator"), dataset, "decisions", **body).json()
    assert len(done["done"]) == 2 and done["refused"] == []
    for row in rows:
        now = load(api(), row.asset)
        assert [one["decision"] for one in now] == ([after] if after else [])
        assert [one["reason"] for one in now] == ([reason] if after else [])
    undone = post(api("annotator"), dataset, "decisions/undo", changes=done["changes"]).json()
    named = crops(api(), dataset, ids=",".join(str(row.pk) for row in rows))["results"]
    now = {one["id"]: one["revision"] for one in named}
    assert {one["id"]: one["revision"] for one in undone["done"]} == now and len(now) == 2
    assert [load(api(), row.asset)[0]["decision"] for row in rows] == ["undecided"] * 2


def test_keeping_asks_for_a_reason(api, dataset):
    row = make(dataset)
    answer = post(api(), dataset, "decisions", objects=seen(row), decide="keep")
    assert answer.status_code == 400 and answer.json()["field"] == "reason"
    assert load(api(), row.asset)[0]["decision"] == "undecided"


def test_what_somebody_touched_since_is_refused_and_the_others_go_through(api, people, dataset):
    mine, theirs = make(dataset), make(dataset)
    looked = seen(mine, theirs)
    save(api("reviewer"), theirs.asset, change(decide(theirs.pk, "redact")))
    done = post(api("annotator"), dataset, "decisions", objects=looked, decide="remove").json()
    assert [one["id"] for one in done["done"]] == [str(mine.pk)]
    assert [one["id"] for one in done["refused"]] == [str(theirs.pk)]
    save(api("reviewer"), mine.asset, change({"op": "restore", "annotation": str(mine.pk)}))
    undone = post(api("annotator"), dataset, "decisions/undo", changes=done["changes"]).json()
    assert undone["done"] == [] and len(undone["refused"]) == 1


def test_objects_of_another_dataset_and_changes_of_others_are_left_alone(api, people, dataset):
    foreign = make(factories.make_dataset(people.project))
    done = post(api(), dataset, "decisions", objects=seen(foreign), decide="remove").json()
    assert done["done"] == [] and len(done["refused"]) == 1
    row = make(dataset)
    done = post(api("reviewer"), dataset, "decisions", objects=seen(row), decide="redact").json()
    assert post(api("annotator"), dataset, "decisions/undo", changes=done["changes"]).json()["done"] == []


def test_what_somebody_saves_in_the_same_moment_is_not_written_over(api, people, dataset, monkeypatch):
    row = make(dataset)
    looked = seen(row)
    read = deciding._assets

    def saved_by_another_first(*args):
        monkeypatch.setattr(deciding, "_assets", read)
        assert post(api("reviewer"), dataset, "decisions", objects=looked, decide="redact").json()["done"]
        return read(*args)

    monkeypatch.setattr(deciding, "_assets", saved_by_another_first)
    done = post(api("annotator"), dataset, "decisions", objects=looked, decide="remove").json()
    assert (done["done"], len(done["refused"])) == ([], 1)
    row.refresh_from_db()
    assert (row.decision, row.deleted) == ("redact", False)


def test_who_may_not_see_originals_is_shown_no_crop_and_decides_nothing(people, dataset):
    row = make(dataset)
    box = [100.0, 100.0, 50.0, 60.0]
    factories.make_rendition(row.asset, "crops", b"..JPEG", report={"crops": {str(row.pk): [2, 6, 0, *box]}})
    assert crops(people.client("annotator"), dataset)["results"][0]["crop"]["box"] == box
    foreign = make(factories.make_dataset(people.project))
    url = f"/api/datasets/{dataset.pk}/crops/pictures?ids={row.pk},{foreign.pk}"
    for _ in range(2):
        assert people.client("annotator").get(url).content == b"\0\0\0\4JPEG\0\0\0\0"
    viewed = AuditEvent.objects.filter(act="viewed_original").values_list("thing_id", flat=True)
    assert list(viewed) == [str(row.asset_id)]
    blind = people.blind("annotator")
    assert crops(blind, dataset)["results"][0]["crop"] is None
    assert blind.get(url).status_code == 403
    assert post(blind, dataset, "crops", assets=[str(row.asset_id)]).status_code == 403
    assert post(blind, dataset, "decisions", objects=seen(row), decide="redact").status_code == 403


def test_a_crop_of_an_object_that_was_moved_is_not_shown(api, dataset):
    row = make(dataset)
    factories.make_rendition(row.asset, "crops", report={"crops": {str(row.pk): [0, 64, 0, 1, 1, 50, 60]}})
    assert crops(api(), dataset)["results"][0]["crop"] is None


def test_what_another_threshold_would_change_is_counted_for_all_that_waits(api, dataset):
    asset = factories.make_asset(dataset)
    for score in (0.62, 0.62, 0.8):
        factories.make_annotation(asset, score=score)
    factories.make_annotation(asset, score=0.7, decision="keep")
    done = factories.make_asset(dataset, state="ready")
    factories.make_annotation(done, score=0.9)
    for one in (asset, done):
        old, run = factories.make_run(one), factories.make_run(one)
        factories.write_file(old.path, gzip.compress(json.dumps({"frames": {"0": [SURE]}}).encode()))
        factories.write_file(run.path, gzip.compress(json.dumps({"frames": {"0": FINDS}}).encode()))
    clip = factories.make_asset(dataset, kind="video", n_frames=9)
    factories.make_run(clip, scores={"face": {"30": 2, "55": 1}})
    factories.make_run(factories.make_asset(dataset, kind="video", n_frames=9))  # from before
    for damaged in (b"no gzip", gzip.compress(b"{}")[:-4], gzip.compress(b"no JSON")):
        factories.write_file(factories.make_run(factories.make_asset(dataset)).path, damaged)
    answer = api("viewer").get(f"/api/datasets/{dataset.pk}/scores").json()
    assert answer["uncounted"] == 1
    (label,) = answer["labels"]
    assert label["threshold"] == 0.5
    assert label["objects"] == [[0.62, 2], [0.8, 1]]
    assert label["below"] == [
        [0.3, 2],
        [0.4, 2],
    ]  # the same place twice, one below the slider and the sure one aside
    assert label["in_clips"] == [[0.3, 2]]


@pytest.fixture
def photo(dataset: Any) -> Any:
    """A picture with an undecided object in which the search found more below the threshold of 0.5."""
    asset = factories.make_asset(dataset, width=100, height=100)
    factories.make_annotation(asset, score=0.62, box=(0, 0, 20, 20))
    run = factories.make_run(asset)
    factories.write_file(run.path, gzip.compress(json.dumps({"frames": {"0": FINDS}}).encode()))
    return asset


def threshold(client: Any, dataset: Any, to: float, **body: Any) -> Any:
    label = str(factories.face_label(dataset.project).pk)
    answer = post(client, dataset, "threshold", label=label, threshold=to, **body)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_lower_threshold_hides_what_reaches_it_and_is_taken_back(api, dataset, photo):
    clip = factories.make_asset(dataset, kind="video", n_frames=9)
    factories.make_run(clip, scores={"face": {"42": 1}})
    done = factories.make_asset(dataset, state="ready")
    factories.make_run(done, scores={"face": {"42": 1}})
    scores = f"/api/datasets/{dataset.pk}/scores"
    before = api("viewer").get(scores).json()["labels"][0]["below"]
    assert before == [[0.4, 2], [0.42, 1]]
    answer = threshold(api("annotator"), dataset, 0.4)
    assert (answer["hidden"], answer["removed"], answer["refused"], answer["next"]) == (2, 0, [], None)
    found = {tuple(one["keyframes"][0]["shape"]["data"]): one for one in load(api("viewer"), photo)}
    assert set(found) == {(0, 0, 20, 20), (50, 0, 9, 9), (70, 0, 9, 9)}, "the one at 2, 2 is covered"
    assert found[50, 0, 9, 9]["decision"] == "redact" and found[0, 0, 20, 20]["decision"] == "undecided"
    assert api("viewer").get(scores).json()["labels"][0]["below"] == [[0.42, 1]], "hidden by now"
    assert threshold(api("annotator"), dataset, 0.4)["hidden"] == 0
    undone = post(api("annotator"), dataset, "decisions/undo", changes=answer["changes"])
    assert undone.json()["refused"] == []
    assert len(load(api("viewer"), photo)) == 1
    assert api("viewer").get(scores).json()["labels"][0]["below"] == before


def test_who_was_removed_by_hand_does_not_come_back_by_a_lower_threshold(api, dataset, photo):
    answer = threshold(api("annotator"), dataset, 0.4)
    shown = {tuple(one["keyframes"][0]["shape"]["data"]): one["id"] for one in load(api("viewer"), photo)}
    save(api("annotator"), photo, change({"op": "delete", "annotation": shown[50, 0, 9, 9]}))
    save(api("annotator"), photo, change({"op": "delete", "annotation": shown[0, 0, 20, 20]}))
    assert threshold(api("annotator"), dataset, 0.3)["hidden"] == 0
    (left,) = load(api("viewer"), photo)
    assert left["id"] == shown[70, 0, 9, 9]
    assert (
        len(post(api("annotator"), dataset, "decisions/undo", changes=answer["changes"]).json()["refused"])
        == 2
    )


def test_a_higher_threshold_takes_off_what_the_search_found_and_nobody_decided_about(api, dataset, photo):
    sure = factories.make_annotation(photo, score=0.9)
    decided = factories.make_annotation(photo, score=0.6, decision="redact")
    drawn = factories.make_annotation(photo, score=0.6, source="person")
    answer = threshold(api("annotator"), dataset, 0.7)
    assert (answer["hidden"], answer["removed"]) == (0, 1)
    left = {one["id"] for one in load(api("viewer"), photo)}
    assert left == {str(one.pk) for one in (sure, decided, drawn)}
    post(api("annotator"), dataset, "decisions/undo", changes=answer["changes"])
    assert len(load(api("viewer"), photo)) == 4


def test_a_threshold_is_made_to_hold_part_by_part(api, dataset, monkeypatch):
    monkeypatch.setattr(thresholds, "PART", 2)
    for _ in range(5):
        factories.make_annotation(factories.make_asset(dataset), score=0.6)
    following, removed = None, []
    while not removed or following:
        after = {"after": following} if following else {}
        answer = threshold(api("annotator"), dataset, 0.7, **after)
        following = answer["next"]
        removed.append(answer["removed"])
    assert removed == [2, 2, 1]


def test_a_threshold_of_what_is_not_hidden_and_by_who_may_not_annotate_is_refused(api, people, dataset):
    other = factories.face_label(factories.make_project(people.organization))
    answer = post(api("manager"), dataset, "threshold", label=str(other.pk), threshold=0.7)
    assert (answer.status_code, answer.json()["field"]) == (400, "label")
    mine = str(factories.face_label(people.project).pk)
    assert post(api("viewer"), dataset, "threshold", label=mine, threshold=0.7).status_code == 403
