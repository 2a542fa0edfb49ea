"""Submit, approve, ask for changes, exclude: who may, when, and what it leaves behind."""

from __future__ import annotations

from typing import Any

import pytest

import factories
from changing import change, create, decide, save
from moretta.annotations.models import Annotation
from moretta.audit.models import AuditEvent
from moretta.datasets.actions import summarize
from moretta.datasets.models import Asset, StateCount
from moretta.jobs.models import Job, JobStep
from moretta.reviews.models import Review

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def asset(people: Any) -> Asset:
    """Searched, with one undecided face."""
    asset = factories.make_asset(factories.first_dataset(people.project))
    factories.make_annotation(asset)
    factories.mark_searched(asset)
    return asset


def post(client: Any, asset: Asset, act: str, **body: Any) -> Any:
    return client.post(f"/api/assets/{asset.pk}/{act}", body, format="json")


def approve(client: Any, asset: Asset, **body: Any) -> Any:
    asset.refresh_from_db()
    return post(client, asset, "approve", **{"revision": asset.revision, "hide_undecided": True, **body})


def test_an_asset_goes_from_submission_to_approval_and_its_rendering_starts(api, asset):
    answer = post(api("annotator"), asset, "submit")
    assert (answer.status_code, answer.json()["state"]) == (200, "in_review"), answer.content
    answer = approve(api("reviewer"), asset)
    assert (answer.status_code, answer.json()["state"]) == (200, "approved"), answer.content
    asset.refresh_from_db()
    assert asset.approved_revision == asset.revision == 1
    assert asset.approved_recipe
    (review,) = Review.objects.all()
    assert (review.revision, review.self_approved, review.hid_undecided) == (1, False, 1)
    step = JobStep.objects.get()
    assert (step.kind, step.payload["assets"]) == ("render.images", [str(asset.pk)])
    assert answer.json()["job"]["id"] == str(step.job_id)
    assert {"submitted", "approved"} <= set(AuditEvent.objects.values_list("act", flat=True))


def test_undecided_objects_are_named_and_stop_the_approval(api, asset):
    answer = approve(api("reviewer"), asset, hide_undecided=False)
    assert answer.status_code == 409
    assert answer.json()["undecided"] == 1
    assert answer.json()["detail"] == "1 object is undecided. Decide, or hide and approve."
    assert Annotation.objects.get().decision == "undecided"


def test_hiding_the_undecided_is_the_reviewers_decision(api, people, asset):
    approve(api("reviewer"), asset)
    found = Annotation.objects.get()
    assert (found.decision, found.touched) == ("redact", True)
    asset.refresh_from_db()
    assert asset.last_author == people.user("reviewer")


def test_only_the_revision_that_was_seen_can_be_approved(api, asset):
    save(api("annotator"), asset, change(create(asset)))
    answer = approve(api("reviewer"), asset, revision=0)
    assert answer.status_code == 409
    assert answer.json()["revision"] == 1
    assert not Review.objects.exists()


def test_nobody_approves_the_own_work(api, people, asset):
    people.user("annotator")  # so that the project has several members
    save(api("reviewer"), asset, change(create(asset)))
    answer = approve(api("reviewer"), asset)
    assert answer.status_code == 403
    assert "someone else" in answer.json()["detail"]
    assert approve(api("manager"), asset).status_code == 200


def test_where_a_project_allows_it_the_own_work_is_approved_and_said_to_be(api, people, asset):
    people.user("annotator")
    people.project.self_approval = True
    people.project.save()
    save(api("reviewer"), asset, change(create(asset)))
    assert approve(api("reviewer"), asset).status_code == 200
    assert Review.objects.get().self_approved is True


def test_the_only_member_of_a_project_may_approve_the_own_work(api, asset):
    save(api("owner"), asset, change(create(asset)))
    assert approve(api("owner"), asset).status_code == 200
    assert Review.objects.get().self_approved is True


@pytest.mark.parametrize("act", ["submit", "approve"])
def test_an_asset_that_was_not_searched_goes_no_further(api, people, act):
    asset = factories.make_asset(factories.first_dataset(people.project))
    answer = post(api("reviewer"), asset, act, revision=0)
    assert answer.status_code == 409
    assert answer.json()["unsearched"] == ["Face"]
    label = factories.face_label(people.project)
    answer = post(api("annotator"), asset, "searched", label=str(label.pk))
    assert answer.status_code == 200, answer.content
    assert answer.json()["labels"][0]["how"] == "hand"
    assert post(api("reviewer"), asset, act, revision=0).status_code == 200


def test_asking_for_changes_sends_it_back_with_the_reason(api, asset):
    post(api("annotator"), asset, "submit")
    answer = post(api("reviewer"), asset, "request-changes", revision=0, comment="A face is missing.")
    assert (answer.json()["state"], answer.json()["reason"]) == ("annotate", "A face is missing.")
    reviews = api("viewer").get(f"/api/assets/{asset.pk}/reviews").json()["results"]
    assert [(r["verdict"], r["comment"]) for r in reviews] == [("changes", "A face is missing.")]
    assert post(api("annotator"), asset, "submit").json()["reason"] == ""


def test_an_excluded_asset_says_why_and_comes_back_to_be_worked_on(api, asset):
    assert post(api("annotator"), asset, "exclude", reason="").status_code == 400
    answer = post(api("annotator"), asset, "exclude", reason="Blurred")
    assert (answer.json()["state"], answer.json()["reason"]) == ("excluded", "Blurred")
    assert approve(api("reviewer"), asset).status_code == 409
    assert post(api("annotator"), asset, "include").json()["state"] == "annotate"


def test_reopening_takes_the_approval_back(api, asset):
    approve(api("reviewer"), asset)
    assert post(api("annotator"), asset, "reopen").json()["state"] == "annotate"
    asset.refresh_from_db()
    assert (asset.approved_revision, asset.approved_recipe) == (None, "")


def test_many_are_approved_at_once_in_one_job_and_refusals_say_why(api, people, asset):
    dataset = factories.first_dataset(people.project)
    assets = [factories.make_asset(dataset) for _ in range(40)]
    for one in assets:
        factories.mark_searched(one)
    unsearched = factories.make_asset(dataset)
    stranger = factories.make_asset()
    ids = [str(a.pk) for a in (*assets, asset, unsearched, stranger)]
    body = {"act": "approve", "assets": ids}
    answer = api("reviewer").post("/api/assets/bulk", body, format="json")
    assert answer.status_code == 202, answer.content
    assert answer.json()["done"] == ids[:40]
    refused = {row["id"]: row["detail"] for row in answer.json()["refused"]}
    assert set(refused) == {str(a.pk) for a in (asset, unsearched, stranger)}
    assert refused[str(stranger.pk)] == "Not found."
    assert "undecided" in refused[str(asset.pk)] and "Face" in refused[str(unsearched.pk)]
    job = Job.objects.get()
    sizes = sorted(len(s.payload["assets"]) for s in JobStep.objects.filter(job=job))
    assert (sizes, job.total, job.title) == ([8] * 5, 40, "Redact 40 assets")
    assert StateCount.objects.get(dataset=dataset, state="approved").assets == 40


def test_which_of_many_would_be_approved_is_said_before_and_changes_nothing(api, people, asset):
    dataset = factories.first_dataset(people.project)
    plain, mine, ready = (factories.make_asset(dataset) for _ in range(3))
    for one in (plain, mine, ready):
        factories.mark_searched(one)
    Asset.objects.filter(pk=mine.pk).update(last_author=people.user("reviewer"))
    Asset.objects.filter(pk=ready.pk).update(state="ready")
    unsearched = factories.make_asset(dataset)
    ids = [str(a.pk) for a in (asset, plain, mine, ready, unsearched)]
    body = {"act": "approve", "assets": ids, "hide_undecided": True, "revisions": {str(plain.pk): 7}}
    answer = api("reviewer").post("/api/assets/bulk", {**body, "preview": True}, format="json")
    assert (answer.status_code, answer.json()["job"]) == (200, None)
    assert answer.json()["done"] == ids[:1], "though something in it is undecided"
    said = answer.json()
    assert Asset.objects.filter(dataset=dataset, state="approved").count() == 0
    real = api("reviewer").post("/api/assets/bulk", body, format="json").json()
    assert (real["done"], real["refused"]) == (said["done"], said["refused"])
    other = api("reviewer").post(
        "/api/assets/bulk", {"act": "submit", "assets": ids, "preview": True}, format="json"
    )
    assert (other.status_code, other.json()["field"]) == (400, "preview")


def test_an_approval_of_many_is_taken_back_with_what_it_decided(api, people, asset):
    dataset = factories.first_dataset(people.project)
    plain, changed = factories.make_asset(dataset), factories.make_asset(dataset)
    for one in (plain, changed):
        factories.mark_searched(one)
    ids = [str(a.pk) for a in (asset, plain, changed)]
    approve = {"act": "approve", "assets": ids, "hide_undecided": True}
    assert api("reviewer").post("/api/assets/bulk", approve, format="json").json()["done"] == ids
    before = Annotation.objects.filter(asset=asset).values_list("decision", flat=True)
    assert set(before) == {"redact"}
    api("annotator").post(f"/api/assets/{changed.pk}/reopen")

    back = {"act": "take_back", "assets": ids}
    refused = api("manager").post("/api/assets/bulk", back, format="json").json()["refused"]
    assert [row["id"] for row in refused] == ids  # another's approval is not theirs to take back
    answer = api("reviewer").post("/api/assets/bulk", back, format="json").json()
    assert (answer["done"], [row["id"] for row in answer["refused"]]) == (ids[:2], ids[2:])
    after = Annotation.objects.filter(asset=asset).values_list("decision", flat=True)
    assert set(after) == {"undecided"}
    for one in (asset, plain):
        one.refresh_from_db()
        assert (one.state, one.approved_revision) == ("annotate", None)
    # they have authored nothing of what is left, so they may approve it again
    answer = api("reviewer").post("/api/assets/bulk", approve | {"assets": ids[:2]}, format="json")
    assert answer.json()["done"] == ids[:2], answer.content


@pytest.mark.parametrize("hide", [True, False])
def test_what_was_in_review_is_in_review_again_when_its_approval_is_taken_back(api, people, asset, hide):
    if not hide:
        save(api("annotator"), asset, change(decide(Annotation.objects.get(asset=asset).pk, "redact")))
    assert post(api("annotator"), asset, "submit").status_code == 200
    approve = {"act": "approve", "assets": [str(asset.pk)], "hide_undecided": hide}
    assert api("reviewer").post("/api/assets/bulk", approve, format="json").json()["done"]
    back = {"act": "take_back", "assets": [str(asset.pk)]}
    assert api("reviewer").post("/api/assets/bulk", back, format="json").json()["done"]
    asset.refresh_from_db()
    assert (asset.state, asset.approved_revision) == ("in_review", None)
    assert StateCount.objects.get(dataset=asset.dataset_id, state="in_review").assets == 1


def test_what_changes_were_asked_for_says_so_again_when_its_approval_is_taken_back(api, people, asset):
    assert post(api("annotator"), asset, "submit").status_code == 200
    body = {"revision": asset.revision, "comment": "Somebody is missing."}
    assert post(api("reviewer"), asset, "request-changes", **body).status_code == 200
    approve = {"act": "approve", "assets": [str(asset.pk)], "hide_undecided": True}
    assert api("reviewer").post("/api/assets/bulk", approve, format="json").json()["done"]
    back = {"act": "take_back", "assets": [str(asset.pk)]}
    assert api("reviewer").post("/api/assets/bulk", back, format="json").json()["done"]
    asset.refresh_from_db()
    assert (asset.state, asset.reason) == ("annotate", "Somebody is missing.")


def test_a_whole_state_of_a_dataset_can_be_submitted(api, people, asset):
    body = {"act": "submit", "dataset": str(asset.dataset_id), "state": "annotate"}
    answer = api("annotator").post("/api/assets/bulk", body, format="json")
    assert (answer.status_code, answer.json()["done"]) == (200, [str(asset.pk)]), answer.content


def test_deleting_many_asks_for_confirmation_and_the_right_role(api, asset):
    body = {"act": "delete", "assets": [str(asset.pk)]}
    assert api("manager").post("/api/assets/bulk", body, format="json").status_code == 400
    refused = api("annotator").post("/api/assets/bulk", {**body, "confirm": True}, format="json")
    assert refused.json()["done"] == []
    answer = api("manager").post("/api/assets/bulk", {**body, "confirm": True}, format="json")
    assert (answer.status_code, answer.json()["job"]["kind"]) == (202, "erase"), answer.content


def test_the_next_asset_is_one_that_needs_the_person(api, people, asset):
    summarize(asset)
    path = f"/api/assets/next?project={people.project.pk}"
    assert api("annotator").get(path).json()["id"] == str(asset.pk)
    save(api("annotator"), asset, change(decide(Annotation.objects.get().pk, "redact")))
    assert api("annotator").get(path).status_code == 204
    post(api("annotator"), asset, "submit")
    assert api("reviewer").get(path).json()["id"] == str(asset.pk)
    assert api("annotator").get(path).status_code == 204


def test_comments_are_pinned_and_resolved_without_a_new_revision(api, asset):
    found = Annotation.objects.get()
    body = {"text": "Is this a poster?", "annotation": str(found.pk), "frame": 0, "at": [10, 20]}
    answer = post(api("annotator"), asset, "comments", **body)
    assert answer.status_code == 201, answer.content
    id = answer.json()["id"]
    patched = api("reviewer").patch(f"/api/comments/{id}", {"resolved": True}, format="json")
    assert patched.json()["resolved_at"]
    listed = api("viewer").get(f"/api/assets/{asset.pk}/comments").json()["results"]
    assert [(c["text"], c["at"]) for c in listed] == [("Is this a poster?", [10.0, 20.0])]
    asset.refresh_from_db()
    assert asset.revision == 0
    assert post(api("annotator"), asset, "comments", text="x", frame=5).json()["field"] == "frame"
    other = factories.make_annotation(factories.make_asset())
    assert post(api("annotator"), asset, "comments", text="x", annotation=str(other.pk)).status_code == 400
