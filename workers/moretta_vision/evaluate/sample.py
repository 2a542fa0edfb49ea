"""Truth and predictions, brought together photo by photo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import numpy.typing as npt

from .documents import Boxes, Document, EvaluationError, Row

NEGATIVES = "negatives"
"""The subset whose photos show nothing of what is looked for."""

NO_GROUP = "(none)"


@dataclass
class Photo:
    """One photo: `true` boxes [T, 4] that count, `ignored` ones that are neither a miss nor a find, the group of each
    true box, `found` boxes [N, 4] with `scores` [N], and `flagged` doubtful ones [F, 4]. `answered`: whether the
    predictions list it."""

    name: str
    width: int
    height: int
    true: Boxes
    ignored: Boxes
    groups: list[str]
    found: Boxes
    scores: npt.NDArray[np.float64]
    flagged: Boxes
    answered: bool


@dataclass
class Sample:
    """`photos` are those to judge; `negatives` those on which every find is false, chosen by `negatives_are`."""

    photos: list[Photo]
    negatives: list[Photo]
    negatives_are: str
    has_candidates: bool
    notes: list[str] = field(default_factory=list)


@dataclass
class _Finds:
    """What the predictions say of one photo of the truth: rows of `boxes` and of `flagged`."""

    boxes: Boxes
    scores: npt.NDArray[np.float64]
    flagged: Boxes


NOTHING = _Finds(np.zeros((0, 4)), np.zeros(0), np.zeros((0, 4)))


def bring_together(
    truth: Mapping[str, Any],
    predictions: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    subset: str | None,
    category: str,
    by: str | None,
    names: tuple[str, str],
) -> Sample:
    """The photos of `subset` (None: all in which the category was labelled), each with its boxes and finds.

    `predictions` may be a COCO document or, as COCO's results are, its list of annotations with the ids of the truth.
    Photos are known by their base names; where several have the same, by the folders before it. Annotations with the
    decision *keep* are left out. `names` are what sentences call the two. Raises EvaluationError.
    """
    known = Document(truth, names[0])
    if isinstance(predictions, Sequence) and not isinstance(predictions, str | bytes):
        predictions = {key: known.body.get(key) for key in ("images", "categories")} | {
            "annotations": predictions
        }
    said = Document(predictions, names[1])
    images = known.files("images")
    ids = known.category_ids(category)
    chosen = _chosen(known, images, ids, subset)
    negatives = [i for i, row in images.items() if row.get("subset") == NEGATIVES]
    rows: dict[int | str, list[int]] = defaultdict(list)
    annotations = known.of_images("annotations", images, ids)
    for number, row in enumerate(annotations):
        rows[row["image_id"]].append(number)
    boxes = known.boxes("annotations", annotations)
    ignored = np.array([bool(row.get("ignore") or row.get("iscrowd")) for row in annotations], bool)
    finds, notes = _finds(said, images, category)
    if by is not None:
        _has_field(known, by, [images[i] for i in chosen], annotations)

    def photo(i: int | str) -> Photo:
        row, found = images[i], finds.get(i, NOTHING)
        mine = np.array(rows[i], np.intp)
        counted = mine[~ignored[mine]]
        groups = [_group(annotations[n], row, by, known.name) for n in counted] if by else []
        kept = boxes[counted], boxes[mine[ignored[mine]]]
        finds_of = found.boxes, found.scores, found.flagged
        return Photo(
            row["file_name"], *known.size("images", row), *kept, groups, *finds_of, answered=i in finds
        )

    photos = [photo(i) for i in chosen]
    if negatives:
        without, how = [photo(i) for i in negatives], f"subset {NEGATIVES}"
    else:
        full = [images[i].get("exhaustive", True) for i in chosen]
        empty = [
            all_of and not len(p.true) and not len(p.ignored) for p, all_of in zip(photos, full, strict=True)
        ]
        without, how = [p for p, none in zip(photos, empty, strict=True) if none], "photos without a true box"
    partly = sum(images[i].get("exhaustive") is False for i in chosen)
    if partly:
        notes.append(
            f"In {partly} of {len(chosen)} photos not every {category} is marked (exhaustive: false): "
            "finds of unmarked ones count against precision, so it is a lower bound."
        )
    return Sample(photos, without, how, "candidates" in said.body, notes)


def _chosen(
    known: Document, images: Mapping[int | str, Row], ids: set[int | str], subset: str | None
) -> list[int | str]:
    if subset is not None:
        chosen = [i for i, row in images.items() if row.get("subset") == subset]
        there = dict.fromkeys(str(row["subset"]) for row in images.values() if "subset" in row)
        lack = f"of the subset {subset!r}; there is {', '.join(there) or 'no subset at all'}"
    else:
        chosen = [i for i, row in images.items() if ids & set(row.get("labelled_categories", ids))]
        lack = "in which the category is labelled"
    if not chosen:
        raise EvaluationError(f"images of {known.name} has no photo {lack}.")
    return chosen


def _finds(
    said: Document, images: Mapping[int | str, Row], category: str
) -> tuple[dict[int | str, _Finds], list[str]]:
    """What is predicted for each photo of the truth that the predictions list, and notes about odd things."""
    theirs = said.files("images")
    ids = said.category_ids(category)
    twins = same_files(images, theirs, said.name)
    found: dict[int | str, tuple[list[int], list[int]]] = {twin: ([], []) for twin in twins.values()}
    annotations = [
        row for row in said.of_images("annotations", theirs, ids) if row.get("decision", "redact") != "keep"
    ]
    flags: list[Row] = []
    if "candidates" in said.body:
        flags = [row for row in said.of_images("candidates", theirs, ids) if row.get("flagged") is True]
    for which, rows in enumerate((annotations, flags)):
        for number, row in enumerate(rows):
            if row["image_id"] in twins:
                found[twins[row["image_id"]]][which].append(number)
    boxes, scores = said.boxes("annotations", annotations), said.scores("annotations", annotations)
    flagged = said.boxes("candidates", flags)
    notes = []
    if annotations and not any("score" in row for row in annotations):
        notes.append(f"annotations of {said.name} carry no score: the curves have one point only.")
    other = [
        row["file_name"]
        for i, row in theirs.items()
        if i in twins
        and any(key in row and row[key] != images[twins[i]].get(key) for key in ("width", "height"))
    ]
    if other:
        notes.append(
            f"{len(other)} photos have another width or height in {said.name} than in the truth, {other[0]} for one: "
            "boxes have to be of the upright picture at its own size."
        )
    return {i: _Finds(boxes[a], scores[a], flagged[c]) for i, (a, c) in found.items()}, notes


def same_files(
    images: Mapping[int | str, Row], theirs: Mapping[int | str, Row], name: str
) -> dict[int | str, int | str]:
    """The id of the same file in the truth, for each file of the predictions that is there. Raises EvaluationError
    where a name fits several."""
    named: dict[str, list[int | str]] = defaultdict(list)
    for i, row in images.items():
        named[PurePosixPath(row["file_name"]).name].append(i)
    claims: dict[int | str, list[tuple[int, int | str]]] = defaultdict(list)
    for j, row in theirs.items():
        path = PurePosixPath(row["file_name"])
        alike = {
            i: _shared_end(path, PurePosixPath(images[i]["file_name"])) for i in named.get(path.name, [])
        }
        best = [i for i, parts in alike.items() if parts == max(alike.values())]
        if len(best) > 1:
            several = " or ".join(images[i]["file_name"] for i in best)
            raise EvaluationError(
                f"{row['file_name']} of {name} may be {several} of the truth. Write the folders before its name."
            )
        for i in best:
            claims[i].append((alike[i], j))
    twins: dict[int | str, int | str] = {}
    for i, claimed in claims.items():
        closest = [j for parts, j in claimed if parts == max(parts for parts, _ in claimed)]
        rivals = dict.fromkeys(theirs[j]["file_name"] for j in closest)
        if len(rivals) > 1:
            raise EvaluationError(
                f"{' and '.join(rivals)} of {name} may both be {images[i]['file_name']} of the truth. Leave "
                "one out, or write the same folders before the name in the truth."
            )
        twins |= dict.fromkeys(closest, i)
    return twins


def _shared_end(path: PurePosixPath, other: PurePosixPath) -> int:
    """How many parts of two paths are the same, counted from their ends."""
    number = 0
    for a, b in zip(reversed(path.parts), reversed(other.parts), strict=False):
        if a != b:
            break
        number += 1
    return number


def _has_field(known: Document, by: str, images: Iterable[Row], annotations: Sequence[Row]) -> None:
    fields = dict.fromkeys(key for rows in (annotations, images) for row in rows for key in row)
    if by not in fields:
        raise EvaluationError(
            f"Neither annotations nor images of {known.name} have a field {by!r}; they have {', '.join(fields)}."
        )


def _group(annotation: Row, image: Row, by: str, name: str) -> str:
    value = annotation.get(by, image.get(by))
    if isinstance(value, list | dict):
        raise EvaluationError(
            f"The field {by!r} of {name} holds lists or objects: choose one with a text or a number."
        )
    if value is None or value == "":
        return NO_GROUP
    return str(value).lower() if isinstance(value, bool) else str(value)
