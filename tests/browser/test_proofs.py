"""Measuring what is left, on the page: a proof of a dataset and of an export, its report and its files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import Site
from .session import add_files, approve, call, make_project
from .test_pages import shoot, violations

FACES = "faces/wider_2_Demonstration_Demonstrators_2_195.jpg"


@pytest.fixture(scope="module")
def approved(desk: Page, testdata: Path) -> str:
    """A project with one redacted picture, which left by an export."""
    project = make_project(desk, "Proven")
    approve(desk, project, add_files(desk, project, [testdata / FACES]))
    dataset = call(desk, "GET", f"projects/{project}")["datasets"][0]["id"]
    body = {"dataset": dataset, "format": "coco", "purpose": "A proof", "splits": {"train": 1}}
    made = call(desk, "POST", "exports", body)["export"]
    while made["state"] in ("queued", "running"):
        desk.wait_for_timeout(100)
        made = call(desk, "GET", f"exports/{made['id']}")
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
    shoot(page, "proofs")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the figures (JSON)").click()
    saved.value.save_as(tmp_path / "figures.json")
    assert json.loads((tmp_path / "figures.json").read_text())["files"] == 1
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the page").click()
    assert saved.value.suggested_filename.endswith(".html")
