"""Whether drawn people flicker: how much a face changes from frame to frame in its own box, drawn and as it was."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from moretta_vision.catalogue import METHODS
from moretta_vision.media.video import probe
from moretta_vision.redact.video import redact_video

SIDE = 48
MOST = 120
"""Frames of a clip that are looked at."""


def rows(method: str, smallest: int) -> Iterator[tuple[str, int, list[float], list[float]]]:
    """For each labelled face track of the test clips whose boxes are large enough: clip, track, and by how much each
    frame of the drawn face and of the real one differs from the one before (grey levels, at SIDE pixels). Faces that
    the edge of the picture cuts off are left out: their boxes, and so what is compared, change their proportions."""
    folder = Path(os.environ["MORETTA_TESTDATA"])
    listed = json.loads((folder / "manifest.json").read_text("utf-8"))
    for video in listed["videos"]:
        if not video["file_name"].startswith("videos/"):
            continue
        tracks: dict[int, dict[int, list[float]]] = {}
        for one in listed["video_annotations"]:
            if one["video_id"] == video["id"] and one["category_id"] == 1 and one["frame"] < MOST:
                tracks.setdefault(one["track_id"], {})[one["frame"]] = one["bbox"]
        large = {n: boxes for n, boxes in tracks.items() if _size(boxes) >= smallest and len(boxes) > 10}
        if large:
            yield from _clip(folder / video["file_name"], large, method)


def _size(boxes: dict[int, list[float]]) -> float:
    return float(np.median([max(box[2:]) for box in boxes.values()]))


def _clip(source: Path, tracks: dict[int, dict[int, list[float]]], method: str) -> Any:
    regions = [_region(boxes, method, 7 + number) for number, boxes in tracks.items()]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "drawn.mp4"
        redact_video(source, target, regions, "remove", table=probe(source).pts, crf=12)
        drawn, real = (list(_grey(path)) for path in (target, source))
    for number, boxes in tracks.items():
        height, width = real[0].shape
        inner = {
            n: (x, y, w, h)
            for n, (x, y, w, h) in boxes.items()
            if min(x, y) > 1 and x + w < width - 1 and y + h < height - 1
        }
        changes = _changes(drawn, inner)
        if changes:
            yield source.name, number, changes, _changes(real, inner)


def _region(boxes: dict[int, list[float]], method: str, seed: int) -> dict[str, Any]:
    keyframes: list[dict[str, Any]] = [
        {"frame": frame, "shape": {"type": "box", "data": [float(value) for value in box]}}
        for frame, box in sorted(boxes.items())
    ]
    keyframes.append({"frame": keyframes[-1]["frame"] + 1, "shape": None, "outside": True})
    return {
        "keyframes": keyframes,
        "method": method,
        "shape": METHODS[method].shape,
        "margin": 0.1,
        "seed": seed,
    }


def _grey(path: Path) -> Iterator[Any]:
    with av.open(str(path)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number >= MOST:
                return
            yield frame.to_ndarray(format="gray")


def _changes(frames: list[Any], boxes: Mapping[int, Sequence[float]]) -> list[float]:
    crops = {n: _crop(frames[n], boxes[n]) for n in sorted(boxes) if n < len(frames)}
    return [float(np.abs(crops[n] - crops[n - 1]).mean()) for n in crops if n - 1 in crops]


def _crop(frame: Any, box: Sequence[float]) -> Any:
    x, y, w, h = box
    matrix = np.array([[SIDE / w, 0, -x * SIDE / w], [0, SIDE / h, -y * SIDE / h]])
    way = cv2.INTER_AREA if w > SIDE else cv2.INTER_LINEAR
    soft = cv2.GaussianBlur(frame, (0, 0), max(0.3, w / SIDE / 2))
    return cv2.warpAffine(soft, matrix, (SIDE, SIDE), flags=way).astype(np.float32)
