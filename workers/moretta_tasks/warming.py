"""What a process of the pool does before its first step: it loads the libraries and what finds faces by default, so
that nobody's first photo waits for them, and then gives way to the page where both want the processor."""

from __future__ import annotations

import importlib
import logging
import os
import threading

from django.conf import settings

log = logging.getLogger(__name__)

NICENESS = 5
LIBRARIES = (
    "moretta_tasks.searching",
    "moretta_vision.media.images",
    "moretta_vision.media.preview",
    "moretta_vision.redact.files",
)


def warm_up() -> None:
    """Loads it beside the process's other work. What cannot be loaded is named by the step that needs it."""
    threading.Thread(target=_load, name="warm-up", daemon=True).start()


def _load() -> None:
    try:
        for name in LIBRARIES:
            importlib.import_module(name)
        import cv2

        cv2.setNumThreads(1)  # there are as many processes as cores
        if settings.INFERENCE == "cpu":
            from moretta_vision import detect
            from moretta_vision.catalogue import DEFAULT_PRESET, PRESETS

            detect.load(PRESETS[DEFAULT_PRESET].detectors["face"])
    except Exception as error:
        log.info("Not everything could be loaded ahead: %s", error)
    main = os.getpid()  # the main thread: on Linux `os.nice` would change this one alone
    os.setpriority(os.PRIO_PROCESS, main, NICENESS)
