"""The operator's hands in a clip: its doubtful moments side by side, each mended or said to be fine."""

from __future__ import annotations

import time
from collections import defaultdict

from _operator_page import PATIENCE, Operator
from _operator_truth import Box, Face, shares

STRIPS_IN_A_ROW = 5
"""Of three places each: as many as a row of places."""
STRIPS = """() => [...document.querySelectorAll(".strip")].map((strip) => strip.dataset.option)"""


class Moments:
    """Those of all clips of a project."""

    def __init__(self, hand: Operator) -> None:
        self.hand = hand

    def count(self) -> int:
        """So many doubts of the clips' objects wait."""
        return sum(
            not flag.get("seen")
            for asset in self.hand.assets
            for one in self.hand.person.get(f"assets/{asset}/annotations")["annotations"]
            for flag in one["flags"]
        )

    def go_through(self) -> None:
        """Goes through the doubtful moments of every clip, many side by side: extends or bridges those around which
        somebody is open, and says of the others that they are fine. What looks certain is left out, as on the page."""
        for asset in self.hand.assets:
            self.hand.page.goto(f"{self.hand.base}/assets/{asset}")
            self.hand.tally.click("open a clip")
            self.hand.page.locator("[data-save=saved]").wait_for()
            self.hand.page.locator(".stage").focus()
            self.hand.press("show the moments side by side", "g")
            self.hand.page.locator(".strip, .strip-room .empty").first.wait_for()
            while strips := self._strips():
                self.hand.tally.look("a row of moments", -(-len(strips) // STRIPS_IN_A_ROW))
                for act, those in self._due(asset, strips).items():
                    for key in those:
                        self._choose(key)
                    self.hand.press(*act)
                    self._saved()
                self.hand.press("choose a screen of moments", "Control+a")
                self.hand.press("fine as they are", "Enter")
                self._saved()

    def _saved(self) -> None:
        self.hand.page.wait_for_timeout(350)
        self.hand.page.locator("[data-save=saved]").wait_for()

    def _choose(self, key: str) -> None:
        place = self.hand.page.locator(f".strip[data-option='{key}']")
        place.scroll_into_view_if_needed()
        box = place.bounding_box()
        assert box
        self.hand.click("choose a moment", box["x"] + 40, box["y"] + 40, held=True, thought=True)

    def _strips(self) -> list[str]:
        """The moments on the screen, once they are cut out; none when no more wait."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            places = self.hand.page.locator(".strip-place")
            if not places.count() and self.hand.page.locator(".strip-room .empty").count():
                return []
            if places.count() and places.count() == self.hand.page.locator(".strip-place img").count():
                kind = self.hand.page.locator(".strip-room [aria-checked=true]").get_attribute("data-value")
                return [] if kind == "certain" else self.hand.page.evaluate(STRIPS)  # type: ignore[no-any-return]  # the page answers names
            self.hand.page.wait_for_timeout(200)
        raise RuntimeError("The moments are not made.")

    def _due(self, asset: str, strips: list[str]) -> dict[tuple[str, str], list[str]]:
        """What is to be done about moments on the places of which somebody is open, by the act."""
        card, tracks = self.hand.assets[asset], self.hand.boxes(asset)
        flags = {
            one["id"]: one["flags"]
            for one in self.hand.person.get(f"assets/{asset}/annotations")["annotations"]
        }
        due: dict[tuple[str, str], list[str]] = defaultdict(list)
        for key in strips:
            object, _, index = key.partition(" ")
            mine = tracks.get(object, {})
            around = flags[object][int(index)]["frames"] if object in flags and index.isdigit() else None
            step = round(0.4 * card["fps"])
            for frame in range(around[0] - 2 * step, around[1] + 2 * step + 1) if mine and around else ():
                if act := self._act_at(frame, mine, tracks, self.hand.truth[card["name"]].get(frame, [])):
                    due[act].append(key)
                    break
        return due

    def _act_at(
        self, frame: int, mine: dict[int, Box], tracks: dict[str, dict[int, Box]], faces: list[Face]
    ) -> tuple[str, str] | None:
        nearest = min(mine, key=lambda other: abs(other - frame))
        for face in faces:
            beside = shares(_grown(mine[nearest]), face.box) >= 0.1
            hidden = any(_holds(boxes[frame], face.box) for boxes in tracks.values() if frame in boxes)
            if not face.counts or hidden or not beside:
                continue
            if frame < min(mine):
                return "begin earlier", "["
            if frame > max(mine):
                return "last longer", "]"
            if frame not in mine:
                return "bridge the gap", "b"
        return None


def _holds(box: Box, face: Box) -> bool:
    """Whether a drawn box covers most of a face."""
    wide = min(box[0] + box[2], face[0] + face[2]) - max(box[0], face[0])
    high = min(box[1] + box[3], face[1] + face[3]) - max(box[1], face[1])
    return max(0.0, wide) * max(0.0, high) >= 0.8 * face[2] * face[3]


def _grown(box: Box) -> Box:
    x, y, width, height = box
    return x - width, y - height, 3 * width, 3 * height
