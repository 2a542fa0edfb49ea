"""Reading COCO annotations that come with an upload: every bad line is named, the rest is taken."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from moretta.api import BadField
from moretta.projects.models import Label

from .media_types import clean_name

MOST_ERRORS = 200


@dataclass
class Objects:
    """For each file name its objects `{"line", "label", "shapes"}`, and what could not be read."""

    by_name: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    errors: list[dict[str, str]] = field(default_factory=list)
    ambiguous: set[str] = field(default_factory=set)

    def leave_out(self, names: Iterable[str]) -> None:
        """Drops the objects of names that stand for more than one picture: they could be put on the wrong one."""
        for name in sorted(set(names) & self.by_name.keys()):
            del self.by_name[name]
            self.refuse(name, f"More than one picture is named {name}, so its annotations were left out.")

    def refuse(self, line: str, detail: str) -> None:
        if len(self.errors) < MOST_ERRORS:
            self.errors.append({"name": line, "detail": detail})


def read_coco(path: Path, labels: Iterable[Label]) -> Objects:
    """Objects by file name from a COCO file. Categories are matched to labels by name, then by kind, in any case.

    Raises BadField where the file as a whole is not COCO.
    """
    try:
        data = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise BadField("annotations", f"The annotations are not JSON: {error}") from None
    lists = ("images", "annotations", "categories")
    if not isinstance(data, dict) or not all(isinstance(data.get(key), list) for key in lists):
        raise BadField("annotations", "COCO annotations have the lists images, annotations and categories.")
    found = Objects()
    names = _names(data["images"], found)
    categories = _categories(data["categories"], list(labels), found)
    for index, row in enumerate(data["annotations"]):
        line = f"annotations[{index}]"
        if not isinstance(row, dict):
            found.refuse(line, f"{line} is not an object.")
            continue
        name, label = names.get(_key(row.get("image_id"))), categories.get(_key(row.get("category_id")))
        if name is None:
            found.refuse(line, f"{line}.image_id names no image of the file.")
        elif label is None:
            found.refuse(line, f"{line}.category_id names no label of the project.")
        elif not (shapes := _shapes(row, name, line, found)):
            found.refuse(line, f"{line} has neither a bbox [x, y, width, height] nor a polygon.")
        else:
            found.by_name.setdefault(name, []).append({"line": line, "label": str(label), "shapes": shapes})
    found.leave_out(found.ambiguous)
    return found


def _key(value: Any) -> str:
    return f"{type(value).__name__}:{value}"


def _names(images: list[Any], found: Objects) -> dict[str, str]:
    names: dict[str, str] = {}
    taken: set[str] = set()
    for index, row in enumerate(images):
        name = row.get("file_name") if isinstance(row, dict) else None
        if not isinstance(name, str) or not name:
            found.refuse(f"images[{index}]", f"images[{index}].file_name is missing.")
            continue
        names[_key(row.get("id"))] = clean = clean_name(name)
        if clean in taken:
            found.ambiguous.add(clean)
        taken.add(clean)
    return names


def _categories(categories: list[Any], labels: list[Label], found: Objects) -> dict[str, UUID]:
    by_kind = {label.kind.lower(): label.pk for label in reversed(labels)}
    by_name = {label.name.lower(): label.pk for label in labels}
    matched = {}
    for index, row in enumerate(categories):
        name = row.get("name") if isinstance(row, dict) else None
        known = str(name).strip().lower()
        label = by_name.get(known) or by_kind.get(known.replace(" ", "_").replace("-", "_"))
        if label is None:
            detail = (
                f"categories[{index}].name: the project has no label {name!r}. Add it to the project first."
            )
            found.refuse(f"categories[{index}]", detail)
        else:
            matched[_key(row.get("id"))] = label
    return matched


def _shapes(row: dict[str, Any], name: str, line: str, found: Objects) -> list[dict[str, Any]]:
    """A polygon for each outline; the box where there is none. What is left of an object of which an outline cannot be
    read is taken, and the outline named. How large numbers are is checked later, against the picture."""
    outlines = row.get("segmentation") or []
    box = row.get("bbox")
    shapes, unread = [], []
    for index, flat in enumerate(outlines if isinstance(outlines, list) else []):
        if isinstance(flat, list) and len(flat) >= 6 and len(flat) % 2 == 0 and _are_numbers(flat):
            points = [list(point) for point in zip(flat[::2], flat[1::2], strict=True)]
            shapes.append({"type": "polygon", "data": points})
        else:
            unread.append(f"{line}.segmentation[{index}]")
    if not isinstance(outlines, list):
        unread.append(f"{line}.segmentation")
    if not shapes and isinstance(box, list) and len(box) == 4 and _are_numbers(box):
        shapes.append({"type": "box", "data": box})
    for field_name in unread if shapes else ():
        detail = (
            f"{name}: {field_name} is no polygon [x, y, x, y, x, y, …] and was left out. The rest of the object was "
            "taken."
        )
        found.refuse(line, detail)
    return shapes


def _are_numbers(values: list[Any]) -> bool:
    """NaN and infinite ones, which JSON does not have but Python's reader takes, are none."""
    return all(type(value) is int or (type(value) is float and math.isfinite(value)) for value in values)
