"""Truth and finds of videos, brought together clip by clip and frame by frame."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from .documents import Boxes, Document, EvaluationError, Row
from .sample import same_files

Track = int | str


@dataclass(frozen=True)
class Marks:
    """The true boxes of one frame [T, 4], each with its person (`tracks` [T]) and whether it is `ignored` [T]."""

    boxes: Boxes
    tracks: list[Track]
    ignored: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Finds:
    """What was found in one frame: `boxes` [N, 4], each with its track [N]."""

    boxes: Boxes
    tracks: list[Track]


NOBODY = Marks(np.zeros((0, 4)), [], np.zeros(0, bool))
NOTHING = Finds(np.zeros((0, 4)), [])


@dataclass
class Clip:
    """One video of the truth; `fps` is None where the truth does not say.

    `true` and `found` by frame; frames without any are not in them. `size`: width and height of the upright picture as
    the predictions say, None where they do not list it.
    """

    name: str
    fps: float | None
    true: dict[int, Marks]
    found: dict[int, Finds] = field(default_factory=dict)
    size: tuple[int, int] | None = None


def clips_of(truth: Mapping[str, Any], category: str, name: str) -> dict[int | str, Clip]:
    """The videos in which the category is labelled, by their id. `name` is what sentences call the truth.

    Raises EvaluationError.
    """
    known = Document(truth, name)
    ids = known.category_ids(category)
    videos = known.files("videos")
    rows = known.of_videos(videos, ids)
    by_video = _by_frame(rows, "video_annotations", known)
    clips = {}
    for i, row in videos.items():
        if not ids & set(row.get("labelled_categories", ids)):
            continue
        true = {frame: _marks(*found) for frame, found in by_video[i].items()}
        clips[i] = Clip(row["file_name"], _fps(row), true)
    if all(marks.ignored.all() for clip in clips.values() for marks in clip.true.values()):
        raise EvaluationError(
            f"video_annotations of {name} has no box of the category {category!r} that is not marked ignore."
        )
    return clips


def add_finds(
    clips: Mapping[int | str, Clip],
    truth: Mapping[str, Any],
    predictions: Mapping[str, Any],
    category: str,
    min_score: float,
    names: tuple[str, str],
) -> None:
    """Puts the finds of score `min_score` or more into the clips; boxes with the decision *keep* are left out.

    `names` are what sentences call truth and predictions. Raises EvaluationError.
    """
    said = Document(predictions, names[1])
    theirs = said.files("videos")
    twins = same_files(Document(truth, names[0]).files("videos"), theirs, said.name)
    rows = [
        row
        for row in said.of_videos(theirs, said.category_ids(category))
        if row.get("decision", "redact") != "keep"
    ]
    scores = said.scores("video_annotations", rows)
    rows = [row for row, score in zip(rows, scores.tolist(), strict=True) if score >= min_score]
    by_video = _by_frame(rows, "video_annotations", said)
    for j, row in theirs.items():
        if j in twins and twins[j] in clips:
            clip = clips[twins[j]]
            clip.size = said.size("videos", row)
            clip.found = {
                frame: Finds(boxes, [one["track_id"] for one in found])
                for frame, (boxes, found) in by_video[j].items()
            }


def _by_frame(
    rows: Sequence[Row], field: str, document: Document
) -> dict[int | str, dict[int, tuple[Boxes, list[Row]]]]:
    """Boxes and rows of each frame of each video; both in the order of the list."""
    boxes = document.boxes(field, rows)
    places: dict[int | str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, row in enumerate(rows):
        places[row["video_id"]][row["frame"]].append(number)
    found: dict[int | str, dict[int, tuple[Boxes, list[Row]]]] = defaultdict(dict)
    for video, frames in places.items():
        for frame in sorted(frames):
            found[video][frame] = boxes[frames[frame]], [rows[number] for number in frames[frame]]
    return found


def _marks(boxes: Boxes, rows: Sequence[Row]) -> Marks:
    ignored = np.array([bool(row.get("ignore") or row.get("iscrowd")) for row in rows], bool)
    return Marks(boxes, [row["track_id"] for row in rows], ignored)


def _fps(row: Row) -> float | None:
    try:
        fps = float(Fraction(str(row.get("fps"))))
    except (ValueError, ZeroDivisionError):
        return None
    return fps if fps > 0 else None
