"""The main job in a real browser: from the sign-in link to the unzipped export."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import cv2
import numpy as np
from playwright.sync_api import Browser, Page, expect

from .conftest import Site
from .session import wait_for_states

MINUTE = 60_000


def test_a_newcomer_goes_from_the_link_to_an_anonymized_dataset(
    site: Site, chromium: Browser, testdata: Path, tmp_path: Path
) -> None:
    photo, nobody = testdata / "odd" / "thumb_gps.jpg", testdata / "negatives" / "coco_000000000025.jpg"
    clip = testdata / "videos" / "intel_headpose_two.mp4"
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(20_000)

    page.goto(site.address + site.link)
    page.get_by_role("button", name="Continue").click()
    make_a_project(page)
    page.locator("input[type=file][multiple]").set_input_files([photo, nobody, clip])
    wait_for_states(page, project_of(page), {"annotate": 3})
    approve_all(page)
    wait_for_states(page, project_of(page), {"ready": 3})
    archive = export(page)

    names = archive.namelist()
    manifest = json.loads(archive.read(next(n for n in names if n.endswith("manifest.json"))))
    assert "Check the product" in json.dumps(manifest)
    assert len([n for n in names if n.endswith((".jpg", ".mp4"))]) == 3
    exported = next(n for n in names if n.endswith("thumb_gps.jpg"))
    assert_faces_are_gone(cv2.imread(str(photo)), archive.read(exported), testdata)
    context.close()


def test_a_link_lets_in_once(site: Site, chromium: Browser) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{site.address}/link/{'x' * 43}")
    expect(page.get_by_role("heading", name="This link no longer works.")).to_be_visible()
    context.close()


def make_a_project(page: Page) -> None:
    page.get_by_role("link", name=re.compile("New project|Make a project|Create")).first.click()
    page.get_by_label("Name").fill("Market street")
    page.get_by_text("I may approve my own work").click()
    page.get_by_role("button", name="Create and add pictures").click()
    page.wait_for_url(re.compile(r"/p/[0-9a-f-]{36}$"))


def project_of(page: Page) -> str:
    return re.search(r"/p/([0-9a-f-]{36})", page.url).group(1)  # type: ignore[union-attr]


def approve_all(page: Page) -> None:
    """Opens the first picture and approves one after the other; the page itself moves on to what still waits."""
    page.goto(re.sub(r"(/p/[^/]+).*", r"\1", page.url))
    page.locator("main a[href*='/assets/']").first.click()
    names = set()
    while len(names) < 3:
        name = page.locator(".bar-name").filter(has_text=re.compile("jpg|mp4"))
        shown = name.inner_text()
        names.add(shown)
        page.locator("[data-act=verdict]").click()
        if len(names) < 3:
            expect(name).not_to_have_text(shown)
    expect(page.get_by_role("button", name="Open again")).to_be_visible()


def export(page: Page) -> zipfile.ZipFile:
    page.get_by_role("link", name="Exports").click()
    page.get_by_role("button", name="New export").click()
    page.get_by_label("Purpose").fill("Check the product")
    page.get_by_role("button", name="Export 3 pictures").click()
    page.wait_for_url(re.compile("/exports/"))
    with page.expect_download(timeout=MINUTE) as download:
        page.get_by_role("link", name="Download zip").or_(
            page.get_by_role("button", name="Download zip")
        ).click()
    return zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))


def assert_faces_are_gone(original: np.ndarray, exported: bytes, testdata: Path) -> None:
    """Each true face has one flat colour in its middle, and the rest of the picture is as it was."""
    redacted = cv2.imdecode(np.frombuffer(exported, np.uint8), cv2.IMREAD_COLOR)
    manifest = json.loads((testdata / "manifest.json").read_text())
    image = next(i for i in manifest["images"] if i["file_name"].endswith("thumb_gps.jpg"))
    boxes = [
        a["bbox"] for a in manifest["annotations"] if a["image_id"] == image["id"] and a["category_id"] == 1
    ]
    assert boxes and redacted.shape == original.shape
    changed = np.abs(redacted.astype(int) - original.astype(int)).max(axis=2)
    for x, y, width, height in boxes:
        middle = redacted[
            int(y + height * 0.3) : int(y + height * 0.7), int(x + width * 0.3) : int(x + width * 0.7)
        ]
        assert middle.reshape(-1, 3).std(axis=0).max() < 6
    assert np.median(changed) <= 4
    for secret in (b"GPS", b"Exif", b"http://ns.adobe.com"):
        assert secret not in exported
