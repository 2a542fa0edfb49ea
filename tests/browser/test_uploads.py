"""Files dropped on the pictures page: progress, broken and doubled files named, a stop that leaves nothing behind."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Site
from .session import call, make_project, wait_for_states


@pytest.fixture
def project(page: Page, desk: Page, site: Site) -> str:
    """A fresh project whose pictures page is open."""
    made = make_project(desk, "Uploads")
    page.goto(f"{site.address}/p/{made}")
    expect(page.get_by_text("No pictures yet.").first).to_be_visible()
    return made


def drop(page: Page, files: dict[str, bytes]) -> None:
    """Drags files over the rail, far from the wall, and lets them go there."""
    page.evaluate(
        """files => {
            const transfer = new DataTransfer();
            for (const [name, text] of Object.entries(files))
                transfer.items.add(new File([Uint8Array.from(atob(text), c => c.charCodeAt(0))], name));
            const target = document.querySelector(".rail");
            for (const kind of ["dragenter", "dragover", "drop"])
                target.dispatchEvent(
                    new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
        }""",
        {name: base64.b64encode(data).decode() for name, data in files.items()},
    )


def slow_down(page: Page, bytes_a_second: int) -> None:
    page.context.new_cdp_session(page).send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_a_second},
    )


def line(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name="Uploads").get_by_role("listitem").filter(has_text=name)


def test_files_dropped_anywhere_are_taken_and_the_broken_and_doubled_ones_named(
    page: Page, project: str, testdata: Path
) -> None:
    photo = (testdata / "odd" / "icc.jpg").read_bytes()
    nobody = (testdata / "negatives" / "coco_000000000025.jpg").read_bytes()
    drop(
        page,
        {
            "first.jpg": photo,
            "broken.jpg": b"not a picture",
            "again.jpg": photo,
            "empty.jpg": b"",
            "last.jpg": nobody,
        },
    )
    expect(line(page, "again.jpg")).to_contain_text("already here as first.jpg")
    expect(line(page, "empty.jpg")).to_contain_text(re.compile("empty", re.I))
    wait_for_states(page, project, {"annotate": 2, "failed": 1})
    expect(page.locator("main").get_by_role("link", name=re.compile("first.jpg"))).to_be_visible()
    expect(page.locator("main").get_by_role("link", name=re.compile("last.jpg"))).to_be_visible()
    expect(page.locator("main").get_by_role("link", name=re.compile("broken.jpg, failed"))).to_be_visible()
    page.get_by_role("button", name="Close the list").click()
    expect(page.get_by_role("region", name="Uploads")).to_have_count(0)


def test_a_slow_upload_shows_how_far_each_file_is_and_a_stop_leaves_nothing(
    page: Page, project: str, testdata: Path
) -> None:
    slow_down(page, 150_000)
    photo = (testdata / "odd" / "icc.jpg").read_bytes()
    drop(page, {"large.jpg": photo + b"\0" * (4 << 20)})
    expect(line(page, "large.jpg")).to_contain_text(re.compile(r"[1-9]\d? %"))
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("region", name="Uploads")).to_have_count(0)
    slow_down(page, -1)
    drop(page, {"small.jpg": photo})
    wait_for_states(page, project, {"annotate": 1})
    names = [asset["name"] for asset in call(page, "GET", f"assets?project={project}")["results"]]
    assert names == ["small.jpg"]
