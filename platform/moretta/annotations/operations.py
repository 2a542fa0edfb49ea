"""What a change may say: operations from outside, checked field by field before anything is read or written."""

from __future__ import annotations

import json
from collections.abc import Container
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from moretta.api import BadField
from moretta.datasets.models import Asset
from moretta_vision.geometry.hiding import DECISIONS
from moretta_vision.geometry.interpolation import validate_keyframes
from moretta_vision.geometry.shapes import GeometryError, rounded

from .flags import check_flags

MOST_CHANGES = 500
MOST_OPERATIONS = 5000  # in one request
MOST_KEYFRAMES = 100_000  # in one operation
MOST_ATTRIBUTES = 10_000  # characters of JSON

FIELDS = {
    "create": {"annotation", "label", "keyframes", "decision", "reason", "attributes", "flags", "score"},
    "update": {"annotation", "set"},
    "keyframes": {"annotation", "put", "remove"},
    "delete": {"annotation"},
    "restore": {"annotation"},
}
SETTABLE = {"label", "decision", "reason", "attributes", "flags"}

Operation = dict[str, Any]


@dataclass(frozen=True)
class ChangeRequest:
    """One change as it came from a client: its id, its checked operations and the change that it undoes."""

    id: UUID
    operations: list[Operation]
    undoes: UUID | None
    field: str

    @property
    def annotations(self) -> list[UUID]:
        """The objects it touches, in order, each once."""
        return list(dict.fromkeys(UUID(operation["annotation"]) for operation in self.operations))


def parse_changes(given: Any, asset: Asset, labels: Container[UUID]) -> list[ChangeRequest]:
    """Checks the `changes` of a request; raises BadField naming change, operation and field.

    `labels` are those of the asset's project. Shapes come out in 1/100 pixel.
    """
    if not isinstance(given, list) or not given:
        raise BadField("changes", "changes is a list of at least one change.")
    if len(given) > MOST_CHANGES:
        raise BadField("changes", f"At most {MOST_CHANGES} changes go into one request.")
    found: list[ChangeRequest] = []
    for index, change in enumerate(given):
        field = f"changes[{index}]"
        if not isinstance(change, dict):
            raise BadField(field, f"{field} is an object with id and operations.")
        id = _uuid(change.get("id"), f"{field}.id")
        if any(id == other.id for other in found):
            raise BadField(f"{field}.id", "Two changes of one request have the same id.")
        operations = change.get("operations")
        if not isinstance(operations, list) or not operations:
            raise BadField(f"{field}.operations", "A change has at least one operation.")
        if sum(len(c.operations) for c in found) + len(operations) > MOST_OPERATIONS:
            raise BadField(
                f"{field}.operations", f"At most {MOST_OPERATIONS} operations go into one request."
            )
        undoes = change.get("undoes")
        parsed = [
            _operation(operation, f"{field}.operations[{i}]", asset, labels)
            for i, operation in enumerate(operations)
        ]
        found.append(
            ChangeRequest(id, parsed, None if undoes is None else _uuid(undoes, f"{field}.undoes"), field)
        )
    return found


def _operation(given: Any, field: str, asset: Asset, labels: Container[UUID]) -> Operation:
    if not isinstance(given, dict) or given.get("op") not in list(FIELDS):
        raise BadField(f"{field}.op", f"op is one of {', '.join(FIELDS)}.")
    op = given["op"]
    if unknown := set(given) - FIELDS[op] - {"op"}:
        raise BadField(f"{field}.{min(unknown)}", f"The operation {op} has no field {min(unknown)!r}.")
    clean: Operation = {"op": op, "annotation": str(_uuid(given.get("annotation"), f"{field}.annotation"))}
    if op == "create":
        clean["label"] = _label(given.get("label"), f"{field}.label", labels)
        clean["keyframes"] = check_keyframes(given.get("keyframes"), asset, field)
        named = {k: v for k, v in given.items() if k in SETTABLE - {"label"}}
        clean |= _settings(named, field, asset, labels)
        clean["score"] = _score(given.get("score", 1), f"{field}.score")
    elif op == "update":
        settings = given.get("set")
        if not isinstance(settings, dict) or not settings:
            raise BadField(f"{field}.set", f"set names at least one of {', '.join(sorted(SETTABLE))}.")
        if unknown := set(settings) - SETTABLE:
            raise BadField(f"{field}.set.{min(unknown)}", f"{min(unknown)!r} cannot be set.")
        clean["set"] = _settings(settings, f"{field}.set", asset, labels)
    elif op == "keyframes":
        put, remove = given.get("put", []), given.get("remove", [])
        if not isinstance(put, list) or not isinstance(remove, list) or not (put or remove):
            raise BadField(
                f"{field}.put", "put and remove are lists, and at least one of them says something."
            )
        _limit(put, f"{field}.put")
        _limit(remove, f"{field}.remove")
        clean["put"] = [_one_keyframe(k, asset, f"{field}.put[{i}]") for i, k in enumerate(put)]
        clean["remove"] = [_frame(f, asset, f"{field}.remove[{i}]") for i, f in enumerate(remove)]
    return clean


def check_keyframes(given: Any, asset: Asset, field: str) -> list[dict[str, Any]]:
    """A whole object's keyframes, checked and in 1/100 pixel; raises BadField below `field`."""
    if isinstance(given, list):
        _limit(given, f"{field}.keyframes")
    try:
        keyframes = validate_keyframes(given, asset.n_frames, *size_of(asset))
    except GeometryError as error:
        raise BadField(f"{field}.{error.field}", error.message) from None
    return [_rounded(keyframe) for keyframe in keyframes]


def size_of(asset: Asset) -> tuple[int, int]:
    """Width and height of the upright frame; raises BadField where the asset has not been read yet."""
    if not asset.width or not asset.height:
        raise BadField("changes", "The picture has not been read yet. Try again when it is there.")
    return asset.width, asset.height


def _one_keyframe(given: Any, asset: Asset, field: str) -> dict[str, Any]:
    """A keyframe on its own: unlike an object's first one it may be outside."""
    outside = isinstance(given, dict) and given.get("outside") is True
    probe = given
    if outside:
        width, height = size_of(asset)
        whole = {"type": "box", "data": [0, 0, width, height]}
        probe = {**given, "outside": False, "shape": given.get("shape") or whole}
    try:
        clean = validate_keyframes([probe], asset.n_frames, *size_of(asset))[0]
    except GeometryError as error:
        raise BadField(error.field.replace("keyframes[0]", field, 1), error.message) from None
    if outside:
        clean["outside"] = True
        if given.get("shape") is None:
            clean["shape"] = None
    return _rounded(clean)


def _rounded(keyframe: dict[str, Any]) -> dict[str, Any]:
    if keyframe["shape"] is not None:
        keyframe["shape"] = rounded(keyframe["shape"])
    return keyframe


def _settings(given: dict[str, Any], field: str, asset: Asset, labels: Container[UUID]) -> dict[str, Any]:
    clean: dict[str, Any] = {}
    for name, value in given.items():
        where = f"{field}.{name}"
        if name == "label":
            clean[name] = _label(value, where, labels)
        elif name == "decision":
            if value not in DECISIONS:
                raise BadField(where, f"decision is one of {', '.join(DECISIONS)}.")
            clean[name] = value
        elif name == "reason":
            if not isinstance(value, str) or len(value) > 200 or "\0" in value:
                raise BadField(where, "reason is a text of at most 200 characters.")
            clean[name] = value
        elif name == "attributes":
            if (
                not isinstance(value, dict)
                or len(text := json.dumps(value)) > MOST_ATTRIBUTES
                or "\\u0000" in text
            ):
                raise BadField(where, f"attributes is an object of at most {MOST_ATTRIBUTES} characters.")
            clean[name] = value
        elif name == "flags":
            clean[name] = check_flags(value, asset.n_frames, where)
    return clean


def _uuid(given: Any, field: str) -> UUID:
    try:
        return UUID(str(given))
    except ValueError:
        raise BadField(field, f"{field.rpartition('.')[2]} is a UUID.") from None


def _label(given: Any, field: str, labels: Container[UUID]) -> str:
    id = _uuid(given, field)
    if id not in labels:
        raise BadField(field, "This is not a label of the asset's project.")
    return str(id)


def _frame(given: Any, asset: Asset, field: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given < asset.n_frames:
        raise BadField(field, f"A frame is a whole number from 0 to {asset.n_frames - 1}.")
    return given


def _score(given: Any, field: str) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= 1:
        raise BadField(field, "score is a number from 0 to 1.")
    return float(given)


def _limit(given: list[Any], field: str) -> None:
    if len(given) > MOST_KEYFRAMES:
        raise BadField(field, f"At most {MOST_KEYFRAMES} keyframes go into one operation.")
