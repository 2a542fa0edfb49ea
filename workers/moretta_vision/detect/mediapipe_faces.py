"""MediaPipe's short-range face detector (BlazeFace; Bazarevsky et al., 2019) by its Tasks API."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from .. import weights
from ..catalogue import DetectorInfo
from .base import Detections, DetectorUnavailable, Image, as_bgr
from .providers import Provider


class ShortRange:
    """Faces near the camera; the network sees 128×128 pixels of the whole picture."""

    def __init__(self, info: DetectorInfo, provider: Provider, recipe: str = "image") -> None:
        self.info, self.name, self.labels = info, info.name, info.labels
        path = weights.path_of(info.weights[0])
        self.version = weights.version_of(info.weights)
        self._lock = threading.Lock()
        try:
            import mediapipe as mp  # takes seconds: only here
            from mediapipe.tasks.python import BaseOptions, vision
        except ImportError as error:
            raise DetectorUnavailable(f"MediaPipe cannot be imported: {error}.") from None
        self._mp: Any = mp
        self._network: Any = vision.FaceDetector.create_from_options(
            vision.FaceDetectorOptions(
                base_options=BaseOptions(model_asset_path=str(path)),
                min_detection_confidence=self.info.store_floor,
            )
        )

    def detect(self, images: Sequence[Image], min_score: float | None = None) -> list[Detections]:
        """See Detector. Nothing below the stored floor of .2 is ever found."""
        least = self.info.operating_threshold if min_score is None else min_score
        with self._lock:
            return [self._look(as_bgr(image), least) for image in images]

    def close(self) -> None:
        """Frees the graph; MediaPipe complains at exit where this was not done."""
        self._network.close()

    def _look(self, image: Image, least: float) -> Detections:
        height, width = image.shape[:2]
        rgb = np.ascontiguousarray(image[:, :, ::-1])
        answer = self._network.detect(self._mp.Image(image_format=self._mp.ImageFormat.SRGB, data=rgb))
        boxes, scores, landmarks = [], [], []
        for found in sorted(answer.detections, key=lambda one: -one.categories[0].score):
            box = found.bounding_box
            left, top = max(box.origin_x, 0), max(box.origin_y, 0)
            right, bottom = min(box.origin_x + box.width, width), min(box.origin_y + box.height, height)
            if found.categories[0].score < least or right <= left or bottom <= top:
                continue
            boxes.append((left, top, right - left, bottom - top))
            scores.append(found.categories[0].score)
            landmarks.append([(point.x * width, point.y * height) for point in found.keypoints])
        if not boxes:
            return Detections.none(self.name, self.version)
        return Detections(
            np.array(boxes, np.float32),
            np.array(scores, np.float32),
            ["face"] * len(boxes),
            np.array(landmarks, np.float32),
            self.name,
            self.version,
        )
