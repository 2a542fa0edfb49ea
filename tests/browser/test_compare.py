"""Comparing what finds, on the page: two sets, progress, figures, the plot, and the pictures where they differ."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Site
from .session import call, make_project, wait_for_states
from .test_pages import SHOTS, violations

FACES = ("faces/wider_2_Demonstration_Demonstrators_2_195.jpg", "faces/wider_3_Riot_Riot_3_710.jpg")


@pytest.fixture(scope="module")
def approved(site: Site, chromium: Browser, signed_in: Path, testdata: Path) -> str:
    """A project whose pictures with faces, and one with nobody, are approved."""
    context = chromium.new_context(storage_state=signed_in)
    page = context.new_page()
    page.goto(site.address)
    project = make_project(page, "Compared")
    page.goto(f"{site.address}/p/{project}")
    files = [testdata / name for name in (*FACES, "negatives/coco_000000000025.jpg")]
    page.locator("input[type=file][multiple]").set_input_files(files)
    wait_for_states(page, project, {"annotate": len(files)})
    for asset in call(page, "GET", f"assets?project={project}")["results"]:
        body = {"revision": asset["revision"], "hide_undecided": True}
        call(page, "POST", f"assets/{asset['id']}/approve", body)
    wait_for_states(page, project, {"ready": len(files)})
    context.close()
    return project


def test_two_sets_are_compared_and_a_click_opens_where_they_differ(
    page: Page, site: Site, approved: str
) -> None:
    page.goto(f"{site.address}/p/{approved}")
    page.get_by_role("link", name="Compare").click()
    expect(page.get_by_text("Nothing is compared yet.")).to_be_visible()
    assert violations(page) == []
    expect(page.get_by_label("A: what searches")).to_have_value("preset:balanced")
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
    assert violations(page) == []
    picture = page.get_by_role("link", name=re.compile(r"wider.*: \d+ by B alone")).first
    picture.scroll_into_view_if_needed()
    name = str(picture.get_attribute("aria-label")).partition(":")[0]
    picture.click()
    page.wait_for_url(re.compile("/assets/"))
    expect(page.locator(".bar-name, header").filter(has_text=name).first).to_be_visible()


@pytest.fixture(scope="module")
def compared(site: Site, chromium: Browser, signed_in: Path, approved: str) -> str:
    """The title of a comparison of two that differ."""
    context = chromium.new_context(storage_state=signed_in)
    page = context.new_page()
    page.goto(site.address)
    project = call(page, "GET", f"projects/{approved}")
    sets = [{"detector": "haar"}, {"preset": "fast"}]
    body = {"dataset": project["datasets"][0]["id"], "label": project["labels"][0]["id"], "sets": sets}
    made = call(page, "POST", "evaluations", body)["evaluation"]
    while made["state"] in ("queued", "running"):
        page.wait_for_timeout(500)
        made = call(page, "GET", f"evaluations/{made['id']}")
    context.close()
    return " and ".join(one["title"] for one in made["sets"])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_comparison_can_be_read_in_both_themes(
    site: Site, chromium: Browser, signed_in: Path, approved: str, compared: str, theme: str
) -> None:
    context = chromium.new_context(
        storage_state=signed_in,
        viewport={"width": 1280, "height": 1600},
        color_scheme=theme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{site.address}/p/{approved}/compare")
    expect(page.get_by_role("heading", name=compared)).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("by B alone"))).to_have_count(len(FACES))
    page.wait_for_timeout(600)  # pictures and their marks
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"compare-{theme}.png")
    assert violations(page) == []
    context.close()
