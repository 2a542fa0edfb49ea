"""The faces that an attacker compares: crops of each person clear, redacted, and redacted after nothing was left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ...redact.pixels import mask_at
from .crops import crop
from .material import Hidden, Material, Shot, region_at, ways_of, whole_face
from .views import another_view, as_found, emptied, fitted, redacted

Picture = npt.NDArray[np.uint8]
Boxes = npt.NDArray[np.float64]

VIEWS = 6
"""Photos of each person: the first is asked about, the second stands in the gallery, the others are for attackers who
have several, and for training."""

BLIND_VIEWS = 2

SMALLEST = 48
"""Pixels that a face's box is high at least: smaller ones matchers hardly tell apart even where they are clear."""

MOST = 400
"""So many people are compared at most: the pairs grow with the square."""


@dataclass
class Faces:
    """Crops [people, VIEWS, SIDE, SIDE, 3] of each person's photos, which show the hidden region alone.

    `clear`; `redacted`; `control`: redacted after noise took the place of all that is hidden, None where it is not
    known how to redact. The control of a synthetic method keeps the outline or the pose that the method is open about;
    `blind` [people, 2, …] is without these, too, None for other methods. `second`: how many people have another photo
    indeed; `left_out`: faces by why they cannot be compared.
    """

    people: list[str]
    clear: Picture
    redacted: Picture
    control: Picture | None
    blind: Picture | None
    second: int
    left_out: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Photo:
    """One view of a person: which file and frame, which object, and the number of the made view, 0 for the photo."""

    file: str
    frame: int | None
    one: Hidden
    made: int


def faces_of(
    material: Material,
    *,
    label: str = "face",
    smallest: float = SMALLEST,
    most: int = MOST,
    views: int = VIEWS,
    with_control: bool = True,
    tell: Callable[[str], None] = lambda _: None,
) -> Faces:
    """Cuts out every face of the material that can be compared, whole and large enough.

    `tell` hears of each picture.
    """
    photos, left_out = _photos(material, label, smallest)
    if len(photos) > most:
        left_out["beyond the most"] = len(photos) - most
        photos = dict(list(photos.items())[:most])
    wanted: dict[tuple[str, int | None], list[tuple[str, int, _Photo]]] = defaultdict(list)
    for person, own in photos.items():
        for view in range(views):
            file, frame, one = own[view % len(own)]
            wanted[file, frame].append((person, view, _Photo(file, frame, one, view // len(own))))
    cut = _Cut(material.how, with_control, material.kind == "synthetic")
    for shot in material.shots(list(dict.fromkeys(file for file, _ in wanted))):
        tell(f"cutting out faces of {shot.title}")
        here = wanted.get((shot.name, shot.frame), ())
        for made in sorted({photo.made for _, _, photo in here}):
            cut.add(shot, made, [row for row in here if row[2].made == made])
    whole = [person for person in photos if all((person, view) in cut.clear for view in range(views))]
    left_out["unreadable or too near to the edge"] = left_out.get("unreadable or too near to the edge", 0) + (
        len(photos) - len(whole)
    )
    return Faces(
        whole,
        _stacked(cut.clear, whole, views),
        _stacked(cut.redacted, whole, views),
        _stacked(cut.control, whole, views) if cut.control else None,
        _stacked(cut.blind, whole, BLIND_VIEWS) if cut.blind else None,
        sum(len(photos[person]) > 1 for person in whole),
        {why: number for why, number in left_out.items() if number},
    )


def _photos(
    material: Material, label: str, smallest: float
) -> tuple[dict[str, list[tuple[str, int | None, Hidden]]], dict[str, int]]:
    """The photos of each person, in the order of the files."""
    photos: dict[str, list[tuple[str, int | None, Hidden]]] = defaultdict(list)
    small = 0
    for file, frame, one in material.everything:
        if one.label.lower().replace(" ", "_") != label:
            continue
        if one.box[3] < smallest or one.box[2] < smallest / 2:
            small += 1
        else:
            photos[one.person].append((file, frame, one))
    return {person: _apart(own) for person, own in photos.items()}, {
        f"smaller than {smallest:g} pixels": small
    }


def _apart(own: list[tuple[str, int | None, Hidden]]) -> list[tuple[str, int | None, Hidden]]:
    """Photos of a person reordered so that the first two lie as far apart as may be: the first and the last."""
    return [own[0], own[-1], *own[1:-1]] if len(own) > 2 else own


class _Cut:
    """The crops so far, by person and number of the view."""

    def __init__(self, how: Mapping[str, Any] | None, with_control: bool, synthetic: bool) -> None:
        self.how, self.with_control, self.synthetic = how, with_control and how is not None, synthetic
        self.clear: dict[tuple[str, int], Picture] = {}
        self.redacted: dict[tuple[str, int], Picture] = {}
        self.control: dict[tuple[str, int], Picture] = {}
        self.blind: dict[tuple[str, int], Picture] = {}

    def add(self, shot: Shot, made: int, rows: Sequence[tuple[str, int, _Photo]]) -> None:
        """Everybody wanted of one view of a picture."""
        title = shot.title
        true = np.array([one.box for one in shot.hidden], np.float64).reshape(-1, 4)
        (before, after), true = fitted([shot.before, shot.after], true)
        hidden_in, ways = true, ways_of(shot, self.how)
        if made:
            before, moved = another_view(before, true, title, made)
            hidden_in = as_found(moved, title, made)
            after = (
                redacted(before, hidden_in, ways) if self.how else another_view(after, true, title, made)[0]
            )
            true = moved
        control = blind = None
        if self.with_control and self.how:
            empty = emptied(before, hidden_in, ways, title, made)
            control = redacted(empty, hidden_in, ways, before if self.synthetic else None)
            if self.synthetic and any(view < BLIND_VIEWS for _, view, _ in rows):
                blind = redacted(empty, hidden_in, ways)
        place = {one.id: number for number, one in enumerate(shot.hidden)}
        height, width = before.shape[:2]
        for person, view, photo in rows:
            number = place[photo.one.id]
            box, region = true[number], region_at(hidden_in[number], whole_face(ways[number]))
            x, y, w, h = hidden_in[number]
            if x < 0 or y < 0 or x + w > width or y + h > height:
                continue
            shown = mask_at([region], 0, width, height)
            self.clear[person, view] = crop(before, box, shown)
            self.redacted[person, view] = crop(after, box, shown)
            if control is not None:
                self.control[person, view] = crop(control, box, shown)
            if blind is not None and view < BLIND_VIEWS:
                self.blind[person, view] = crop(blind, box, shown)


def _stacked(crops: Mapping[tuple[str, int], Picture], people: Iterable[str], views: int) -> Picture:
    rows = [[crops[person, view] for view in range(views)] for person in people]
    return np.array(rows, np.uint8)
