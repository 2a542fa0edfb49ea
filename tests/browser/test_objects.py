"""Objects of a dataset decided one screen at a time, and the hunt for who was missed: by keys and by the mouse, with
the result as the server has it."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import Site
from .session import add_files, box, call, make_project, put_objects
from .test_pages import violations

DRAWN = """count => {
  const canvas = document.querySelector(".crop-row canvas"), side = canvas.height;
  const pixels = [...Array(count).keys()].map((n) => {
    const step = document.querySelectorAll(".crop")[n].offsetLeft * devicePixelRatio;
    return canvas.getContext("2d").getImageData(step + side / 2, side / 2, 1, 1).data[3];
  });
  return pixels.every((alpha) => alpha === 255);
}"""
"""Whether so many crops of the first row have their picture."""


@pytest.fixture
def empty(desk: Page, testdata: Path) -> dict[str, Any]:
    """A picture on which nobody was found."""
    project = make_project(desk, "Objects")
    return add_files(desk, project, [testdata / "negatives" / "coco_000000000025.jpg"])[0]


@pytest.fixture
def asset(page: Page, desk: Page, site: Site, empty: dict[str, Any]) -> dict[str, Any]:
    """A picture with six undecided objects; the page shows them."""
    found, project = empty, empty["project"]
    label = call(desk, "GET", f"projects/{project}")["labels"][0]["id"]
    objects = [
        {"label": label, "keyframes": box(40 * n + 10, 20, 30, 40), "score": 0.6 + n / 20} for n in range(6)
    ]
    put_objects(desk, found["id"], objects)
    page.goto(f"{site.address}/p/{project}/objects")
    expect(page.locator("[data-crop]")).to_have_count(6)
    return found


def decisions(page: Page, asset: dict[str, Any], wanted: list[tuple[str, str]]) -> None:
    """Waits until the objects that are left, the surest last, were decided like this (decision, reason)."""
    end = time.monotonic() + 20
    while True:
        objects = call(page, "GET", f"assets/{asset['id']}/annotations")["annotations"]
        found = [(a["decision"], a["reason"]) for a in sorted(objects, key=lambda a: a["score"])]
        if found == wanted:
            return
        assert time.monotonic() < end, found
        page.wait_for_timeout(200)


def test_many_objects_are_decided_by_one_key_each_and_taken_back(page: Page, asset: dict[str, Any]) -> None:
    open_, hidden, kept = ("undecided", ""), ("redact", ""), ("keep", "print or screen")
    crops = page.locator("[data-crop]")
    page.locator(".crops").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")  # the two riskiest
    expect(crops).to_have_count(4)
    page.keyboard.press("x")  # the next one
    expect(crops).to_have_count(3)
    decisions(page, asset, [hidden, hidden, open_, open_, open_])

    first, second = crops.nth(0).bounding_box(), crops.nth(1).bounding_box()
    assert first and second
    page.mouse.move(first["x"] + 20, first["y"] + 20)
    page.mouse.down()
    page.mouse.move(second["x"] + 20, second["y"] + 20, steps=3)
    page.mouse.up()
    assert violations(page) == []
    page.keyboard.press("y")
    page.get_by_role("button", name="print or screen").click()
    expect(crops).to_have_count(1)
    expect(page.get_by_role("dialog")).to_have_count(0)
    decisions(page, asset, [hidden, hidden, kept, kept, open_])

    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(crops).to_have_count(4)
    decisions(page, asset, [hidden, hidden, open_, open_, open_, open_])
    expect(page.locator(".crop[data-cut]")).to_have_count(4)
    page.wait_for_function(DRAWN, arg=4)

    crops.nth(0).click()
    crops.nth(2).click(modifiers=["ControlOrMeta"])
    expect(page.locator("[data-crop][aria-selected=true]")).to_have_count(2)

    page.get_by_role("slider", name="Threshold for faces").fill("0.8")  # a view: nothing is changed by it
    expect(page.get_by_text("−2", exact=True)).to_be_visible()
    expect(page.locator(".crop[data-open]")).to_have_count(2)
    page.get_by_role("button", name="Back to 0.50").click()
    expect(page.locator(".crop[data-open]")).to_have_count(0)
    decisions(page, asset, [hidden, hidden, open_, open_, open_, open_])


def test_a_threshold_is_tried_on_pictures_and_sheets_and_made_to_hold(
    page: Page, site: Site, desk: Page, testdata: Path
) -> None:
    project = make_project(desk, "Trying", preset="fast")
    (found,) = add_files(desk, project, [testdata / "faces" / "dlib_2007_007763.jpg"])
    before = call(desk, "GET", f"assets/{found['id']}/annotations")["annotations"]
    threshold = page.get_by_role("slider", name="Threshold for faces")

    page.goto(f"{site.address}/p/{project}")
    veiled = page.locator(".tile .marks .veil")
    veiled.first.wait_for()
    marked = veiled.count()
    threshold.fill("0.25")
    said = page.get_by_text(re.compile(r"^\+\d+ hidden$"))
    expect(said).to_be_visible()
    more = int(said.inner_text()[1:].split()[0])
    expect(veiled).to_have_count(marked + more)
    assert violations(page) == []
    page.get_by_role("button", name="Back to 0.50").click()
    expect(veiled).to_have_count(marked)
    assert call(page, "GET", f"assets/{found['id']}/annotations")["annotations"] == before

    threshold.fill("0.25")
    page.get_by_role("button", name=f"Hide {more} more").click()
    expect(page.get_by_text(f"{more} hidden.", exact=True)).to_be_visible()
    expect(threshold).to_have_value("0.5")
    after = call(page, "GET", f"assets/{found['id']}/annotations")["annotations"]
    assert len(after) == len(before) + more
    page.keyboard.press("Control+z")
    expect(page.get_by_text("It is as it was before.")).to_be_visible()

    page.goto(f"{site.address}/p/{project}/hunt")
    page.get_by_label("Faces from").select_option("48")
    expect(page.locator(".hunt-piece img")).to_have_count(1)
    threshold.fill("0.25")
    expect(page.locator(".hunt-tried .veil")).to_have_count(more)
    assert violations(page) == []
    assert call(page, "GET", f"assets/{found['id']}/annotations")["annotations"] == before
    page.get_by_role("button", name=re.compile(r"Hide \d+ finds? here")).click()
    expect(page.locator(".hunt-tried .veil")).to_have_count(0)
    after = call(page, "GET", f"assets/{found['id']}/annotations")["annotations"]
    assert len(after) == len(before) + more
    assert {one["decision"] for one in after if one["id"] not in {was["id"] for was in before}} == {"redact"}
    for _ in range(more):
        page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator(".hunt-tried .veil")).to_have_count(more)
    assert len(call(page, "GET", f"assets/{found['id']}/annotations")["annotations"]) == len(before)


def test_a_threshold_that_is_tried_shows_on_the_picture_of_a_clip(
    page: Page, site: Site, desk: Page, testdata: Path
) -> None:
    project = make_project(desk, "Trying on a clip", preset="fast")
    (clip,) = add_files(desk, project, [testdata / "videos" / "intel_classroom.mp4"])
    frame = call(desk, "GET", f"assets/{clip['id']}")["cover_frame"]
    tracks = call(desk, "GET", f"assets/{clip['id']}/annotations")["annotations"]
    waiting = [track["score"] for track in tracks if track["first_frame"] <= frame <= track["last_frame"]]
    sure = sum(score >= 0.8 for score in waiting)
    assert 0 < sure < len(waiting), "some tracks are sure and some are not"

    page.goto(f"{site.address}/p/{project}")
    undecided, open_ = (page.locator(f".tile .marks .{name}-line") for name in ("undecided", "candidate"))
    expect(undecided).to_have_count(len(waiting))
    page.get_by_role("slider", name="Threshold for faces").fill("0.8")
    expect(undecided).to_have_count(sure)
    expect(open_).to_have_count(len(waiting) - sure)
    page.get_by_role("button", name="Back to 0.50").click()
    expect(undecided).to_have_count(len(waiting))


def test_a_threshold_made_to_hold_hides_finds_of_clips_as_well_and_is_taken_back(
    page: Page, site: Site, desk: Page, testdata: Path
) -> None:
    project = make_project(desk, "Trying clips", preset="fast")
    (clip,) = add_files(desk, project, [testdata / "odd_videos" / "rot90.mp4"])
    before = call(desk, "GET", f"assets/{clip['id']}/annotations")["annotations"]
    dataset = call(desk, "GET", f"projects/{project}")["datasets"][0]["id"]
    (label,) = call(desk, "GET", f"datasets/{dataset}/scores")["labels"]
    found = sum(count for score, count in label["in_clips"] if score >= 0.25)
    assert found, "the clip has somebody whom the search followed but was not sure of"

    page.goto(f"{site.address}/p/{project}")
    threshold = page.get_by_role("slider", name="Threshold for faces")
    threshold.fill("0.25")
    expect(page.get_by_text(f"{found} of them in clips")).to_be_visible()
    threshold.fill("0.15")
    expect(page.get_by_text("1 clip not as a whole:")).to_be_visible()
    expect(
        page.get_by_role("listitem").filter(has_text="rot90.mp4").filter(has_text="Finds below")
    ).to_be_visible()
    assert violations(page) == []
    threshold.fill("0.25")
    page.get_by_role("button", name=f"Hide {found} more").click()
    expect(page.get_by_text(f"{found} hidden.", exact=True)).to_be_visible(timeout=60_000)
    after = call(page, "GET", f"assets/{clip['id']}/annotations")["annotations"]
    assert len(after) == len(before) + found
    page.keyboard.press("Control+z")
    expect(page.get_by_text("It is as it was before.")).to_be_visible()
    assert len(call(page, "GET", f"assets/{clip['id']}/annotations")["annotations"]) == len(before)


def test_who_was_missed_is_covered_by_pointing_and_a_clean_sheet_is_on_record(
    page: Page, site: Site, empty: dict[str, Any]
) -> None:
    page.goto(f"{site.address}/p/{empty['project']}/hunt")
    page.get_by_label("Faces from").select_option("24")
    expect(page.locator(".hunt-piece img")).to_have_count(1)
    page.locator(".hunt").click(position={"x": 200, "y": 150})
    decisions(page, empty, [("redact", "")])
    expect(page.get_by_text("1 person found by you.")).to_be_visible()
    (made,) = call(page, "GET", f"assets/{empty['id']}/annotations")["annotations"]
    x, y, width, height = made["keyframes"][0]["shape"]["data"]
    assert x - width < 200 < x + 2 * width and y - height < 150 < y + 2 * height
    assert violations(page) == []
    page.keyboard.press("Control+z")
    decisions(page, empty, [])

    page.locator(".hunt").focus()  # without a mouse: the cross stands in the middle
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    decisions(page, empty, [("redact", "")])
    page.keyboard.press("Space")
    expect(page.get_by_text("All sheets are through.")).to_be_visible()
    expect(page.get_by_text("1 picture looked through by you.")).to_be_visible()
    assert len(call(page, "GET", f"assets?project={empty['project']}&seen=yes")["results"]) == 1


def test_the_mouse_alone_points_at_somebody_and_passes_the_sheet(
    page: Page, site: Site, empty: dict[str, Any]
) -> None:
    page.goto(f"{site.address}/p/{empty['project']}/hunt")
    page.get_by_label("Faces from").select_option("24")
    expect(page.locator(".hunt-piece img")).to_have_count(1)
    sheet = page.locator(".hunt")
    sheet.click(position={"x": 200, "y": 150})
    decisions(page, empty, [("redact", "")])
    box = sheet.bounding_box()
    assert box
    page.mouse.move(box["x"] + 300, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 340, box["y"] + 240, steps=2)
    page.mouse.down(button="right")  # in the middle of a drawn box it is a slip
    page.mouse.up(button="right")
    page.mouse.up()
    decisions(page, empty, [("redact", ""), ("redact", "")])
    expect(page.get_by_text("Sheet 1 of 1")).to_be_visible()
    sheet.click(button="right", position={"x": 60, "y": 60})
    expect(page.get_by_text("All sheets are through.")).to_be_visible()
    expect(page.get_by_text("1 picture looked through by you.")).to_be_visible()
    assert len(call(page, "GET", f"assets?project={empty['project']}&seen=yes")["results"]) == 1


def test_what_cannot_be_shown_holds_nobody_up_and_does_not_count_as_looked_through(
    page: Page, site: Site, empty: dict[str, Any]
) -> None:
    told = {"code": "invalid", "detail": "The picture cannot be decoded."}
    page.route("**/api/assets/*/hunt", lambda route: route.fulfill(status=400, json=told))
    page.goto(f"{site.address}/p/{empty['project']}/hunt")
    page.get_by_label("Faces from").select_option("24")
    expect(page.get_by_text("The picture cannot be decoded.")).to_be_visible()
    expect(page.get_by_text("Sheet 1 of 1")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_text("1 place could not be shown")).to_be_visible()
    expect(page.get_by_text("All sheets are through.")).to_be_visible()
    expect(page.get_by_text("0 pictures looked through by you.")).to_be_visible()
    assert call(page, "GET", f"assets?project={empty['project']}&seen=yes")["results"] == []


def test_what_looks_clean_is_left_after_a_sample_that_says_what_may_be_in_it(
    page: Page, desk: Page, site: Site, empty: dict[str, Any]
) -> None:
    of = call(desk, "GET", f"assets/{empty['id']}")["dataset"]
    film = {"clips": 0, "seen": 0, "frames": 0, "looked": 0, "missed": 0, "at_most": None}
    many = {"seen": 0, "doubtful": 0, "clean": 4940, "looked": 0, "missed": 0, "at_most": None, "film": film}
    state = f"**/api/datasets/{of}/hunt"
    page.route(state, lambda route: route.fulfill(json=many))
    page.goto(f"{site.address}/p/{empty['project']}/hunt")
    expect(page.get_by_role("heading", name="4,940 pictures look clean.")).to_be_visible()
    expect(page.get_by_role("button", name="Look at all 4,940")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Faces from").select_option("24")
    page.unroute(state)
    page.keyboard.press("s")
    expect(page.locator(".hunt-piece img")).to_have_count(1)
    expect(page.get_by_text("A sample of what looks clean.")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_text("Of 1 drawn by chance none had anybody who was missed")).to_be_visible()
    known = call(page, "GET", f"datasets/{of}/hunt")
    assert (known["seen"], known["clean"], known["looked"], known["missed"]) == (1, 0, 1, 0)

    page.goto(f"{site.address}/p/{empty['project']}")
    expect(page.get_by_text("by people")).to_be_visible()


def test_a_sample_of_what_waits_says_how_much_of_it_is_nobody(
    page: Page, desk: Page, site: Site, asset: dict[str, Any]
) -> None:
    label = call(desk, "GET", f"projects/{asset['project']}")["labels"][0]["id"]
    many = [{"label": label, "keyframes": box(5 * n, 100, 4, 4), "score": 0.55} for n in range(66)]
    put_objects(desk, asset["id"], many)
    page.reload()
    page.get_by_role("button", name="look at a sample of 60").click()
    expect(
        page.get_by_text("You took 0 of 60 off: with 95 % certainty 0 to 6 % of the 6 others")
    ).to_be_visible()
    page.keyboard.press("x")
    expect(page.get_by_text("You took 1 of 60 off: with 95 % certainty 0 to 9 %")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.get_by_text("You took 0 of 60 off")).to_be_visible()
