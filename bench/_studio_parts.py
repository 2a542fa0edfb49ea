"""The parts of bench/studio.py: each opens pages and gives what it measured."""

from __future__ import annotations

import tempfile
import uuid
from pathlib import Path
from typing import Any

from _installation import Installation
from _machine import SHARED
from _studio_bare import BareChromium
from _studio_page import Chromium
from _studio_rows import CROPS, STEPS

ROWS = Path(__file__).with_name("_studio_rows.py")
ROUNDS = 20
RUNS = 3
FILM = 250  # frames
CLIP = SHARED / "data" / "videos" / "intel_headpose_two.mp4"


def wall_of_crops(page: Chromium, found: Installation, project: dict[str, Any]) -> dict[str, Any]:
    found.run(str(ROWS), "wall", project["datasets"][0]["id"])
    page.open(f"/p/{project['id']}/objects", ".crop")
    before = page.memory()
    page.page.locator(".crops").focus()
    few = [page.key("Enter", ".crop") for _ in range(ROUNDS)]
    read = page.page.evaluate(f"bench.readAll('.page .scroll', '.crops', {CROPS - ROUNDS})")
    after = page.memory()
    page.page.evaluate("document.querySelector('.page .scroll').scrollTop /= 2")
    page.page.wait_for_timeout(3000)
    scroll = {
        name: page.during(lambda step=step: page.page.evaluate(f"bench.scroll('.page .scroll', 240, {step})"))
        for name, step in (("crops_flung", 60), ("crops_scrolled", 15))
    }
    page.page.keyboard.press("Home")
    page.page.wait_for_timeout(2000)
    decisions = [page.key("Enter", ".crop") for _ in range(ROUNDS)]
    held = {"crops_before": before, "crops_after": after, "crops_read_s": round(read / 1000, 1)}
    return {"decision_among_few": few, "decision": decisions, **scroll, **held}


def timeline(page: Chromium, found: Installation, project: dict[str, Any]) -> dict[str, Any]:
    asset = found.run(str(ROWS), "timeline", project["datasets"][0]["id"]).strip()
    times = []
    for _ in range(RUNS):
        page.open(f"/p/{project['id']}", "[data-asset]")
        times.append(page.page.evaluate("to => bench.follow(to)", f"a[href*='{asset}']"))
    page.page.wait_for_timeout(2000)
    scroll = page.during(lambda: page.page.evaluate("bench.scroll('.track-scroll', 240, 20)"))
    return {"timeline": times, "timeline_scroll": scroll}


def walk(page: Chromium, found: Installation, project: dict[str, Any]) -> dict[str, Any]:
    """Through a thousand pictures; a dozen before that, so that what is loaded once is loaded."""
    first = found.run(str(ROWS), "walk", project["datasets"][0]["id"]).strip()
    person, still = page.person, ".stage canvas[data-shown]"
    key = "f" if person.get(f"assets/{first}")["neighbours"]["next"] else "d"
    with BareChromium(found.address, person) as bare:
        bare.open(f"/p/{project['id']}/assets/{first}", still)
        for _ in range(12):
            bare.key(key, still)
        before = bare.memory()
        steps = [bare.key(key, still) for _ in range(STEPS)]
        return {"walk_before": before, "walk_after": bare.memory(short=True), "walk_steps": steps}


def film(page: Chromium, found: Installation, project: dict[str, Any]) -> dict[str, Any]:
    """A clip of 1080p with 20 people in it, played in the editor and in a page that holds nothing but the video."""
    (id,) = _upload(page, project, [("film.mp4", _film())])
    label = project["labels"][0]["id"]
    people = [
        {frame: [(n * 90 + frame * 3) % 1800, n * 48, 80, 100] for frame in range(0, FILM, 25)}
        for n in range(20)
    ]
    _draw(page, id, [_object(label, boxes) for boxes in people])
    while not (proxy := page.person.get(f"assets/{id}")["files"].get("proxy")):
        page.page.wait_for_timeout(200)
    html = f'<video src="{proxy}" muted preload="auto" style="width: 830px"></video>'
    page.page.route("**/bare", lambda route: route.fulfill(body=html, content_type="text/html"))
    played: dict[str, list[list[int]]] = {"film_bare": [], "film_editor": []}
    for _ in range(RUNS):
        page.open("/bare", "video")
        page.page.evaluate("bench.loaded()")
        played["film_bare"].append(page.page.evaluate("bench.play('video', true)"))
        page.open(f"/p/{project['id']}/assets/{id}", ".stage video")
        page.page.evaluate("bench.loaded()")
        page.page.wait_for_timeout(3000)  # the pictures of the people are cut out
        page.page.evaluate("window.played = bench.play('.stage video', false); 0")
        page.page.keyboard.press("Space")
        played["film_editor"].append(page.page.evaluate("played"))
    return played


def pictures(page: Chromium, _: Installation, project: dict[str, Any]) -> dict[str, Any]:
    """A photo of 24 megapixels with 500 boxes, small ones beside it, and a clip."""
    label = project["labels"][0]["id"]
    ids = _upload(page, project, [*_photos(), ("clip.mp4", CLIP.read_bytes())])
    boxes = [[n % 25 * 230 + 20, n // 25 * 190 + 20, 90, 110] for n in range(500)]
    _draw(page, ids[0], [_object(label, {0: box}) for box in boxes])
    base = f"/p/{project['id']}/assets"
    page.open(f"{base}/{ids[0]}", ".object-row")
    page.page.wait_for_timeout(1500)
    drag = page.during(lambda: _drag(page))
    page.open(f"{base}/{ids[1]}", ".stage canvas")
    following = []
    for _ in range(len(ids) - 3):
        page.page.wait_for_timeout(1500)  # prefetched meanwhile
        following.append(page.key("f", ".stage canvas"))
    page.open(f"{base}/{ids[-1]}", ".stage video")
    page.page.wait_for_timeout(2000)
    frames = [page.key("f", "video") for _ in range(ROUNDS)]
    return {"drag": drag, "next_picture": following, "next_frame": frames}


def _upload(page: Chromium, project: dict[str, Any], files: list[tuple[str, bytes]]) -> list[str]:
    """The ids of what was uploaded, when it can be worked on."""
    dataset = project["datasets"][0]["id"]
    ids = [page.person.upload(dataset, [file])["assets"][0]["id"] for file in files]
    for id in ids:
        while page.person.get(f"assets/{id}")["state"] == "processing":
            page.page.wait_for_timeout(200)
    return ids


def _object(label: str, boxes: dict[int, list[float]]) -> dict[str, Any]:
    keyframes = [{"frame": frame, "shape": {"type": "box", "data": box}} for frame, box in boxes.items()]
    return {"op": "create", "annotation": str(uuid.uuid4()), "label": label, "keyframes": keyframes}


def _draw(page: Chromium, id: str, operations: list[dict[str, Any]]) -> None:
    changes = [{"id": str(uuid.uuid4()), "operations": operations}]
    revision = page.person.get(f"assets/{id}")["revision"]
    page.person.post(f"assets/{id}/changes", {"base_revision": revision, "changes": changes})


def _drag(page: Chromium) -> None:
    stage = page.page.locator(".stage").bounding_box()
    assert stage
    scale = min(stage["width"] / 6000, stage["height"] / 4000)
    left = stage["x"] + (stage["width"] - 6000 * scale) / 2
    top = stage["y"] + (stage["height"] - 4000 * scale) / 2
    x, y = left + (12 * 230 + 65) * scale, top + (10 * 190 + 75) * scale
    mouse = page.page.mouse
    mouse.click(x, y)
    mouse.move(x, y)
    mouse.down()
    for step in range(120):
        mouse.move(x + step, y + step / 3)
    mouse.up()


def _photos() -> list[tuple[str, bytes]]:
    """A large picture and six small ones, of soft shapes."""
    import cv2
    import numpy as np

    found = []
    for number in range(7):
        width, height = (6000, 4000) if number == 0 else (1632, 1224)
        coarse = np.random.default_rng(number).integers(0, 255, (24, 36, 3), np.uint8)
        pixels = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
        _, file = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 90])
        found.append((f"{number}.jpg", file.tobytes()))
    return found


def _film() -> bytes:
    """Ten seconds of 1080p in which everything moves."""
    import av
    import cv2
    import numpy as np

    coarse = np.random.default_rng(1).integers(0, 255, (24, 36, 3), np.uint8)
    pixels = cv2.resize(coarse, (1920, 1080), interpolation=cv2.INTER_CUBIC)
    with tempfile.NamedTemporaryFile(suffix=".mp4") as file:
        with av.open(file.name, "w") as container:
            stream = container.add_stream("libx264", rate=25, options={"preset": "veryfast"})
            stream.width, stream.height, stream.pix_fmt = 1920, 1080, "yuv420p"
            for number in range(FILM):
                moved = np.roll(pixels, 6 * number, axis=1)
                container.mux(stream.encode(av.VideoFrame.from_ndarray(moved, format="bgr24")))
            container.mux(stream.encode())
        return Path(file.name).read_bytes()


PARTS = {"wall": wall_of_crops, "timeline": timeline, "pictures": pictures, "walk": walk, "film": film}
