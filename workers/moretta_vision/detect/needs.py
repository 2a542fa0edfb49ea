"""What a detector needs besides its weights: Python packages and system libraries; none is imported."""

from __future__ import annotations

import ctypes
import importlib.util
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
    return None


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
