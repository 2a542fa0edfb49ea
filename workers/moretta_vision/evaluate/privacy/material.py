"""Originals beside their redacted files, with what was to be hidden in each: what every part of the proof looks at."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ...catalogue import METHODS
from ...geometry.shapes import box_shape
from ...media.errors import MediaError
from ...redact.pixels import changed_at, mask_at
from ...redact.plan import REPORT_NAME
from ..documents import Document, EvaluationError
from ..filled import output_of

Picture = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.uint8]

FRAMES = 12
"""So many frames of a clip are looked at, evenly chosen among those in which something is to be hidden."""

MOST_DECODED = 3000
"""So many frames of a long clip are decoded at most to see those, of the original and of the redacted file each."""

UNKNOWN = {"method": "solid", "margin": 0.15}
"""The region of an object where nothing says how it was hidden: its box and the usual margin."""


@dataclass(frozen=True)
class Hidden:
    """One object in one picture: `box` as x, y, width, height; `person`: who it shows, the same in other pictures;
    `how` it was hidden, where not all are hidden alike."""

    id: str
    box: tuple[float, float, float, float]
    label: str
    person: str
    how: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Shot:
    """An upright picture, or a frame of a clip, before and after: BGR, uint8, of one size."""

    name: str
    frame: int | None
    path: Path
    output: Path
    before: Picture
    after: Picture
    hidden: tuple[Hidden, ...]

    @property
    def title(self) -> str:
        return self.name if self.frame is None else f"{self.name}, frame {self.frame}"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.before.shape[1], self.before.shape[0]


@dataclass
class Material:
    """All that is compared. `how` is how everything was hidden, as a region says it; None where the redacted folder has
    no report. `used`: the detectors that searched. `entries`: per file its original, its redacted file and the objects
    by frame (None: a picture). `times`: of clips whose frames are to be reached by seeking, when each of these frames
    appears, in seconds after the first. `amount`: how many `pictures` and `clips` there are, of which these are a
    choice, and how many `frames` these clips have, where known. `notes`: sentences about what could not be compared."""

    how: Mapping[str, Any] | None
    used: tuple[str, ...]
    entries: dict[str, tuple[Path, Path, dict[int | None, list[Hidden]]]] = field(default_factory=dict)
    times: dict[str, Mapping[int, Fraction]] = field(default_factory=dict)
    amount: Mapping[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def method(self) -> str | None:
        """The name of the method; None where nothing says it."""
        return str(self.how["method"]) if self.how else None

    @property
    def kind(self) -> str | None:
        """*visual*, *irreversible* or *synthetic*."""
        return METHODS[self.method].kind if self.method in METHODS else None

    @property
    def everything(self) -> Iterator[tuple[str, int | None, Hidden]]:
        """Every object with its file and frame."""
        for name, (_, _, frames) in self.entries.items():
            for frame, objects in frames.items():
                for one in objects:
                    yield name, frame, one

    @property
    def looked_at(self) -> dict[str, dict[str, int | None]]:
        """How many pictures, clips and frames of these are looked at, of how many."""
        frames = [frames for _, _, frames in self.entries.values() if None not in frames]
        chosen = {
            "pictures": len(self.entries) - len(frames),
            "clips": len(frames),
            "frames": sum(map(len, frames)),
        }
        return {what: {"looked": number, "of": self.amount.get(what)} for what, number in chosen.items()}

    def shots(self, names: Sequence[str] | None = None) -> Iterator[Shot]:
        """Every picture and chosen frame, file after file; those of other sizes are noted and left out."""
        for name in names if names is not None else self.entries:
            path, output, frames = self.entries[name]
            try:
                for frame, before, after in self._opened(name):
                    if before.shape != after.shape:
                        self.note(
                            f"{output.name} has {after.shape[1]}×{after.shape[0]} pixels, its original "
                            f"{before.shape[1]}×{before.shape[0]}: it was not compared."
                        )
                        break
                    yield Shot(name, frame, path, output, before, after, tuple(frames[frame]))
            except MediaError as error:
                self.note(str(error))

    def _opened(self, name: str) -> Iterator[tuple[int | None, Picture, Picture]]:
        """The pixels of a picture, or of the chosen frames of a clip, before and after."""
        path, output, frames = self.entries[name]
        if None in frames:
            from ...media.images import read

            yield None, read(path).bgr(), read(output).bgr()
        elif times := self.times.get(name):
            looked = 0
            for frame, before, after in _sought(path, output, times):
                looked += 1
                yield frame, before, after
            if looked < len(times):
                self.note(f"Of {name} only {looked} of {len(times)} frames could be reached and compared.")
        else:
            yield from _in_turn(path, output, {frame for frame in frames if frame is not None})

    def note(self, sentence: str) -> None:
        """Keeps a sentence once."""
        if sentence not in self.notes:
            self.notes.append(sentence)


Ways = Sequence[Mapping[str, Any] | None]
"""How each of several objects was hidden."""


def ways_of(shot: Shot, how: Mapping[str, Any] | None) -> Ways:
    """How each object of a shot was hidden, `how` where it does not say so itself."""
    return [one.how or how for one in shot.hidden]


def regions_at(boxes: Iterable[Sequence[float]], ways: Ways) -> list[dict[str, Any]]:
    """The regions that hide what is in boxes."""
    return [region_at(box, how) for box, how in zip(boxes, ways, strict=True)]


def region_at(box: Sequence[float], how: Mapping[str, Any] | None) -> dict[str, Any]:
    """The region that hides what is in a box [x, y, width, height]."""
    shape = box_shape(*(float(value) for value in box))
    return {**(how or UNKNOWN), "keyframes": [{"frame": 0, "shape": shape}]}


def whole_face(how: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """How to hide all of a face whose method leaves most of it open: attackers look at that."""
    return {**how, "method": "solid", "shape": "box"} if how and how["method"] == "eye-bar" else how


def mask_of(shot: Shot, how: Mapping[str, Any] | None) -> Mask:
    """What is hidden of a shot: uint8, 0 or 255, HxW."""
    return mask_at(_regions_of(shot, how), 0, *shot.size)


def changed_of(shot: Shot, how: Mapping[str, Any] | None) -> Mask:
    """What may differ from the original: what is hidden, and the soft edges around it."""
    return changed_at(_regions_of(shot, how), 0, *shot.size)


def _regions_of(shot: Shot, how: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    return regions_at([one.box for one in shot.hidden], ways_of(shot, how))


def gather(
    originals: Path,
    redacted: Path,
    document: Any,
    *,
    name: str = "the detections",
    people: Mapping[str, Sequence[int | str]] | None = None,
    min_score: float = 0.0,
) -> Material:
    """Brings two folders and a document of boxes together. `people` lists the ids of the annotations that show each.

    Raises EvaluationError where a folder is not there or no file of the document lies in both.
    """
    for folder in (originals, redacted):
        if not folder.is_dir():
            raise EvaluationError(f"There is no folder {folder}.")
    report = _report(redacted)
    boxes = Document(document, name)
    settings = (report or {}).get("settings", {})
    material = Material(_how(settings), _detectors(settings, document))
    outputs = {entry["file_name"]: entry["output"] for entry in (report or {}).get("files", ())}
    found = _objects(boxes, people or {}, min_score)
    for file, frames in found.items():
        output = redacted / outputs[file] if file in outputs else output_of(redacted, file)
        if not (originals / file).is_file():
            material.note(f"There is no {originals / file}.")
        elif output is None or not output.is_file():
            material.note(f"{redacted} has no redacted file of {file}.")
        else:
            material.entries[file] = originals / file, output, frames
    if not material.entries:
        first = material.notes[0] if material.notes else f"{name} lists no file."
        raise EvaluationError(f"Nothing can be compared. {first}")
    if material.how is None:
        material.note(
            f"{redacted} has no {REPORT_NAME}, so how was hidden is not known: no control can be made, and linkage is "
            "compared with chance alone."
        )
    return material


def _report(redacted: Path) -> Mapping[str, Any] | None:
    path = redacted / REPORT_NAME
    if not path.is_file():
        return None
    try:
        report = json.loads(path.read_text("utf-8"))
        _ = report["settings"], [(entry["file_name"], entry["output"]) for entry in report["files"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EvaluationError(f"{path} is not as `moretta redact` writes it: {error!r}.") from None
    return dict(report)


def _how(settings: Mapping[str, Any]) -> dict[str, Any] | None:
    """A region's method, shape, margin and the like, as far as the report tells."""
    from ...redact.regions import RegionError, parse_region

    if "method" not in settings:
        return None
    how = {key: value for key, value in settings.items() if not isinstance(value, Mapping | list)}
    if how.get("image") and not Path(str(how["image"])).is_file():  # a picture laid over that is gone
        how["image"] = None
    try:
        parse_region(region_at((0, 0, 1, 1), how))
    except RegionError as error:
        raise EvaluationError(f"settings of {REPORT_NAME}: {error}") from None
    return how


def _detectors(settings: Mapping[str, Any], document: Any) -> tuple[str, ...]:
    """The detectors that the report or the document names."""
    named = settings.get("detectors")
    if not isinstance(named, Mapping):
        info = document.get("info") if isinstance(document, Mapping) else None
        named = info.get("detectors") if isinstance(info, Mapping) else None
    return tuple(named) if isinstance(named, Mapping) else ()


def _objects(
    boxes: Document, people: Mapping[str, Sequence[int | str]], min_score: float
) -> dict[str, dict[int | None, list[Hidden]]]:
    """The objects to hide of each file, by frame; a picture without any has an empty list."""
    names = {row["id"]: str(row["name"]) for row in boxes.rows("categories", "id", "name")}
    of_person = {str(one): person for person, ids in people.items() for one in ids}
    _all_known(boxes, of_person)
    images = boxes.files("images") if "images" in boxes.body else {}
    found: dict[str, dict[int | None, list[Hidden]]] = {
        row["file_name"]: {None: []} for row in images.values()
    }
    if images:
        rows = [row for row in boxes.of_images("annotations", images, set(names)) if _wanted(row, min_score)]
        for number, (row, box) in enumerate(zip(rows, boxes.boxes("annotations", rows), strict=True)):
            key = str(row.get("id", f"row {number}"))
            one = Hidden(key, _four(box), names[row["category_id"]], of_person.get(key, f"box {key}"))
            found[images[row["image_id"]]["file_name"]][None].append(one)
    videos = boxes.files("videos") if boxes.body.get("videos") else {}
    for file, frames in _of_videos(boxes, videos, names, of_person, min_score).items():
        found[file] = dict(frames)
    return found


def _all_known(boxes: Document, of_person: Mapping[str, str]) -> None:
    """Raises EvaluationError where a person is said to be on an annotation that is not there."""
    known = {
        str(row.get("id"))
        for name in ("annotations", "video_annotations")
        for row in boxes.body.get(name) or ()
    }
    clips = {row["id"]: row["file_name"] for row in boxes.body.get("videos") or ()}
    moving = boxes.body.get("video_annotations") or ()
    known |= {f"{clips.get(row.get('video_id'))}#{row.get('track_id')}" for row in moving}
    for one, person in of_person.items():
        if one not in known:
            raise EvaluationError(
                f"{person} is said to be on annotation {one}, which {boxes.name} does not have. Give ids of "
                "annotations, or clip.mp4#7 for track 7 of a clip."
            )


def _of_videos(
    boxes: Document,
    videos: Mapping[int | str, Any],
    names: Mapping[Any, str],
    of_person: Mapping[str, str],
    min_score: float,
) -> dict[str, dict[int | None, list[Hidden]]]:
    if not videos:
        return {}
    by_frame: dict[str, dict[int, list[Hidden]]] = {
        row["file_name"]: defaultdict(list) for row in videos.values()
    }
    rows = [row for row in boxes.of_videos(videos, set(names)) if _wanted(row, min_score)]
    for row, box in zip(rows, boxes.boxes("video_annotations", rows), strict=True):
        file = videos[row["video_id"]]["file_name"]
        track = f"{file}#{row['track_id']}"
        person = of_person.get(str(row.get("id")), of_person.get(track, track))
        by_frame[file][row["frame"]].append(
            Hidden(f"{track}@{row['frame']}", _four(box), names[row["category_id"]], person)
        )
    return {
        file: {frame: frames[frame] for frame in spread(sorted(frames))} for file, frames in by_frame.items()
    }


def spread(frames: Sequence[int]) -> list[int]:
    """At most FRAMES of them, evenly chosen."""
    if len(frames) <= FRAMES:
        return list(frames)
    return [frames[round(at)] for at in np.linspace(0, len(frames) - 1, FRAMES)]


def _wanted(row: Mapping[str, Any], min_score: float) -> bool:
    return (
        row.get("decision") != "keep"
        and not row.get("ignore")
        and not row.get("iscrowd")
        and float(row.get("score") or 1) >= min_score
    )


def _four(box: npt.NDArray[np.float64]) -> tuple[float, float, float, float]:
    x, y, width, height = (float(value) for value in box)
    return x, y, max(width, 1.0), max(height, 1.0)


def _sought(
    path: Path, output: Path, times: Mapping[int, Fraction]
) -> Iterator[tuple[int, Picture, Picture]]:
    from ...media.sought import frames_at

    when = list(times.values())
    both = zip(frames_at(path, when, MOST_DECODED), frames_at(output, when, MOST_DECODED), strict=False)
    for frame, (before, after) in zip(times, both, strict=False):
        if before is not None and after is not None:
            yield frame, before, after


def _in_turn(path: Path, output: Path, wanted: set[int]) -> Iterator[tuple[int, Picture, Picture]]:
    from ...media.video import frames as frames_of

    last = max(wanted, default=-1)
    for before, after in zip(frames_of(path), frames_of(output), strict=False):
        if before.index > last:
            break
        if before.index in wanted:
            yield before.index, before.pixels, after.pixels
