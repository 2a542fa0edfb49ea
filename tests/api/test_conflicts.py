"""Two people on one asset: what goes through, what waits for a choice, and that nothing is lost."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

import factories
from changing import change, create, decide, load, new_id, save
from moretta.annotations.actions import apply_changes
from moretta.annotations.models import Annotation, Change
from moretta.api import Conflict
from moretta.datasets.actions import move_asset
from moretta.datasets.models import Asset, StateCount

pytestmark = pytest.mark.services


@pytest.fixture
def asset(people):
    return factories.make_asset(factories.first_dataset(people.project))


@pytest.mark.django_db
def test_changes_on_different_objects_go_through_on_an_old_base(api, asset):
    one, two = factories.make_annotation(asset), factories.make_annotation(asset)
    assert save(api("annotator"), asset, change(decide(one.pk, "keep")), base=0).status_code == 200
    answer = save(api("reviewer"), asset, change(decide(two.pk, "redact")), base=0)
    assert answer.status_code == 200, answer.content
    assert (answer.json()["revision"], answer.json()["missed"]) == (2, 1)


@pytest.mark.django_db
def test_the_same_object_answers_both_versions_and_saves_nothing(api, asset):
    found, other = factories.make_annotation(asset), factories.make_annotation(asset)
    save(api("annotator"), asset, change(decide(found.pk, "keep", reason="a statue")), base=0)
    answer = save(
        api("reviewer"), asset, change(decide(found.pk, "redact")), change(decide(other.pk, "redact")), base=0
    )
    body = answer.json()
    assert (answer.status_code, body["code"], body["revision"]) == (409, "conflict", 1)
    (contested,) = body["conflicts"]
    assert contested["annotation"] == str(found.pk)
    assert (contested["yours"]["decision"], contested["theirs"]["decision"]) == ("redact", "keep")
    assert contested["theirs"]["reason"] == "a statue"
    other.refresh_from_db()
    assert other.decision == "undecided"
    assert Change.objects.count() == 1


@pytest.mark.django_db
def test_an_object_that_someone_deleted_meanwhile_is_a_conflict_without_their_version(api, asset):
    found = factories.make_annotation(asset)
    save(api("annotator"), asset, change({"op": "delete", "annotation": str(found.pk)}), base=0)
    body = save(api("reviewer"), asset, change(decide(found.pk, "redact")), base=0).json()
    assert body["conflicts"][0]["theirs"] is None
    assert body["conflicts"][0]["yours"]["decision"] == "redact"
    mine = change({"op": "restore", "annotation": str(found.pk)}, decide(found.pk, "redact"))
    assert save(api("reviewer"), asset, mine, base=body["revision"]).status_code == 200
    assert load(api("reviewer"), asset)[0]["decision"] == "redact"


@pytest.mark.django_db
def test_an_asset_that_was_submitted_since_it_was_read_goes_back_all_the_same(people, asset):
    seen = Asset.objects.get(pk=asset.pk)
    assert move_asset(asset, "in_review")
    apply_changes(seen, people.user("annotator"), 0, [change(create(asset))])
    asset.refresh_from_db()
    assert (asset.state, asset.revision, asset.hidden) == ("annotate", 1, 1)
    counts = StateCount.objects.filter(dataset=asset.dataset, assets__gt=0)
    assert list(counts.values_list("state", "assets", "hidden")) == [("annotate", 1, 1)]


@pytest.mark.django_db
def test_an_asset_that_was_excluded_since_it_was_read_takes_no_change(people, asset):
    seen = Asset.objects.get(pk=asset.pk)
    assert move_asset(asset, "excluded")
    with pytest.raises(Conflict, match="excluded"):
        apply_changes(seen, people.user("annotator"), 0, [change(create(asset))])
    assert Annotation.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_many_people_saving_at_once_lose_nothing(people, asset):
    writers, each = 4, 6
    users = [people.user(role) for role in ("annotator", "reviewer", "manager", "owner")]
    failures: list[BaseException] = []

    def work(user) -> None:
        try:
            for _ in range(each):
                mine = Asset.objects.select_related("dataset__project", "dataset__policy").get(pk=asset.pk)
                apply_changes(mine, user, mine.revision, [change(create(mine))])
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    asset.refresh_from_db()
    assert asset.revision == asset.hidden == writers * each
    assert Annotation.objects.filter(asset=asset).count() == writers * each
    revisions = Change.objects.filter(asset=asset).order_by("revision").values_list("revision", flat=True)
    assert list(revisions) == list(range(1, writers * each + 1))


@pytest.mark.django_db(transaction=True)
def test_the_same_change_sent_twice_at_the_same_moment_is_applied_once(people, asset):
    sent = change(create(asset, new_id()))
    user = people.user("annotator")
    answers: list[object] = []

    def work() -> None:
        try:
            mine = Asset.objects.select_related("dataset__project", "dataset__policy").get(pk=asset.pk)
            answers.append(apply_changes(mine, user, 0, [sent])["results"])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 3 and answers[0] == answers[1] == answers[2]
    assert Annotation.objects.filter(asset=asset).count() == 1
