"""A smiling face, drawn: the same for everybody."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from .scene import Pixels

SIDE = 512

YELLOW, RIM, INK, TONGUE = (60, 200, 255), (20, 140, 225), (30, 40, 70), (90, 90, 230)


@lru_cache(maxsize=1)
def smiley() -> Pixels:
    """A square drawing, BGRA with 8 bits; transparent outside its circle, which touches the sides."""
    scale = 4  # drawn large, shrunk: smooth edges
    side, middle = SIDE * scale, SIDE * scale // 2
    bgr, alpha = np.zeros((side, side, 3), np.uint8), np.zeros((side, side), np.uint8)

    def at(x: float, y: float) -> tuple[int, int]:
        return round(middle + x * middle), round(middle + y * middle)

    def axes(x: float, y: float) -> tuple[int, int]:
        return round(x * middle), round(y * middle)

    cv2.circle(alpha, at(0, 0), middle, 255, cv2.FILLED)
    cv2.circle(bgr, at(0, 0), middle + 2, RIM, cv2.FILLED)
    cv2.circle(bgr, at(0, -0.02), round(0.95 * middle), YELLOW, cv2.FILLED)
    for x in (-0.34, 0.34):
        cv2.ellipse(bgr, at(x, -0.25), axes(0.11, 0.19), 0, 0, 360, INK, cv2.FILLED)
        cv2.ellipse(bgr, at(x - 0.03, -0.33), axes(0.035, 0.05), 0, 0, 360, (255, 255, 255), cv2.FILLED)
    mouth = np.zeros((side, side), np.uint8)
    cv2.ellipse(mouth, at(0, 0.16), axes(0.56, 0.52), 0, 0, 180, 255, cv2.FILLED)
    bgr[mouth > 0] = INK
    tongue = np.zeros_like(mouth)
    cv2.ellipse(tongue, at(0, 0.68), axes(0.34, 0.24), 0, 0, 360, 255, cv2.FILLED)
    bgr[(tongue & mouth) > 0] = TONGUE
    drawn = np.dstack([bgr, alpha])
    return cv2.resize(drawn, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
