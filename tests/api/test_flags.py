"""Flags: what is doubtful about an object moves with merged and split tracks, and is ticked off by who looked."""

from __future__ import annotations

import pytest

import factories
from changing import box, change, create, keyframe, load, new_id, save
from moretta.annotations.actions import apply_run
from moretta.annotations.models import Annotation

pytestmark = [pytest.mark.django_db, pytest.mark.services]

GAP = {"flag": "gap", "says": "gap of 3 frames", "frames": [6, 8]}
WEAK = {"flag": "weak", "says": "never surer than 0.62", "frames": None}


@pytest.fixture
def video(people):
    dataset = factories.first_dataset(people.project)
    asset = factories.make_asset(dataset, kind="video", n_frames=100, name="clip.mp4")
    label = factories.face_label(people.project)
    frames = [keyframe(2, box(10), score=0.62), keyframe(20, box(40), score=0.6)]
    apply_run(
        factories.make_run(asset),
        [{"label": label, "score": 0.62, "keyframes": frames, "flags": [GAP, WEAK]}],
    )
    asset.refresh_from_db()
    return asset


def flag(annotation, *flags):
    return {"op": "update", "annotation": str(annotation), "set": {"flags": list(flags)}}


def test_a_doubt_is_ticked_off_on_record_and_can_be_taken_back(api, video):
    track = Annotation.objects.get()
    seen = {**GAP, "seen": True}
    answer = save(api("annotator"), video, change(flag(track.pk, seen, WEAK)))
    assert answer.status_code == 200, answer.content
    (shown,) = load(api("viewer"), video)
    assert (shown["flags"], shown["decision"]) == ([seen, WEAK], "undecided")
    (newest, _) = api("viewer").get(f"/api/assets/{video.pk}/changes").json()["results"]
    assert newest["author"] is not None and newest["operations"][0]["set"] == {"flags": [seen, WEAK]}
    save(api("annotator"), video, change(*newest["inverse"], undoes=newest["id"]))
    assert load(api("viewer"), video)[0]["flags"] == [GAP, WEAK]


def test_the_card_tells_the_first_doubt_that_nobody_has_looked_at(api, video):
    track = Annotation.objects.get()
    save(api("annotator"), video, change(flag(track.pk, {**GAP, "seen": True}, WEAK)))
    (card,) = api("viewer").get(f"/api/assets?dataset={video.dataset_id}").json()["results"]
    assert [mark["why"] for mark in card["marks"]] == [WEAK["says"]]


def test_a_track_is_split_in_one_change_and_hidden_as_before(api, video):
    track = Annotation.objects.get()
    half = new_id()
    split = change(
        {"op": "keyframes", "annotation": str(track.pk), "remove": [20], "put": [
            keyframe(9, box(25)), {"frame": 10, "shape": None, "outside": True},
        ]},
        flag(track.pk, GAP),
        create(
            video, half, decision="undecided", score=0.62, flags=[WEAK],
            keyframes=[keyframe(10, box(26)), keyframe(20, box(40))],
        ),
    )  # fmt: skip
    answer = save(api("annotator"), video, split)
    assert answer.status_code == 200, answer.content
    first, second = sorted(load(api("viewer"), video), key=lambda shown: shown["first_frame"])
    assert (first["flags"], second["flags"]) == ([GAP], [WEAK])
    assert (second["id"], second["score"], second["hidden"]) == (half, 0.62, first["hidden"])
    assert (first["last_frame"], second["first_frame"]) == (10, 10)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ("gap", ""),
        ([{"flag": "gap"}], "[0].says"),
        ([{**GAP, "frames": [6, 100]}], "[0].frames"),
        ([{**GAP, "frames": [8, 6]}], "[0].frames"),
        ([{**GAP, "frames": [True, 6]}], "[0].frames"),
        ([{**GAP, "seen": "yes"}], "[0].seen"),
        ([{**GAP, "by": "me"}], "[0].by"),
        ([{**GAP, "flag": ""}], "[0].flag"),
        ([GAP] * 2001, ""),
        (["gap"], "[0]"),
    ],
)
def test_what_is_wrong_with_a_flag_is_named(api, video, wrong, field):
    track = Annotation.objects.get()
    answer = save(
        api("annotator"),
        video,
        change({"op": "update", "annotation": str(track.pk), "set": {"flags": wrong}}),
    )
    assert answer.status_code == 400
    assert answer.json()["field"] == f"changes[0].operations[0].set.flags{field}"
    assert load(api("viewer"), video)[0]["flags"] == [GAP, WEAK]
