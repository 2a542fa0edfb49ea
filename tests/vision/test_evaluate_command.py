"""The command `moretta evaluate detections`."""

from __future__ import annotations

import importlib.util
import json

import pytest

from coco_documents import scattered
from moretta_vision.cli import main
from moretta_vision.evaluate.detections import report


@pytest.fixture
def files(tmp_path):
    """The options that name a truth and predictions."""
    truth, predictions = scattered(1)
    for name, body in (("truth.json", truth), ("found.json", predictions)):
        (tmp_path / name).write_text(json.dumps(body))
    return ["--truth", str(tmp_path / "truth.json"), "--predictions", str(tmp_path / "found.json")]


def test_the_command_prints_the_report(files, capsys):
    assert main(["evaluate", "detections", *files, "--subset", "faces", "--min-score", "0.3"]) == 0
    found = json.loads(capsys.readouterr().out)
    truth, predictions = scattered(1)
    expected = report(truth, predictions, subset="faces", min_score=0.3)
    assert found["settings"].pop("truth").endswith("truth.json")
    assert found["recall"] == expected["recall"] and found["intervals"] == expected["intervals"]


def test_the_command_writes_what_is_asked_for(files, tmp_path, capsys):
    pytest.importorskip("matplotlib")
    to = [
        "--json",
        str(tmp_path / "r.json"),
        "--markdown",
        str(tmp_path / "r.md"),
        "--plots",
        str(tmp_path / "r"),
    ]
    assert main(["evaluate", "detections", *files, *to]) == 0
    assert capsys.readouterr().out == ""
    figures = json.loads((tmp_path / "r.json").read_text())
    assert f"| {figures['leaking_images']:.3f} (" in (tmp_path / "r.md").read_text()
    drawn = {path.name: path.read_bytes() for path in (tmp_path / "r").iterdir()}
    assert {name.partition(".")[0] for name in drawn} == {
        "precision-recall",
        "recall-by-height",
        "masked-recall",
    }
    for name, content in drawn.items():
        assert content.startswith(b"\x89PNG" if name.endswith("png") else b"<?xml")
    assert len(drawn) == 6


def test_markdown_may_go_to_standard_output_alone(files, capsys):
    assert main(["evaluate", "detections", *files, "--markdown", "-"]) == 0
    assert capsys.readouterr().out.startswith("# Detections of the category face")


def test_charts_without_matplotlib_are_refused_in_a_sentence(files, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert main(["evaluate", "detections", *files, "--plots", str(tmp_path / "plots")]) == 2
    assert "pip install 'moretta[plots]'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "There is no file"),
        (b"\xff\xd8\xff", "is not text in UTF-8"),
        (b"{\n 1}", "is not JSON: line 2"),
        (b"{}", "has no list images"),
    ],
)
def test_a_file_that_is_no_coco_is_refused(files, tmp_path, capsys, content, says):
    wrong = tmp_path / "wrong.json"
    if content is not None:
        wrong.write_bytes(content)
    assert main(["evaluate", "detections", *files, "--predictions", str(wrong)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("moretta evaluate detections: ") and says in error and str(wrong) in error


@pytest.mark.parametrize("options", [["--enlarge", "0"], ["--min-score", "much"]])
def test_options_that_are_no_such_numbers_are_refused(files, options, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", "detections", *files, *options])
    assert ended.value.code == 2 and options[1] in capsys.readouterr().err


def test_a_report_that_cannot_be_written_is_told(files, tmp_path, capsys):
    assert main(["evaluate", "detections", *files, "--json", str(tmp_path / "no" / "r.json")]) == 2
    assert "cannot be written" in capsys.readouterr().err
