"""Ways by which something could be seen, approved or lost that should not be: each was tried from outside."""

from __future__ import annotations

from typing import Any

import pytest

import factories
from changing import change, decide, save
from clients import client_of
from moretta import storage
from moretta.annotations import actions as annotating
from moretta.annotations.effective import effective_regions, recipe_of
from moretta.audit.retention import remove_strays
from moretta.datasets import actions as making
from moretta.datasets import uploads
from moretta.datasets.models import Asset, Blob
from moretta.detections.models import Search
from moretta.ids import uuid7
from moretta.jobs.models import JobStep
from moretta.reviews import actions as reviewing
from moretta_tasks.runner import run_step
from moretta_tasks.videos import part_path
from running import finish, run_jobs
from uploading import picture, upload

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def asset(people: Any) -> Asset:
    asset = factories.make_asset(factories.first_dataset(people.project))
    factories.mark_searched(asset)
    return asset


def publish(people: Any, **settings: Any) -> dict[str, Any]:
    """Publishes a version with other settings for faces; its job waits."""
    labels = {str(factories.face_label(people.project).pk): settings}
    body = {"settings": {"labels": labels}}
    answer = people.client("manager").post(f"/api/projects/{people.project.pk}/policies", body)
    assert answer.status_code == 202, answer.content
    job: dict[str, Any] = answer.json()["job"]
    return job


def pin(job: dict[str, Any]) -> None:
    """Runs the step that pins the dataset, and nothing that follows from it."""
    run_step(str(JobStep.objects.get(job=job["id"], kind="policy.pin").pk), alone=False)


def make_ready(people: Any, asset: Asset, box: tuple[float, ...] = (100, 100, 50, 60)) -> Asset:
    """The asset with a hidden face, approved and rendered under the dataset's policy."""
    factories.make_annotation(asset, box=box, decision="redact")
    recipe = recipe_of(asset)
    asset.state, asset.approved_revision, asset.approved_recipe = "ready", asset.revision, recipe
    asset.save()
    made_for = {"revision": asset.revision, "policy": str(asset.dataset.policy_id), "of_recipe": recipe}
    factories.make_rendition(asset, "redacted", recipe=recipe, report=made_for)
    factories.make_rendition(asset, "redacted_thumbnail", report=made_for)
    return asset


def shown(people: Any, asset: Asset, kind: str) -> int:
    """What somebody without originals gets: the status of the file, which agrees with what the card names."""
    client = people.blind("viewer")
    status: int = client.get(f"/api/assets/{asset.pk}/files/{kind}").status_code
    assert (kind in client.get(f"/api/assets/{asset.pk}").json()["files"]) == (status == 200)
    return status


def test_a_thumbnail_from_before_a_policy_is_not_shown_when_the_asset_is_approved_under_it(people, asset):
    factories.make_annotation(asset, decision="redact")
    made_for = {"revision": asset.revision, "policy": str(asset.dataset.policy_id)}
    factories.make_rendition(asset, "redacted_thumbnail", report=made_for)
    address = f"/api/assets/{asset.pk}/files/redacted_thumbnail"
    assert people.client("viewer").get(address).status_code == 200
    pin(publish(people, margin=1.0))
    assert people.client("viewer").get(address).status_code == 404
    body = {"revision": asset.revision}
    assert people.client("reviewer").post(f"/api/assets/{asset.pk}/approve", body).status_code == 200
    assert shown(people, asset, "redacted_thumbnail") == 404


@pytest.mark.parametrize("kind", ["redacted", "redacted_thumbnail"])
def test_a_file_that_hides_less_than_the_new_policy_is_not_shown_while_its_approval_is_still_to_fall(
    people, asset, kind
):
    make_ready(people, asset)
    assert shown(people, asset, kind) == 200
    pin(publish(people, margin=1.0))
    assert Asset.objects.get(pk=asset.pk).state == "ready"
    assert shown(people, asset, kind) == 404


def test_a_policy_that_changes_nothing_about_an_asset_leaves_its_files_in_sight(people, asset):
    make_ready(people, asset)
    job = publish(people, threshold=0.9)
    assert finish(job["id"]).state == "succeeded"
    assert [shown(people, asset, kind) for kind in ("redacted", "redacted_thumbnail")] == [200, 200]


def test_a_search_that_ends_after_the_exclusion_leaves_what_was_hidden_hidden(people, testdata, with_models):
    dataset = factories.first_dataset(people.project)
    answer = upload(people.client("annotator"), dataset, testdata / "faces" / "dlib_2007_007763.jpg")
    run_jobs()
    asset = Asset.objects.get(pk=answer.json()["assets"][0]["id"])
    before = set(asset.annotations.filter(deleted=False).values_list("pk", flat=True))
    assert before, "the photo shows a face"
    client = people.client("annotator")
    assert client.post("/api/detections", {"assets": [str(asset.pk)]}).status_code == 202
    assert client.post(f"/api/assets/{asset.pk}/exclude", {"reason": "later"}).status_code == 200
    run_jobs()
    assert client.post(f"/api/assets/{asset.pk}/include").status_code == 200
    assert asset.annotations.filter(deleted=False).count() == len(before)


def test_hiding_and_approving_does_not_approve_what_someone_saved_in_between(people, asset, monkeypatch):
    factories.make_annotation(asset)
    sure = factories.make_annotation(asset, box=(300, 300, 40, 40), decision="redact")
    look = reviewing.undecided_objects

    def look_while_somebody_saves(given: Asset) -> Any:
        found = look(given)
        saved = save(people.client("annotator"), asset, change(decide(sure.pk, "keep")))
        assert saved.status_code == 200
        return found

    monkeypatch.setattr(reviewing, "undecided_objects", look_while_somebody_saves)
    body = {"revision": asset.revision, "hide_undecided": True}
    answer = people.client("reviewer").post(f"/api/assets/{asset.pk}/approve", body, format="json")
    assert answer.status_code == 409, answer.content
    assert Asset.objects.get(pk=asset.pk).approved_revision is None


def test_an_upload_that_ends_after_its_dataset_was_deleted_leaves_no_bytes(people, monkeypatch):
    dataset = factories.first_dataset(people.project)
    read = uploads._receive

    def read_while_it_is_deleted(*args: Any) -> Any:
        found = read(*args)
        body = {"confirm": True}
        gone = people.client("owner").delete(f"/api/datasets/{dataset.pk}", body, format="json")
        assert gone.status_code == 202, gone.content
        return found

    monkeypatch.setattr(uploads, "_receive", read_while_it_is_deleted)
    answer = upload(people.client("annotator"), dataset, ("a.jpg", picture(1)))
    assert answer.status_code == 404, answer.content
    assert not Asset.objects.filter(dataset=dataset).exists() and not Blob.objects.exists()
    run_jobs()
    originals = storage.root() / str(people.organization.pk) / "originals"
    assert not [path for path in originals.rglob("*") if path.is_file()]


@pytest.mark.parametrize("what", ["removed", "lowered", "blinded"])
def test_an_invitation_is_worth_no_more_than_who_made_it(people, api, what):
    manager = people.user("manager")
    body = {
        "kind": "invite",
        "organization": str(people.organization.pk),
        "role": "manager",
        "sees_originals": True,
    }
    address = api("manager").post("/api/links", body).json()["url"]
    member = manager.memberships.get()
    path = f"/api/members/{member.pk}"
    if what == "removed":
        assert api("owner").delete(path, {"confirm": True}, format="json").status_code == 202
    elif what == "lowered":
        assert api("owner").patch(path, {"role": "annotator"}).status_code == 200
    else:
        assert api("owner").patch(path, {"sees_originals": False}).status_code == 200
    back = client_of(None)
    secret = address.rpartition("/")[2]
    person = {"email": "back@example.org", "name": "Back", "password": "a long and odd phrase 93"}
    assert back.post(f"/api/links/{secret}", person).status_code in (403, 404)
    assert not people.organization.memberships.filter(user__email="back@example.org").exists()


def test_a_reset_link_made_before_a_promotion_does_not_reach_the_new_owner(people, api):
    member = people.user("annotator").memberships.get()
    made = api("manager").post("/api/links", {"kind": "reset", "member": str(member.pk)})
    assert made.status_code == 201
    assert api("owner").patch(f"/api/members/{member.pk}", {"role": "owner"}).status_code == 200
    secret = made.json()["url"].rpartition("/")[2]
    answer = client_of(None).post(f"/api/links/{secret}", {"password": "a long and odd phrase 93"})
    assert answer.status_code == 403


def test_a_label_of_another_kind_has_to_be_searched_anew(people, api, asset):
    label = factories.face_label(people.project)
    assert api("viewer").get(f"/api/assets/{asset.pk}").json()["searched"]
    answer = api("manager").patch(f"/api/labels/{label.pk}", {"kind": "license_plate"})
    assert answer.status_code == 200, answer.content
    assert not Search.objects.filter(asset=asset, label=label).exists()
    assert api("annotator").post(f"/api/assets/{asset.pk}/submit").status_code == 409


def test_a_search_looks_again_where_a_person_saved_while_it_was_written(people, asset, monkeypatch):
    found = factories.make_annotation(asset, score=0.9)
    look, said = annotating.known_already, []

    def look_while_somebody_decides(*args: Any) -> Any:
        answer = look(*args)
        if not said:  # what is saved here is undone with the attempt that it spoils: all is one connection
            said.append(save(people.client("annotator"), asset, change(decide(found.pk, "keep"))).status_code)
        else:
            said.append("again")
        return answer

    monkeypatch.setattr(annotating, "known_already", look_while_somebody_decides)
    keyframe = {"frame": 0, "shape": {"type": "box", "data": [100, 100, 50, 60]}, "outside": False}
    label = factories.face_label(people.project)
    run = factories.make_run(asset)
    annotating.apply_run(run, [{"label": label, "score": 0.9, "keyframes": [keyframe]}])
    assert said == [200, "again"]


@pytest.mark.parametrize("kind", ["erase", "publish_policy"])
def test_what_must_come_to_its_end_cannot_be_stopped_half_way(people, api, asset, kind):
    if kind == "erase":
        answer = api("manager").delete(f"/api/assets/{asset.pk}", {"confirm": True}, format="json")
        job = answer.json()["job"]
    else:
        job = publish(people, margin=1.0)
    answer = api("manager").post(f"/api/jobs/{job['id']}/cancel")
    assert answer.status_code == 409, answer.content
    assert finish(job["id"]).state == "succeeded"


def test_an_approval_under_a_policy_that_was_just_replaced_is_refused(people, asset, monkeypatch):
    factories.make_annotation(asset, decision="redact")
    ask = reviewing.require_searched

    def ask_while_a_policy_is_published(given: Asset) -> None:
        ask(given)
        pin(publish(people, margin=1.0))

    monkeypatch.setattr(reviewing, "require_searched", ask_while_a_policy_is_published)
    body = {"revision": asset.revision}
    answer = people.client("reviewer").post(f"/api/assets/{asset.pk}/approve", body)
    assert answer.status_code == 409, answer.content
    assert Asset.objects.get(pk=asset.pk).state == "annotate"


def test_objects_of_two_files_with_one_name_are_not_mixed(people, api):
    dataset = factories.first_dataset(people.project)
    coco = {
        "images": [{"id": 1, "file_name": "a/x.jpg"}, {"id": 2, "file_name": "b/x.jpg"}],
        "categories": [{"id": 1, "name": "face"}],
        "annotations": [
            {"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 10, 10]},
            {"id": 2, "image_id": 2, "category_id": 1, "bbox": [20, 20, 10, 10]},
        ],
    }
    two = ("x.jpg", picture(1)), ("x.jpg", picture(2))
    answer = upload(api("annotator"), dataset, *two, annotations=coco)
    run_jobs()
    sources = Asset.objects.filter(dataset=dataset, annotations__source="import")
    assert not sources.exists()
    assert any("x.jpg" in error["detail"] for error in answer.json()["errors"])


def test_a_dataset_made_while_a_policy_is_published_is_under_that_policy(people, api, monkeypatch):
    make = making.create_dataset

    def publish_and_make(*args: Any) -> Any:
        publish(people, margin=1.0)
        return make(*args)

    monkeypatch.setattr(making, "create_dataset", publish_and_make)
    answer = api("manager").post("/api/datasets", {"project": str(people.project.pk), "name": "New"})
    assert (answer.status_code, answer.json()["policy_version"]) == (201, 2)


@pytest.mark.parametrize("linked", [False, True])
def test_what_a_long_search_has_found_so_far_waits_for_its_end(people, linked):
    video = factories.make_asset(factories.first_dataset(people.project), kind="video", n_frames=800)
    job = factories.make_job(people.project, "detect", "running")
    group = str(uuid7())
    payload = {"assets": [str(video.pk)], "group": group, "ranges": [[0, 400], [400, 800]]}
    for start, state in ((0, "succeeded"), (400, "queued")):
        factories.make_step(
            job, "detect.video", "detect", payload={**payload, "range": [start, start + 400]}, state=state
        )
    if linked:
        link = {"assets": [str(video.pk)], "parts": group}
        factories.make_step(job, "detect.link", "io", payload=link, state="succeeded")
    path = part_path(video, group, 0)
    factories.write_file(path, b"found so far")
    remove_strays(older_than=-1)
    assert storage.local(path).exists() is not linked


def test_of_two_labels_of_one_kind_found_objects_get_the_one_that_is_hidden(
    people, api, testdata, with_models
):
    project = people.project
    shown = factories.face_label(project)
    made = api("manager").post(f"/api/projects/{project.pk}/labels", {"name": "Visitor", "kind": "face"})
    labels = {str(shown.pk): {"redact": False}, made.json()["id"]: {"redact": True}}
    body = {"settings": {"labels": labels}}
    assert api("manager").post(f"/api/projects/{project.pk}/policies", body).status_code == 202
    run_jobs()
    photo = testdata / "faces" / "dlib_2007_007763.jpg"
    answer = upload(api("annotator"), factories.first_dataset(project), photo)
    run_jobs()
    asset = Asset.objects.get(pk=answer.json()["assets"][0]["id"])
    assert {str(row.label_id) for row in asset.annotations.all()} == {made.json()["id"]}


def test_a_machine_hides_nothing_that_the_policy_does_not_hide(people, testdata, with_models):
    project = factories.make_project(people.organization, people.user("owner"), hide=[])
    photo = testdata / "faces" / "dlib_2007_007763.jpg"
    answer = upload(people.client("annotator"), factories.first_dataset(project), photo)
    run_jobs()
    asset = Asset.objects.get(pk=answer.json()["assets"][0]["id"])
    assert {row.decision for row in asset.annotations.all()} == {"undecided"}
    assert effective_regions(asset) == []
