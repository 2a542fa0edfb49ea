"""The detectors that DeepFace (Serengil & Ozpinar, 2020) wraps, in an environment of their own: its dependencies and
ours exclude each other."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ..catalogue import DetectorInfo
from .base import DetectorUnavailable, Floats, Image
from .looking import OneByOne
from .needs import APART, interpreter
from .providers import Provider

SERVER = Path(__file__).with_name("deepface_server.py")


class DeepFaceApart(OneByOne):
    """One of its detectors, asked picture by picture."""

    def __init__(self, info: DetectorInfo, provider: Provider, recipe: str = "image") -> None:
        super().__init__(info, provider, recipe)
        self.backend = info.name.removeprefix("deepface-")
        self._process = DeepFaceProcess(info.title, info.interpreter, str(interpreter(info)))
        self.version = self._process.version

    def rows(self, image: Image, least: float) -> Floats:
        answer = self._process.ask({"backend": self.backend}, image)
        rows = np.array(answer["faces"], np.float32).reshape(-1, 5)
        return rows[rows[:, -1] >= least]

    def close(self) -> None:
        """Ends the process."""
        self._process.close()


class DeepFaceProcess:
    """One process of the other environment (see `deepface_server`), by the path of its Python. `title` is what
    sentences call it by, `variable` what names that Python. Raises DetectorUnavailable."""

    def __init__(self, title: str, variable: str, python: str) -> None:
        self._title, self._variable, self._python = title, variable, python
        self._start()

    def ask(self, what: Mapping[str, Any], image: Image) -> dict[str, Any]:
        """What it answers about a picture (BGR, uint8, HxWx3). Raises RuntimeError."""
        if self._process.poll() is not None:  # it died on an earlier picture, or for want of memory
            self._start()
        height, width = image.shape[:2]
        asked = json.dumps({**what, "height": height, "width": width}).encode()
        answer = self._answer(struct.pack(">I", len(asked)) + asked + image.tobytes())
        if "error" in answer:
            raise RuntimeError(f"{self._title} failed: {answer['error']}")
        return answer

    def close(self) -> None:
        """Ends the process."""
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()
        self._log.close()

    def _start(self) -> None:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the process
        self._process: Any = subprocess.Popen(
            [self._python, str(SERVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        )
        try:
            answer = self._answer(b"")
        except RuntimeError as error:
            raise DetectorUnavailable(str(error)) from None
        if "error" in answer:
            self.close()
            raise DetectorUnavailable(
                f"{self._title} cannot import DeepFace ({answer['error']}). Install it there: "
                f"{self._python} -m pip install {APART[self._variable]}."
            )
        self.version = f"deepface {answer['version']}"

    def _answer(self, message: bytes) -> dict[str, Any]:
        """Sends bytes and waits for the next message. Raises RuntimeError where the process has ended."""
        try:
            self._process.stdin.write(message)
            self._process.stdin.flush()
            size = struct.unpack(">I", self._process.stdout.read(4))[0]
            answer: dict[str, Any] = json.loads(self._process.stdout.read(size))
        except (OSError, struct.error, ValueError):
            self._process.kill()
            self._process.wait()
            self._log.seek(0)
            said = self._log.read().decode(errors="replace").strip().splitlines()
            last = said[-1] if said else "it said nothing"
            raise RuntimeError(f"The process of {self._title} has ended: {last}") from None
        return answer
