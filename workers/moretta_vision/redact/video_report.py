"""What became of a video, told so that somebody can check it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..catalogue import RENDER_VERSIONS
from .regions import Region
from .scene import Told


@dataclass
class Frames:
    """Numbers of frames, in rising order."""

    count: int = 0
    ranges: list[list[int]] = field(default_factory=list)
    """[first, last], both included."""

    def add(self, first: int, last: int | None = None) -> None:
        """Frames `first` to `last`, by default that one alone."""
        last = first if last is None else last
        self.count += last - first + 1
        if self.ranges and self.ranges[-1][1] == first - 1:
            self.ranges[-1][1] = last
        else:
            self.ranges.append([first, last])


@dataclass
class VideoReport:
    """The report of `redact_video`, see docs/file-formats.md.

    A frame is *detected* when an object that is hidden in it was found there, *filled* when the place of one comes from
    the frames around it or from a person; it may be both. *blanked* frames did not decode well and show nothing, in
    *untouched* ones nothing is hidden; those of them that are *copied* are coded as they were. `fell_back` counts by
    method how often, in a frame, an object got the opaque blur instead. `removed` counts the pixels from which objects
    were removed, and how many of those other frames showed.
    """

    frames: int = 0
    redacted_frames: int = 0
    unknown_frames: int = 0
    detected: Frames = field(default_factory=Frames)
    filled: Frames = field(default_factory=Frames)
    failed: Frames = field(default_factory=Frames)
    untouched: Frames = field(default_factory=Frames)
    copied: Frames = field(default_factory=Frames)
    blanked: list[int] = field(default_factory=list)
    codec: str = ""
    pix_fmt: str = ""
    audio: str = "none"
    rate: dict[str, Any] = field(default_factory=dict)
    size: float | None = None
    notes: list[str] = field(default_factory=list)
    fell_back: dict[str, int] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)

    def show(self, frame: int, hidden: Sequence[Region], told: Told) -> None:
        """A frame was written in which these regions are hidden."""
        self.frames += 1
        self.redacted_frames += bool(hidden)
        found = {region.found_at(frame) for region in hidden}
        if True in found:
            self.detected.add(frame)
        if False in found:
            self.filled.add(frame)
        if not hidden:
            self.untouched.add(frame)
        for method in told.fell_back:
            self.fell_back[method] = self.fell_back.get(method, 0) + 1
        for pixels, shown in told.removed:
            self.removed["pixels"] = self.removed.get("pixels", 0) + pixels
            self.removed["shown"] = self.removed.get("shown", 0) + shown

    def copy(self, frame: int) -> None:
        """A frame was copied as it is coded."""
        self.frames += 1
        self.untouched.add(frame)
        self.copied.add(frame)

    def blank(self, frame: int) -> None:
        """A frame was written that shows nothing."""
        self.frames += 1
        self.blanked.append(frame)
        self.failed.add(frame)

    def conclude(self, notes: Sequence[str]) -> None:
        """Adds sentences, the writer's own last."""
        self.notes += notes
        if self.blanked:
            one = len(self.blanked) == 1
            self.notes.append(
                f"{len(self.blanked)} damaged {'frame shows' if one else 'frames show'} nothing (grey)."
            )
        if self.unknown_frames:
            self.notes.append(f"Left out, because nobody had looked at them: {self.unknown_frames} frames.")

    def add_part(self, part: Mapping[str, Any]) -> None:
        """Takes over what the report of a part, the next one, says of its frames."""
        self.frames += part["frames"]
        self.redacted_frames += part["redacted_frames"]
        self.unknown_frames += part["unknown_frames"]
        self.blanked += part["blanked"]
        for method, count in part.get("fell_back", {}).items():
            self.fell_back[method] = self.fell_back.get(method, 0) + count
        for what, count in part.get("removed", {}).items():
            self.removed[what] = self.removed.get(what, 0) + count
        self.notes += [note for note in part["notes"] if note not in self.notes]
        for kind, frames in part["frame_table"].items():
            for first, last in frames["ranges"]:
                getattr(self, kind).add(first, last)

    def as_dict(self) -> dict[str, Any]:
        values = {name: value for name, value in self.__dict__.items() if not isinstance(value, Frames)}
        table = {
            name: dict(value.__dict__) for name, value in self.__dict__.items() if isinstance(value, Frames)
        }
        return {**values, "frame_table": table, "render_version": RENDER_VERSIONS["redacted"]}
