"""What the surroundings of a face tell about it: the tone of the skin by the neck, how bright it is, which side is."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from ..media.display_matrix import Orientation
from .outlines import Mask
from .portrait.traits import BGR, SKINS, Traits
from .portrait.view import Light
from .scene import Pixels, Scene

GREY = np.array([0.114, 0.587, 0.299])
SIDE = 96
"""Samples along the larger side that are looked at."""
LEAST = 24
"""Samples of skin below which none was seen."""
SKIN = (133, 176), (78, 128)
"""Cr and Cb of skin (BT.601), after Chai and Ngan, Face Segmentation Using Skin-Color Map, 1999."""
REDDEST = 1.9
"""How much more red than green skin has at most; red cloth has more."""
FEW = 0.15
"""Share of skin among what is looked at below which it is taken for something else of that colour."""
DARK = 40
"""Brightness below which the colours of skin are those of wood and shadows, too."""
LIT = 70
"""Percentile of brightness that tells how much light there is: what is lit, not what is black."""
COMMON = 125.0
"""Brightness at which nothing is made brighter or darker where no skin is seen."""
HUE = 1.35
"""How far the tone may be from that of skin of the same brightness."""
GAMUT = 1.1
"""How far it may be from that in the end: skin is of no other colours, walls are."""
PALER = 1.14
"""How much more blue than that a neck may have."""
BRIGHTEST = 0.85
"""How bright hair is at most, over the skin under it."""
BLACK_HAIR, DARK_HAIR, PLAIN = 45.0, 70.0, 0.85
"""Darker than the first it may be of any colour; brighter than the second it has less blue than this, over its red."""
TINGED = 8.0
"""Grey levels by which hair may be tinged otherwise."""
STRONGEST = 4.5
"""How much brighter a colour of skin may become: what is dark has to become as light as a pale neck in all three."""
SHADED = 0.86
"""How bright a drawn face is on average, over its colours without light."""


def light_from(scene: Scene, around: Pixels, hidden: Mask, traits: Traits, orientation: Orientation) -> Light:
    """The light under which a drawn person fits into the surroundings. No sample that is hidden has a say.

    `around` and `hidden` are a piece of the scene, as it is coded; `orientation` turns it upright.
    """
    step = max(1, max(around.shape[:2]) // SIDE)
    bgr = orientation.apply(scene.to_bgr(np.ascontiguousarray(around[::step, ::step])))
    closed = orientation.apply(hidden[::step, ::step]) > 0
    if np.count_nonzero(~closed) < LEAST:
        return Light()
    ycc = cv2.cvtColor(np.ascontiguousarray(bgr), cv2.COLOR_BGR2YCrCb)
    luma, cr, cb = (np.asarray(plane, np.float32) for plane in cv2.split(ycc))
    open_, brightness = ~closed, float(np.percentile(luma[~closed], LIT))
    colour = np.hypot(cr - 128, cb - 128)[open_]
    chroma = float(np.clip(np.percentile(colour, 97) / 10, 0, 1)) if np.median(colour) < 4 else 1.0
    like = (cr > SKIN[0][0]) & (cr < SKIN[0][1]) & (cb > SKIN[1][0]) & (cb < SKIN[1][1]) & (luma > DARK)
    like &= bgr[..., 2] < REDDEST * bgr[..., 1].astype(np.float32)
    factor = float(np.clip((brightness / COMMON) ** 0.5, 0.55, 1.25))
    skin = _skin(bgr, like & open_, closed, traits, factor)
    hair = _hair(bgr, closed, traits, factor, _luma(np.asarray(traits.skin) * skin))
    other = float(np.clip(np.sqrt(np.mean(skin)), 0.6, 1.15)) * min(1.0, factor + 0.15)
    bare = _bare(bgr, closed, skin, traits)
    return Light((_from_side(luma, open_), -0.5, 0.85), skin, hair, other, chroma, bare=bare)


def _skin(
    bgr: Pixels, like: npt.NDArray[np.bool_], closed: npt.NDArray[np.bool_], traits: Traits, factor: float
) -> BGR:
    """Factors that bring the person's skin to what looks like skin: below the hidden part where there is enough, else
    all around, where it is trusted less."""
    base = np.asarray(traits.skin) * SHADED
    box = _bounds(closed)
    neck, lower = np.zeros_like(like), np.zeros_like(like)
    if box is not None:
        top, bottom, left, right = box
        inset = (right - left) // 4
        neck[bottom - 1 : bottom + (bottom - top) // 5, left + inset : right - inset] = True
        lower[top + int(0.7 * (bottom - top)) :, left:right] = True
    for zone, among, most, trust in (
        (like & neck, neck & ~closed, 3.0, 0.4),
        (like & lower, lower & ~closed, 3.0, 0.4),
        (like, ~closed, 1.4, 0.1),
    ):
        if np.count_nonzero(zone) >= max(LEAST, FEW * np.count_nonzero(among)):
            tone = np.percentile(bgr[zone], 60, axis=0).astype(np.float64) * 1.06
            bright = float(np.clip(_luma(tone) / _luma(base), factor / most, factor * most))
            tone *= np.clip(_common(_luma(tone)) / (tone / _luma(tone)), 1 / HUE, HUE) ** (1 - trust)
            own = _common(_luma(tone))
            most_of_each = (PALER if trust > 0.2 else GAMUT, GAMUT, GAMUT)
            tone = own * np.clip(tone / _luma(tone) / own, 1 / GAMUT, most_of_each)
            ratios = np.clip(bright * tone / _luma(tone) / (base / _luma(base)), 0.2, STRONGEST)
            return float(ratios[0]), float(ratios[1]), float(ratios[2])
    return factor, factor, factor


def _common(luma: float) -> npt.NDArray[np.float64]:
    """Blue, green, red of skin of some brightness, over that brightness."""
    tones = np.asarray(SKINS)[::-1] * SHADED
    lumas = np.array([_luma(tone) for tone in tones])
    return np.array([np.interp(luma, lumas, tones[:, n] / lumas) for n in range(3)])


def _luma(bgr: npt.NDArray[np.float64]) -> float:
    return max(1.0, float(bgr @ GREY))


def _hair(bgr: Pixels, closed: npt.NDArray[np.bool_], traits: Traits, factor: float, brightest: float) -> BGR:
    """Factors that bring the person's hair to the colour of what is just above the hidden part, unless that is a wall,
    the sky or a lawn: nearly as bright as the skin, or of no colour that hair has."""
    seen = _above(bgr, closed)
    if len(seen) < LEAST // 3:
        return factor, factor, factor
    above_it = np.median(seen, axis=0)
    if _luma(above_it) > BRIGHTEST * brightest or not _like_hair(above_it):
        return factor, factor, factor
    base = np.asarray(traits.hair)
    own = base / _luma(base) * _luma(above_it)
    ratios = (own + 0.5 * (above_it - own)) / (0.85 * base)
    return float(ratios[0]), float(ratios[1]), float(ratios[2])


def _above(bgr: Pixels, closed: npt.NDArray[np.bool_]) -> Pixels:
    """What is seen [n, 3] just above the middle of the hidden part."""
    box = _bounds(closed)
    if box is None:
        return bgr[:0, 0]
    top, bottom, left, right = box
    inset = (right - left) // 3
    above = np.s_[max(0, top - max(2, (bottom - top) // 12)) : top + 2, left + inset : right - inset]
    return bgr[above][~closed[above]]


def _bare(bgr: Pixels, closed: npt.NDArray[np.bool_], skin: BGR, traits: Traits) -> tuple[float, float]:
    """How surely hair, and how surely a forehead, is seen just above the hidden part."""
    seen = _above(bgr, closed)
    if len(seen) < LEAST // 3:
        return 0.0, 0.0
    hair, skinny = (
        float(np.clip(5 * np.mean(one) - 2.5, 0, 1)) for one in _hair_and_skin(seen, skin, traits)
    )
    return hair, skinny


def there_already(scene: Scene, backdrop: Pixels, light: Light, traits: Traits) -> npt.NDArray[np.float32]:
    """How much of each pixel of what is behind a drawn person is hair or a forehead that goes on from above [h, w]."""
    height, width = backdrop.shape[:2]
    scale = min(1.0, SIDE / 2 / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = scene.to_bgr(cv2.resize(backdrop, size, interpolation=cv2.INTER_AREA))
    hair, skin = _hair_and_skin(small, light.skin, traits)
    share = cv2.blur(np.maximum(light.bare[0] * hair, light.bare[1] * skin), (3, 3))
    return np.asarray(cv2.resize(share, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _hair_and_skin(
    bgr: Pixels, skin: BGR, traits: Traits
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """How much each colour [..., 3] is that of hair on a person whose skin is brought to its tone by `skin`, and how
    much of that skin."""
    tone = np.asarray(traits.skin) * SHADED * skin
    level = np.maximum(bgr @ GREY, 1.0)
    blue, green, red = (bgr[..., n].astype(np.float32) for n in range(3))
    tinged = np.maximum(np.maximum(blue - 1.05 * green, green - 1.05 * red), red - 2.2 * green)
    hair = np.clip((0.75 - level / _luma(tone)) / 0.2, 0, 1)
    hair *= np.maximum(
        np.clip((1.5 * TINGED - tinged) / TINGED, 0, 1), np.clip((BLACK_HAIR - level) / 10, 0, 1)
    )
    off = np.abs(bgr / level[..., None] - tone / _luma(tone)).max(axis=-1)
    bare = np.clip(3 - np.abs(level / _luma(tone) - 1) / 0.15, 0, 1) * np.clip(3 - off / 0.07, 0, 1)
    return hair.astype(np.float32), bare.astype(np.float32)


def _like_hair(bgr: npt.NDArray[np.float64]) -> bool:
    """Whether hair has this colour: dark, or brown to yellow. What is light and grey is a wall more often."""
    blue, green, red = (float(value) for value in bgr)
    warm = blue <= 1.05 * green + TINGED and green <= 1.05 * red + TINGED and red <= 2.2 * green + TINGED
    return _luma(bgr) < BLACK_HAIR or (warm and (_luma(bgr) < DARK_HAIR or blue < PLAIN * red))


def _bounds(closed: npt.NDArray[np.bool_]) -> tuple[int, int, int, int] | None:
    """Rows and columns of the hidden part around the middle: first and past the last."""
    rows, columns = np.flatnonzero(closed.any(axis=1)), np.flatnonzero(closed.any(axis=0))
    if not len(rows):
        return None
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def _from_side(luma: npt.NDArray[np.float32], open_: npt.NDArray[np.bool_]) -> float:
    """How far light comes from the right (-0.4 to 0.4), by which half of the surroundings is brighter."""
    middle = luma.shape[1] // 2
    left, right = (
        float(luma[:, half][open_[:, half]].mean()) if open_[:, half].any() else 0.0
        for half in (slice(None, middle), slice(middle, None))
    )
    if not left or not right:
        return -0.2
    return float(np.clip(1.2 * (right - left) / (right + left), -0.4, 0.4))
