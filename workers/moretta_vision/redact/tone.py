"""What the surroundings of a face tell about it: the tone of the skin by the neck, how bright it is, which side is."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from ..media.display_matrix import Orientation
from .outlines import Mask
from .portrait.traits import BGR, SKINS, Traits
from .portrait.view import Light
from .ranks import percentile
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
LEAST_RED, GLARE = 1.14, 215
"""How much more red than green skin has at least, unless it is brighter than the second; walls and wood have less."""
CLEAR = 0.25
"""Share of it from which on only what is skin without any doubt counts."""
NECK = 70
"""Percentile of what looks like skin that is taken for the tone: the rest lies in the shadow of the chin."""
MIDDLE = 0.5, 3.0
"""Between which places of the list of skins that lies which is chosen where none is seen."""
LIGHTS = 0.7, 1.12
"""How much darker or brighter it becomes by the light."""
LUMAS = 24.0, 205.0
"""How dark and how bright a neck is at most."""
COLOURLESS = 4.0, 9.0
"""Distances from grey (of 255) up to which a picture has no colours, and from which on it has them."""
BETWEEN = 40, 180
"""Brightness of what is neither black nor white, the colours of which tell whether a picture has any."""
PRINTED, STEP = (40, 230), 24
"""Brightness between which a picture of one tint shows it, and steps in which it is looked at."""
CONTRAST, TINTED = 50.0, 12.0
"""Grey levels between what is dark and what is light in it, and how far its tint is from grey at least."""
OTHERS, SPREAD = 0.25, 0.38
"""Which share of it may be of another colour, and how much what is equally bright may differ, over its tint's
distance."""
STRENGTHS, ASKEW = (0.75, 1.2), 0.04
"""How weak and how strong in colour skin is at most, over skin of the same brightness, and how much another hue it may
have, over its brightness: skin is never grey, walls are."""
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
    open_, brightness = ~closed, percentile(luma[~closed], LIT)
    like = (cr > SKIN[0][0]) & (cr < SKIN[0][1]) & (cb > SKIN[1][0]) & (cb < SKIN[1][1]) & (luma > DARK)
    green, red = (bgr[..., n].astype(np.float32) for n in (1, 2))
    like &= (red < REDDEST * green) & (red > np.where(luma > GLARE, 1.0, LEAST_RED) * green)
    factor = float(np.clip((brightness / COMMON) ** 0.5, 0.55, 1.25))
    neck = _neck(bgr, like & open_, closed)
    skin = _skin(neck, traits, factor)
    hair = _hair(bgr, closed, traits, factor, _luma(np.asarray(traits.skin) * skin))
    other = float(np.clip(np.sqrt(np.mean(skin)), 0.6, 1.15)) * min(1.0, factor + 0.15)
    bare = _bare(bgr, closed, skin, traits)
    towards = (_from_side(luma, open_), -0.5, 0.85)
    tint = _tint(bgr, ycc, open_) if neck is None else None
    if tint is not None:
        return Light(towards, skin, hair, other, 0.0, bare=bare, tint=tint)
    return Light(towards, skin, hair, other, _colours_in(scene), bare=bare)


def _neck(
    bgr: Pixels, like: npt.NDArray[np.bool_], closed: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64] | None:
    """The tone of what is `like` skin below the hidden part; None where that is not enough. Elsewhere walls, wood and
    cloth have a colour like that."""
    box = _bounds(closed)
    if box is None:
        return None
    top, bottom, left, right = box
    inset = (right - left) // 4
    neck, lower = np.zeros_like(like), np.zeros_like(like)
    neck[bottom - 1 : bottom + (bottom - top) // 5, left + inset : right - inset] = True
    lower[top + int(0.7 * (bottom - top)) :, left:right] = True
    for zone in (neck, lower):
        seen = like & zone
        clear = seen & (bgr[..., 2] > LEAST_RED * bgr[..., 1].astype(np.float32))
        if np.count_nonzero(clear) >= max(LEAST, CLEAR * np.count_nonzero(seen)):
            seen = clear  # without a white collar
        if np.count_nonzero(seen) >= max(LEAST, FEW * np.count_nonzero(zone & ~closed)):
            return 1.06 * np.percentile(bgr[seen], NECK, axis=0).astype(np.float64)
    return None


def _skin(neck: npt.NDArray[np.float64] | None, traits: Traits, factor: float) -> BGR:
    """Factors that bring the person's skin to the tone of the neck. Where none is seen it becomes one of the middle, by
    whose seed it is, in the light that there is."""
    base = np.asarray(traits.skin) * SHADED
    if neck is None:
        tone = _middle(traits) * SHADED * np.clip(factor, *LIGHTS)
    else:
        tone = np.clip(_luma(neck), *LUMAS) * neck / _luma(neck)
    bright = min(_luma(tone), STRONGEST * _luma(base))
    ratios = np.clip(bright * _like_skin(tone / _luma(tone), bright) / base, 0.2, STRONGEST)
    return float(ratios[0]), float(ratios[1]), float(ratios[2])


def _like_skin(colour: npt.NDArray[np.float64], luma: float) -> npt.NDArray[np.float64]:
    """The colour (over its brightness) nearest to this that skin of some brightness has."""
    usual = _common(luma) - 1
    share = float((colour - 1) @ usual / (usual @ usual))
    aside = colour - 1 - share * usual
    aside *= min(1.0, ASKEW / max(float(np.abs(aside).max()), 1e-6))
    return np.asarray(1 + np.clip(share, *STRENGTHS) * usual + aside)


def _middle(traits: Traits) -> npt.NDArray[np.float64]:
    """A skin that is neither the lightest nor the darkest, the lighter the lighter the person's own is."""
    lumas = [_luma(np.asarray(tone)) for tone in SKINS]
    own = float(np.interp(_luma(np.asarray(traits.skin)), lumas[::-1], range(len(SKINS) - 1, -1, -1)))
    at = np.interp(own, (0, len(SKINS) - 1), MIDDLE)
    return np.array([np.interp(at, range(len(SKINS)), [tone[n] for tone in SKINS]) for n in range(3)])


def _colours_in(scene: Scene) -> float:
    """How much colour there is in what may be seen of a picture: 0 (grey) to 1. Where hardly anything is but black and
    white, as on white paper, there may be."""
    step = max(1, max(scene.pixels.shape[:2]) // SIDE)
    bgr = scene.to_bgr(np.ascontiguousarray(scene.pixels[::step, ::step]))
    open_ = scene.hidden[::step, ::step] == 0
    luma, cr, cb = (
        plane[open_].astype(np.float32) for plane in cv2.split(cv2.cvtColor(bgr, cv2.COLOR_BGR2YCrCb))
    )
    between = (luma > BETWEEN[0]) & (luma < BETWEEN[1])
    if np.count_nonzero(between) < max(LEAST, FEW * len(luma)):
        return 1.0
    low, high = COLOURLESS
    strongest = percentile(np.hypot(cr - 128, cb - 128)[between], 99)
    return float(np.clip((strongest - low) / (high - low), 0, 1))


def _tint(bgr: Pixels, ycc: Pixels, open_: npt.NDArray[np.bool_]) -> BGR | None:
    """Blue, green and red over their luma where all is of one tint from dark to light, as in pictures printed in one
    colour or taken in red light: each brightness has one colour. None where that is not so, or where it is blue:
    that is the sky more often."""
    luma, cr, cb = (plane[open_].astype(np.float32) for plane in cv2.split(ycc))
    told = (luma > PRINTED[0]) & (luma < PRINTED[1])
    if np.count_nonzero(told) < LEAST:
        return None
    luma, seen = luma[told], np.stack([cr[told] - 128, cb[told] - 128])
    towards = np.median(seen, axis=1)
    size = float(np.hypot(*towards))
    if size < TINTED or np.subtract(*np.percentile(luma, (90, 10))) < CONTRAST:
        return None
    along, across = (towards @ seen) / size, (np.array([towards[1], -towards[0]]) @ seen) / size
    if np.mean((np.abs(across) > 0.3 * size) | (along < 0.25 * size)) > OTHERS:
        return None
    level = (luma / STEP).astype(int)
    spread = [
        np.subtract(*np.percentile(along[level == one], (85, 15)))
        for one in np.flatnonzero(np.bincount(level) > 0.03 * len(luma))
    ]
    pixels = bgr[open_][told].astype(np.float64)
    blue, green, red = np.median(pixels / np.maximum(pixels @ GREY, 1)[:, None], axis=0)
    if np.mean(spread) > SPREAD * size or blue > max(green, red):
        return None
    return float(blue), float(green), float(red)


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


def _bare(bgr: Pixels, closed: npt.NDArray[np.bool_], skin: BGR, traits: Traits) -> float:
    """How surely a forehead is seen just above the hidden part."""
    seen = _above(bgr, closed)
    if len(seen) < LEAST // 3:
        return 0.0
    return float(np.clip(5 * np.mean(hair_and_skin(seen, skin, traits)[1]) - 2.5, 0, 1))


def hair_and_skin(
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
