"""Signing in, links, members and tokens through the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

import factories
from clients import client_of
from factories import PASSWORD
from moretta.accounts.links import create_link
from moretta.accounts.models import AccessLink, Membership, Token, User
from moretta.accounts.roles import SCOPES
from running import run_jobs

pytestmark = pytest.mark.django_db
NEW = "a brand new passphrase 7"


def sign_in(client: APIClient, email: str, password: str = PASSWORD):
    return client.post("/api/auth/sign-in", {"email": email, "password": password})


def path_of(url: str) -> str:
    return "/api/links/" + url.rpartition("/link/")[2]


def invite(client: APIClient, people, **body):
    body = {"kind": "invite", "organization": str(people.organization.pk), "role": "annotator", **body}
    return client.post("/api/links", body)


def reset_link(client: APIClient, membership: Membership):
    return client.post("/api/links", {"kind": "reset", "member": str(membership.pk)})


def test_a_person_signs_in_whatever_the_case_of_the_address_and_signs_out(people):
    user = people.user("reviewer")
    client = APIClient()
    assert client.get("/api/auth/me").status_code == 401
    answer = sign_in(client, user.email.upper())
    assert answer.status_code == 200, answer.json()
    assert answer.json()["email"] == user.email
    assert answer.json()["organizations"] == [
        {"id": str(people.organization.pk), "name": people.organization.name, "role": "reviewer"}
    ]
    assert client.get("/api/auth/me").json()["memberships"][0]["sees_originals"] is True
    assert client.post("/api/auth/sign-out").status_code == 204
    assert client.get("/api/auth/me").json() == {
        "code": "not_authenticated",
        "detail": "Sign in first.",
        "field": None,
    }


@pytest.mark.parametrize("email", ["nobody@example.org", "KNOWN"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(people, email):
    email = people.user("viewer").email if email == "KNOWN" else email
    answer = sign_in(APIClient(), email, "wrong")
    assert (answer.status_code, answer.json()["code"]) == (400, "wrong_password")


def test_guessing_is_stopped_with_a_sentence_even_with_the_right_password(people):
    email = people.user("viewer").email
    answers = [sign_in(APIClient(), email, f"guess {n}") for n in range(8)]
    assert answers[-1].status_code == 429
    after = sign_in(APIClient(), email)
    assert after.status_code == 429
    assert after.json()["code"] == "too_many_tries"
    assert "reset link" in after.json()["detail"]
    assert sign_in(APIClient(), people.user("owner").email).status_code == 200


def test_a_closed_account_cannot_sign_in(people):
    user = people.user("viewer")
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert sign_in(APIClient(), user.email).status_code == 400


def test_changing_the_password_ends_the_other_sessions(people):
    user = people.user("viewer")
    here, there = client_of(user), client_of(user)
    wrong = here.post("/api/auth/password", {"current": "no", "new": NEW})
    assert (wrong.status_code, wrong.json()["field"]) == (400, "current")
    weak = here.post("/api/auth/password", {"current": PASSWORD, "new": "short"})
    assert (weak.status_code, weak.json()["field"]) == (400, "password")
    assert here.post("/api/auth/password", {"current": PASSWORD, "new": NEW}).status_code == 204
    assert here.get("/api/auth/me").status_code == 200
    assert there.get("/api/auth/me").status_code == 401
    assert sign_in(APIClient(), user.email, NEW).status_code == 200


def test_an_invitation_makes_an_account_and_a_member_once(people, api):
    url = invite(api("manager"), people, role="reviewer", sees_originals=True).json()["url"]
    newcomer = APIClient()
    shown = newcomer.get(path_of(url)).json()
    assert (shown["kind"], shown["role"]) == ("invite", "reviewer")
    assert shown["organization"] == people.organization.name
    body = {"email": "New@Example.org", "name": "New", "password": NEW}
    answer = newcomer.post(path_of(url), body)
    assert answer.status_code == 200, answer.json()
    membership = Membership.objects.get(user__email="new@example.org")
    assert (membership.role, membership.sees_originals) == ("reviewer", True)
    assert newcomer.get("/api/auth/me").status_code == 200
    again = APIClient().post(path_of(url), {**body, "email": "other@example.org"})
    assert (again.status_code, again.json()["code"]) == (404, "link_gone")
    assert not User.objects.filter(email="other@example.org").exists()


def test_an_invitation_for_an_existing_account_asks_to_sign_in_first(people, api):
    outsider = factories.make_user()
    url = invite(api("manager"), people).json()["url"]
    answer = APIClient().post(path_of(url), {"email": outsider.email, "password": NEW})
    assert answer.status_code == 409
    assert client_of(outsider).post(path_of(url), {}).status_code == 200
    assert Membership.objects.get(user=outsider).role == "annotator"


def test_an_invitation_for_one_address_is_for_nobody_else(people, api):
    url = invite(api("manager"), people, email="ann@example.org").json()["url"]
    assert client_of(factories.make_user()).post(path_of(url), {}).status_code == 409
    APIClient().post(path_of(url), {"email": "eve@example.org", "password": NEW})
    assert not User.objects.filter(email="eve@example.org").exists()
    assert Membership.objects.get(user__email="ann@example.org").role == "annotator"


@pytest.mark.parametrize("field", ["expired", "revoked"])
def test_a_link_out_of_date_or_taken_back_lets_nobody_in(people, api, field):
    answer = invite(api("manager"), people).json()
    if field == "expired":
        AccessLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        assert api("manager").delete(f"/api/links/{answer['id']}").status_code == 204
    body = {"email": "a@example.org", "password": NEW}
    assert APIClient().post(path_of(answer["url"]), body).status_code == 404
    assert not User.objects.filter(email="a@example.org").exists()


def test_the_secret_of_a_link_is_nowhere_in_the_rows(people, api):
    secret = invite(api("manager"), people).json()["url"].rpartition("/")[2]
    row = AccessLink.objects.get()
    assert secret not in str(vars(row))
    listed = api("manager").get(f"/api/links?organization={people.organization.pk}").json()["results"]
    assert [link["id"] for link in listed] == [str(row.pk)]
    assert secret not in str(listed)
    assert api("viewer").get(f"/api/links?organization={people.organization.pk}").json()["results"] == []


@pytest.mark.parametrize(
    ("role", "gift", "status"),
    [
        ("manager", "owner", 403),
        ("manager", "manager", 201),
        ("reviewer", "viewer", 403),
        ("owner", "owner", 201),
    ],
)
def test_nobody_invites_above_the_own_role(people, api, role, gift, status):
    assert invite(api(role), people, role=gift).status_code == status


def test_nobody_gives_a_sight_of_originals_that_they_lack(people):
    blind = people.blind("manager")
    assert invite(blind, people, sees_originals=True).status_code == 403
    mine = Membership.objects.get(user=people.user("manager", sees_originals=False))
    answer = blind.patch(f"/api/members/{mine.pk}", {"sees_originals": True})
    assert answer.status_code == 403


def test_a_manager_of_one_project_invites_to_that_project_alone(people):
    user = factories.make_user()
    factories.make_membership(user, people.organization, "manager", project=people.project)
    client = client_of(user)
    assert invite(client, people).status_code == 403
    assert invite(client, people, project=str(people.project.pk)).status_code == 201
    other = factories.make_project(people.organization)
    assert invite(client, people, project=str(other.pk)).status_code == 404


def test_a_reset_link_sets_a_new_password_and_signs_in(people, api):
    user = people.user("annotator")
    old = client_of(user)
    url = reset_link(api("manager"), user.memberships.get()).json()["url"]
    client = APIClient()
    assert client.get(path_of(url)).json()["email"] == user.email
    assert client.post(path_of(url), {"password": "x"}).status_code == 400
    assert client.post(path_of(url), {"password": NEW}).status_code == 200
    assert client.get("/api/auth/me").json()["email"] == user.email
    assert old.get("/api/auth/me").status_code == 401


def test_no_reset_link_reaches_an_account_beyond_ones_power(people, api):
    owner = people.user("owner").memberships.get()
    assert reset_link(api("manager"), owner).status_code == 403
    elsewhere = people.user("annotator")
    factories.make_membership(elsewhere, factories.make_organization(), "viewer")
    assert (
        reset_link(api("owner"), elsewhere.memberships.get(organization=people.organization)).status_code
        == 403
    )
    administrator = factories.make_superuser()
    mine = factories.make_membership(administrator, people.organization, "viewer")
    assert reset_link(api("owner"), mine).status_code == 403


def test_no_token_makes_itself_a_whole_account_by_a_reset_link(people, api):
    owner, annotator = (people.user(role).memberships.get() for role in ("owner", "annotator"))
    body = {"organization": str(people.organization.pk), "name": "script", "scopes": list(SCOPES)}
    made = api("owner").post("/api/tokens", {**body, "sees_originals": True})
    token = APIClient(HTTP_AUTHORIZATION=f"Token {made.json()['secret']}")
    assert token.get("/api/auth/me").status_code == 200
    for member in (owner, annotator):
        assert reset_link(token, member).status_code == 403
    assert not AccessLink.objects.exists()


def test_who_may_not_see_originals_opens_no_account_that_does(people, api):
    blind = factories.make_user()
    factories.make_membership(blind, people.organization, "owner", sees_originals=False)
    sighted = people.user("annotator").memberships.get()
    assert sighted.sees_originals
    assert reset_link(client_of(blind), sighted).status_code == 403
    other = people.user("viewer").memberships.get()
    other.sees_originals = False
    other.save()
    assert reset_link(client_of(blind), other).status_code == 201


@pytest.mark.parametrize(("address", "status"), [("127.0.0.1", 200), ("192.0.2.7", 403)])
def test_a_sign_in_link_works_on_the_servers_own_machine_and_once(people, address, status):
    _, path = create_link("sign_in", user=people.user("owner"))
    client = APIClient(REMOTE_ADDR=address)
    assert client.get(path_of(path)).json()["kind"] == "sign_in"
    assert client.post(path_of(path), {}).status_code == status
    assert client.get("/api/auth/me").status_code == (200 if status == 200 else 401)
    if status == 200:
        assert APIClient(REMOTE_ADDR=address).post(path_of(path), {}).status_code == 404


def test_members_are_listed_with_addresses_for_those_who_manage_them(people, api):
    people.user("annotator")
    for role, shown in (("manager", True), ("viewer", False)):
        rows = api(role).get(f"/api/members?project={people.project.pk}").json()["results"]
        row = next(r for r in rows if r["user"]["id"] == str(people.user("annotator").pk))
        assert (row["role"], bool(row["user"]["email"])) == ("annotator", shown)


def test_a_role_is_changed_and_the_last_owner_stays(people, api):
    member = people.user("annotator").memberships.get()
    answer = api("manager").patch(f"/api/members/{member.pk}", {"role": "reviewer"})
    assert answer.json()["role"] == "reviewer"
    assert api("manager").patch(f"/api/members/{member.pk}", {"role": "owner"}).status_code == 403
    owner = people.user("owner").memberships.get()
    assert api("owner").patch(f"/api/members/{owner.pk}", {"role": "viewer"}).status_code == 409
    assert api("owner").delete(f"/api/members/{owner.pk}", {"confirm": True}).status_code == 409
    assert api("manager").patch(f"/api/members/{owner.pk}", {"role": "viewer"}).status_code == 403


def test_removing_a_member_needs_confirmation_then_ends_access_and_tokens_at_once(people, api):
    user = people.user("annotator")
    member = user.memberships.get()
    _, secret = factories.make_token(user, people.organization)
    program = APIClient(HTTP_AUTHORIZATION=f"Token {secret}")
    browser = client_of(user)
    assert program.get("/api/projects").status_code == 200
    refused = api("manager").delete(f"/api/members/{member.pk}")
    assert (refused.status_code, refused.json()["field"]) == (400, "confirm")
    answer = api("manager").delete(f"/api/members/{member.pk}", {"confirm": True})
    assert answer.status_code == 202
    assert answer.json()["job"]["kind"] == "erase"
    assert program.get("/api/projects").status_code == 401
    assert not Token.objects.filter(user=user).exists()  # a later membership revives none
    assert browser.get(f"/api/projects/{people.project.pk}").status_code == 404
    run_jobs()
    user.refresh_from_db()
    assert (user.name, user.is_active) == ("", False)
    assert "@example.org" not in user.email
    assert browser.get("/api/auth/me").status_code == 401


def test_a_person_who_also_belongs_elsewhere_keeps_their_name(people, api):
    user = people.user("annotator")
    factories.make_membership(user, factories.make_organization(), "viewer")
    member = user.memberships.get(organization=people.organization)
    api("manager").delete(f"/api/members/{member.pk}", {"confirm": True})
    run_jobs()
    name = user.name
    user.refresh_from_db()
    assert (user.name, user.is_active) == (name, True)


def make_token(client: APIClient, people, **body):
    body = {"name": "ci", "organization": str(people.organization.pk), "scopes": ["read"], **body}
    return client.post("/api/tokens", body)


def test_a_token_shows_its_secret_once_and_only_its_digest_is_stored(people, api):
    answer = make_token(api("viewer"), people)
    assert answer.status_code == 201
    secret = answer.json()["secret"]
    assert APIClient(HTTP_AUTHORIZATION=f"Token {secret}").get("/api/auth/me").status_code == 200
    listed = api("viewer").get("/api/tokens").json()["results"]
    assert [row["name"] for row in listed] == ["ci"]
    assert secret not in str(listed)
    assert secret not in str(vars(Token.objects.get()))


def test_a_revoked_or_expired_token_is_dead(people, api):
    answer = make_token(api("viewer"), people).json()
    program = APIClient(HTTP_AUTHORIZATION=f"Token {answer['secret']}")
    assert api("manager").delete(f"/api/tokens/{answer['id']}").status_code == 404
    Token.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    assert program.get("/api/auth/me").status_code == 401
    answer = make_token(api("viewer"), people).json()
    assert api("viewer").delete(f"/api/tokens/{answer['id']}").status_code == 204
    program = APIClient(HTTP_AUTHORIZATION=f"Token {answer['secret']}")
    assert program.get("/api/auth/me").status_code == 401


def test_a_token_cannot_make_itself_another_token_or_change_the_account(people):
    scopes = ("read", "ingest", "annotate", "review", "export", "manage")
    _, secret = factories.make_token(people.user("owner"), people.organization, scopes)
    program = APIClient(HTTP_AUTHORIZATION=f"Token {secret}")
    assert make_token(program, people).status_code == 403
    assert program.post("/api/auth/password", {"current": PASSWORD, "new": NEW}).status_code == 403
    assert program.patch("/api/auth/me", {"name": "X"}).status_code == 403
    assert program.post("/api/organizations", {"name": "X"}).status_code == 403


def test_a_token_is_blind_beyond_its_organization(people):
    owner = people.user("owner")
    other = factories.make_organization(owner=owner)
    project = factories.make_project(other)
    _, secret = factories.make_token(owner, people.organization)
    program = APIClient(HTTP_AUTHORIZATION=f"Token {secret}")
    assert program.get(f"/api/projects/{project.pk}").status_code == 404
    assert [p["id"] for p in program.get("/api/projects").json()["results"]] == [str(people.project.pk)]
    assert len(program.get("/api/auth/me").json()["organizations"]) == 1


def test_only_an_administrator_makes_organizations_and_owners_rename_them(people, api):
    assert api("owner").post("/api/organizations", {"name": "New"}).status_code == 403
    answer = client_of(factories.make_superuser()).post("/api/organizations", {"name": "New"})
    assert (answer.status_code, answer.json()["role"]) == (201, "owner")
    path = f"/api/organizations/{people.organization.pk}"
    assert api("manager").patch(path, {"name": "Renamed"}).status_code == 403
    assert api("owner").patch(path, {"name": "Renamed"}).json()["name"] == "Renamed"
    assert [o["name"] for o in api("viewer").get("/api/organizations").json()["results"]] == ["Renamed"]
