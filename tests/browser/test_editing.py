"""Decisions, drawing, saving, undo and two people on one picture, in a real browser."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from .conftest import Site
from .session import add_files, box, call, make_project, put_objects


@pytest.fixture(scope="module")
def asset(desk: Page, testdata: Path) -> dict[str, Any]:
    project = make_project(desk, "Editing")
    return add_files(desk, project, [testdata / "odd" / "exif_1.jpg"])[0]


@pytest.fixture
def picture(page: Page, desk: Page, site: Site, asset: dict[str, Any]) -> Page:
    """The asset page of a searched picture with three undecided faces."""
    label = call(desk, "GET", f"projects/{asset['project']}")["labels"][0]["id"]
    faces = [{"label": label, "keyframes": box(90 * n + 40, 60, 50, 70), "score": 0.9} for n in range(3)]
    put_objects(desk, asset["id"], faces)
    page.goto(f"{site.address}/p/{asset['project']}/assets/{asset['id']}")
    expect(objects(page)).to_have_count(3)
    return page


def objects(page: Page):
    return page.locator(".object-row")


def annotations(page: Page, address: str = "") -> list[dict]:
    """Of the asset at the address, or of the one that the page shows."""
    asset = re.search(r"/assets/([0-9a-f-]{36})", address or page.url).group(1)  # type: ignore[union-attr]
    return call(page, "GET", f"assets/{asset}/annotations")["annotations"]  # type: ignore[no-any-return]


def saved(page: Page) -> None:
    expect(page.locator("[data-save=saved]")).to_be_visible()


def draw(page: Page) -> None:
    """Draws a box near the middle of the stage."""
    page.keyboard.press("n")
    place = page.locator(".stage").bounding_box()
    assert place
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] * 0.7
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 50, steps=4)
    page.mouse.up()


def test_a_drawn_object_is_saved_by_itself_and_undone_by_one_key(picture: Page) -> None:
    draw(picture)
    expect(objects(picture)).to_have_count(4)
    saved(picture)
    picture.wait_for_timeout(800)
    assert len(annotations(picture)) == 4
    picture.keyboard.press("Control+z")
    expect(objects(picture)).to_have_count(3)
    picture.wait_for_timeout(800)
    assert len(annotations(picture)) == 3
    picture.keyboard.press("Control+Shift+z")
    expect(objects(picture)).to_have_count(4)


def test_a_person_is_kept_visible_with_a_reason(picture: Page) -> None:
    objects(picture).first.click()
    picture.keyboard.press("y")
    picture.get_by_role("button", name="consent").click()
    expect(picture.locator(".object-row .kept")).to_have_count(1)
    picture.wait_for_timeout(1000)
    kept = [a for a in annotations(picture) if a["decision"] == "keep"]
    assert [a["reason"] for a in kept] == ["consent"]


def test_a_reason_of_ones_own_is_typed_without_a_click(picture: Page) -> None:
    objects(picture).first.click()
    picture.keyboard.press("y")
    expect(picture.get_by_role("button", name="consent")).to_be_focused()
    picture.keyboard.type("Asked her on site")
    picture.keyboard.press("Enter")
    expect(picture.get_by_role("dialog")).not_to_be_visible()
    saved(picture)
    picture.wait_for_timeout(1000)
    decided = [(a["decision"], a["reason"]) for a in annotations(picture)]
    assert sorted(decided) == [("keep", "Asked her on site"), ("undecided", ""), ("undecided", "")]


def test_work_done_without_a_network_is_kept_and_sent_later(picture: Page) -> None:
    picture.context.set_offline(True)
    objects(picture).first.click()
    picture.keyboard.press("Delete")
    expect(picture.locator("[data-save=offline]")).to_be_visible()
    picture.context.set_offline(False)
    saved(picture)
    assert len(annotations(picture)) == 2


def test_what_was_drawn_without_a_network_outlives_the_page_and_is_sent_from_any_other(
    picture: Page, site: Site
) -> None:
    asset = picture.url
    picture.context.set_offline(True)
    draw(picture)
    expect(picture.locator("[data-save=offline]")).to_contain_text("1 change kept here")
    later = picture.context.new_page()
    picture.close(run_before_unload=False)
    picture.context.set_offline(False)
    later.goto(f"{site.address}/projects")
    end = time.monotonic() + 30
    while len(annotations(later, asset)) < 4:
        assert time.monotonic() < end
        later.wait_for_timeout(200)
    later.goto(asset)
    expect(objects(later)).to_have_count(4)


def test_two_people_see_each_other_and_what_the_other_saved(
    picture: Page, chromium: Browser, signed_in: Path
) -> None:
    other = chromium.new_context(storage_state=signed_in).new_page()
    other.set_default_timeout(30_000)
    other.goto(picture.url)
    expect(objects(other)).to_have_count(3)
    draw(other)
    expect(objects(picture)).to_have_count(4)
    other.context.close()


def test_the_preview_shows_the_exports_pixels(picture: Page) -> None:
    picture.get_by_role("radio", name="Preview").click()
    expect(picture.get_by_text("As exported")).to_be_visible(timeout=60_000)
    expect(picture.locator(".overlay")).to_have_count(0)


def test_a_note_about_pixels_is_said_once_they_are_there(
    page: Page, desk: Page, site: Site, testdata: Path
) -> None:
    project = make_project(desk, "Notes")
    (asset,) = add_files(desk, project, [testdata / "odd" / "exif_1.jpg"])
    body = {"revision": call(desk, "GET", f"assets/{asset['id']}")["revision"], "hide_undecided": True}
    call(desk, "POST", f"assets/{asset['id']}/approve", body)
    end = time.monotonic() + 60
    while call(desk, "GET", f"assets/{asset['id']}")["state"] != "ready":
        assert time.monotonic() < end
        desk.wait_for_timeout(200)
    held: list[Route] = []
    page.route("**/files/redacted*", lambda route: held.append(route))
    page.goto(f"{site.address}/p/{project}/assets/{asset['id']}")
    page.get_by_role("radio", name="Original").click()
    shown = page.locator(".stage canvas")
    expect(shown).to_have_attribute("data-shown", re.compile("/files/(view|original)"))
    page.get_by_role("radio", name="Preview").click()
    expect(page.get_by_role("radio", name="Preview")).to_be_checked()
    expect(page.get_by_text("As exported")).to_have_count(0)
    expect(shown).to_have_attribute("data-shown", re.compile("/files/(view|original)"))
    page.unroute("**/files/redacted*")
    for route in held:
        with suppress(Error):  # who asked has gone on meanwhile
            route.continue_()
    expect(page.get_by_text("As exported")).to_be_visible()
    expect(shown).to_have_attribute("data-shown", re.compile("/files/redacted"))


def test_f1_lists_every_key(picture: Page) -> None:
    picture.keyboard.press("F1")
    dialog = picture.get_by_role("dialog")
    expect(dialog.get_by_text("keep visible")).to_be_visible()
    picture.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
