"""What networks of the usual kinds answer, decoded: for models that are added by configuration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .base import Floats
from .priors import Priors

Decoded = tuple[Floats, Floats]
"""Boxes [N, 4] as left, top, width, height in pixels of the input, and scores [N, classes]; not suppressed."""

STRIDES = (8, 16, 32)


class HeadError(ValueError):
    """Answers that this kind of network does not give: a sentence."""


@dataclass(frozen=True)
class Head:
    """A kind of network: how it wants its pixels, (value - `mean`) × `factor` in the order of `channels`, filled up
    with `grey`; how its answers are decoded; and from which overlap on two boxes of one label are one object."""

    says: str
    decode: Callable[[Sequence[Floats], tuple[int, int], Priors], Decoded]
    """Called with the outputs in order, height and width of the input, and the priors. Raises HeadError."""
    channels: str
    mean: tuple[float, float, float]
    factor: float
    grey: int
    same: float = 0.45


def _one(outputs: Sequence[Floats], what: str) -> Floats:
    """The first output, [N, columns]."""
    rows = _without_batch(outputs[0])
    if rows.ndim != 2:
        raise HeadError(f"expected one output {what}, got {_shapes(outputs)}")
    return rows


def _with_last(outputs: Sequence[Floats], size: int, what: str) -> Floats:
    """The output [N, size]."""
    found = [one for one in map(_without_batch, outputs) if one.ndim == 2 and one.shape[1] == size]
    if len(found) != 1:
        raise HeadError(f"expected one output {what}, got {_shapes(outputs)}")
    return found[0]


def _without_batch(output: Floats) -> Floats:
    return output[0] if output.ndim == 3 and output.shape[0] == 1 else output


def _shapes(outputs: Sequence[Floats]) -> str:
    return " and ".join("×".join(map(str, one.shape)) for one in outputs)


def _about(centres: Floats, sizes: Floats) -> Floats:
    return np.concatenate([centres - sizes / 2, sizes], axis=1).astype(np.float32)


def yolov5(outputs: Sequence[Floats], size: tuple[int, int], priors: Priors) -> Decoded:
    """Ultralytics' YOLOv5 (2020): centre and size in pixels, objectness, classes."""
    rows = _one(outputs, "1×N×(5 + classes)")
    if rows.shape[1] < 6 or rows.shape[0] <= rows.shape[1]:
        raise HeadError(f"expected one output 1×N×(5 + classes), got {_shapes(outputs)}")
    return _about(rows[:, :2], rows[:, 2:4]), rows[:, 4:5] * rows[:, 5:]


def yolov8(outputs: Sequence[Floats], size: tuple[int, int], priors: Priors) -> Decoded:
    """Ultralytics' YOLOv8 (2023) and later ones without suppression inside: centre and size in pixels, classes."""
    found = _one(outputs, "1×(4 + classes)×N")
    rows = found.T if found.shape[0] < found.shape[1] else found
    if rows.shape[1] < 5:
        raise HeadError(f"expected one output 1×(4 + classes)×N, got {_shapes(outputs)}")
    return _about(rows[:, :2], rows[:, 2:4]), rows[:, 4:]


def yolox(outputs: Sequence[Floats], size: tuple[int, int], priors: Priors) -> Decoded:
    """YOLOX (Ge et al., 2021): see `yolox_cells`."""
    rows = _one(outputs, "1×N×(5 + classes)")
    cells = sum((size[0] // stride) * (size[1] // stride) for stride in STRIDES)
    if rows.shape[0] != cells or rows.shape[1] < 6:
        raise HeadError(f"expected one output 1×{cells}×(5 + classes), got {_shapes(outputs)}")
    return yolox_cells(rows, size)


def yolox_cells(rows: Floats, size: tuple[int, int]) -> Decoded:
    """Boxes and scores of rows [cells, 5 + classes] of an input of this height and width: the centre's offset from
    its cell and the logarithm of the size, both in strides, objectness, classes."""
    cells, strides = [], []
    for stride in STRIDES:
        down, across = np.mgrid[: size[0] // stride, : size[1] // stride].astype(np.float32)
        cells.append(np.stack([across, down], axis=2).reshape(-1, 2))
        strides.append(np.full((down.size, 1), stride, np.float32))
    grid, of_cell = np.concatenate(cells), np.concatenate(strides)
    centres = (rows[:, :2] + grid) * of_cell
    return _about(centres, np.exp(rows[:, 2:4]) * of_cell), rows[:, 4:5] * rows[:, 5:]


def retinaface(outputs: Sequence[Floats], size: tuple[int, int], priors: Priors) -> Decoded:
    """RetinaFace (Deng et al., 2020) after Pytorch_Retinaface: deltas to priors, scores of nothing and of the object;
    landmarks are not looked at."""
    deltas = _with_last(outputs, 4, "1×N×4 of deltas")
    scores = _with_last(outputs, 2, "1×N×2 of scores")
    boxes = priors.boxes(*size)
    if not len(deltas) == len(scores) == len(boxes):
        raise HeadError(f"expected outputs for {len(boxes)} priors, got {_shapes(outputs)}")
    return priors.decode(deltas, boxes), _shares(scores)[:, 1:]


def ssd(outputs: Sequence[Floats], size: tuple[int, int], priors: Priors) -> Decoded:
    """SSD (Liu et al., 2016) with its priors inside: scores of nothing and of each class, and corners as shares of the
    input. With three classes the boxes are the second output of four columns."""
    found = [_without_batch(one) for one in outputs]
    if len(found) != 2 or any(one.ndim != 2 for one in found):
        raise HeadError(f"expected outputs 1×N×(1 + classes) and 1×N×4, got {_shapes(outputs)}")
    scores, boxes = found
    if boxes.shape[1] != 4:
        boxes, scores = scores, boxes
    if boxes.shape[1] != 4 or scores.shape[1] < 2 or len(boxes) != len(scores):
        raise HeadError(f"expected outputs 1×N×(1 + classes) and 1×N×4, got {_shapes(outputs)}")
    corners = boxes * np.array([size[1], size[0]] * 2, np.float32)
    return np.concatenate([corners[:, :2], corners[:, 2:] - corners[:, :2]], axis=1), _shares(scores)[:, 1:]


def _shares(scores: Floats) -> Floats:
    """Scores that add up to 1 in each row, also of networks that were exported without their last softmax."""
    if np.abs(scores.sum(axis=1) - 1).max(initial=0) < 1e-2:
        return scores
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)


_CAFFE = (104.0, 117.0, 123.0)
_NONE = (0.0, 0.0, 0.0)
_127 = (127.0, 127.0, 127.0)

HEADS: Mapping[str, Head] = {
    "yolov5": Head("YOLOv5", yolov5, "rgb", _NONE, 1 / 255, 114, 0.55),
    "yolov8": Head("YOLOv8 and later", yolov8, "rgb", _NONE, 1 / 255, 114, 0.55),
    "yolox": Head("YOLOX", yolox, "bgr", _NONE, 1.0, 114, 0.55),
    "retinaface": Head("RetinaFace", retinaface, "bgr", _CAFFE, 1.0, 0),
    "ssd": Head("SSD", ssd, "rgb", _127, 1 / 128, 0),
}
