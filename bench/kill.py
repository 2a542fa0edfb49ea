"""Kills processes of a running installation at random during a mixed batch: nothing may be lost or doubled.

`python bench/kill.py [--kills 100] [--seed 1]`; with `--video` one long clip instead, see `_kill_video`. While photos
and clips are uploaded, searched, approved, redacted and exported over HTTP, processes of the pool, the worker, beat,
the web process and the broker are killed with signal 9 at random moments. Afterwards rows and files are compared:
each asset is ready with exactly one run and one file of each kind, the files have their hashes, the counters add up,
every job succeeded, and the last archive is whole.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import random
import sys
import threading
import time
import zipfile
from collections import Counter
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import psutil
from _installation import Installation, Person, folder_for, installation
from _machine import figure, leave, load
from _photos import TESTDATA, make_photos

WEIGHTS = {"pool": 10, "worker": 3, "beat": 2, "web": 3, "broker": 2}
BETWEEN = 3.0  # seconds between kills, on average
BATCH = 32
CLIPS = ("intel_asl_again.mp4", "lp_s18.mp4")
PATIENCE = 900.0


def main() -> int:
    if sys.argv[1:2] == ["check"]:
        from _kill_check import check

        print(json.dumps(check()))
        return 0
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--video", action="store_true", help="one long clip, compared with an undisturbed run"
    )
    parser.add_argument("--frames", type=int, default=8000, help="of that clip; a busy machine needs fewer")
    args = parser.parse_args()
    before = load()
    if args.video:
        from _kill_video import run

        return leave("kill-video", *run(args.kills, args.seed, args.frames, before))
    with folder_for("kill") as folder:
        photos = make_photos(folder, 4 * BATCH)
        with installation("kill", "--processes", "2") as found:
            work = Work(found, photos)
            work.start()
            began = time.monotonic()
            kills = kill_at_random(found, args.kills, random.Random(args.seed), work)
            problems = work.finish()
            seconds = time.monotonic() - began
            rows = json.loads(found.run(__file__, "check"))
    del rows["clips"]
    problems += rows.pop("problems")
    if rows["assets"] != work.files:
        problems.append(f"{work.files} files were taken in, {rows['assets']} assets are there")
    for problem in problems:
        print(f"  {problem}", flush=True)
    figures = [
        figure(f"Lost or doubled after {args.kills} kills", len(problems), 0, ""),
        figure("Steps begun again for each kill", round(rows["begun_again"] / args.kills, 2), 1, ""),
    ]
    details = {
        "kills": dict(kills),
        "seconds": round(seconds),
        "seed": args.seed,
        "problems": problems,
        **rows,
    }
    return leave("kill", figures, {"load_before": before, **details})


def kill_at_random(found: Installation, number: int, chance: random.Random, work: Work) -> Counter[str]:
    done: Counter[str] = Counter()
    while sum(done.values()) < number:
        time.sleep(chance.expovariate(1 / BETWEEN))
        if not work.is_alive():
            raise RuntimeError("the batch ended before the kills")
        with suppress(psutil.Error):
            trees = found.trees()
            victims = {name: processes[:1] for name, processes in trees.items()}
            victims["pool"] = trees.get("worker", [])[1:]
            kinds = [kind for kind in WEIGHTS if victims.get(kind)]
            if not kinds:
                continue
            kind = chance.choices(kinds, [WEIGHTS[kind] for kind in kinds])[0]
            chance.choice(victims[kind]).kill()
            done[kind] += 1
    return done


def distinct(photo: Path, number: int) -> bytes:
    """The photo with a comment of its own, so that its bytes are new."""
    data, comment = photo.read_bytes(), f"copy {number}".encode()
    return data[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + data[2:]


class Work(threading.Thread):
    """A person who uploads, approves and exports without end, and tries again whatever did not answer."""

    def __init__(self, found: Installation, photos: list[Path]) -> None:
        super().__init__(daemon=True)
        self.found, self.photos, self.files = found, photos, 0
        self.person: Person = found.sign_in()
        self.project = self.person.make_project("Kills")
        self.dataset = self.project["datasets"][0]["id"]
        self._ended = threading.Event()
        self.failure: BaseException | None = None

    def run(self) -> None:
        clips = [TESTDATA / "videos" / name for name in CLIPS]
        try:
            for number in count():
                names = [self.photos[(number * BATCH + i) % len(self.photos)] for i in range(BATCH)]
                part = [(f"{number}-{path.name}", distinct(path, number)) for path in names]
                part += [(clip.name, clip.read_bytes()) for clip in clips[number : number + 1]]
                self.upload(part)
                self.approve()
                self.export()
                while self.counts().get("processing", 0) > 40 and not self._ended.wait(0.5):
                    self.approve()
                if self._ended.wait(1):
                    return
        except BaseException as error:
            self.failure = error
            raise

    def until_it_answers(self, act: Any) -> Any:
        """The answer of `act`, asked again while nobody answers."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return act()
            except (httpx.TransportError, AssertionError) as error:
                refused = isinstance(error, AssertionError) and ": 5" not in str(error)
                if refused or time.monotonic() > end:
                    raise
                time.sleep(0.3)

    def upload(self, files: list[tuple[str, bytes]]) -> None:
        """Until all of them are there: what an unanswered request had stored already is named as a duplicate."""
        answer = self.until_it_answers(lambda: self.person.upload(self.dataset, files))
        assert len(answer["assets"]) + len(answer["duplicates"]) == len(files), answer
        self.files += len(files)

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = self.until_it_answers(
            lambda: self.person.get(f"projects/{self.project['id']}")
        )["counts"]
        return found

    def approve(self) -> None:
        if self.counts().get("annotate"):
            body = {"act": "approve", "dataset": self.dataset, "state": "annotate", "hide_undecided": True}
            self.until_it_answers(lambda: self.person.post("assets/bulk", body))

    def export(self) -> Any:
        if self.counts().get("ready"):
            body = {"dataset": self.dataset, "format": "coco", "purpose": "Survive kills"}
            return self.until_it_answers(lambda: self.person.post("exports", body))
        return None

    def finish(self) -> list[str]:
        """Stops uploading, brings everything to an end and gives what is wrong with it, seen over HTTP."""
        self._ended.set()
        self.join(PATIENCE)
        if self.failure is not None:
            return [f"the batch stopped: {self.failure!r}"]
        end = time.monotonic() + PATIENCE
        while (counts := self.counts()) and counts.get("ready", 0) < self.files:
            if time.monotonic() > end or counts.get("failed"):
                return [f"not everything became ready: {counts} of {self.files}"]
            self.approve()
            time.sleep(1)
        return self.check_export()

    def check_export(self) -> list[str]:
        export = self.export()["export"]["id"]
        end = time.monotonic() + PATIENCE
        while (shown := self.until_it_answers(lambda: self.person.get(f"exports/{export}")))[
            "state"
        ] != "ready":
            if time.monotonic() > end or shown["state"] == "failed":
                return [f"the last export ended {shown['state']}"]
            time.sleep(0.3)
        data = self.until_it_answers(lambda: self.person.http.get(f"exports/{export}/file")).content
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            damaged, manifest = archive.testzip(), archive.read("manifest.json")
        problems = []
        if damaged or hashlib.sha256(data).hexdigest() != shown["sha256"]:
            problems.append(f"the last archive is damaged: {damaged}")
        if hashlib.sha256(manifest).hexdigest() != shown["manifest_sha256"]:
            problems.append("the manifest of the last archive is not the one that was noted")
        if shown["approved"] != self.files:
            problems.append(f"the last archive holds {shown['approved']} of {self.files} assets")
        return problems


if __name__ == "__main__":
    sys.exit(main())
