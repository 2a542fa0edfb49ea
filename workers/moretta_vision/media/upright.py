"""Decoded pictures as upright ones of one size, smaller where that is enough."""

from dataclasses import dataclass

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from .display_matrix import Orientation
from .planes import to_bgr
from .video_source import Decoded, VideoSource

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Frame:
    """One displayed frame: its number, its time in ticks, its upright picture, [H, W, 3] BGR uint8, scaled down where
    that was asked for; then `scale` is how many times as wide and high the whole is."""

    index: int
    pts: int
    pixels: Pixels
    corrupt: bool = False
    scale: tuple[float, float] = (1.0, 1.0)


class Upright:
    """Turns the decoded pictures of one video into upright ones of one size: that of the first."""

    def __init__(self, source: VideoSource) -> None:
        self.source = source
        self.size: tuple[int, int] | None = None
        self.orientation = Orientation()
        self._scaler, self._converter = VideoReformatter(), VideoReformatter()

    def settle(self, picture: VideoFrame) -> None:
        """Takes size and orientation from the first picture."""
        if self.size is None:
            self.size = (picture.width, picture.height)
            self.orientation, _ = self.source.orientation(picture)

    def pixels(self, picture: VideoFrame, long_side: int | None = None) -> Pixels:
        """[H, W, 3] BGR uint8, upright; scaled down so that its longer side is at most `long_side`."""
        self.settle(picture)
        assert self.size is not None
        width, height = fitting(*self.size, long_side)
        if (picture.width, picture.height) != (width, height):
            # Scaling planes and then converting few pixels takes half of what both at once does.
            format_ = picture.format.name if picture.format.is_planar else "bgr24"
            way = "AREA" if long_side else "BICUBIC"
            # More threads than one are begun and ended for each picture, which takes longer than scaling it.
            picture = self._scaler.reformat(
                picture, width, height, format=format_, interpolation=way, threads=1
            )
        return self.orientation.apply(to_bgr(picture, self._converter))

    def frame(self, item: Decoded, long_side: int | None = None) -> Frame:
        """A decoded frame, its picture as `pixels` makes it."""
        pixels = self.pixels(item.picture, long_side)
        assert self.size is not None
        height, width = pixels.shape[:2]
        whole = self.orientation.size(*self.size)
        return Frame(item.index, item.pts, pixels, item.corrupt, (whole[0] / width, whole[1] / height))


def fitting(width: int, height: int, long_side: int | None) -> tuple[int, int]:
    """The size scaled down, never up, to a longer side of `long_side`."""
    if not long_side or max(width, height) <= long_side:
        return width, height
    scale = long_side / max(width, height)
    return max(1, round(width * scale)), max(1, round(height * scale))
