"""An annotation's keyframes in blocks of at most 1,000: only the blocks that change are read and written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from .models import BLOCK, Annotation, KeyframeBlock

Keyframe = dict[str, Any]


def make_blocks(annotation: UUID, keyframes: list[Keyframe]) -> list[KeyframeBlock]:
    """Rows that are not stored yet."""
    parts = [keyframes[start : start + BLOCK] for start in range(0, len(keyframes), BLOCK)]
    return [
        KeyframeBlock(
            annotation_id=annotation,
            first_frame=part[0]["frame"],
            last_frame=part[-1]["frame"],
            keyframes=part,
        )
        for part in parts
    ]


class Keyframes:
    """The blocks of one stored annotation while it is being changed; `write` stores what changed."""

    def __init__(self, annotation: Annotation) -> None:
        self.annotation = annotation.pk
        blocks = KeyframeBlock.objects.filter(annotation=annotation).order_by("first_frame")
        if annotation.asset.n_frames > BLOCK:  # there may be many, of which few are needed
            blocks = blocks.defer("keyframes")
        self.blocks = list(blocks)
        self.changed: set[int] = set()

    def put(self, put: Iterable[Keyframe], remove: Iterable[int]) -> tuple[list[Keyframe], list[int]]:
        """Sets and removes keyframes; gives what undoes it as (put, remove)."""
        wanted: dict[int, Keyframe | None] = dict.fromkeys(remove)
        wanted.update({keyframe["frame"]: keyframe for keyframe in put})
        firsts = [block.first_frame for block in self.blocks]
        by_block: dict[int, dict[int, Keyframe | None]] = {}
        for frame, keyframe in wanted.items():
            by_block.setdefault(max(0, bisect_right(firsts, frame) - 1), {})[frame] = keyframe
        back: list[Keyframe] = []
        gone: list[int] = []
        for index, frames in by_block.items():
            block = self.blocks[index]
            merged = {keyframe["frame"]: keyframe for keyframe in block.keyframes}
            for frame, keyframe in frames.items():
                before = merged.pop(frame, None)
                if before is not None:
                    back.append(before)
                elif keyframe is not None:
                    gone.append(frame)
                if keyframe is not None:
                    merged[frame] = keyframe
            block.keyframes = [merged[frame] for frame in sorted(merged)]
            if merged:
                block.first_frame, block.last_frame = (
                    block.keyframes[0]["frame"],
                    block.keyframes[-1]["frame"],
                )
            self.changed.add(index)
        return sorted(back, key=lambda k: k["frame"]), sorted(gone)

    @property
    def filled(self) -> list[KeyframeBlock]:
        """The blocks that still hold keyframes."""
        return [b for i, b in enumerate(self.blocks) if i not in self.changed or b.keyframes]

    def all(self) -> list[Keyframe]:
        return [keyframe for block in self.filled for keyframe in block.keyframes]

    def write(self) -> None:
        """Stores the changed blocks, splits those that grew too large, and deletes empty ones."""
        new: list[KeyframeBlock] = []
        for index in sorted(self.changed):
            block = self.blocks[index]
            parts = make_blocks(self.annotation, block.keyframes)
            if not parts:
                block.delete()
                continue
            block.keyframes = parts[0].keyframes
            block.first_frame, block.last_frame = parts[0].first_frame, parts[0].last_frame
            block.save(update_fields=["keyframes", "first_frame", "last_frame"])
            new += parts[1:]
        if new:
            KeyframeBlock.objects.bulk_create(new)
        self.changed.clear()
