"""A contact sheet of people who are open in redacted clips: tallest first, each at the middle of the longest leak."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from _video_clips import Labelled

from moretta_vision.evaluate.filled import output_of
from moretta_vision.media.video import frames

MOST, ACROSS, SIDE, CAPTION = 40, 8, 200, 34
AROUND = 4
"""A cell shows so many times the height of the box."""

RED = (40, 40, 230)


def write(path: Path, report: Mapping[str, Any], clips: Labelled, redacted: Path) -> None:
    """Writes a JPEG; none where nobody leaks."""
    path.unlink(missing_ok=True)
    wanted = _wanted(report, json.loads(clips.manifest.read_text()))
    cells = [
        cell
        for name in dict.fromkeys(one["video"] for one in wanted)
        for cell in _cells(name, wanted, redacted)
    ]
    cells.sort(key=lambda cell: -cell[0])
    if not cells:
        return
    empty = np.full_like(cells[0][1], 255)
    pictures = [picture for _, picture in cells] + [empty] * (-len(cells) % ACROSS)
    rows = [np.hstack(pictures[at : at + ACROSS]) for at in range(0, len(pictures), ACROSS)]
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), np.vstack(rows))


def _wanted(report: Mapping[str, Any], truth: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Whom to show, at which frame, and where."""
    names = {each["id"]: each["file_name"] for each in truth["videos"]}
    boxes = {
        (names[each["video_id"]], each["track_id"], each["frame"]): each["bbox"]
        for each in truth["video_annotations"]
    }
    found = []
    for leak in report["leaks"]:
        longest = leak["longest"]
        frame = longest["first_frame"] + longest["frames"] // 2
        found.append(leak | {"frame": frame, "bbox": boxes[leak["video"], leak["track_id"], frame]})
    return sorted(found, key=lambda one: -one["bbox"][3])[:MOST]


def _cells(name: str, wanted: Sequence[Mapping[str, Any]], redacted: Path) -> list[tuple[float, np.ndarray]]:
    """Height of the box and the cell of each of those who leak in one clip."""
    mine = [one for one in wanted if one["video"] == name]
    last, output = max(one["frame"] for one in mine), output_of(redacted, name)
    if output is None:
        return []
    return [
        (one["bbox"][3], _cell(frame.pixels, one))
        for frame in frames(output, 0, last + 1)
        for one in mine
        if one["frame"] == frame.index
    ]


def _cell(pixels: np.ndarray, one: Mapping[str, Any]) -> np.ndarray:
    x, y, w, h = one["bbox"]
    half = AROUND * max(w, h) / 2
    scale = SIDE / (2 * half)
    move = np.array([[scale, 0, (half - x - w / 2) * scale], [0, scale, (half - y - h / 2) * scale]])
    shown = cv2.warpAffine(pixels, move, (SIDE, SIDE), flags=cv2.INTER_CUBIC)
    corner = SIDE / 2 - np.array([w, h]) * scale / 2
    cv2.rectangle(
        shown, np.rint(corner).astype(int), np.rint(corner + np.array([w, h]) * scale).astype(int), RED, 1
    )
    text = np.full((CAPTION, SIDE, 3), 255, np.uint8)
    says = (
        f"{Path(one['video']).stem} {one['frame']} t{one['track_id']}",
        f"{h:.0f} px, {one['frames']} of {one['of']}",
    )
    for row, line in enumerate(says):
        cv2.putText(
            text, line, (4, 13 + 15 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (40, 40, 40), 1, cv2.LINE_AA
        )
    return cv2.copyMakeBorder(
        np.vstack([shown, text]), 2, 2, 2, 2, cv2.BORDER_CONSTANT, value=(255, 255, 255)
    )
