"""The same material worked in CVAT, as its manual describes it: what its acts cost, and who is left open."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np
from _operator_keys import Tally
from _operator_truth import Box, Face, shares

Faces = Mapping[int, Sequence[Face]]

SAVES = 10
"""One save in so many pictures."""


def photos_drawn(photos: Mapping[str, Faces]) -> Tally:
    """Picture by picture: every face is drawn."""
    tally = Tally()
    for number, faces in enumerate(photos.values()):
        _look(tally, number)
        tally.cvat("draw a rectangle", sum(face.counts for face in faces.get(0, [])))
    return tally


def photos_corrected(
    photos: Mapping[str, Faces], found: Mapping[str, Sequence[Box]], nobody: Collection[str]
) -> Tally:
    """Picture by picture, over the same finds as a first pass (its automatic annotation): what is in the pictures of
    `nobody` is deleted, loose ones are corrected, missing ones drawn."""
    tally = Tally()
    for number, (name, faces) in enumerate(photos.items()):
        _look(tally, number)
        if name in nobody:
            tally.cvat("delete an object", len(found[name]))
        for face in faces.get(0, []):
            best = max((shares(box, face.box) for box in found[name]), default=0.0)
            if face.counts and best < 0.5:
                tally.cvat("correct a rectangle" if best >= 0.25 else "draw a rectangle")
    return tally


def clips_tracked(clips: Mapping[str, Faces], frames: Mapping[str, int], step: int) -> tuple[Tally, int]:
    """Track by track with interpolation, looking at every `step`th frame; the people left open at any frame."""
    tally, left = Tally(), 0
    for name, faces in clips.items():
        looks = range(0, frames[name], step)
        for number, _ in enumerate(looks):
            _look(tally, number, "next picture or frame" if step == 1 else "ten frames on")
        for person in sorted({face.person for row in faces.values() for face in row}):
            boxes = {at: face.box for at in faces for face in faces[at] if face.person == person}
            counting = {at for at in faces for face in faces[at] if face.person == person and face.counts}
            if counting:
                left += _track(tally, boxes, counting, step)
    return tally, left


def clips_corrected(
    clips: Mapping[str, Faces], frames: Mapping[str, int], found: Mapping[str, Mapping[int, Sequence[Box]]]
) -> Tally:
    """Frame by frame over the same finds as a first pass: whoever is not covered at a frame is drawn there."""
    tally = Tally()
    for name, faces in clips.items():
        for at in range(frames[name]):
            _look(tally, at)
            boxes = found[name].get(at, ())
            open_ = (face for face in faces.get(at, []) if face.counts)
            tally.cvat(
                "draw a rectangle", sum(not any(_covers(box, face.box) for box in boxes) for face in open_)
            )
    return tally


def _look(tally: Tally, number: int, on: str = "next picture or frame") -> None:
    tally.cvat("look at a picture")
    tally.cvat(on)
    if number % SAVES == SAVES - 1:
        tally.cvat("save")


def _track(tally: Tally, boxes: Mapping[int, Box], counting: set[int], step: int) -> bool:
    """Draws where somebody is first seen, corrects whenever the last rectangle no longer covers them at a frame that is
    looked at, ends the track; whether somebody is open between the keyframes."""
    open_ = False
    for stretch in _stretches(sorted(counting)):
        tally.cvat("draw a rectangle")
        tally.cvat("end a track")
        if step > 1:
            tally.cvat("find the frame", 2)
        keys = [stretch[0]]
        for at in stretch[1:]:
            if (at % step == 0 or at == stretch[-1]) and not _covers(boxes[keys[-1]], boxes[at]):
                tally.cvat("correct a rectangle")
                keys.append(at)
        between = _interpolated([boxes[at] for at in keys], keys)
        open_ |= any(not _covers(between(at), boxes[at]) for at in stretch)
    return open_


def _stretches(frames: Sequence[int]) -> Iterable[list[int]]:
    rows: list[list[int]] = []
    for at in frames:
        if rows and rows[-1][-1] == at - 1:
            rows[-1].append(at)
        else:
            rows.append([at])
    return rows


def _interpolated(boxes: Sequence[Box], keys: Sequence[int]) -> Callable[[int], Box]:
    columns = np.array(boxes)
    return lambda at: tuple(float(np.interp(at, keys, columns[:, side])) for side in range(4))  # type: ignore[return-value]  # of four


def _covers(drawn: Box, face: Box) -> bool:
    """Whether 80 % of a face lies within what was drawn, with the same margin as ours around it."""
    by = 0.15 * max(drawn[2], drawn[3])
    wide = min(drawn[0] + drawn[2] + by, face[0] + face[2]) - max(drawn[0] - by, face[0])
    high = min(drawn[1] + drawn[3] + by, face[1] + face[3]) - max(drawn[1] - by, face[1])
    return max(0.0, wide) * max(0.0, high) >= 0.8 * face[2] * face[3]
