"""Who is linked: attacks on methods that leave something and on those that leave nothing, beside their controls."""

from __future__ import annotations

import json
import sys

import cv2
import numpy as np
import pytest

from coco_documents import box, coco
from moretta_vision.cli import main
from moretta_vision.evaluate.privacy.crops import FACE, SIDE, crop
from moretta_vision.evaluate.privacy.scores import exceeds, link, rejected, row

PEOPLE, ACROSS, DOWN = 132, 4, 3


def pattern(chance):
    """A person of 48×54 pixels: coarse patches in colour that nobody else has."""
    coarse = chance.uniform(0, 255, (6, 5, 3)).astype(np.float32)
    return np.clip(cv2.resize(coarse, (48, 54), interpolation=cv2.INTER_CUBIC), 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """Photos of people, each once, on grounds of their own; and the boxes."""
    folder, chance = tmp_path_factory.mktemp("crowd"), np.random.default_rng(0)
    (folder / "originals").mkdir()
    images, rows = [], []
    for number in range(PEOPLE // (ACROSS * DOWN)):
        ground = chance.uniform(60, 190, (8, 10, 3)).astype(np.float32)
        picture = cv2.resize(ground, (400, 320), interpolation=cv2.INTER_CUBIC).astype(np.uint8)
        for place in range(ACROSS * DOWN):
            x, y = 30 + 94 * (place % ACROSS), 24 + 98 * (place // ACROSS)
            picture[y : y + 54, x : x + 48] = pattern(chance)
            rows.append(box([x, y, 48, 54], number, id=len(rows)))
        cv2.imwrite(str(folder / "originals" / f"{number}.jpg"), picture)
        images.append({"id": number, "file_name": f"{number}.jpg", "width": 400, "height": 320})
    (folder / "found.json").write_text(json.dumps(coco(images, rows)))
    return folder


_known = {}


def measured(folder, method, *options, parts="linkage"):
    """The figures of the crowd hidden by a method, measured once."""
    key = folder, method, options, parts
    if key not in _known:
        _known[key] = _measured(folder, method, *options, parts=parts)
    return _known[key]


def _measured(folder, method, *options, parts):
    redacted, figures = folder / method, folder / f"{method}.json"
    originals, found = str(folder / "originals"), str(folder / "found.json")
    if not redacted.exists():
        asked = ["redact", originals, "-o", str(redacted), "--detections", found, "--method", method]
        assert main(asked) == 0
    asked = [
        "evaluate",
        "privacy",
        "--originals",
        originals,
        "--redacted",
        str(redacted),
        "--detections",
        found,
    ]
    assert main([*asked, "--parts", parts, "--matchers", "pixels", "--json", str(figures), *options]) == 0
    return json.loads(figures.read_text())


def attack(found, title, gallery):
    return next(one for one in found["rows"] if one["attack"].startswith(title) and one["gallery"] == gallery)


@pytest.mark.parametrize("method", ["solid", "opaque-blur"])
def test_who_is_hidden_irreversibly_is_linked_no_more_than_the_control(crowd, method):
    found = measured(crowd, method)["linkage"]
    assert found["people"] == PEOPLE and found["enough"]
    assert not any(one["above_control"] for one in found["rows"])
    assert "not above its control" in found["verdict"]
    assert attack(found, "none", "clear")["rank1"]["share"] > 0.95


def test_who_is_only_made_coarse_is_linked(crowd):
    found = measured(crowd, "mosaic")["linkage"]
    for gallery in ("clear", "redacted"):
        one = attack(found, "one photo", gallery)
        assert one["rank1"]["share"] > 0.5 and one["above_control"]
        assert one["rank1"]["share"] > one["rank1"]["control"]["share"]
        low, high = one["rank1"]["interval"]
        assert low < one["rank1"]["share"] <= high
        assert one["accepted"]["linked"] > one["accepted"]["control"]["linked"]
    assert "above its control" in found["verdict"] and "something" in found["verdict"]


def test_several_photos_together_tell_more_than_one(crowd):
    found = measured(crowd, "mosaic")["linkage"]
    one, several = (
        attack(found, title, "clear")["accepted"] for title in ("one photo", "several photos, pixels")
    )
    assert several["linked"] >= one["linked"]


def test_what_was_learnt_on_half_of_the_people_is_asked_of_the_others(crowd):
    found = measured(crowd, "mosaic")["linkage"]
    trained = attack(found, "trained on redacted faces, discriminant", "redacted")
    assert trained["people"] == PEOPLE
    assert trained["rank1"]["chance"] == pytest.approx(2 / PEOPLE, abs=1e-4)
    assert trained["rank1"]["share"] > 0.5


def test_undoing_gives_nothing_back_of_a_solid_colour(crowd):
    solid = measured(crowd, "solid", "--most", "60", parts="reconstruction")["reconstruction"]
    assert not any(one["above_control"] for one in solid["rows"])
    assert abs(solid["similarity_to_clear"]) < 0.1
    mosaic = measured(crowd, "mosaic", "--most", "60", parts="reconstruction")["reconstruction"]
    assert mosaic["rows"][0]["above_control"]
    assert mosaic["similarity_to_clear"] > solid["similarity_to_clear"] + 0.2
    assert mosaic["by"] == "ridge regression" and "torch/bin/pip install" in mosaic["note"]


def test_a_network_undoes_in_an_environment_of_its_own(crowd, monkeypatch, tmp_path):
    """A stand-in plays the other Python: it answers what it was asked, and so undoes nothing."""
    stand_in = tmp_path / "python"
    stand_in.write_text(
        f"#!{sys.executable}\nimport io, sys, numpy as np\n"
        "given = np.load(io.BytesIO(sys.stdin.buffer.read()))\n"
        "assert given['known'].shape == given['goal'].shape and given['known'].dtype == np.uint8\n"
        "np.save(sys.stdout.buffer, given['asked'])\n"
    )
    stand_in.chmod(0o755)
    monkeypatch.setenv("MORETTA_TORCH_PYTHON", str(stand_in))
    found = _measured(crowd, "mosaic", "--most", "60", parts="reconstruction")["reconstruction"]
    assert found["by"] == "network" and found["note"] is None and found["rows"][0]["above_control"]


def test_an_environment_that_cannot_train_says_what_to_install(crowd, monkeypatch, capsys):
    measured(crowd, "mosaic")
    monkeypatch.setenv("MORETTA_TORCH_PYTHON", "/nowhere/python")
    with pytest.raises(AssertionError):
        _measured(crowd, "mosaic", "--most", "60", parts="reconstruction")
    assert "MORETTA_TORCH_PYTHON names /nowhere/python" in capsys.readouterr().err


def test_without_a_report_there_is_no_control(crowd):
    measured(crowd, "mosaic")
    bare = crowd / "bare"
    if not bare.exists():
        bare.mkdir()
        for path in (crowd / "mosaic").glob("*.jpg"):
            (bare / path.name).write_bytes(path.read_bytes())
    found = measured(crowd, "bare", "--most", "60")
    assert found["method"] == {"name": None, "kind": None}
    assert all(one["rank1"]["control"] is None for one in found["linkage"]["rows"])
    assert any("no control can be made" in note for note in found["notes"])


def test_few_people_are_too_few_to_conclude(crowd):
    found = measured(crowd, "mosaic", "--most", "20")["linkage"]
    assert (
        found["people"] == 20 and not found["enough"] and found["verdict"].startswith("Too few to conclude")
    )
    assert all(one["accepted"] is None for one in found["rows"])


def test_real_second_photos_are_used_where_they_are_named(crowd, tmp_path):
    people = tmp_path / "people.json"
    people.write_text(json.dumps({f"person {n}": [n, n + 66] for n in range(66)}))
    found = measured(crowd, "mosaic", "--people", str(people))["linkage"]
    assert found["people"] == found["second_photos"] == 66
    # the two photos of everybody show different patterns: nobody can be linked
    assert attack(found, "none", "clear")["rank1"]["share"] < 0.15


@pytest.mark.parametrize(
    ("similarities", "first"),
    [
        ([[0.9, 0.1], [0.2, 0.8]], [True, True]),
        ([[0.1, 0.9], [0.2, 0.8]], [False, True]),
        ([[0.5, 0.5], [0.5, 0.5]], [False, False]),  # a tie is no link
        ([[0.500001, 0.5], [0.5, 0.500001]], [False, False]),  # nor is the last digit
    ],
)
def test_who_is_no_more_alike_to_the_own_photo_is_not_linked(similarities, first):
    found = link([np.array(similarities, np.float32)])
    assert found.first.tolist() == first and found.accepted is None and found.chance == 0.5


def test_the_threshold_lets_a_thousandth_of_the_impostors_through():
    chance = np.random.default_rng(1)
    similar = chance.normal(0, 1, (140, 140)).astype(np.float32)
    np.fill_diagonal(similar, 3.5)
    found = link([similar])
    assert found.impostors == 140 * 139 and found.accepted is not None and found.accepted.all()
    others = np.sort(similar[~np.eye(140, dtype=bool)])[::-1]
    np.fill_diagonal(similar, others[int(0.001 * len(others))])  # at the threshold is not above it
    assert not link([similar]).accepted.any()


@pytest.mark.parametrize(
    ("more", "fewer", "p"), [(0, 0, 1.0), (5, 0, 1 / 32), (0, 5, 1.0), (3, 3, 42 / 64), (9, 1, 11 / 1024)]
)
def test_a_paired_test_compares_with_the_control(more, fewer, p):
    real = np.array([True] * more + [False] * fewer + [True, False])
    control = np.array([False] * more + [True] * fewer + [True, False])
    assert exceeds(real, control) == pytest.approx(p)
    assert row(link([np.eye(3, dtype=np.float32)]), None)["rank1"]["share"] == 1


@pytest.mark.parametrize(
    ("probabilities", "found"),
    [
        ([], []),
        ([0.04], [True]),
        ([0.04, 0.9], [False, False]),
        ([0.9, 0.01, 0.03], [False, True, False]),
        ([0.001, 0.02, 0.03], [True, True, True]),
    ],
)
def test_many_tests_are_counted_together(probabilities, found):
    assert rejected(probabilities) == found


@pytest.mark.parametrize(
    "bbox", [(30, 40, 48, 56), (30.5, 40.25, 96, 50), (-8, -8, 40, 60), (20, 30, 400, 380)]
)
def test_a_box_always_comes_to_lie_on_the_same_rectangle(bbox):
    x, y, width, height = bbox
    picture = np.zeros((500, 500, 3), np.uint8)
    inside = np.zeros((500, 500), np.uint8)
    inside[max(0, round(y)) : round(y + height), max(0, round(x)) : round(x + width)] = 255
    picture[inside > 0] = 200
    left, top, w, h = FACE
    made = crop(picture, bbox)
    assert made.shape == (SIDE, SIDE, 3)
    shown = made[top + 4 : top + h - 4, left + 4 : left + w - 4]
    seen = shown[max(0, round(-y * h / height)) :, max(0, round(-x * w / width)) :]
    assert np.abs(seen.astype(int) - 200).max() <= 1
    hidden = crop(picture, bbox, inside)
    assert set(np.unique(hidden[: top - 4])) <= {127}
