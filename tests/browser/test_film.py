"""The hunt in clips: doubtful places alone, then a sample of frames that says what may be on the others, and all that
was left out; by the keys, checked over REST."""

from __future__ import annotations

import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from clips import make_clip

from .conftest import Site
from .session import add_files, call, make_project
from .test_pages import SHOTS, violations

FRAMES = 24
"""Of a made clip."""


@pytest.fixture
def clip(desk: Page, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A searched clip of two dozen frames in which nothing was found."""
    path = make_clip(tmp_path_factory.mktemp("clip") / "clip.mp4", size=(320, 192))
    return add_files(desk, make_project(desk, "Film"), [path])[0]


def pass_sheets(page: Page, until: str) -> None:
    """Says of one sheet after the other that nobody is left, until the page says something else."""
    end = time.monotonic() + 60
    while not page.get_by_text(until).count():
        assert time.monotonic() < end, page.locator("main").inner_text()
        if page.locator(".hunt-piece").count() == page.locator(".hunt-piece img").count():
            page.keyboard.press("Space")
        page.wait_for_timeout(150)


def test_frames_drawn_by_chance_say_on_how_many_somebody_may_be_open(
    page: Page, site: Site, clip: dict[str, Any]
) -> None:
    page.goto(f"{site.address}/p/{clip['project']}/hunt")
    expect(page.get_by_role("heading", name="The most doubtful of the clips is through.")).to_be_visible()
    expect(page.get_by_role("button", name="Look at a sample of 24 frames")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("c")
    expect(page.get_by_text("A sample of the frames of all clips.")).to_be_visible()
    place = page.locator(".hunt-piece").first.bounding_box()
    assert place
    expect(page.locator(".hunt-piece img").first).to_be_visible()
    page.mouse.move(place["x"] + 40, place["y"] + 40)
    page.mouse.down()
    page.mouse.move(place["x"] + 100, place["y"] + 120, steps=3)
    page.mouse.up()
    expect(page.locator(".hunt-room[data-following='0'] .hunt-sign").first).to_be_visible()
    pass_sheets(page, "Of 24 frames drawn by chance 1 had somebody open")
    film = call(page, "GET", f"datasets/{clip['dataset']}/hunt")["film"]
    told = {"clips": 1, "seen": 0, "frames": FRAMES, "looked": FRAMES, "missed": 1, "at_most": 0.1829}
    assert film == told

    page.keyboard.press("r")
    pass_sheets(page, "1 picture looked through by you.")
    expect(page.get_by_role("heading", name="The most doubtful of the clips is through.")).to_be_visible()
    expect(page.get_by_text("left out")).to_have_count(0)
    assert call(page, "GET", f"datasets/{clip['dataset']}/hunt")["film"]["seen"] == 1

    page.goto(f"{site.address}/p/{clip['project']}")
    expect(page.get_by_text("frames of clips by a sample, somebody open on at most 18.3 %")).to_be_visible()
    page.screenshot(path=SHOTS / "film.png")
