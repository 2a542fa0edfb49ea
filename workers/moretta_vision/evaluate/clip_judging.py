"""Who is covered at which frame of a clip, by finds: the figures of videos are sums over these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from lap import lapjv

from .clips import NOTHING, Clip, Finds, Marks, Track
from .coverage import Painted, enlarged, in_pixels
from .documents import Boxes

SAME = 0.5
"""A find is of a person when it overlaps the true box by this much (intersection over union)."""


@dataclass(frozen=True)
class ObjectFrame:
    """One true box that counts: whose, at which frame, how many pixels high, and whether it is covered."""

    track: Track
    frame: int
    height: float
    covered: bool


@dataclass
class JudgedClip:
    """One clip. `ratios`: pixels hidden over the area of the true boxes, for each frame that has some. `quality`: PSNR
    in dB of what was not hidden, for each frame that has any. `switches`: None where nobody is followed.

    Of redacted clips `frames` were compared, `lost` are missing at the end and `added` are too many; `error` is why the
    clip could not be judged.
    """

    clip: Clip
    objects: list[ObjectFrame] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    quality: list[float] = field(default_factory=list)
    switches: int | None = None
    frames: int | None = None
    lost: int = 0
    added: int = 0
    error: str | None = None

    def add(self, frame: int, marks: Marks, covered: npt.NDArray[np.bool_], hidden: float) -> None:
        """One frame: which of the true boxes that count are covered [T], and how many pixels are hidden in all."""
        boxes = marks.boxes[~marks.ignored]
        tracks = [track for track, ignored in zip(marks.tracks, marks.ignored, strict=True) if not ignored]
        for track, box, each in zip(tracks, boxes, covered, strict=True):
            self.objects.append(ObjectFrame(track, frame, float(box[3]), bool(each)))
        area = float((boxes[:, 2] * boxes[:, 3]).sum())
        if area:
            self.ratios.append(hidden / area)


def judge_finds(clip: Clip, enlarge: float) -> JudgedClip:
    """Looks at one clip: true boxes against finds that are enlarged about their centres."""
    judged = JudgedClip(clip, switches=identity_switches(clip.true, clip.found))
    for frame, marks in clip.true.items():
        true, found = marks.boxes[~marks.ignored], clip.found.get(frame, NOTHING).boxes
        if clip.size is None or not len(found):
            judged.add(frame, marks, np.zeros(len(true), bool), 0.0)
            continue
        asked = in_pixels(true, *clip.size)
        painted = Painted(
            in_pixels(enlarged(found, enlarge), *clip.size), np.ones(len(found)), asked, *clip.size
        )
        covered = painted.covered_from(asked) > 0
        judged.add(frame, marks, covered, float(painted.area_from(np.ones(1))[0]))
    return judged


def identity_switches(true: Mapping[int, Marks], found: Mapping[int, Finds]) -> int:
    """How often a person goes on under another track than before (Bernardin and Stiefelhagen, 2008, CLEAR MOT): a pair
    stays as long as it overlaps, the others are assigned for the most overlap in all. Ignored boxes take finds, so that
    nobody else gets them, and are not counted."""
    switches, known, last = 0, dict[Track, Track](), dict[Track, Track]()
    for frame in sorted(true):
        marks, finds = true[frame], found.get(frame, NOTHING)
        pairs = _assign(marks, finds, known)
        known |= pairs
        counted = {track for track, ignored in zip(marks.tracks, marks.ignored, strict=True) if not ignored}
        for person, track in pairs.items():
            if person in counted:
                switches += last.get(person, track) != track
                last[person] = track
    return switches


def _assign(marks: Marks, finds: Finds, before: Mapping[Track, Track]) -> dict[Track, Track]:
    """The track of each person of one frame who is found."""
    overlap = overlaps(marks.boxes, finds.boxes)
    pairs: dict[Track, Track] = {}
    people, tracks = list(range(len(marks.tracks))), list(range(len(finds.tracks)))
    for person in list(people):
        kept = before.get(marks.tracks[person])
        same = [n for n in tracks if finds.tracks[n] == kept and overlap[person, n] >= SAME]
        if same:
            pairs[marks.tracks[person]] = finds.tracks[same[0]]
            people.remove(person)
            tracks.remove(same[0])
    left = overlap[np.ix_(people, tracks)]
    if not left.size:
        return pairs
    _, chosen, _ = lapjv(np.where(left >= SAME, -left, 0.0), extend_cost=True)
    for row, column in enumerate(chosen):
        if column >= 0 and left[row, column] >= SAME:
            pairs[marks.tracks[people[row]]] = finds.tracks[tracks[column]]
    return pairs


def overlaps(boxes: Boxes, others: Boxes) -> npt.NDArray[np.float64]:
    """Intersection over union [N, M]."""
    shared = intersections(boxes, others)
    both = boxes[:, None, 2:].prod(axis=2) + others[None, :, 2:].prod(axis=2) - shared
    return np.divide(shared, both, out=np.zeros_like(shared), where=both > 0)


def intersections(boxes: Boxes, others: Boxes) -> npt.NDArray[np.float64]:
    """Shared areas [N, M]."""
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(boxes[:, None, :2] + boxes[:, None, 2:], others[None, :, :2] + others[None, :, 2:])
    return np.asarray(np.clip(high - low, 0, None).prod(axis=2))
