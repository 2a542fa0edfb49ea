"""A policy says its cost before it is published, an export what it leaves out; a project is deleted by its name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import Site
from .session import add_files, approve, call, make_project, wait_for_states
from .test_pages import violations

PUBLISHED = re.compile(r"^Version \d+ is published\.$")


@pytest.fixture(scope="module")
def two_pictures(desk: Page, testdata: Path) -> str:
    project = make_project(desk, "Rules")
    files = [testdata / "odd" / "exif_1.jpg", testdata / "negatives" / "coco_000000000025.jpg"]
    add_files(desk, project, files)
    return project


@pytest.fixture
def project(desk: Page, two_pictures: str) -> str:
    """One picture with faces that is approved and ready, one with nobody that still waits."""
    (asset,) = call(desk, "GET", f"assets?project={two_pictures}&q=exif_1")["results"]
    if asset["state"] != "ready":
        approve(desk, two_pictures, [asset])
    return two_pictures


def test_publishing_says_first_how_many_approvals_fall(page: Page, site: Site, project: str) -> None:
    page.goto(f"{site.address}/p/{project}/settings")
    publish = page.get_by_role("button", name="Publish")
    expect(publish).to_be_disabled()
    page.get_by_label("Method").first.select_option("mosaic")
    publish.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 approval falls. 1 picture must be looked at again.")
    assert violations(page) == []
    dialog.get_by_role("button", name="Publish").click()
    expect(page.get_by_text(PUBLISHED)).to_be_visible()
    wait_for_states(page, project, {"annotate": 2})
    expect(page.get_by_text(re.compile(r"^Version \d+,")).first).to_be_visible()
    expect(page.get_by_label("Method").first).to_have_value("mosaic")


def test_an_export_shows_what_is_inside_and_names_what_is_left_out(
    page: Page, site: Site, project: str
) -> None:
    page.goto(f"{site.address}/p/{project}/exports")
    page.get_by_role("button", name="New export").click()
    page.get_by_label("Purpose").fill("Show what is left out")
    page.get_by_role("radio", name="YOLO").click()
    assert violations(page) == []
    page.get_by_role("button", name="Export 1 picture").click()
    page.wait_for_url(re.compile("/exports/"))
    expect(page.get_by_role("heading", name="1 approved · 1 left out")).to_be_visible()
    left = page.get_by_role("listitem").filter(has_text="coco_000000000025.jpg")
    expect(left).to_contain_text("To decide")
    page.set_viewport_size({"width": 1000, "height": 800})
    download, facts = page.get_by_role("link", name="Download zip"), page.locator(".export-facts")
    ends, begins = (one.bounding_box() or {} for one in (download, facts))
    assert ends["x"] + ends["width"] <= begins["x"], "what is inside covers the way to download it"
    sheet = page.get_by_role("list", name="Contact sheet")
    expect(sheet.get_by_role("img")).to_have_count(1)
    expect(page.get_by_text("YOLO,")).to_be_visible()
    expect(page.locator(".digest").filter(has_text=re.compile("([0-9a-f]{8} ){7}"))).to_have_count(2)
    assert sheet.get_by_role("img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert violations(page) == []


def test_a_project_is_deleted_by_typing_its_name(page: Page, desk: Page, site: Site) -> None:
    project = make_project(desk, "Short-lived")
    page.goto(f"{site.address}/p/{project}/settings")
    page.get_by_role("button", name="Delete the project").click()
    dialog = page.get_by_role("dialog")
    sure = dialog.get_by_role("button", name="Delete the project")
    dialog.get_by_role("textbox").fill("Short")
    expect(sure).to_be_disabled()
    assert violations(page) == []
    dialog.get_by_role("textbox").fill("Short-lived")
    sure.click()
    page.wait_for_url(re.compile("/projects$"))
    expect(page.get_by_role("heading", name="Projects")).to_be_visible()
    expect(page.locator(f"main a[href='/p/{project}']")).to_have_count(0)
    page.goto(f"{site.address}/p/{project}")
    expect(page.get_by_text("This is not here.")).to_be_visible()


def test_zones_are_drawn_moved_by_keys_and_set_by_numbers(page: Page, site: Site, project: str) -> None:
    page.goto(f"{site.address}/p/{project}/settings")
    picture = page.locator(".zone-picture")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + 0.4 * box["height"], steps=4)
    page.mouse.up()
    drawn = page.get_by_role("button", name=re.compile("^Zone 1: Hides: 60 % from the left"))
    drawn.press("ArrowLeft")
    page.get_by_role("button", name=re.compile("^Zone 1: Hides: 59 % from the left")).press("Shift+ArrowDown")
    row = page.get_by_role("group", name="Zone 1: Hides")
    row.get_by_label("What it is for").fill("logo")
    page.get_by_role("group", name="Zone 1: Hides, logo").get_by_label("Left %").fill("75")
    page.get_by_role("radio", name="Keeps").click()
    page.get_by_role("button", name="Add a zone").click()
    expect(page.get_by_text("Say why: it stays on record.")).to_be_visible()
    page.get_by_label("Why nothing is hidden in it").fill("billboard")
    kept = page.get_by_role("group", name="Zone 2: Keeps, billboard")
    kept.get_by_label("Holds for").select_option(label="Only exif_1.jpg")
    page.get_by_label("Soft edge outside").fill("0.1")
    assert violations(page) == []
    page.get_by_role("button", name="Publish").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 approval falls.")
    dialog.get_by_role("button", name="Publish").click()
    expect(page.get_by_text(PUBLISHED)).to_be_visible()
    settings = call(page, "GET", f"projects/{project}")["policy"]["settings"]
    hide, keep = settings["zones"]
    assert (hide["kind"], hide["says"], hide["asset"], hide["box"][0]) == ("hide", "logo", None, 0.75)
    assert abs(hide["box"][1] - 0.2) < 0.01 and abs(hide["box"][3] - 0.21) < 0.01
    assert keep["kind"] == "keep" and keep["says"] == "billboard" and keep["asset"]
    assert 0.1 in [rule["feather"] for rule in settings["labels"].values()]


def test_any_picture_is_reached_by_its_name_or_from_its_page(page: Page, site: Site, project: str) -> None:
    page.goto(f"{site.address}/p/{project}/settings")
    page.get_by_label("Search by name").fill("EXIF")
    expect(page.get_by_role("status").filter(has_text="1 found.")).to_be_visible()
    page.get_by_label("Search by name").press("Enter")
    drawn_on = page.get_by_label("Drawn on")
    expect(drawn_on.locator("option:checked")).to_have_text("exif_1.jpg")
    other = call(page, "GET", f"assets?project={project}&q=coco")["results"][0]
    page.goto(f"{site.address}/p/{project}/assets/{other['id']}")
    page.get_by_role("link", name=re.compile("in the policy$")).click()
    expect(drawn_on.locator("option:checked")).to_have_text(other["name"])
    expect(page.locator(".zone-picture")).to_be_in_viewport()


def test_a_method_made_for_faces_is_offered_for_faces_alone(
    page: Page, desk: Page, site: Site, testdata: Path
) -> None:
    project = make_project(desk, "Plates")
    add_files(desk, project, [testdata / "negatives" / "coco_000000000025.jpg"])
    call(desk, "POST", f"projects/{project}/labels", {"name": "Plate", "kind": "license_plate"})
    page.goto(f"{site.address}/p/{project}/settings")
    hide = page.get_by_role("checkbox", name="Hide")
    expect(hide).to_have_count(2)
    hide.last.check()
    expect(page.get_by_label("Method").first.get_by_role("option", name="Another head")).to_have_count(1)
    expect(page.get_by_label("Method").last.get_by_role("option", name="Another head")).to_have_count(0)
    page.get_by_label("Method").last.select_option("noise")
    expect(page.get_by_text("Pixel noise leaves a license plate readable.")).to_be_visible()
