"""Runs in the environment that MORETTA_DEEPFACE_PYTHON names, started by `deepface_apart.py`; imports nothing of ours.

A message is four bytes of length, most significant first, and so many bytes of JSON. The first that is written says
`{"version"}`, or `{"error"}` where DeepFace cannot be imported. A request `{"backend", "height", "width"}` is followed
by the pixels, BGR, uint8, row by row. Its answer is `{"faces": [[left, top, width, height, score]…]}` or `{"error"}`.
With `{"model"}` in place of the backend the picture is one face, and the answer `{"row": […]}`, what that network makes
of it.
The end of standard input ends the process.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from typing import Any, BinaryIO


def main() -> None:
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    if not getattr(sys.flags, "safe_path", False):
        del sys.path[0]  # this folder: its modules are ours, not theirs
    os.dup2(2, 1)  # DeepFace and TensorFlow print; what they print must not reach the protocol
    try:
        import deepface
        from deepface import DeepFace
    except Exception as error:
        say(answers, {"error": f"{type(error).__name__}: {error}"})
        return
    say(answers, {"version": str(getattr(deepface, "__version__", "unknown"))})
    while head := requests.read(4):
        asked = json.loads(requests.read(struct.unpack(">I", head)[0]))
        pixels = requests.read(asked["height"] * asked["width"] * 3)
        try:
            answer = {"row": row(DeepFace, asked, pixels)} if "model" in asked else {}
            say(answers, answer or {"faces": faces(DeepFace, asked, pixels)})
        except Exception as error:
            say(answers, {"error": f"{type(error).__name__}: {error}"})


def say(answers: BinaryIO, message: dict[str, Any]) -> None:
    body = json.dumps(message).encode()
    answers.write(struct.pack(">I", len(body)) + body)
    answers.flush()


def faces(deepface: Any, asked: dict[str, Any], pixels: bytes) -> list[list[float]]:
    import numpy as np

    height, width = asked["height"], asked["width"]
    found = deepface.extract_faces(
        img_path=np.frombuffer(pixels, np.uint8).reshape(height, width, 3),
        detector_backend=asked["backend"],
        enforce_detection=False,
        align=False,
    )
    rows = []
    for face in found:
        area, score = face["facial_area"], float(face.get("confidence") or 0)
        row = [float(area[name]) for name in ("x", "y", "w", "h")]
        # Where nothing is found, DeepFace answers the whole picture (some versions less its last pixel), unsure.
        if score > 0 or row[:2] != [0, 0] or row[2] < width - 1 or row[3] < height - 1:
            rows.append([*row, score])
    return rows


def row(deepface: Any, asked: dict[str, Any], pixels: bytes) -> list[float]:
    import numpy as np

    face = np.frombuffer(pixels, np.uint8).reshape(asked["height"], asked["width"], 3)
    found = deepface.represent(
        img_path=face,
        model_name=asked["model"],
        detector_backend="skip",
        enforce_detection=False,
        align=False,
    )
    return [float(value) for value in found[0]["embedding"]]


if __name__ == "__main__":
    main()
