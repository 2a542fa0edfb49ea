"""How long saving one change takes on a picture with 500 objects while a detection job writes all the time.

`python bench/saving.py`. Over HTTP, against a running installation whose two worker processes search 100 photos again
and again; on SQLite, then on PostgreSQL where it answers.
"""

from __future__ import annotations

import statistics
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import Any

from _installation import Installation, Person, folder_for, installation, postgres_database
from _machine import figure, leave, load
from _photos import make_photos

OBJECTS, CHANGES = 500, 300
MEDIAN, NINETY_NINE = 50.0, 300.0


def main() -> int:
    details: dict[str, Any] = {"load_before": load()}
    figures = []
    with folder_for("saving") as folder, postgres_database() as url:
        photos = make_photos(folder, 101)
        for name, environment in (("SQLite", {}), ("PostgreSQL", {"DATABASE_URL": url} if url else None)):
            if environment is None:
                continue
            with installation("saving", "--processes", "2", **environment) as found:
                details[name] = times = measure(found, photos)
            what = f"Saving a change beside {OBJECTS} objects while workers write, {name}"
            figures.append(figure(f"{what}, median", times["median_ms"], MEDIAN, "ms"))
            figures.append(figure(f"{what}, 99th percentile", times["p99_ms"], NINETY_NINE, "ms"))
    return leave("saving", figures, details)


def measure(found: Installation, photos: list[Path]) -> dict[str, Any]:
    person = found.sign_in()
    project = person.make_project("Saving")
    label = project["labels"][0]["id"]
    asset, revision = crowded_asset(person, project["datasets"][0]["id"], photos[0], label)
    objects = person.get(f"assets/{asset}/annotations")["annotations"]
    assert len(objects) >= OBJECTS, len(objects)
    job = DetectionJob(
        person, person.post("datasets", {"project": project["id"], "name": "Searched"})["id"], photos[1:]
    )
    job.start()
    job.wait_until_written(8)
    before, times, began = job.searched(), [], time.monotonic()
    for number in range(CHANGES):
        target = objects[number % OBJECTS]["id"]
        operation: dict[str, Any] = {"op": "update", "annotation": target, "set": {"decision": "redact"}}
        if number % 2:
            shape = {"type": "box", "data": [number % 300, 20, 80, 90]}
            put = [{"frame": 0, "shape": shape}]
            operation = {"op": "keyframes", "annotation": target, "put": put}
        change = {"id": str(uuid.uuid4()), "operations": [operation]}
        body = {"base_revision": revision, "changes": [change]}
        start = time.perf_counter()
        revision = person.post(f"assets/{asset}/changes", body)["revision"]
        times.append((time.perf_counter() - start) * 1000)
        time.sleep(0.05)
    seconds = time.monotonic() - began
    written = job.searched() - before
    job.stop()
    assert written, "no job wrote meanwhile"
    return {
        "median_ms": round(statistics.median(times), 1),
        "p99_ms": round(statistics.quantiles(times, n=100)[98], 1),
        "max_ms": round(max(times), 1),
        "changes": CHANGES,
        "assets_searched_meanwhile": written,
        "seconds": round(seconds),
    }


def crowded_asset(person: Person, dataset: str, photo: Path, label: str) -> tuple[str, int]:
    """A photo with 500 boxes of a person's, and its revision."""
    id = person.upload(dataset, [("crowded.jpg", photo.read_bytes())])["assets"][0]["id"]
    while (asset := person.get(f"assets/{id}"))["state"] == "processing":
        time.sleep(0.1)
    boxes = [[number % 25 * 60, number // 25 * 55, 40, 50] for number in range(OBJECTS)]
    operations = [
        {
            "op": "create",
            "annotation": str(uuid.uuid4()),
            "label": label,
            "keyframes": [{"frame": 0, "shape": {"type": "box", "data": box}}],
        }
        for box in boxes
    ]
    for first in range(0, OBJECTS, 100):
        change = {"id": str(uuid.uuid4()), "operations": operations[first : first + 100]}
        body = {"base_revision": asset["revision"], "changes": [change]}
        asset = {"revision": person.post(f"assets/{id}/changes", body)["revision"]}
    return id, asset["revision"]


class DetectionJob(threading.Thread):
    """Keeps the workers searching: when a job has ended, the next one looks at the same photos again."""

    def __init__(self, person: Person, dataset: str, photos: list[Path]) -> None:
        super().__init__(daemon=True)
        self.person, self.dataset = person.again(), dataset
        for first in range(0, len(photos), 50):
            part = photos[first : first + 50]
            person.upload(dataset, [(photo.name, photo.read_bytes()) for photo in part])
        self.before, self.job = 0, ""
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(0.5):
            if self.job:
                found = self.person.get(f"jobs/{self.job}")
                if found["state"] in ("queued", "running"):
                    continue
                assert found["state"] == "succeeded", found
                self.before += found["done"]
            elif self.person.get("jobs", active=1)["results"]:
                continue  # the photos are still being taken in
            self.job = self.person.post("detections", {"dataset": self.dataset})["job"]["id"]

    def searched(self) -> int:
        return self.before + (int(self.person.get(f"jobs/{self.job}")["done"]) if self.job else 0)

    def wait_until_written(self, number: int) -> None:
        while self.searched() < number:
            assert self.is_alive(), "no detection job runs"
            time.sleep(0.2)

    def stop(self) -> None:
        assert self.is_alive(), "the detection job did not last"
        self._ended.set()
        self.join(30)


if __name__ == "__main__":
    sys.exit(main())
