"""Somebody who works on one picture by chance: real mouse, real keys, and no look at anything but the page."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from playwright.sync_api import Page, TimeoutError

Mark = tuple[str, str, str, tuple[float, ...]]
"""An object as it is drawn: id, label, state, and its box in pixels of the picture."""

MARKS = """async () => {
    const picture = document.querySelector(".picture");
    const { m41: left, m42: top } = new DOMMatrix(getComputedStyle(picture).transform);
    const file = await fetch(picture.querySelector("canvas").dataset.shown);
    const scale = picture.offsetWidth / (await createImageBitmap(await file.blob())).width;
    return [...document.querySelectorAll(".overlay > g.object")].map((mark) => {
        const grip = mark.querySelector(".grip");
        const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => +grip.getAttribute(name));
        const box = [(x - left) / scale, (y - top) / scale, width / scale, height / scale];
        const label = mark.querySelector("title").textContent.match(/^\\D+/)[0].trim();
        return [mark.dataset.object, label, mark.dataset.state, box];
    });
}"""


class Hands:
    """One browser's page, and chance of its own."""

    def __init__(self, page: Page, seed: int) -> None:
        self.page, self.chance = page, random.Random(seed)
        self.done: dict[str, int] = {}

    def act(self) -> None:
        """One act, whichever comes."""
        if self.choose() or self.give_reason():
            return
        acts: list[Callable[[], None]] = [
            *(self.draw, self.move, self.resize, self.relabel, self.hide, self.keep, self.delete),
            *(self.undo, self.redo),
        ]
        act = self.chance.choices(acts, (4, 5, 3, 3, 3, 2, 2, 3, 2))[0]
        self.page.keyboard.press("0")
        act()
        self.done[act.__name__] = self.done.get(act.__name__, 0) + 1

    def choose(self) -> bool:
        """Where both changed the same object: one of the two versions."""
        choices = self.page.locator(".conflict-pair button")
        if not choices.count():
            return False
        self.page.keyboard.press("Enter")  # meant for something else: nothing is chosen by it
        assert choices.count() == 2
        choices.nth(self.chance.randrange(2)).click()
        self.done["choose"] = self.done.get("choose", 0) + 1
        return True

    def settle(self) -> None:
        """Until everything is saved and every choice made."""
        for _ in range(600):
            if not self.choose() and not self.give_reason():
                if self.page.locator("[data-save=saved]").count():
                    return
                if (waiting := self.page.locator("[data-save=conflict] button")).count():
                    with suppress(TimeoutError):  # the question may come by itself in this moment
                        waiting.click(timeout=1000)
            self.page.wait_for_timeout(50)
        said = [
            self.page.locator("[data-save]").inner_text(),
            *self.page.get_by_role("alert").all_inner_texts(),
        ]
        raise AssertionError(f"never saved: {' '.join(said)}")

    def marks(self) -> list[Mark]:
        """What is drawn on the whole picture, by id."""
        self.page.keyboard.press("0")
        self.page.wait_for_timeout(50)
        return sorted((id, label, state, tuple(box)) for id, label, state, box in self.page.evaluate(MARKS))

    def draw(self) -> None:
        x, y, width, height = self._place(".picture")
        across, down = self.chance.uniform(0.05, 0.8), self.chance.uniform(0.05, 0.8)
        self.page.keyboard.press("n")
        self._drag(x + across * width, y + down * height, self.chance.randint(20, 60))

    def move(self) -> None:
        if middle := self._pick():
            self._drag(*middle, self.chance.randint(-40, 40))

    def resize(self) -> None:
        if middle := self._pick():
            self.page.mouse.click(*middle)
            handle = self.page.locator(f".reach.{self.chance.choice(['nw', 'e', 'se', 's'])}")
            if handle.count() == 1 and (place := handle.bounding_box()):
                at = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
                self._drag(*at, self.chance.randint(-12, 30))

    def relabel(self) -> None:
        self._with_one(self.chance.choice("12"))

    def hide(self) -> None:
        self._with_one("Enter")

    def delete(self) -> None:
        self._with_one("Delete")

    def keep(self) -> None:
        self._with_one("y")
        self.give_reason()

    def give_reason(self) -> bool:
        """Where it is asked why somebody is kept: the first one offered."""
        reason = self.page.get_by_role("dialog").get_by_role("button", name="consent", exact=True)
        if not reason.count():
            return False
        with suppress(TimeoutError):  # it may be on its way out: the click on the object closed it
            reason.click(timeout=1000)
        return True

    def undo(self) -> None:
        self.page.keyboard.press("Control+z")

    def redo(self) -> None:
        self.page.keyboard.press("Control+Shift+z")

    def point_at(self, object: str) -> None:
        """Click on this one."""
        place = self.page.locator(f'.overlay > g.object[data-object="{object}"] > .grip').bounding_box()
        assert place
        self.page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)

    def _with_one(self, key: str) -> None:
        if middle := self._pick():
            self.page.mouse.click(*middle)
            self.page.keyboard.press(key)

    def _pick(self) -> tuple[float, float] | None:
        """The middle of an object that is drawn; whatever lies on top there is what is pointed at."""
        grips = self.page.evaluate(
            """() => [...document.querySelectorAll(".overlay > g.object > .grip")].map((grip) => {
                const { x, y, width, height } = grip.getBoundingClientRect();
                return [x + width / 2, y + height / 2];
            })"""
        )
        x, y, width, height = self._place(".stage")
        inside = [(a, b) for a, b in grips if x + 4 < a < x + width - 4 and y + 4 < b < y + height - 4]
        return self.chance.choice(inside) if inside else None

    def _place(self, selector: str) -> tuple[float, float, float, float]:
        place: dict[str, Any] | None = self.page.locator(selector).bounding_box()  # type: ignore[assignment]
        assert place
        return place["x"], place["y"], place["width"], place["height"]

    def _drag(self, x: float, y: float, by: int) -> None:
        mouse = self.page.mouse
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + by, y + by * self.chance.uniform(0.5, 1.5), steps=3)
        mouse.up()
