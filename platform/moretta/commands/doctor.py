"""`moretta doctor`: what is missing on this machine, each with what to do."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

Finding = tuple[bool, str]
MEDIAPIPE_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGLESv2.so.2": "libgles2",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
}


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("doctor", help="name what is missing on this machine")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moretta.settings")
    good = True
    for fine, sentence in findings():
        good = good and fine
        print(f"{'ok     ' if fine else 'MISSING'}  {sentence}")
    return 0 if good else 1


def findings() -> Iterator[Finding]:
    import django

    from .. import config

    folder = config.data_folder()
    django.setup()
    yield _python()
    yield _page()
    yield from _weights()
    yield from _libraries()
    yield _disk(folder)
    yield _database()
    yield from _broker_and_workers(folder)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    fine = (3, 11) <= sys.version_info[:2] <= (3, 13)
    return fine, f"Python {version}" + ("" if fine else ": use 3.11, 3.12 or 3.13")


def _page() -> Finding:
    built = Path(__file__).parents[1] / "static" / "app"
    fine = any(built.rglob("manifest.json")) if built.exists() else False
    return fine, "the page is built" if fine else "the page is not built: run `make setup`"


def _weights() -> Iterator[Finding]:
    from moretta_vision.catalogue import DEFAULT_PRESET, PRESETS
    from moretta_vision.own_models import known

    detectors = known()
    reasons = _reasons(detectors)
    for preset in PRESETS.values():
        lacking = [n for n in dict.fromkeys(preset.detectors.values()) if reasons[n] is not None]
        if not lacking:
            yield True, f"preset {preset.title} can run"
        for name in lacking:
            finds = " and ".join(kind for kind, one in preset.detectors.items() if one == name)
            needed = (
                preset.name == DEFAULT_PRESET and preset.detectors["face"] == name
            )  # what new projects hide
            optional = "" if needed else "optional: "
            what = f"{optional}preset {preset.title} cannot find {finds.replace('_', ' ')}"
            yield not needed, f"{what}: {reasons[name]}"
    for name, detector in detectors.items():
        if detector.interpreter and not os.environ.get(detector.interpreter):
            continue  # nobody wants the environment that it needs
        reason = reasons[name]
        if reason is None:
            yield True, f"detector {detector.title} can run"
        else:
            yield True, f"optional: detector {detector.title} cannot run: {reason}"


def _reasons(names: Iterable[str]) -> dict[str, str | None]:
    """For each detector None where it can run here, else why not. Asks the library in a process of its own: the
    platform's process never loads it."""
    import json
    import subprocess

    code = (
        "import json, sys; from moretta_vision import detect; "
        "print(json.dumps({name: detect.availability(name, sys.argv[1]) for name in sys.argv[2:]}))"
    )
    command = [sys.executable, "-c", code, os.environ.get("MORETTA_INFERENCE", "cpu"), *names]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    except subprocess.TimeoutExpired:
        return dict.fromkeys(names, "asking it took longer than a minute")
    if done.returncode:
        said = done.stderr.strip().splitlines()
        return dict.fromkeys(names, said[-1] if said else "the library does not load")
    found: dict[str, str | None] = json.loads(done.stdout)
    return found


def _libraries() -> Iterator[Finding]:
    import ctypes

    if not sys.platform.startswith("linux"):
        return
    missing = []
    for library, package in MEDIAPIPE_LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    if missing:
        yield True, f"optional: system libraries for MediaPipe, `apt-get install {' '.join(missing)}`"
    else:
        yield True, "system libraries for MediaPipe are there"


def _disk(folder: Path) -> Finding:
    from django.conf import settings

    free = shutil.disk_usage(folder).free
    fine = free > settings.MIN_FREE_BYTES * 2
    return fine, f"{free / 1e9:.1f} GB free in {folder}" + (
        "" if fine else ": make room, or move MORETTA_DATA"
    )


def _database() -> Finding:
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return False, f"the database does not answer: {error}"
    if waiting:
        return False, f"{len(waiting)} changes of tables wait: run `moretta up`, or `manage.py migrate`"
    return True, f"the database ({connection.vendor}) is up to date"


def _broker_and_workers(folder: Path) -> Iterator[Finding]:
    from moretta.jobs.workers import live_workers

    from .. import broker

    if "REDIS_URL" not in os.environ:
        try:
            yield True, f"broker: {broker.find_server()}"
        except broker.BrokerError as error:
            yield False, str(error)
    workers = live_workers()
    if workers is None:
        yield False, "the broker does not run: start everything with `moretta up`"
    elif not workers:
        yield False, "no worker is running: start one with `moretta up`"
    else:
        names = ", ".join(f"{w.name} ({'+'.join(w.queues)})" for w in workers)
        yield True, f"workers: {names}"
