"""Attackers who learn on redacted faces of some people, and are then asked about others."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .crops import small
from .scores import similarities

Picture = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

FOLDS = 2
SIDE = 24
"""Learnt from faces of so many pixels, in colour."""

COMPONENTS = 80
RIDGE = 0.02
"""Of the largest variance: how little a direction may vary before it counts less."""


def features(crops: Picture) -> Floats:
    """[N, D] of crops [N, SIDE, SIDE, 3]: pixels of the face and a little around it."""
    return small(crops, SIDE, grown=0.1).reshape(len(crops), -1) - 0.5


def folds(people: int) -> list[npt.NDArray[np.intp]]:
    """Who is asked about in each fold; the others are learnt from."""
    order = np.random.default_rng(0).permutation(people)
    return [np.sort(order[fold::FOLDS]) for fold in range(FOLDS)]


def discriminant(shown: Floats) -> list[Floats]:
    """Similarities [n, n] of each fold: first against second photos, both redacted, after what differs between photos
    of one person was learnt to be overlooked (linear discriminant analysis; Fisher, 1936).

    `shown` [people, views, D].
    """
    found = []
    for asked in folds(len(shown)):
        learnt = np.delete(shown, asked, axis=0)
        base, middle = _components(learnt.reshape(-1, shown.shape[2]))
        inside = (learnt - learnt.mean(axis=1, keepdims=True)).reshape(-1, shown.shape[2]) @ base
        spread = inside.T @ inside / max(len(inside), 1)
        values, vectors = np.linalg.eigh(spread.astype(np.float64))
        floor = RIDGE * max(float(values[-1]), 1e-9)
        whiten = (vectors / np.sqrt(np.maximum(values, 0) + floor)).astype(np.float32)
        first, second = ((shown[asked, view] - middle) @ base @ whiten for view in (0, 1))
        found.append(similarities(first, second))
    return found


def regression(shown: Floats, clear: Floats) -> list[Floats]:
    """Similarities [n, n] of each fold: what ridge regression (Hoerl & Kennard, 1970) guesses of a matcher's row from
    the redacted first photo, against the rows of clear second photos.

    `shown` [people, views, D] of redacted, `clear` [people, views, E] of clear photos.
    """
    found = []
    for asked in folds(len(shown)):
        learnt, goal = np.delete(shown, asked, axis=0), np.delete(clear, asked, axis=0)
        goal = np.broadcast_to(goal.mean(axis=1, keepdims=True), goal.shape).reshape(-1, clear.shape[2])
        guess = ridge(learnt.reshape(-1, shown.shape[2]), goal, shown[asked, 0])
        found.append(similarities(guess - goal.mean(axis=0), clear[asked, 1] - goal.mean(axis=0)))
    return found


def ridge(known: Floats, goal: Floats, asked: Floats) -> Floats:
    """What regression from `known` [N, D] to `goal` [N, E] says of `asked` [M, D]; [M, E]."""
    base, middle = _components(known)
    x, y = (known - middle) @ base, goal - goal.mean(axis=0)
    gram = (x.T @ x).astype(np.float64)
    gram += np.eye(len(gram)) * max(RIDGE * float(np.trace(gram)) / max(len(gram), 1), 1e-9)
    weights = np.linalg.solve(gram, (x.T @ y).astype(np.float64))
    return np.asarray(((asked - middle) @ base) @ weights + goal.mean(axis=0), np.float32)


def _components(rows: Floats) -> tuple[Floats, Floats]:
    """The directions [D, C] in which rows [N, D] differ most, and their middle [D]."""
    middle = rows.mean(axis=0)
    moved = (rows - middle).astype(np.float64)
    values, vectors = np.linalg.eigh(moved @ moved.T)  # of N by N: there are fewer rows than numbers in each
    kept = np.flatnonzero(values > 1e-9 * max(float(values[-1]), 1e-9))[::-1][:COMPONENTS]
    directions = moved.T @ (vectors[:, kept] / np.sqrt(values[kept]))
    return np.asarray(directions, np.float32), np.asarray(middle, np.float32)
