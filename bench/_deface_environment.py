"""deface 1.5.0 in an environment of its own: it brings a cv2 of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from _machine import OUT

PACKAGES = ("deface==1.5.0", "onnx", "onnxruntime")


def deface_environment() -> Path:
    """The folder of its programs; the environment is made once, in `out/bench/deface-env`."""
    folder = OUT / "deface-env"
    if not (folder / "ready").exists():
        uv = [sys.executable, "-m", "uv"]
        subprocess.run(
            [*uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)], check=True
        )
        python = str(folder / "bin" / "python")
        subprocess.run([*uv, "pip", "install", "--quiet", "--python", python, *PACKAGES], check=True)
        (folder / "ready").touch()
    return folder / "bin"
