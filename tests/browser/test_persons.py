"""One entry for each person: grouped by the real network, mended by dragging and keys, decided everywhere at once."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from moretta_vision.catalogue import DEFAULT_PRESET

from .conftest import Site
from .session import add_files, call, make_project

PHOTOS = ("icc.jpg", "sub444.jpg")
"""The same photograph of three people, coded twice."""


@pytest.fixture
def people(page: Page, desk: Page, site: Site, testdata: Path) -> dict[str, Any]:
    """The page of a dataset in which three people are seen twice each, before anybody is grouped."""
    project = make_project(desk, "Persons", preset=DEFAULT_PRESET)
    assets = add_files(desk, project, [testdata / "odd" / name for name in PHOTOS])
    page.goto(f"{site.address}/p/{project}/objects")
    page.get_by_role("link", name="One entry for each person").click()
    expect(persons(page)).to_have_count(6)
    return {"project": project, "assets": assets}


def persons(page: Page) -> Locator:
    return page.get_by_role("grid").get_by_role("row")


def objects(person: Locator) -> Locator:
    return person.get_by_role("gridcell")


def decisions(page: Page, people: dict[str, Any]) -> list[tuple[str, str]]:
    found = []
    for asset in people["assets"]:
        rows = call(page, "GET", f"assets/{asset['id']}/annotations")["annotations"]
        found += [(row["decision"], row["reason"]) for row in rows]
    return sorted(found)


def wait_for_decisions(page: Page, people: dict[str, Any], kept: int, hidden: int) -> None:
    end = time.monotonic() + 30
    while True:
        found = decisions(page, people)
        if found.count(("keep", "consent")) == kept and sum(one == "redact" for one, _ in found) >= hidden:
            return
        assert time.monotonic() < end, found
        page.wait_for_timeout(200)


def test_people_are_grouped_mended_and_decided_everywhere(page: Page, people: dict[str, Any]) -> None:
    before = decisions(page, people)
    page.get_by_role("button", name="Group by likeness").click()
    expect(persons(page)).to_have_count(3, timeout=60_000)
    assert [objects(persons(page).nth(n)).count() for n in range(3)] == [2, 2, 2]
    assert decisions(page, people) == before

    page.locator(".persons").focus()  # by keys: an object leaves, and comes back
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("s")
    expect(persons(page)).to_have_count(4)
    page.keyboard.press("Control+z")
    expect(persons(page)).to_have_count(3)

    objects(persons(page).nth(0)).nth(1).drag_to(page.get_by_text("Drop an object here"))
    expect(persons(page)).to_have_count(4)
    expect(page.locator("[data-save=saved]")).to_be_visible()
    page.reload()  # what was mended is kept, and grouping leaves it alone
    expect(persons(page)).to_have_count(4)
    page.get_by_role("button", name="Group by likeness").click()
    expect(page.get_by_role("button", name="Comparing faces")).to_have_count(0, timeout=60_000)
    expect(persons(page)).to_have_count(4)
    alone = persons(page).filter(has_text="seen once")
    alone.nth(1).get_by_role("rowheader").drag_to(alone.nth(0).get_by_role("rowheader"))
    expect(persons(page)).to_have_count(3)

    expect(persons(page).nth(2).locator(".crop:has(canvas)")).to_have_count(2)
    persons(page).nth(2).get_by_role("rowheader").click()
    page.keyboard.press("y")
    page.get_by_role("dialog").get_by_role("button", name="consent", exact=True).click()
    expect(persons(page)).to_have_count(2)
    wait_for_decisions(page, people, kept=2, hidden=0)
    persons(page).nth(0).get_by_role("rowheader").click()
    page.keyboard.press("Enter")
    expect(persons(page)).to_have_count(1)
    wait_for_decisions(page, people, kept=2, hidden=2)
