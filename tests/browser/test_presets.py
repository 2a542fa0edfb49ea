"""Choosing what finds, on the page: a preset for the project, a detector for one label, and searching again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from moretta_vision.catalogue import DEFAULT_PRESET

from .conftest import Site
from .session import add_files, call, make_project, wait_for_states
from .test_pages import look_at, violations

FAST = "Fast"


@pytest.fixture
def project(desk: Page, testdata: Path) -> str:
    """One picture with faces, searched by the default preset."""
    made = make_project(desk, "Presets", preset=DEFAULT_PRESET)
    add_files(desk, made, [testdata / "odd" / "exif_1.jpg"])
    return made


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("No approval falls.")
    dialog.get_by_role("button", name="Publish").click()
    expect(page.get_by_text(re.compile("is published"))).to_be_visible()


def test_what_an_older_preset_searched_is_searched_again_by_a_click(
    page: Page, site: Site, project: str
) -> None:
    page.goto(f"{site.address}/p/{project}/settings")
    presets = page.get_by_role("radiogroup", name="How thoroughly to search")
    expect(presets.get_by_role("radio")).to_have_count(3)
    expect(presets.get_by_role("radio", name="Balanced")).to_be_checked()
    presets.get_by_role("radio", name=FAST).check()
    assert violations(page) == []
    publish(page)
    wait_for_states(page, project, {"annotate": 1})
    page.goto(f"{site.address}/p/{project}")
    expect(page.get_by_text("1 picture was searched by an older preset.")).to_be_visible()
    page.get_by_role("button", name="Search again").click()
    expect(page.get_by_text("They are searched again. What people drew stays.")).to_be_visible()
    asset = call(page, "GET", f"assets?project={project}")["results"][0]["id"]
    for _ in range(200):
        runs = call(page, "GET", f"detections?asset={asset}")["results"]
        if len(runs) == 2:
            break
        page.wait_for_timeout(300)
    assert [run["preset"] for run in runs] == ["fast", "balanced"]
    page.reload()
    expect(page.get_by_role("heading", name="Searched")).to_be_visible()
    expect(page.get_by_text("older preset")).to_have_count(0)


def test_another_detector_for_a_label_brings_its_own_threshold(page: Page, site: Site, project: str) -> None:
    page.goto(f"{site.address}/p/{project}/settings")
    threshold = page.get_by_role("slider", name=re.compile("From score")).first
    expect(threshold).to_have_value("0.5")
    page.get_by_label("Found by").first.select_option("yunet")
    expect(threshold).to_have_value("0.6")
    option = page.get_by_label("Found by").first.locator("option[value=rekognition]")
    expect(option).to_have_text(re.compile("an owner has to allow cloud detectors"))
    expect(option).to_be_disabled()
    held: list[Route] = []
    page.route(re.compile(f"/projects/{project}$"), lambda route: held.append(route))
    publish(page)
    threshold.fill("0.8")  # before the page has read what it published
    with page.expect_response(re.compile(f"/projects/{project}$")):
        for route in held:
            route.continue_()
        page.unroute_all()
    expect(page.get_by_role("heading", name="Version 2")).to_be_visible()
    settings = call(page, "GET", f"projects/{project}")["policy"]["settings"]
    (face,) = settings["labels"].values()
    assert (face["detectors"], face["threshold"], settings["preset"]) == (["yunet"], 0.6, "balanced")
    expect(threshold).to_have_value("0.8")
    page.get_by_label("Found by").first.select_option("")
    expect(threshold).to_have_value("0.8")  # somebody chose it


def test_the_presets_can_be_read_in_both_themes(page: Page, desk: Page, site: Site) -> None:
    made = make_project(desk, "Themes")
    for name, path in (("settings", f"/p/{made}/settings"), ("new-project", "/projects/new")):
        page.goto(site.address + path)
        expect(page.get_by_text("thousands of pictures").first).to_be_visible()
        look_at(page, f"presets-{name}", [("light", 1280), ("dark", 1280)])
