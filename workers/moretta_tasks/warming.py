"""What is done before the first step, so that nobody's first photo waits for it: the worker imports the libraries once
for all processes of its pool, each process loads what finds faces by default, and then gives way to the page where
both want the processor."""

from __future__ import annotations

import gc
import importlib
import logging
import os
import sys
import threading

from django.conf import settings

log = logging.getLogger(__name__)

NICENESS = 5
LIBRARIES = (
    "cv2",
    "onnxruntime",
    "moretta_tasks.searching",
    "moretta_vision.media.images",
    "moretta_vision.media.preview",
    "moretta_vision.redact.files",
)


def share_libraries() -> None:
    """Imports them in the worker itself, before it forks: its processes then share their memory, 100 MB each."""
    if sys.platform != "linux":
        return  # macOS ends processes that fork after loading some of its frameworks
    _import_libraries()
    gc.collect()
    gc.freeze()  # a collection would write to every page and so make copies of them


def warm_up() -> None:
    """Loads what remains beside the process's other work. What cannot be loaded is named by the step that needs it."""
    threading.Thread(target=_load, name="warm-up", daemon=True).start()


def _import_libraries() -> None:
    try:
        for name in LIBRARIES:
            importlib.import_module(name)
    except Exception as error:
        log.info("Not everything could be loaded ahead: %s", error)


def _load() -> None:
    _import_libraries()
    try:
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
