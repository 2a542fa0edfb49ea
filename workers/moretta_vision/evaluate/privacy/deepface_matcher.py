"""A network for verification as DeepFace (Serengil & Ozpinar, 2020) runs it, in an environment of its own."""

from __future__ import annotations

import os

import numpy as np
import numpy.typing as npt

from ...catalogue import DETECTORS
from ...detect.base import DetectorUnavailable
from ...detect.deepface_apart import DeepFaceProcess
from ...detect.needs import interpreter, missing
from .crops import face_of
from .matchers import Remembering

VARIABLE = "MORETTA_DEEPFACE_MODEL"
MODEL = "Facenet512"

_NEEDS = DETECTORS["deepface-opencv"]
"""Whatever of DeepFace runs, runs where this does."""


class DeepFace(Remembering):
    """The network that MORETTA_DEEPFACE_MODEL names, Facenet512 without. Raises DetectorUnavailable."""

    name = "deepface"

    def __init__(self) -> None:
        super().__init__()
        self._model = os.environ.get(VARIABLE, MODEL)
        self.title = f"DeepFace, {self._model}"
        if why := missing(_NEEDS):
            raise DetectorUnavailable(why.replace(_NEEDS.title, "DeepFace"))
        self._process = DeepFaceProcess("DeepFace", _NEEDS.interpreter, str(interpreter(_NEEDS)))

    def _one(self, crop: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        face = np.ascontiguousarray(face_of(crop[None], grown=0.1)[0])
        try:
            return np.array(self._process.ask({"model": self._model}, face)["row"], np.float32)
        except RuntimeError as error:
            raise DetectorUnavailable(str(error)) from None
