"""Regions from a file of detections: COCO with videos, as `moretta detect` writes it."""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..geometry.packed import PackedKeyframes
from ..geometry.shapes import box_shape
from ..media import frame_table
from ..media.errors import MediaError
from .listed_rows import PACKED, ListedRows

if TYPE_CHECKING:
    from ..media.video import VideoInfo

Keyframes = list[dict[str, Any]]


class ListedError(ValueError):
    """A file of detections that cannot be used: a sentence."""


class Listed:
    """What a file of detections says about each file name.

    `labels` and `min_score` leave out what is not wanted; boxes whose ``decision`` is ``keep`` stay visible; attribute
    `labels` names what is left, `digests` the SHA-256 of each picture (None where the file does not say). Raises
    ListedError where the file is no such JSON, holds a broken box, or knows none of the labels.
    """

    def __init__(
        self, path: Path, labels: Sequence[str] | None = None, min_score: float | None = None
    ) -> None:
        self._path, self.name = path, path.name
        self._rows, self._least = ListedRows(), min_score or 0.0
        try:
            self._sort(_document(path, self._row), labels)
        except (KeyError, TypeError, AttributeError) as error:
            raise ListedError(
                f"{path} is not COCO as `moretta detect` writes it: {type(error).__name__} {error}."
            ) from error

    def _row(self, entry: dict[str, Any]) -> Any:
        try:
            return self._rows.read(entry)
        except ValueError as error:
            raise self._broken(*error.args) from None

    def _sort(self, document: Mapping[str, Any], labels: Sequence[str] | None) -> None:
        self._names = names = {category["id"]: category["name"] for category in document["categories"]}
        unknown = [label for label in labels or () if label not in names.values()]
        if unknown:
            raise ListedError(
                f"{self._path} has no category {', '.join(unknown)}; it has {', '.join(names.values())}."
            )
        self.sizes: dict[str, tuple[int, int]] = {}
        self.errors = {entry["file_name"]: entry["error"] for entry in document.get("errors", ())}
        images, videos = document["images"], document.get("videos", ())
        for entry in (*images, *videos):
            if entry["file_name"] in self.sizes:
                raise ListedError(f"{self._path} lists {entry['file_name']} twice.")
            self.sizes[entry["file_name"]] = (entry["width"], entry["height"])
        self.digests = {image["file_name"]: image.get("sha256") for image in images}
        self._tables = {video["file_name"]: video.get("frame_table") for video in videos}
        self._boxes: dict[str, list[list[float]]] = defaultdict(list)
        self._videos = {video["file_name"]: video["id"] for video in videos}
        self._labels, self.labels = labels, set[str]()
        image_names = {entry["id"]: entry["file_name"] for entry in images}
        for annotation in document["annotations"]:
            label = names[annotation["category_id"]]
            if annotation.get("decision") == "keep" or annotation.get("score", 1) < self._least:
                continue
            if self._wants(annotation["category_id"]):
                self.labels.add(label)
                self._boxes[image_names[annotation["image_id"]]].append(self._box(annotation))
        for row in document.get("video_annotations", ()):
            if row is not PACKED:
                raise KeyError("bbox or video_id of video_annotations")
        if strangers := self._rows.videos(self._least) - set(self._videos.values()):
            raise KeyError(strangers.pop())
        there = {names[category] for category in self._rows.categories(self._least)}
        self.labels |= {label for label in there if labels is None or label in labels}

    def _wants(self, category: Any) -> bool:
        return self._labels is None or self._names.get(category) in self._labels

    def _box(self, annotation: Mapping[str, Any]) -> list[float]:
        box = annotation["bbox"]
        if len(box) != 4 or not all(math.isfinite(value) for value in box) or box[2] <= 0 or box[3] <= 0:
            raise self._broken(annotation.get("id"), box)
        return [float(value) for value in box]

    def _broken(self, number: Any, box: Any) -> ListedError:
        return ListedError(
            f"{self._path}: annotation {number} has the bbox {box}; "
            "it has to be [x, y, width, height] with a width and height larger than zero."
        )

    def check(self, name: str, width: int | None = None, height: int | None = None) -> None:
        """Raises MediaError for a file that was not searched, or was searched at another size."""
        if name not in self.sizes:
            why = f" ({self.errors[name]})" if name in self.errors else ""
            raise MediaError(f"{name} was not searched: it is not listed in {self._path.name}{why}.")
        if width is not None and self.sizes[name] != (width, height):
            listed = "×".join(map(str, self.sizes[name]))
            raise MediaError(f"{name} is {width}×{height}, but {listed} in {self._path.name}. Detect again.")

    def frames(self, name: str, path: Path) -> tuple[list[int], list[int]] | None:
        """The times of a video's frames and their checksums, as they were when it was searched; None where the file
        does not say, or it is not the same video any more."""
        table = self._tables.get(name)
        if not isinstance(table, dict) or table.get("sha256") != digest(path):
            return None
        try:
            times = frame_table.unpack(base64.b64decode(table["times"]))
            sums = frame_table.unpack_sums(base64.b64decode(table["sums"]))
        except (KeyError, TypeError, ValueError):
            return None
        return (times, sums) if times and len(times) == len(sums) else None

    def check_frames(self, name: str, sums: Sequence[int]) -> None:
        """Raises MediaError for a video whose frames are not those that were searched, where the file says which."""
        table = self._tables.get(name)
        if not isinstance(table, dict):
            return
        try:
            searched = frame_table.unpack_sums(base64.b64decode(table["sums"]))
        except (KeyError, TypeError, ValueError):
            return
        if list(searched) != list(sums):
            raise MediaError(f"{name} is not the video that {self._path.name} speaks of. Detect again.")

    def image(self, name: str) -> list[Keyframes]:
        """The objects of a picture, each as its keyframes."""
        return [still(box) for box in self._boxes[name]]

    def video(self, name: str, n_frames: int) -> list[PackedKeyframes]:
        """The objects of a video, each as its keyframes; an object is absent where its track has no box."""
        return list(self._rows.objects(self._videos[name], self._least, self._wants, n_frames))


def frames_as_json(path: Path, info: VideoInfo) -> dict[str, str]:
    """What of a searched video spares decoding it once more: see `Listed.frames`."""
    times, sums = frame_table.pack(info.pts), frame_table.pack_sums(info.sums)
    return {
        "sha256": digest(path),
        "times": base64.b64encode(times).decode(),
        "sums": base64.b64encode(sums).decode(),
    }


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def still(box: Iterable[float]) -> Keyframes:
    """The keyframes of a box [x, y, width, height] in a picture."""
    return [{"frame": 0, "shape": box_shape(*map(float, box))}]


def _document(path: Path, hook: Callable[[dict[str, Any]], Any]) -> Any:
    try:
        return json.loads(path.read_text("utf-8"), object_hook=hook)
    except OSError as error:
        raise ListedError(f"{path} cannot be read: {error.strerror or error}.") from error
    except ListedError:
        raise
    except ValueError as error:
        raise ListedError(f"{path} is not JSON: {error}.") from error
