"""Writing the frames of a video one after another: hidden where something is, blank where nothing can be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..media.errors import Stopped
from ..media.video_source import Shown
from ..media.video_writer import VideoWriter
from .rendering import Rendering
from .video_report import VideoReport


@dataclass
class Watch:
    """Who is told of each frame, and may stop the work."""

    progress: Callable[[int, int | None], None] | None
    should_stop: Callable[[], bool] | None
    total: int | None

    def step(self, done: int) -> None:
        """So many frames are done. Raises Stopped."""
        self.check()
        if self.progress is not None:
            self.progress(done, self.total)

    def check(self) -> None:
        """Raises Stopped where somebody wants that."""
        if self.should_stop is not None and self.should_stop():
            raise Stopped("The work was stopped.")


@dataclass
class Films:
    """What frames are written into: the video and, where one was asked for, the film of masks."""

    rendering: Rendering
    writer: VideoWriter
    masks: VideoWriter | None
    report: VideoReport
    watch: Watch

    def write(self, frames: Iterable[Shown], first: int = 0, zero: int = 0, mask_zero: int = 0) -> int:
        """Writes the frames and says how many of them were decoded. The first of them is number `first` of the whole
        video; times count from `zero`, in the film of masks from `mask_zero`."""
        found, source, spare = 0, self.rendering.source, None
        for shown in frames:
            self.watch.step(self.report.frames)
            decoded, index = shown.decoded, shown.index + first
            duration = (decoded.picture.duration if decoded else 0) or source.nominal_step
            found += decoded is not None
            if decoded is None or decoded.corrupt:
                picture, parts = self.rendering.blank(), None
                self.report.blank(index)
            else:
                picture, parts = self.rendering.picture(index, decoded.picture, spare)
                spare = picture
                self.report.show(index, [region for region, _ in parts], self.rendering.told)
            self.writer.write(picture, shown.pts - zero, duration)
            if self.masks is not None:
                self.masks.write(self.rendering.mask(parts), shown.pts - mask_zero, duration)
        return found
