"""The hunt over REST: who looked is on record, and what is asked for has to be there."""

from __future__ import annotations

from typing import Any

import pytest

import factories
from moretta.annotations import film, sampling
from moretta.annotations.models import HuntSample
from moretta.annotations.searching import search_by_hand
from moretta.audit.models import AuditEvent
from moretta.reviews.actions import approve_asset

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def asset(people: Any) -> Any:
    return factories.make_asset(factories.first_dataset(people.project))


def seen(client: Any, asset: Any, answer: str) -> list[str]:
    query = {"dataset": str(asset.dataset_id), "seen": answer}
    return [one["id"] for one in client.get("/api/assets", query).json()["results"]]


def test_what_of_a_clip_was_seen_and_what_was_not_is_on_record(api, asset):
    clip = {"asset": str(asset.pk), "frames": 3, "places": 40, "left": 129}
    body = {"assets": [str(asset.pk)], "clips": [clip]}
    assert api().post(f"/api/datasets/{asset.dataset_id}/looked", body, format="json").status_code == 200
    details = AuditEvent.objects.get(act="searched").details
    assert {name: details[name] for name in ("frames", "places", "left")} == {
        "frames": 3,
        "places": 40,
        "left": 129,
    }


def test_who_has_looked_through_a_picture_is_on_record(api, people, asset):
    other = factories.make_asset(asset.dataset)
    foreign = factories.make_asset(factories.make_dataset(people.project))
    factories.mark_searched(asset)
    body = {"assets": [str(asset.pk), str(foreign.pk)]}
    answer = api("annotator").post(f"/api/datasets/{asset.dataset_id}/looked", body, format="json")
    assert answer.json() == {"done": [str(asset.pk)]}
    (label,) = [one for one in api().get(f"/api/assets/{asset.pk}").json()["labels"] if one["redacted"]]
    assert label["by"] == "Annotator" and label["how"] == "run"
    assert seen(api(), asset, "yes") == [str(asset.pk)]
    assert seen(api(), asset, "no") == [str(other.pk)]


@pytest.mark.parametrize(
    ("what", "body", "field"),
    [
        ("hunt", {"frames": [1]}, "frames"),
        ("hunt", {"frames": []}, "frames"),
        ("hunt", {"places": [[0, 600, 0, 60, 60]]}, "places"),
        ("hunt", {"places": [[0, 0, 0, 0, 60]]}, "places"),
        ("looks", {"fresh": 2}, "fresh"),
        ("looks", {"seconds": 0}, "seconds"),
        ("spot", {"frame": 1, "at": [1, 1]}, "frame"),
        ("spot", {"at": [640, 1]}, "at"),
    ],
)
def test_a_place_that_is_not_there_is_named(api, asset, what, body, field):
    answer = api().post(f"/api/assets/{asset.pk}/{what}", body, format="json")
    assert answer.status_code == 400 and answer.json()["field"].split(".")[0] == field


def test_who_may_not_see_originals_hunts_nobody(people, asset):
    blind = people.blind("annotator")
    for path, body in (
        (f"assets/{asset.pk}/hunt", {"frames": [0]}),
        (f"assets/{asset.pk}/looks", {}),
        (f"assets/{asset.pk}/spot", {"at": [1, 1]}),
        (f"datasets/{asset.dataset_id}/looked", {"assets": [str(asset.pk)]}),
    ):
        assert blind.post(f"/api/{path}", body, format="json").status_code == 403
    picture = factories.make_rendition(asset, "hunt")
    url = f"/api/assets/{asset.pk}/files/hunt?digest={picture.recipe}"
    assert blind.get(url).status_code == 403 and people.client("annotator").get(url).status_code == 200


def searched(dataset: Any, **fields: Any) -> Any:
    """A picture in which a detector has searched."""
    asset = factories.make_asset(dataset, **fields)
    factories.mark_searched(asset)
    return asset


def sample_of(client: Any, dataset: Any) -> dict[str, Any]:
    answer = client.post(f"/api/datasets/{dataset.pk}/hunt")
    assert answer.status_code == 201, answer.json()
    return answer.json()


def look_through(client: Any, dataset: Any, assets: list[str]) -> None:
    body = {"assets": assets}
    assert client.post(f"/api/datasets/{dataset.pk}/looked", body, format="json").status_code == 200


def listed(client: Any, dataset: Any, **query: str) -> set[str]:
    rows = client.get("/api/assets", {"dataset": str(dataset.pk), **query}).json()["results"]
    return {one["id"] for one in rows}


def test_a_sample_of_what_looks_clean_says_how_many_of_the_rest_hold_somebody(api, people, monkeypatch):
    monkeypatch.setattr(sampling, "SAMPLE", 3)
    dataset = factories.first_dataset(people.project)
    doubtful = factories.make_asset(dataset, candidates=3)
    clean = {str(searched(dataset, candidates=n % 3).pk) for n in range(5)}
    clip = factories.make_asset(dataset, kind="video", n_frames=50)
    client = api("annotator")
    assert listed(client, dataset, looks="clean") == clean
    assert listed(client, dataset, looks="doubtful") == {str(doubtful.pk), str(clip.pk)}
    sample = sample_of(client, dataset)
    assert set(sample["assets"]) < clean and len(sample["assets"]) == 3 and sample["of"] == 5
    assert listed(client, dataset, sample=sample["id"]) == set(sample["assets"])

    end = f"/api/samples/{sample['id']}"
    early = client.post(end, {"missed": []}, format="json")
    assert early.status_code == 409 and early.json()["left"] == 3
    look_through(client, dataset, sample["assets"])
    state = client.post(end, {"missed": []}, format="json").json()
    film = {"clips": 1, "seen": 0, "frames": 50, "looked": 0, "missed": 0, "at_most": None}
    of_pictures = {"seen": 3, "doubtful": 2, "clean": 2, "looked": 3, "missed": 0, "at_most": 0.6316}
    assert state == {**of_pictures, "film": film}
    assert client.get(f"/api/datasets/{dataset.pk}/hunt").json() == state
    again = client.post(end, {"missed": sample["assets"][:1]}, format="json").json()
    assert again["missed"] == 1 and again["at_most"] == 0.8646
    assert client.post(end, {"missed": []}, format="json").json() == again  # who was missed stays missed
    ends = AuditEvent.objects.filter(act="sampled").order_by("id")
    assert [event.details["missed"] for event in ends] == [0, 1]
    foreign = client.post(end, {"missed": [str(doubtful.pk)]}, format="json")
    assert foreign.status_code == 400 and foreign.json()["field"] == "missed"


def test_what_no_detector_has_searched_does_not_look_clean(api, people):
    dataset = factories.first_dataset(people.project)
    asset = factories.make_asset(dataset)
    client = api("annotator")
    assert listed(client, dataset, looks="doubtful") == {str(asset.pk)}
    assert client.get(f"/api/datasets/{dataset.pk}/hunt").json()["clean"] == 0
    factories.mark_searched(asset)
    assert listed(client, dataset, looks="clean") == {str(asset.pk)}
    assert client.get(f"/api/datasets/{dataset.pk}/hunt").json()["doubtful"] == 0


def test_where_nothing_looks_clean_there_is_no_sample(api, people):
    dataset = factories.first_dataset(people.project)
    factories.make_asset(dataset, candidates=9)
    assert api("annotator").post(f"/api/datasets/{dataset.pk}/hunt").status_code == 409
    assert people.client("viewer").post(f"/api/datasets/{dataset.pk}/hunt").status_code == 403


def test_an_approval_knows_whether_a_picture_was_seen_or_only_a_sample_like_it(api, people, monkeypatch):
    monkeypatch.setattr(sampling, "SAMPLE", 1)
    dataset = factories.first_dataset(people.project)
    assets = [searched(dataset, candidates=n) for n in (0, 0, 7)]
    client = api("reviewer")
    sample = sample_of(client, dataset)
    look_through(client, dataset, sample["assets"])
    client.post(f"/api/samples/{sample['id']}", {"missed": []}, format="json")
    known = {}
    for asset in assets:
        asset.refresh_from_db()
        review = approve_asset(asset, people.user("reviewer"), asset.revision)
        known[str(asset.pk)] = review.coverage
    seen = sample["assets"][0]
    (other,) = {str(asset.pk) for asset in assets[:2]} - {seen}
    assert known[seen] == {"looked": "seen"} and known[str(assets[2].pk)] == {"looked": "no"}
    assert known[other] == {"looked": "sampled", "at_most": 0.95}


def test_a_sample_says_nothing_about_what_came_later_or_is_hidden_by_another_policy(people, monkeypatch):
    dataset = factories.first_dataset(people.project)
    asset = searched(dataset)
    user = people.user("annotator")
    sample = sampling.draw_sample(dataset, user)
    for label in dataset.project.labels.all():
        search_by_hand(asset, label, user)
    sampling.end_sample(sample, user, [])
    assert sampling.how_looked(searched(dataset)) == {"looked": "no"}
    HuntSample.objects.update(policy=None)
    assert sampling.state_of_hunt(dataset)["at_most"] is None


@pytest.fixture
def clips(people: Any) -> list[Any]:
    """Two clips of 40 and 10 frames."""
    dataset = factories.first_dataset(people.project)
    return [searched(dataset, kind="video", n_frames=frames) for frames in (40, 10)]


def frames_of(client: Any, dataset: Any) -> dict[str, Any]:
    answer = client.post(f"/api/datasets/{dataset.pk}/hunt", {"of": "frames"}, format="json")
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_a_sample_of_the_frames_of_all_clips_says_on_how_many_somebody_may_be_open(api, clips, monkeypatch):
    monkeypatch.setattr(film, "SAMPLE", 20)
    client, dataset = api("annotator"), clips[0].dataset
    sample = frames_of(client, dataset)
    drawn = {(one["asset"], one["frame"]) for one in sample["frames"]}
    assert len(drawn) == 20 and sample["of"] == 50
    lengths = {str(clip.pk): clip.n_frames for clip in clips}
    assert all(frame < lengths[clip] for clip, frame in drawn)
    assert listed(client, dataset, sample=sample["id"]) == {clip for clip, _ in drawn}
    end = f"/api/samples/{sample['id']}"
    state = client.post(end, {}, format="json").json()["film"]
    assert state == {"clips": 2, "seen": 0, "frames": 50, "looked": 20, "missed": 0, "at_most": 0.1391}
    open_ = {"frames": sample["frames"][:1]}
    assert client.post(end, open_, format="json").json()["film"]["missed"] == 1
    kept = client.post(end, {}, format="json").json()["film"]  # who was open stays on record
    assert kept["at_most"] == 0.2161
    foreign = {"frames": [{"asset": str(clips[0].pk), "frame": 41}]}
    answer = client.post(end, foreign, format="json")
    assert answer.status_code == 400 and answer.json()["field"] == "frames"


def test_every_frame_of_every_clip_may_be_drawn(people, clips):
    sample = film.draw_frames(clips[0].dataset, people.user("annotator"))
    assert sample.frames == [[str(clip.pk), frame] for clip in clips for frame in range(clip.n_frames)]


def test_a_sample_of_frames_says_nothing_about_clips_that_came_later(people, clips):
    dataset, user = clips[0].dataset, people.user("annotator")
    film.end_frames(film.draw_frames(dataset, user), user, [])
    assert film.state_of_film(dataset)["at_most"] is not None
    later = searched(dataset, kind="video", n_frames=10)
    assert film.state_of_film(dataset)["at_most"] is None
    assert film.how_looked_at(clips[0])["looked"] == "sampled"
    assert film.how_looked_at(later) == {"looked": "no"}


def test_without_clips_there_are_no_frames_to_draw(api, people):
    dataset = factories.first_dataset(people.project)
    factories.make_asset(dataset)
    answer = api("annotator").post(f"/api/datasets/{dataset.pk}/hunt", {"of": "frames"}, format="json")
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("left", "known"),
    [
        (129, {"looked": "part", "frames": 0, "places": 20, "left": 129, "at_most": 0.0582}),
        (0, {"looked": "seen"}),
    ],
)
def test_an_approval_knows_what_of_a_clip_was_seen(api, people, clips, left, known):
    client, clip = api("reviewer"), clips[0]
    sample = frames_of(client, clip.dataset)
    client.post(f"/api/samples/{sample['id']}", {}, format="json")
    shown = {"asset": str(clip.pk), "frames": 0, "places": 20, "left": left}
    body = {"assets": [str(clip.pk)], "clips": [shown]}
    assert client.post(f"/api/datasets/{clip.dataset_id}/looked", body, format="json").status_code == 200
    clip.refresh_from_db()
    assert approve_asset(clip, people.user("reviewer"), clip.revision).coverage == known
