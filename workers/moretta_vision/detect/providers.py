"""Where inference runs: chosen by configuration (`MORETTA_INFERENCE`), never by what happens to be there."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from .base import DetectorUnavailable

VARIABLE = "MORETTA_INFERENCE"


@dataclass(frozen=True)
class Provider:
    """A place to compute. `execution` are onnxruntime's providers, best first; `lacks` answers None, or the
    sentence why it cannot be used here."""

    name: str
    execution: tuple[str, ...]
    lacks: Callable[[], str | None]


def _cuda_lacks() -> str | None:
    import onnxruntime

    if "CUDAExecutionProvider" not in onnxruntime.get_available_providers():
        return (
            "CUDA was asked for, but this onnxruntime is built without CUDA or no CUDA device is there. "
            f"Install onnxruntime-gpu in its place, or set {VARIABLE}=cpu."
        )
    return None


PROVIDERS: dict[str, Provider] = {
    "cpu": Provider("cpu", ("CPUExecutionProvider",), lambda: None),
    "cuda": Provider("cuda", ("CUDAExecutionProvider", "CPUExecutionProvider"), _cuda_lacks),
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
