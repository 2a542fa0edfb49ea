"""Finding what has to be hidden: one file a detector, one container (`base.Detections`) for all."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Iterator, Sequence

from .. import own_models, weights
from ..catalogue import DetectorInfo
from ..own_models import info_of, known
from . import needs, providers
from .base import Detections, Detector, DetectorUnavailable, Image, OutOfMemory

__all__ = [
    "Detections",
    "Detector",
    "DetectorUnavailable",
    "OutOfMemory",
    "availability",
    "in_batches",
    "known",
    "load",
    "providers",
    "unload",
]

_loaded: dict[tuple[DetectorInfo, providers.Provider, str], Detector] = {}
_lock = threading.Lock()


def load(name: str, provider: str | None = None, recipe: str = "image") -> Detector:
    """The detector, one a process. `provider` defaults to the configured one; `recipe` is *image*, *video* or *second*.

    Raises DetectorUnavailable with a sentence for people.
    """
    info = info_of(name)
    if info is None:
        raise DetectorUnavailable(_unknown(name))
    where = providers.find(provider)
    with _lock:
        key = (info, where, recipe)
        if key not in _loaded:
            try:
                _loaded[key] = _make(info, where, recipe)
            except weights.WeightsError as error:
                raise DetectorUnavailable(str(error)) from error
        return _loaded[key]


def unload() -> None:
    """Forgets every loaded detector and frees what it holds."""
    with _lock:
        for detector in _loaded.values():
            close = getattr(detector, "close", None)
            if close:
                close()
        _loaded.clear()


def _make(info: DetectorInfo, provider: providers.Provider, recipe: str) -> Detector:
    reason = _lacks(info, provider)
    if reason:
        raise DetectorUnavailable(reason)
    module, _, made = info.made_by.partition(":")
    made_by = getattr(importlib.import_module(f".{module}", __name__), made)
    detector: Detector = made_by(info, provider, recipe)
    return detector


def _lacks(info: DetectorInfo, provider: providers.Provider) -> str | None:
    """Why it cannot run at this place, or None: place, packages, system libraries, weights. Imports nothing heavy."""
    if provider.name != "cpu" and not info.on_gpu:
        return f"{info.title} runs on the CPU only; set {providers.VARIABLE}=cpu."
    reason = needs.missing(info) or own_models.missing(info.name)
    return reason or next(filter(None, map(weights.missing, info.weights)), None)


def availability(name: str, provider: str | None = None) -> str | None:
    """None where the detector can run here, else the reason as a sentence. Cheap: loads no network."""
    info = info_of(name)
    if info is None:
        return _unknown(name)
    try:
        return _lacks(info, providers.find(provider))
    except (DetectorUnavailable, weights.WeightsError) as error:
        return str(error)


def _unknown(name: str) -> str:
    return f"There is no detector {name!r}; there are {', '.join(known())}."


def in_batches(
    detector: Detector,
    images: Sequence[Image],
    batch: int,
    min_score: float | None = None,
    on_note: Callable[[str], None] | None = None,
) -> Iterator[Detections]:
    """One Detections for each picture, in order, `batch` pictures at a time.

    Where a batch does not fit into memory, it is halved for good, and `on_note` is told so in a sentence. A single
    picture that does not fit raises OutOfMemory.
    """
    start, size = 0, max(1, batch)
    while start < len(images):
        part = images[start : start + size]
        try:
            found = detector.detect(part, min_score)
        except OutOfMemory:
            if len(part) == 1:
                raise
            size = max(1, len(part) // 2)
            if on_note:
                on_note(f"{len(part)} pictures at once did not fit into memory; going on with {size}.")
            continue
        yield from found
        start += len(part)
