"""Part three: undoing what hides, by what was learnt on half of the people, and matching what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from . import learned
from .crops import FACE, GREY, SIDE, small
from .faces import Faces
from .linkage import attacked, judged, verdict
from .matchers import Matcher
from .scores import Floats, Linked, link, similarities

Picture = npt.NDArray[np.uint8]

PIXELS = 40
"""A face is given back in so many pixels."""

GROWN = 0.1
SHOWN = 8
"""So many people are shown in the report."""


def reconstruction(faces: Faces, matchers: Sequence[Matcher]) -> tuple[dict[str, Any], list[list[Picture]]]:
    """The figures, and rows of pictures: redacted, given back, clear. Nobody is asked about who was learnt from."""
    from . import undo_apart

    by_network = undo_apart.interpreter() is not None
    undo = undo_apart.undone if by_network else undone
    rows: list[dict[str, Any]] = []
    if len(faces.people) < 4 * learned.FOLDS:
        return {"by": None, "rows": rows, "verdict": "Too few people to learn from."}, []
    real = _given_back(faces, faces.redacted, undo)
    control = _given_back(faces, faces.control, undo) if faces.control is not None else None
    for matcher in matchers:
        clear = matcher.embed(faces.clear[:, 1])
        linked = _linked(matcher, real, clear)
        beside = _linked(matcher, control, clear) if control is not None else None
        rows.append(attacked(matcher, "undone", "clear", linked, beside))
    judged(rows)
    shown = [[faces.redacted[n, 0], real[n], faces.clear[n, 0]] for n in range(min(SHOWN, len(faces.people)))]
    found = {
        "by": "network" if by_network else "ridge regression",
        "note": None if by_network else undo_apart.how_to_install(),
        "people": len(faces.people),
        "similarity_to_clear": round(_alike(real, faces.clear[:, 0]), 4),
        "similarity_of_control": round(_alike(control, faces.clear[:, 0]), 4)
        if control is not None
        else None,
        "rows": rows,
        "verdict": verdict(faces, rows),
    }
    return found, shown


def _given_back(faces: Faces, crops: Picture, undo: Any) -> Picture:
    """The first photo of everybody [people, SIDE, SIDE, 3], given back by who learnt from the others."""
    given = np.full((len(faces.people), SIDE, SIDE, 3), GREY, np.uint8)
    for asked in learned.folds(len(faces.people)):
        learnt = np.delete(np.arange(len(faces.people)), asked)
        known = small(crops[learnt].reshape(-1, SIDE, SIDE, 3), PIXELS, GROWN)
        goal = small(faces.clear[learnt].reshape(-1, SIDE, SIDE, 3), PIXELS, GROWN)
        made = undo(known, goal, small(crops[asked, 0], PIXELS, GROWN))
        for number, face in zip(asked, made, strict=True):
            _put(given[number], face)
    return given


def undone(known: Floats, goal: Floats, asked: Floats) -> Floats:
    """Faces [M, PIXELS, PIXELS, 3] by ridge regression in closed form, learnt from pairs [N, …] of redacted and
    clear ones."""
    flat = [one.reshape(len(one), -1) for one in (known, goal, asked)]
    return np.clip(learned.ridge(*flat), 0, 1).reshape(asked.shape)


def _put(crop: Picture, face: Floats) -> None:
    left, top, width, height = FACE
    dx, dy = round(GROWN * width), round(GROWN * height)
    size = width + 2 * dx, height + 2 * dy
    large = cv2.resize(face, size, interpolation=cv2.INTER_CUBIC)
    crop[top - dy : top + height + dy, left - dx : left + width + dx] = np.clip(np.rint(large * 255), 0, 255)


def _linked(matcher: Matcher, given: Picture, clear: Floats) -> Linked:
    """Each fold among its own people, as the others were learnt from."""
    rows = matcher.embed(given)
    return link([similarities(rows[asked], clear[asked]) for asked in learned.folds(len(given))])


def _alike(given: Picture, clear: Picture) -> float:
    """The mean correlation of 32×32 grey values."""
    weights = np.array([0.114, 0.587, 0.299], np.float32)
    one, other = ((small(each, 32) @ weights).reshape(len(each), -1) for each in (given, clear))
    one, other = one - one.mean(axis=1, keepdims=True), other - other.mean(axis=1, keepdims=True)
    lengths = np.maximum(np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1), 1e-6)
    return float(((one * other).sum(axis=1) / lengths).mean())
