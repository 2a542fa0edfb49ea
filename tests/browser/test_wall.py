"""Many pictures at once on the wall, by keys: select, approve, leave out, delete; and the whole way without a mouse."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Site
from .session import add_files, box, call, make_project, put_objects, wait_for_states
from .test_pages import SHOTS, violations

NOBODY = (25, 34, 72, 78)
"""Photographs in which nothing is found."""


@pytest.fixture
def fill(page: Page, desk: Page, site: Site, testdata: Path) -> Callable[[str, int], str]:
    """Makes a project of so many searched pictures with nobody on them, and opens it."""

    def make(name: str, count: int) -> str:
        project = make_project(desk, name)
        files = [testdata / "negatives" / f"coco_{number:012}.jpg" for number in NOBODY[:count]]
        add_files(desk, project, files)
        page.goto(f"{site.address}/p/{project}")
        expect(tiles(page)).to_have_count(count)
        return project

    return make


def tiles(page: Page) -> Locator:
    return page.locator("[data-asset]")


def listed(page: Page, project: str) -> list[dict[str, Any]]:
    return call(page, "GET", f"assets?project={project}")["results"]


def draw_undecided(page: Page, asset: dict[str, Any]) -> None:
    """An object that nobody has decided about."""
    project = call(page, "GET", f"datasets/{asset['dataset']}")["project"]
    label = call(page, "GET", f"projects/{project}")["labels"][0]["id"]
    put_objects(page, asset["id"], [{"label": label, "keyframes": box(10, 10, 60, 60)}])


def select_first(page: Page, count: int) -> None:
    """Space on the first picture, Shift and the arrow for those beside it."""
    tiles(page).first.focus()
    page.keyboard.press("Space")
    for _ in range(count - 1):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_role("region", name="Selection")).to_contain_text(f"{count} selected.")


def test_selected_pictures_are_left_out_with_a_reason_and_deleted_after_a_question(
    page: Page, fill: Callable[[str, int], str]
) -> None:
    project = fill("Leave out", 4)
    select_first(page, 2)
    page.get_by_role("button", name="Leave out").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Leave out")).to_be_disabled()
    assert violations(page) == []
    dialog.get_by_label("Why are they left out?").fill("out of focus")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 pictures left out.")).to_be_visible()
    wait_for_states(page, project, {"excluded": 2, "annotate": 2})
    assert [a["reason"] for a in listed(page, project) if a["state"] == "excluded"] == ["out of focus"] * 2
    expect(page.get_by_role("region", name="Selection")).to_have_count(0)

    select_first(page, 1)
    gone = page.evaluate("document.activeElement.dataset.asset")
    page.get_by_role("button", name="Delete").click()
    expect(dialog).to_contain_text("Delete 1 picture?")
    assert violations(page) == []
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    expect(tiles(page)).to_have_count(4)
    page.get_by_role("button", name="Delete").click()
    dialog.get_by_role("button", name="Delete").click()
    expect(tiles(page)).to_have_count(3)
    assert gone not in [asset["id"] for asset in listed(page, project)]


def test_approving_many_says_first_how_many_undecided_it_hides(
    page: Page, fill: Callable[[str, int], str]
) -> None:
    project = fill("Approve many", 2)
    draw_undecided(page, listed(page, project)[0])
    page.reload()
    select_first(page, 2)
    page.get_by_role("button", name="Hide 1 undecided and approve").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("It counts as your decision.")
    assert violations(page) == []
    dialog.get_by_role("button", name="Hide 1 undecided and approve").click()
    expect(page.get_by_text("2 pictures approved.")).to_be_visible()
    wait_for_states(page, project, {"ready": 2})
    assert sorted(asset["counts"]["hidden"] for asset in listed(page, project)) == [0, 1]


def test_approving_many_counts_only_what_can_be_approved(page: Page, fill: Callable[[str, int], str]) -> None:
    project = fill("Approve some", 4)
    assets = listed(page, project)
    for asset in assets[:3]:
        draw_undecided(page, asset)
    call(page, "POST", f"assets/{assets[0]['id']}/exclude", {"reason": "out of focus"})
    others = [asset for asset in listed(page, project) if asset["state"] != "excluded"]
    undecided = sum(asset["counts"]["undecided"] for asset in others)
    page.reload()
    tiles(page).first.focus()
    page.keyboard.press("Control+a")
    page.get_by_role("button", name=f"Hide {undecided} undecided and approve").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"{undecided} objects are undecided")
    expect(dialog).to_contain_text("Approving 3 pictures hides them.")
    expect(dialog).to_contain_text("1 picture stays out of it: The asset is excluded.")
    assert violations(page) == []
    page.screenshot(path=SHOTS / "approve-some.png")
    dialog.get_by_role("button", name=f"Hide {undecided} undecided and approve").click()
    expect(page.get_by_text("3 pictures approved.")).to_be_visible()
    wait_for_states(page, project, {"ready": 3, "excluded": 1})


def test_all_that_is_listed_is_approved_by_one_act_and_taken_back(
    page: Page, fill: Callable[[str, int], str]
) -> None:
    project = fill("Approve all", 4)
    assets = listed(page, project)
    draw_undecided(page, assets[3])
    # the list is read two at a time and stays at the first two: the others are chosen without being read
    few = re.compile(r"/api/assets\?.*limit=120")
    page.route(few, lambda route: route.continue_(url=route.request.url.replace("limit=120", "limit=2")))
    page.route(re.compile(r"/api/assets\?.*cursor="), lambda route: route.abort())
    page.reload()
    expect(tiles(page)).to_have_count(2)
    tiles(page).first.focus()
    page.keyboard.press("Control+a")
    bar = page.get_by_role("region", name="Selection")
    expect(bar).to_contain_text("4 selected.")
    assert tiles(page).count() == 2
    bar.get_by_role("button", name="Hide 1 undecided and approve").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Approving 4 pictures hides them.")
    dialog.get_by_role("button", name="Hide 1 undecided and approve").click()
    expect(page.get_by_text("4 pictures approved.")).to_be_visible()
    expect(bar).to_have_count(0)
    wait_for_states(page, project, {"ready": 4})
    page.screenshot(path=SHOTS / "approved-all.png")

    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("4 pictures are open again.")).to_be_visible()
    wait_for_states(page, project, {"annotate": 4})
    assert sorted(asset["counts"]["undecided"] for asset in listed(page, project)) == [0, 0, 0, 1]

    tiles(page).first.focus()
    page.keyboard.press("Space")
    bar.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text("1 picture approved.")).to_be_visible()
    page.locator("body").click(position={"x": 300, "y": 20})
    page.keyboard.press("Control+z")
    expect(page.get_by_text("1 picture is open again.")).to_be_visible()
    wait_for_states(page, project, {"annotate": 4})


def tab_to(page: Page, wanted: Locator) -> None:
    """Presses Tab until the wanted thing has the focus."""
    for _ in range(80):
        if wanted.count() and wanted.first.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {wanted}")


def test_a_picture_is_approved_from_the_list_of_projects_without_a_mouse(
    page: Page, site: Site, fill: Callable[[str, int], str]
) -> None:
    project = fill("Keys alone", 1)
    page.goto(f"{site.address}/projects")
    link = page.locator(f"main a[href='/p/{project}']")
    expect(link).to_be_visible()
    tab_to(page, link)
    page.keyboard.press("Enter")
    expect(tiles(page)).to_have_count(1)
    tab_to(page, tiles(page).first)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/assets/"))
    expect(page.locator("[data-act=verdict]")).to_be_enabled()
    page.keyboard.press("Control+Enter")
    wait_for_states(page, project, {"ready": 1})
    expect(page.get_by_text("Ready for export.")).to_be_visible()
