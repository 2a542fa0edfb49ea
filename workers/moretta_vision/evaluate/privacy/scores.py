"""Who is linked: ranks and thresholds over similarities, and whether that is more than a control's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..intervals import wilson

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

LEAST_PEOPLE = 130
"""Fewer are too few to conclude: none of 130 linked still has an interval up to 2.9 %."""

FALSE_ACCEPTS = 0.001
IMPOSTORS = 10_000
"""So many pairs of different people a false-accept rate of a thousandth takes."""

SURE = 0.05
"""Below this a probability counts as none."""


@dataclass(frozen=True)
class Linked:
    """Per person: `first`: more alike to the own photo than to anybody else's; `accepted`: above the threshold that one
    of a thousand impostors passes, None where there are too few impostors. `chance`: the share that guessing gets
    first."""

    first: Flags
    accepted: Flags | None
    impostors: int
    chance: float


def link(similarities: list[Floats]) -> Linked:
    """From similarities [N, N] of probes (rows) and a gallery in the same order; of several galleries one after
    another, under one threshold. Being as alike as another is no link."""
    rounded = [np.round(one.astype(np.float64), 5) for one in similarities]
    own = [np.diag(one) for one in rounded]
    others = [one[~np.eye(len(one), dtype=bool)].reshape(len(one), -1) for one in rounded]
    first = np.concatenate(
        [mine > rest.max(axis=1, initial=-np.inf) for mine, rest in zip(own, others, strict=True)]
    )
    impostors = np.sort(np.concatenate([rest.ravel() for rest in others]))[::-1]
    accepted = None
    if len(impostors) >= IMPOSTORS:
        accepted = np.concatenate(own) > impostors[int(FALSE_ACCEPTS * len(impostors))]
    people = sum(len(one) for one in rounded)
    return Linked(first, accepted, len(impostors), len(rounded) / max(people, 1))


def similarities(probes: Floats, gallery: Floats) -> Floats:
    """Cosines [N, M] of rows; 0 where a row is empty."""
    return np.asarray(unit(probes) @ unit(gallery).T, np.float32)


def unit(rows: Floats) -> Floats:
    """Rows of length 1; empty rows stay empty."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.where(lengths > 1e-6, rows / np.maximum(lengths, 1e-6), 0), np.float32)


def exceeds(real: Flags, control: Flags) -> float:
    """The probability that as many links more than the control's came by chance: McNemar's exact test, one-sided, on
    the people that one links and the other does not."""
    from scipy.stats import binom

    more, fewer = int((real & ~control).sum()), int((control & ~real).sum())
    return float(binom.sf(more - 1, more + fewer, 0.5)) if more + fewer else 1.0


def rejected(probabilities: Sequence[float]) -> list[bool]:
    """Which of many tests are below SURE when all are counted together (Holm, 1979): one of twenty is by chance."""
    order = np.argsort(probabilities, kind="stable")
    found = [False] * len(order)
    for place, number in enumerate(order):
        if probabilities[number] * (len(order) - place) >= SURE:
            break
        found[number] = True
    return found


def row(real: Linked, control: Linked | None) -> dict[str, Any]:
    """The figures of one attack: first rank, then true accepts, each beside its control."""
    found: dict[str, Any] = {
        "people": len(real.first),
        "impostor_pairs": real.impostors,
        "rank1": _share(real.first, control.first if control else None, real.chance),
        "accepted": None,
    }
    if real.accepted is not None:
        beside = control.accepted if control else None
        found["accepted"] = _share(real.accepted, beside, FALSE_ACCEPTS)
    return found


def _share(real: Flags, control: Flags | None, chance: float) -> dict[str, Any]:
    found = {**_counted(real), "chance": round(chance, 5), "control": None, "p": None}
    if control is not None:
        found |= {"control": _counted(control), "p": float(f"{exceeds(real, control):.3g}")}
    return found


def _counted(flags: Flags) -> dict[str, Any]:
    hits, total = int(flags.sum()), len(flags)
    ends = wilson(hits, total)
    return {
        "linked": hits,
        "share": round(hits / total, 4) if total else None,
        "interval": [round(end, 4) for end in ends] if ends else None,
    }
