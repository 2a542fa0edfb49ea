"""The people of a clip, its doubtful moments, and its tracks on the timeline: by mouse and keys, checked over REST."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import av
import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Site
from .session import add_files, call, make_project, put_objects

FRAMES = 24
GAP = {"flag": "gap", "says": "gap of 3 frames", "frames": [8, 10]}
SHORT = {"flag": "short", "says": "found in 2 frames only", "frames": [2, 3]}


@pytest.fixture(scope="module")
def clip(desk: Page, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An empty grey clip of two seconds, searched, in which nobody was found."""
    path = tmp_path_factory.mktemp("clip") / "grey.mp4"
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", rate=12)
        stream.width, stream.height, stream.pix_fmt = 320, 192, "yuv420p"
        for shade in range(FRAMES):
            picture = np.full((192, 320, 3), 90 + shade, np.uint8)
            file.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        file.mux(stream.encode())
    project = make_project(desk, "Tracks")
    (asset,) = add_files(desk, project, [path])
    label = call(desk, "GET", f"projects/{project}")["labels"][0]["id"]
    return {"project": project, "asset": asset["id"], "label": label}


@pytest.fixture
def studio(page: Page, desk: Page, site: Site, clip: dict[str, str]) -> Iterator[Page]:
    """The clip's page with three undecided faces: in frames 0 to 11, 4 to 15 with a doubt, and 18 to 21 with one."""
    faces = [face(clip, 0, 12, 20), face(clip, 4, 16, 40, GAP), face(clip, 18, 22, 200, SHORT)]
    put_objects(desk, clip["asset"], faces)
    page.goto(f"{site.address}/p/{clip['project']}/assets/{clip['asset']}")
    expect(rows(page)).to_have_count(3)
    yield page


def face(clip: dict[str, str], first: int, stop: int, x: int, *flags: dict[str, Any]) -> dict[str, Any]:
    shape = {"type": "box", "data": [x, 60, 30, 40]}
    return {
        "label": clip["label"],
        "score": 0.7,
        "flags": list(flags),
        "keyframes": [
            {"frame": first, "shape": shape, "score": 0.7},
            {"frame": stop, "shape": None, "outside": True},
        ],
    }


def objects(page: Page, clip: dict[str, str]) -> list[dict[str, Any]]:
    found = call(page, "GET", f"assets/{clip['asset']}/annotations")["annotations"]
    return sorted(found, key=lambda one: (one["first_frame"], one["last_frame"]))


def saved(page: Page) -> None:
    expect(page.locator("[data-save=saving]")).to_have_count(0)
    expect(page.locator("[data-save=saved]")).to_be_visible()


def spans(page: Page, clip: dict[str, str]) -> list[tuple[int, int]]:
    saved(page)
    return [(one["first_frame"], one["last_frame"]) for one in objects(page, clip)]


def rows(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Tracks").get_by_role("option")


def tiles(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Faces").get_by_role("option")


def put_playhead(page: Page, row: Locator, frame: int) -> None:
    """Clicks a track at a frame: the track is chosen and the playhead stands there."""
    lane = row.locator(".lane").bounding_box()
    assert lane
    page.mouse.click(lane["x"] + lane["width"] * (frame + 0.5) / FRAMES, lane["y"] + 16)
    expect(page.get_by_role("slider", name="Playhead")).to_have_attribute("aria-valuenow", str(frame))
    expect(row).to_have_attribute("aria-selected", "true")


def test_w_follows_a_track_from_the_playhead_as_one_change(studio: Page, clip: dict[str, str]) -> None:
    rows(studio).nth(2).click()
    studio.keyboard.press("w")
    # Nothing can be seen in the grey: after a second it is lost, and covered until then.
    expect(studio.get_by_text("Lost at frame 20.")).to_be_visible(timeout=20_000)
    saved(studio)
    assert frames_of_first(studio, clip)[-2:] == [20, 21]
    studio.keyboard.press("Control+z")
    saved(studio)
    assert frames_of_first(studio, clip) == [0, 12]


def frames_of_first(page: Page, clip: dict[str, str]) -> list[int]:
    return min([keyframe["frame"] for keyframe in found["keyframes"]] for found in objects(page, clip))


def test_tracks_are_split_merged_extended_and_taken_back(studio: Page, clip: dict[str, str]) -> None:
    studio.get_by_role("radio", name="First").click()
    put_playhead(studio, rows(studio).nth(0), 6)
    studio.keyboard.press("s")
    expect(rows(studio)).to_have_count(4)
    assert spans(studio, clip) == [(0, 6), (4, 16), (6, 12), (18, 22)]
    studio.keyboard.press("]")  # the second half, which is chosen now, lasts five frames longer
    assert spans(studio, clip) == [(0, 6), (4, 16), (6, 17), (18, 22)]
    rows(studio).nth(0).locator(".track-name").click()
    rows(studio).nth(2).locator(".track-name").click(modifiers=["Shift"])
    expect(studio.get_by_text("3 are chosen.")).to_be_visible()
    studio.keyboard.press("m")
    expect(rows(studio)).to_have_count(2)
    assert spans(studio, clip) == [(0, 17), (18, 22)]
    (merged, _) = objects(studio, clip)
    assert [(f["flag"], f["frames"]) for f in merged["flags"]] == [("gap", [8, 10])]
    wide = next(k for k in merged["keyframes"] if k["frame"] == 6)["shape"]["data"]
    assert (wide[0], wide[0] + wide[2]) == (20, 70)  # around both
    for _ in range(3):
        studio.keyboard.press("Control+z")
    assert spans(studio, clip) == [(0, 12), (4, 16), (18, 22)]
    rows(studio).nth(2).locator(".track-name").click()
    studio.keyboard.press("Delete")
    assert spans(studio, clip) == [(0, 12), (4, 16)]


def test_a_doubt_is_reached_by_key_and_says_its_sentence(studio: Page, clip: dict[str, str]) -> None:
    studio.get_by_role("radio", name="First").click()
    rows(studio).nth(1).locator(".track-name").click()
    studio.keyboard.press("ArrowRight")
    expect(studio.get_by_role("slider", name="Playhead")).to_have_attribute("aria-valuenow", "8")
    expect(studio.get_by_role("status").filter(has_text="gap of 3 frames")).to_be_visible()
    studio.keyboard.press("ArrowDown")
    expect(rows(studio).nth(2)).to_have_attribute("aria-selected", "true")
    studio.keyboard.press("x")
    expect(rows(studio)).to_have_count(2)


def test_many_people_are_kept_for_one_reason_and_one_of_them_hidden(
    studio: Page, clip: dict[str, str]
) -> None:
    expect(tiles(studio)).to_have_count(3)
    studio.get_by_role("button", name="Choose all").click()
    studio.keyboard.press("y")
    studio.get_by_role("button", name="consent").click()
    saved(studio)
    assert {(a["decision"], a["reason"]) for a in objects(studio, clip)} == {("keep", "consent")}
    tiles(studio).nth(1).click()
    studio.keyboard.press("Enter")
    expect(tiles(studio).nth(1)).to_have_accessible_name("Face 2, hidden, 0:00 – 0:01, added by hand")
    saved(studio)
    assert [a["decision"] for a in objects(studio, clip)] == ["keep", "redact", "keep"]


def test_moments_are_gone_through_and_ticked_off(studio: Page, clip: dict[str, str]) -> None:
    studio.locator(".stage").focus()
    studio.keyboard.press("u")
    moments = studio.get_by_role("listbox", name="Doubtful moments").get_by_role("option")
    expect(moments).to_have_count(2)
    studio.keyboard.press("Tab")
    expect(moments.nth(0)).to_have_attribute("aria-selected", "true")
    expect(studio.get_by_text("Looping a second")).to_be_visible()
    studio.keyboard.press("Enter")
    expect(studio.get_by_text("Face 3: only 2 frames.")).to_be_visible()
    expect(moments.nth(1)).to_have_accessible_name("gap of 3 frames, Face 2, looked at")
    saved(studio)
    found = objects(studio, clip)
    assert [a["decision"] for a in found] == ["undecided", "redact", "undecided"]
    assert found[1]["flags"] == [{**GAP, "seen": True}]


def test_moments_side_by_side_are_decided_together_and_taken_back_by_one_key(
    page: Page, desk: Page, site: Site, clip: dict[str, str]
) -> None:
    gap = {"flag": "gap", "says": "gap of 5 frames", "frames": [4, 8]}
    faces = [face(clip, 0, 20, 20, gap), face(clip, 0, 20, 120, gap), face(clip, 0, 20, 220, GAP)]
    put_objects(desk, clip["asset"], faces)
    page.goto(f"{site.address}/p/{clip['project']}/assets/{clip['asset']}")
    expect(rows(page)).to_have_count(3)
    page.locator(".stage").focus()
    page.keyboard.press("g")
    strips = page.get_by_role("listbox", name="Doubtful moments side by side").get_by_role("option")
    expect(strips).to_have_count(2)  # the third was filled in and is brief
    expect(page.locator(".strip-place img")).to_have_count(6)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Choose moments first")).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.press("]")
    saved(page)
    ends = [[k["frame"] for k in a["keyframes"] if k["outside"]] for a in objects(page, clip)]
    assert ends == [[], [], [20]]  # these last to the end now
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 gap that was filled in looks certain. Look at a sample.")).to_be_visible()
    saved(page)
    assert [[flag.get("seen", False) for flag in a["flags"]] for a in objects(page, clip)] == [
        [True],
        [True],
        [False],
    ]
    page.keyboard.press("Control+z")
    expect(strips).to_have_count(2)
    saved(page)
    assert not any(flag.get("seen") for a in objects(page, clip) for flag in a["flags"])
    page.get_by_role("radio", name="1 looks certain").click()
    expect(strips).to_have_count(1)
    page.keyboard.press("g")
    expect(page.get_by_role("listbox", name="Doubtful moments").get_by_role("option")).to_have_count(3)


def test_whoever_is_boxed_in_the_hunt_is_followed_through_the_clip_and_taken_back_by_one_key(
    page: Page, desk: Page, site: Site, clip: dict[str, str]
) -> None:
    if objects(desk, clip):
        put_objects(desk, clip["asset"], [])
    page.goto(f"{site.address}/p/{clip['project']}/hunt")
    page.get_by_label("Whole frames of clips").select_option("10")
    pieces = page.locator(".hunt-piece img")
    expect(pieces).to_have_count(1)
    page.keyboard.press("f")
    room = page.locator(".hunt-room[data-whole]").bounding_box()
    assert room and (room["x"], room["y"]) == (0, 0)
    expect(pieces).to_have_count(1)  # nothing in it moves
    place = page.locator(".hunt-piece").first.bounding_box()
    assert place
    page.mouse.move(place["x"] + 40, place["y"] + 40)
    page.mouse.down()
    page.mouse.move(place["x"] + 100, place["y"] + 120, steps=3)
    page.mouse.up()
    expect(page.locator(".hunt-room[data-following='0'] .hunt-sign")).to_have_count(1)
    wait_for(page, lambda: {0, 11, 12, 13, 23} <= set(shapes_by_frame(page, clip)))
    assert shapes_by_frame(page, clip)[12] == [20, 20, 30, 40]
    page.keyboard.press("Control+z")
    wait_for(page, lambda: not objects(page, clip))


def shapes_by_frame(page: Page, clip: dict[str, str]) -> dict[int, list[float]]:
    """Of all objects' keyframes."""
    keyframes = [one for found in objects(page, clip) for one in found["keyframes"]]
    return {one["frame"]: one["shape"]["data"] for one in keyframes}


def wait_for(page: Page, done: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not done():
        assert time.monotonic() < end, "it took more than 30 seconds"
        page.wait_for_timeout(100)
