"""Photos through the platform against the same library calls alone; memory of the web and worker trees meanwhile.

`python bench/throughput.py [--photos 1000] [--runs 3]`. Both search with YuNet, whose network takes the least of the
time, so that what the platform adds shows most. Platform: upload by the API in batches of 50, ingest, detect,
approve in bulk, redact, until every asset is ready. Library: a plain pool of as many processes as the platform has
workers, each photo read, thumbnailed, searched, redacted, and its two redacted files written, each thing once. The runs
alternate; every platform run has an installation of its own, started before the clock.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil
from _installation import Installation, Person, folder_for, installation
from _library import DETECTOR, THRESHOLD
from _machine import ROOT, figure, leave, load
from _photos import make_photos

BATCH = 50
SHARE, MEGABYTES = 60.0, 600.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    args = parser.parse_args()
    speeds: dict[str, list[float]] = {"platform": [], "library": []}
    peaks: dict[str, float] = {}
    busy = [load()]
    with folder_for("photos") as folder:
        photos = make_photos(folder / "in", args.photos)
        for _ in range(args.runs):
            speeds["library"].append(args.photos / in_a_pool(photos, folder, args.processes))
            with installation("throughput", "--processes", str(args.processes)) as found:
                seconds, memory = through_platform(found, photos)
            speeds["platform"].append(args.photos / seconds)
            peaks = {name: max(peaks.get(name, 0), size) for name, size in memory.items()}
            busy.append(load())
            print({name: [round(speed, 2) for speed in found] for name, found in speeds.items()}, flush=True)
    platform, library = (statistics.median(speeds[name]) for name in ("platform", "library"))
    what = f"{args.photos} photos of 2 megapixels, platform against library, {args.processes} processes each"
    figures = [figure(what, round(100 * platform / library, 1), SHARE, "%", at_least=True)]
    for name in ("web", "worker"):
        figures.append(figure(f"Memory (PSS) of the {name} tree", round(peaks[name]), MEGABYTES, "MB"))
    details = {
        "photos_a_second": {name: [round(speed, 2) for speed in found] for name, found in speeds.items()},
        "pss_mb": {name: round(size) for name, size in peaks.items()},
        "load": busy,
    }
    return leave("throughput", figures, details)


def in_a_pool(photos: list[Path], folder: Path, processes: int) -> float:
    """Seconds that the library alone takes."""
    command = [sys.executable, str(ROOT / "bench" / "_library.py"), str(processes), str(folder / "out")]
    given = "\n".join(str(photo) for photo in photos)
    paths = os.pathsep.join(str(ROOT / part) for part in ("platform", "workers"))
    env = {**os.environ, "PYTHONPATH": paths}
    done = subprocess.run(command, input=given, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return float(done.stdout.splitlines()[-1])


def through_platform(found: Installation, photos: list[Path]) -> tuple[float, dict[str, float]]:
    """Seconds until every asset is ready, and the largest PSS of each tree in MB."""
    person = found.sign_in()
    project = person.make_project("Throughput", {"detectors": [DETECTOR], "threshold": THRESHOLD})
    dataset = project["datasets"][0]["id"]
    wait_for_worker(person)
    watch = MemoryWatch(found)
    watch.start()
    began = time.monotonic()
    for start in range(0, len(photos), BATCH):
        answer = person.upload(dataset, [(p.name, p.read_bytes()) for p in photos[start : start + BATCH]])
        assert not answer["errors"] and not answer["duplicates"], answer
    while True:
        counts = person.get(f"projects/{project['id']}")["counts"]
        assert not counts.get("failed"), counts
        if counts.get("ready") == len(photos):
            break
        waiting = counts.get("annotate", 0)
        if waiting >= 64 or (waiting and not counts.get("processing")):
            body = {"act": "approve", "dataset": dataset, "state": "annotate", "hide_undecided": True}
            answer = person.post("assets/bulk", body)
            assert not answer["refused"], answer["refused"][:3]
        time.sleep(0.5)
    seconds = time.monotonic() - began
    watch.stop()
    return seconds, watch.peaks


def wait_for_worker(person: Person) -> None:
    """Until a worker takes steps and has loaded what it loads ahead: this is not about starts."""
    while not person.get("workers")["workers"]:
        time.sleep(0.1)
    time.sleep(3)


class MemoryWatch(threading.Thread):
    """Looks at the proportional set size of the trees every other second."""

    def __init__(self, found: Installation) -> None:
        super().__init__(daemon=True)
        self.found, self.peaks, self._ended = found, {}, threading.Event()  # type: Any

    def run(self) -> None:
        while not self._ended.wait(2):
            for name, processes in self.found.trees().items():
                size = 0
                for process in processes:
                    with suppress(psutil.Error):
                        size += process.memory_full_info().pss
                self.peaks[name] = max(self.peaks.get(name, 0), size / 1e6)

    def stop(self) -> None:
        self._ended.set()
        self.join()


if __name__ == "__main__":
    sys.exit(main())
