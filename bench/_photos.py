"""Distinct photos, made out of the test photographs: cropped, mirrored, scaled, with noise of their own."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from _machine import SHARED

TESTDATA = Path(os.environ.get("MORETTA_TESTDATA", SHARED / "data"))
TWO_MEGAPIXELS = (1632, 1224)


def make_photos(folder: Path, number: int, size: tuple[int, int] = TWO_MEGAPIXELS) -> list[Path]:
    """`number` JPEG files of `size` (width, height)."""
    sources = sorted(
        path for part in ("faces", "people") for path in (TESTDATA / part).iterdir() if path.suffix == ".jpg"
    )
    if not sources:
        raise SystemExit(f"No photographs in {TESTDATA}: name the folder with MORETTA_TESTDATA.")
    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor() as pool:
        return list(pool.map(partial(_make, folder, sources, size), range(number), chunksize=8))


def _make(folder: Path, sources: list[Path], size: tuple[int, int], number: int) -> Path:
    import cv2
    import numpy as np

    cv2.setNumThreads(1)
    chance = np.random.default_rng(number)
    picture = cv2.imread(str(sources[number % len(sources)]))
    height, width = picture.shape[:2]
    wanted = size[0] / size[1]
    w, h = (width, int(width / wanted)) if width / height < wanted else (int(height * wanted), height)
    x, y = int(chance.integers(0, width - w + 1)), int(chance.integers(0, height - h + 1))
    picture = cv2.resize(
        picture[y : y + h, x : x + w], size, interpolation=cv2.INTER_AREA if w > size[0] else cv2.INTER_CUBIC
    )
    if number // len(sources) % 2:
        picture = picture[:, ::-1]
    noise = chance.normal(0, 3, picture.shape).astype(np.float32)
    picture = np.clip(picture + noise, 0, 255).astype(np.uint8)
    target = folder / f"photo-{number:05}.jpg"
    cv2.imwrite(str(target), picture, [cv2.IMWRITE_JPEG_QUALITY, 88])
    return target
