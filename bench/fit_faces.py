"""Makes the forests of the face presets from photographs with published boxes: `python bench/fit_faces.py`.

Wants scikit-learn (extra `train`), `MORETTA_TESTDATA` and the weights. Each look of each preset is taken once a photo
and kept in `out/bench/fit/`; the forests are written into the package. What it prints is measured in six folds: every
photo is judged by a forest that has not seen it, so the figures hold for photos of the same kind, which those of the
forests on their own photos would not.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from _machine import OUT, ROOT

sys.path.insert(0, str(ROOT / "workers"))

from moretta_vision.catalogue import DETECTORS
from moretta_vision.detect import faces, providers
from moretta_vision.detect.evidence import Evidence, gather, one_a_face
from moretta_vision.detect.fusion import FOLDER, Forest, read_forest
from moretta_vision.detect.suppression import overlaps, shared_areas
from moretta_vision.evaluate.detections import report

TESTDATA = Path(os.environ.get("MORETTA_TESTDATA", ROOT.parent / "shared" / "data"))
FOLDS = 6
LOWEST = 0.05
SHARES = (0.012, 0.025, 0.06, 0.15)
HIDE_FROM: dict[str, tuple[float, ...]] = {
    "faces-fast-image": (0.095, 0.21, 0.31, 0.107),
    "faces-balanced-image": (0.013, 0.024, 0.034, 0.044),
    "faces-thorough-image": (0.01, 0.02, 0.026, 0.026),
    "faces-fast-video": (0.07, 0.13, 0.2, 0.11),
    "faces-balanced-video": (0.03, 0.05, 0.1, 0.1),
    "faces-thorough-video": (0.02, 0.04, 0.06, 0.06),
}
"""From which probability on something of each of `SHARES` is hidden: where more would cost more than it saves, in the
six folds, at the shares of masked pixels that the presets are allowed."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="names of forests, with commas between them")
    parser.add_argument("--dry", action="store_true", help="measure, write nothing")
    args = parser.parse_args()
    manifest = json.loads((TESTDATA / "manifest.json").read_text())
    photos = [image for image in manifest["images"] if image["subset"] in ("faces", "negatives")]
    wanted = [name for name in faces.RECIPES if not args.only or name in args.only.split(",")]
    rows = take_looks(photos, {look for name in wanted for look in faces.RECIPES[name].looks})
    for name in wanted:
        fit(name, faces.RECIPES[name], manifest, photos, rows, write=not args.dry)
    return 0


def take_looks(photos: list[Any], looks: set[faces.Look]) -> dict[faces.Look, dict[int, Any]]:
    """Raw rows of every photo by look; what was taken before is read again."""
    folder = OUT / "fit"
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for look in sorted(looks, key=lambda look: look.name):
        kept = folder / f"{look.name.replace(' ', '-')}.pickle"
        if not kept.exists():
            with ProcessPoolExecutor(os.cpu_count()) as pool:
                taken = dict(pool.map(partial(see, look), photos, chunksize=8))
            kept.write_bytes(pickle.dumps(taken))
            print(f"taken: {look.name}", flush=True)
        found[look] = pickle.loads(kept.read_bytes())
    return found


def see(look: faces.Look, photo: Any) -> tuple[int, Any]:
    """Raw rows of one photo."""
    cv2.setNumThreads(1)
    image = cv2.imread(str(TESTDATA / photo["file_name"]))
    return photo["id"], looker(look.network).seen(look, image, LOWEST)


_lookers: dict[str, faces.Eyes] = {}


def looker(network: str) -> faces.Eyes:
    if network not in _lookers:
        _lookers[network] = faces.Eyes((network,), providers.find("cpu"))
    return _lookers[network]


def fit(name: str, recipe: faces.Recipe, manifest: Any, photos: list[Any], rows: Any, *, write: bool) -> None:
    looks = recipe.looks
    evidence = {
        photo["id"]: gather(
            [above(rows[look][photo["id"]], recipe.floor) for look in looks],
            (photo["height"], photo["width"]),
            recipe.believed,
        )
        for photo in photos
    }
    truth: dict[int, list[Any]] = {photo["id"]: [] for photo in photos}
    for annotation in manifest["annotations"]:
        if annotation["category_id"] == 1 and annotation["image_id"] in truth:
            truth[annotation["image_id"]].append(annotation)
    labels = {id: labels_of(one, truth[id]) for id, one in evidence.items()}
    names = faces.feature_names(looks)
    fold_of = np.random.default_rng(0).permutation(len(photos)) % FOLDS
    annotations = []
    for fold in range(FOLDS):
        seen = [photo["id"] for photo, own in zip(photos, fold_of, strict=True) if own != fold]
        forest = made(name, names, len(looks), seen, evidence, labels)
        for photo, own in zip(photos, fold_of, strict=True):
            if own == fold:
                annotations += finds(evidence[photo["id"]], forest, photo["id"])
    show(name, manifest, photos, annotations)
    if write:
        document = document_of(name, names, len(looks), [photo["id"] for photo in photos], evidence, labels)
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"{name}.json").write_text(json.dumps(document, separators=(",", ":")) + "\n")


def above(rows: Any, floor: float) -> Any:
    """The rows whose score reaches the recipe's floor."""
    return rows[rows[:, -1] >= floor]


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


def document_of(
    name: str, names: tuple[str, ...], looks: int, ids: list[int], evidence: Any, labels: Any
) -> dict[str, Any]:
    """A forest made from these photos, as JSON."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    features = np.concatenate([evidence[id].features for id in ids]).astype(np.float64)
    known = np.concatenate([labels[id] for id in ids])
    model = HistGradientBoostingClassifier(
        max_iter=120,
        max_leaf_nodes=8,
        learning_rate=0.08,
        min_samples_leaf=25,
        l2_regularization=2.0,
        early_stopping=False,
        random_state=0,
        monotonic_cst=[1] * looks + [0] * (len(names) - looks),  # a higher score never speaks against a face
    ).fit(features[known >= 0], known[known >= 0])
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
        "features": names,
        "base": float(model._baseline_prediction[0, 0]),
        "depth": depth,
        "shares": SHARES,
        "hide_from": HIDE_FROM[name],
        "roots": roots,
        "nodes": nodes,
    }


def made(name: str, names: tuple[str, ...], looks: int, ids: list[int], evidence: Any, labels: Any) -> Forest:
    return read_forest(json.dumps(document_of(name, names, looks, ids, evidence, labels)))


def finds(evidence: Evidence, forest: Forest, image: int) -> list[dict[str, Any]]:
    """What the detector would answer, down to a low score."""
    scores = forest.score(evidence.features, evidence.relative)
    rows = one_a_face(evidence.boxes, scores)
    corners = faces.drawn(evidence)
    return [
        {
            "image_id": image,
            "category_id": 1,
            "bbox": [float(v) for v in (*corners[row, :2], *(corners[row, 2:] - corners[row, :2]))],
            "score": float(scores[row]),
        }
        for row in rows
        if scores[row] >= 0.1
    ]


def show(name: str, manifest: Any, photos: list[Any], annotations: list[dict[str, Any]]) -> None:
    detector = DETECTORS.get(name.rpartition("-")[0])
    flag_from = detector.doubtful_from if detector else 0.25
    for least in (0.4, 0.5, 0.6):
        sure = [one for one in annotations if one["score"] >= least]
        flagged = []
        for photo in photos:
            mine = [
                one
                for one in annotations
                if one["image_id"] == photo["id"] and flag_from <= one["score"] < least
            ]
            flagged += [{**one, "flagged": True} for one in sorted(mine, key=lambda one: -one["score"])[:12]]
        predictions = {
            "images": photos,
            "categories": [{"id": 1, "name": "face"}],
            "annotations": sure,
            "candidates": flagged,
        }
        found = report(manifest, predictions, subset="faces", category="face")
        print(
            name, least, json.dumps({key: value for key, value in found.items() if key in KEYS}), flush=True
        )


KEYS = ("recall", "leaking_images", "masked", "false_on_negatives", "candidates")

if __name__ == "__main__":
    raise SystemExit(main())
