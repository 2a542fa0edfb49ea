"""How well people are removed from clips, and how fast: `python bench/removal.py`.

People of the test photographs go over photographs without people, which are therefore the exact truth of what is behind
them; the camera stands still, or pans, turns, zooms and shakes, or goes sideways past things that stand nearer than the
rest (1.5, 2 and 3 times as fast), so that no single homography holds: *parallax*. PSNR (luma) is that of what was
filled in, under the outlines alone, against the clip that was made without the people and coded alike; *right* is the
share of that which is at most CLOSE grey levels off, to be held against the share said to be shown by other frames.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from moretta_vision.media.video import probe
from moretta_vision.redact.video import redact_video

MUST = {"still": (27.0, 10.0), "moving": (27.0, 1.0)}
"""PSNR in dB and frames a second to reach, on two cores."""
CLOSE = 16
KINDS = (*MUST, "parallax")
NEARER = (1.5, 2.0, 3.0)
"""How many times as fast as the rest near things pass, by number of the clip."""


@dataclass
class Clip:
    """Frames with people, the same without, and a region for each of them."""

    seen: list[Any]
    clean: list[Any]
    regions: list[dict[str, Any]]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--clips", type=int, default=3, help="of each kind")
    parser.add_argument("--frames", type=int, default=150)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--keep", type=Path, help="keep what was written here")
    parser.add_argument("--kinds", default=",".join(KINDS), help=f"of {', '.join(KINDS)}")
    args = parser.parse_args()
    size = args.width, args.width * 9 // 16
    print("| camera | clip | PSNR dB | frames/s of one core | shown by other frames | right | fell back |")
    print("|---|---|---|---|---|---|---|")
    for kind in args.kinds.split(","):
        rows = []
        for number in range(args.clips):
            with tempfile.TemporaryDirectory() as folder:
                rows.append(measure(kind, number, args.frames, size, args.keep or Path(folder)))
            psnr, rate, shown, right, fell = rows[-1]
            print(
                f"| {kind} | {number} | {psnr:.1f} | {rate:.1f} | {shown:.3f} | {right:.3f} | {fell} |",
                flush=True,
            )
        psnr, rate = (np.median([row[n] for row in rows]) for n in (0, 1))
        print(f"| {kind} | median | {psnr:.1f} | {rate:.1f} | | | |")


def measure(
    kind: str, number: int, frames: int, size: tuple[int, int], folder: Path
) -> tuple[float, float, float, float, int]:
    clip = made(kind, number, frames, size)
    folder.mkdir(parents=True, exist_ok=True)
    source, target = folder / f"{kind}-{number}.mp4", folder / f"{kind}-{number}-removed.mp4"
    truth = folder / f"{kind}-{number}-clean.mp4"
    write(source, clip.seen)
    write(truth, clip.clean)
    table = probe(source).pts
    start = time.process_time()
    report = redact_video(source, target, clip.regions, "remove", table=table, crf=16)
    took = time.process_time() - start
    errors, right = [], []
    pairs = zip(grey(target), grey(truth), strict=True)
    for index, (made_, wanted) in enumerate(pairs):
        for region in clip.regions:
            x, y, w, h = (round(value) for value in region["keyframes"][index]["shape"]["data"])
            x0, y0 = max(0, x), max(0, y)
            one, other = (p[y0 : y + h, x0 : x + w].astype(float) for p in (made_, wanted))
            if one.size:
                errors.append(((one - other) ** 2).mean())
                right.append((np.abs(one - other) <= CLOSE).mean())
    removed = report["removed"]
    psnr = 10 * np.log10(255**2 / max(1e-9, float(np.mean(errors))))
    shown, fell = removed["shown"] / removed["pixels"], report["fell_back"].get("removal", 0)
    return psnr, frames / took, shown, float(np.mean(right)), fell


def grey(path: Path) -> Iterator[Any]:
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield frame.to_ndarray(format="gray")


def write(path: Path, frames: list[Any]) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", 25, options={"crf": "18", "preset": "veryfast"})
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        for frame in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="bgr24")))
        container.mux(stream.encode(None))


def made(kind: str, number: int, frames: int, size: tuple[int, int]) -> Clip:
    random, folder = np.random.default_rng(number), Path(os.environ["MORETTA_TESTDATA"])
    scenes = sorted((folder / "negatives").glob("*.jpg"))
    scene = cv2.imread(str(scenes[3 * number + 1]))
    factor = 1.35 * max(size[0] / scene.shape[1], size[1] / scene.shape[0])
    scene = cv2.resize(scene, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    near = cv2.imread(str(scenes[3 * number + 2]))
    people = cut_out(folder)
    walkers = [people[(2 * number + n) % len(people)] for n in range(2)]
    clip = Clip([], [], [{"keyframes": [], "method": "removal", "margin": 0.06} for _ in walkers])
    for n in range(frames):
        matrix = np.float32([[1, 0, -0.15 * size[0]], [0, 1, -0.15 * size[1]]])
        if kind == "moving":
            s = n / frames
            turn = cv2.getRotationMatrix2D(
                (scene.shape[1] / 2, scene.shape[0] / 2), 2 * np.sin(4 * s), 1 + 0.08 * s
            )
            shake = random.normal(0, 1.0, 2)
            matrix = turn + np.array(
                [[0, 0, -0.15 * size[0] + 90 * np.sin(5 * s)], [0, 0, -0.15 * size[1] + 30 * s]]
            )
            matrix[:, 2] += shake
        if kind == "parallax":
            matrix[0, 2] = -0.05 * size[0] - 0.2 * size[0] * n / frames
        frame = cv2.warpAffine(scene, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        if kind == "parallax":
            stand_nearer(frame, near, NEARER[number % len(NEARER)] * matrix[0, 2])
        light = 1 + 0.04 * np.sin(n / 20)
        frame = np.clip(frame * light + random.normal(0, 2.0, frame.shape), 0, 255).astype(np.uint8)
        clip.clean.append(frame)
        shown = frame.copy()
        for who, (walker, region) in enumerate(zip(walkers, clip.regions, strict=True)):
            h = round(0.5 * size[1])
            w = round(walker.shape[1] * h / walker.shape[0])
            speed = (1 if who % 2 else -1) * (0.0035 + 0.001 * who) * size[0]
            x = round((0.3 + 0.4 * who) * size[0] - w / 2 + speed * (n - frames / 2))
            y = round(0.45 * size[1] + 4 * np.sin(n / 3))
            paste(shown, walker, x, y, w, h)
            box = {"type": "box", "data": [float(x), float(y), float(w), float(h)]}
            region["keyframes"].append({"frame": n, "shape": box, "score": 1.0})
        clip.seen.append(shown)
    return clip


def stand_nearer(frame: Any, picture: Any, shift: float) -> None:
    """Six pieces of a picture, as high as three fifths of the frame, which has moved them by `shift` pixels."""
    height, width = frame.shape[:2]
    picture = cv2.resize(picture, (round(0.9 * width), round(0.6 * height)))
    for n in range(6):
        piece = picture[:, n * picture.shape[1] // 6 : (n + 1) * picture.shape[1] // 6]
        x, w = round(0.3 * n * width + shift), piece.shape[1]
        paste(frame, piece, x, height - picture.shape[0], w, picture.shape[0])


def cut_out(folder: Path) -> list[Any]:
    """People of the test photographs, whole and alone in their boxes, as rectangles."""
    listed = json.loads((folder / "manifest.json").read_text("utf-8"))
    names, found = {one["id"]: one["file_name"] for one in listed["images"]}, []
    for one in listed["annotations"]:
        x, y, w, h = (int(value) for value in one["bbox"])
        if one["category_id"] == 3 and h > 200 and 0.25 < w / h < 0.7:
            found.append(cv2.imread(str(folder / names[one["image_id"]]))[y : y + h, x : x + w])
    return found


def paste(frame: Any, picture: Any, x: int, y: int, w: int, h: int) -> None:
    x0, y0, x1, y1 = max(0, x), max(0, y), min(frame.shape[1], x + w), min(frame.shape[0], y + h)
    if x0 < x1 and y0 < y1:
        frame[y0:y1, x0:x1] = cv2.resize(picture, (w, h))[y0 - y : y1 - y, x0 - x : x1 - x]


if __name__ == "__main__":
    main()
