import weakref

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moretta_vision.detect.base import Detections
from moretta_vision.geometry.interpolation import shape_at
from moretta_vision.track import Change, Finds, Linking, Watch, link
from moretta_vision.track import linked as one_by_one
from moretta_vision.track.camera import Motion

SIZE = (640, 360)


def found(*rows, label="face"):
    """Detections of one frame from rows of x, y, width, height, score."""
    table = np.array(rows, np.float32).reshape(-1, 5)
    return Detections(table[:, :4], table[:, 4], [label] * len(table))


def walk(frames, score=0.9, start=(100, 100), step=(4, 0), side=40, lost=(), weak=()):
    """Somebody walking, by frame: not found in `lost`, hardly in `weak`."""
    rows = {}
    for i in range(frames):
        x, y = start[0] + step[0] * i, start[1] + step[1] * i
        rows[i] = [] if i in lost else [(x, y, side, side, 0.2 if i in weak else score)]
    return rows


def linked(*walks, frames=60, **options):
    options = {"fps": 25.0, "size": SIZE, **options}
    return link(
        [(i, found(*(row for rows in walks for row in rows.get(i, [])))) for i in range(frames)], **options
    )


def flags(track):
    return {flag.flag: flag for flag in track.flags}


def covers(outer, inner, slack=1e-3):
    ox, oy, ow, oh = outer
    x, y, w, h = inner
    return ox <= x + slack and oy <= y + slack and ox + ow >= x + w - slack and oy + oh >= y + h - slack


def test_one_person_is_one_track_without_a_doubt():
    (track,) = linked(walk(60))
    assert (track.label, track.first, track.last, len(track.scores)) == ("face", 0, 59, 60)
    assert track.flags == []


def test_two_who_pass_each_other_stay_two():
    left, right = walk(60, step=(6, 0), start=(50, 100)), walk(60, step=(-6, 0), start=(400, 130))
    tracks = linked(left, right)
    assert len(tracks) == 2
    for track, rows in zip(sorted(tracks, key=lambda t: t.boxes[0][0]), (left, right), strict=True):
        assert covers(track.boxes[59], rows[59][0][:4])


def test_a_gap_is_filled_grown_and_said():
    (track,) = linked(walk(60, lost=range(20, 26)))
    gap = flags(track)["gap"]
    assert gap.frames == (20, 25) and "6 frames" in gap.says
    assert gap.as_json() == {"flag": "gap", "frames": [20, 25], "says": gap.says}
    for frame in range(20, 26):
        assert frame not in track.scores
        assert covers(track.boxes[frame], (100 + 4 * frame, 100, 40, 40))
    assert track.boxes[22][2] > track.boxes[20][2] > 40


def test_weak_finds_continue_a_track():
    (track,) = linked(walk(60, weak=range(20, 50)))
    assert len(track.scores) == 60 and not track.flags


def test_weak_finds_before_the_first_strong_one_belong_to_the_track():
    (track,) = linked(walk(60, weak=range(30)))
    assert track.first == 0 and len(track.scores) == 60


def test_a_doubtful_object_is_a_track_of_its_own_and_never_dropped():
    passer_by = {30: [(500, 50, 18, 18, 0.35)]}
    tracks = linked(walk(60), passer_by)
    assert len(tracks) == 2
    doubtful = min(tracks, key=lambda track: track.score)
    assert doubtful.score == pytest.approx(0.35)
    assert {"weak", "small", "short", "born", "ended"} == set(flags(doubtful))


def test_a_strong_flash_of_one_frame_is_kept():
    tracks = linked({30: [(300, 200, 40, 40, 0.95)]})
    assert [track.score for track in tracks] == [pytest.approx(0.95)]
    assert "short" in flags(tracks[0])


def test_ends_reach_as_far_as_somebody_was_there_before():
    rows = {i: row for i, row in walk(100).items() if 40 <= i < 60}
    (track,) = linked(rows, frames=100)
    assert (track.first, track.last) == (20, 79)
    for frame in (20, 35, 62, 79):
        assert frame not in track.scores and covers(track.boxes[frame], (100 + 4 * frame, 100, 40, 40))
    assert {"born", "ended"} == set(flags(track))


@pytest.mark.parametrize(
    ("agreed", "doubtful"),
    [([0, 0, 0], True), ([0, 1, 0], False), ([0, -1, -1], False), ([-1, -1, -1], False)],
    ids=["never", "once", "hardly heard", "too small to be judged"],
)
def test_of_whom_two_networks_never_agree_is_flagged(agreed, doubtful):
    frames = []
    for i in range(60):
        one = found((100 + i, 100, 40, 40, 0.9))
        one.agreed = np.array([agreed[i // 12] if i % 12 == 0 and i // 12 < 3 else -1], np.int8)
        frames.append((i, one))
    (track,) = link(frames, fps=25.0, size=SIZE)
    assert ("disagree" in flags(track)) == doubtful


def test_who_is_found_every_half_second_is_covered_in_between_and_half_a_second_around():
    rows = {i: row for i, row in walk(100, step=(1, 0)).items() if i in (24, 36, 48)}
    (track,) = linked(rows, frames=100)
    assert (track.first, track.last) == (12, 60)
    assert all(covers(track.boxes[i], (100 + i, 100, 40, 40)) for i in range(12, 61))


def test_ends_reach_no_further_than_two_seconds():
    rows = {i: row for i, row in walk(260, step=(1, 0)).items() if 90 <= i < 170}
    (track,) = linked(rows, frames=260)
    assert (track.first, track.last) == (40, 219)


@pytest.mark.parametrize(
    "drawn", [(110, 105, 20, 20), (125, 100, 25, 40), (100, 112, 40, 20)], ids=["small", "aside", "low"]
)
def test_a_weak_find_that_is_badly_drawn_uncovers_nothing(drawn):
    rows = walk(40, step=(0, 0))
    for frame in range(10, 20):
        rows[frame] = [(*drawn, 0.2)]
    (track,) = linked(rows)
    for frame in range(40):
        assert covers(track.boxes[frame], (100, 100, 40, 40)) and covers(
            track.boxes[frame], rows[frame][0][:4]
        )


@pytest.mark.parametrize(
    ("score", "side", "by"),
    [
        (0.6, 40, 2.8),
        (0.7, 40, 1.4),
        (0.8, 40, 0),
        (0.95, 40, 0),
        (0.6, 80, 2.45),
        (0.6, 120, 0),
        (0.4, 40, 2.8),
    ],
)
def test_the_less_sure_and_the_smaller_the_wider_is_the_box_around_what_was_found(score, side, by):
    (track,) = linked(walk(60, score=score, side=side, step=(0, 0)), strong=0.6)
    for frame in (0, 30, 59):
        assert track.boxes[frame] == pytest.approx(
            (100 - by, 100 - by, side + 2 * by, side + 2 * by), abs=1e-3
        )


def test_who_is_drawn_now_by_one_part_and_now_by_another_is_covered_whole():
    parts = [(100, 100, 32, 40, 0.6)], [(108, 100, 32, 40, 0.6)]
    (track,) = linked({frame: parts[frame // 6 % 2] for frame in range(60)}, strong=0.6)
    for frame in range(12, 48):
        assert covers(track.boxes[frame], (100, 100, 40, 40))


def test_who_is_drawn_alike_is_drawn_no_wider_for_walking():
    (track,) = linked(walk(60, score=0.95, step=(3, 1)), strong=0.6)
    for frame in range(12, 48):
        assert track.boxes[frame] == pytest.approx((100 + 3 * frame, 100 + frame, 40, 40), abs=1e-3)


def test_who_is_once_surely_found_is_not_doubted_where_he_is_not():
    (track,) = linked(walk(60, score=0.95, step=(0, 0), weak=range(20, 50)), strong=0.6)
    assert track.boxes[30] == pytest.approx((100, 100, 40, 40), abs=1e-3)


def test_who_has_walked_on_is_not_held_where_the_last_sure_find_was():
    (track,) = linked(walk(60, step=(3, 0), weak=range(10, 60)))
    assert covers(track.boxes[50], (250, 100, 40, 40)) and track.boxes[50][2] < 60


def pan(frames, step):
    """A camera that turns: what stands still goes by `step` pixels a frame."""
    return {i: Change(Motion(shift=complex(-step, 0)), False) for i in range(1, frames)}


def test_a_gap_in_a_pan_is_filled_where_the_object_is():
    still = walk(60, step=(-9, 0), start=(580, 100), lost=range(15, 45))
    (track,) = linked(still, changes=pan(60, -9))
    for frame in range(15, 45):
        assert covers(track.boxes[frame], (580 - 9 * frame, 100, 40, 40), slack=0.1)


def test_without_the_camera_such_a_gap_is_two_tracks():
    still = walk(60, step=(-9, 0), start=(580, 100), lost=range(15, 45))
    assert len(linked(still)) == 2


def test_no_track_goes_on_beyond_a_cut():
    changes = {30: Change(Motion(), True)}
    before, after = linked(walk(60, step=(0, 0)), changes=changes)
    assert (before.first, before.last, after.first, after.last) == (0, 29, 30, 59)
    assert not before.flags and not after.flags


@pytest.mark.parametrize("unsure", [{"lost": range(28, 33)}, {"weak": range(28, 33)}])
def test_who_is_not_surely_found_at_a_cut_is_flagged_there(unsure):
    changes = {30: Change(Motion(), True)}
    before, after = linked(walk(60, step=(0, 0), **unsure), changes=changes)
    assert set(flags(before)) == set(flags(after)) == {"boundary"}
    assert flags(before)["boundary"].frames == (27 if "lost" in unsure else 29, 29)
    assert flags(after)["boundary"].frames == (30, 33 if "lost" in unsure else 30)
    assert {29, 30} <= set(before.boxes) | set(after.boxes)


@given(st.integers(0, 2**32 - 1), st.floats(0.97, 1.03), st.floats(-0.02, 0.02))
@settings(max_examples=40, deadline=None)
def test_whatever_the_camera_does_a_track_contains_what_was_found(seed, zoom, turn):
    rng = np.random.default_rng(seed)
    frames = 40
    motion = Motion(zoom * complex(np.cos(turn), np.sin(turn)), complex(*rng.normal(0, 4, 2)))
    rows, box = {}, (300.0, 160.0, 40.0, 40.0)
    for i in range(frames):
        box = motion.after(box) if i else box
        shaken = np.array(box) + rng.normal(0, 1.5, 4)
        rows[i] = [(*shaken, 0.9)] if rng.random() < 0.7 and shaken[2:].min() > 4 else []
    changes = {i: Change(motion, False) for i in range(1, frames)}
    tracks = linked(rows, frames=frames, changes=changes)
    for i in (i for i, row in rows.items() if row):
        assert any(i in t.boxes and covers(t.boxes[i], rows[i][0][:4], slack=0.05) for t in tracks)


def textured(seed=1, height=360, width=900):
    rng = np.random.default_rng(seed)
    return cv2.GaussianBlur(rng.integers(0, 255, (height, width, 3)).astype(np.uint8), (0, 0), 3)


def test_the_watch_tells_how_the_camera_moved():
    scene, watch = textured(), Watch()
    watch.see(np.ascontiguousarray(scene[:, 100:740]))
    change = watch.see(np.ascontiguousarray(scene[:, 112:752]))
    assert not change.cut
    x, y, width, height = change.motion.after((200, 100, 40, 40))
    assert (x, y) == (pytest.approx(188, abs=1), pytest.approx(100, abs=1))
    assert (width, height) == (pytest.approx(40, abs=0.5), pytest.approx(40, abs=0.5))
    assert change.motion.before((x, y, width, height)) == pytest.approx((200, 100, 40, 40), abs=1e-6)


def test_the_watch_tells_a_cut_from_a_pan_and_from_a_flash():
    scene, watch = textured(), Watch()
    other = cv2.applyColorMap(textured(2)[:, :, 0], cv2.COLORMAP_JET)
    pans = [watch.see(np.ascontiguousarray(scene[:, x : x + 640])).cut for x in range(0, 200, 20)]
    flash = watch.see(cv2.convertScaleAbs(scene[:, 200:840], alpha=1.3, beta=30)).cut
    cut = watch.see(np.ascontiguousarray(other[:, :640])).cut
    assert (any(pans), flash, cut) == (False, False, True)


def test_a_change_survives_its_json():
    motion = Motion(complex(1.01, 0.02), complex(-3.5, 2.25))
    assert Motion.of_json(motion.as_json()) == motion


def test_who_is_lost_at_the_edge_is_covered_until_out_of_sight():
    rows = {i: row for i, row in walk(60, start=(400, 100), step=(4, 0)).items() if i < 50}
    (track,) = linked(rows, frames=80)  # found until a part of it is outside
    for frame in range(50, 60):  # 636, the last that shows anything
        assert covers(track.boxes[frame], (400 + 4 * frame, 100, 40, 40), slack=1)


def test_who_leaves_by_the_edge_is_not_followed_outside():
    rows = {i: row for i, row in walk(60, start=(300, 100), step=(10, 0)).items() if row[0][0] <= 610}
    (track,) = linked(rows)
    assert "ended" not in flags(track)
    last = track.boxes[track.last]
    assert track.last <= max(rows) + 3 and last[0] < SIZE[0]


def test_labels_are_never_mixed():
    frames = [(i, found((100, 100, 40, 40, 0.9), label="face" if i % 2 else "person")) for i in range(10)]
    assert sorted(track.label for track in link(frames)) == ["face", "person"]


def test_the_strong_score_is_the_callers_to_choose():
    assert linked(walk(60, score=0.4), strong=0.3)[0].flags == []
    assert "weak" in flags(linked(walk(60, score=0.4), strong=0.6)[0])


def test_frames_without_finds_and_no_frames_at_all_have_no_tracks():
    assert link([]) == [] and linked({}) == []


def test_of_a_long_clip_neither_finds_nor_tracks_stay_once_they_were_taken():
    doubtful = walk(60, score=0.4, start=(400, 200), step=(0, 0))
    rows = [walk(60), walk(40, start=(100, 250)), doubtful]
    finds = Finds.of((i, found(*(row for one in rows for row in one.get(i, [])))) for i in range(60))
    sure = [track for track in link(finds, size=SIZE) if track.score >= 0.6]
    there = weakref.ref(finds)
    tracks = one_by_one(finds, Linking(25.0, 0.6, size=SIZE), {})
    del finds
    first = next(tracks)
    assert there() is None
    there, seen = weakref.ref(first), [first.keyframes(60)]
    del first
    for track in tracks:
        assert there() is None
        seen.append(track.keyframes(60))
    assert seen == [track.keyframes(60) for track in sure] and len(seen) == 2


def test_tracks_come_in_order_of_the_frames_in_which_they_were_first_found():
    late, early = walk(60, start=(300, 200)), walk(60, start=(50, 50), lost=range(5))
    cut = {30: Change(Motion(), True)}
    tracks = linked(early, {i: row for i, row in late.items() if i >= 9}, changes=cut)
    assert [min(track.scores) for track in tracks] == [5, 9, 30, 30]


def test_a_fast_face_is_still_one_track():
    assert len(linked(walk(30, start=(20, 100), step=(18, 3), side=30), frames=30)) == 1


def test_keyframes_end_with_an_outside_one_where_frames_are_left():
    (track,) = linked(walk(60), frames=60)
    keyframes = track.keyframes(60)
    assert not any(keyframe["outside"] for keyframe in keyframes)
    assert len(keyframes) <= 3 and keyframes[0]["score"] == pytest.approx(0.9)
    assert track.keyframes(61)[-1] == {
        "frame": 60,
        "shape": None,
        "outside": True,
        "occluded": False,
        "score": None,
    }
    assert shape_at(track.keyframes(90), 60) is None


people = st.lists(
    st.tuples(
        st.integers(0, 20),
        st.integers(1, 40),
        st.floats(0, 500),
        st.floats(0, 300),
        st.floats(-9, 9),
        st.floats(8, 90),
    ),
    min_size=1,
    max_size=5,
)


@settings(deadline=None, max_examples=60)
@given(people, st.randoms(use_true_random=False))
def test_every_find_lies_inside_the_keyframes_of_some_track(crowd, chance):
    rows = {i: [] for i in range(40)}
    for start, length, x, y, step, side in crowd:
        for i in range(start, min(40, start + length)):
            if chance.random() < 0.8:
                rows[i].append(
                    (x + step * (i - start), y + chance.random(), side, side, chance.uniform(0.3, 1))
                )
    tracks = linked(rows, frames=40)
    outlines = [track.keyframes(40) for track in tracks]
    for frame, boxes in rows.items():
        shapes = [shape["data"] for keyframes in outlines if (shape := shape_at(keyframes, frame))]
        for box in boxes:
            assert any(covers(shape, box[:4], slack=0.01) for shape in shapes)


@settings(deadline=None, max_examples=40)
@given(people, st.randoms(use_true_random=False))
def test_who_is_sure_lies_where_he_does_whether_or_not_the_doubtful_are_linked(crowd, chance):
    rows = {i: [] for i in range(40)}
    for start, length, x, y, step, side in crowd:
        for i in range(start, min(40, start + length)):
            rows[i].append(
                (x + step * (i - start), y + chance.random(), side, side, chance.uniform(0.1, 0.7))
            )

    def sure(candidate):
        tracks = linked(rows, frames=40, strong=0.6, candidate=candidate)
        return [(t.first, t.boxes.rows.tolist(), dict(t.scores)) for t in tracks if t.score >= 0.6]

    assert sure(candidate=0.6) == sure(candidate=0.3)
