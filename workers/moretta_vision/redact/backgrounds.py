"""The background of each frame of a clip in which something is removed, from the frames around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from av.video.frame import VideoFrame

from ..media.display_matrix import Orientation
from .around import Around
from .behind import Behind, Places
from .moving_camera import MovingCamera
from .regions import Region
from .still_camera import BEFORE, BLOCK, Shot, shots_of


class Backgrounds:
    """Gives frames what is behind the objects that are removed in them. Frames are asked for in rising order, which
    decides nothing but how soon the answer comes."""

    def __init__(
        self, around: Callable[[], Around], regions: Sequence[Region], orientation: Orientation
    ) -> None:
        self.wanted = any(region.method == "removal" for region in regions)
        self.places = Places(regions, orientation)
        self._samples = around()
        self._moving = MovingCamera(around().frames, self.places)
        self._block = -1
        self._shots: list[tuple[Shot, Behind | None]] = []

    def at(self, index: int, picture: VideoFrame) -> Behind | None:
        """What is known of the background of a frame; None where nothing is removed in it."""
        if not self.wanted or not self.places.removed(picture, index):
            return None
        block = index // BLOCK
        if block != self._block:
            frames = self._samples.frames(max(0, block * BLOCK - BEFORE))
            self._block, self._shots = block, shots_of(frames, self.places, block)
        for shot, behind in self._shots:
            if shot.first <= index <= shot.last and behind is not None:
                return behind
        return self._moving.behind(index, picture)
