"""The planes of a decoded picture as arrays: pixels outside a redaction stay as the decoder gave them."""

from typing import Any

import cv2
import numpy as np
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def plane_view(plane: VideoPlane, wide: bool) -> NDArray[Any]:
    """One plane of a planar picture, [height, width], writable, uint8 or (where `wide`) uint16."""
    kind = np.uint16 if wide else np.uint8
    rows = np.frombuffer(memoryview(plane), kind)[
        : plane.height * (plane.line_size // np.dtype(kind).itemsize)
    ]
    return rows.reshape(plane.height, -1)[:, : plane.width]


def is_wide(picture: VideoFrame) -> bool:
    """Whether samples take two bytes."""
    return picture.format.components[0].bits > 8


def fresh_copy(picture: VideoFrame) -> VideoFrame:
    """The same planes and colour tags in a new picture, without captions, time codes or other side data.

    It is writable: decoders go on reading from the pictures they gave out.
    """
    copy = VideoFrame(picture.width, picture.height, picture.format.name)
    wide = is_wide(picture)
    for source, target in zip(picture.planes, copy.planes, strict=True):
        np.copyto(plane_view(target, wide), plane_view(source, wide))
    copy_colour(picture, copy)
    return copy


def copy_colour(source: VideoFrame, target: VideoFrame) -> None:
    """Carries the tags that say what the numbers mean."""
    target.colorspace, target.color_range = source.colorspace, source.color_range
    target.color_trc, target.color_primaries = source.color_trc, source.color_primaries


def to_bgr(picture: VideoFrame) -> Pixels:
    """[height, width, 3] BGR, 8 bit, in coded orientation, own memory."""
    return picture.to_ndarray(format="bgr24")  # type: ignore[return-value]


def paste(picture: VideoFrame, pixels: Pixels, mask: Pixels) -> None:
    """Puts the BGR `pixels` into the planar `picture` where `mask` is not zero. Both in coded orientation.

    Of subsampled planes every sample is replaced that lies under any masked pixel.
    """
    ys, xs = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(ys):
        return
    # The margin keeps the chroma filter away from the crop's edge; multiples of 8 keep samples aligned.
    top, left = max(0, (int(ys[0]) - 8) // 8 * 8), max(0, (int(xs[0]) - 8) // 8 * 8)
    bottom, right = min(mask.shape[0], int(ys[-1]) + 17), min(mask.shape[1], int(xs[-1]) + 17)
    crop = VideoFrame.from_ndarray(np.ascontiguousarray(pixels[top:bottom, left:right]), format="bgr24")
    crop = crop.reformat(
        format=picture.format.name,
        src_color_range="JPEG",
        dst_colorspace=picture.colorspace,
        dst_color_range=picture.color_range or None,
    )
    part, wide = mask[top:bottom, left:right], is_wide(picture)
    for number, (source, target) in enumerate(zip(crop.planes, picture.planes, strict=True)):
        across, down = _subsampling(picture, number)
        view = plane_view(target, wide)[top // down :, left // across :][: source.height, : source.width]
        np.copyto(view, plane_view(source, wide), where=shrink_mask(part, across, down).astype(bool))


def blank(picture: VideoFrame) -> VideoFrame:
    """A picture like this one that shows nothing: middle grey."""
    empty = VideoFrame(picture.width, picture.height, picture.format.name)
    middle = 1 << (picture.format.components[0].bits - 1)
    for plane in empty.planes:
        plane_view(plane, is_wide(picture))[...] = middle
    copy_colour(picture, empty)
    return empty


def shrink_mask(mask: Pixels, across: int, down: int) -> Pixels:
    """The mask of a subsampled plane: set wherever any of the pixels under a sample is set."""
    if across == down == 1:
        return mask
    height, width = -(-mask.shape[0] // down) * down, -(-mask.shape[1] // across) * across
    padded = cv2.copyMakeBorder(
        mask, 0, height - mask.shape[0], 0, width - mask.shape[1], cv2.BORDER_CONSTANT, value=0
    )
    return padded.reshape(height // down, down, width // across, across).max(axis=(1, 3))


def _subsampling(picture: VideoFrame, plane: int) -> tuple[int, int]:
    """Pixels across and down that one sample of the plane stands for."""
    format_ = picture.format
    if plane not in (1, 2) or format_.is_rgb or len(format_.components) < 3:
        return 1, 1
    # chroma_width(n) is n shifted by the format's subsampling.
    return 16 // format_.chroma_width(16), 16 // format_.chroma_height(16)
