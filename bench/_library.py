"""The library's calls alone, in a plain pool: `_library.py PROCESSES OUTDIR`, photos on standard input.

Prints the seconds that they took.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from functools import partial
from pathlib import Path

THUMBNAIL = 480
DETECTOR, THRESHOLD = "yunet", 0.6
FLOOR = 0.1  # what the platform stores


def check_weights() -> None:
    from moretta_vision import detect

    if why := detect.availability(DETECTOR):
        raise SystemExit(why)


def begin() -> None:
    """Loads the detector once a process, and keeps OpenCV to one thread of it."""
    import cv2

    from moretta_vision import detect

    cv2.setNumThreads(1)
    detect.load(DETECTOR)


def redact(folder: Path, photo: Path) -> int:
    """Everything one photo needs, each thing once; gives the number of hidden objects."""
    from moretta_vision import detect
    from moretta_vision.media.images import read
    from moretta_vision.media.preview import encode_preview
    from moretta_vision.redact.files import redact_picture

    picture = read(photo)
    (folder / f"{photo.stem}-thumbnail.jpg").write_bytes(
        encode_preview(picture.pixels, THUMBNAIL, picture.icc)
    )
    found = detect.load(DETECTOR).detect([picture.bgr()], FLOOR)[0]
    regions = [
        {
            "keyframes": [{"frame": 0, "shape": {"type": "box", "data": [float(v) for v in box]}}],
            "method": "solid",
            "shape": "box",
            "margin": 0.15,
            "color": "1B1E24",
            "strength": 1.0,
        }
        for box, score in zip(found.boxes, found.scores, strict=True)
        if score >= THRESHOLD
    ]
    redact_picture(picture, folder / photo.name, regions)
    (folder / f"{photo.stem}-redacted.jpg").write_bytes(
        encode_preview(picture.pixels, THUMBNAIL, picture.icc)
    )
    return len(regions)


def main() -> None:
    processes, folder = int(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(exist_ok=True)
    check_weights()
    photos = [Path(line) for line in sys.stdin.read().splitlines()]
    with multiprocessing.get_context("fork").Pool(processes, begin) as pool:
        pool.map(partial(redact, folder), photos[:processes])  # everyone is warm
        began = time.monotonic()
        hidden = sum(pool.imap_unordered(partial(redact, folder), photos, chunksize=8))
        seconds = time.monotonic() - began
    assert hidden, "nothing was found: the measurement would not be of the work"
    print(seconds)


if __name__ == "__main__":
    main()
