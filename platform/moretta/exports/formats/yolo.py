"""YOLO: `images/<split>/…` and `labels/<split>/….txt` with `class cx cy width height` as shares, and `data.yaml`.

Videos lie beside it as in COCO, for YOLO has no form for them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from ..archive import Archive
from .base import Category, Entry, Format
from .coco import VideoTables


class Yolo(Format):
    name, title = "yolo", "YOLO"
    says = "A text file a picture, boxes as shares of its size, and a data.yaml."

    def __init__(self, archive: Archive, categories: Sequence[Category], splits: Sequence[str]) -> None:
        super().__init__(archive, categories, splits)
        self.videos = VideoTables(archive, categories)

    def add(self, entry: Entry) -> str:
        if entry.video:
            return self.videos.add(entry)
        path = f"images/{entry.split}/{entry.name}"
        self.archive.add_file(path, entry.source, entry.sha256, **entry.facts)
        rows = []
        for thing in entry.things:
            for _, (x, y, w, h), _ in thing.boxes(entry.width, entry.height, 1):
                shares = (
                    (x + w / 2) / entry.width,
                    (y + h / 2) / entry.height,
                    w / entry.width,
                    h / entry.height,
                )
                rows.append(" ".join([str(thing.category.index), *(f"{share:.6f}" for share in shares)]))
        self.archive.add_text(f"labels/{entry.split}/{entry.stem}.txt", "".join(row + "\n" for row in rows))
        return path

    def finish(self) -> None:
        # JSON strings are YAML strings: a label's name can hold whatever it likes.
        lines = ["path: .", *(f"{split}: images/{split}" for split in self.splits), "names:"]
        lines += [f"  {c.index}: {json.dumps(c.name)}" for c in self.categories]
        self.archive.add_text("data.yaml", "\n".join(lines) + "\n")
        self.videos.finish()
