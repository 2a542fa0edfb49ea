"""How well a drawn person stands in for a real one: `python bench/replacement.py`.

Each annotated face of the test photographs of 64 pixels and more is replaced, and detectors that had no part in it look
for a face at its place. Faces that got the opaque blur instead (turned far, not understood) are counted apart. With
--clips the labelled tracks of the test clips are drawn, and it is told how much faces change from frame to frame. With
--sheet DIR crops before and after are written there, to be looked at; they show people, so that folder is no place to
publish.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from pathlib import Path
from typing import Any

import _flicker
import cv2
import numpy as np

from moretta_vision.catalogue import METHODS
from moretta_vision.detect import load
from moretta_vision.media.images import read
from moretta_vision.redact.pixels import redact_frame

JUDGES = ("yunet", "retinaface", "centerface")
SMALLEST = 64
SIDE = 192


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--photos", type=int, default=1000, help="at most so many")
    parser.add_argument("--method", default="replace-face", choices=("replace-face", "replace-head"))
    parser.add_argument("--sheet", type=Path)
    parser.add_argument(
        "--clips", action="store_true", help="how much drawn faces flicker, in place of photographs"
    )
    args = parser.parse_args()
    cv2.setNumThreads(1)
    if args.clips:
        flicker(args.method)
        return
    judges = {name: load(name) for name in JUDGES}
    found = {name: [] for name in JUDGES}
    before: dict[str, list[bool]] = {name: [] for name in JUDGES}
    fell, times, tiles = 0, [], []
    for path, boxes in photographs(args.photos):
        pixels = np.ascontiguousarray(read(path).pixels)
        if pixels.ndim != 3 or pixels.dtype != np.uint8:
            continue
        original, kept = pixels.copy(), []
        for box in boxes:
            fallen: list[str] = []
            start = time.process_time()
            redact_frame(pixels, [region(box, args.method)], 0, fallen)
            times.append(1000 * (time.process_time() - start))
            fell += len(fallen)
            if not fallen:
                kept.append(box)
            tiles += [(tile(original, box), tile(pixels, box))]
        for name, judge in judges.items():
            for picture, into in ((pixels, found), (original, before)):
                seen = judge.detect([picture])[0].boxes
                into[name] += [any(overlap(box, one) > 0.3 for one in seen) for box in kept]
    if args.sheet:
        write_sheets(args.sheet, tiles)
    print(
        f"{len(times)} faces of {SMALLEST} px and more; {fell} got the opaque blur; "
        f"median {statistics.median(times):.1f} ms CPU"
    )
    print("\n| detector | faces found after | found before |\n|---|---|---|")
    for name in JUDGES:
        print(f"| {name} | {np.mean(found[name]):.3f} | {np.mean(before[name]):.3f} |")


def flicker(method: str) -> None:
    print("| clip | track | pairs of frames | mean change, drawn | real | largest, drawn | real |")
    print("|---|---|---|---|---|---|---|")
    for clip, track, drawn, real in _flicker.rows(method, SMALLEST):
        told = (np.mean(drawn), np.mean(real), max(drawn), max(real))
        print(
            f"| {clip} | {track} | {len(drawn)} | " + " | ".join(f"{one:.1f}" for one in told) + " |",
            flush=True,
        )


def photographs(most: int) -> Any:
    """Test photographs with their faces that are large enough."""
    folder = Path(os.environ["MORETTA_TESTDATA"])
    listed = json.loads((folder / "manifest.json").read_text("utf-8"))
    boxes: dict[int, list[list[float]]] = {}
    for one in listed["annotations"]:
        if one["category_id"] == 1 and not one.get("ignore") and max(one["bbox"][2:]) >= SMALLEST:
            boxes.setdefault(one["image_id"], []).append(one["bbox"])
    chosen = [one for one in listed["images"] if one["id"] in boxes]
    for image in chosen[:: max(1, len(chosen) // most)]:
        yield folder / image["file_name"], boxes[image["id"]]


def region(box: list[float], method: str) -> dict[str, Any]:
    shape = {"type": "box", "data": [float(value) for value in box]}
    return {
        "keyframes": [{"frame": 0, "shape": shape}],
        "method": method,
        "shape": METHODS[method].shape,
        "margin": 0.1,
    }


def overlap(one: Any, other: Any) -> float:
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    common = max(width, 0) * max(height, 0)
    return float(common / max(one[2] * one[3] + other[2] * other[3] - common, 1e-9))


def tile(pixels: Any, box: list[float]) -> Any:
    """The face with as much again around it."""
    x, y, w, h = box
    side = max(w, h)
    left, top = int(x + w / 2 - side), int(y + h / 2 - side)
    padded = cv2.copyMakeBorder(pixels, 400, 400, 400, 400, cv2.BORDER_CONSTANT)
    crop = padded[
        max(0, top + 400) : top + 400 + int(2 * side), max(0, left + 400) : left + 400 + int(2 * side)
    ]
    return cv2.resize(crop, (SIDE, SIDE), interpolation=cv2.INTER_AREA)


def write_sheets(folder: Path, tiles: list[Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    pairs = [np.vstack(pair) for pair in tiles]
    for n in range(0, len(pairs), 18):
        part = pairs[n : n + 18]
        part += [np.zeros_like(part[0])] * (-len(part) % 6)
        rows = [np.hstack(part[i : i + 6]) for i in range(0, len(part), 6)]
        cv2.imwrite(str(folder / f"{n // 18:02}.png"), np.vstack(rows))


if __name__ == "__main__":
    main()
