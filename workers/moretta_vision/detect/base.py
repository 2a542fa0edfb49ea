"""The one container every detector answers with, and what a detector is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]


class DetectorUnavailable(RuntimeError):
    """The detector cannot run here; the reason is a sentence that says what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class OutOfMemory(RuntimeError):
    """The batch did not fit; a smaller one may."""


@dataclass(frozen=True)
class Mask:
    """The outline of one object: `pixels` bool [H, W], its top left pixel at `left`, `top` of the upright picture."""

    left: int
    top: int
    pixels: npt.NDArray[np.bool_]


@dataclass
class Detections:
    """What was found in one picture, best first.

    `boxes` float32 [N, 4] as x, y, width, height in pixels of the upright picture, inside it; `scores` float32 [N]
    in 0..1; `labels` N label kinds; `landmarks` float32 [N, K, 2] or None; `source` and `version` name the detector
    and its weights; `masks` N outlines, or None where the detector draws none.
    """

    boxes: Floats
    scores: Floats
    labels: list[str]
    landmarks: Floats | None = None
    source: str = ""
    version: str = ""
    notes: list[str] = field(default_factory=list)
    masks: list[Mask] | None = None
    agreed: npt.NDArray[np.int8] | None = None
    """[N], where two networks were heard: 1 both see it, 0 one of them only, -1 a find on which they were not."""

    def __len__(self) -> int:
        return len(self.scores)

    def __getitem__(self, chosen: npt.NDArray[np.bool_] | npt.NDArray[np.intp] | slice) -> Detections:
        """The chosen rows: a boolean mask, indices or a slice."""
        rows = np.arange(len(self))[chosen]
        return Detections(
            self.boxes[rows],
            self.scores[rows],
            [self.labels[i] for i in rows],
            None if self.landmarks is None else self.landmarks[rows],
            self.source,
            self.version,
            list(self.notes),
            None if self.masks is None else [self.masks[i] for i in rows],
            None if self.agreed is None else self.agreed[rows],
        )

    def enlarged(self, scale: tuple[float, float]) -> Detections:
        """The same in a picture so many times as wide and high; without outlines, which have the pixels of this one."""
        factors = np.array(scale, np.float32)
        marks = None if self.landmarks is None else self.landmarks * factors
        return replace(self, boxes=self.boxes * np.tile(factors, 2), landmarks=marks, masks=None)

    @classmethod
    def inside(
        cls,
        corners: Floats,
        scores: Floats,
        labels: str | Sequence[str],
        shape: tuple[int, ...],
        source: str,
        version: str,
        landmarks: Floats | None = None,
    ) -> Detections:
        """Finds from raw rows: best first, clipped to the picture of `shape` (height, width, …), without what is not
        finite or lies outside. `corners` [N, 4] as left, top, right, bottom; `labels` one for all, or N."""
        height, width = shape[:2]
        corners = np.asarray(corners, np.float32).reshape(-1, 4)
        scores = np.asarray(scores, np.float32).reshape(-1)
        low = np.clip(corners[:, :2], 0, (width, height))
        high = np.clip(corners[:, 2:], 0, (width, height))
        good = np.isfinite(corners).all(axis=1) & np.isfinite(scores) & ((high - low) > 0).all(axis=1)
        rows = np.flatnonzero(good)[np.argsort(-scores[good], kind="stable")]
        names = [labels] * len(rows) if isinstance(labels, str) else [labels[i] for i in rows]
        boxes = np.concatenate([low, high - low], axis=1)[rows].astype(np.float32)
        marks = None if landmarks is None else np.asarray(landmarks, np.float32)[rows]
        return cls(boxes, np.clip(scores[rows], 0, 1), names, marks, source, version)

    @classmethod
    def none(cls, source: str = "", version: str = "") -> Detections:
        """Nothing found."""
        return cls(np.zeros((0, 4), np.float32), np.zeros(0, np.float32), [], None, source, version)


class Detector(Protocol):
    """Finds objects in pictures.

    `detect` takes upright BGR pictures (uint8 HxWx3; grey HxW is taken too), a batch first, and answers one Detections
    for each, in order. `min_score` defaults to the detector's operating threshold. Raises OutOfMemory where a
    smaller batch may work. Safe to call from several threads; whether they search at once is the detector's matter.
    """

    name: str
    version: str
    labels: tuple[str, ...]

    def detect(self, images: Sequence[Image], min_score: float | None = None) -> list[Detections]: ...


def as_bgr(image: npt.NDArray[np.generic]) -> Image:
    """Any picture (grey, alpha, 16 bit, strided) as contiguous uint8 HxWx3 BGR."""
    pixels = np.asarray(image)
    if pixels.dtype == np.uint16:
        pixels = (pixels >> 8).astype(np.uint8)
    if pixels.dtype != np.uint8:
        raise ValueError(f"A picture has to be uint8 or uint16, not {pixels.dtype}.")
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[:, :, 0]
    if pixels.ndim == 2:
        pixels = np.repeat(pixels[:, :, None], 3, axis=2)
    if pixels.ndim != 3 or pixels.shape[2] not in (3, 4) or 0 in pixels.shape:
        raise ValueError(f"A picture has to be HxW or HxWx3, not of shape {pixels.shape}.")
    return np.ascontiguousarray(pixels[:, :, :3])
