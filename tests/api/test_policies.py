"""Publishing a policy: what falls is said first, and then falls."""

from __future__ import annotations

import pytest

import factories
from moretta.annotations.effective import effective_regions, recipes_of
from moretta.annotations.models import KeyframeBlock
from moretta.datasets.models import Asset
from moretta.projects import policies
from running import finish, run_jobs

pytestmark = pytest.mark.django_db


def path(people) -> str:
    return f"/api/projects/{people.project.pk}/policies"


def face_settings(people, **settings):
    return {"settings": {"labels": {str(factories.face_label(people.project).pk): settings}}}


def publish(client, people, **settings):
    return client.post(path(people), face_settings(people, **settings))


def decided_asset(people, state="ready", **object_fields) -> Asset:
    asset = factories.make_asset(factories.first_dataset(people.project), state=state, revision=1)
    factories.mark_searched(asset)
    if object_fields:
        factories.make_annotation(asset, **object_fields)
    return asset


def state_of(asset: Asset) -> str:
    return Asset.objects.values_list("state", flat=True).get(pk=asset.pk)


def test_a_dry_run_says_how_many_approvals_fall_and_changes_nothing(people, api):
    decided_asset(people, "ready", decision="redact")
    decided_asset(people, "in_review", decision="redact")
    untouched = decided_asset(people, "ready", decision="keep")
    body = {**face_settings(people, margin=0.3), "dry_run": True}
    answer = api("manager").post(path(people), body)
    assert (answer.status_code, answer.json()) == (200, {"approvals_fall": 1, "assets": 2})
    assert len(api("manager").get(path(people)).json()["results"]) == 1
    assert state_of(untouched) == "ready"


def test_publishing_repins_the_datasets_and_sends_back_what_looks_different(people, api):
    falls = [decided_asset(people, state, decision="redact") for state in ("in_review", "approved", "ready")]
    stays = [decided_asset(people), decided_asset(people, decision="keep")]
    answer = publish(api("manager"), people, method="mosaic")
    assert answer.status_code == 202, answer.json()
    assert answer.json()["policy"]["version"] == 2
    job = finish(answer.json()["job"]["id"])
    assert job.state == "succeeded", job.message
    dataset = factories.first_dataset(people.project)
    assert dataset.policy.version == 2
    assert [state_of(asset) for asset in falls] == ["annotate"] * 3
    assert [state_of(asset) for asset in stays] == ["ready"] * 2
    fallen = Asset.objects.get(pk=falls[2].pk)
    assert (fallen.approved_revision, fallen.approved_recipe) == (None, "")
    assert "policy" in fallen.reason


def test_what_is_left_out_stays_as_it_was(people, api):
    publish(api("manager"), people, margin=0.4)
    run_jobs()
    settings = publish(api("manager"), people, strength=2).json()["policy"]["settings"]
    (face,) = settings["labels"].values()
    assert (face["margin"], face["strength"], face["redact"]) == (0.4, 2.0, True)


def test_a_label_that_is_newly_hidden_sends_back_what_was_not_searched_for_it(people, api):
    plate = people.project.labels.create(name="Plate", kind="license_plate", chip="L")
    unsearched, searched = decided_asset(people), decided_asset(people)
    factories.mark_searched(searched, plate)
    answer = api("manager").post(path(people), {"settings": {"labels": {str(plate.pk): {"redact": True}}}})
    finish(answer.json()["job"]["id"])
    assert (state_of(unsearched), state_of(searched)) == ("annotate", "ready")


def test_a_second_publication_waits_for_the_first(people, api):
    assert publish(api("manager"), people, margin=0.4).status_code == 202
    assert publish(api("manager"), people, margin=0.5).status_code == 409
    run_jobs()
    assert publish(api("manager"), people, margin=0.5).status_code == 202


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"margin": -1}, "margin"),
        ({"method": "magic"}, "method"),
        ({"color": "red"}, "color"),
        ({"threshold": "high"}, "threshold"),
        ({"redact": "yes"}, "redact"),
        ({"feather": 2}, "feather"),
        ({"blur": 3}, "blur"),
    ],
)
def test_a_wrong_setting_is_named(people, api, settings, field):
    answer = publish(api("manager"), people, **settings)
    assert (answer.status_code, answer.json()["field"].rpartition(".")[2]) == (400, field)


@pytest.mark.parametrize("settings", [{"codec": "divx"}, {"codec": None}, {"audio": "loud"}])
def test_a_wrong_setting_of_videos_is_named(people, api, settings):
    answer = api("manager").post(path(people), {"settings": settings})
    assert (answer.status_code, answer.json()["field"]) == (400, f"settings.{min(settings)}")
    assert "is one of" in answer.json()["detail"]


@pytest.mark.parametrize("change", [{"codec": "h265"}, {"audio": "remove"}, {"codec": "same"}])
def test_what_videos_become_is_approved_anew_when_they_are_coded_otherwise(people, change):
    video, _ = decided_asset(people), decided_asset(people)
    Asset.objects.filter(pk=video.pk).update(kind="video")
    before = people.project.policy
    draft = policies.draft_policy(people.project, change)
    rows = Asset.objects.filter(dataset__project=people.project).select_related("dataset", "blob")
    old, new = recipes_of(rows, before), recipes_of(rows, draft)
    falling = policies.falling_of(video.dataset_id, before, draft)
    assert falling == [id for id in old if old[id] != new[id]]
    assert falling == ([] if change == {"codec": "same"} else [video.pk])


def test_faces_alone_are_replaced_by_drawn_ones(people, api):
    plate = people.project.labels.create(name="Plate", kind="license_plate", chip="P", position=5)
    body = {"settings": {"labels": {str(plate.pk): {"redact": True, "method": "replace-face"}}}}
    answer = api("manager").post(path(people), body)
    assert (answer.status_code, answer.json()["field"]) == (400, f"settings.labels.{plate.pk}.method")
    assert "in place of a face" in answer.json()["detail"]
    assert publish(api("manager"), people, method="replace-face", shape="face").status_code == 202


def test_a_face_stays_the_same_drawn_person_when_it_is_moved(people):
    asset = decided_asset(people, "in_review", decision="redact")
    body = face_settings(people, method="replace-face")["settings"]
    draft = policies.draft_policy(people.project, body)
    (before,) = effective_regions(asset, draft)
    block = KeyframeBlock.objects.get(annotation__asset=asset)
    block.keyframes[0]["shape"]["data"][0] += 5
    block.save()
    (after,) = effective_regions(asset, draft)
    assert before["seed"] == after["seed"] and before["keyframes"] != after["keyframes"]


LOGO = {"kind": "hide", "box": [0.8, 0, 0.2, 0.1], "says": "the licence holder's logo"}
BILLBOARD = {"kind": "keep", "box": [0, 0, 1, 0.9], "says": "an advertisement"}


def test_a_zone_is_hidden_in_every_asset_that_it_is_for(people):
    one, other = decided_asset(people), decided_asset(people)
    zones = [LOGO, {**LOGO, "box": [0, 0, 0.5, 0.5], "asset": str(one.pk)}]
    draft = policies.draft_policy(people.project, {"zones": zones})
    assert [len(effective_regions(asset, draft)) for asset in (one, other)] == [2, 1]
    (region,) = effective_regions(other, draft)
    width, height = other.width, other.height
    assert region["keyframes"][0]["shape"]["data"] == pytest.approx(
        [0.8 * width, 0, 0.2 * width, 0.1 * height]
    )
    assert policies.falling_of(one.dataset_id, people.project.policy, draft) == sorted([one.pk, other.pk])


def test_what_lies_in_a_kept_zone_is_shown_unless_a_person_hid_it(people):
    found = decided_asset(people, "in_review", decision="undecided", score=0.95)
    told = decided_asset(people, "in_review", decision="redact")
    draft = policies.draft_policy(people.project, {"zones": [{**BILLBOARD, "box": [0, 0, 1, 1]}]})
    assert effective_regions(found, people.project.policy) and not effective_regions(found, draft)
    assert effective_regions(told, draft) == effective_regions(told, people.project.policy)


@pytest.mark.parametrize(
    ("zone", "field"),
    [
        ({**BILLBOARD, "says": " "}, "says"),
        ({**LOGO, "kind": "blur"}, "kind"),
        ({**LOGO, "box": [0, 0, 2, 1]}, "box"),
        ({**LOGO, "box": [0, 0, 0, 1]}, "box"),
        ({**LOGO, "box": "all"}, "box"),
        ({**LOGO, "asset": "00000000-0000-0000-0000-000000000000"}, "asset"),
        ({**LOGO, "dataset": "none"}, "dataset"),
        ({**LOGO, "color": "red"}, "color"),
    ],
)
def test_a_wrong_zone_is_named(people, api, zone, field):
    answer = api("manager").post(path(people), {"settings": {"zones": [LOGO, zone]}})
    assert (answer.status_code, answer.json()["field"]) == (400, f"settings.zones.1.{field}")


def test_zones_stay_when_other_settings_change(people):
    people.project.policy = policies.draft_policy(people.project, {"zones": [LOGO]})
    assert (
        policies.draft_policy(people.project, {"audio": "remove"}).settings["zones"][0]["says"]
        == LOGO["says"]
    )
    assert policies.draft_policy(people.project, {"zones": []}).settings["zones"] == []


def test_a_label_of_another_project_is_not_taken(people, api):
    stranger = factories.face_label(factories.make_project())
    answer = api("manager").post(path(people), {"settings": {"labels": {str(stranger.pk): {}}}})
    assert answer.status_code == 400


OBJECTS = [
    {"decision": "redact"},
    {"decision": "keep"},
    {"decision": "undecided", "score": 0.55},
    {"decision": "undecided", "score": 0.7},
    {"decision": "undecided", "score": 0.95},
]


@pytest.mark.parametrize(
    "change",
    [
        {"margin": 0.5},
        {"color": "FFFFFF"},
        {"threshold": 0.5},
        {"threshold": 0.9},
        {"feather": 0.1},
        {"redact": False},
        {"redact": False, "threshold": 0.1},
        {"redact": False, "shape": "box"},
        {},
    ],
)
def test_what_falls_is_exactly_what_has_another_recipe(people, change):
    assets = [decided_asset(people, "in_review", **fields) for fields in OBJECTS]
    before = people.project.policy
    draft = policies.draft_policy(people.project, face_settings(people, **change)["settings"])
    dataset = factories.first_dataset(people.project)
    rows = Asset.objects.filter(dataset=dataset).select_related("dataset", "blob")
    old, new = recipes_of(rows, before), recipes_of(rows, draft)
    differing = sorted(id for id in old if old[id] != new[id])
    assert policies.falling_of(dataset.pk, before, draft) == differing
    assert len(assets) == len(old)
