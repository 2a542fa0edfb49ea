"""The operator in the hunt: every sheet is looked through, and whoever is open is pointed at or drawn around."""

from __future__ import annotations

import time
from typing import Any

from _operator_page import PATIENCE, Operator
from _operator_truth import SEEN_COVERED, Box, covered, open_spot
from playwright.sync_api import Locator

STOP = 150
"""Pictures without anybody, one after the other: at most 2 % of the rest can hold somebody, 95 times in 100."""
PLACES_IN_A_ROW = 15
NOTHING_COMES = 90.0
"""Seconds after which somebody looks again whether anything was covered."""
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


class Hunt:
    """That of a project."""

    def __init__(self, hand: Operator) -> None:
        self.hand = hand

    def go_through(self) -> None:
        """Looks through every sheet at 24 pixels for a face of 12, and points at whoever is not covered: of all, or
        where the page puts aside what looks clean, of the others."""
        self.hand.page.goto(f"{self.hand.base}/hunt")
        self.hand.page.locator(".hunt-piece, .empty").first.wait_for()
        self.hand.press("give the sheets the whole screen", "f")
        self.hand.page.mouse.move(5, 5)
        self._look_through()

    def sample(self) -> None:
        """Where the page puts aside what looks clean: a sample of it, and all of it when somebody was missed there."""
        for key, act in (("s", "take a sample of what looks clean"), ("a", "take all of what looks clean")):
            if not self.hand.page.locator(".empty-act kbd").count():
                return
            self.hand.tally.look("what is left")
            before = self.hand.found
            self.hand.press(act, key)
            self.hand.page.locator(".hunt-piece").first.wait_for()
            self._look_through()
            if self.hand.found == before:
                return

    def sample_of_frames(self) -> dict[str, Any]:
        """A sample of the frames of all clips, for what the page then says about the others; gives that."""
        self.hand.tally.look("what is left")
        self.hand.press("take a sample of frames", "c")
        self.hand.page.locator(".hunt-piece").first.wait_for()
        self._look_through()
        dataset = self.hand.person.get(f"projects/{self.hand.project}")["datasets"][0]["id"]
        return self.hand.person.get(f"datasets/{dataset}/hunt")["film"]  # type: ignore[no-any-return]  # as answered

    def _look_through(self) -> None:
        """All sheets that there are."""
        tried: set[tuple[str, Box]] = set()
        while pieces := self._pieces():
            self._look_over(pieces)
            while missed := [one for one in self._open(pieces) if one[:2] not in tried]:
                picture, box, place, open_at = missed[0]
                tried.add((picture, box))
                self.hand.found += 1
                self._point(picture, *open_at)
                pieces = self._pieces()
                if any(one[:2] == (picture, box) for one in self._open(pieces)):
                    self._draw(picture, place)
                    pieces = self._pieces()
            before = self.hand.page.evaluate(SHEET)
            self._pass_sheet()
            self.hand.page.wait_for_function(f"before => ({SHEET})() !== before", arg=before)
            self._note_rest()

    def _pass_sheet(self) -> None:
        """By whatever the hand is on: the key, or the mouse's other button."""
        if self.hand.tally.holds_mouse:
            self.hand.tally.button("nobody is left on the sheet")
            self.hand.page.mouse.click(5, 5, button="right")
        else:
            self.hand.press("nobody is left on the sheet", "Space")

    def _look_over(self, pieces: list[dict[str, Any]]) -> None:
        """A look at the whole pictures of a sheet, and one at every row of places beside them."""
        parts = sum(_part_of(piece["picture"]) is not None for piece in pieces)
        if parts < len(pieces):
            self.hand.tally.look("a sheet")
        self.hand.tally.look("a row of places", -(-parts // PLACES_IN_A_ROW))

    def _note_rest(self) -> None:
        """Notes where somebody might stop whom the page's word about the rest is enough."""
        clean = self.hand.page.locator("[data-rest]")
        if self.hand.stopped is None and clean.count() and int(clean.get_attribute("data-rest") or 0) >= STOP:
            self.hand.stopped = self.hand.tally.seconds, sum(self.hand.tally.acts.values()), self.hand.found

    def _pieces(self) -> list[dict[str, Any]]:
        """What is on the sheet, once its pictures are there; none when all sheets are through."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            pieces: list[dict[str, Any]] = self.hand.page.evaluate(PIECES)
            if pieces and all(piece["url"] and not piece["busy"] for piece in pieces):
                return pieces
            if not pieces and self.hand.page.locator(".empty").count():
                return []
            self.hand.page.wait_for_timeout(100)
        raise RuntimeError(f"A sheet is not made: {pieces}")

    def _open(self, pieces: list[dict[str, Any]]) -> list[tuple[str, Box, Box, tuple[float, float]]]:
        """Faces that are seen uncovered, whole on a piece: the picture, the box in it and on the sheet, and where most
        of it is open."""
        sheet = self.hand.seen(self.hand.page.locator(".hunt"))
        found = []
        for piece in pieces:
            asset, frame, *_ = piece["picture"].split(" ")
            card = self.hand.assets[asset]
            left, top, wide = _part_of(piece["picture"]) or (0, 0, card["width"])
            scale = piece["whole"] / wide
            for face in self.hand.truth[card["name"]].get(int(frame), []):
                x, y, width, height = (value * scale for value in face.box)
                x, y = x - left * scale - piece["x"], y - top * scale - piece["y"]
                inside = (
                    x >= -4
                    and y >= -4
                    and x + width <= piece["width"] + 4
                    and y + height <= piece["height"] + 4
                )
                place = (piece["left"] + x, piece["top"] + y, width, height)
                if inside and face.counts and not covered(sheet, place, SEEN_COVERED):
                    found.append((piece["picture"], face.box, place, open_spot(sheet, place)))
        return found

    def _point(self, picture: str, x: float, y: float) -> None:
        """Points at somebody and waits until the picture shows what came of it."""
        sheet = self.hand.page.locator(".hunt").bounding_box()
        assert sheet
        piece = self.hand.page.locator(f".hunt-piece[data-picture='{picture}'] img").first
        before = piece.get_attribute("src")
        self.hand.click("point at somebody", sheet["x"] + x, sheet["y"] + y, thought=True)
        self.hand.page.mouse.move(5, 5)
        self._changed(piece, before)

    def _changed(self, piece: Locator, before: str | None) -> None:
        end = time.monotonic() + NOTHING_COMES
        while piece.get_attribute("src") == before and time.monotonic() < end:
            self.hand.page.wait_for_timeout(100)
        self.hand.page.locator(".hunt-room[data-following='0']").wait_for()
        self.hand.page.wait_for_function(FADED)
        shown, end = "", time.monotonic() + PATIENCE
        while shown != (shown := self.hand.page.evaluate(URLS)) and time.monotonic() < end:
            self.hand.page.wait_for_timeout(1500)  # other pieces show what was covered a little later

    def _draw(self, picture: str, place: Box) -> None:
        """Draws around somebody whom pointing did not cover; `place` is on the sheet."""
        sheet = self.hand.page.locator(".hunt").bounding_box()
        assert sheet
        piece = self.hand.page.locator(f".hunt-piece[data-picture='{picture}'] img").first
        before = piece.get_attribute("src")
        left, top = sheet["x"] + place[0], sheet["y"] + place[1]
        self.hand.tally.drag("draw around somebody")
        self.hand.page.mouse.move(left, top)
        self.hand.page.mouse.down()
        self.hand.page.mouse.move(left + place[2], top + place[3], steps=3)
        self.hand.page.mouse.up()
        self.hand.page.mouse.move(5, 5)
        self._changed(piece, before)


def _part_of(picture: str) -> tuple[int, int, int] | None:
    """Of the part that a piece shows, left, top and width; None where it shows a whole picture."""
    _, _, part = picture.partition(" ")[2].partition(" ")
    left, top, width, _ = map(int, part.split(",")) if part else (0, 0, 0, 0)
    return (left, top, width) if part else None
