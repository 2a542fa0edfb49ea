"""Who looks alike: matchers that turn crops of faces into rows of numbers, the closer the more alike."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from ... import weights
from ...detect import providers
from ...detect.base import DetectorUnavailable
from ...detect.networks import Network
from .crops import FACE, small
from .scores import unit

Picture = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]


class Matcher(Protocol):
    """`embed` turns crops [N, SIDE, SIDE, 3] (see `crops`) into rows [N, D] of length 1, whose cosines tell how alike
    they are."""

    name: str
    title: str

    def embed(self, crops: Picture) -> Floats: ...


class Pixels:
    """32×32 grey values and their cosine, the mean taken off: what anybody can write in three lines."""

    name, title = "pixels", "32×32 grey values"

    def embed(self, crops: Picture) -> Floats:
        grey = small(crops, 32, grown=0.1) @ np.array([0.114, 0.587, 0.299], np.float32)
        rows = grey.reshape(len(crops), -1)
        rows = rows - rows.mean(axis=1, keepdims=True) if len(rows) else rows
        return unit(
            np.asarray(np.where(np.abs(rows).max(axis=1, initial=0)[:, None] > 0.004, rows, 0), np.float32)
        )


class Remembering:
    """A matcher that takes time, asked once for crops that are alike bit for bit. Subclasses say `_one`."""

    def __init__(self) -> None:
        self._known: dict[bytes, Floats] = {}

    def embed(self, crops: Picture) -> Floats:
        rows = []
        for crop in crops:
            key = hashlib.blake2b(crop.tobytes(), digest_size=16).digest()
            if key not in self._known:
                self._known[key] = self._one(crop)
            rows.append(self._known[key])
        return unit(np.array(rows, np.float32).reshape(len(rows), -1))

    def _one(self, crop: Picture) -> Floats:
        raise NotImplementedError


class Landmarks:
    """dlib's predictor of five landmarks: the corners of both eyes and the nose, of a face whose box is known."""

    def __init__(self) -> None:
        import dlib

        left, top, width, height = FACE
        side = min(width, height)  # dlib's own boxes are squares from the brows to the chin
        x, y = left + (width - side) // 2, top + height - side
        self._box = dlib.rectangle(x, y, x + side - 1, y + side - 1)
        self._predictor = dlib.shape_predictor(str(weights.path_of("dlib-landmarks")))

    def shape(self, rgb: Picture) -> Any:
        """What dlib takes for aligning."""
        return self._predictor(rgb, self._box)


TEMPLATE = np.array([[38.29, 51.7], [73.53, 51.5], [56.0, 80.2]], np.float32)
"""Where the middles of the eyes and the base of the nose belong in 112×112 pixels (ArcFace; Deng et al., 2019)."""

MEAN = np.array([0.485, 0.456, 0.406], np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)


class MobileFaceNet(Remembering):
    """MobileFaceNet (Chen et al., 2018), trained with ArcFace's loss; faces aligned where dlib is installed."""

    name, title = "mobilefacenet", "MobileFaceNet"

    def __init__(self) -> None:
        super().__init__()
        self._network = Network(weights.path_of("mobilefacenet"), providers.find("cpu"))
        self._landmarks = Landmarks() if _lacks_dlib() is None else None

    def _one(self, crop: Picture) -> Floats:
        rgb = np.ascontiguousarray(crop[..., ::-1])
        left, top, width, height = FACE
        points = np.array(  # where they are in a usual box
            [[left + 0.27 * width, top + 0.36 * height], [left + 0.73 * width, top + 0.36 * height],
             [left + 0.5 * width, top + 0.64 * height]], np.float32,
        )  # fmt: skip
        if self._landmarks is not None:
            five = self._landmarks.shape(rgb)
            at = np.array([[five.part(n).x, five.part(n).y] for n in range(5)], np.float32)
            points = np.stack([at[2:4].mean(axis=0), at[0:2].mean(axis=0), at[4]])
        move, _ = cv2.estimateAffinePartial2D(points, TEMPLATE, method=cv2.LMEDS)
        face = cv2.warpAffine(rgb, move, (112, 112), flags=cv2.INTER_LINEAR, borderValue=(127, 127, 127))
        values = ((face.astype(np.float32) / 255 - MEAN) / DEVIATION).transpose(2, 0, 1)[None]
        return next(iter(self._network.run(np.ascontiguousarray(values)).values()))[0]


class Dlib(Remembering):
    """dlib's embedding of aligned faces (King, 2017): 128 numbers whose distance tells people apart."""

    name, title = "dlib", "dlib"

    def __init__(self) -> None:
        super().__init__()
        import dlib

        self._landmarks = Landmarks()
        self._network = dlib.face_recognition_model_v1(str(weights.path_of("dlib-embedding")))

    def _one(self, crop: Picture) -> Floats:
        rgb = np.ascontiguousarray(crop[..., ::-1])
        return np.array(self._network.compute_face_descriptor(rgb, self._landmarks.shape(rgb)), np.float32)


def _deepface() -> Matcher:
    from .deepface_matcher import DeepFace

    return DeepFace()


_MAKERS: dict[str, Callable[[], Matcher]] = {
    "pixels": Pixels,
    "mobilefacenet": MobileFaceNet,
    "dlib": Dlib,
    "deepface": _deepface,
}


def load(names: Sequence[str] | None) -> tuple[list[Matcher], list[str]]:
    """The matchers of these names, all of them where None; and a sentence for each that is not there.

    Raises DetectorUnavailable where one that was named cannot run.
    """
    found: list[Matcher] = []
    notes = []
    for name in names if names is not None else _MAKERS:
        try:
            if name == "dlib" and (why := _lacks_dlib()):
                raise DetectorUnavailable(why)
            found.append(_MAKERS[name]())
        except (DetectorUnavailable, weights.WeightsError) as error:
            if names is not None:
                raise DetectorUnavailable(f"The matcher {name} cannot run. {error}") from None
            notes.append(f"Without the matcher {name}: {error}")
    return found, notes


def _lacks_dlib() -> str | None:
    if importlib.util.find_spec("dlib") is None:
        return "It needs dlib. Install it: pip install 'moretta[dlib]'."
    return weights.missing("dlib-landmarks")
