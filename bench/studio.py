"""How fast the page is under the hands: deciding, walking, dragging, scrolling, opening, in Chromium.

`python bench/studio.py` (`--record` writes the table into docs/measurements.md). One running installation; a dataset of
100,000 objects and a clip of 200 tracks are made in bulk in the database, pictures and a clip are taken in as people
would. A time counts from the key's event in the page to the frame in which the answer is drawn. `--parts` measures some
of it; the figures of the rest are those of the last run.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from _installation import Person, installation
from _machine import OUT, ROOT, SHARED, figure, leave, load
from _recording import record
from _studio_rows import CROPS, FRAMES, TRACKS
from _studio_script import SCRIPT

ROWS = Path(__file__).with_name("_studio_rows.py")
BUILT = ROOT / "platform" / "moretta" / "static" / "app"
ROUNDS = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="write the table into docs/measurements.md")
    parser.add_argument("--parts", default=",".join(PARTS), help="which of wall, timeline and pictures")
    args = parser.parse_args()
    parts = args.parts.split(",")
    busy = [load()]
    details: dict[str, Any] = {"load_before": busy[0], "bundle_kb": bundle()}
    with (
        installation("studio", "--processes", "1") as found,
        tempfile.TemporaryDirectory() as folder,
        Chromium(found.address, found.sign_in()) as page,
    ):
        projects = {name: page.person.make_project(name) for name in parts}
        for name, project in projects.items():
            print(f"{name} …", flush=True)
            if name == "pictures":
                details |= pictures(page, project, Path(folder))
            else:
                made = found.run(str(ROWS), name, project["datasets"][0]["id"]).strip()
                details |= PARTS[name](page, project["id"], made)
    busy.append(load())
    details = earlier() | details
    figures = table(details)
    if args.record:
        lines = ["| figure | must | measured |", "|---|---|---|"]
        for row in figures:
            missed = "" if row["reached"] else " **missed**"
            lines.append(f"| {row['what']} | {row['must']} | {row['measured']}{missed} |")
        record("studio.py", "\n".join(lines), "python bench/studio.py --record", busy)
    return leave("studio", figures, details, tell=False)


def earlier() -> dict[str, Any]:
    """What the last run left of parts that are not measured now."""
    left = OUT / "studio.json"
    found: dict[str, Any] = json.loads(left.read_text())["details"] if left.exists() else {}
    return found


def table(found: dict[str, Any]) -> list[dict[str, Any]]:
    def median(name: str) -> float:
        return round(statistics.median(found[name]), 1)

    def p95(name: str) -> float:
        return round(statistics.quantiles(found[name], n=20)[18], 1)

    rows = {
        "next_picture": [("Next picture, read ahead, median", median, 100, "ms")],
        "decision": [("Next decision on the wall of crops, median", median, 50, "ms")],
        "next_frame": [("Next frame of a clip, median", median, 50, "ms")],
        "drag": [
            ("Dragging a box among 500 on 24 megapixels, a frame, median", median, 17, "ms"),
            ("Dragging a box among 500 on 24 megapixels, a frame, 95th percentile", p95, 33, "ms"),
        ],
        "scroll": [(f"Scrolling {CROPS:,} crops, a frame, 95th percentile", p95, 33, "ms")],
        "timeline": [
            (f"Timeline of {TRACKS} tracks over {FRAMES:,} frames opens, median", median, 2000, "ms")
        ],
    }
    found_now = [
        figure(what, of(name), must, unit)
        for name, figures in rows.items()
        if name in found
        for what, of, must, unit in figures
    ]
    return [*found_now, figure("Script and styles of the editor, gzipped", found["bundle_kb"], 350, "kB")]


class Chromium:
    """A page of the installation in a browser, signed in, with the measuring script in it."""

    def __init__(self, address: str, person: Person) -> None:
        self.address, self.person = address, person

    def __enter__(self) -> Chromium:
        import shutil

        from playwright.sync_api import sync_playwright

        self._playwright = sync_playwright().start()
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        self._browser = self._playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = self._browser.new_context(viewport={"width": 1280, "height": 800})
        cookies = [
            {"name": name, "value": value, "url": self.address}
            for name, value in self.person.http.cookies.items()
        ]
        context.add_cookies(cookies)  # type: ignore[arg-type]  # as the browser gave them
        context.set_default_timeout(120_000)
        context.add_init_script(SCRIPT)
        self.page = context.new_page()
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.close()
        self._playwright.stop()

    def open(self, path: str, wanted: str) -> None:
        self.page.goto(f"{self.address}{path}")
        self.page.wait_for_selector(wanted)

    def key(self, key: str, until: str) -> float:
        """Milliseconds from the event of a key to the frame in which what `until` names has changed."""
        self.page.evaluate("until => bench.arm(until)", until)
        self.page.keyboard.press(key)
        return float(self.page.evaluate("bench.answer()"))

    def during(self, act: Any) -> list[float]:
        """Milliseconds between frames while something is done."""
        self.page.evaluate("bench.begin()")
        act()
        return [float(value) for value in self.page.evaluate("bench.end()")]


def wall_of_crops(page: Chromium, project: str, _: str) -> dict[str, Any]:
    page.open(f"/p/{project}/objects", ".crop")
    page.page.locator(".crops").focus()
    decisions = [page.key("Enter", ".crop") for _ in range(ROUNDS)]
    left = CROPS - ROUNDS
    read = page.page.evaluate(f"bench.readAll('.page .scroll', '.crops', {left})")
    scroll = page.during(lambda: page.page.evaluate("bench.scroll('.page .scroll', 240)"))
    return {"decision": decisions, "scroll": scroll, "crops_read_s": round(read / 1000, 1)}


def timeline(page: Chromium, project: str, asset: str) -> dict[str, Any]:
    times = []
    for _ in range(3):
        page.open(f"/p/{project}", "[data-asset]")
        times.append(page.page.evaluate("to => bench.follow(to)", f"a[href*='{asset}']"))
    return {"timeline": times}


def pictures(page: Chromium, project: dict[str, Any], folder: Path) -> dict[str, Any]:
    """A photo of 24 megapixels with 500 boxes, small ones beside it, and a clip."""
    dataset, label = project["datasets"][0]["id"], project["labels"][0]["id"]
    person = page.person
    ids = [
        person.upload(dataset, [(name, data)])["assets"][0]["id"]
        for name, data in [*_photos(folder), ("clip.mp4", _clip().read_bytes())]
    ]
    assets = {id: _ready(page, id) for id in ids}
    boxes = [[n % 25 * 230 + 20, n // 25 * 190 + 20, 90, 110] for n in range(500)]
    operations = [
        {
            "op": "create",
            "annotation": _uuid(),
            "label": label,
            "keyframes": [{"frame": 0, "shape": {"type": "box", "data": box}}],
        }
        for box in boxes
    ]
    body = {
        "base_revision": assets[ids[0]]["revision"],
        "changes": [{"id": _uuid(), "operations": operations}],
    }
    person.post(f"assets/{ids[0]}/changes", body)
    base = f"/p/{project['id']}/assets"
    page.open(f"{base}/{ids[0]}", ".object-row")
    page.page.wait_for_timeout(1500)
    drag = page.during(lambda: _drag(page))
    page.open(f"{base}/{ids[1]}", ".stage img")
    following = []
    for _ in range(len(ids) - 3):
        page.page.wait_for_timeout(1500)  # prefetched meanwhile
        following.append(page.key("f", ".stage img"))
    page.open(f"{base}/{ids[-1]}", ".stage video")
    page.page.wait_for_timeout(2000)
    frames = [page.key("f", "video") for _ in range(ROUNDS)]
    return {"drag": drag, "next_picture": following, "next_frame": frames}


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


def _photos(folder: Path) -> list[tuple[str, bytes]]:
    """A large picture and six small ones, of soft shapes."""
    import cv2
    import numpy as np

    found = []
    for number in range(7):
        width, height = (6000, 4000) if number == 0 else (1632, 1224)
        coarse = np.random.default_rng(number).integers(0, 255, (24, 36, 3), np.uint8)
        pixels = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
        path = folder / f"{number}.jpg"
        cv2.imwrite(str(path), pixels, [cv2.IMWRITE_JPEG_QUALITY, 90])
        found.append((path.name, path.read_bytes()))
    return found


def _clip() -> Path:
    return SHARED / "data" / "videos" / "intel_headpose_two.mp4"


def _ready(page: Chromium, id: str) -> Any:
    while (asset := page.person.get(f"assets/{id}"))["state"] == "processing":
        page.page.wait_for_timeout(200)
    return asset


def _uuid() -> str:
    import uuid

    return str(uuid.uuid4())


def bundle() -> float:
    """Kilobytes of all that the page of one picture loads, each file gzipped."""
    manifest = json.loads((BUILT / "manifest.json").read_text())
    wanted, files = ["src/main.tsx", "src/asset/AssetPage.tsx"], set()
    while wanted:
        entry = manifest[wanted.pop()]
        if entry["file"] not in files:
            files |= {entry["file"], *entry.get("css", [])}
            wanted += entry.get("imports", [])
    sizes = [len(gzip.compress((BUILT / name).read_bytes(), 6)) for name in files]
    return round(sum(sizes) / 1000, 1)


PARTS: dict[str, Any] = {"wall": wall_of_crops, "timeline": timeline, "pictures": pictures}

if __name__ == "__main__":
    sys.exit(main())
