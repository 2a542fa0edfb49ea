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
from typing import Any

from _installation import installation
from _machine import OUT, ROOT, figure, leave, load
from _recording import record
from _studio_page import Chromium
from _studio_parts import PARTS
from _studio_rows import CROPS, FRAMES, STEPS, TRACKS

BUILT = ROOT / "platform" / "moretta" / "static" / "app"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="write the table into docs/measurements.md")
    parser.add_argument("--parts", default=",".join(PARTS), help="which of " + ", ".join(PARTS))
    args = parser.parse_args()
    parts = args.parts.split(",")
    busy = [load()]
    details: dict[str, Any] = {"load_before": busy[0], "bundle_kb": bundle()}
    with (
        installation("studio", "--processes", "1") as found,
        Chromium(found.address, found.sign_in()) as page,
    ):
        for name in parts:
            print(f"{name} …", flush=True)
            details |= PARTS[name](page, found, page.person.make_project(name, preset="fast"))
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

    def more_dropped(name: str) -> float:
        dropped = {of: statistics.median(run[0] for run in found[of]) for of in (name, "film_bare")}
        return max(0.0, dropped[name] - dropped["film_bare"])

    def grown(name: str) -> float:
        return max(0.0, round(found["walk_after"].get(name, 0) - found["walk_before"].get(name, 0), 1))

    crops, tracks = f"{CROPS:,} crops", f"{TRACKS} tracks over {FRAMES:,} frames"
    rows = {
        "next_picture": [("Next picture, read ahead, median", median, 100, "ms")],
        "decision": [(f"Next decision on the wall of {crops}, median", median, 50, "ms")],
        "next_frame": [("Next frame of a clip, median", median, 50, "ms")],
        "drag": [
            ("Dragging a box among 500 on 24 megapixels, a frame, median", median, 17, "ms"),
            ("Dragging a box among 500 on 24 megapixels, a frame, 95th percentile", p95, 33, "ms"),
        ],
        "crops_scrolled": [
            (f"Scrolling {crops} by 15 pixels a frame, a frame, median", median, 17, "ms"),
            (f"Scrolling {crops} by 15 pixels a frame, a frame, 95th percentile", p95, 33, "ms"),
        ],
        "crops_flung": [
            (f"Scrolling {crops} by 60 pixels a frame, a frame, median", median, 17, "ms"),
            (f"Scrolling {crops} by 60 pixels a frame, a frame, 95th percentile", p95, 33, "ms"),
        ],
        "timeline": [(f"Timeline of {tracks} opens, median", median, 2000, "ms")],
        "timeline_scroll": [
            (f"Scrolling {tracks}, a frame, median", median, 17, "ms"),
            (f"Scrolling {tracks}, a frame, 95th percentile", p95, 33, "ms"),
        ],
        "film_editor": [
            (
                "Frames dropped of a 1080p clip's proxy beside 20 tracks, more than of it alone",
                more_dropped,
                0,
                "",
            )
        ],
    }
    found_now = [
        figure(what, of(name), must, unit)
        for name, figures in rows.items()
        if name in found
        for what, of, must, unit in figures
    ]
    if "walk_after" in found:
        what = f"Memory after {STEPS:,} next pictures, growth"
        found_now += [
            figure(f"{what} of the script's", grown("script_mb"), 50, "MB"),
            figure(f"{what} of the process's", grown("process_mb"), 50, "MB"),
        ]
    return [*found_now, figure("Script and styles of the editor, gzipped", found["bundle_kb"], 350, "kB")]


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


if __name__ == "__main__":
    sys.exit(main())
