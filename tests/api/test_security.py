"""Classes of holes that other tools in this field had, each with its test."""

from __future__ import annotations

import logging

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.test import Client
from rest_framework.settings import api_settings
from rest_framework.test import APIClient

import factories
from addresses import Address, addresses, api_addresses, objects, path_to
from clients import client_of
from factories import PASSWORD
from moretta.accounts.links import create_link
from moretta.accounts.models import Membership, Token, User
from moretta.jobs.models import Job
from moretta.projects.models import Project

pytestmark = pytest.mark.django_db


# 3: a foreign key in a payload that points at somebody else's object


def strangers_things():
    project = factories.make_project()
    asset = factories.make_asset(factories.first_dataset(project))
    return project, asset


def test_no_payload_reaches_another_organizations_object(people, api):
    project, asset = strangers_things()
    organization, dataset = str(project.organization_id), str(asset.dataset_id)
    mine = str(people.project.pk)
    owner = api("owner")
    member = project.organization.memberships.get()
    attempts = [
        owner.post("/api/projects", {"organization": organization, "name": "x"}),
        owner.post("/api/links", {"kind": "invite", "organization": organization, "role": "viewer"}),
        owner.post("/api/links", {"kind": "invite", "project": str(project.pk), "role": "viewer"}),
        owner.post("/api/links", {"kind": "reset", "member": str(member.pk)}),
        owner.post("/api/tokens", {"organization": organization, "name": "x", "scopes": ["read"]}),
        owner.post("/api/datasets", {"project": str(project.pk), "name": "x"}),
        owner.post(f"/api/projects/{mine}/sample", {"asset": str(asset.pk)}),
        owner.post("/api/detections", {"dataset": dataset}),
        owner.post("/api/detections", {"assets": [str(asset.pk)]}),
        owner.post("/api/exports", {"dataset": dataset, "format": "coco", "purpose": "x"}),
    ]
    assert [answer.status_code for answer in attempts] == [404] * len(attempts)
    assert not Job.objects.exists()


def test_a_project_is_not_invited_to_under_another_organizations_name(people, api):
    project, _ = strangers_things()
    body = {
        "kind": "invite",
        "role": "viewer",
        "project": str(people.project.pk),
        "organization": str(project.organization_id),
    }
    assert api("owner").post("/api/links", body).status_code == 400


def test_fields_that_are_not_offered_are_not_written(people, api):
    other = factories.make_organization()
    path = f"/api/projects/{people.project.pk}"
    api("owner").patch(path, {"name": "New", "organization": str(other.pk), "deleting": True, "policy": None})
    project = Project.objects.get(pk=people.project.pk)
    assert (project.name, project.organization_id, project.deleting) == ("New", people.organization.pk, False)
    assert project.policy_id is not None
    client = api("viewer")
    client.patch("/api/auth/me", {"name": "Me", "is_superuser": True, "is_staff": True, "email": "x@y.org"})
    user = User.objects.get(pk=people.user("viewer").pk)
    assert (user.name, user.is_superuser, user.is_staff) == ("Me", False, False)
    member = people.user("annotator").memberships.get()
    api("owner").patch(f"/api/members/{member.pk}", {"role": "viewer", "organization": str(other.pk)})
    assert Membership.objects.get(pk=member.pk).organization_id == people.organization.pk


# 4: filters that walk the ORM

WALKS = ("created_by__password", "organization__memberships__user__email", "policy__settings", "id__gt", "pk")


@pytest.mark.parametrize("path", ["projects", "datasets", "assets", "jobs", "members", "audit", "exports"])
def test_filters_are_an_explicit_list(people, api, path):
    factories.make_asset(factories.first_dataset(people.project))
    factories.make_job(people.project)
    query = {"organization": str(people.organization.pk), "project": str(people.project.pk)}
    plain = api("owner").get(f"/api/{path}", query).json()
    for walk in WALKS:
        for value in ("a", "zzz"):
            assert api("owner").get(f"/api/{path}", {**query, walk: value}).json() == plain
            ordered = api("owner").get(f"/api/{path}", {**query, "ordering": walk, "order_by": walk})
            assert ordered.json() == plain


# 7: a GET that starts work, and requests from other sites


@pytest.mark.parametrize("address", [a for a in api_addresses() if a.methods], ids=str)
def test_no_get_changes_anything(people, address: Address, monkeypatch):
    """Every address is asked by GET with writing to the database turned off."""
    if address.route == "api/events":
        pytest.skip("a stream that never ends; it writes nothing, see test_events")
    ids = objects(people)
    path = path_to(address, ids)
    client = people.client("owner")
    from django.db import connection

    writes = []

    def watch(execute, sql, params, many, context):
        if sql.split()[0].upper() in ("INSERT", "UPDATE", "DELETE") and "accounts_token" not in sql:
            writes.append(sql)
        return execute(sql, params, many, context)

    query = {"organization": ids["organizations"], "project": ids["projects"]}
    with connection.execute_wrapper(watch):
        answer = client.get(path, query)
    assert answer.status_code in (200, 204, 202, 400, 404, 405, 409), answer.status_code
    allowed = ("audit_auditevent", "audit_auditname")  # that an original was seen is on record
    assert [sql for sql in writes if not any(table in sql for table in allowed)] == []
    assert Job.objects.exclude(pk=ids["jobs"]).count() == 0


@pytest.mark.parametrize("address", [a for a in api_addresses() if set(a.methods) - {"get"}], ids=str)
def test_every_change_by_session_needs_the_csrf_token(people, address: Address):
    ids = objects(people)
    path = path_to(address, ids)
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(people.user("owner"), backend="django.contrib.auth.backends.ModelBackend")
    for method in set(address.methods) - {"get"}:
        answer = getattr(client, method)(path, {})
        assert answer.status_code == 403, (method, answer.status_code)
        assert (answer.json()["code"], "Reload" in answer.json()["detail"]) == ("csrf", True)


def test_nobody_is_signed_in_by_another_sites_form(people):
    client = APIClient(enforce_csrf_checks=True)
    body = {"email": people.user("owner").email, "password": PASSWORD}
    assert client.post("/api/auth/sign-in", body).status_code == 403
    client.get("/api/auth/me")  # signed out, and yet it sets the cookie
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    assert client.post("/api/auth/sign-in", body, HTTP_X_CSRFTOKEN=token).status_code == 200


def test_a_token_needs_no_csrf_and_a_session_cookie_is_for_this_site_alone(people):
    _, secret = factories.make_token(people.user("owner"), people.organization, ("read", "manage"))
    client = APIClient(enforce_csrf_checks=True, HTTP_AUTHORIZATION=f"Token {secret}")
    assert client.patch(f"/api/projects/{people.project.pk}", {"purpose": "x"}).status_code == 200
    assert (settings.SESSION_COOKIE_SAMESITE, settings.SESSION_COOKIE_HTTPONLY) == ("Lax", True)


# 8: a staff user who makes himself superuser


@pytest.fixture
def staff(db) -> User:
    """Staff with every permission that Django knows, and yet no superuser."""
    user = factories.make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.all())
    return user


def admin_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


POWERS = {
    "is_staff": "on",
    "is_superuser": "on",
    "is_active": "on",
    "name": "Mallory",
    "email": "m@example.org",
}


def test_a_staff_user_cannot_make_himself_superuser(staff):
    admin_of(staff).post(f"/admin/accounts/user/{staff.pk}/change/", POWERS)
    staff.refresh_from_db()
    assert not staff.is_superuser


def test_a_staff_user_mends_a_name_but_no_privilege(staff):
    ordinary = factories.make_user()
    email = ordinary.email
    client = admin_of(staff)
    page = client.get(f"/admin/accounts/user/{ordinary.pk}/change/")
    assert page.status_code == 200
    assert b'name="is_superuser"' not in page.content
    assert ordinary.password.encode() not in page.content
    group = Group.objects.create(name="all")
    group.permissions.set(Permission.objects.all())
    client.post(f"/admin/accounts/user/{ordinary.pk}/change/", {**POWERS, "groups": [group.pk]})
    ordinary.refresh_from_db()
    assert (ordinary.name, ordinary.email) == ("Mallory", email)
    assert (ordinary.is_staff, ordinary.is_superuser, ordinary.groups.count()) == (False, False, 0)


def test_a_staff_user_cannot_touch_an_administrator_or_any_password(staff):
    chief, ordinary = factories.make_superuser(), factories.make_user()
    client = admin_of(staff)
    for victim in (chief, ordinary):
        body = {"password1": "hijacked pass 99", "password2": "hijacked pass 99"}
        assert client.post(f"/admin/accounts/user/{victim.pk}/password/", body).status_code == 403
        victim.refresh_from_db()
        assert victim.check_password(PASSWORD)
    assert client.post(f"/admin/accounts/user/{chief.pk}/change/", POWERS).status_code == 403
    assert client.post(f"/admin/accounts/user/{chief.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    "model", ["accounts/user", "accounts/membership", "accounts/organization", "auth/group"]
)
def test_a_staff_user_adds_nobody_and_gives_no_role(staff, model):
    assert admin_of(staff).get(f"/admin/{model}/add/").status_code == 403


def test_a_staff_user_changes_no_membership_and_no_group(people, staff):
    factories.make_membership(staff, people.organization, "viewer", sees_originals=False)
    mine = staff.memberships.get()
    group = Group.objects.create(name="mine")
    client = admin_of(staff)
    body = {"role": "owner", "sees_originals": "on", "user": staff.pk, "organization": people.organization.pk}
    assert client.post(f"/admin/accounts/membership/{mine.pk}/change/", body).status_code == 403
    assert client.post(f"/admin/auth/group/{group.pk}/change/", {"name": "x"}).status_code == 403
    inline = {
        "name": "x",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-user": str(staff.pk),
        "memberships-0-role": "owner",
    }
    assert (
        client.post(f"/admin/accounts/organization/{people.organization.pk}/change/", inline).status_code
        == 403
    )
    mine.refresh_from_db()
    assert (mine.role, mine.sees_originals) == ("viewer", False)


def test_a_superuser_may(people):
    chief = factories.make_superuser()
    client = admin_of(chief)
    for path in (
        "accounts/user",
        "accounts/membership",
        "projects/project",
        "accounts/token",
        "audit/auditevent",
    ):
        assert client.get(f"/admin/{path}/").status_code == 200, path
    ordinary = people.user("viewer")
    assert client.get(f"/admin/accounts/user/{ordinary.pk}/change/").status_code == 200
    body = {**POWERS, "email": ordinary.email}
    assert client.post(f"/admin/accounts/user/{ordinary.pk}/change/", body).status_code == 302
    ordinary.refresh_from_db()
    assert ordinary.is_superuser


# 9: open defaults

PUBLIC = {
    "api/auth/sign-in",
    "api/auth/me",  # 401 when signed out
    "api/links/<str:secret>",
    "healthz",
    "readyz",
}


def test_only_these_addresses_answer_who_is_signed_out(people, api):
    client = api(None)
    for address in addresses():
        if address.route in PUBLIC or not address.route.startswith("api/"):
            continue
        path = "/" + address.route
        for part in ("<uuid:", "<str:", "<file_kind:"):
            while part in path:
                start = path.index(part)
                value = "original" if part == "<file_kind:" else str(people.project.pk)
                path = path[:start] + value + path[path.index(">", start) + 1 :]
        for method in address.methods:
            answer = getattr(client, method)(path, {})
            assert answer.status_code == 401, (method, path, answer.status_code)


def test_an_address_that_does_not_exist_is_not_found_in_json(api):
    answer = api("owner").get("/api/nothing/here")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("path", ["register", "sign-up", "signup", "users", "auth/register"])
def test_there_is_no_sign_up(api, path):
    assert api(None).post(f"/api/{path}", {}).status_code == 404


def test_settings_are_closed_by_default():
    assert settings.DEBUG is False
    assert len(settings.SECRET_KEY) > 50
    assert settings.ALLOWED_HOSTS == ["127.0.0.1", "localhost", "[::1]", "testserver"]
    assert oct((settings.DATA / "secret.key").stat().st_mode & 0o777) == "0o600"


def test_the_admin_sends_strangers_and_ordinary_people_to_its_sign_in(people):
    for client in (Client(), admin_of(people.user("owner"))):
        answer = client.get("/admin/")
        assert (answer.status_code, "/admin/login/" in answer.headers["Location"]) == (302, True)


def test_health_tells_nothing_but_health(db):
    assert Client().get("/healthz").json() == {"status": "ok"}
    answer = Client().get("/readyz")
    assert set(answer.json()) == {"status", "lacks"}
    assert answer.status_code == (503 if answer.json()["lacks"] else 200)


# 10: the browsable API


def test_there_is_no_browsable_api(people, api):
    assert [r.__name__ for r in api_settings.DEFAULT_RENDERER_CLASSES] == ["JSONRenderer"]
    answer = api("owner").get("/api/projects", HTTP_ACCEPT="text/html")
    assert answer.headers["Content-Type"].startswith("application/json")
    for address in api_addresses():
        renderers = getattr(address.view, "renderer_classes", ())
        assert "BrowsableAPIRenderer" not in [r.__name__ for r in renderers], address.route


def test_the_docs_load_nothing_from_elsewhere(people, api):
    page = api("viewer").get("/api/docs/").content.decode()
    assert "/static/drf_spectacular_sidecar/" in page
    assert "https://" not in page
    assert Client().get("/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui.css").status_code == 200


def test_passwords_and_tokens_are_stored_as_digests_only(people):
    _, secret = factories.make_token(people.user("owner"), people.organization)
    row = str(Token.objects.values().get())
    assert secret not in row
    assert PASSWORD not in str(User.objects.values().first())
    assert client_of(None).get("/api/tokens").status_code == 401


def test_the_secret_of_a_link_is_not_logged(people, caplog):
    _, path = create_link("sign_in", user=people.user("owner"))
    secret = path.rpartition("/")[2]
    record = logging.LogRecord(
        "django.request", 30, "", 0, "%s: %s", ("Forbidden", f"/api/links/{secret}"), None
    )
    handlers = [h for h in logging.getLogger().handlers if h.filters]
    assert handlers, "the root handler hides secrets"
    assert all(h.filter(record) for h in handlers)
    assert secret not in record.getMessage()
    assert "/api/links/" in record.getMessage()
