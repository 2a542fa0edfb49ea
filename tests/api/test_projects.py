"""Projects and their labels through the API."""

from __future__ import annotations

import pytest

import factories
from moretta.projects.models import Project

pytestmark = pytest.mark.django_db


def create(client, people, **answers):
    return client.post(
        "/api/projects", {"organization": str(people.organization.pk), "name": "Street", **answers}
    )


def test_a_project_begins_with_faces_hidden_solid_and_a_dataset(people, api):
    answer = create(api("manager"), people)
    assert answer.status_code == 201, answer.json()
    project = answer.json()
    (face,) = project["labels"]
    assert (face["kind"], face["chip"]) == ("face", "F")
    settings = project["policy"]["settings"]["labels"][face["id"]]
    assert (settings["redact"], settings["method"], settings["threshold"]) == (True, "solid", 0.5)
    assert project["policy"]["version"] == 1
    assert [d["name"] for d in project["datasets"]] == ["Pictures"]
    assert project["self_approval"] is False


def test_three_answers_make_a_project(people, api):
    hide = ["license_plate", "person"]
    project = create(
        api("manager"), people, hide=hide, method="mosaic", self_approval=True, purpose="Research"
    ).json()
    settings = project["policy"]["settings"]["labels"]
    hidden = {label["kind"]: settings[label["id"]] for label in project["labels"]}
    assert {kind: s["redact"] for kind, s in hidden.items()} == {
        "license_plate": True,
        "person": True,
        "face": False,
    }
    assert hidden["person"]["method"] == "mosaic"
    assert (project["self_approval"], project["purpose"]) == (True, "Research")


def test_where_faces_become_drawn_ones_plates_get_the_opaque_blur(people, api):
    project = create(api("manager"), people, hide=["face", "license_plate"], method="replace-face").json()
    settings = project["policy"]["settings"]["labels"]
    hidden = {label["kind"]: settings[label["id"]] for label in project["labels"]}
    assert (hidden["face"]["method"], hidden["face"]["shape"]) == ("replace-face", "face")
    assert hidden["license_plate"]["method"] == "opaque-blur"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"hide": ["dog"]}, "hide"),
        ({"method": "magic"}, "method"),
        ({"organization": "nonsense"}, "organization"),
    ],
)
def test_a_wrong_answer_is_named(people, api, body, field):
    answer = create(api("manager"), people, **body)
    assert answer.status_code == 400
    assert answer.json()["field"].startswith(field)


def test_a_project_tells_what_i_may_and_what_waits(people, api):
    dataset = factories.first_dataset(people.project)
    cover = factories.make_asset(dataset, undecided=2, hidden=9)
    ready = factories.make_asset(dataset, state="ready", hidden=2)
    factories.make_asset(dataset, state="excluded", hidden=50, undecided=50)
    path = f"/api/projects/{people.project.pk}"
    shown = api("reviewer").get(path).json()
    assert shown["counts"] == {"annotate": 1, "ready": 1, "excluded": 1}
    assert (shown["need_you"], shown["hidden_people"], shown["undecided"]) == (2, 11, 2)
    assert (shown["role"], shown["cover"]) == ("reviewer", str(cover.pk))
    assert shown["members_count"] == 2
    assert "review" in shown["acts"]
    assert "manage_project" not in shown["acts"]
    assert api("viewer").get(path).json()["need_you"] == 0
    assert people.blind("viewer").get(path).json()["cover"] == str(ready.pk), "the other is not approved"


def test_a_list_of_projects_costs_the_same_for_one_and_for_many(people, api, django_assert_max_num_queries):
    for _ in range(5):
        project = factories.make_project(people.organization)
        factories.make_asset(factories.first_dataset(project))
    client = api("viewer")
    with django_assert_max_num_queries(14):
        assert len(client.get("/api/projects").json()["results"]) == 6


def test_projects_come_in_pages(people, api):
    for _ in range(4):
        factories.make_project(people.organization)
    seen, cursor = [], ""
    while cursor is not None:
        page = api("viewer").get(f"/api/projects?limit=2&cursor={cursor}").json()
        assert len(page["results"]) <= 2
        seen += [p["id"] for p in page["results"]]
        cursor = page["next"]
    assert seen == [str(p.pk) for p in Project.objects.order_by("id")]


def test_a_member_of_one_project_sees_that_project_alone(people):
    from clients import client_of

    factories.make_project(people.organization)
    user = factories.make_user()
    factories.make_membership(user, project=people.project, role="viewer")
    shown = client_of(user).get("/api/projects").json()["results"]
    assert [p["id"] for p in shown] == [str(people.project.pk)]


def test_a_manager_changes_the_project(people, api):
    path = f"/api/projects/{people.project.pk}"
    body = {"name": "Renamed", "retention_days": 30, "self_approval": True}
    shown = api("manager").patch(path, body).json()
    assert {name: shown[name] for name in body} == body
    assert api("manager").patch(path, {"retention_days": 0}).json()["field"] == "retention_days"
    assert api("reviewer").patch(path, {"name": "X"}).status_code == 403


def test_labels_are_made_changed_and_deleted(people, api):
    client, path = api("manager"), f"/api/projects/{people.project.pk}/labels"
    label = client.post(path, {"name": "Tram", "kind": "vehicle"}).json()
    assert (label["chip"], label["position"]) == ("V", 1)
    assert client.post(path, {"name": "Tram", "kind": "object"}).json()["field"] == "name"
    changed = client.patch(f"/api/labels/{label['id']}", {"name": "Streetcar"}).json()
    assert changed["name"] == "Streetcar"
    assert client.delete(f"/api/labels/{label['id']}").status_code == 204


def test_a_label_in_use_or_hidden_by_the_policy_stays(people, api):
    client, face = api("manager"), factories.face_label(people.project)
    assert client.delete(f"/api/labels/{face.pk}").status_code == 409
    asset = factories.make_asset(factories.first_dataset(people.project))
    tram = people.project.labels.create(name="Tram", kind="vehicle", chip="V")
    factories.make_annotation(asset, tram)
    assert client.delete(f"/api/labels/{tram.pk}").status_code == 409
    assert client.patch(f"/api/labels/{tram.pk}", {"kind": "object"}).status_code == 409


def test_a_sample_needs_a_picture_and_the_sight_of_originals(people, api):
    path = f"/api/projects/{people.project.pk}/sample"
    assert api("manager").post(path, {}).status_code == 409
    asset = factories.make_asset(factories.first_dataset(people.project))
    assert people.blind("manager").post(path, {}).status_code == 403
    face = str(factories.face_label(people.project).pk)
    answer = api("manager").post(path, {"settings": {"labels": {face: {"method": "mosaic"}}}})
    assert answer.status_code == 202
    from moretta.jobs.models import JobStep

    step = JobStep.objects.get(job=answer.json()["job"]["id"])
    assert (step.kind, step.queue, step.priority) == ("render.sample", "render", 0)
    assert step.payload["asset"] == str(asset.pk)
    assert step.payload["settings"]["labels"][face]["method"] == "mosaic"


@pytest.mark.parametrize("how", [{"method": "gaussian", "strength": 0.25}, {"method": "replace-face"}])
def test_a_label_becomes_no_kind_that_its_policy_would_leave_readable(people, api, how):
    client, face = api("manager"), factories.face_label(people.project)
    rule = {"labels": {str(face.pk): how}}
    published = client.post(f"/api/projects/{people.project.pk}/policies", {"settings": rule})
    assert published.status_code == 202, published.content
    refused = client.patch(f"/api/labels/{face.pk}", {"kind": "license_plate"})
    assert (refused.status_code, refused.json()["field"]) == (400, "kind")
    face.refresh_from_db()
    assert face.kind == "face"
