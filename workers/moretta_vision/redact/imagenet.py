"""The face blur of ImageNet as it was published: visual, a machine can undo it.

Yang et al., A Study of Face Obfuscation in ImageNet, 2022: with d the larger side of a box, every box is grown by
0.1 d, picture and mask of all boxes are blurred with σ = 0.1 times the largest d in the picture, and laid together by
the blurred mask. So the border of a grown box is half original, and the blur fades out beyond it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .gaussian import blurred
from .outlines import Fading, Outline, blended
from .scene import Pixels, Scene

if TYPE_CHECKING:
    from .regions import Region

GROWN = 0.1
SIGMA = 0.1
FADES = 2.5
"""Standard deviations beyond a grown box after which less than 1 % of the blur is left."""


def widened(outlines: Sequence[Outline], width: int, height: int) -> list[Outline]:
    """The outlines of all boxes of a picture that are blurred so, with the border in which their blur fades out.

    They come grown by 0.1 of their size; how far the blur goes follows from the largest of them.
    """
    sigma = max(0.5, SIGMA * max((one.size for one in outlines), default=0.0))
    far = math.ceil(FADES * sigma)
    return [
        Outline(
            max(0, one.x0 - far),
            max(0, one.y0 - far),
            min(width, one.x1 + far),
            min(height, one.y1 + far),
            None,
            one.size,
            fading=Fading(one.x0, one.y0, one.x1, one.y1, sigma),
        )
        for one in outlines
    ]


def reach(outline: Outline, region: Region) -> int:
    """Three standard deviations."""
    return math.ceil(3 * outline.fading.sigma) if outline.fading else 0


def content(scene: Scene, outline: Outline, region: Region) -> Pixels:
    """The rectangle of `outline` in the composite of original and blur, by the blurred mask of all peers."""
    sigma, far = outline.fading.sigma if outline.fading else 0.5, reach(outline, region)
    height, width = scene.pixels.shape[:2]
    left, top = max(0, outline.x0 - far), max(0, outline.y0 - far)
    mask = np.zeros((min(height, outline.y1 + far) - top, min(width, outline.x1 + far) - left), np.uint8)
    for one in filter(None, (peer.fading for peer in scene.peers)):
        mask[max(0, one.y0 - top) : max(0, one.y1 - top), max(0, one.x0 - left) : max(0, one.x1 - left)] = 255
    weight = blurred(mask, outline.moved(-left, -top), sigma)
    return blended(scene.pixels[outline.window], blurred(scene.pixels, outline, sigma), weight)
