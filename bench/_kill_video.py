"""Kills workers while one long clip is searched and redacted: the same frames have to come out as undisturbed.

Half of the kills fall while it is searched, half while it is redacted. Each ends, with signal 9, a process that works
on it, or the worker with its whole pool. Then the redacted file is decoded and compared frame by frame, by hash.
"""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import av
import psutil
from _installation import Installation, Person, folder_for, installation
from _machine import figure
from _video_clips import enlarged

SIZE = (640, 360)
BETWEEN = 4.0  # seconds between kills, on average
ONE_IN = 6  # kills is of the worker with its pool
PATIENCE = 3600.0
HIT = (
    "ingest.video",
    "ingest.proxy",
    "detect.video",
    "detect.link",
    "render.video",
    "render.segment",
    "render.join",
)
"""Kinds of steps that are hit."""
KILL = str(Path(__file__).with_name("kill.py"))


def run(kills: int, seed: int, frames: int, before: float) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The figures and what else to keep of them."""
    killed: Counter[str] = Counter()
    with folder_for("kill-video") as folder, installation("kill-video", "--processes", "2") as found:
        clip = enlarged(folder / "clip.mp4", SIZE, frames)
        person = found.sign_in()
        shown = redact(found, person, clip, kills, random.Random(seed), killed)
        calm = redact(found, person, clip, 0, random.Random(seed), killed)
        rows = json.loads(found.run(KILL, "check"))
    different = sum(a != b for a, b in zip(calm, shown, strict=False)) + abs(len(calm) - len(shown))
    again = rows["begun_again_by_kind"]
    coded = round(again.get("render.segment", 0) / max(killed["redacting"], 1), 2)
    figures = [
        figure(f"Frames of a long video that differ after {kills} kills", different, 0, ""),
        figure("Parts of it coded again for each process killed meanwhile", coded, 1, ""),
        figure("Lost or doubled beside it", len(rows["problems"]), 0, ""),
    ]
    details = {"frames": len(shown), "killed": dict(killed), "begun_again": again, "seed": seed}
    return figures, {"load_before": before, **details, "problems": rows["problems"], "steps": rows["steps"]}


def redact(
    found: Installation, person: Person, clip: Path, kills: int, chance: random.Random, killed: Counter[str]
) -> list[str]:
    """Takes the clip into a project of its own, searches, approves and redacts it; gives its frames."""
    dataset = person.make_project(f"{kills} kills", preset="fast")["datasets"][0]["id"]
    data = (
        clip.read_bytes() + b"\0\0\0\x0cfree" + kills.to_bytes(4, "big")
    )  # no file is that of the other run
    asset = person.upload(dataset, [(f"{kills}-{clip.name}", data)])["assets"][0]["id"]
    until(person, asset, "annotate", found, kills // 2, chance, killed, "searching")
    revision = person.get(f"assets/{asset}")["revision"]
    person.post(f"assets/{asset}/approve", {"revision": revision, "hide_undecided": True})
    until(person, asset, "ready", found, kills - kills // 2, chance, killed, "redacting")
    return hashes(Path(json.loads(found.run(KILL, "check"))["clips"][asset]))


def until(
    person: Person,
    asset: str,
    state: str,
    found: Installation,
    kills: int,
    chance: random.Random,
    killed: Counter[str],
    what: str,
) -> None:
    """Waits for a state of the asset and kills meanwhile. Raises RuntimeError where it comes before the kills."""
    end = time.monotonic() + PATIENCE
    left = kills
    while (shown := person.get(f"assets/{asset}"))["state"] != state:
        if time.monotonic() > end or shown["state"] == "failed" or shown["error"]:
            raise RuntimeError(f"it does not become {state}: {shown['state']} {shown['error']}")
        if not left:
            time.sleep(1)
            continue
        time.sleep(chance.expovariate(1 / BETWEEN))
        working = [step for step in running(person, shown) if step["kind"] in HIT]
        with suppress(psutil.Error):
            workers = found.trees().get("worker", [])
            if not working or not workers:
                continue
            whole = chance.randrange(ONE_IN) == 0
            pid = int(chance.choice(working)["worker"].rpartition("/")[2])
            (workers[0] if whole else psutil.Process(pid)).kill()
            left -= 1
            killed["workers" if whole else "processes"] += 1
            killed[what] += len(working) if whole else 1
    if left:
        raise RuntimeError(f"{left} kills were left when it was {state}: use a longer clip")


def running(person: Person, asset: dict[str, Any]) -> list[dict[str, Any]]:
    """The steps that workers are at for an asset."""
    if not asset["job"]:
        return []
    steps: list[dict[str, Any]] = person.get(f"jobs/{asset['job']['id']}/steps", state="running")["results"]
    return steps


def hashes(path: Path) -> list[str]:
    """One for each decoded frame."""
    with av.open(str(path)) as container:
        frames = container.decode(video=0)
        return [hashlib.sha256(frame.to_ndarray().tobytes()).hexdigest() for frame in frames]
