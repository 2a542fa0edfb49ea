"""A network that undoes what hides, trained in an environment of its own: torch is large, and needed for this alone."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..documents import EvaluationError
from .scores import Floats

SCRIPT = Path(__file__).with_name("undo_network.py")
VARIABLE = "MORETTA_TORCH_PYTHON"
PACKAGES = "torch numpy"


def interpreter() -> str | None:
    """The Python that has torch; None where none is named. Raises EvaluationError where what is named is no program."""
    named = os.environ.get(VARIABLE)
    if not named:
        return None
    found = shutil.which(named)
    if found is None:
        raise EvaluationError(
            f"{VARIABLE} names {named}, which is no program. Name the Python of the other environment."
        )
    return found


def how_to_install() -> str:
    """What to do for the stronger attacker."""
    return (
        "Undone by ridge regression, in closed form. A network undoes more; it is trained in an environment of its "
        f"own: python3 -m venv torch && torch/bin/pip install {PACKAGES}. Then set {VARIABLE} to the full path of "
        "torch/bin/python."
    )


def undone(known: Floats, goal: Floats, asked: Floats) -> Floats:
    """Faces [M, H, W, 3], 0 to 1, from pairs [N, H, W, 3] of redacted and clear ones. Raises EvaluationError."""
    python = interpreter()
    assert python is not None
    data = io.BytesIO()
    np.savez(data, known=_bytes(known), goal=_bytes(goal), asked=_bytes(asked))
    done = subprocess.run([python, str(SCRIPT)], input=data.getvalue(), capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise EvaluationError(
            f"The network could not be trained: {said[-1] if said else 'it said nothing'}. {VARIABLE} names {python}; "
            f"install there: {python} -m pip install {PACKAGES}."
        )
    return np.asarray(np.load(io.BytesIO(done.stdout)), np.float32) / np.float32(255)


def _bytes(faces: Floats) -> npt.NDArray[np.uint8]:
    return np.rint(np.clip(faces, 0, 1) * 255).astype(np.uint8)
