"""Changes: what may be done to objects, how it is undone, and what is refused."""

from __future__ import annotations

import gzip
import json

import pytest

import factories
from changing import box, change, create, decide, keyframe, load, new_id, save
from moretta.annotations.models import Annotation, Change, KeyframeBlock
from moretta.datasets.models import Asset, StateCount

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def asset(people):
    return factories.make_asset(factories.first_dataset(people.project))


@pytest.fixture
def video(people):
    dataset = factories.first_dataset(people.project)
    return factories.make_asset(dataset, kind="video", n_frames=5000, name="clip.mp4")


@pytest.fixture
def annotator(api):
    return api("annotator")


def test_a_drawn_box_is_there_afterwards_and_counts(annotator, asset):
    id = new_id()
    answer = save(annotator, asset, change(create(asset, id)))
    assert answer.status_code == 200, answer.content
    assert answer.json()["revision"] == 1
    assert answer.json()["results"][0]["annotations"] == [id]
    (found,) = load(annotator, asset)
    assert (found["id"], found["decision"], found["score"], found["hidden"]) == (id, "redact", 1, True)
    asset.refresh_from_db()
    assert (asset.hidden, asset.revision) == (1, 1)
    assert StateCount.objects.get(dataset=asset.dataset, state="annotate").hidden == 1


def test_several_changes_in_one_request_each_get_a_revision(annotator, asset):
    answer = save(annotator, asset, change(create(asset)), change(create(asset)), change(create(asset)))
    assert [r["revision"] for r in answer.json()["results"]] == [1, 2, 3]
    assert answer.json()["revision"] == 3


def test_a_change_sent_twice_is_applied_once_and_answers_the_same(annotator, asset):
    sent = change(create(asset))
    first = save(annotator, asset, sent, base=0)
    again = save(annotator, asset, sent, base=0)
    assert again.status_code == 200
    assert again.json()["results"] == first.json()["results"]
    assert Annotation.objects.count() == Change.objects.count() == 1


def test_a_change_sent_again_on_the_revision_that_it_made_answers_the_same(annotator, asset):
    sent = change(create(asset))
    first = save(annotator, asset, sent, base=0)
    again = save(annotator, asset, sent, base=1)
    assert again.status_code == 200, again.content
    assert again.json() == first.json()
    assert Annotation.objects.count() == Change.objects.count() == 1


def test_a_repeated_change_beside_a_new_one_on_the_same_object_goes_through(annotator, asset):
    id = new_id()
    drawn = change(create(asset, id))
    save(annotator, asset, drawn, base=0)
    answer = save(annotator, asset, drawn, change(decide(id, "keep")), base=0)
    assert answer.status_code == 200, answer.content
    assert load(annotator, asset)[0]["decision"] == "keep"


def test_one_bad_operation_lets_nothing_through(annotator, asset):
    answer = save(annotator, asset, change(create(asset)), change(decide(new_id(), "keep")))
    assert answer.status_code == 400
    assert answer.json()["field"] == "changes[1].operations[0].annotation"
    assert Annotation.objects.count() == Change.objects.count() == 0
    asset.refresh_from_db()
    assert asset.revision == 0


def test_every_operation_is_undone_by_the_inverse_that_was_stored(annotator, asset):
    id = new_id()
    save(annotator, asset, change(create(asset, id, reason="seen", attributes={"age": "adult"})))
    before = load(annotator, asset)
    acts = [
        decide(id, "keep", reason="a poster"),
        {"op": "keyframes", "annotation": id, "put": [keyframe(0, box(1, 2, 3, 4))], "remove": []},
        {"op": "delete", "annotation": id},
    ]
    answer = save(annotator, asset, change(*acts[:2]), change(acts[2]))
    assert answer.status_code == 200, answer.content
    assert load(annotator, asset) == []
    history = annotator.get(f"/api/assets/{asset.pk}/changes").json()["results"]
    for done in history[:2]:
        undone = save(annotator, asset, change(*done["inverse"], undoes=done["id"]))
        assert undone.status_code == 200, undone.content
    after = load(annotator, asset)
    for row in (*before, *after):
        row.pop("revision")
    assert after == before
    assert Change.objects.get(revision=4).undoes is not None


def test_a_change_after_approval_sends_the_asset_back(annotator, asset):
    found = factories.make_annotation(asset)
    Asset.objects.filter(pk=asset.pk).update(state="ready", approved_revision=0, approved_recipe="x")
    StateCount.objects.filter(dataset=asset.dataset).update(state="ready")
    answer = save(annotator, asset, change(decide(found.pk, "keep")))
    assert answer.status_code == 200, answer.content
    asset.refresh_from_db()
    assert (asset.state, asset.approved_revision, asset.approved_recipe) == ("annotate", None, "")
    counts = StateCount.objects.filter(dataset=asset.dataset, assets__gt=0)
    assert list(counts.values_list("state", "assets", "kept")) == [("annotate", 1, 1)]


@pytest.mark.parametrize("state", ["processing", "failed", "excluded"])
def test_an_asset_that_is_not_open_takes_no_changes(annotator, people, state):
    asset = factories.make_asset(factories.first_dataset(people.project), state=state)
    answer = save(annotator, asset, change(create(asset)))
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


def test_a_person_who_decides_keeps_the_object_from_the_next_run(annotator, asset):
    found = factories.make_annotation(asset)
    save(annotator, asset, change(decide(found.pk, "keep")))
    found.refresh_from_db()
    assert found.touched


@pytest.mark.parametrize("reason", [{}, {"reason": ""}, {"reason": "  "}])
def test_nobody_is_kept_visible_without_a_reason(annotator, asset, reason):
    found = factories.make_annotation(asset)
    keep = {"op": "update", "annotation": str(found.pk), "set": {"decision": "keep", **reason}}
    refused = save(annotator, asset, change(keep))
    assert (refused.status_code, refused.json()["field"]) == (400, "changes[0].operations[0].set.reason")
    assert refused.json()["detail"].startswith("Say why it stays visible")
    refused = save(annotator, asset, change(create(asset, decision="keep", **reason)))
    assert (refused.status_code, refused.json()["field"]) == (400, "changes[0].operations[0].reason")
    assert [one["decision"] for one in load(annotator, asset)] == ["undecided"]


def test_the_reason_of_who_is_kept_can_be_changed_but_not_taken_away(annotator, asset):
    found = factories.make_annotation(asset)
    save(annotator, asset, change(decide(found.pk, "keep", reason="consent")))
    for settings, status in [({"reason": ""}, 400), ({"reason": "statue"}, 200), ({"decision": "keep"}, 200)]:
        operation = {"op": "update", "annotation": str(found.pk), "set": settings}
        assert save(annotator, asset, change(operation)).status_code == status
    assert load(annotator, asset)[0]["reason"] == "statue"


def test_who_was_kept_before_reasons_were_asked_for_can_be_changed_and_a_decision_about_them_undone(
    annotator, asset
):
    found = factories.make_annotation(asset, decision="keep", reason="")
    seen = {
        "op": "update",
        "annotation": str(found.pk),
        "set": {"attributes": {"age": "adult"}, "reason": ""},
    }
    assert save(annotator, asset, change(seen)).status_code == 200
    hide = change(decide(found.pk, "redact", reason="sure"))
    assert save(annotator, asset, hide).status_code == 200
    back = change(decide(found.pk, "keep", reason=""), undoes=hide["id"])
    assert save(annotator, asset, back).status_code == 200
    assert load(annotator, asset)[0]["decision"] == "keep"


BAD = [
    ({"base_revision": "x"}, "base_revision"),
    ({"changes": []}, "changes"),
    ({"changes": [{"id": "x", "operations": []}]}, "changes[0].id"),
    ({"changes": [{"id": new_id(), "operations": []}]}, "changes[0].operations"),
    ({"operation": {"op": "paint"}}, "changes[0].operations[0].op"),
    ({"operation": {"op": {}}}, "changes[0].operations[0].op"),
    ({"operation": {"op": "delete"}}, "changes[0].operations[0].annotation"),
    ({"create": {"label": new_id()}}, "changes[0].operations[0].label"),
    ({"create": {"colour": 1}}, "changes[0].operations[0].colour"),
    ({"create": {"keyframes": []}}, "changes[0].operations[0].keyframes"),
    ({"create": {"keyframes": [keyframe(1)]}}, "changes[0].operations[0].keyframes[0].frame"),
    (
        {"create": {"keyframes": [keyframe(0, {"type": "star", "data": []})]}},
        "changes[0].operations[0].keyframes[0].shape.type",
    ),
    (
        {"create": {"keyframes": [keyframe(0, box(width=-1))]}},
        "changes[0].operations[0].keyframes[0].shape.data[2]",
    ),
    (
        {"create": {"keyframes": [keyframe(0, box(x=float("1e5")))]}},
        "changes[0].operations[0].keyframes[0].shape.data",
    ),
    ({"create": {"decision": "blur"}}, "changes[0].operations[0].decision"),
    ({"create": {"reason": "x" * 201}}, "changes[0].operations[0].reason"),
    ({"create": {"attributes": [1]}}, "changes[0].operations[0].attributes"),
    ({"create": {"score": 2}}, "changes[0].operations[0].score"),
]


@pytest.mark.parametrize(("wrong", "field"), BAD, ids=[field for _, field in BAD])
def test_what_is_wrong_is_named_by_its_field(annotator, asset, wrong, field):
    body = {"base_revision": 0, "changes": [change(create(asset))], **wrong}
    if operation := body.pop("operation", None):
        body["changes"] = [change(operation)]
    if fields := body.pop("create", None):
        body["changes"] = [change(create(asset, **fields))]
    answer = annotator.post(f"/api/assets/{asset.pk}/changes", body, format="json")
    assert (answer.status_code, answer.json()["field"]) == (400, field), answer.content


def test_a_base_that_is_not_there_yet_is_refused(annotator, asset):
    assert save(annotator, asset, change(create(asset)), base=3).json()["field"] == "base_revision"


def test_a_label_of_another_project_is_refused(annotator, asset):
    other = factories.face_label(factories.make_project())
    answer = save(annotator, asset, change(create(asset, label=str(other.pk))))
    assert answer.status_code == 400


def test_an_object_of_another_asset_cannot_be_changed(annotator, asset):
    other = factories.make_annotation(factories.make_asset())
    answer = save(annotator, asset, change(decide(other.pk, "keep")))
    assert answer.status_code == 400
    other.refresh_from_db()
    assert other.decision == "undecided"


def test_long_tracks_are_kept_in_blocks_and_only_the_touched_one_is_written(
    annotator, video, django_assert_max_num_queries
):
    id = new_id()
    frames = [keyframe(f, box(x=f / 10)) for f in range(0, 5000, 2)]
    assert save(annotator, video, change(create(video, id, keyframes=frames))).status_code == 200
    sizes = [len(b.keyframes) for b in KeyframeBlock.objects.order_by("first_frame")]
    assert sizes == [1000, 1000, 500]
    odd = [keyframe(f, box(y=1)) for f in range(1, 1000, 2)]
    operation = {"op": "keyframes", "annotation": id, "put": odd, "remove": [4998]}
    assert save(annotator, video, change(operation)).status_code == 200
    blocks = list(KeyframeBlock.objects.order_by("first_frame"))
    assert max(len(b.keyframes) for b in blocks) <= 1000
    found = [k["frame"] for b in blocks for k in b.keyframes]
    assert found == sorted({*range(0, 4998, 2), *range(1, 1000, 2)})
    assert Annotation.objects.get(pk=id).last_frame == 4996
    assert all(
        (b.first_frame, b.last_frame) == (b.keyframes[0]["frame"], b.keyframes[-1]["frame"]) for b in blocks
    )


def test_a_window_of_frames_brings_only_the_keyframes_that_it_needs(annotator, video):
    id = new_id()
    frames = [keyframe(f, box(x=f / 10)) for f in range(0, 5000, 10)]
    save(annotator, video, change(create(video, id, keyframes=frames)))
    (found,) = load(annotator, video, "?from=1005&to=1025")
    assert [k["frame"] for k in found["keyframes"]] == [1000, 1010, 1020, 1030]
    assert load(annotator, video, "?from=0&to=1")[0]["keyframes"][0]["frame"] == 0


def test_a_whole_clip_reads_as_its_window_does_packed_or_not(annotator, video):
    gone = new_id()
    said = {"decision": "keep", "reason": 'Größe "nah" \u2028', "attributes": {"side": "left, right"}}
    save(
        annotator,
        video,
        change(create(video, keyframes=[keyframe(f, box(x=f / 10)) for f in range(0, 5000, 2)], **said)),
        change(create(video, keyframes=[keyframe(7, score=None), keyframe(9, outside=True)])),
        change(create(video, gone)),
        change({"op": "delete", "annotation": gone}),
    )
    whole = load(annotator, video)
    assert [len(one["keyframes"]) for one in sorted(whole, key=lambda one: one["first_frame"])] == [2500, 2]
    assert whole == load(annotator, video, "?from=0&to=5000")
    address = f"/api/assets/{video.pk}/annotations"
    packed = annotator.get(address, headers={"Accept-Encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert {"Accept-Encoding", "Cookie"} <= set(packed["Vary"].split(", "))
    assert json.loads(gzip.decompress(packed.content))["annotations"] == whole


def test_an_object_keeps_at_least_one_keyframe(annotator, asset):
    id = new_id()
    save(annotator, asset, change(create(asset, id)))
    answer = save(annotator, asset, change({"op": "keyframes", "annotation": id, "put": [], "remove": [0]}))
    assert answer.status_code == 400
    assert "Delete it instead" in answer.json()["detail"]
    assert len(load(annotator, asset)) == 1


def test_an_object_leaves_the_picture_by_an_outside_keyframe(annotator, video):
    id = new_id()
    save(annotator, video, change(create(video, id)))
    leave = {"frame": 100, "outside": True}
    answer = save(annotator, video, change({"op": "keyframes", "annotation": id, "put": [leave]}))
    assert answer.status_code == 200, answer.content
    assert load(annotator, video)[0]["keyframes"][-1]["outside"] is True
    assert load(annotator, video, "?from=200&to=300") == []


def test_a_viewer_reads_but_does_not_change(api, asset):
    assert save(api("viewer"), asset, change(create(asset))).status_code == 403
    assert load(api("viewer"), asset) == []


def test_shapes_are_stored_in_hundredths_of_a_pixel(annotator, asset):
    save(annotator, asset, change(create(asset, keyframes=[keyframe(0, box(1.23456, 2, 3.999, 4))])))
    assert load(annotator, asset)[0]["keyframes"][0]["shape"]["data"] == [1.23, 2, 4, 4]
