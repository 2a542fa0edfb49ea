"""The frame that the page names is the frame whose pixels it shows: clips that spell their frames' numbers are read
back from the screen after jumps by chance; after a hundred with `MORETTA_TEST_LONG=1`."""

from __future__ import annotations

import os
import random
from itertools import accumulate

import pytest
from playwright.sync_api import Page, expect

from clips import BITS, make_clip

from .conftest import Site
from .session import add_files, make_project

FRAMES = 250
JUMPS = 100 if os.environ.get("MORETTA_TEST_LONG") == "1" else 30
STEPS = {"f": 1, "d": -1, "v": 10, "c": -10}
CHANCE = random.Random(7)
RATES = {
    "constant": [number * 40 for number in range(FRAMES)],
    "variable": list(accumulate(CHANCE.choice([9, 17, 33, 50, 120]) for _ in range(FRAMES))),
}
READ = """async ([bits]) => {
    const video = document.querySelector(".stage video");
    if (video.seeking) await new Promise((done) => video.addEventListener("seeked", done, { once: true }));
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(video, 0, 0);
    const row = context.getImageData(0, Math.floor(canvas.height * 0.75), canvas.width, 1).data;
    let number = 0;
    for (let bit = 0; bit < bits; bit++) {
        const at = Math.floor(((bit + 0.5) * canvas.width) / bits);
        if (row[4 * at + 1] > 128) number += 2 ** bit;
    }
    return number;
}"""


@pytest.fixture(scope="module")
def clips(desk: Page, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The addresses of clips of so many milliseconds a frame."""
    folder = tmp_path_factory.mktemp("clips")
    files = [make_clip(folder / f"{rate}.mp4", RATES[rate], size=(320, 192)) for rate in RATES]
    project = make_project(desk, "Frames", hide=[])
    assets = add_files(desk, project, files)
    return {rate: f"/p/{project}/assets/{asset['id']}" for rate, asset in zip(RATES, assets, strict=True)}


@pytest.fixture(params=RATES)
def clip(page: Page, site: Site, clips: dict[str, str], request: pytest.FixtureRequest) -> Page:
    page.goto(site.address + clips[request.param])
    expect(page.get_by_role("slider", name="Playhead")).to_have_attribute("aria-valuemax", str(FRAMES - 1))
    page.wait_for_function("() => document.querySelector('.stage video')?.readyState >= 2")
    return page


def test_jumps_show_the_frames_that_they_name(clip: Page) -> None:
    playhead = clip.get_by_role("slider", name="Playhead")
    ruler = playhead.bounding_box()
    assert ruler
    wanted, shown = [], []
    for _ in range(JUMPS):
        frame = CHANCE.randrange(FRAMES)
        clip.mouse.click(ruler["x"] + ruler["width"] * (frame + 0.5) / FRAMES, ruler["y"] + 8)
        if CHANCE.random() < 0.4:
            key = CHANCE.choice(list(STEPS))
            clip.keyboard.press(key)
            frame = min(FRAMES - 1, max(0, frame + STEPS[key]))
        expect(playhead).to_have_attribute("aria-valuenow", str(frame))
        wanted.append(frame)
        shown.append(clip.evaluate(READ, [BITS]))
    assert shown == wanted
    assert len(set(shown)) > JUMPS // 2
