"""Measuring what is left, on the page: a proof of a dataset and of an export, its report and its files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Site
from .session import call, make_project, wait_for_states
from .test_pages import SHOTS, violations

FACES = "faces/wider_2_Demonstration_Demonstrators_2_195.jpg"


@pytest.fixture(scope="module")
def approved(site: Site, chromium: Browser, signed_in: Path, testdata: Path) -> str:
    """A project with one redacted picture, which left by an export."""
    context = chromium.new_context(storage_state=signed_in)
    page = context.new_page()
    page.goto(site.address)
    project = make_project(page, "Proven")
    page.goto(f"{site.address}/p/{project}")
    page.locator("input[type=file][multiple]").set_input_files(testdata / FACES)
    wait_for_states(page, project, {"annotate": 1})
    (asset,) = call(page, "GET", f"assets?project={project}")["results"]
    call(
        page,
        "POST",
        f"assets/{asset['id']}/approve",
        {"revision": asset["revision"], "hide_undecided": True},
    )
    wait_for_states(page, project, {"ready": 1})
    dataset = call(page, "GET", f"projects/{project}")["datasets"][0]["id"]
    body = {"dataset": dataset, "format": "coco", "purpose": "A proof", "splits": {"train": 1}}
    made = call(page, "POST", "exports", body)["export"]
    while made["state"] in ("queued", "running"):
        page.wait_for_timeout(300)
        made = call(page, "GET", f"exports/{made['id']}")
    context.close()
    return project


def test_what_is_left_is_measured_shown_without_script_and_saved(
    page: Page, site: Site, approved: str, tmp_path: Path
) -> None:
    page.goto(f"{site.address}/p/{approved}/exports")
    page.get_by_role("link", name="Export 1").click()
    page.get_by_role("link", name="See what is left").click()
    expect(page.get_by_label("Of what")).to_have_value(re.compile("^export:"))
    expect(page.get_by_text("Nothing is measured yet.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Measure").click()
    short = page.get_by_label("In short")
    expect(short).to_be_visible(timeout=180_000)
    expect(short.get_by_text("Found on what is hidden")).to_be_visible()
    expect(short.get_by_text(re.compile("^Too few to conclude|people"))).not_to_have_count(0)
    frame = page.locator("iframe")
    assert frame.get_attribute("sandbox") == ""
    report = page.frame_locator("iframe")
    expect(report.get_by_role("heading", name=re.compile("What is left in export 1"))).to_be_visible()
    expect(report.get_by_role("heading", name="Residue")).to_be_visible()
    expect(report.locator("img").first).to_be_visible()
    assert violations(page) == []
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / "proofs.png")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the figures (JSON)").click()
    saved.value.save_as(tmp_path / "figures.json")
    assert json.loads((tmp_path / "figures.json").read_text())["files"] == 1
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the page").click()
    assert saved.value.suggested_filename.endswith(".html")
