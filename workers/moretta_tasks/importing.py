"""Objects that came as COCO with an upload, checked against the picture they belong to."""

from __future__ import annotations

from typing import Any

from moretta.datasets.models import Asset
from moretta_vision.geometry.shapes import GeometryError, validate_shape


def fitting_objects(asset: Asset, given: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """The objects that fit the picture, as `annotations.actions.apply_import` takes them, and a sentence for each line
    that does not. An outline of several parts becomes several objects."""
    objects: list[dict[str, Any]] = []
    refused: list[str] = []
    for row in given:
        for shape in row["shapes"]:
            try:
                clean = validate_shape(shape, asset.width or 0, asset.height or 0)
            except GeometryError as error:
                refused.append(f"{row['line']}: {error.message}")
                continue
            keyframe = {"frame": 0, "shape": clean, "outside": False, "occluded": False, "score": None}
            objects.append({"label": row["label"], "score": 1, "keyframes": [keyframe]})
    return objects, refused
