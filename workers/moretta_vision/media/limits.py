"""How much one picture may ask for: larger ones are refused before they are decoded."""

from __future__ import annotations

import os
from pathlib import Path

from .errors import MediaError

DEFAULT_MAX_PIXELS = 200_000_000
MAX_FILE_BYTES = 2_000_000_000


def max_pixels() -> int:
    """The most pixels a picture or video frame may have: MORETTA_MAX_PIXELS, by default 200 million."""
    text = os.environ.get("MORETTA_MAX_PIXELS", "")
    if not text:
        return DEFAULT_MAX_PIXELS
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number <= 0:
        raise MediaError(f"MORETTA_MAX_PIXELS has to be a whole number larger than zero, not {text!r}.")
    return number


def check_size(name: str, width: int, height: int) -> None:
    """Raises MediaError for a picture without pixels or with too many. `name` is the file's, for the sentence."""
    if width <= 0 or height <= 0:
        raise MediaError(f"{name} has no pixels.")
    if width * height > max_pixels():
        raise MediaError(
            f"{name} is {width}×{height}, {width * height / 1e6:.0f} million pixels; the limit is "
            f"{max_pixels() / 1e6:g} million. Raise MORETTA_MAX_PIXELS if this is no mistake."
        )


def read_bytes(path: Path) -> bytes:
    """The file's bytes; MediaError where it is missing, unreadable, empty or larger than a picture can be."""
    try:
        size = path.stat().st_size
        if size == 0:
            raise MediaError(f"{path.name} is empty (zero bytes). Copy it again from where it came.")
        if size > MAX_FILE_BYTES:
            raise MediaError(
                f"{path.name} has {size / 1e9:.1f} GB; a picture may have {MAX_FILE_BYTES / 1e9:g}."
            )
        return path.read_bytes()
    except OSError as error:
        raise MediaError(f"{path.name} cannot be read: {error.strerror or error}.") from error
