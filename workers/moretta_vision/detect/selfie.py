"""Outlines of people near the camera: MediaPipe's selfie segmentation (Google, 2021) by its Tasks API."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from .. import weights
from ..catalogue import DetectorInfo
from .base import Detections, DetectorUnavailable, Floats, Image, Mask
from .looking import Guarded
from .providers import Provider

SURE = 0.5
"""From this probability on a pixel belongs to a person."""

SMALLEST = 0.002
"""Patches with a smaller share of the picture are noise."""


class Selfie(Guarded):
    """Each patch of people becomes one find: people who touch are one. The network sees 256×256 pixels of the whole
    picture, so outlines are coarse and people far away are not seen."""

    def __init__(self, info: DetectorInfo, provider: Provider, recipe: str = "image") -> None:
        super().__init__(info, provider, recipe)
        try:
            import mediapipe as mp  # takes seconds: only here
            from mediapipe.tasks.python import BaseOptions, vision
        except ImportError as error:
            raise DetectorUnavailable(f"MediaPipe cannot be imported: {error}.") from None
        self._mp: Any = mp
        path = weights.path_of(info.weights[0])
        self._network: Any = vision.ImageSegmenter.create_from_options(
            vision.ImageSegmenterOptions(
                base_options=BaseOptions(model_asset_path=str(path)),
                output_confidence_masks=True,
                output_category_mask=False,
            )
        )

    def close(self) -> None:
        """Frees the graph; MediaPipe complains at exit where this was not done."""
        self._network.close()

    def find(self, image: Image, least: float) -> Detections:
        sure = self._run(image)
        count, patches, facts, _ = cv2.connectedComponentsWithStats((sure >= SURE).astype(np.uint8))
        boxes, scores, masks = [], [], []
        for patch in range(1, count):
            left, top, width, height, area = (int(value) for value in facts[patch])
            if area < SMALLEST * sure.size:
                continue
            pixels = patches[top : top + height, left : left + width] == patch
            boxes.append((left, top, width, height))
            scores.append(float(sure[top : top + height, left : left + width][pixels].mean()))
            masks.append(Mask(left, top, pixels))
        found = Detections(
            np.array(boxes, np.float32).reshape(-1, 4),
            np.array(scores, np.float32),
            ["person"] * len(boxes),
            None,
            self.name,
            self.version,
            masks=masks,
        )
        order = np.argsort(-found.scores, kind="stable")
        return found[order[found.scores[order] >= least]]

    def _run(self, image: Image) -> Floats:
        """The probability [H, W] of each pixel to be of a person."""
        rgb = np.ascontiguousarray(image[:, :, ::-1])
        answer = self._network.segment(self._mp.Image(image_format=self._mp.ImageFormat.SRGB, data=rgb))
        return np.asarray(answer.confidence_masks[-1].numpy_view(), np.float32).reshape(image.shape[:2])
