"""The audit log: written with every act, sealed, and verifiable."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

import factories
from moretta.audit.log import record, record_viewing
from moretta.audit.models import AuditEvent, AuditName
from moretta.audit.sealing import seal, verify

pytestmark = pytest.mark.django_db


def events(client, people, **query):
    query = {"organization": str(people.organization.pk), **query}
    return client.get("/api/audit", query).json()["results"]


def test_acts_are_listed_for_owners_with_the_names_of_the_time(people, api):
    api("manager").patch(f"/api/projects/{people.project.pk}", {"self_approval": True, "name": "Renamed"})
    latest = events(api("owner"), people)[0]
    assert (latest["act"], latest["says"], latest["thing_name"]) == ("changed", "changed", "Renamed")
    assert latest["actor_name"] == "Manager"
    assert latest["details"] == {"self_approval": True}
    answer = api("manager").get("/api/audit", {"organization": str(people.organization.pk)})
    assert answer.status_code == 403


def test_rows_hold_no_names(people, api):
    api("manager").patch(f"/api/projects/{people.project.pk}", {"name": "Secret plan"})
    rows = str(list(AuditEvent.objects.values()))
    assert "Secret plan" not in rows
    assert people.user("manager").email not in rows


def test_viewing_an_original_is_one_event_per_person_asset_and_hour(people, api):
    from moretta.accounts.access import Actor

    asset = factories.make_asset(factories.first_dataset(people.project))
    for role in ("viewer", "viewer", "reviewer"):
        record_viewing(Actor(people.user(role)), asset.pk, people.organization.pk)
    assert len(events(api("owner"), people, act="viewed_original")) == 2


def test_the_log_says_which_original_was_viewed(people, api):
    asset = factories.make_asset(factories.first_dataset(people.project), name="Anna at school.jpg")
    assert api("reviewer").get(f"/api/assets/{asset.pk}/files/original").status_code == 200
    (event,) = events(api("owner"), people, act="viewed_original")
    assert (event["thing_id"], event["thing_name"]) == (str(asset.pk), "Anna at school.jpg")
    assert "Anna" not in str(list(AuditEvent.objects.values())), "names lie beside the log"


def test_an_unknown_act_is_a_mistake_in_the_code(people):
    with pytest.raises(ValueError, match="not an act"):
        record(None, "danced", "asset", "1", people.organization.pk)


def test_a_sealed_chain_holds_and_goes_on(people):
    organization = people.organization.pk
    for _ in range(3):
        record(None, "changed", "project", people.project.pk, organization, {"n": 1})
    assert seal() >= 3
    first = verify(organization)
    assert first.broken == ""
    record(None, "changed", "project", people.project.pk, organization)
    assert seal() == 1
    second = verify(organization)
    assert (second.sealed, second.broken) == (first.sealed + 1, "")
    assert second.head != first.head
    assert seal() == 0


@pytest.mark.parametrize("tampering", ["changed", "deleted", "moved"])
def test_a_changed_deleted_or_moved_row_breaks_the_chain(people, tampering):
    organization = people.organization.pk
    for n in range(4):
        record(None, "changed", "project", people.project.pk, organization, {"n": n})
    seal()
    victim = AuditEvent.objects.filter(organization=organization).order_by("position")[1]
    if tampering == "changed":
        AuditEvent.objects.filter(pk=victim.pk).update(details={"n": 99})
    elif tampering == "deleted":
        victim.delete()
    else:
        AuditEvent.objects.filter(pk=victim.pk).update(position=1000)
    assert verify(organization).broken
    with pytest.raises(CommandError, match="altered"):
        call_command("verify_audit", stdout=StringIO())


def test_an_erased_name_leaves_the_chain_whole(people, api):
    api("manager").patch(f"/api/projects/{people.project.pk}", {"name": "Renamed"})
    seal()
    AuditName.objects.all().delete()
    assert verify(people.organization.pk).broken == ""
    assert events(api("owner"), people)[0]["actor_name"] == ""
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "holds" in out.getvalue()


def test_another_organizations_log_is_not_there(people, stranger):
    answer = stranger.get("/api/audit", {"organization": str(people.organization.pk)})
    assert answer.status_code == 404
