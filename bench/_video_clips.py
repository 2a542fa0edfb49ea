"""The clips that `video.py` measures on: a real one enlarged for the cost, made and labelled ones for leaks."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import cycle, islice
from math import ceil
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from _machine import SHARED
from _photos import TESTDATA

REAL = "videos/intel_classroom.mp4"
"""Four people; to and fro it is a clip without cuts, as long as wanted."""

EMPTY = "negatives/coco_000000000034.jpg"
"""A photograph in which nothing is taken for a face."""

GROUP = 50
FPS = 25


@dataclass(frozen=True)
class Labelled:
    """A folder of clips with its manifest, and the names of its clips below it."""

    folder: Path
    manifest: Path
    names: list[str]


def enlarged(out: Path, size: tuple[int, int], frames: int, rate: Fraction = Fraction(FPS)) -> Path:
    """So many frames of the real clip, to and fro, at this size, as H.264 in groups of at most GROUP frames."""
    with av.open(str(TESTDATA / REAL)) as source:
        pictures = [picture.reformat(*size, format="yuv420p") for picture in source.decode(video=0)]
    with av.open(str(out), "w") as output:
        options = {"crf": "20", "preset": "veryfast", "g": str(GROUP)}
        stream: Any = output.add_stream("libx264", rate=rate, options=options)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for number, picture in enumerate(islice(cycle(pictures + pictures[-2:0:-1]), frames)):
            picture.pts, picture.pict_type, picture.time_base = number, 0, 1 / rate
            output.mux(stream.encode(picture))
        output.mux(stream.encode(None))
    return out


def repeated(clip: Path, out: Path, times: float) -> Path:
    """The clip again and again, without coding it anew; the last time cut off where that is due."""
    with av.open(str(out), "w") as output:
        stream, begin = None, 0
        for number in range(ceil(times)):
            with av.open(str(clip)) as source:
                video = source.streams.video[0]
                stream = stream or output.add_stream_from_template(video, opaque=True)
                length = video.duration or 0
                for packet in source.demux(video):
                    if packet.size and (packet.dts or 0) < length * (times - number):
                        packet.pts, packet.dts = packet.pts + begin, packet.dts + begin
                        packet.stream = stream
                        output.mux(packet)
            begin += length
    return out


def sparse(out: Path, size: tuple[int, int], groups: int) -> Path:
    """A clip of so many groups of GROUP frames, in every tenth of which the people of the real clip are seen; in the
    others a camera wanders over a photograph without people."""
    with av.open(str(TESTDATA / REAL)) as source:
        people = [picture.reformat(*size, format="yuv420p") for picture in source.decode(video=0)]
    nobody, step = cv2.imread(str(TESTDATA / EMPTY)), 2 * size[0] // 1280
    scale = 1.2 * max(size[0] / nobody.shape[1], size[1] / nobody.shape[0])
    nobody = cv2.resize(nobody, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    with av.open(str(out), "w") as output:
        options = {"crf": "20", "preset": "veryfast", "g": str(GROUP), "keyint_min": str(GROUP)}
        options["sc_threshold"] = "0"
        stream: Any = output.add_stream("libx264", rate=FPS, options=options)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for number in range(groups * GROUP):
            if number // GROUP % 10 == 4:
                picture = people[abs(number % (2 * len(people) - 2) - len(people) + 1)]
            else:
                at = step * abs(number % 100 - 50)
                window = np.ascontiguousarray(nobody[at : at + size[1], at : at + size[0]])
                picture = av.VideoFrame.from_ndarray(window, format="bgr24").reformat(format="yuv420p")
            picture.pts, picture.pict_type, picture.time_base = number, 0, Fraction(1, FPS)
            output.mux(stream.encode(picture))
        output.mux(stream.encode(None))
    return out


def made(folder: Path, clips: int, seconds: float, seeds: Sequence[int]) -> Labelled:
    """Clips of moving cameras over photographs, of which every box is known exactly; so many of each seed."""
    script = SHARED / "tools" / "make_clips.py"
    if not script.is_file():
        raise SystemExit(f"There is no {script}: it makes the clips.")
    how = ["--clips", str(clips), "--seconds", str(seconds)]
    whole: dict[str, Any] = {}
    for seed in seeds:
        out, shift = folder / str(seed), len(whole.get("videos", ()))
        subprocess.run(
            [sys.executable, str(script), str(TESTDATA), str(out), *how, "--seed", str(seed)], check=True
        )
        part = json.loads((out / "manifest.json").read_text())
        numbers = {each["id"]: shift + n for n, each in enumerate(part["videos"])}
        for each in part["videos"]:
            clip = out / each["file_name"]
            each |= {"id": numbers[each["id"]], "file_name": f"{seed}_{clip.name}"}
            clip.rename(folder / each["file_name"])
        for each in part["video_annotations"]:
            each["video_id"] = numbers[each["video_id"]]
        for name in ("videos", "video_annotations"):
            whole[name] = whole.get(name, []) + part[name]
        whole = part | whole
    manifest = folder / "manifest.json"
    manifest.write_text(json.dumps(whole))
    return Labelled(folder, manifest, [each["file_name"] for each in whole["videos"]])


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
