"""What a detector needs besides its weights: Python packages, system libraries, an environment of its own; none is
imported."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import sys
from collections.abc import Mapping

from ..catalogue import DetectorInfo

EXTRAS: Mapping[str, str] = {
    "mediapipe": "mediapipe",
    "dlib": "dlib",
    "boto3": "cloud",
    "google.cloud.vision": "cloud",
}
"""Package: the extra of ours that brings it."""

LIBRARIES: Mapping[str, Mapping[str, str]] = {
    "mediapipe": {"libEGL.so.1": "libegl1", "libGLESv2.so.2": "libgles2"},
}
"""Package: shared libraries it loads, each with the Debian package that brings it."""

APART: Mapping[str, str] = {
    "MORETTA_DEEPFACE_PYTHON": "'deepface[tensorflow]' tf-keras werkzeug 'opencv-contrib-python-headless<5'",
}
"""Variable that names the Python of another environment: what is installed there. (DeepFace 0.0.103 does not ask for
Werkzeug and imports it, and its cascades are gone from OpenCV 5.)"""


def missing(info: DetectorInfo) -> str | None:
    """None where all is there, else a sentence that says what to install."""
    for package in info.packages:
        if not _installed(package):
            return f"{info.title} needs {package}. Install it: pip install 'moretta[{EXTRAS[package]}]'."
        if sys.platform == "linux":
            lacking = [debian for name, debian in LIBRARIES.get(package, {}).items() if not _loads(name)]
            if lacking:
                return (
                    f"{info.title} needs system libraries. Install them: apt-get install {' '.join(lacking)}."
                )
    return _lacks_interpreter(info) if info.interpreter else None


def interpreter(info: DetectorInfo) -> str | None:
    """The Python that runs the detector in an environment of its own; None where none is named or it cannot run."""
    return shutil.which(os.environ.get(info.interpreter, ""))


def _lacks_interpreter(info: DetectorInfo) -> str | None:
    if interpreter(info):
        return None
    if named := os.environ.get(info.interpreter):
        return f"{info.interpreter} names {named}, which is no program. Name the Python of the other environment."
    return (
        f"{info.title} runs in an environment of its own. Make it: python3 -m venv apart && apart/bin/pip install "
        f"{APART[info.interpreter]}. Then set {info.interpreter} to the full path of apart/bin/python."
    )


def _installed(package: str) -> bool:
    try:
        return importlib.util.find_spec(package) is not None
    except ModuleNotFoundError:  # a parent package is not there
        return False


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
