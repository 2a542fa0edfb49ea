"""Forests as JSON, made by scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def forest_document(
    features: Any,
    labels: Any,
    names: Sequence[str],
    hide_from: tuple[float, ...],
    shares: tuple[float, ...],
    *,
    weights: Any = None,
    rising: list[int] | None = None,
    trees: int = 120,
    leaves: int = 8,
    rate: float = 0.08,
    least: int = 25,
    even: float = 2.0,
) -> dict[str, Any]:
    """A forest made from rows of features [N, F] and labels [N]. A higher value of what is `rising` never speaks
    against a row."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=trees,
        max_leaf_nodes=leaves,
        learning_rate=rate,
        min_samples_leaf=least,
        l2_regularization=even,
        early_stopping=False,
        random_state=0,
        monotonic_cst=rising,
    ).fit(features, labels, sample_weight=weights)
    return _document([model], names) | {"shares": shares, "hide_from": hide_from}


def edges_document(features: Any, moved: Any, names: Sequence[str], beyond: float) -> dict[str, Any]:
    """Trees that tell from rows of features [N, F] how far edges are moved [N, left and top, right and bottom]: so
    that the share `beyond` of the faces ends beyond each."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    models = [
        HistGradientBoostingRegressor(
            loss="quantile",
            quantile=quantile,
            max_iter=30,
            max_leaf_nodes=6,
            max_depth=3,
            learning_rate=0.2,
            min_samples_leaf=40,
            l2_regularization=1.0,
            early_stopping=False,
            random_state=0,
        ).fit(features, edge)
        for edge, quantile in zip(moved.T, (beyond, beyond, 1 - beyond, 1 - beyond), strict=True)
    ]
    return _document(models, names)


def _document(models: Sequence[Any], names: Sequence[str]) -> dict[str, Any]:
    """All trees of some models in one table of nodes, with the roots and the base of each model."""
    nodes: list[list[float]] = []
    roots: list[list[int]] = []
    for model in models:
        roots.append([])
        for (tree,) in model._predictors:
            roots[-1].append(len(nodes))
            nodes += _nodes(tree.nodes, len(nodes))
    base = [float(model._baseline_prediction[0, 0]) for model in models]
    depth = max(
        int(node["depth"]) for model in models for (tree,) in model._predictors for node in tree.nodes
    )
    return {"features": list(names), "base": base, "depth": depth, "roots": roots, "nodes": nodes}


def _nodes(tree: Any, first: int) -> list[list[float]]:
    found: list[list[float]] = []
    for number, node in enumerate(tree):
        own = first + number
        if node["is_leaf"]:
            found.append([0, 0.0, own, own, round(float(node["value"]), 6)])
            continue
        left, right = first + int(node["left"]), first + int(node["right"])
        found.append([int(node["feature_idx"]), round(float(node["num_threshold"]), 6), left, right, 0.0])
    return found
