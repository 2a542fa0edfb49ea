"""Two browsers on one picture, and one whose network is cut: by chance, with real hands, and nothing is lost.

`MORETTA_TEST_LONG=1` lets them work for a minute, and cuts the network for half a minute.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from .conftest import Site
from .hands import Hands, Mark
from .session import add_files, box, call, make_project, put_objects

LONG = os.environ.get("MORETTA_TEST_LONG") == "1"
TOGETHER = 60 if LONG else 8  # seconds
CUT = 30 if LONG else 3
BADGE = "Badge"  # a label that the policy does not hide
STATES = {"redact": "hidden", "keep": "kept", "undecided": "undecided"}


@pytest.fixture(scope="module")
def place(site: Site, desk: Page, testdata: Path) -> dict[str, Any]:
    """A picture with nobody on it, in a project of two labels."""
    project = make_project(desk, "Together", hide=["face"])
    call(desk, "POST", f"projects/{project}/labels", {"name": BADGE, "kind": "object"})
    (asset,) = add_files(desk, project, [testdata / "negatives" / "coco_000000000025.jpg"])
    labels = {label["id"]: label["name"] for label in call(desk, "GET", f"projects/{project}")["labels"]}
    return {
        "asset": asset["id"],
        "labels": labels,
        "address": f"{site.address}/p/{project}/assets/{asset['id']}",
    }


@pytest.fixture
def first(page: Page, desk: Page, site: Site, place: dict[str, Any]) -> Hands:
    """The picture's page with six objects that nobody has decided about, three of each label."""
    labels = list(place["labels"])
    objects = [
        {"label": labels[number % 2], "keyframes": box(90 * number + 30, 60, 50, 70)} for number in range(6)
    ]
    put_objects(desk, place["asset"], objects)
    return opened(page, place, 1)


@pytest.fixture
def second(first: Hands, chromium: Browser, signed_in: Path, place: dict[str, Any]) -> Iterator[Hands]:
    """The same page in another browser, of another size."""
    context = chromium.new_context(storage_state=signed_in, viewport={"width": 1100, "height": 900})
    context.set_default_timeout(15_000)
    yield opened(context.new_page(), place, 2)
    context.close()


def opened(page: Page, place: dict[str, Any], seed: int) -> Hands:
    page.goto(place["address"])
    expect(page.locator(".overlay > g.object")).to_have_count(6)
    return Hands(page, seed)


def stored(page: Page, place: dict[str, Any]) -> list[Mark]:
    """What the server has, as it ought to be drawn."""
    marks = []
    for one in call(page, "GET", f"assets/{place['asset']}/annotations")["annotations"]:
        label = place["labels"][one["label"]]
        open_ = one["decision"] == "undecided"
        state = "kept" if open_ and label == BADGE else STATES[one["decision"]]
        marks.append((one["id"], label, state, tuple(one["keyframes"][0]["shape"]["data"])))
    return sorted(marks)


def wait_until_equal(hands: Hands, wanted: list[Mark]) -> None:
    """News of the other takes a moment to arrive."""
    end = time.monotonic() + 20
    while found := differences(hands.marks(), wanted):
        assert time.monotonic() < end, found
        hands.page.wait_for_timeout(200)


def differences(drawn: list[Mark], wanted: list[Mark]) -> list[tuple[Mark | None, Mark | None]]:
    """Objects that are not the same to a twentieth of a pixel: as drawn, and as wanted."""
    here, there = {mark[0]: mark for mark in drawn}, {mark[0]: mark for mark in wanted}
    pairs = [(here.get(id), there.get(id)) for id in sorted(here.keys() | there.keys())]
    return [(one, other) for one, other in pairs if not (one and other and same(one, other))]


def same(one: Mark, other: Mark) -> bool:
    return one[:3] == other[:3] and all(abs(a - b) < 0.05 for a, b in zip(one[3], other[3], strict=True))


def test_two_browsers_that_do_anything_end_equal_with_each_other_and_the_server(
    first: Hands, second: Hands, place: dict[str, Any]
) -> None:
    end = time.monotonic() + TOGETHER
    while time.monotonic() < end:
        first.act()
        second.act()
    for hands in (first, second):
        hands.settle()
    print(first.done, second.done)
    truth = stored(first.page, place)
    wait_until_equal(first, truth)
    wait_until_equal(second, truth)
    first.page.reload()
    expect(first.page.locator(".overlay > g.object")).to_have_count(len(truth))
    wait_until_equal(first, truth)


def both_change(first: Hands, second: Hands, objects: list[str]) -> None:
    """The first has no network when both change these, and has not heard of the other's changes yet."""
    first.page.context.set_offline(True)
    for one in objects:
        first.point_at(one)
        first.page.keyboard.press("Enter")
        second.point_at(one)
        second.page.keyboard.press("Delete")
    expect(first.page.locator("[data-save=offline]")).to_be_visible()
    second.settle()


def test_a_key_that_was_meant_for_one_question_does_not_answer_the_next(first: Hands, second: Hands) -> None:
    both_change(first, second, [mark[0] for mark in first.marks()[:2]])
    first.page.context.set_offline(False)
    questions = first.page.locator(".conflict-pair")
    expect(questions).to_be_visible()
    before = questions.inner_text()
    questions.get_by_role("button").first.press("Enter")
    expect(questions).not_to_have_text(before, use_inner_text=True)
    first.page.keyboard.press("Enter")
    first.page.keyboard.press("Space")
    first.page.wait_for_timeout(200)
    expect(questions.get_by_role("button")).to_have_count(2)
    questions.get_by_role("button").last.click()
    first.settle()
    expect(first.page.locator(".overlay > g.object")).to_have_count(5)  # kept mine, then theirs


def test_a_question_about_a_conflict_waits_until_the_one_that_is_open_is_answered(
    first: Hands, second: Hands
) -> None:
    touched, kept = (mark[0] for mark in first.marks()[:2])
    both_change(first, second, [touched])
    first.point_at(kept)
    first.page.keyboard.press("y")
    first.page.context.set_offline(False)
    expect(first.page.locator("[data-save=conflict]")).to_be_visible()
    expect(first.page.get_by_role("dialog")).to_have_count(1)
    first.page.get_by_role("button", name="consent", exact=True).click()
    expect(first.page.locator(".conflict-pair")).to_be_visible()
    first.page.locator(".conflict-pair button").last.click()
    first.settle()
    expect(first.page.locator(f'g.object[data-object="{kept}"]')).to_have_attribute("data-state", "kept")


@pytest.mark.parametrize("reloaded", [False, True], ids=["kept open", "reloaded meanwhile"])
def test_nothing_is_lost_that_was_done_while_the_network_was_cut(
    first: Hands, second: Hands, place: dict[str, Any], reloaded: bool
) -> None:
    before = {mark[0] for mark in first.marks()}
    first.act()
    first.page.context.set_offline(True)
    end = time.monotonic() + CUT
    while time.monotonic() < end or not sum(first.done.values()) > 8:
        first.act()
        second.draw()
    expect(first.page.locator("[data-save=offline]")).to_contain_text("kept here")
    mine = first.marks()
    if reloaded:
        with suppress(Error):  # there is no network to read the page from
            first.page.reload()
    first.page.context.set_offline(False)
    if reloaded:
        first.page.goto(place["address"])
        expect(first.page.locator(".overlay")).to_be_visible()
    first.settle()
    second.settle()
    print(first.done, second.done)
    truth = stored(first.page, place)
    theirs = {mark[0] for mark in second.marks()} - {mark[0] for mark in mine} - before
    assert theirs
    assert differences(mine, [mark for mark in truth if mark[0] not in theirs]) == []
    wait_until_equal(first, truth)
    wait_until_equal(second, truth)
