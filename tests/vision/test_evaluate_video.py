"""`moretta evaluate video`: who leaks in videos, by finds and in redacted folders."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from clips import make_clip
from conftest import missing
from moretta_vision.cli import main
from moretta_vision.evaluate.intervals import wilson
from moretta_vision.redact.video import redact_video

FACE = [{"id": 1, "name": "face"}]
ANN, BEN = (10, 10, 20, 20), (60, 20, 20, 30)


def clip(number: int = 1, name: str = "a.mp4", **more: Any) -> dict[str, Any]:
    return {"id": number, "file_name": name, "width": 96, "height": 64, "fps": "10", "n_frames": 10, **more}


def box(frame: int, track: int | str, bbox: Any, video: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "video_id": video,
        "frame": frame,
        "track_id": track,
        "category_id": 1,
        "bbox": list(bbox),
        **more,
    }


def document(videos: list[Any], boxes: list[Any]) -> dict[str, Any]:
    return {"videos": videos, "video_annotations": boxes, "categories": FACE}


@pytest.fixture
def evaluate(tmp_path: Path):
    """The report of the command on a truth and, where they are given, on predictions."""

    def run(truth: Any, predictions: Any = None, *options: Any) -> dict[str, Any]:
        (tmp_path / "truth.json").write_text(json.dumps(truth))
        given = ["--truth", str(tmp_path / "truth.json"), "--json", str(tmp_path / "report.json")]
        if predictions is not None:
            (tmp_path / "found.json").write_text(json.dumps(predictions))
            given += ["--predictions", str(tmp_path / "found.json")]
        assert main(["evaluate", "video", *given, *map(str, options)]) == 0
        found: dict[str, Any] = json.loads((tmp_path / "report.json").read_text())
        return found

    return run


# --- finds ----------------------------------------------------------------------------------------------------------


TWO_PEOPLE = document(
    [clip()],
    [box(n, 1, ANN) for n in range(10)] + [box(n, "ben", BEN, ignore=int(n == 6)) for n in range(10)],
)


def found_but_for_ben(*frames: int) -> dict[str, Any]:
    """Finds on everybody, on Ben not at these frames."""
    mine = [box(n, 4, BEN, score=0.8) for n in range(10) if n not in frames]
    return document([clip()], [box(n, 3, ANN, score=0.9) for n in range(10)] + mine)


def test_a_person_leaks_who_is_open_at_any_frame(evaluate):
    report = evaluate(TWO_PEOPLE, found_but_for_ben(3, 4, 5, 6, 8))
    assert (report["people"], report["people_leaked"], report["leak_rate"]) == (2, 1, 0.5)
    assert report["intervals"]["leak_rate"] == [round(end, 4) for end in wilson(1, 2)]
    assert (report["object_frames"], report["leak_frames"]) == (19, 4)  # the ignored box is neither
    assert report["leak_frames_per_1000"] == round(4000 / 19, 4)
    assert report["boxes"] == {"48+": 0, "24-48": 9, "12-24": 10, "<12": 0}
    assert report["recall"] == {"48+": None, "24-48": round(5 / 9, 4), "12-24": 1.0, "<12": None}
    assert report["recall_all"] == round(15 / 19, 4)


def test_the_longest_leak_is_the_longest_without_a_break(evaluate):
    report = evaluate(TWO_PEOPLE, found_but_for_ben(1, 3, 4, 5, 6, 8, 9))
    assert report["longest_leak"] == {
        "video": "a.mp4", "track_id": "ben", "first_frame": 3, "frames": 3, "seconds": 0.3,
    }  # fmt: skip
    (leak,) = report["leaks"]
    assert (leak["frames"], leak["of"], leak["runs"]) == (6, 9, [[1, 1], [3, 5], [8, 9]])


def test_where_everybody_is_covered_nobody_leaks(evaluate):
    report = evaluate(TWO_PEOPLE, found_but_for_ben())
    assert (report["leak_rate"], report["longest_leak"], report["leaks"]) == (0, None, [])
    assert report["intervals"]["leak_rate"][1] > 0.5  # of two people that says little


@pytest.mark.parametrize(
    ("options", "leaked"),
    [((), 0), (("--enlarge", 1), 1), (("--min-score", 0.85), 1), (("--smallest", 31), None)],
)
def test_finds_are_enlarged_and_chosen_as_asked(evaluate, options, leaked):
    x, y, w, h = BEN
    small = [box(n, 4, (x + 2, y + 2, w - 4, h - 4), score=0.8) for n in range(10)]
    truth = document([clip()], [box(n, 2, BEN) for n in range(10)])
    report = evaluate(truth, document([clip()], small), *options)
    assert report["leak_rate"] == leaked and report["people"] == (0 if leaked is None else 1)


def test_what_is_hidden_is_told_against_the_true_area(evaluate):
    truth = document([clip()], [box(n, 1, ANN) for n in range(3)])
    found = document([clip()], [box(n, 1, (10, 10, 20 * (n + 1), 20)) for n in range(3)])
    assert evaluate(truth, found, "--enlarge", 1)["masked_over_true"] == 2


@pytest.mark.parametrize(
    ("tracks", "switches"),
    [
        ([1, 1, 1, 1], 0),
        ([1, 1, 2, 2], 1),
        ([1, 2, 1, 2], 3),
        ([1, None, None, 1], 0),
        ([1, None, None, 2], 1),
        ([None, None, None, None], 0),
    ],
)
def test_going_on_under_another_track_is_a_switch(evaluate, tracks, switches):
    truth = document([clip()], [box(n, 1, ANN) for n in range(4)])
    found = [box(n, track, ANN) for n, track in enumerate(tracks) if track is not None]
    assert evaluate(truth, document([clip()], found))["identity_switches"] == switches


def test_two_people_who_swap_their_tracks_are_two_switches(evaluate):
    truth = document([clip()], [box(n, who, at) for n in range(4) for who, at in ((1, ANN), (2, BEN))])
    found = [box(n, who if n < 2 else 3 - who, at) for n in range(4) for who, at in ((1, ANN), (2, BEN))]
    assert evaluate(truth, document([clip()], found))["identity_switches"] == 2


def test_a_video_that_nobody_answered_counts_as_open(evaluate):
    truth = document([clip(), clip(2, "b.mp4")], [box(0, 1, ANN), box(0, 1, ANN, video=2)])
    report = evaluate(truth, document([clip()], [box(0, 1, ANN)]))
    assert (report["unanswered"], report["people"], report["people_leaked"]) == (1, 2, 1)
    assert "does not list b.mp4" in report["notes"][0]


def test_the_tables_say_what_the_report_says(evaluate, tmp_path, capsys):
    evaluate(TWO_PEOPLE, found_but_for_ben(3, 4), "--markdown", "-")
    text = capsys.readouterr().out
    assert "| people who leak, 1 of 2 | 0.500 (0.095 to 0.905) |" in text
    assert "| longest leak | 2 frames (0.2 s), a.mp4, track ben, from frame 3 |" in text
    assert "| a.mp4 | ben | 2 | 9 | 2 | 3 |" in text


BAD: dict[str, tuple[Any, Any, str]] = {
    "no videos": ({"categories": FACE}, TWO_PEOPLE, "truth.json has no list videos"),
    "frame": (
        document([clip()], [box(10, 1, ANN)]),
        TWO_PEOPLE,
        "video_annotations[0].frame of TRUTH has to be 0 to 9, as the video has 10, not 10.",
    ),
    "track": (document([clip()], [box(0, None, ANN)]), TWO_PEOPLE, "video_annotations[0].track_id"),
    "video": (TWO_PEOPLE, document([clip()], [box(0, 1, ANN, video=9)]), "the id of a video, not 9"),
    "size": (TWO_PEOPLE, document([clip(width=0)], []), "videos[0].width of FOUND"),
    "nobody": (document([clip()], []), TWO_PEOPLE, "has no box of the category 'face'"),
    "ignored": (document([clip()], [box(0, 1, ANN, ignore=1)]), TWO_PEOPLE, "that is not marked ignore"),
}


@pytest.mark.parametrize("what", BAD)
def test_documents_that_do_not_fit_are_refused_in_a_sentence(tmp_path, capsys, what):
    truth, found, sentence = BAD[what]
    paths = tmp_path / "truth.json", tmp_path / "found.json"
    for path, body in zip(paths, (truth, found), strict=True):
        path.write_text(json.dumps(body))
    assert main(["evaluate", "video", "--truth", str(paths[0]), "--predictions", str(paths[1])]) == 2
    said = capsys.readouterr().err.replace(str(paths[0]), "TRUTH").replace(str(paths[1]), "FOUND")
    assert sentence.replace("truth.json", "TRUTH") in said and said.count("\n") == 1


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--originals", "a"],
        ["--predictions", "a", "--redacted", "b"],
        ["--predictions", "a", "--residue", "yunet"],
    ],
)
def test_it_wants_either_finds_or_two_folders(options):
    with pytest.raises(SystemExit, match="2"):
        main(["evaluate", "video", "--truth", "t.json", *options])


# --- redacted folders -----------------------------------------------------------------------------------------------


def hide(source: Path, target: Path, boxes: list[tuple[int, tuple[float, ...]]], frames: int) -> None:
    """Fills each box at its frame only."""
    target.parent.mkdir(parents=True, exist_ok=True)
    regions = []
    for frame, bbox in boxes:
        keys = [{"frame": frame, "shape": {"type": "box", "data": list(bbox)}}]
        if frame + 1 < frames:
            keys.append({"frame": frame + 1, "outside": True, "shape": keys[0]["shape"]})
        regions.append(
            {"keyframes": keys, "method": "solid", "color": "ff00ff", "shape": "box", "margin": 0.1}
        )
    redact_video(source, target, regions)


@pytest.fixture(scope="module")
def folders(testdata, tmp_path_factory) -> tuple[Path, Path, dict[str, Any]]:
    """Originals, redacted and truth: a real clip of two people, one of whom is open at nine frames, and a made one in
    which everybody is hidden."""
    folder = tmp_path_factory.mktemp("folders")
    known = json.loads((testdata / "manifest.json").read_text())
    (row,) = [each for each in known["videos"] if each["file_name"] == "videos/intel_headpose_two.mp4"]
    boxes = [each for each in known["video_annotations"] if each["video_id"] == row["id"]]
    originals, redacted = folder / "originals", folder / "redacted"
    (originals / "videos").mkdir(parents=True)
    (originals / row["file_name"]).write_bytes((testdata / row["file_name"]).read_bytes())
    second = max(each["track_id"] for each in boxes)
    left_open = {5, 20, 21, 22, 23, 24, 25, 40, 55}
    kept = [
        (each["frame"], tuple(each["bbox"]))
        for each in boxes
        if each["track_id"] != second or each["frame"] not in left_open
    ]
    hide(originals / row["file_name"], redacted / row["file_name"], kept, row["n_frames"])
    made = clip(99, "videos/made.mp4", ground_truth="SYNTHETIC", labelled_categories=[1])
    noise = np.random.default_rng(0).integers(60, 160, (10, 64, 96, 3), np.uint8)
    make_clip(originals / made["file_name"], range(0, 400, 40), pictures=list(noise))
    marks = [box(n, 1, (20 + n, 12, 24, 24), video=99) for n in range(10)]
    hide(
        originals / made["file_name"],
        redacted / "videos/made.mkv",
        [(each["frame"], tuple(each["bbox"])) for each in marks],
        10,
    )
    return originals, redacted, known | {"videos": [row, made], "video_annotations": [*boxes, *marks]}


def test_figures_of_a_redacted_folder_are_those_of_the_judge(testdata, folders, evaluate, tmp_path):
    script = testdata.parent / "tools" / "score.py"
    if not script.is_file():
        missing(f"there is no judge at {script}")
    originals, redacted, truth = folders
    report = evaluate(truth, None, "--originals", originals, "--redacted", redacted, "--fill", "ff00ff")
    command = [sys.executable, script, "videos", tmp_path / "truth.json", originals, redacted]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert [one["video"] for one in report["clips"]] == [one["file_name"] for one in truth["videos"]]
    for ours, judged in zip(report["clips"], theirs["videos"], strict=True):
        for key in ("people", "people_leaked", "object_frames", "leak_frames", "frames", "lost", "added"):
            assert ours[key] == judged[key], (key, judged["video"])
        assert ours["masked_over_true"] == pytest.approx(judged["filled_over_true"], abs=0.006)
        assert ours["psnr_outside"] == pytest.approx(judged["psnr_outside"], abs=0.02)
    assert (report["people"], report["people_leaked"], report["leak_frames"]) == (3, 1, 9)
    assert report["longest_leak"]["frames"] == 6 and report["identity_switches"] is None


def test_what_a_detector_still_finds_is_counted(folders, evaluate, with_models):
    originals, redacted, truth = folders
    report = evaluate(truth, None, "--originals", originals, "--redacted", redacted, "--residue", "yunet")
    residue = report["residue"]
    assert residue["frames"] == 66
    assert 5 <= residue["on_true"] <= 9 and residue["people"] == 1  # at nine frames one face is open
    assert residue["frames_shown"] <= residue["on_true"] + residue["on_hidden"]


def test_a_redacted_file_that_is_missing_or_of_another_size_is_named(folders, evaluate, tmp_path):
    originals, redacted, truth = folders
    (tmp_path / "cut").mkdir()
    whole = make_clip(tmp_path / "cut" / "made.mp4", range(0, 400, 40), size=(48, 32))
    with pytest.raises(AssertionError):
        evaluate(truth, None, "--originals", originals, "--redacted", tmp_path / "cut")
    whole.with_name("intel_headpose_two.mp4").write_bytes(
        (redacted / "videos/intel_headpose_two.mp4").read_bytes()
    )
    report = evaluate(truth, None, "--originals", originals, "--redacted", tmp_path / "cut")
    assert (report["videos"], report["unanswered"]) == (1, 1)
    assert report["notes"] == ["made.mp4 has 48x32 pixels, its original 96x64."]


def test_frames_that_are_missing_at_the_end_are_counted(evaluate, tmp_path):
    for name, frames in (("before", 10), ("after", 8)):
        (tmp_path / name).mkdir()
        make_clip(tmp_path / name / "a.mp4", range(0, 40 * frames, 40))
    truth = document([clip()], [box(0, 1, ANN)])
    (one,) = evaluate(truth, None, "--originals", tmp_path / "before", "--redacted", tmp_path / "after")[
        "clips"
    ]
    assert (one["frames"], one["lost"], one["added"]) == (8, 2, 0)
