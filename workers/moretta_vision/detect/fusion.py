"""Forests of small decision trees that turn what several networks say about a candidate into one figure or several.

Gradient boosting after Friedman (2001): the sum of the trees' leaves is the figure. The trees come from
`bench/fit_faces.py` and lie in `forests/` as JSON: for each tree the feature and threshold of its inner nodes, the
rows of the two children, and the value of a leaf. A feature at most the threshold goes left.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .base import Floats

Rows = npt.NDArray[np.intp]

FOLDER = Path(__file__).with_name("forests")


@dataclass(frozen=True)
class Trees:
    """All trees in one table of nodes: `roots` [K, T] for K sums of T trees each; `feature`, `threshold`, `left`,
    `right`, `value` a node each. A leaf is its own child. `names` are the features in order, `base` [K] what is there
    before the first tree, `depth` the longest way down."""

    names: tuple[str, ...]
    base: Floats
    depth: int
    roots: Rows
    feature: Rows
    threshold: Floats
    left: Rows
    right: Rows
    value: Floats

    def sums(self, features: Floats) -> Floats:
        """The sums [N, K] of the leaves that each row of `features` [N, F] comes to."""
        sums, trees = self.roots.shape
        if not len(features):
            return np.zeros((0, sums), np.float32)
        at = np.broadcast_to(self.roots.reshape(-1), (len(features), sums * trees))
        row = np.arange(len(features))[:, None]
        for _ in range(self.depth):
            goes_left = features[row, self.feature[at]] <= self.threshold[at]
            at = np.where(goes_left, self.left[at], self.right[at])
        return np.asarray(self.base + self.value[at].reshape(-1, sums, trees).sum(axis=2), np.float32)


@dataclass(frozen=True)
class Forest(Trees):
    """Trees of one sum, the log-odds of being what it seems.

    `shares` and `hide_from` say from which probability on something of that height, in parts of the picture's mean
    side, is hidden: a small box costs little of the picture, a large one much.
    """

    shares: Floats
    hide_from: Floats

    def score(self, features: Floats, relative: Floats) -> Floats:
        """Scores [N] in 0..1 that mean the same for every look and size: .5 where hiding begins to be worth what it
        covers needlessly, .75 where as many candidates are faces as are not."""
        odds = _odds(self.probability(features))
        between = np.interp(np.log(np.maximum(relative, 1e-4)), np.log(self.shares), self.hide_from)
        least = _odds(between.astype(np.float32))
        return np.asarray(1 / (1 + np.exp(np.log(3) * (odds - least) / least)), np.float32)

    def probability(self, features: Floats) -> Floats:
        """The probability [N] of each row of `features` [N, F] to be what it seems."""
        return np.asarray(1 / (1 + np.exp(-self.sums(features)[:, 0])), np.float32)


def _odds(probability: Floats) -> Floats:
    """Log-odds of probabilities."""
    inside = np.clip(probability, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(inside / (1 - inside)), np.float32)


@lru_cache(maxsize=8)
def forest(name: str) -> Forest:
    """The forest of this name, from the package."""
    return read_forest((FOLDER / f"{name}.json").read_text())


@lru_cache(maxsize=4)
def trees(name: str) -> Trees:
    """The trees of this name, from the package."""
    return read_trees((FOLDER / f"{name}.json").read_text())


def read_forest(text: str) -> Forest:
    """A forest from its JSON."""
    found = json.loads(text)
    limits = (np.array(found[key], np.float32) for key in ("shares", "hide_from"))
    return Forest(*_table(found), *limits)


def read_trees(text: str) -> Trees:
    """Trees from their JSON."""
    return Trees(*_table(json.loads(text)))


def _table(found: dict[str, Any]) -> tuple[Any, ...]:
    nodes = np.array(found["nodes"], np.float64).reshape(-1, 5)
    base = np.atleast_1d(np.array(found["base"], np.float32))
    return (
        tuple(found["features"]),
        base,
        int(found["depth"]),
        np.array(found["roots"], np.intp).reshape(len(base), -1),
        nodes[:, 0].astype(np.intp),
        nodes[:, 1].astype(np.float32),
        nodes[:, 2].astype(np.intp),
        nodes[:, 3].astype(np.intp),
        nodes[:, 4].astype(np.float32),
    )
