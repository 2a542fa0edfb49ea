"""What each way to hide keeps of what it hides: nothing, an outline, or a weaker picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from moretta_vision.catalogue import METHODS
from moretta_vision.media.display_matrix import Orientation
from moretta_vision.media.planes import views
from moretta_vision.redact.files import redact_image
from moretta_vision.redact.pixels import changed, mask_at, redact_frame
from moretta_vision.redact.planar import covered_parts, hide
from moretta_vision.redact.regions import RegionError, parse_regions

IRREVERSIBLE = [name for name, method in METHODS.items() if method.kind == "irreversible"]
VISUAL = [name for name, method in METHODS.items() if method.kind == "visual"]
TURNS = [Orientation(), Orientation(True, True, False)]


def region(kind: str, data: list[Any], **how: Any) -> dict[str, Any]:
    return {"keyframes": [{"frame": 0, "shape": {"type": kind, "data": data}}], "margin": 0.1, **how}


def around(method: str, **how: Any) -> list[dict[str, Any]]:
    """Two objects that overlap, one of them at the edge of the picture."""
    return [
        region("box", [30.3, 20.2, 34, 40], method=method, shape="ellipse", **how),
        region("rotated_box", [70, 70, 30, 50, 20], method=method, **how),
    ]


def scene(seed: int, shape: tuple[int, ...], dtype: Any, hidden: np.ndarray) -> Any:
    """The same noise outside of what is hidden, and other noise inside."""
    top = int(np.iinfo(dtype).max)
    outside = np.random.default_rng(0).integers(0, top, shape)
    inside = np.random.default_rng(seed).integers(0, top, shape)
    return np.where(hidden.reshape(hidden.shape + (1,) * (len(shape) - 2)) > 0, inside, outside).astype(dtype)


@pytest.mark.parametrize("feather", [0.0, 0.2])
@pytest.mark.parametrize("method", IRREVERSIBLE)
@pytest.mark.parametrize(
    ("shape", "dtype"),
    [((192, 240, 3), np.uint8), ((192, 240), np.uint8), ((96, 120, 3), np.uint8), ((192, 240, 3), np.uint16)],
)
def test_a_picture_holds_nothing_of_what_an_irreversible_method_hides(
    method: str, shape: tuple[int, ...], dtype: Any, feather: float, tmp_path: Path
) -> None:
    regions = around(method, feather=feather)
    hidden = mask_at(around(method), 0, shape[1], shape[0])
    written = []
    for seed in (1, 2):
        source, target = tmp_path / f"{seed}.png", tmp_path / f"out-{seed}.png"
        cv2.imwrite(str(source), scene(seed, shape, dtype, hidden))
        redact_image(source, target, regions)
        written.append(target.read_bytes())
    assert written[0] == written[1]
    assert (tmp_path / "1.png").read_bytes() != (tmp_path / "2.png").read_bytes()


@pytest.mark.parametrize("feather", [0.0, 0.2])
@pytest.mark.parametrize("turn", TURNS, ids=["upright", "turned"])
@pytest.mark.parametrize("format_", ["yuv420p", "yuv422p10le", "yuv444p12le", "gray"])
@pytest.mark.parametrize("method", IRREVERSIBLE)
def test_a_video_picture_holds_nothing_of_it_either(
    method: str, format_: str, turn: Orientation, feather: float
) -> None:
    results = []
    for seed in (1, 2):
        picture = av.VideoFrame(240, 192, format_)
        parts = covered_parts(picture, parse_regions(around(method)), 0, turn)
        hidden = covered_parts(picture, parse_regions(around(method, feather=feather)), 0, turn)
        for number, view in enumerate(views(picture)):
            bits = picture.format.components[0].bits
            view[...] = np.random.default_rng(number).integers(0, 1 << bits, view.shape)
            down, across = 192 // view.shape[0], 240 // view.shape[1]
            for _, part in parts:
                rows, columns = part.window
                inside = np.s_[
                    rows.start // down : -(-rows.stop // down),
                    columns.start // across : -(-columns.stop // across),
                ]
                mask = (
                    np.ones_like(view[inside], bool) if part.mask is None else part.mask[::down, ::across] > 0
                )
                random = np.random.default_rng(seed).integers(0, 1 << bits, view[inside].shape)
                np.copyto(view[inside], random.astype(view.dtype), where=mask)
        hide(picture, hidden)
        results.append([view.copy() for view in views(picture)])
    assert all(np.array_equal(one, other) for one, other in zip(*results, strict=True))


@pytest.mark.parametrize(
    "method", [name for name in METHODS if METHODS[name].only is None and name != "imagenet"]
)
def test_a_soft_edge_lies_outside_of_what_is_covered(method: str) -> None:
    picture = scene(1, (120, 160, 3), np.uint8, np.zeros((120, 160)))
    sharp, soft = picture.copy(), picture.copy()
    one = region("box", [50, 40, 40, 40], method=method, color="00FF00")
    covered = changed(redact_frame(sharp, [one]), 160, 120)
    softly = changed(redact_frame(soft, [{**one, "feather": 0.25}]), 160, 120)
    edge, beyond = (softly > 0) & (covered == 0), softly == 0
    assert np.array_equal(soft[beyond], picture[beyond])
    assert (soft[edge] != picture[edge]).any() and edge.sum() > 300
    if method == "solid":
        assert np.array_equal(soft[covered > 0], sharp[covered > 0])
        middle = soft[60, 94:104, 1].astype(int) - picture[60, 94:104, 1]
        assert abs(middle[-1]) < abs(255 - picture[60, 103, 1]) * 0.2


def test_two_people_with_the_same_outline_give_the_same_silhouette() -> None:
    outline = region("polygon", [[40, 10], [70, 15], [90, 90], [25, 85]], method="silhouette", color="3060C0")
    hidden = mask_at([outline], 0, 120, 96)
    pictures = [scene(seed, (96, 120, 3), np.uint8, hidden) for seed in (1, 2)]
    for picture in pictures:
        redact_frame(picture, [outline])
    assert np.array_equal(pictures[0], pictures[1])
    assert (pictures[0][hidden > 0] == (0xC0, 0x60, 0x30)).all()


def test_a_silhouette_without_a_person_is_an_opaque_blur_and_is_counted(tmp_path: Path) -> None:
    picture = np.full((96, 120, 3), 90, np.uint8)
    cv2.imwrite(str(tmp_path / "wall.png"), picture)
    one = region("box", [30, 20, 34, 40], method="silhouette")
    report = redact_image(tmp_path / "wall.png", tmp_path / "out.png", [one])
    assert report["fell_back"] == {"silhouette": 1}


def test_a_region_too_large_for_removal_is_counted(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "wall.png"), scene(1, (96, 120, 3), np.uint8, np.zeros((96, 120))))
    large = region("box", [10, 10, 90, 80], method="removal")
    small = region("box", [3, 3, 9, 9], method="removal")
    report = redact_image(tmp_path / "wall.png", tmp_path / "out.png", [large, small])
    assert report["fell_back"] == {"removal": 1}


def test_removal_goes_on_with_a_slope_behind_it() -> None:
    slope = np.repeat(np.linspace(40, 200, 160)[None, :, None], 120, axis=0).repeat(3, axis=2)
    picture = slope.astype(np.uint8)
    picture[40:70, 60:90] = 0
    redact_frame(picture, [region("box", [60, 40, 30, 30], method="removal")])
    assert np.abs(picture - slope)[35:75, 55:95].mean() < 8


@pytest.mark.parametrize("method", VISUAL)
def test_a_visual_method_shows_something_of_what_it_hides(method: str) -> None:
    results = []
    for level in (40, 220):
        picture = np.full((96, 120, 3), 128, np.uint8)
        picture[20:60, 30:64] = level
        redact_frame(picture, [region("box", [30, 20, 34, 40], method=method)])
        results.append(picture)
    assert not np.array_equal(*results)


def test_the_imagenet_blur_of_a_turned_view_is_that_of_its_pixels() -> None:
    flat = np.random.default_rng(4).integers(0, 256, (300, 400, 3), np.uint8)
    turned = np.rot90(flat.copy())
    upright = np.ascontiguousarray(turned)
    for picture in (turned, upright):
        redact_frame(picture, [region("box", [90.0, 120.0, 100.0, 100.0], method="imagenet")])
    assert (turned == upright).all() and (upright != np.rot90(flat)).any()


def test_the_imagenet_blur_is_the_published_composite() -> None:
    """By the paper: boxes grown by 0.1 d, σ = 0.1 of the largest d, composite by the blurred mask."""
    picture = cv2.GaussianBlur(scene(1, (160, 200, 3), np.uint8, np.zeros((160, 200))), (0, 0), 2)
    boxes = [[60, 50, 60, 50], [20, 20, 20, 24]]
    mask = np.zeros((160, 200))
    for x, y, w, h in boxes:
        by = 0.1 * max(w, h)
        mask[
            int(np.floor(y - by)) : int(np.ceil(y + h + by)), int(np.floor(x - by)) : int(np.ceil(x + w + by))
        ] = 1
    soft = cv2.GaussianBlur(mask, (0, 0), 6)[..., None]
    expected = soft * cv2.GaussianBlur(picture.astype(float), (0, 0), 6) + (1 - soft) * picture
    redact_frame(picture, [region("box", box, method="imagenet") for box in boxes])
    difference = np.abs(picture - expected)
    assert np.median(difference) < 1 and difference.max() < 4


def test_the_smiley_stands_upright_in_a_turned_video() -> None:
    one = parse_regions([region("box", [20, 20, 40, 40], method="overlay", margin=0)])
    turn = Orientation(True, True, False)
    picture = av.VideoFrame(120, 96, "yuv444p")
    for view in views(picture):
        view[...] = 128
    hide(picture, covered_parts(picture, one, 0, turn))
    upright = turn.apply(np.ascontiguousarray(views(picture)[0]))
    flat = np.full((120, 96, 3), 128, np.uint8)
    redact_frame(flat, one)
    assert np.corrcoef(upright[20:60, 20:60].ravel(), flat[20:60, 20:60, 1].ravel())[0, 1] > 0.9


def test_a_picture_of_ones_own_is_laid_over_in_its_proportions(tmp_path: Path) -> None:
    drawing = np.zeros((10, 30, 4), np.uint8)
    drawing[:, 10:20] = (0, 0, 255, 255)
    cv2.imwrite(str(tmp_path / "mark.png"), drawing)
    picture = np.full((60, 60, 3), 200, np.uint8)
    one = region("box", [20, 20, 20, 20], method="overlay", image=str(tmp_path / "mark.png"), margin=0)
    redact_frame(picture, [one])
    assert (picture[22:38, 22:38] == (0, 0, 255)).all()


def test_a_picture_to_lay_over_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "mark.png").write_bytes(b"no picture")
    for name in ("mark.png", "absent.png"):
        with pytest.raises(RegionError, match=name) as caught:
            parse_regions([region("box", [1, 1, 9, 9], method="overlay", image=str(tmp_path / name))])
        assert caught.value.field == "regions[0].image"
