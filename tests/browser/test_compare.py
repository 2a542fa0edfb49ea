"""Comparing what finds, on the page: two sets, progress, figures, the plot, and the pictures where they differ."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import Site
from .session import add_files, approve, make_project
from .test_pages import look_at, violations

FACES = ("faces/wider_2_Demonstration_Demonstrators_2_195.jpg", "faces/wider_3_Riot_Riot_3_710.jpg")


@pytest.fixture(scope="module")
def approved(desk: Page, testdata: Path) -> str:
    """A project whose pictures with faces, and one with nobody, are approved."""
    project = make_project(desk, "Compared")
    files = [testdata / name for name in (*FACES, "negatives/coco_000000000025.jpg")]
    approve(desk, project, add_files(desk, project, files))
    return project


def test_two_sets_are_compared_and_a_click_opens_where_they_differ(
    page: Page, site: Site, approved: str
) -> None:
    page.goto(f"{site.address}/p/{approved}")
    page.get_by_role("link", name="Compare").click()
    expect(page.get_by_text("Nothing is compared yet.")).to_be_visible()
    assert violations(page) == []
    expect(page.get_by_label("A: what searches")).to_have_value("preset:fast")
    page.get_by_label("A: what searches").select_option(label="OpenCV cascades")
    page.get_by_label("B: what searches").select_option("preset:fast")
    page.get_by_role("button", name="Compare").click()
    table = page.get_by_role("table", name="Figures")
    expect(table).to_be_visible(timeout=120_000)
    covered = table.get_by_role("row", name=re.compile("^Covered [0-9.]+ %"))
    expect(covered.get_by_role("cell")).to_have_count(2)
    expect(covered.get_by_role("cell").first).to_have_text(re.compile(r"^[\d.]+ % \([\d.]+ % to [\d.]+ %\)$"))
    plot = page.get_by_role("img", name=re.compile("Covered, by height in pixels. OpenCV.* Fast"))
    expect(plot).to_be_visible()
    expect(
        page.get_by_role("heading", name=re.compile("Against 3 pictures that people approved"))
    ).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("by B alone"))).to_have_count(len(FACES))
    look_at(page, "compare", [("light", 1280), ("dark", 1280)])
    picture = page.get_by_role("link", name=re.compile(r"wider.*: \d+ by B alone")).first
    picture.scroll_into_view_if_needed()
    name = str(picture.get_attribute("aria-label")).partition(":")[0]
    picture.click()
    page.wait_for_url(re.compile("/assets/"))
    expect(page.locator(".bar-name, header").filter(has_text=name).first).to_be_visible()
