"""From what detectors found to objects that people decide about, and to the stored candidates.

A find of the policy's threshold or more becomes an object. The machine itself decides to hide the sure ones; the
doubtful ones are hidden meanwhile and wait for a person. What lies below the threshold stays in the run's file.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import numpy as np

from moretta.datasets.models import Asset
from moretta.detections.plans import MOST_FLAGGED, doubtful_from, operating_threshold
from moretta.projects.models import Label, RedactionPolicy
from moretta_vision.detect.base import Detections
from moretta_vision.geometry.packed import PackedKeyframes
from moretta_vision.track.finds import Finds
from moretta_vision.track.watching import Change

if TYPE_CHECKING:
    from moretta_vision.track import Linking

SURE = 0.8
WEAK = 0.75
SMALL = 16.0
"""Pixels of the larger side. Of sure finds in pictures the small ones are no more often nobody than the others: 4 of
168 and 32 of 1,265 lie on no marked face of the test data."""

Candidates = dict[int, list[list[Any]]]

FRAMES = '{"frames":{'
"""What a file of finds begins with; the frames follow in their order."""
CHUNK = 1 << 18
"""Characters of it that are read at once."""


@dataclass(frozen=True)
class Rules:
    """Which label a found kind becomes, from which score on it is an object, from which on one below is worth a look,
    and which kinds the policy hides."""

    labels: Mapping[str, str]
    thresholds: Mapping[str, float]
    doubtful: Mapping[str, float]
    hidden: frozenset[str] = frozenset()

    @classmethod
    def of(cls, policy: RedactionPolicy, labels: Iterable[Label], by: Mapping[str, Sequence[str]]) -> Rules:
        """For each kind that detectors look for (`by`) the project's first label of that kind, of those that the
        policy hides where it hides any: doubt is resolved toward covering. Kinds without a label are left out."""
        settings = policy.settings.get("labels", {})

        def is_hidden(label: Label) -> bool:
            return bool(settings.get(str(label.pk), {}).get("redact"))

        found: dict[str, str] = {}
        hidden = set()
        for label in sorted(labels, key=is_hidden, reverse=True):
            if label.kind in by:
                found.setdefault(label.kind, str(label.pk))
                if is_hidden(label):
                    hidden.add(label.kind)
        thresholds = {
            kind: float(settings.get(id, {}).get("threshold", operating_threshold(by[kind])))
            for kind, id in found.items()
        }
        doubtful = {kind: doubtful_from(by[kind]) for kind in found}
        return cls(found, thresholds, doubtful, frozenset(hidden))

    def decide(self, kind: str, score: float, flags: list[dict[str, Any]]) -> str:
        """What the machine itself decides about a find: to hide the sure ones where the policy hides their kind."""
        return decide(score, self.thresholds[kind], flags) if kind in self.hidden else "undecided"


def decide(score: float, threshold: float, flags: list[dict[str, Any]]) -> str:
    """What the machine itself decides about an object: hide the sure ones, leave the others to people."""
    return "redact" if score >= max(threshold, SURE) and not flags else "undecided"


def objects_of_image(found: Detections, rules: Rules) -> list[dict[str, Any]]:
    """The objects of a picture, as `annotations.actions.apply_run` takes them."""
    objects = []
    for box, score, kind in zip(found.boxes, found.scores, found.labels, strict=True):
        sure = round(float(score), 4)
        if kind not in rules.labels or sure < rules.thresholds[kind]:
            continue
        flags = []
        if sure < WEAK:
            flags.append({"flag": "weak", "says": f"not sure: {sure:.2f}"})
        if sure < SURE and max(box[2], box[3]) < SMALL:
            flags.append({"flag": "small", "says": f"small: {max(box[2], box[3]):.0f} pixels"})
        keyframe = {
            "frame": 0,
            "shape": {"type": "box", "data": [round(float(v), 2) for v in box]},
            "outside": False,
            "occluded": False,
            "score": sure,
        }
        objects.append(
            {
                "label": rules.labels[kind],
                "score": sure,
                "flags": flags,
                "decision": rules.decide(kind, sure, flags),
                "keyframes": [keyframe],
            }
        )
    return objects


def objects_of_tracks(tracks: Iterable[Any], rules: Rules, n_frames: int) -> list[dict[str, Any]]:
    """The objects of a video; tracks that never reach the threshold are candidates and stay out."""
    objects = []
    for track in tracks:
        score = round(float(track.score), 4)
        if track.label not in rules.labels or score < rules.thresholds[track.label]:
            continue
        flags = [flag.as_json() for flag in track.flags]
        objects.append(
            {
                "label": rules.labels[track.label],
                "score": score,
                "flags": flags,
                "decision": rules.decide(track.label, score, flags),
                "keyframes": PackedKeyframes.of(_scored(track.keyframes(n_frames))),
            }
        )
    return objects


def _scored(keyframes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for keyframe in keyframes:
        if keyframe.get("score") is not None:
            keyframe["score"] = round(float(keyframe["score"]), 4)
    return keyframes


def candidates_below(found: Detections, rules: Rules) -> int:
    """How many finds of a picture are worth a person's look though they lie below the threshold."""
    doubtful = sum(
        kind in rules.labels and rules.doubtful[kind] <= score < rules.thresholds[kind]
        for score, kind in zip(found.scores, found.labels, strict=True)
    )
    return min(doubtful, MOST_FLAGGED)


def rows_of(found: Detections) -> list[list[Any]]:
    """`[kind, x, y, width, height, score]` of every find, as the run's file stores them; of those on which two networks
    were heard a seventh, whether they agreed."""
    agreed = [-1] * len(found) if found.agreed is None else found.agreed.tolist()
    return [
        [kind, *(round(float(v), 2) for v in box), round(float(score), 4), *([both] if both >= 0 else [])]
        for box, score, kind, both in zip(found.boxes, found.scores, found.labels, agreed, strict=True)
    ]


def detections_of(rows: list[list[Any]]) -> Detections:
    """The finds of stored rows."""
    return Detections(
        np.array([row[1:5] for row in rows], np.float32).reshape(-1, 4),
        np.array([row[5] for row in rows], np.float32),
        [row[0] for row in rows],
        agreed=np.array([row[6] if len(row) > 6 else -1 for row in rows], np.int8),
    )


class Linkable:
    """The stored finds of a clip by kind, as they are linked: `finds`, from rows that come frame by frame."""

    def __init__(self, kinds: Iterable[str]) -> None:
        self.finds = {kind: Finds() for kind in kinds}

    def add(self, index: int, rows: list[list[Any]]) -> None:
        """Adds the next frame."""
        for kind, finds in self.finds.items():
            finds.add(index, detections_of([row for row in rows if row[0] == kind]))


def linking_of(asset: Asset, strong: float, doubtful: float, weak: float) -> Linking:
    """How finds of one kind are linked in a clip: sure from the score `strong` on, worth a look from `doubtful`, and
    stored down to `weak`."""
    from moretta_vision.track import Linking

    size = (asset.width or 0, asset.height or 0)
    return Linking(asset.fps or 25.0, size=size, strong=strong, candidate=min(doubtful, strong), weak=weak)


def join_parts(path: Path, parts: Iterable[Path], take: Callable[[Candidates], None]) -> dict[int, Change]:
    """Writes what was found in the parts of a clip, in order, as `write_candidates` does, and hands out each part's
    finds: all of a long clip's rows would take much memory. Gives how its frames differ."""
    changes: dict[int, Change] = {}
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as file:
        file.write(FRAMES.encode())
        begun = False
        for part in parts:
            frames, differ = read_clip(part)
            take(frames)
            changes.update(differ)
            if text := _dumped({str(frame): rows for frame, rows in sorted(frames.items()) if rows})[1:-1]:
                file.write(b"," + text if begun else text)
                begun = True
        written = {str(frame): change.as_json() for frame, change in sorted(changes.items())}
        body = {frame: change for frame, change in written.items() if change is not None}
        file.write(b'},"changes":' + _dumped(body) + b"}")
    return changes


def _dumped(body: Any) -> bytes:
    return json.dumps(body, separators=(",", ":")).encode()


def write_candidates(
    path: Path, frames: Candidates, changes: Mapping[int, Change] | None = None, searched: int | None = None
) -> None:
    """Gzipped JSON; the same finds give the same bytes. `changes`: of a clip, from frame to frame. `searched`: how many
    frames of the range were, so far."""
    body: dict[str, Any] = {"frames": {str(frame): rows for frame, rows in sorted(frames.items()) if rows}}
    if changes is not None:
        written = {str(frame): change.as_json() for frame, change in sorted(changes.items())}
        body["changes"] = {frame: change for frame, change in written.items() if change is not None}
    if searched is not None:
        body["searched"] = searched
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as file:
        file.write(_dumped(body))


def read_candidates(path: Path) -> Candidates:
    return _candidates(_read(path))


def read_span(path: Path, first: int, stop: int) -> Iterator[tuple[int, list[list[Any]]]]:
    """The frames of a clip in [first, stop) in which something was found, one after another: all rows of a long clip
    take hundreds of megabytes."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for frame, rows in _one_by_one(file):
            if frame >= stop:
                return
            if frame >= first:
                yield frame, rows


def read_whole(path: Path, take: Callable[[int, list[list[Any]]], None]) -> dict[int, Change]:
    """Hands out the frames of a clip in which something was found, one after another; gives how its frames differ.
    Raises OSError, EOFError or ValueError for a file that is gone or damaged."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        frames = _one_by_one(file)
        while True:
            try:
                frame, rows = next(frames)
            except StopIteration as end:
                return _changes(json.loads(FRAMES + end.value))
            take(frame, rows)


def _one_by_one(file: TextIO) -> Generator[tuple[int, list[list[Any]]], None, str]:
    """Each frame in which something was found, and at the end what is written behind them."""
    decode = json.JSONDecoder().raw_decode
    text, at = file.read(CHUNK), len(FRAMES)
    while not text.startswith("}", at):
        try:
            frame, end = decode(text, at + text.startswith(",", at))
            rows, end = decode(text, end + 1)
        except ValueError:  # the rest of the frame is still to be read
            if not (more := file.read(CHUNK)):
                raise
            text, at = text[at:] + more, 0
            continue
        yield int(frame), rows
        at = end
    return text[at:] + file.read()


def read_clip(path: Path) -> tuple[Candidates, dict[int, Change]]:
    """What was found in a clip or in a part of it, and how its frames differ."""
    body = _read(path)
    return _candidates(body), _changes(body)


def read_so_far(path: Path) -> tuple[Candidates, dict[int, Change], int]:
    """As `read_clip`, of a range that an earlier attempt began, and how many of its frames were searched; nothing
    where there was none."""
    try:
        body = _read(path)
    except FileNotFoundError:
        return {}, {}, 0
    return _candidates(body), _changes(body), int(body["searched"])


def _read(path: Path) -> dict[str, Any]:
    with gzip.open(path, "rb") as file:
        body: dict[str, Any] = json.load(file)
        return body


def _candidates(body: dict[str, Any]) -> Candidates:
    return {int(frame): rows for frame, rows in body["frames"].items()}


def _changes(body: dict[str, Any]) -> dict[int, Change]:
    return {int(frame): Change.of_json(written) for frame, written in body.get("changes", {}).items()}
