"""Kills processes of a running installation at random during a mixed batch; nothing may be lost or doubled.

`python bench/kill.py [--kills 100] [--seed 1]`. Starts `moretta up` on a data folder of its own and kills pool
processes, the worker, beat, the web process and the broker with signal 9 at random moments. The batch mixes short and
long steps of all queues, steps that publish a file, and groups whose last member adds a step.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "platform"), str(ROOT / "workers")]
QUEUES = ("io", "detect", "render")
MARKS = (("worker", " worker "), ("beat", " beat "), ("web", "uvicorn"), ("broker", "valkey"))
WEIGHTS = {"pool": 12, "worker": 2, "beat": 1, "web": 1, "broker": 2}
MEAN_SECONDS = 1.2  # between two tries to kill


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="moretta-kill-") as name:
        return measure(Path(name), args.kills, random.Random(args.seed))


def measure(folder: Path, kills: int, chance: random.Random) -> int:
    os.environ |= {
        "MORETTA_DATA": str(folder),
        "MORETTA_TESTING": "1",
        "MORETTA_DEMO": "0",
        "MORETTA_LEASE_SECONDS": "6",
        "DJANGO_SETTINGS_MODULE": "moretta.settings",
        "PYTHONPATH": os.pathsep.join(sys.path[:2]),
    }
    output = folder / "up.out"
    port = str(chance.randrange(20000, 40000))
    up = subprocess.Popen(
        [sys.executable, "-m", "moretta_vision.cli", "up", "--port", port, "--processes", "2"],
        stdout=open(output, "wb"),  # noqa: SIM115
        stderr=subprocess.STDOUT,
    )
    try:
        while "Stop: Ctrl-C" not in output.read_text():
            if up.poll() is not None:
                print(output.read_text())
                return 1
            time.sleep(0.1)
        return run_batch(folder, up.pid, kills, chance)
    finally:
        up.send_signal(signal.SIGTERM)
        up.wait(60)


def run_batch(folder: Path, supervisor: int, kills: int, chance: random.Random) -> int:
    import django

    django.setup()
    from moretta.jobs.models import Job, JobStep

    log = folder / "log"
    jobs = [start(folder, log, kills, chance)]
    done: Counter[str] = Counter()
    began = time.monotonic()
    while sum(done.values()) < kills:
        time.sleep(chance.expovariate(1 / MEAN_SECONDS))
        if victim := pick(supervisor, chance):
            kind, process = victim
            try:
                process.kill()
                done[kind] += 1
            except psutil.NoSuchProcess:
                continue
        if not Job.objects.filter(pk__in=[job.pk for job in jobs], state__in=Job.LIVE).exists():
            jobs.append(start(folder, log, kills, chance))
    while Job.objects.filter(state__in=Job.LIVE).exists() and time.monotonic() - began < 1800:
        time.sleep(0.5)
    seconds = time.monotonic() - began

    problems: list[str] = []
    for job in jobs:
        job.refresh_from_db()
        if job.state != "succeeded":
            problems.append(f"job {job.pk} ended {job.state}: {job.message}")
        expected = set(job.payload["names"])
        if set(job.result) - {"joined"} != expected:
            problems.append(f"results lost or invented: {expected ^ (set(job.result) - {'joined'})}")
        joins = JobStep.objects.filter(job=job, payload__joins=True).count()
        if joins != job.payload["groups"]:
            problems.append(f"{joins} joining steps for {job.payload['groups']} groups")
        for step in JobStep.objects.filter(job=job, kind="test.touch"):
            if not Path(step.payload["file"]).exists():
                problems.append(f"the file of {step.pk} is lost")
    lines = [line.split() for line in log.read_text().splitlines()]
    begins = Counter(step for word, step, *_ in lines if word == "begin")
    repeated = sum(n - 1 for n in begins.values())
    steps = JobStep.objects.count()
    print(f"kills: {sum(done.values())} ({', '.join(f'{n} {kind}' for kind, n in sorted(done.items()))})")
    print(f"jobs: {len(jobs)}, steps: {steps}, seconds: {seconds:.0f}, begun more than once: {repeated}")
    print("lost or doubled: " + ("none" if not problems else ""))
    for problem in problems:
        print(f"  {problem}")
    return 1 if problems else 0


def start(folder: Path, log: Path, kills: int, chance: random.Random):
    from moretta.accounts.models import Organization
    from moretta.jobs.actions import StepSpec, start_job

    organization = Organization.objects.order_by("id").first()
    assert organization is not None
    specs, names = [], []
    for i in range(max(20, kills)):
        names.append(f"piece {i}")
        seconds = chance.choice([0, 0.05, 0.2, 0.8, 2.0])
        payload = {"seconds": seconds, "log": str(log), "name": names[-1]}
        specs.append(StepSpec("test.sleep", QUEUES[i % 3], payload, total=1, priority=chance.choice([0, 5])))
    for _ in range(max(5, kills // 10)):
        target = folder / f"out-{chance.getrandbits(60):x}"
        specs.append(StepSpec("test.touch", "io", {"file": str(target)}, total=1))
    groups = 3
    for group in range(groups):
        for _ in range(4):
            specs.append(StepSpec("test.join", "io", {"group": f"g{group}", "log": str(log)}, total=1))
    chance.shuffle(specs)
    return start_job(
        "kill",
        organization=organization,
        title="A mixed batch",
        steps=specs,
        payload={"names": names, "groups": groups},
    )


def pick(supervisor: int, chance: random.Random) -> tuple[str, psutil.Process] | None:
    """A random process of the installation, pool processes most often; None when its kind is just starting.

    The kind is drawn first: to kill whatever is there would end the worker each time before it has a pool.
    """
    kind = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    found: dict[str, list[psutil.Process]] = {}
    try:
        for child in psutil.Process(supervisor).children():
            words = " ".join(child.cmdline())
            name = next((name for name, mark in MARKS if mark in words), "")
            found.setdefault(name, []).append(child)
            if name == "worker":
                found["pool"] = child.children()
    except psutil.Error:
        return None
    return (kind, chance.choice(found[kind])) if found.get(kind) else None


if __name__ == "__main__":
    sys.exit(main())
