"""The forests of one preset: what they are made of, the labels of candidates and of doubtful places, the fitting."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from moretta_vision.detect import doubts, faces
from moretta_vision.detect.evidence import Evidence, one_a_face
from moretta_vision.detect.fusion import Forest, read_forest
from moretta_vision.detect.suppression import overlaps, shared_areas
from moretta_vision.evaluate.coverage import Painted, enlarged, in_pixels
from moretta_vision.evaluate.detections import ENLARGE

FOLDS = 6
LOWEST_SHOWN = 0.4
FLAG_FROM = {"faces-fast-image": 0.022, "faces-balanced-image": 0.0075, "faces-thorough-image": 0.0063}
"""From which probability on to hide an open face a place is flagged: at 8 flags a photo in the six folds."""

SHARES = (0.012, 0.025, 0.06, 0.15)
HIDE_FROM: dict[str, tuple[float, ...]] = {
    "faces-fast-image": (0.289, 0.088, 0.295, 0.164),
    "faces-balanced-image": (0.013, 0.024, 0.034, 0.044),
    "faces-thorough-image": (0.0101, 0.0183, 0.0295, 0.021),
}
"""From which probability on something of each of `SHARES` is hidden: where more would cost more than it saves, in the
six folds, at the shares of masked pixels that the presets are allowed."""


def folds(number: int) -> Any:
    """The fold of each photo."""
    return np.random.default_rng(0).permutation(number) % FOLDS


class Material:
    """What the forests of one preset are made of, and the forests that have not seen some folds."""

    def __init__(
        self, name: str, looks: Any, evidence: Any, truth: Any, photos: list[Any], fold_of: dict[int, int]
    ) -> None:
        self.name, self.looks, self.evidence, self.truth, self.fold_of = name, looks, evidence, truth, fold_of
        self.sizes = {photo["id"]: (photo["width"], photo["height"]) for photo in photos}
        self.names = faces.feature_names(looks)
        self.labels = {id: labels_of(one, truth[id]) for id, one in evidence.items()}
        self._made: dict[frozenset[int], Forest] = {}

    def document(self, without: frozenset[int] = frozenset()) -> dict[str, Any]:
        """The forest of candidates that has not seen the photos of some folds, as JSON."""
        ids = [id for id, fold in self.fold_of.items() if fold not in without]
        known = np.concatenate([self.labels[id] for id in ids])
        features = np.concatenate([self.evidence[id].features for id in ids]).astype(np.float64)
        rising = [1] * len(self.looks) + [0] * (len(self.names) - len(self.looks))
        return fitted(
            features[known >= 0], known[known >= 0], self.names, HIDE_FROM[self.name], rising=rising
        )

    def scores(self, id: int, without: frozenset[int]) -> Any:
        """The scores of a photo's candidates by the forest that has not seen some folds."""
        if without not in self._made:
            self._made[without] = read_forest(json.dumps(self.document(without)))
        return self._made[without].score(self.evidence[id].features, self.evidence[id].relative)

    def places(self, id: int, scores: Any) -> tuple[Any, Any, Any]:
        """The hidden boxes [H, 4] of a photo with their scores, and its doubtful places."""
        evidence, (width, height) = self.evidence[id], self.sizes[id]
        rows = one_a_face(evidence.boxes, scores)
        rows = rows[scores[rows] >= faces.HIDDEN_FROM]
        corners = faces.drawn(evidence)
        return corners[rows], scores[rows], doubts.doubts(evidence, corners, scores, rows, (height, width))

    def doubts_document(self, without: frozenset[int] = frozenset()) -> dict[str, Any]:
        """The forest of doubtful places likewise. What is open on a photo is told by forests that have not seen it."""
        parts, known = [], []
        for id, fold in self.fold_of.items():
            if fold in without:
                continue
            hidden, _, places = self.places(id, self.scores(id, without | {fold}))
            if len(places):
                parts.append(places.features)
                known.append(open_labels(places.boxes, hidden, self.truth[id], self.sizes[id]))
        labels = np.concatenate(known)
        features = np.concatenate(parts).astype(np.float64)[labels >= 0]
        names = doubts.feature_names([look.name for look in self.looks])
        flag_from = (FLAG_FROM[self.name],) * len(SHARES)
        return fitted(
            features, labels[labels >= 0], names, flag_from, trees=60, leaves=6, rate=0.06, least=60, even=3.0
        )

    def documents(self) -> dict[str, dict[str, Any]]:
        """The forests of all photos by the ending of their file's name."""
        made = {"": self.document()}
        return made | ({"-doubts": self.doubts_document()} if self.name in FLAG_FROM else {})

    def unseen(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """What the detector would answer on photos that its forests have not seen: what it hides, what it flags."""
        sure, flags = [], []
        for fold in range(FOLDS):
            without = frozenset([fold])
            trees = None
            if self.name in FLAG_FROM:
                trees = read_forest(json.dumps(self.doubts_document(without)))
            for id in (id for id, own in self.fold_of.items() if own == fold):
                scores = self.scores(id, without)
                sure += finds(self.evidence[id], scores, id)
                if trees is not None:
                    _, _, places = self.places(id, scores)
                    boxes = np.concatenate(
                        [places.boxes[:, :2], places.boxes[:, :2] + places.boxes[:, 2:]], axis=1
                    )
                    flags += rows_of(boxes, faces.doubtful(places, trees), id)
        return sure, flags


def finds(evidence: Evidence, scores: Any, image: int) -> list[dict[str, Any]]:
    """What is hidden, down to a score below the one that hides."""
    rows = one_a_face(evidence.boxes, scores)
    rows = rows[scores[rows] >= LOWEST_SHOWN]
    return rows_of(faces.drawn(evidence)[rows], scores[rows], image)


def rows_of(corners: Any, scores: Any, image: int) -> list[dict[str, Any]]:
    return [
        {
            "image_id": image,
            "category_id": 1,
            "bbox": [float(v) for v in (*corner[:2], *(corner[2:] - corner[:2]))],
            "score": float(score),
        }
        for corner, score in zip(corners, scores, strict=True)
    ]


def labels_of(evidence: Evidence, truth: list[Any]) -> Any:
    """1 for the best candidate of each face, 0 for what is none or a loose box about one, -1 for what says nothing:
    near repetitions of a face, and boxes that the publishers ask to ignore."""
    labels = np.zeros(len(evidence), int)
    if not len(evidence) or not truth:
        return labels
    boxes = np.array([one["bbox"] for one in truth], np.float32)
    ignored = np.array([bool(one.get("ignore")) for one in truth])
    overlap, shared = overlaps(evidence.boxes, boxes), shared_areas(evidence.boxes, boxes)
    mine, theirs = (np.maximum(np.prod(each[:, 2:], axis=1), 1e-6) for each in (evidence.boxes, boxes))
    left_out = (overlap >= 0.25) | (shared / mine[:, None] >= 0.6)
    labels[(left_out & ignored).any(axis=1)] = -1
    grown = np.concatenate(
        [evidence.boxes[:, :2] - 0.15 * evidence.boxes[:, 2:], 1.3 * evidence.boxes[:, 2:]], axis=1
    )
    covers = shared_areas(grown, boxes) / theirs >= 0.8
    near = shared / np.minimum(mine[:, None], theirs) >= 0.5
    for face in np.flatnonzero(~ignored):
        about = near[:, face] & (labels != 1)
        labels[about & (overlap[:, face] < 0.5)] = 0
        labels[about & (overlap[:, face] >= 0.5)] = -1
        good = np.where(overlap[:, face] >= 0.25, overlap[:, face] + 0.5 * covers[:, face], -1)
        if good.max() > 0:
            labels[good.argmax()] = 1
    return labels


def open_labels(boxes: Any, hidden: Any, truth: list[Any], size: tuple[int, int]) -> Any:
    """1 for places [N, 4] that with what is hidden, corners [H, 4], cover an open face of 10 pixels or more, -1 for
    those on boxes that the publishers ask to ignore, 0 for the others."""
    labels = np.zeros(len(boxes), int)
    ignored = boxes_of(one for one in truth if one.get("ignore"))
    if len(ignored):
        inside = shared_areas(boxes, ignored) / np.maximum(np.prod(boxes[:, 2:], axis=1), 1e-6)[:, None]
        labels[inside.max(axis=1) > 0.5] = -1
    true = boxes_of(one for one in truth if not one.get("ignore") and one["bbox"][3] >= faces.RECOGNIZABLE)
    around = np.concatenate([hidden[:, :2], hidden[:, 2:] - hidden[:, :2]], axis=1)
    for face in true[~covered(true, around, size)]:
        for place in np.flatnonzero(shared_areas(boxes, face[None])[:, 0] > 0):
            if covered(face[None], np.concatenate([around, boxes[place][None]]), size)[0]:
                labels[place] = 1
    return labels


def boxes_of(annotations: Iterable[Any]) -> Any:
    return np.array([one["bbox"] for one in annotations], np.float32).reshape(-1, 4)


def covered(true: Any, boxes: Any, size: tuple[int, int]) -> Any:
    """Whether each true box counts as covered by these, enlarged, in a photo of this width and height."""
    pixels = in_pixels(true.astype(np.float64), *size)
    grown = in_pixels(enlarged(boxes.astype(np.float64), ENLARGE), *size)
    return Painted(grown, np.ones(len(boxes)), pixels, *size).covered_from(pixels) > 0


def fitted(
    features: Any,
    labels: Any,
    names: Sequence[str],
    hide_from: tuple[float, ...],
    *,
    rising: list[int] | None = None,
    trees: int = 120,
    leaves: int = 8,
    rate: float = 0.08,
    least: int = 25,
    even: float = 2.0,
) -> dict[str, Any]:
    """A forest made from rows of features [N, F] and labels [N], as JSON. A higher value of what is `rising` never
    speaks against a row."""
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
    ).fit(features, labels)
    nodes: list[list[float]] = []
    roots = []
    for (tree,) in model._predictors:
        first = len(nodes)
        roots.append(first)
        for number, node in enumerate(tree.nodes):
            own = first + number
            left, right = (
                (own, own) if node["is_leaf"] else (first + int(node["left"]), first + int(node["right"]))
            )
            value = float(node["value"]) if node["is_leaf"] else 0.0
            threshold = 0.0 if node["is_leaf"] else float(node["num_threshold"])
            nodes.append([int(node["feature_idx"]), round(threshold, 6), left, right, round(value, 6)])
    depth = max(int(node["depth"]) for (tree,) in model._predictors for node in tree.nodes)
    return {
        "features": list(names),
        "base": float(model._baseline_prediction[0, 0]),
        "depth": depth,
        "shares": SHARES,
        "hide_from": hide_from,
        "roots": roots,
        "nodes": nodes,
    }
