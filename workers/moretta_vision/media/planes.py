"""The planes of a decoded picture as arrays: pixels outside a redaction stay as the decoder gave them."""

import zlib
from typing import Any

import numpy as np
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def plane_view(plane: VideoPlane, wide: bool) -> NDArray[Any]:
    """One plane of a planar picture, [height, width], writable, uint8 or (where `wide`) uint16."""
    kind = np.uint16 if wide else np.uint8
    rows = np.frombuffer(memoryview(plane), kind)[
        : plane.height * (plane.line_size // np.dtype(kind).itemsize)
    ]
    return rows.reshape(plane.height, -1)[:, : plane.width]


def views(picture: VideoFrame) -> list[NDArray[Any]]:
    """All planes of a planar picture, as `plane_view` gives them."""
    wide = is_wide(picture)
    return [plane_view(plane, wide) for plane in picture.planes]


def checksum(picture: VideoFrame) -> int:
    """A number (CRC-32 over all planes) that two pictures share when all their samples are equal."""
    total = 0
    for view in views(picture):
        total = zlib.crc32(np.ascontiguousarray(view).data, total)
    return total


def is_wide(picture: VideoFrame) -> bool:
    """Whether samples take two bytes."""
    return picture.format.components[0].bits > 8


def subsampling(picture: VideoFrame) -> tuple[int, int]:
    """Pixels across and down that one chroma sample stands for; 1, 1 where there is no such thing."""
    format_ = picture.format
    if format_.is_rgb or len(format_.components) < 3:
        return 1, 1
    # chroma_width(n) is n shifted by the format's subsampling.
    return 16 // format_.chroma_width(16), 16 // format_.chroma_height(16)


def fresh_copy(picture: VideoFrame, spare: VideoFrame | None = None) -> VideoFrame:
    """The same planes and colour tags in a new picture, without captions, time codes or other side data.

    It is writable: decoders go on reading from the pictures they gave out. `spare` is an earlier copy that nobody but
    an encoder needs any more: it is taken again where it fits, for getting new memory takes longer than copying.
    """
    copy = spare
    if copy is None or _kind(copy) != _kind(picture):
        copy = VideoFrame(picture.width, picture.height, picture.format.name)
    else:
        copy.make_writable()  # gets new memory where an encoder still reads
    for source, target in zip(views(picture), views(copy), strict=True):
        np.copyto(target, source)
    copy_colour(picture, copy)
    return copy


def _kind(picture: VideoFrame) -> tuple[int, int, str]:
    return picture.width, picture.height, picture.format.name


def copy_colour(source: VideoFrame, target: VideoFrame) -> None:
    """Carries the tags that say what the numbers mean."""
    target.colorspace, target.color_range = source.colorspace, source.color_range
    target.color_trc, target.color_primaries = source.color_trc, source.color_primaries


def to_bgr(picture: VideoFrame, converter: VideoReformatter | None = None) -> Pixels:
    """[height, width, 3] BGR, 8 bit, in coded orientation, own memory. A `converter` that is kept for the pictures of
    one video spares preparing the conversion for each of them anew."""
    if converter is not None:
        picture = converter.reformat(picture, format="bgr24", threads=1)
    return picture.to_ndarray(format="bgr24")  # type: ignore[return-value]


def from_bgr(pixels: Pixels, like: VideoFrame) -> VideoFrame:
    """[height, width, 3] BGR, 8 bit, as a picture in the sample format, matrix and range of another."""
    picture = VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="bgr24").reformat(
        format=like.format.name,
        src_color_range="JPEG",
        dst_colorspace=like.colorspace,
        dst_color_range=like.color_range or None,
    )
    copy_colour(like, picture)
    return picture


def blank(picture: VideoFrame) -> VideoFrame:
    """A picture like this one that shows nothing: middle grey."""
    empty = VideoFrame(picture.width, picture.height, picture.format.name)
    for view in views(empty):
        view[...] = 1 << (picture.format.components[0].bits - 1)
    copy_colour(picture, empty)
    return empty
