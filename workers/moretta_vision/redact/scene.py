"""What a method may look at: the picture as it stands, and which of its pixels nobody may read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from .outlines import Mask, Outline

if TYPE_CHECKING:
    from .regions import Region

Pixels = npt.NDArray[Any]

SURE = 255
"""How well a pixel is known that several frames show alike."""
ONE_SAYS = 128
"""How well a pixel is known that only one frame shows, so that nothing speaks for it or against it."""
DISPUTED = 1
"""How well a pixel is known that frames show differently: not at all, which is told from what none of them shows."""


@dataclass
class Told:
    """What is to be said of a picture in which something was hidden: the method of each object that got the opaque blur
    instead, and for each that was removed its pixels, and how many of them surely are what other frames showed."""

    fell_back: list[str] = field(default_factory=list)
    removed: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Scene:
    """The pixels (HxW or HxWx3, uint8 or uint16) that an outline is in, and `hidden` (HxW, 0 or 255): what any outline
    of the picture covers. `peers` are all outlines hidden by the same method. `top` is the largest sample, `size` the
    width and height of the whole picture. `planar` says that the three channels are luma and two of chroma.

    `of_bgr` turns a drawing (hxwx3 BGR, 8 bit) into this scene's samples, `to_bgr` a piece of it back. What is to be
    said of the work goes into `told`. `seen`: what `inside` shows in place of the pixels. `behind`, in clips, is what
    other frames showed at the place of the pixels, of their size and type, and how well that is known (HxW: SURE,
    ONE_SAYS, DISPUTED or 0). `last` says that nobody reads the pixels after this, and that the outline covers its whole
    rectangle: a method may then write into `pixels` what it gives, and give that place.
    """

    pixels: Pixels
    hidden: Mask
    peers: tuple[Outline, ...]
    top: int
    planar: bool
    of_bgr: Callable[[Pixels], Pixels]
    to_bgr: Callable[[Pixels], Pixels]
    size: tuple[int, int]
    told: Told = field(default_factory=Told)
    seen: Pixels | None = None
    behind: tuple[Pixels, Mask] | None = None
    last: bool = False

    @property
    def fell_back(self) -> list[str]:
        """The methods that could not do their work well and hide by the opaque blur instead."""
        return self.told.fell_back

    def inside(self, outline: Outline) -> npt.NDArray[np.uint8]:
        """The rectangle of an outline, upright, BGR, 8 bit: the one door by which methods that leave nothing may look
        under an outline, and for no more than where a person stands or which way a head is turned."""
        source = self.pixels if self.seen is None else self.seen
        return np.ascontiguousarray(outline.orientation.apply(self.to_bgr(source[outline.window])))


class Method(Protocol):
    """A way to hide. The modules of the methods are such objects.

    `reach` says how many pixels around an outline have a say in what comes into it. `content` gives the rectangle of
    the outline, of its size and the scene's type; the caller paints of it what the outline covers.
    """

    def reach(self, outline: Outline, region: Region) -> int: ...

    def content(self, scene: Scene, outline: Outline, region: Region) -> Pixels: ...


def scene_of(
    pixels: Pixels,
    hidden: Mask,
    peers: tuple[Outline, ...] = (),
    fell_back: list[str] | None = None,
    seen: Pixels | None = None,
) -> Scene:
    """The scene of an upright picture: HxWx3 BGR or HxW, uint8 or uint16 over its whole range."""
    wide, grey = pixels.dtype == np.uint16, pixels.ndim == 2

    def of_bgr(drawing: Pixels) -> Pixels:
        values = grey_of(drawing) if grey else drawing
        return values.astype(np.uint16) * 257 if wide else values

    top, size = 65535 if wide else 255, (pixels.shape[1], pixels.shape[0])
    told = Told() if fell_back is None else Told(fell_back)
    return Scene(pixels, hidden, peers, top, False, of_bgr, bgr_of, size, told, seen)


def bgr_of(piece: Pixels) -> Pixels:
    """A piece of an upright picture as BGR with 8 bits."""
    values = (piece >> 8).astype(np.uint8) if piece.dtype == np.uint16 else piece
    return np.repeat(values[..., None], 3, axis=2) if values.ndim == 2 else values


def grey_of(drawing: Pixels) -> Pixels:
    """The luma (BT.601) of BGR, of its type."""
    return np.rint(drawing @ np.array([0.114, 0.587, 0.299])).astype(drawing.dtype)
