"""The operator's eye and hand: every act is done on the real page and counted. Wall, hunt and moments have a file each;
the approval is here."""

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
from _operator_truth import Box, Pixels, Truth
from playwright.sync_api import Locator, Page

from moretta_vision.geometry.interpolation import presence, shape_at
from moretta_vision.geometry.shapes import bounds

PATIENCE = 600.0
REDACTING = 7200.0


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
        """Seconds, acts and people found when the page first said that hardly any of the rest can hold somebody."""
        self.found = 0
        self.stages: dict[str, float] = {}
        self.assets = {one["id"]: one for one in self._listed()}

    def note(self, stage: str) -> None:
        """Notes the seconds that a stage took."""
        self.stages[stage] = round(self.tally.seconds - sum(self.stages.values()), 1)
        print(f"{stage}: {self.stages[stage]} s, {dict(self.tally.acts)}", flush=True)

    def approve(self) -> None:
        """All of the project, by one act."""
        self.page.goto(self.base)
        self.page.locator("[data-asset]").first.focus()
        self.press("choose all pictures", "Control+a")
        bar = self.page.get_by_role("region", name="Selection")
        bar.get_by_text(f"{len(self.assets):,} selected.").wait_for()
        self.tally.click("approve", thought=True)
        bar.get_by_role("button", name=re.compile("pprove")).click()
        question = self.page.get_by_role("dialog").get_by_role("button", name=re.compile("pprove"))
        while bar.count() and not question.count():  # what can be approved is counted first
            self.page.wait_for_timeout(100)
        if question.count():
            self.tally.click("approve")
            question.click()
        bar.wait_for(state="detached")
        end = time.monotonic() + REDACTING
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

    def seen(self, where: Locator) -> Pixels:
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
