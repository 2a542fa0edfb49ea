"""What other frames of a clip show of the place at which something is hidden in this one.

A shot whose camera stands still has one background for all of its frames (`still_camera`), else each frame gets its own
from those around it (`moving_camera`). Nothing is taken from under any outline of any frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame

from ..media.display_matrix import Orientation
from ..media.planes import views
from .outlines import Mask, Outline
from .planar import covered_parts, united
from .regions import Region

Plane = npt.NDArray[Any]

BLEEDING = 7
"""Side of the square by which outlines are widened where nothing may be taken from: codecs smear across borders."""


@dataclass(frozen=True)
class Behind:
    """The planes of a picture that shows what is behind, and in the size of luma how well that is known: SURE,
    ONE_SAYS, DISPUTED or 0."""

    planes: tuple[Plane, ...]
    known: Mask

    @classmethod
    def nothing(cls, like: VideoFrame) -> Behind:
        """Of the size and type of a picture, nothing known."""
        planes = tuple(np.zeros_like(view) for view in views(like))
        return cls(planes, np.zeros(planes[0].shape, np.uint8))


@dataclass(frozen=True)
class Places:
    """Where everything lies that is hidden in a clip, whatever the pictures show."""

    regions: Sequence[Region]
    orientation: Orientation

    def hidden(self, picture: VideoFrame, index: int) -> Mask:
        """What nobody may look at of a frame: everything under an outline, and a little more."""
        parts = covered_parts(picture, self.regions, index, self.orientation, looking=False)
        mask = united([part for _, part in parts], picture.width, picture.height)
        return np.asarray(cv2.dilate(mask, np.ones((BLEEDING, BLEEDING), np.uint8)), np.uint8)

    def removed(self, picture: VideoFrame, index: int) -> list[Outline]:
        """The outlines in a frame under which the background is wanted."""
        wanted = [region for region in self.regions if region.method == "removal"]
        found = covered_parts(picture, wanted, index, self.orientation, looking=False)
        return [part for _, part in found]
