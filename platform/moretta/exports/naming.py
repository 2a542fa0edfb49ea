"""Names in an archive, safe on every system and each once; and the split that an asset belongs to."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from uuid import UUID

from moretta.datasets.media_types import clean_name

LONGEST = 120
PICTURES = (
    ".jpg",
    ".jpeg",
    ".jpe",
    ".jfif",
    ".jif",
    ".png",
    ".apng",
    ".webp",
    ".tif",
    ".tiff",
    ".bmp",
    ".dib",
)
JPEG2000 = (".jp2", ".j2k", ".j2c", ".jpc", ".jpx", ".jpf")
VIDEOS = (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".ts", ".mts", ".m2ts")
ENDINGS = {*PICTURES, *JPEG2000, ".avif", *VIDEOS}
"""Of the files that are written: a name with one of them keeps it."""
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


class Names:
    """Gives every asset a file name; two never share a stem, so that `a.jpg` and `a.png` have labels of their own."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str, ending: str = "") -> str:
        """`ending` is what the file really is; it is set behind a name that has none of a picture or video."""
        path = PurePosixPath(clean_name(name))
        stem = path.stem
        if path.suffix.lower() in ENDINGS or not ending:
            ending = path.suffix
        else:
            stem = path.name
        stem = re.sub(r'[<>:"/\\|?*%]', "_", stem)[:LONGEST].strip(" .") or "unnamed"
        if stem.lower() in RESERVED:
            stem = f"_{stem}"
        found, number = stem, 1
        while found.casefold() in self._taken:
            number += 1
            found = f"{stem}-{number}"
        self._taken.add(found.casefold())
        return f"{found}{ending}"


def split_of(asset: UUID, splits: dict[str, float], seed: int) -> str:
    """The split of an asset: always the same for the same seed, whatever else is in the dataset."""
    digest = hashlib.sha256(f"{seed}:{asset}".encode()).digest()
    place = int.from_bytes(digest[:8]) / 2**64
    reached = 0.0
    shares = [(name, share) for name, share in splits.items() if share > 0]
    for name, share in shares:
        reached += share
        if place < reached:
            return name
    return shares[-1][0]
