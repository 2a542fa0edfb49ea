"""The operator on the wall of objects: what is nobody is taken off, the rest is hidden, screen by screen."""

from __future__ import annotations

import time
from typing import Any

from _operator_page import PATIENCE, Operator

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


class Wall:
    """That of a project."""

    def __init__(self, hand: Operator) -> None:
        self.hand = hand

    def clear(self, sampled: bool = False) -> None:
        """Takes what is nobody off the wall, and hides the rest, screen by screen. Nobody is only who was found in a
        picture without people: elsewhere a find without a mark may well be a face that nobody marked, and it stays
        hidden, which leaves nobody open. `sampled`: only a sample is looked at, the others stay hidden as they are."""
        self.hand.page.goto(f"{self.hand.base}/objects")
        self.hand.page.locator("[data-crop], .empty").first.wait_for()
        sampled = sampled and self._sample()
        seen: set[str] = set()
        while tiles := self._tiles():
            rows = {round(tile["y"]) for tile in tiles if tile["id"] not in seen}
            self.hand.tally.look("a row of crops", len(rows))
            seen |= {tile["id"] for tile in tiles}
            if len(seen) == len(tiles):  # the first screen
                self.hand.click("go to the wall", tiles[0]["x"], tiles[0]["y"])
            which, act = (
                [tile for tile in tiles if tile["name"] in self.hand.nobody],
                ("take off what is nobody", "x"),
            )
            if not which and sampled:
                break
            if not which:
                which, act = tiles, ("hide a screen of crops", "Enter")
            if len(which) == len(tiles):
                self.hand.press("choose a screen of crops", "Control+a")
            else:
                for tile in which:
                    self.hand.click("choose a crop", tile["x"], tile["y"], held=True, thought=True)
            self.hand.press(*act)
            gone = [tile["id"] for tile in which]
            self.hand.page.wait_for_function(
                "gone => gone.every((id) => !document.querySelector(`[data-crop='${id}']`))", arg=gone
            )
        self.hand.page.wait_for_function(
            "() => document.querySelector('[data-save]').dataset.save === 'saved'"
        )

    def _sample(self) -> bool:
        """Asks for a sample of what waits; whether there is one."""
        link = self.hand.page.locator("[data-waits] button")
        if not link.count():
            return False
        self.hand.tally.look("what the wall says")
        self.hand.tally.click("take a sample of what waits")
        link.click()
        self.hand.page.locator("[data-nobodies]").wait_for()
        return True

    def _tiles(self) -> list[dict[str, Any]]:
        """The crops on the screen, once they are cut out; none when nobody waits."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            tiles: list[dict[str, Any]] = self.hand.page.evaluate(TILES)
            if tiles and all(tile["cut"] for tile in tiles):
                return tiles
            if not tiles and self.hand.page.locator(".empty").count():
                return []
            self.hand.page.wait_for_timeout(150)
        return self.hand.page.evaluate(TILES)  # type: ignore[no-any-return]  # as TILES says
