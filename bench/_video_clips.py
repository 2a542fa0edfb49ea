"""The clips that `video.py` measures on: a real one enlarged for the cost, made and labelled ones for leaks."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from fractions import Fraction
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import av
from _machine import SHARED
from _photos import TESTDATA

REAL = "videos/intel_classroom.mp4"
"""Four people; to and fro it is a clip without cuts, as long as wanted."""

GROUP = 50
FPS = 25


@dataclass(frozen=True)
class Labelled:
    """A folder of clips with its manifest, and the names of its clips below it."""

    folder: Path
    manifest: Path
    names: list[str]


def enlarged(out: Path, size: tuple[int, int], frames: int) -> Path:
    """So many frames of the real clip, to and fro, at this size, as H.264 in groups of at most GROUP frames."""
    with av.open(str(TESTDATA / REAL)) as source:
        pictures = [picture.reformat(*size, format="yuv420p") for picture in source.decode(video=0)]
    with av.open(str(out), "w") as output:
        options = {"crf": "20", "preset": "veryfast", "g": str(GROUP)}
        stream: Any = output.add_stream("libx264", rate=FPS, options=options)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for number, picture in enumerate(islice(cycle(pictures + pictures[-2:0:-1]), frames)):
            picture.pts, picture.pict_type, picture.time_base = number, 0, Fraction(1, FPS)
            output.mux(stream.encode(picture))
        output.mux(stream.encode(None))
    return out


def made(folder: Path, clips: int, seconds: float) -> Labelled:
    """Clips of moving cameras over photographs, of which every box is known exactly."""
    script = SHARED / "tools" / "make_clips.py"
    if not script.is_file():
        raise SystemExit(f"There is no {script}: it makes the clips.")
    command = [sys.executable, str(script), str(TESTDATA), str(folder)]
    subprocess.run([*command, "--clips", str(clips), "--seconds", str(seconds)], check=True)
    manifest = folder / "manifest.json"
    videos = json.loads(manifest.read_text())["videos"]
    return Labelled(folder, manifest, [each["file_name"] for each in videos])


def labelled(folder: Path) -> Labelled:
    """The real clips of the test data whose faces are marked at every frame."""
    truth = json.loads((TESTDATA / "manifest.json").read_text())
    chosen = [
        each
        for each in truth["videos"]
        if each["file_name"].startswith("videos/")
        and each["ground_truth"].startswith("semi")
        and 1 in each["labelled_categories"]
    ]
    (folder / "videos").mkdir(parents=True, exist_ok=True)
    for each in chosen:
        shutil.copyfile(TESTDATA / each["file_name"], folder / each["file_name"])
    ids = {each["id"] for each in chosen}
    boxes = [each for each in truth["video_annotations"] if each["video_id"] in ids]
    manifest = folder / "manifest.json"
    body = {"categories": truth["categories"], "images": [], "annotations": []}
    manifest.write_text(json.dumps(body | {"videos": chosen, "video_annotations": boxes}))
    return Labelled(folder, manifest, [each["file_name"] for each in chosen])
