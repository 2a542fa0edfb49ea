"""What each way to hide costs a region of 400×400 pixels, on one core: `make bench-hiding`.

CPU time of the process, so that other work on the machine counts little: the median of many runs, and how far the fast
blurs are from the exact filter. The picture is smoothed noise: no method asks what it shows, but the silhouette, which
gets the sample portrait where that is there, and replacements, which are told where the face is.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from moretta_vision.catalogue import METHODS
from moretta_vision.redact.gaussian import blurred
from moretta_vision.redact.outlines import Outline
from moretta_vision.redact.pixels import redact_frame
from moretta_vision.redact.regions import parse_regions

SIDE = 400
PLACE = 500, 300
LIMITS = {
    "solid": 0.1,
    "mosaic": 0.4,
    "gaussian": 1.2,
    "imagenet": 1.2,
    "opaque-blur": 1.5,
    "silhouette": 12.0,
    "replace-face": 40.0,
    "replace-head": 40.0,
}
"""Milliseconds to reach (the figures of the design)."""

PORTRAIT = Path(__file__).parents[1] / "data" / "samples" / "portrait-01.jpg"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=60)
    runs = parser.parse_args().runs
    cv2.setNumThreads(1)
    picture = noise()
    print("| method | ms a region | to reach |\n|---|---|---|")
    for name in METHODS:
        shown = portrait() if name == "silhouette" else picture
        print(f"| {name} | {cost(shown, name, runs):.2f} | {LIMITS.get(name, '')} |")
    print(
        "\n| σ of the Gaussian blur | ms | median difference from the exact filter, grey levels |\n|---|---|---|"
    )
    part = Outline(500, 300, 500 + SIDE, 300 + SIDE, None, SIDE)
    for sigma in (2, 5, 10, 20, 40, 80, 160):
        exact = cv2.GaussianBlur(picture.astype(np.float32), (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
        off = np.abs(blurred(picture, part, sigma) - exact[part.window])
        took = median_ms(partial(blurred, picture, part, sigma), runs)
        print(f"| {sigma} | {took:.2f} | {np.median(off):.2f} |")
    print("\n| box of the ImageNet blur, px | ms | off the published composite, grey levels: median, 99 % |")
    print("|---|---|---|")
    for side in (20, 50, 100, 200, SIDE, 800):
        off = np.concatenate([off_published(shown, side) for shown in (picture, portrait())])
        took = cost(picture, "imagenet", runs, side)
        print(f"| {side} | {took:.2f} | {np.median(off):.2f}, {np.percentile(off, 99):.2f} |")


def cost(picture: Any, method: str, runs: int, side: int = SIDE) -> float:
    """Milliseconds for one region of a frame."""
    left, top = PLACE if side <= SIDE else (300, 130)
    box: dict[str, Any] = {"type": "box", "data": [float(left), float(top), float(side), float(side)]}
    region: dict[str, Any] = {"keyframes": [{"frame": 0, "shape": box}], "method": method, "margin": 0.0}
    if METHODS[method].only == "face":
        region["landmarks"] = {0: [[620, 460], [780, 462], [703, 560], [635, 640], [768, 641]]}
    if method == "replace-head":  # its outline is larger than the face
        box["data"] = [575.0, 400.0, 250.0, 229.0]
    pixels, regions = picture.copy(), parse_regions([region])  # read once for a clip
    return median_ms(lambda: redact_frame(pixels, regions), runs)


def off_published(picture: Any, side: int) -> Any:
    """How far each sample that the ImageNet blur of a box changes is from the published composite in floats."""
    left, top = PLACE if side <= SIDE else (300, 130)
    by, sigma = round(side / 10), side / 10
    mask = np.zeros(picture.shape[:2], np.float32)
    mask[top - by : top + side + by, left - by : left + side + by] = 1
    exact = picture.astype(np.float32)
    far = {"ksize": (0, 0), "sigmaX": sigma, "borderType": cv2.BORDER_REPLICATE}
    soft = cv2.GaussianBlur(mask, **far)[..., None]
    exact = soft * cv2.GaussianBlur(exact, **far) + (1 - soft) * exact
    box = {"type": "box", "data": [left, top, side, side]}
    mine = picture.copy()
    (part,) = redact_frame(mine, [{"keyframes": [{"frame": 0, "shape": box}], "method": "imagenet"}])
    return np.abs(mine - exact)[part.window].ravel()


def median_ms(work: Callable[[], Any], runs: int) -> float:
    """The median CPU time of the process for one call, in milliseconds; the first calls build tables."""
    times = []
    for run in range(runs + 3):
        start = time.process_time()
        work()
        if run > 2:
            times.append(1000 * (time.process_time() - start))
    return statistics.median(times)


def noise() -> Any:
    """A frame of 1920×1080 that has detail of every size."""
    random, picture = np.random.default_rng(0), np.zeros((1080, 1920, 3), np.float32)
    for step in (1, 4, 16, 64):
        coarse = random.uniform(0, 255, (-(-1080 // step), -(-1920 // step), 3)).astype(np.float32)
        picture += cv2.resize(coarse, (1920, 1080), interpolation=cv2.INTER_LINEAR) / 4
    return picture.astype(np.uint8)


def portrait() -> Any:
    """The sample portrait, its shoulders where the region is; noise where it was not fetched."""
    shown = cv2.imread(str(PORTRAIT))
    return noise() if shown is None else cv2.resize(shown[100:820], (1920, 1080))


if __name__ == "__main__":
    main()
