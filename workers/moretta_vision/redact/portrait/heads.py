"""The shapes of heads that drawn people have: sculpted by MakeHuman's authors after nobody (CC0), mixed by numbers.

`bench/carve_heads.py` makes the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FILE = Path(__file__).with_name("heads.npz")
STEP = 1 / 400
"""What the file counts in, of half the distance between the pupils."""

Floats = npt.NDArray[Any]


@dataclass(frozen=True)
class Heads:
    """The head in the middle of all: points [n, 3] as `relief` measures, triangles [t, 3] of them, which points are of
    the eyes, how much of the neck each is (0 to 1), and by name where a trait moves each point."""

    points: Floats
    triangles: npt.NDArray[np.int64]
    eyes: npt.NDArray[np.bool_]
    neck: Floats
    moves: dict[str, Floats]

    def mixed(self, amounts: dict[str, float]) -> Floats:
        """The points [n, 3] of a head with so much of each trait."""
        points = self.points.copy()
        for name, amount in amounts.items():
            points += np.float32(amount) * self.moves[name]
        return points


@lru_cache(maxsize=1)
def heads() -> Heads:
    """What the file holds."""
    with np.load(FILE) as file:
        moves = file["moves"].astype(np.float32) * np.float32(STEP)
        return Heads(
            file["points"].astype(np.float32) * np.float32(STEP),
            file["triangles"].astype(np.int64),
            file["eyes"],
            file["neck"].astype(np.float32) / 255,
            dict(zip(file["names"].tolist(), moves, strict=True)),
        )
