"""MediaPipe's face detectors (BlazeFace; Bazarevsky et al., 2019) by its Tasks API."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from .. import weights
from .base import DetectorUnavailable, Floats, Image
from .looking import Looker, LookingDetector
from .providers import Provider

POINTS = 6


class MediaPipeLooker(Looker):
    """A network of `side`×`side` pixels; six landmarks: eyes, nose, mouth, ears. Nothing below `floor` is found."""

    def __init__(self, weights_name: str, side: int, floor: float) -> None:
        path = weights.path_of(weights_name)
        self.tile, self.overlap = (side, side), side // 4
        try:
            import mediapipe as mp  # takes seconds: only here
            from mediapipe.tasks.python import BaseOptions, vision
        except ImportError as error:
            raise DetectorUnavailable(f"MediaPipe cannot be imported: {error}.") from None
        self._mp: Any = mp
        options = vision.FaceDetectorOptions(
            base_options=BaseOptions(model_asset_path=str(path)), min_detection_confidence=floor
        )
        with _quiet():
            self._network: Any = vision.FaceDetector.create_from_options(options)
            self.run(np.zeros((side, side, 3), np.uint8), 1.0)

    def run(self, tile: Image, least: float) -> Floats:
        height, width = tile.shape[:2]
        rgb = np.ascontiguousarray(tile[:, :, ::-1])
        answer = self._network.detect(self._mp.Image(image_format=self._mp.ImageFormat.SRGB, data=rgb))
        rows = []
        for found in answer.detections:
            box, score = found.bounding_box, found.categories[0].score
            if score < least:
                continue
            marks = [value for point in found.keypoints for value in (point.x * width, point.y * height)]
            rows.append([box.origin_x, box.origin_y, box.width, box.height, *marks, score])
        return np.array(rows, np.float32).reshape(-1, 5 + 2 * POINTS)

    def close(self) -> None:
        self._network.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """Sends the process's standard error away: MediaPipe writes fifty lines about itself there, past Python."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


class _MediaPipe(LookingDetector):
    side: int

    def make_looker(self, provider: Provider) -> Looker:
        self._network = MediaPipeLooker(self.info.weights[0], self.side, self.info.store_floor)
        return self._network

    def close(self) -> None:
        """Frees the graph; MediaPipe complains at exit where this was not done."""
        self._network.close()


class ShortRange(_MediaPipe):
    """Faces near the camera; the network sees 128×128 pixels."""

    side = 128
    image_sides = (128, 256)
    video_sides = (256, 256)
    close_look = 256


class FullRange(_MediaPipe):
    """Faces within some five metres; the network sees 192×192 pixels."""

    side = 192
    image_sides = (192, 384, 640)
    video_sides = (384, 384)
    close_look = 1920
