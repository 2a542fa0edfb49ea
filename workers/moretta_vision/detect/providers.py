"""Where inference runs: chosen by configuration (`MORETTA_INFERENCE`), never by what happens to be there."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from .base import DetectorUnavailable

VARIABLE = "MORETTA_INFERENCE"


@dataclass(frozen=True)
class Provider:
    """A place to compute. `lacks` answers None, or the sentence why it cannot be used here."""

    name: str
    dnn_backend: int
    dnn_target: int
    lacks: Callable[[], str | None]


def _cuda_lacks() -> str | None:
    import cv2

    if cv2.cuda.getCudaEnabledDeviceCount() < 1:
        return (
            "CUDA was asked for, but this OpenCV is built without CUDA or no CUDA device is there. "
            f"Install a build with CUDA, or set {VARIABLE}=cpu."
        )
    return None


# The numbers are OpenCV's DNN_BACKEND_OPENCV/CUDA and DNN_TARGET_CPU/CUDA; cv2 stays unimported until asked.
PROVIDERS: dict[str, Provider] = {
    "cpu": Provider("cpu", 3, 0, lambda: None),
    "cuda": Provider("cuda", 5, 6, _cuda_lacks),
}


def configured() -> str:
    """The provider's name from the environment, `cpu` where nothing is said."""
    return os.environ.get(VARIABLE, "").strip().lower() or "cpu"


def find(name: str | None = None) -> Provider:
    """The provider by name (None: the configured one). Raises DetectorUnavailable with the reason."""
    name = name or configured()
    provider = PROVIDERS.get(name)
    if provider is None:
        raise DetectorUnavailable(f"{VARIABLE} has to be one of {', '.join(PROVIDERS)}, not {name!r}.")
    reason = provider.lacks()
    if reason:
        raise DetectorUnavailable(reason)
    return provider
