"""Zones of a policy: parts of the picture that are always hidden, and parts in which nothing that was found is."""

from __future__ import annotations

import math
from typing import Any
from uuid import UUID

from moretta.api import BadField
from moretta.datasets.models import Asset, Dataset
from moretta_vision.geometry.zones import Zone

from .models import Project, RedactionPolicy

KINDS = ("hide", "keep")
MOST = 50
FIELDS = {"kind", "box", "says", "dataset", "asset"}


def check_zones(given: Any, project: Project, field: str = "settings.zones") -> list[dict[str, Any]]:
    """A policy's zones with all their fields; raises BadField.

    A zone is `{kind, box, says, dataset, asset}`: the box x, y, width, height in shares of the picture's sides; `says`
    what it is for, which a kept one needs; of the whole project, or of one dataset or asset of it by id.
    """
    if not isinstance(given, list) or len(given) > MOST:
        raise BadField(field, f"zones is a list of at most {MOST} zones.")
    return [_zone(one, project, f"{field}.{n}") for n, one in enumerate(given)]


def _zone(given: Any, project: Project, field: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise BadField(field, "A zone is an object with kind, box and says.")
    if unknown := set(given) - FIELDS:
        raise BadField(f"{field}.{min(unknown)}", f"There is no {min(unknown)!r} of a zone.")
    kind, says = given.get("kind"), given.get("says", "")
    if kind not in KINDS:
        raise BadField(f"{field}.kind", f"kind is one of {', '.join(KINDS)}.")
    if not isinstance(says, str) or len(says) > 200:
        raise BadField(f"{field}.says", "says is a text of at most 200 characters.")
    if kind == "keep" and not says.strip():
        raise BadField(f"{field}.says", "Say why nothing is hidden in this zone: it stays on record.")
    return {
        "kind": kind,
        "box": _box(given.get("box"), f"{field}.box"),
        "says": says.strip(),
        "dataset": _id(given.get("dataset"), Dataset.objects.filter(project=project), f"{field}.dataset"),
        "asset": _id(given.get("asset"), Asset.objects.filter(dataset__project=project), f"{field}.asset"),
    }


def _box(given: Any, field: str) -> list[float]:
    numbers = isinstance(given, list) and len(given) == 4
    if not numbers or not all(
        isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        for value in given
    ):
        raise BadField(field, "box is x, y, width and height, in shares of the picture's sides.")
    x, y, w, h = (round(float(value), 6) for value in given)
    if not (
        0 <= x < 1 and 0 <= y < 1 and 0 < w <= 1 and 0 < h <= 1 and x + w <= 1.000001 and y + h <= 1.000001
    ):
        raise BadField(field, "box lies within the picture: x, y, width and height from 0 to 1.")
    return [x, y, w, h]


def _id(given: Any, among: Any, field: str) -> str | None:
    if given is None:
        return None
    try:
        found = among.filter(pk=UUID(str(given))).exists()
    except ValueError:
        found = False
    if not found:
        raise BadField(field, f"There is no such {field.rpartition('.')[2]} in the project.")
    return str(given)


def zones_over(policy: RedactionPolicy, asset: UUID, dataset: UUID) -> dict[str, list[Zone]]:
    """The zones that hold for an asset, by kind."""
    found: dict[str, list[Zone]] = {kind: [] for kind in KINDS}
    for one in policy.settings.get("zones", []):
        if one["dataset"] in (None, str(dataset)) and one["asset"] in (None, str(asset)):
            x, y, w, h = one["box"]
            found[one["kind"]].append(Zone((x, y, w, h), says=one["says"]))
    return found
