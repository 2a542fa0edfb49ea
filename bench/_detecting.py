"""Searches photos as `moretta detect` does and says what that cost: `_detecting.py ANSWER.json`, task on stdin.

Task: {"chosen": {detector: [label]}, "photos": [[name, path]]}. Answer: the detections `document`, `cpu_ms` of each
photo (search alone: reading and decoding are not in it), `peak_mb` of this process and its `threads`.
"""

from __future__ import annotations

import io
import json
import multiprocessing
import resource
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import psutil

Chosen = dict[str, list[str]]


def search(chosen: Chosen, photos: list[tuple[str, str]]) -> dict[str, Any]:
    """See above."""
    from moretta_vision.commands.detect import Answer
    from moretta_vision.detect.files import doubtful_score, find_in_pixels, least_score
    from moretta_vision.media import images

    begin(chosen)
    floors = {name: doubtful_score(name, None) for name in chosen}
    answer = Answer(chosen, {name: least_score(name, None) for name in chosen})
    find_in_pixels(images.read(photos[0][1]).pixels, chosen, floors)  # warm
    cost = []
    for name, path in photos:
        picture = images.read(path)
        began = time.process_time()
        found = find_in_pixels(picture.pixels, chosen, floors)
        cost.append(round(1000 * (time.process_time() - began), 2))
        answer.add_image(name, picture, found)
    written = io.StringIO()
    answer.write(written)
    document = json.loads(written.getvalue())
    return {"document": document, "cpu_ms": cost, "peak_mb": peak(), "threads": threads()}


def in_a_pool(chosen: Chosen, photos: list[tuple[str, str]], processes: int) -> tuple[float, float]:
    """Photos a second by so many processes, reading included, and the largest peak of one of them in MB."""
    with multiprocessing.get_context("spawn").Pool(processes, begin, (chosen,)) as pool:
        work = partial(_search_one, chosen)
        pool.map(work, photos[: 2 * processes], chunksize=1)  # everyone is warm
        began = time.monotonic()
        peaks = list(pool.imap_unordered(work, photos, chunksize=4))
        return len(photos) / (time.monotonic() - began), max(peaks)


def begin(chosen: Chosen) -> None:
    """Loads the detectors and keeps OpenCV to one thread of this process."""
    import cv2

    from moretta_vision import detect

    cv2.setNumThreads(1)
    for name in chosen:
        detect.load(name)


def peak() -> float:
    """The largest resident size of this process so far in MB."""
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(size / (1e6 if sys.platform == "darwin" else 1e3), 1)


def threads() -> int:
    return int(psutil.Process().num_threads())


def _search_one(chosen: Chosen, photo: tuple[str, str]) -> float:
    from moretta_vision.detect.files import doubtful_score, find_in_pixels
    from moretta_vision.media import images

    floors = {name: doubtful_score(name, None) for name in chosen}
    find_in_pixels(images.read(photo[1]).pixels, chosen, floors)
    return peak()


if __name__ == "__main__":
    task = json.load(sys.stdin)
    Path(sys.argv[1]).write_text(json.dumps(search(task["chosen"], task["photos"])))
