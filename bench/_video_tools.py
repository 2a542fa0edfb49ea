"""The commands that `video.py` compares: presets of `moretta redact`, and deface at two settings."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
from _deface_environment import deface_environment
from _machine import OUT, ROOT

from moretta_vision.media.video_formats import LOOKAHEAD

COLOR = "ff00ff"
ENCODER = {"preset": "veryfast", "crf": "18", "rc-lookahead": LOOKAHEAD}
"""What `moretta redact` gives x264; deface gets the same."""

SMALLER = "deface 640x360"
DEFACE: dict[str, tuple[str, ...]] = {"deface": (), SMALLER: ("--scale", "640x360")}
PRESETS = ("fast", "balanced")
TOOLS = (*DEFACE, *PRESETS)
ENV = {"PYTHONPATH": str(ROOT / "workers")}

ANEW = ("--crf", ENCODER["crf"])
"""With a factor that is given, no group of pictures is copied."""

Command = Callable[[Path, Path], list[str]]
"""Of a clip and the folder that its redacted copy, under the same name, goes into."""


def command_of(tool: str) -> Command:
    """How a tool is called: everything it finds in one solid colour, in boxes."""
    return _deface(DEFACE[tool]) if tool in DEFACE else _moretta(tool)


def _moretta(preset: str) -> Command:
    how = ["--preset", preset, "--method", "solid", "--color", COLOR, "--shape", "box"]
    return lambda clip, folder: [
        sys.executable, "-m", "moretta_vision.cli", "redact", str(clip), "-o", str(folder), *how,
    ]  # fmt: skip


def detecting(preset: str, clip: Path, found: Path) -> list[str]:
    """What stores the detections of a clip for `--detections`."""
    return [
        sys.executable,
        "-m",
        "moretta_vision.cli",
        "detect",
        str(clip),
        "--preset",
        preset,
        "-o",
        str(found),
    ]


def _deface(scale: Sequence[str]) -> Command:
    program, color = deface_environment() / "deface", colored_picture()
    # Without `macro_block_size` it would scale clips whose sides are no multiples of 16.
    coding = {"codec": "libx264", "quality": None, "macro_block_size": 1}
    coding["output_params"] = [part for name, value in ENCODER.items() for part in (f"-{name}", value)]
    how = [
        "--boxes",
        "--replacewith",
        "img",
        "--replaceimg",
        str(color),
        "--ffmpeg-config",
        json.dumps(coding),
    ]
    return lambda clip, folder: [str(program), str(clip), "-o", str(folder / clip.name), *scale, *how]


def colored_picture() -> Path:
    """deface's own solid is black, which dark faces are already: it pastes a picture of the colour."""
    path = OUT / "fill.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    rgb = [int(COLOR[at : at + 2], 16) for at in (0, 2, 4)]
    cv2.imwrite(str(path), np.full((8, 8, 3), rgb[::-1], np.uint8))
    return path
