"""Of what colour drawn people are, by what is around them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from moretta_vision.redact.pixels import redact_frame

MARKS = [[138, 115], [178, 115], [158, 138], [142, 157], [175, 157]]
CHEEKS = np.s_[125:150, 140:176]
SEEDS = (1, 5, 12, 40)
SUIT = (38, 36, 34)
NECK = (115, 140, 184)
GREY = np.array([0.114, 0.587, 0.299])


@pytest.fixture(scope="module", autouse=True)
def weights(models_dir: Path) -> Iterator[None]:
    """The product finds the weights for tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MORETTA_MODELS_DIR", str(models_dir))
        yield


def room(walls: tuple[int, int, int], clothes: tuple[int, int, int]) -> Any:
    """Walls with soft spots of light and shadow, and somebody's shoulders."""
    light = cv2.GaussianBlur(np.random.default_rng(0).uniform(0, 1, (300, 320)), (0, 0), 12)
    light = 0.85 + 0.3 * (light - light.min()) / np.ptp(light)
    picture = np.asarray(walls) * light[..., None]
    picture[185:] = np.asarray(clothes) * light[185:, :, None]
    return np.clip(picture, 0, 255).astype(np.uint8)


def cheeks(picture: Any, method: str, seed: int) -> Any:
    """The mean BGR of the cheeks of who is drawn."""
    picture = picture.copy()
    box = {"type": "box", "data": [110.0, 70.0, 90.0, 110.0]}
    whole = "head" if method == "replace-head" else "face"
    region = {"keyframes": [{"frame": 0, "shape": box}], "method": method, "shape": whole}
    redact_frame(picture, [{**region, "landmarks": {"0": MARKS}, "seed": seed}])
    return picture[CHEEKS].reshape(-1, 3).mean(axis=0)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "walls",
    [(205, 208, 212), (129, 140, 152), (165, 188, 214), (90, 88, 84)],
    ids=["white", "beige", "wood", "grey"],
)
@pytest.mark.parametrize("method", ["replace-face", "replace-head"])
def test_in_a_dark_suit_before_a_wall_nobody_is_grey_or_nearly_black(
    method: str, walls: tuple[int, int, int], seed: int
) -> None:
    picture = room(walls, SUIT)
    cv2.circle(picture, (290, 30), 20, (40, 160, 60), -1)  # something of a colour
    blue, green, red = cheeks(picture, method, seed)
    assert red > 1.15 * green and green > 1.06 * blue
    assert 55 < GREY @ (blue, green, red) < 215


def test_where_no_skin_is_seen_people_still_differ_in_tone() -> None:
    picture = room((190, 180, 170), SUIT)
    cv2.circle(picture, (290, 30), 20, (40, 160, 60), -1)
    tones = [GREY @ cheeks(picture, "replace-face", seed) for seed in range(12)]
    assert max(tones) - min(tones) > 25


@pytest.mark.parametrize("seed", SEEDS)
def test_before_white_paper_in_a_white_shirt_people_have_colours(seed: int) -> None:
    picture = room((253, 253, 253), (247, 247, 247))
    blue, _, red = cheeks(picture, "replace-head", seed)
    assert red > 1.25 * blue


@pytest.mark.parametrize("seed", SEEDS)
def test_in_a_grey_picture_everybody_is_grey(seed: int) -> None:
    blue, _, red = cheeks(room((140, 140, 140), (60, 60, 60)), "replace-head", seed)
    assert red < 1.03 * blue


@pytest.mark.parametrize("tint", [(0.8, 1.1, 0.87), (0.35, 0.55, 2.1)], ids=["printed green", "in red light"])
def test_in_a_picture_of_one_tint_everybody_has_that(tint: tuple[float, float, float]) -> None:
    grey = room((190, 190, 190), (75, 75, 75)).astype(float)
    picture = np.clip(0.6 * grey * np.asarray(tint), 0, 255).astype(np.uint8)
    drawn = cheeks(picture, "replace-face", 5)
    assert np.allclose(drawn / (GREY @ drawn), tint / (GREY @ tint), atol=0.12)


def test_before_a_lawn_or_the_sky_people_do_not_become_green_or_blue() -> None:
    for behind in ((60, 150, 80), (210, 160, 110)):
        blue, green, red = cheeks(room(behind, (60, 60, 60)), "replace-face", 5)
        assert red > green > blue


@pytest.mark.parametrize("neck", [(150, 176, 222), NECK, (60, 82, 124)], ids=["light", "middle", "dark"])
def test_the_face_has_the_tone_of_the_neck(neck: tuple[int, int, int]) -> None:
    picture = room((190, 180, 170), SUIT)
    picture[184:, 125:190] = neck
    drawn = cheeks(picture, "replace-face", 5)
    assert abs(GREY @ drawn - GREY @ neck) < 0.2 * (GREY @ neck)
    assert np.abs(drawn / (GREY @ drawn) - neck / (GREY @ np.asarray(neck))).max() < 0.12
