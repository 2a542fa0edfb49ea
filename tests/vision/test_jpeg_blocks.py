"""A JPEG in which something is hidden keeps the coefficients of all blocks outside, whatever its coding."""

from pathlib import Path

import cv2
import jpeglib
import numpy as np
import pytest
from PIL import Image

from moretta_vision.media import images
from moretta_vision.redact.files import redact_image

SIZE = (203, 149)
BOX = (61, 42, 50, 37)


def picture(gray: bool = False) -> Image.Image:
    """Coloured clouds, of odd sides."""
    grain = np.random.default_rng(5).integers(0, 256, (19, 26, 3), dtype=np.uint8)
    whole = Image.fromarray(cv2.resize(grain, SIZE, interpolation=cv2.INTER_CUBIC))
    return whole.convert("L") if gray else whole


def coded(path: Path, **how: object) -> Path:
    """The clouds, coded so."""
    picture(bool(how.pop("gray", False))).save(path, "JPEG", **{"quality": 88, **how})
    return path


def region(box: tuple[int, int, int, int] = BOX) -> dict[str, object]:
    shape = {"type": "box", "data": list(box)}
    keys = [{"frame": 0, "shape": shape, "outside": False}]
    return {"keyframes": keys, "method": "solid", "color": "ff00ff", "margin": 0, "shape": "box"}


CODINGS: dict[str, dict[str, object]] = {
    "4:2:0": {"subsampling": "4:2:0"},
    "4:2:2": {"subsampling": "4:2:2"},
    "4:4:4": {"subsampling": "4:4:4"},
    "grey": {"gray": True},
    "progressive": {"progressive": True},
    "coarse": {"quality": 20},
    "finest": {"quality": 100, "subsampling": "4:4:4"},
    "tables of its own": {"qtables": [[7] * 64, [9] * 64]},
    "restarts": {"restart_marker_blocks": 5},
}


@pytest.mark.parametrize("coding", CODINGS)
def test_blocks_outside_keep_their_coefficients(tmp_path: Path, coding: str) -> None:
    source, out = coded(tmp_path / "a.jpg", **CODINGS[coding]), tmp_path / "out.jpg"
    report = redact_image(source, out, [region()])
    assert 0.7 < report["kept"] < 1 and not report["copied"]
    before, after = (jpeglib.read_dct(str(path)) for path in (source, out))
    x, y, width, height = BOX
    for name in ("Y", "Cb", "Cr"):
        ours, theirs = getattr(after, name), getattr(before, name)
        if theirs is None:
            continue
        scale = np.round(np.divide(before.Y.shape[:2], theirs.shape[:2]))
        differ = np.argwhere((ours != theirs).any(axis=(2, 3)))
        assert len(differ) and ours.shape == theirs.shape
        low, high = differ.min(axis=0) * 8 * scale, (differ.max(axis=0) + 1) * 8 * scale
        assert low[0] > y - 16 and low[1] > x - 16 and high[0] < y + height + 16 and high[1] < x + width + 16
    assert np.array_equal(before.qt, after.qt)
    pixels = images.read(out).pixels
    inside = pixels[y + 2 : y + height - 2, x + 2 : x + width - 2].reshape(-1, 1 if pixels.ndim == 2 else 3)
    fill = [105] if pixels.ndim == 2 else [255, 0, 255]
    assert np.abs(np.median(inside, axis=0) - fill).max() <= 6
    far = np.ones(pixels.shape[:2], bool)
    far[y - 18 : y + height + 18, x - 18 : x + width + 18] = False
    assert np.array_equal(pixels[far], images.read(source).pixels[far])


@pytest.mark.parametrize("box", [(0, 0, 30, 20), (180, 130, 40, 40), (190, -5, 9, 9)], ids=str)
def test_blocks_at_the_edges_are_coded_whole(tmp_path: Path, box: tuple[int, int, int, int]) -> None:
    source, out = coded(tmp_path / "a.jpg"), tmp_path / "out.jpg"
    redact_image(source, out, [region(box)])
    x, y, width, height = box
    part = images.read(out).pixels[max(0, y + 2) : y + height - 2, max(0, x + 2) : x + width - 2]
    assert part.size and np.abs(np.median(part, axis=(0, 1)) - [255, 0, 255]).max() <= 12


def test_the_inside_changes_nothing_outside_its_blocks(tmp_path: Path) -> None:
    made = []
    for seed in (1, 2):
        pixels = np.array(picture())
        x, y, width, height = BOX
        pixels[y : y + height, x : x + width] = np.random.default_rng(seed).integers(
            0, 256, (height, width, 3)
        )
        path = tmp_path / f"{seed}.jpg"
        Image.fromarray(pixels).save(path, "JPEG", quality=95, subsampling="4:4:4")
        redact_image(path, tmp_path / f"out{seed}.jpg", [region()])
        made.append(images.read(tmp_path / f"out{seed}.jpg").pixels.astype(int))
    # The sources' own blocks at the border hold a little of the inside: coding spreads it over eight pixels.
    apart = np.abs(made[0] - made[1]).max(axis=2)
    assert (apart[y + 8 : y + height - 8, x + 8 : x + width - 8] <= 8).all()
    far = np.ones(apart.shape, bool)
    far[y - 8 : y + height + 8, x - 8 : x + width + 8] = False
    assert not apart[far].any()


def test_nothing_of_the_metadata_is_left(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Ann at home"
    source = coded(tmp_path / "a.jpg", exif=exif, comment="seen by Ann")
    assert source.read_bytes().count(b"Ann") == 2
    redact_image(source, tmp_path / "out.jpg", [region()])
    assert b"Ann" not in (tmp_path / "out.jpg").read_bytes()


def test_the_colour_profile_stays(tmp_path: Path) -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    source = coded(tmp_path / "a.jpg", icc_profile=profile)
    redact_image(source, tmp_path / "out.jpg", [region()])
    assert Image.open(tmp_path / "out.jpg").info["icc_profile"] == profile


@pytest.mark.parametrize("kind", ["turned", "rgb", "cmyk"])
def test_what_cannot_be_kept_is_coded_anew(tmp_path: Path, kind: str) -> None:
    source, exif = tmp_path / "a.jpg", Image.Exif()
    if kind == "turned":
        exif[0x0112] = 6
        coded(source, exif=exif)
    elif kind == "cmyk":
        picture().convert("CMYK").save(source, "JPEG")
    else:
        picture().save(source, "JPEG", keep_rgb=True)
    report = redact_image(source, tmp_path / "out.jpg", [region((30, 30, 40, 40))])
    assert report["kept"] == 0
    middle = images.read(tmp_path / "out.jpg").pixels[45:55, 45:55]
    assert np.abs(np.median(middle, axis=(0, 1)) - [255, 0, 255]).max() <= 8


def test_a_whole_picture_can_be_coded_anew_because_it_is_faster(tmp_path: Path) -> None:
    source = coded(tmp_path / "a.jpg")
    report = redact_image(source, tmp_path / "out.jpg", [region()], jpeg="fast")
    assert report["kept"] == 0
    assert images.read(tmp_path / "out.jpg").pixels.shape == (SIZE[1], SIZE[0], 3)
