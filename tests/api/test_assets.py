"""Datasets and lists of assets."""

from __future__ import annotations

from typing import Any

import pytest

import factories
from moretta.datasets import actions, summary
from moretta.datasets.models import Asset, Dataset, StateCount

pytestmark = pytest.mark.services


@pytest.fixture
def dataset(people: Any) -> Dataset:
    return factories.first_dataset(people.project)


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [card["name"] for card in answer.json()["results"]]


def test_pages_follow_each_other_without_gap_or_repeat(people: Any, dataset: Dataset) -> None:
    made = [factories.make_asset(dataset, name=f"{i}.jpg").name for i in range(7)]
    client, found, cursor = people.client("viewer"), [], ""
    for _ in range(4):
        answer = client.get(f"/api/assets?dataset={dataset.pk}&limit=2{cursor}")
        found += names(answer)
        cursor = f"&cursor={answer.json()['next']}"
    assert found == made and answer.json()["next"] is None


def test_in_the_order_of_doubt_clips_come_first_and_then_where_most_may_be_missed(
    people: Any, dataset: Dataset
) -> None:
    for name, candidates in {"a.jpg": 0, "b.jpg": 7, "c.jpg": 2, "d.jpg": 7, "e.jpg": 0}.items():
        factories.make_asset(dataset, name=name, candidates=candidates)
    factories.make_asset(dataset, name="f.mp4", kind="video")
    client, found, cursor = people.client("viewer"), [], ""
    for _ in range(3):
        answer = client.get(f"/api/assets?dataset={dataset.pk}&order=doubt&limit=2{cursor}")
        found += names(answer)
        cursor = f"&cursor={answer.json()['next']}"
    assert found == ["f.mp4", "b.jpg", "d.jpg", "c.jpg", "a.jpg", "e.jpg"] and answer.json()["next"] is None


def test_a_project_lists_all_its_datasets_in_the_order_of_arrival(people: Any, dataset: Dataset) -> None:
    other = factories.make_dataset(people.project)
    made = [factories.make_asset(d, name=f"{i}.jpg").name for i, d in enumerate([dataset, other] * 3)]
    client = people.client("viewer")
    first = client.get(f"/api/assets?project={people.project.pk}&limit=4")
    second = client.get(f"/api/assets?project={people.project.pk}&limit=4&cursor={first.json()['next']}")
    assert names(first) + names(second) == made


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("state=ready", ["c.jpg"]),
        ("kind=video", ["d.mp4"]),
        ("q=A.J", ["a.jpg"]),
        ("q=.jpg&state=annotate", ["a.jpg", "b.jpg"]),
        ("need=you", ["b.jpg"]),
    ],
)
def test_filters(people: Any, dataset: Dataset, filters: str, expected: list[str]) -> None:
    factories.make_asset(dataset, name="a.jpg")
    factories.make_asset(dataset, name="b.jpg", undecided=2, revision=3)
    factories.make_asset(dataset, name="c.jpg", state="ready", undecided=1)
    factories.make_asset(dataset, name="d.mp4", kind="video")
    factories.make_asset(dataset, name="going.jpg", deleting=True)
    client, query = people.client("annotator"), f"dataset={dataset.pk}&{filters}"
    answer = client.get(f"/api/assets?{query}")
    assert names(answer) == expected
    facts = [
        {name: card[name] for name in ("id", "revision", "state")}
        | {"undecided": card["counts"]["undecided"]}
        for card in answer.json()["results"]
    ]
    assert client.get(f"/api/assets/ids?{query}&limit=1").json()["results"] == facts


def test_what_needs_a_reviewer_is_the_work_of_others(people: Any, dataset: Dataset) -> None:
    mine, other = people.user("reviewer"), people.user("annotator")
    factories.make_asset(dataset, name="mine.jpg", state="in_review", last_author=mine)
    factories.make_asset(dataset, name="theirs.jpg", state="in_review", last_author=other)
    factories.make_asset(dataset, name="nobody.jpg", state="in_review")
    address = f"/api/assets?dataset={dataset.pk}&need=you"
    assert names(people.client("reviewer").get(address)) == ["theirs.jpg", "nobody.jpg"]
    assert names(people.client("viewer").get(address)) == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("state=gone", "state"),
        ("kind=sound", "kind"),
        ("need=me", "need"),
        ("limit=many", "limit"),
        ("cursor=%00", "cursor"),
        ("cursor=YWJj", "cursor"),
    ],
)
def test_a_filter_that_makes_no_sense_is_named(people: Any, dataset: Dataset, query: str, field: str) -> None:
    answer = people.client("viewer").get(f"/api/assets?dataset={dataset.pk}&{query}")
    assert answer.status_code == 400 and answer.json()["field"] == field


def test_a_list_needs_a_dataset_or_a_project_that_is_ones_own(
    people: Any, dataset: Dataset, stranger: Any
) -> None:
    assert people.client("viewer").get("/api/assets").json()["field"] == "dataset"
    assert stranger.get(f"/api/assets?dataset={dataset.pk}").status_code == 404
    assert stranger.get(f"/api/assets?project={people.project.pk}").status_code == 404
    assert stranger.get(f"/api/assets/ids?project={people.project.pk}").status_code == 404
    assert people.client("viewer").get("/api/assets?dataset=nonsense").status_code == 404
    hidden = people.client("viewer").get(
        f"/api/assets?dataset={dataset.pk}&created_by__email=x&blob__sha256=y"
    )
    assert hidden.status_code == 200


def test_a_page_costs_the_same_number_of_queries_whatever_its_length(
    people: Any, dataset: Dataset, django_assert_max_num_queries: Any
) -> None:
    for i in range(12):
        asset = factories.make_asset(dataset, name=f"{i}.jpg")
        factories.make_rendition(asset)
        factories.mark_searched(asset)
    client = people.client("viewer")
    client.get(f"/api/assets?dataset={dataset.pk}")
    with django_assert_max_num_queries(9):
        assert len(names(client.get(f"/api/assets?dataset={dataset.pk}"))) == 12


def test_a_card_says_what_is_on_the_picture(people: Any, dataset: Dataset) -> None:
    asset = factories.make_asset(dataset)
    factories.make_annotation(asset, box=(64, 48, 64, 48), decision="redact")
    factories.make_annotation(asset, decision="keep", reason="agreed")
    factories.make_annotation(
        asset, decision="undecided", score=0.65, flags=[{"flag": "weak", "says": "not sure"}]
    )
    factories.make_annotation(asset, decision="undecided", score=0.2)
    summary.summarize(asset)
    card = people.client("viewer").get(f"/api/assets/{asset.pk}").json()
    assert {k: card["counts"][k] for k in ("hidden", "kept", "undecided")} == {
        "hidden": 1,
        "kept": 1,
        "undecided": 1,
    }
    marks = {mark["state"]: mark for mark in card["marks"]}
    assert marks["hidden"]["box"] == [0.1, 0.1, 0.1, 0.1]
    assert marks["kept"]["why"] == "agreed" and marks["undecided"]["why"] == "not sure"
    assert StateCount.objects.get(dataset=dataset, state="annotate").undecided == 1
    assert card["searched"] is False and card["labels"][0]["how"] == "none"


def test_a_move_is_lost_when_somebody_else_moved_first(people: Any, dataset: Dataset) -> None:
    asset = factories.make_asset(dataset, undecided=2)
    seen = Asset.objects.select_related("dataset__project").get(pk=asset.pk)
    assert actions.move_asset(asset, "in_review")
    assert not actions.move_asset(seen, "excluded")
    assert not actions.move_asset(asset, "approved", revision=7)
    counts = {c.state: (c.assets, c.undecided) for c in StateCount.objects.filter(dataset=dataset)}
    assert counts == {"annotate": (0, 0), "in_review": (1, 2)}


def test_datasets_are_made_renamed_and_listed(people: Any) -> None:
    manager = people.client("manager")
    form = {"project": str(people.project.pk), "name": "Street"}
    made = manager.post("/api/datasets", form)
    assert made.status_code == 201, made.content
    assert manager.post("/api/datasets", form).json()["field"] == "name"
    id = made.json()["id"]
    assert manager.patch(f"/api/datasets/{id}", {"name": "Streets"}).json()["name"] == "Streets"
    listed = people.client("viewer").get(f"/api/datasets?project={people.project.pk}").json()["results"]
    assert [d["name"] for d in listed] == ["Pictures", "Streets"]
    assert people.client("annotator").post("/api/datasets", form).status_code == 403


def test_deleting_asks_for_confirmation(people: Any, dataset: Dataset) -> None:
    asset = factories.make_asset(dataset)
    manager = people.client("manager")
    assert manager.delete(f"/api/assets/{asset.pk}").status_code == 400
    assert people.client("annotator").delete(f"/api/assets/{asset.pk}", {"confirm": True}).status_code == 403
    answer = manager.delete(f"/api/assets/{asset.pk}", {"confirm": True})
    assert answer.status_code == 202 and answer.json()["job"]["kind"] == "erase"
    assert names(manager.get(f"/api/assets?dataset={dataset.pk}")) == []
    assert manager.delete(f"/api/datasets/{dataset.pk}", {"confirm": True}).status_code == 202
    assert manager.get("/api/datasets").json()["results"] == []


def test_the_asset_page_knows_its_neighbours(people: Any, dataset: Dataset) -> None:
    first, middle, last = (factories.make_asset(dataset) for _ in range(3))
    card = people.client("viewer").get(f"/api/assets/{middle.pk}").json()
    assert card["neighbours"] == {"previous": str(first.pk), "next": str(last.pk)}
    assert card["policy"]["version"] == 1 and "view" in card["acts"] and "review" not in card["acts"]
