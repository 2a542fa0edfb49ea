"""Redacting whole files: a clean output with nothing of what was hidden, or none."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ..media.errors import MediaError
from ..media.image_writing import encode, encode_untouched, output_name, write_whole
from ..media.images import Picture, read
from ..media.jpeg_blocks import recoded
from ..media.metadata import remains
from .pixels import changed, redact_frame
from .regions import Region

__all__ = ["redact_image", "redact_picture"]


def redact_image(
    src: Path | str,
    dst: Path | str,
    regions: Iterable[Region | Mapping[str, Any]],
    written: str | None = None,
    jpeg: str = "exact",
) -> dict[str, Any]:
    """Redacts a picture file; `dst` appears whole or not at all and carries no metadata.

    `written` is the format of the output (see `image_writing.output_name`), by default the one that follows from
    `src`'s content. Returns a report: ``format``, ``width``, ``height``, ``hidden`` (regions present),
    ``hidden_share`` (of all pixels), ``fell_back`` (by method, how many got the opaque blur instead), ``copied``
    (coded pixels taken over bit for bit), ``kept`` (the share of a JPEG's blocks that kept their coefficients),
    ``notes``. With `jpeg` ``fast`` a JPEG in which something is hidden is coded anew as a whole, which is faster.
    Raises MediaError or RegionError, and then nothing was written.
    """
    return redact_picture(read(src), Path(dst), regions, written, jpeg)


def redact_picture(
    picture: Picture,
    dst: Path,
    regions: Iterable[Region | Mapping[str, Any]],
    written: str | None = None,
    jpeg: str = "exact",
) -> dict[str, Any]:
    """Like `redact_image`, for a picture that was read already. Its pixels are changed."""
    regions = list(regions)
    written = written or output_name("", picture.format)[1]
    if not picture.pixels.flags.writeable:
        picture = dataclasses.replace(picture, pixels=np.array(picture.pixels))
    fell_back: list[str] = []
    parts = redact_frame(picture.pixels, regions, 0, fell_back)
    mask = changed(parts, picture.width, picture.height) if parts else None
    copied = mask is None and picture.original is not None and written == "jpeg"
    try:
        data, kept = _encoded(picture, mask, written, jpeg)
        left = remains(data)
    except (OSError, ValueError, cv2.error, MemoryError) as error:
        raise MediaError(f"{dst.name} cannot be encoded ({error}).") from error
    if left:
        raise MediaError(f"{dst.name} would still carry {', '.join(left)}; it was not written.")
    write_whole(dst, data)
    notes = list(picture.notes)
    if written != picture.format:
        notes.append(f"{picture.format.upper()} cannot be written: the output is {written.upper()}.")
    if picture.icc and (written in ("bmp", "jp2") or (written == "tiff" and picture.bit_depth == 16)):
        notes.append("The colour profile is dropped.")
    return {
        "format": written,
        "width": picture.width,
        "height": picture.height,
        "hidden": sum(_present(region) for region in regions),
        "hidden_share": round(float(np.count_nonzero(mask)) / mask.size, 6) if mask is not None else 0.0,
        "fell_back": dict(Counter(fell_back)),
        "copied": copied,
        "kept": round(kept, 6),
        "notes": notes,
    }


def _encoded(
    picture: Picture, mask: npt.NDArray[np.uint8] | None, written: str, jpeg: str
) -> tuple[bytes, float]:
    """The file's bytes, and the share of the blocks of a JPEG that are the source's own."""
    own = written == "jpeg" and picture.original is not None
    if mask is None:
        return encode_untouched(picture, written), float(own)
    if own and jpeg == "exact" and (made := recoded(picture.original or b"", picture.pixels, mask)):
        return made
    return encode(picture, written), 0.0


def _present(region: Region | Mapping[str, Any]) -> bool:
    from ..geometry.interpolation import shape_at

    keyframes = region.keyframes if isinstance(region, Region) else region["keyframes"]
    return shape_at(keyframes, 0) is not None
