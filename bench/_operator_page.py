"""The operator's hands: wall, hunt and approval on the real page, every act done there and counted."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Collection
from typing import Any

import cv2
import numpy as np
from _installation import Person
from _operator_keys import Tally
from _operator_site import listed
from _operator_truth import Box, Face, Pixels, Truth, covered, open_spot
from playwright.sync_api import Locator, Page

from moretta_vision.geometry.interpolation import presence, shape_at
from moretta_vision.geometry.shapes import bounds

STOP = 150
"""Pictures without anybody, one after the other: at most 2 % of the rest can hold somebody, 95 times in 100."""
PLACES_IN_A_ROW = 15
PATIENCE = 600.0
TILES = """() => {
    const room = document.querySelector(".page .scroll").getBoundingClientRect();
    return [...document.querySelectorAll("[data-crop]")].flatMap((tile) => {
        const { left, top, width, height } = tile.getBoundingClientRect();
        const seen = top >= room.top - 2 && top + height <= room.bottom + 2;
        const cut = "cut" in tile.dataset;
        const name = tile.title.split("; ").at(-1);
        return seen ? [{ id: tile.dataset.crop, name, x: left + width / 2, y: top + height / 2, cut }] : [];
    });
}"""
PIECES = """() => [...document.querySelectorAll(".hunt-piece")].map((piece) => {
    const image = piece.querySelector("img");
    const px = (value) => parseFloat(value) || 0;
    return {
        picture: piece.dataset.picture,
        url: image?.complete ? image.src : null,
        left: px(piece.style.left), top: px(piece.style.top),
        width: px(piece.style.width), height: px(piece.style.height),
        x: -px(image?.style.left), y: -px(image?.style.top), whole: px(image?.style.width),
        busy: piece.querySelector("[data-busy]") !== null,
    };
})"""

FADED = """() => [...document.querySelectorAll(".hunt-sign[data-done]")]
    .every((sign) => getComputedStyle(sign).opacity === "0")"""
URLS = """() => [...document.querySelectorAll(".hunt-piece img")].map((image) => image.src).join()"""
SHEET = """() => [...document.querySelectorAll(".hunt-piece")].map((piece) => {
    const image = piece.querySelector("img");
    return `${piece.dataset.picture} ${image?.style.left} ${image?.style.top}`;
}).join()"""


class Operator:
    """Works one project. The page is all that is acted on; `truth` is what the eye knows of what it sees."""

    def __init__(
        self, page: Page, address: str, person: Person, project: str, truth: Truth, nobody: Collection[str]
    ) -> None:
        self.page, self.person, self.truth, self.nobody = page, person, truth, nobody
        self.base = f"{address}/p/{project}"
        self.project = project
        self.tally = Tally()
        self.stopped: tuple[float, int, int] | None = None
        """Seconds, acts and people found when the page first said that at most STOP of the rest can hold somebody."""
        self.found = 0
        self.stages: dict[str, float] = {}
        self.assets = {one["id"]: one for one in self._listed()}

    def note(self, stage: str) -> None:
        """Notes the seconds that a stage took."""
        self.stages[stage] = round(self.tally.seconds - sum(self.stages.values()), 1)
        print(f"{stage}: {self.stages[stage]} s, {dict(self.tally.acts)}", flush=True)

    # --- the wall of objects --------------------------------------------------------------------------------------

    def wall(self, sampled: bool = False) -> None:
        """Takes what is nobody off the wall, and hides the rest, screen by screen. Nobody is only who was found in a
        picture without people: elsewhere a find without a mark may well be a face that nobody marked, and it stays
        hidden, which leaves nobody open. `sampled`: only a sample is looked at, the others stay hidden as they are."""
        self.page.goto(f"{self.base}/objects")
        self.page.locator("[data-crop], .empty").first.wait_for()
        sampled = sampled and self._sample_of_the_wall()
        seen: set[str] = set()
        while tiles := self._tiles():
            rows = {round(tile["y"]) for tile in tiles if tile["id"] not in seen}
            self.tally.look("a row of crops", len(rows))
            seen |= {tile["id"] for tile in tiles}
            if len(seen) == len(tiles):  # the first screen
                self.click("go to the wall", tiles[0]["x"], tiles[0]["y"])
            which, act = (
                [tile for tile in tiles if tile["name"] in self.nobody],
                ("take off what is nobody", "x"),
            )
            if not which and sampled:
                break
            if not which:
                which, act = tiles, ("hide a screen of crops", "Enter")
            if len(which) == len(tiles):
                self.press("choose a screen of crops", "Control+a")
            else:
                for tile in which:
                    self.click("choose a crop", tile["x"], tile["y"], held=True, thought=True)
            self.press(*act)
            gone = [tile["id"] for tile in which]
            self.page.wait_for_function(
                "gone => gone.every((id) => !document.querySelector(`[data-crop='${id}']`))", arg=gone
            )
        self.page.wait_for_function("() => document.querySelector('[data-save]').dataset.save === 'saved'")

    def _sample_of_the_wall(self) -> bool:
        """Asks for a sample of what waits; whether there is one."""
        link = self.page.locator("[data-waits] button")
        if not link.count():
            return False
        self.tally.look("what the wall says")
        self.tally.click("take a sample of what waits")
        link.click()
        self.page.locator("[data-nobodies]").wait_for()
        return True

    def _tiles(self) -> list[dict[str, Any]]:
        """The crops on the screen, once they are cut out; none when nobody waits."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            tiles: list[dict[str, Any]] = self.page.evaluate(TILES)
            if tiles and all(tile["cut"] for tile in tiles):
                return tiles
            if not tiles and self.page.locator(".empty").count():
                return []
            self.page.wait_for_timeout(150)
        return self.page.evaluate(TILES)  # type: ignore[no-any-return]  # as TILES says

    # --- the hunt -------------------------------------------------------------------------------------------------

    def hunt(self) -> None:
        """Looks through every sheet at 24 pixels for a face of 12, and points at whoever is not covered: of all, or
        where the page puts aside what looks clean, of the others."""
        self.page.goto(f"{self.base}/hunt")
        self.page.locator(".hunt-piece, .empty").first.wait_for()
        self.press("give the sheets the whole screen", "f")
        self.page.mouse.move(5, 5)
        self._look_through()

    def sample(self) -> None:
        """Where the page puts aside what looks clean: a sample of it, and all of it when somebody was missed there."""
        for key, act in (("s", "take a sample of what looks clean"), ("a", "take all of what looks clean")):
            if not self.page.locator(".empty-act kbd").count():
                return
            self.tally.look("what is left")
            before = self.found
            self.press(act, key)
            self.page.locator(".hunt-piece").first.wait_for()
            self._look_through()
            if self.found == before:
                return

    def sample_of_frames(self) -> dict[str, Any]:
        """A sample of the frames of all clips, for what the page then says about the others; gives that."""
        self.tally.look("what is left")
        self.press("take a sample of frames", "c")
        self.page.locator(".hunt-piece").first.wait_for()
        self._look_through()
        dataset = self.person.get(f"projects/{self.project}")["datasets"][0]["id"]
        return self.person.get(f"datasets/{dataset}/hunt")["film"]  # type: ignore[no-any-return]  # as answered

    def _look_through(self) -> None:
        """All sheets that there are."""
        tried: set[tuple[str, Box]] = set()
        while pieces := self._pieces():
            self._look_over(pieces)
            while missed := [one for one in self._open(pieces) if one[:2] not in tried]:
                picture, box, place, open_at = missed[0]
                tried.add((picture, box))
                self.found += 1
                self._point(picture, *open_at)
                pieces = self._pieces()
                if any(one[:2] == (picture, box) for one in self._open(pieces)):
                    self._draw(picture, place)
                    pieces = self._pieces()
            before = self.page.evaluate(SHEET)
            self._pass_sheet()
            self.page.wait_for_function(f"before => ({SHEET})() !== before", arg=before)
            self._note_rest()

    def _pass_sheet(self) -> None:
        """By whatever the hand is on: the key, or the mouse's other button."""
        if self.tally.holds_mouse:
            self.tally.button("nobody is left on the sheet")
            self.page.mouse.click(5, 5, button="right")
        else:
            self.press("nobody is left on the sheet", "Space")

    def _look_over(self, pieces: list[dict[str, Any]]) -> None:
        """A look at the whole pictures of a sheet, and one at every row of places beside them."""
        parts = sum(_part_of(piece["picture"]) is not None for piece in pieces)
        if parts < len(pieces):
            self.tally.look("a sheet")
        self.tally.look("a row of places", -(-parts // PLACES_IN_A_ROW))

    def _note_rest(self) -> None:
        """Notes where somebody might stop whom the page's word about the rest is enough."""
        clean = self.page.locator("[data-rest]")
        if self.stopped is None and clean.count() and int(clean.get_attribute("data-rest") or 0) >= STOP:
            self.stopped = self.tally.seconds, sum(self.tally.acts.values()), self.found

    def _pieces(self) -> list[dict[str, Any]]:
        """What is on the sheet, once its pictures are there; none when all sheets are through."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            pieces: list[dict[str, Any]] = self.page.evaluate(PIECES)
            if pieces and all(piece["url"] and not piece["busy"] for piece in pieces):
                return pieces
            if not pieces and self.page.locator(".empty").count():
                return []
            self.page.wait_for_timeout(100)
        raise RuntimeError(f"A sheet is not made: {pieces}")

    def _open(self, pieces: list[dict[str, Any]]) -> list[tuple[str, Box, Box, tuple[float, float]]]:
        """Faces that are seen uncovered, whole on a piece: the picture, the box in it and on the sheet, and where most
        of it is open."""
        sheet = self._seen(self.page.locator(".hunt"))
        found = []
        for piece in pieces:
            asset, frame, *_ = piece["picture"].split(" ")
            card = self.assets[asset]
            left, top, wide = _part_of(piece["picture"]) or (0, 0, card["width"])
            scale = piece["whole"] / wide
            for face in self._faces(card["name"], int(frame)):
                x, y, width, height = (value * scale for value in face.box)
                x, y = x - left * scale - piece["x"], y - top * scale - piece["y"]
                inside = (
                    x >= -4
                    and y >= -4
                    and x + width <= piece["width"] + 4
                    and y + height <= piece["height"] + 4
                )
                place = (piece["left"] + x, piece["top"] + y, width, height)
                if inside and face.counts and not covered(sheet, place):
                    found.append((piece["picture"], face.box, place, open_spot(sheet, place)))
        return found

    def _point(self, picture: str, x: float, y: float) -> None:
        """Points at somebody and waits until the picture shows what came of it."""
        sheet = self.page.locator(".hunt").bounding_box()
        assert sheet
        piece = self.page.locator(f".hunt-piece[data-picture='{picture}'] img").first
        before = piece.get_attribute("src")
        self.click("point at somebody", sheet["x"] + x, sheet["y"] + y, thought=True)
        self.page.mouse.move(5, 5)
        self._changed(piece, before)

    def _changed(self, piece: Locator, before: str | None) -> None:
        end = time.monotonic() + PATIENCE
        while piece.get_attribute("src") == before and time.monotonic() < end:
            self.page.wait_for_timeout(100)
        self.page.locator(".hunt-room[data-following='0']").wait_for()
        self.page.wait_for_function(FADED)
        shown = ""
        while shown != (shown := self.page.evaluate(URLS)) and time.monotonic() < end:
            self.page.wait_for_timeout(1500)  # other pieces show what was covered a little later

    def _draw(self, picture: str, place: Box) -> None:
        """Draws around somebody whom pointing did not cover; `place` is on the sheet."""
        sheet = self.page.locator(".hunt").bounding_box()
        assert sheet
        piece = self.page.locator(f".hunt-piece[data-picture='{picture}'] img").first
        before = piece.get_attribute("src")
        left, top = sheet["x"] + place[0], sheet["y"] + place[1]
        self.tally.drag("draw around somebody")
        self.page.mouse.move(left, top)
        self.page.mouse.down()
        self.page.mouse.move(left + place[2], top + place[3], steps=3)
        self.page.mouse.up()
        self.page.mouse.move(5, 5)
        self._changed(piece, before)

    # --- the end --------------------------------------------------------------------------------------------------

    def approve(self) -> None:
        """All of the project, by one act."""
        self.page.goto(self.base)
        self.page.locator("[data-asset]").first.focus()
        self.press("choose all pictures", "Control+a")
        bar = self.page.get_by_role("region", name="Selection")
        bar.get_by_text(f"{len(self.assets):,} selected.").wait_for()
        self.tally.click("approve", thought=True)
        bar.get_by_role("button", name=re.compile("pprove")).click()
        question = self.page.get_by_role("dialog")
        self.page.wait_for_timeout(500)
        if question.count():
            self.tally.click("approve")
            question.get_by_role("button", name=re.compile("pprove")).click()
        bar.wait_for(state="detached")
        end = time.monotonic() + 600
        while len(self.assets) > self._in_state("ready"):
            assert time.monotonic() < end, [(a["name"], a["state"]) for a in self._listed()]
            time.sleep(1)

    def _in_state(self, state: str) -> int:
        return sum(asset["state"] == state for asset in self._listed())

    def found_in(self, asset: str) -> dict[int, list[Box]]:
        """Where the objects are now, by frame."""
        found: dict[int, list[Box]] = defaultdict(list)
        for boxes in self.boxes(asset).values():
            for frame, box in boxes.items():
                found[frame].append(box)
        return found

    # --- eye and hand ---------------------------------------------------------------------------------------------

    def _faces(self, name: str, frame: int) -> list[Face]:
        return self.truth[name].get(frame, [])

    def boxes(self, asset: str) -> dict[str, dict[int, Box]]:
        """Where the objects of an asset are drawn, by frame."""
        frames = self.assets[asset]["n_frames"]
        found = {}
        for one in self.person.get(f"assets/{asset}/annotations")["annotations"]:
            spans = presence(one["keyframes"], frames)
            shapes = {
                at: shape_at(one["keyframes"], at) for first, stop in spans for at in range(first, stop)
            }
            found[one["id"]] = {at: bounds(shape) for at, shape in shapes.items() if shape}
        return found

    def _listed(self) -> list[dict[str, Any]]:
        return listed(self.person, self.project)

    def _seen(self, where: Locator) -> Pixels:
        """Pixels of the screen, red first."""
        png = np.frombuffer(where.screenshot(), np.uint8)
        return np.asarray(cv2.imdecode(png, cv2.IMREAD_COLOR)[..., ::-1], np.uint8)

    def press(self, act: str, keys: str) -> None:
        self.tally.key(act, keys)
        self.page.keyboard.press(keys)

    def click(self, act: str, x: float, y: float, *, held: bool = False, thought: bool = False) -> None:
        self.tally.click(act, held=held, thought=thought)
        if held:
            self.page.keyboard.down("Control")
        self.page.mouse.click(x, y)
        if held:
            self.page.keyboard.up("Control")


def _part_of(picture: str) -> tuple[int, int, int] | None:
    """Of the part that a piece shows, left, top and width; None where it shows a whole picture."""
    _, _, part = picture.partition(" ")[2].partition(" ")
    left, top, width, _ = map(int, part.split(",")) if part else (0, 0, 0, 0)
    return (left, top, width) if part else None
