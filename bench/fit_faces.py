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
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import cv2
from _forests import LOWEST_SHOWN, Material
from _machine import OUT, ROOT
from _variants import LEARNED_FROM, VARIANTS, pixels_of, size_of, truth_of

from moretta_vision.catalogue import DETECTORS
from moretta_vision.commands.detect import MOST_CANDIDATES
from moretta_vision.detect import faces, providers
from moretta_vision.detect.evidence import Evidence, gather
from moretta_vision.detect.fusion import FOLDER
from moretta_vision.evaluate.detections import report

TESTDATA = Path(os.environ.get("MORETTA_TESTDATA", ROOT.parent / "shared" / "data"))
LOWEST = 0.05


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="names of forests, with commas between them")
    parser.add_argument("--dry", action="store_true", help="measure, write nothing")
    args = parser.parse_args()
    manifest = json.loads((TESTDATA / "manifest.json").read_text())
    photos = [image for image in manifest["images"] if image["subset"] in ("faces", "negatives")]
    wanted = [name for name in faces.RECIPES if not args.only or name in args.only.split(",")]
    for name in wanted:
        fit(name, faces.RECIPES[name], manifest, photos, write=not args.dry)
    return 0


def take_looks(
    photos: list[Any], looks: Iterable[faces.Look], variant: str = ""
) -> dict[faces.Look, dict[int, Any]]:
    """Raw rows of every photo, or of a variant of it, by look; what was taken before is read again."""
    folder = OUT / "fit"
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for look in looks:
        kept = folder / f"{look.name.replace(' ', '-')}{variant and f'-of-{variant}'}.pickle"
        if not kept.exists():
            with ProcessPoolExecutor(os.cpu_count()) as pool:
                taken = dict(pool.map(partial(see, look, variant), photos, chunksize=8))
            kept.write_bytes(pickle.dumps(taken))
            print(f"taken: {kept.stem}", flush=True)
        found[look] = pickle.loads(kept.read_bytes())
    return found


def see(look: faces.Look, variant: str, photo: Any) -> tuple[int, Any]:
    """Raw rows of one photo."""
    cv2.setNumThreads(1)
    image = cv2.imread(str(TESTDATA / photo["file_name"]))
    if variant:
        image = pixels_of(image, photo, variant)
    return photo["id"], looker(look.network).seen(look, image, LOWEST)


_lookers: dict[str, faces.Eyes] = {}


def looker(network: str) -> faces.Eyes:
    if network not in _lookers:
        _lookers[network] = faces.Eyes((network,), providers.find("cpu"))
    return _lookers[network]


def fit(name: str, recipe: faces.Recipe, manifest: Any, photos: list[Any], *, write: bool) -> None:
    truth: dict[int, list[Any]] = {photo["id"]: [] for photo in photos}
    for annotation in manifest["annotations"]:
        if annotation["category_id"] == 1 and annotation["image_id"] in truth:
            truth[annotation["image_id"]].append(annotation)
    known = ("", *LEARNED_FROM.get(name, VARIANTS))
    sets = [
        (gathered(recipe, photos, variant), {p["id"]: truth_of(truth[p["id"]], p, variant) for p in photos})
        for variant in known
    ]
    sizes = [{photo["id"]: size_of(photo, variant) for photo in photos} for variant in known]
    material = Material(name, recipe.looks, sets, sizes)
    annotations, flags = material.unseen()
    show(name, manifest, photos, annotations, flags)
    if write:
        FOLDER.mkdir(exist_ok=True)
        for ending, document in material.documents().items():
            (FOLDER / f"{name}{ending}.json").write_text(json.dumps(document, separators=(",", ":")) + "\n")


def gathered(recipe: faces.Recipe, photos: list[Any], variant: str) -> dict[int, Evidence]:
    """The evidence of every photo, or of a variant of it."""
    rows = take_looks(photos, recipe.looks, variant)
    found = {}
    for photo in photos:
        width, height = size_of(photo, variant)
        looks = [above(rows[look][photo["id"]], recipe.floor) for look in recipe.looks]
        found[photo["id"]] = gather(looks, (height, width), recipe.believed)
    return found


def above(rows: Any, floor: float) -> Any:
    """The rows whose score reaches the recipe's floor."""
    return rows[rows[:, -1] >= floor]


def show(
    name: str,
    manifest: Any,
    photos: list[Any],
    annotations: list[dict[str, Any]],
    flags: list[dict[str, Any]],
) -> None:
    worth = [one for one in flags if one["score"] >= DETECTORS[name.rpartition("-")[0]].doubtful_from]
    best = [
        {**one, "flagged": True}
        for photo in photos
        for one in sorted(
            (one for one in worth if one["image_id"] == photo["id"]), key=lambda one: -one["score"]
        )[:MOST_CANDIDATES]
    ]
    for least in (LOWEST_SHOWN, faces.HIDDEN_FROM, 0.6):
        predictions = {
            "images": photos,
            "categories": [{"id": 1, "name": "face"}],
            "annotations": [one for one in annotations if one["score"] >= least],
            "candidates": best if least == faces.HIDDEN_FROM else [],
        }
        found = report(manifest, predictions, subset="faces", category="face")
        print(
            name, least, json.dumps({key: value for key, value in found.items() if key in KEYS}), flush=True
        )


KEYS = ("recall", "leaking_images", "masked", "false_on_negatives", "candidates")

if __name__ == "__main__":
    raise SystemExit(main())
