"""COCO: `images/<split>/…` with `annotations/instances_<split>.json`, `videos/<split>/…` with `videos_<split>.json`.

Videos follow the same plain scheme as `moretta detect`: `videos` and `video_annotations` with zero-based frames.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..archive import Archive, Lines, json_object
from .base import Category, Entry, Format


class VideoTables:
    """The videos of an export and their boxes, a file for each split that has any."""

    def __init__(self, archive: Archive, categories: Sequence[Category]) -> None:
        self.archive, self.categories = archive, categories
        self.videos: dict[str, Lines] = {}
        self.boxes: dict[str, Lines] = {}

    def add(self, entry: Entry) -> str:
        path = f"videos/{entry.split}/{entry.name}"
        self.archive.add_file(path, entry.source, entry.sha256, **entry.facts)
        if entry.split not in self.videos:
            self.videos[entry.split], self.boxes[entry.split] = self.archive.lines(), self.archive.lines()
        row = {"id": entry.number, "file_name": entry.name, "width": entry.width, "height": entry.height}
        self.videos[entry.split].append({**row, "n_frames": entry.n_frames, "fps": entry.fps})
        boxes = self.boxes[entry.split]
        for thing in entry.things:
            for frame, box, _ in thing.boxes(entry.width, entry.height, entry.n_frames):
                boxes.append(
                    {
                        "id": boxes.count + 1,
                        "video_id": entry.number,
                        "frame": frame,
                        "track_id": thing.number,
                        "category_id": thing.category.index + 1,
                        "bbox": box,
                        "score": thing.score,
                        "redacted": thing.hidden,
                    }
                )
        return path

    def finish(self) -> None:
        for split, videos in self.videos.items():
            lists = {"videos": videos, "video_annotations": self.boxes[split]}
            fixed = {"categories": coco_categories(self.categories)}
            self.archive.add_text(f"annotations/videos_{split}.json", json_object(fixed, lists))


class Coco(Format):
    name, title = "coco", "COCO"
    says = "One JSON file a split with boxes and outlines; read by most training tools."

    def __init__(self, archive: Archive, categories: Sequence[Category], splits: Sequence[str]) -> None:
        super().__init__(archive, categories, splits)
        self.images = {split: archive.lines() for split in splits}
        self.annotations = {split: archive.lines() for split in splits}
        self.videos = VideoTables(archive, categories)

    def add(self, entry: Entry) -> str:
        if entry.video:
            return self.videos.add(entry)
        path = f"images/{entry.split}/{entry.name}"
        self.archive.add_file(path, entry.source, entry.sha256, **entry.facts)
        image = {"id": entry.number, "file_name": entry.name, "width": entry.width, "height": entry.height}
        self.images[entry.split].append(image)
        annotations = self.annotations[entry.split]
        for thing in entry.things:
            for _, box, shape in thing.boxes(entry.width, entry.height, 1):
                annotations.append(
                    {
                        "id": annotations.count + 1,
                        "image_id": entry.number,
                        "category_id": thing.category.index + 1,
                        "bbox": box,
                        "area": round(box[2] * box[3], 2),
                        "segmentation": segmentation(shape),
                        "iscrowd": 0,
                        "score": thing.score,
                        "attributes": {**thing.attributes, "redacted": thing.hidden},
                    }
                )
        return path

    def finish(self) -> None:
        fixed = {"categories": coco_categories(self.categories)}
        for split in self.splits:
            if self.images[split].count or not self.videos.videos:
                lists = {"images": self.images[split], "annotations": self.annotations[split]}
                self.archive.add_text(f"annotations/instances_{split}.json", json_object(fixed, lists))
        self.videos.finish()


def coco_categories(categories: Sequence[Category]) -> list[dict[str, Any]]:
    return [{"id": c.index + 1, "name": c.name, "supercategory": c.kind} for c in categories]


def segmentation(shape: dict[str, Any]) -> list[list[float]]:
    """A polygon's outline; other shapes have their box alone."""
    if shape["type"] != "polygon":
        return []
    return [[round(float(value), 2) for point in shape["data"] for value in point]]
