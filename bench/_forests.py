"""The forests of one preset: what they are made of, the labels of candidates, of their edges and of doubtful places."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from _trees import edges_document, forest_document

from moretta_vision.detect import doubts, face_boxes, faces
from moretta_vision.detect.evidence import SCENE, Evidence, one_a_face
from moretta_vision.detect.fusion import Forest, Trees, read_forest, read_trees
from moretta_vision.detect.suppression import overlaps, shared_areas
from moretta_vision.evaluate.coverage import Painted, enlarged, in_pixels
from moretta_vision.evaluate.detections import ENLARGE

FOLDS = 6
LOWEST_SHOWN = 0.4
VARIANTS_WEIGH = 0.5
NEAR = 0.35
"""From this overlap on a candidate says where the edges of a face lie."""

FLAG_FROM = {"faces-fast-image": 0.01465, "faces-balanced-image": 0.00972, "faces-thorough-image": 0.0063}
"""From which probability on to hide an open face a place is flagged: at 8 flags a photo in the six folds."""

SHARES = (0.012, 0.025, 0.06, 0.15)
HIDE_FROM: dict[str, tuple[float, ...]] = {
    "faces-fast-image": (0.35, 0.055, 0.08, 0.21),
    "faces-balanced-image": (0.0633, 0.0096, 0.0513, 0.0299),
    "faces-thorough-image": (0.0095, 0.0115, 0.02, 0.0235),
}
"""From which probability on something of each of `SHARES` is hidden: where more would cost more than it saves, in the
six folds, at the shares of masked pixels that the presets are allowed."""

BEYOND = {"faces-fast-image": 0.38, "faces-balanced-image": 0.26, "faces-thorough-image": 0.15}
"""The share of faces that end beyond each edge of what is hidden, before its margin: the less, the more is masked."""


def folds(number: int) -> Any:
    """The fold of each photo."""
    return np.random.default_rng(0).permutation(number) % FOLDS


class Material:
    """What the forests of one preset are made of, and the forests that have not seen some folds."""

    def __init__(
        self, name: str, looks: Any, sets: list[tuple[Any, Any]], sizes: list[dict[int, tuple[int, int]]]
    ) -> None:
        """`sets` are evidence and truth by photo, of the photos themselves first, then of each variant; `sizes` their
        widths and heights likewise."""
        self.name, self.looks, self.sets = name, looks, sets
        self.evidence, self.truth = sets[0]
        self.fold_of = dict(zip(sizes[0], folds(len(sizes[0])), strict=True))
        self.sizes = sizes
        self.labels = [
            {id: labels_of(one, truth[id]) for id, one in evidence.items()} for evidence, truth in sets
        ]
        self._made: dict[frozenset[int], tuple[Forest, Trees]] = {}

    def known(self, without: frozenset[int]) -> Iterator[tuple[Evidence, Any, list[Any], float]]:
        """Evidence, labels, truth and weight of every photo and variant outside some folds."""
        for number, ((evidence, truth), labels) in enumerate(zip(self.sets, self.labels, strict=True)):
            for id, fold in self.fold_of.items():
                if fold not in without and len(evidence[id]):
                    yield evidence[id], labels[id], truth[id], VARIANTS_WEIGH if number else 1.0

    def document(self, without: frozenset[int] = frozenset()) -> dict[str, Any]:
        """The forest of candidates that has not seen the photos of some folds, as JSON."""
        parts = list(self.known(without))
        labels = np.concatenate([labels for _, labels, _, _ in parts])
        features = np.concatenate([evidence.features for evidence, _, _, _ in parts]).astype(np.float64)
        weights = np.concatenate([np.full(len(labels), weight) for _, labels, _, weight in parts])
        names = faces.feature_names(self.looks)
        said = labels >= 0
        return forest_document(
            features[said],
            labels[said],
            names,
            HIDE_FROM[self.name],
            SHARES,
            weights=weights[said],
            rising=[int(name not in SCENE) for name in names],
            least=60,
        )

    def edges_document(self, without: frozenset[int] = frozenset()) -> dict[str, Any]:
        """The trees that tell how far the edges of faces lie from what the looks drew, likewise."""
        features, moved = [], []
        for evidence, labels, truth, _ in self.known(without):
            away = edges_of(evidence, truth)
            rows = (labels == 1) & np.isfinite(away[:, 0])
            features.append(face_boxes.features(evidence)[rows])
            moved.append(away[rows])
        names = face_boxes.feature_names([look.name for look in self.looks])
        rows, away = np.concatenate(features).astype(np.float64), np.concatenate(moved)
        return edges_document(rows, away, names, BEYOND[self.name])

    def made(self, without: frozenset[int]) -> tuple[Forest, Trees]:
        """The forest of candidates and the trees of edges that have not seen some folds."""
        if without not in self._made:
            documents = (json.dumps(make(without)) for make in (self.document, self.edges_document))
            self._made[without] = read_forest(next(documents)), read_trees(next(documents))
        return self._made[without]

    def judged(self, id: int, without: frozenset[int], number: int = 0) -> tuple[Any, Any]:
        """The scores [N] and the boxes, left, top, right, bottom [N, 4], of the candidates of a photo, or of its
        variant of this number, by those that have not seen some folds."""
        trees, edges = self.made(without)
        evidence = self.sets[number][0][id]
        return trees.score(evidence.features, evidence.relative), face_boxes.drawn(evidence, edges)

    def places(self, id: int, without: frozenset[int], number: int = 0) -> tuple[Any, Any]:
        """The hidden boxes [H, 4] likewise, and the doubtful places."""
        scores, corners = self.judged(id, without, number)
        evidence, (width, height) = self.sets[number][0][id], self.sizes[number][id]
        rows = one_a_face(evidence.boxes, scores)
        rows = rows[scores[rows] >= faces.HIDDEN_FROM]
        return corners[rows], doubts.doubts(evidence, corners, scores, rows, (height, width))

    def doubts_document(self, without: frozenset[int] = frozenset()) -> dict[str, Any]:
        """The forest of doubtful places likewise. What is open on a photo is told by forests that have not seen it."""
        parts, known, weights = [], [], []
        for number, (_, truth) in enumerate(self.sets):
            for id, fold in self.fold_of.items():
                if fold in without:
                    continue
                hidden, places = self.places(id, without | {fold}, number)
                if len(places):
                    parts.append(places.features)
                    known.append(open_labels(places.boxes, hidden, truth[id], self.sizes[number][id]))
                    weights.append(np.full(len(places), VARIANTS_WEIGH if number else 1.0))
        labels = np.concatenate(known)
        said = labels >= 0
        return forest_document(
            np.concatenate(parts).astype(np.float64)[said],
            labels[said],
            doubts.feature_names([look.name for look in self.looks]),
            (FLAG_FROM[self.name],) * len(SHARES),
            SHARES,
            weights=np.concatenate(weights)[said],
            trees=80,
            leaves=6,
            rate=0.06,
            least=60,
            even=3.0,
        )

    def documents(self) -> dict[str, dict[str, Any]]:
        """The forests of all photos by the ending of their file's name."""
        return {"": self.document(), "-edges": self.edges_document(), "-doubts": self.doubts_document()}

    def unseen(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """What the detector would answer on photos that its forests have not seen: what it hides, what it flags."""
        sure, flags = [], []
        for fold in range(FOLDS):
            without = frozenset([fold])
            weighed = read_forest(json.dumps(self.doubts_document(without)))
            for id in (id for id, own in self.fold_of.items() if own == fold):
                scores, corners = self.judged(id, without)
                rows = one_a_face(self.evidence[id].boxes, scores)
                rows = rows[scores[rows] >= LOWEST_SHOWN]
                sure += rows_of(corners[rows], scores[rows], id)
                _, places = self.places(id, without)
                flags += rows_of(places.shown(), faces.doubtful(places, weighed), id)
        return sure, flags


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


def edges_of(evidence: Evidence, truth: list[Any]) -> Any:
    """How far left, top, right and bottom [N, 4] of the true box nearest each candidate lie from those of the box
    around its finds, in parts of its width and height; NaN where none is near."""
    true = boxes_of(one for one in truth if not one.get("ignore"))
    if not len(true):
        return np.full((len(evidence), 4), np.nan)
    overlap = overlaps(evidence.boxes, true)
    nearest = true[overlap.argmax(axis=1)]
    corner, size = evidence.around[:, :2], evidence.around[:, 2:]
    low = (nearest[:, :2] - corner) / size
    high = (nearest[:, :2] + nearest[:, 2:] - corner) / size - 1
    moved = np.clip(np.concatenate([low, high], axis=1), -0.5, 0.5)
    return np.where(overlap.max(axis=1)[:, None] >= NEAR, moved, np.nan)


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
