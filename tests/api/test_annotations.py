"""Annotations made by machines: runs, re-runs and imports, and what people see of them."""

from __future__ import annotations

from typing import Any

import pytest

import factories
from changing import box, change, create, decide, keyframe, load, save
from moretta.annotations.actions import apply_import, apply_run
from moretta.annotations.models import Annotation, Change
from moretta.datasets.models import Asset, StateCount
from moretta.projects.models import RedactionPolicy

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def asset(people: Any) -> Asset:
    return factories.make_asset(factories.first_dataset(people.project))


def found(asset: Asset, *boxes: dict[str, Any], score: float = 0.9, **fields: Any) -> list[dict[str, Any]]:
    label = factories.face_label(asset.dataset.project)
    return [
        {"label": label, "score": score, "keyframes": [keyframe(0, b, score=score)], **fields} for b in boxes
    ]


def boxes(asset: Asset) -> list[list[float]]:
    rows = Annotation.objects.filter(asset=asset, deleted=False).order_by("id")
    return sorted(row.blocks.get().keyframes[0]["shape"]["data"] for row in rows)


def test_a_run_makes_objects_by_one_change_that_refers_to_it(api, asset):
    run = factories.make_run(asset)
    ids = apply_run(run, found(asset, box(10), box(200), flags=[{"flag": "small", "says": "small"}]))
    assert len(ids) == 2
    (made,) = Change.objects.all()
    assert (made.run, made.author, made.operations) == (run, None, [{"op": "from_run", "run": str(run.pk)}])
    shown = load(api("viewer"), asset)
    assert [(a["source"], a["decision"], a["hidden"]) for a in shown] == [("run", "undecided", True)] * 2
    assert shown[0]["flags"][0]["says"] == "small"
    asset.refresh_from_db()
    assert (asset.revision, asset.undecided, asset.last_author) == (1, 2, None)
    assert StateCount.objects.get(dataset=asset.dataset, state="annotate").undecided == 2


def test_a_rerun_replaces_only_what_no_person_touched(api, asset):
    apply_run(factories.make_run(asset), found(asset, box(10), box(200), box(400)))
    kept, deleted, _ = Annotation.objects.order_by("id")
    save(api("annotator"), asset, change(decide(kept.pk, "keep")))
    save(api("annotator"), asset, change({"op": "delete", "annotation": str(deleted.pk)}))
    save(api("annotator"), asset, change(create(asset, keyframes=[keyframe(0, box(300, 300))])))
    # The detector finds all three again, each a little elsewhere, and one more.
    apply_run(factories.make_run(asset), found(asset, box(12), box(201), box(402), box(550)))
    assert [b[0] for b in boxes(asset)] == [10, 300, 402, 550]
    kept.refresh_from_db()
    assert kept.decision == "keep"


def test_a_run_leaves_alone_what_it_did_not_look_for(people, asset):
    plate = people.project.labels.create(name="Plate", kind="license_plate", chip="L")
    factories.make_annotation(asset, plate, box=(1, 1, 5, 5))
    apply_run(factories.make_run(asset), found(asset, box(10)))
    assert [b[0] for b in boxes(asset)] == [1, 10]


def test_a_run_that_finds_nothing_where_nothing_was_moves_no_revision(asset):
    assert apply_run(factories.make_run(asset), []) == []
    asset.refresh_from_db()
    assert asset.revision == Change.objects.count() == 0


def test_a_run_that_finds_something_new_takes_an_approval_back(asset):
    Asset.objects.filter(pk=asset.pk).update(state="ready", approved_revision=0, approved_recipe="x")
    StateCount.objects.filter(dataset=asset.dataset).update(state="ready")
    apply_run(factories.make_run(asset), found(asset, box(10)))
    asset.refresh_from_db()
    assert (asset.state, asset.approved_revision) == ("annotate", None)


def test_someone_who_saved_meanwhile_gets_a_conflict_where_a_run_replaced_the_object(api, asset):
    apply_run(factories.make_run(asset), found(asset, box(10)))
    old = Annotation.objects.get()
    apply_run(factories.make_run(asset), found(asset, box(10)))
    answer = save(api("annotator"), asset, change(decide(old.pk, "redact")), base=1)
    assert answer.status_code == 409
    assert answer.json()["conflicts"][0]["theirs"] is None


def test_imported_objects_stay_through_runs(people, asset):
    ids = apply_import(asset, people.user("annotator"), found(asset, box(10), score=1.0))
    apply_run(factories.make_run(asset), found(asset, box(11), box(300)))
    assert [b[0] for b in boxes(asset)] == [10, 300]
    assert Annotation.objects.get(pk=ids[0]).source == "import"


@pytest.mark.parametrize(
    ("score", "decision", "hidden", "counted"),
    [
        (0.9, "undecided", True, "undecided"),
        (0.49, "undecided", False, None),
        (0.49, "redact", True, "hidden"),
        (0.99, "keep", False, "kept"),
    ],
)
def test_hidden_follows_decision_score_and_threshold(api, asset, score, decision, hidden, counted):
    apply_run(factories.make_run(asset), found(asset, box(10), score=score, decision=decision))
    (shown,) = load(api("viewer"), asset)
    assert shown["hidden"] is hidden
    asset.refresh_from_db()
    counts = {name: getattr(asset, name) for name in ("hidden", "kept", "undecided")}
    assert counts == {**dict.fromkeys(counts, 0), **({counted: 1} if counted else {})}


def test_another_threshold_of_the_policy_shows_at_once(api, people, asset):
    apply_run(factories.make_run(asset), found(asset, box(10), score=0.7))
    policy = people.project.policy
    labels = {k: {**v, "threshold": 0.8} for k, v in policy.settings["labels"].items()}
    strict = RedactionPolicy.objects.create(
        project=people.project, version=2, settings={**policy.settings, "labels": labels}
    )
    type(asset.dataset).objects.filter(pk=asset.dataset_id).update(policy=strict)
    assert load(api("viewer"), asset)[0]["hidden"] is False


def test_an_asset_with_five_hundred_objects_is_read_in_few_queries(api, asset, django_assert_max_num_queries):
    apply_run(factories.make_run(asset), found(asset, *(box(i) for i in range(500))))
    client = api("viewer")
    client.get(f"/api/assets/{asset.pk}")
    with django_assert_max_num_queries(8):
        assert len(load(client, asset)) == 500


def test_saving_one_change_costs_the_same_queries_however_many_objects_there_are(api, asset):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = api("annotator"), []
    for number in (5, 300):
        apply_run(factories.make_run(asset), found(asset, *(box(i) for i in range(number))))
        asset.refresh_from_db()
        one = Annotation.objects.filter(asset=asset, deleted=False, touched=False).first()
        with CaptureQueriesContext(connection) as queries:
            assert save(client, asset, change(decide(one.pk, "redact"))).status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0]
    assert counts[1] <= 19


def test_many_like_decisions_cost_the_queries_of_one(api, asset):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    apply_run(factories.make_run(asset), found(asset, *(box(i) for i in range(120))))
    rows = list(Annotation.objects.filter(asset=asset))
    client, counts = api("annotator"), []
    for part in (rows[:20], rows[20:]):
        with CaptureQueriesContext(connection) as queries:
            assert save(client, asset, change(*(decide(row.pk, "keep") for row in part))).status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0]
    assert set(Annotation.objects.values_list("decision", "touched")) == {("keep", True)}
