"""Who is the same: faces grouped by how alike they look. Nothing is kept; the rows that tell likeness are biometric."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Name = TypeVar("Name", bound=Hashable)

ALIKE = 0.5
"""Mean cosine of MobileFaceNet's rows from which two groups are one person's: a little stricter than its own threshold
for pairs (.49), for putting two people together costs more looks than keeping one apart."""


def group(rows: Floats, known: Sequence[Name | None], alike: float = ALIKE) -> list[Name | int]:
    """The group of each row [N, D] of length 1: one of the `known` names, or a number for a new group.

    Who has a name keeps it, and two names stay two; nameless rows join each other and the names by average linkage
    (UPGMA).
    """
    members: dict[int, list[int]] = {}
    names: dict[int, Name] = {}
    first: dict[Name, int] = {}
    for row, name in enumerate(known):
        if name is not None and name in first:
            members[first[name]].append(row)
        else:
            members[row] = [row]
            if name is not None:
                first[name], names[row] = row, name
    _join(rows, members, names, alike)
    found: dict[int, Name | int] = {}
    for number, (head, those) in enumerate(members.items()):
        found |= dict.fromkeys(those, names.get(head, number))
    return [found[row] for row in range(len(known))]


def _join(rows: Floats, members: dict[int, list[int]], names: dict[int, Name], alike: float) -> None:
    """Joins the two groups that are most alike, again and again."""
    heads = list(members)
    if len(heads) < 2:
        return
    sums = np.array([rows[members[head]].sum(axis=0) for head in heads], np.float32)
    sizes = np.array([len(members[head]) for head in heads], np.float32)
    named = np.array([head in names for head in heads])
    mean = sums @ sums.T / np.outer(sizes, sizes)
    np.fill_diagonal(mean, -np.inf)
    mean[np.ix_(named, named)] = -np.inf
    best = mean.argmax(axis=1)
    while True:
        a = int(np.argmax(mean[np.arange(len(heads)), best]))
        b = int(best[a])
        if mean[a, b] < alike:
            return
        if named[b]:
            a, b = b, a
        members[heads[a]] += members.pop(heads[b])
        sums[a] += sums[b]
        sizes[a] += sizes[b]
        alive = mean[a] > -np.inf
        alive |= mean[b] > -np.inf
        row = np.where(alive, sums @ sums[a] / (sizes * sizes[a]), -np.inf)
        row[[a, b]] = -np.inf
        if named[a]:
            row[named] = -np.inf
        mean[b, :] = mean[:, b] = -np.inf
        mean[a, :] = mean[:, a] = row
        stale = np.flatnonzero((best == a) | (best == b) | (row > mean[np.arange(len(heads)), best]))
        for each in {*stale.tolist(), a}:
            best[each] = int(mean[each].argmax())
