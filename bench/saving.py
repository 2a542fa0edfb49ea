"""How long saving one change takes on a picture with 500 objects while a detection job writes all the time.

`python bench/saving.py` measures on SQLite in a folder of its own, and on PostgreSQL where MORETTA_TEST_DATABASE_URL
answers. The change goes through the whole request (session, door, action, answer); the job is a second process that
stores runs of 20 finds on other pictures and renews its lease, with a pause for each in place of looking at pixels.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
OBJECTS, CHANGES = 500, 300
LOOKING = 0.03  # seconds that YuNet takes for a picture of two megapixels


def main() -> None:
    print(json.dumps({"sqlite": measure({})}), flush=True)
    if url := os.environ.get("MORETTA_TEST_DATABASE_URL"):
        print(json.dumps({"postgresql": on_postgres(url)}))


def measure(environment: dict[str, str]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="moretta-bench-") as folder:
        paths = os.pathsep.join(str(ROOT / part) for part in ("platform", "workers", "tests"))
        env = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        env |= {"MORETTA_DATA": folder, "PYTHONPATH": paths, "DJANGO_SETTINGS_MODULE": "moretta.settings"}
        env |= {"MORETTA_TESTING": "1", **environment}
        (Path(folder) / "files" / "tmp").mkdir(parents=True)
        run = [sys.executable, __file__]
        subprocess.run([sys.executable, ROOT / "manage.py", "migrate", "-v0"], env=env, check=True)
        subprocess.run([*run, "prepare"], env=env, check=True)
        writer = subprocess.Popen([*run, "write"], env=env)
        try:
            done = subprocess.run([*run, "save"], env=env, check=True, stdout=subprocess.PIPE, text=True)
        finally:
            writer.terminate()
            writer.wait()
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found


def on_postgres(url: str) -> dict[str, Any]:
    import psycopg

    name = f"moretta_bench_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            return measure({"DATABASE_URL": url.rpartition("/")[0] + "/" + name})
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def prepare() -> None:
    import factories
    from moretta.datasets.actions import summarize

    owner = factories.make_user("owner@example.org")
    project = factories.make_project(factories.make_organization(owner=owner), owner)
    dataset = factories.first_dataset(project)
    asset = factories.make_asset(dataset, name="crowded.jpg", width=4000, height=3000)
    for number in range(OBJECTS):
        factories.make_annotation(asset, box=(number % 25 * 150, number // 25 * 140, 90, 110), score=0.7)
    summarize(asset)
    for number in range(50):
        factories.make_asset(dataset, name=f"written-{number}.jpg")
    factories.make_step(factories.make_job(project, state="running"), state="running", attempt=1)


def write() -> None:
    import itertools

    from django.db import transaction

    import factories
    from moretta.annotations.actions import apply_run
    from moretta.datasets.models import Asset
    from moretta.jobs.attempts import write_progress
    from moretta.jobs.claims import hold_step
    from moretta.jobs.models import JobStep

    rows = Asset.objects.select_related("dataset__project", "dataset__policy", "blob")
    assets = list(rows.filter(name__startswith="written"))
    step = JobStep.objects.get()
    label = factories.face_label(assets[0].dataset.project)
    for number in itertools.count():
        asset = assets[number % len(assets)]
        objects = [
            {
                "label": label,
                "score": 0.9,
                "keyframes": [
                    {"frame": 0, "shape": {"type": "box", "data": [i * 30, 10, 20, 20]}, "score": 0.9}
                ],
            }
            for i in range(20)
        ]
        time.sleep(LOOKING)
        run = factories.make_run(asset)
        with transaction.atomic():
            hold_step(step.pk, 1)
            apply_run(run, objects)
        write_progress(step, 1, done=number)


def save() -> None:
    from rest_framework.test import APIClient

    from moretta.accounts.models import User
    from moretta.annotations.models import Change
    from moretta.datasets.models import Asset

    client = APIClient(SERVER_NAME="localhost")
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    asset = Asset.objects.get(name="crowded.jpg")
    ids = [str(id) for id in asset.annotations.values_list("pk", flat=True)]
    times, revision = [], asset.revision
    time.sleep(1)
    before = Change.objects.count()
    for number in range(CHANGES):
        shape = {"type": "box", "data": [number % 300, 20, 80, 90]}
        operation: dict[str, Any] = {
            "op": "keyframes",
            "annotation": ids[number % OBJECTS],
            "put": [{"frame": 0, "shape": shape}],
        }
        if number % 2:
            operation = {"op": "update", "annotation": ids[number % OBJECTS], "set": {"decision": "redact"}}
        body = {"base_revision": revision, "changes": [{"id": str(uuid.uuid4()), "operations": [operation]}]}
        start = time.perf_counter()
        answer = client.post(f"/api/assets/{asset.pk}/changes", body, format="json")
        times.append((time.perf_counter() - start) * 1000)
        assert answer.status_code == 200, answer.content
        revision = answer.json()["revision"]
        time.sleep(0.02)
    written = Change.objects.count() - before - CHANGES
    quantiles = statistics.quantiles(times, n=100)
    figures = {
        "median_ms": round(statistics.median(times), 1),
        "p99_ms": round(quantiles[98], 1),
        "max_ms": round(max(times), 1),
        "changes": CHANGES,
        "runs_stored_meanwhile": written,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    part = sys.argv[1] if len(sys.argv) > 1 else ""
    if part:
        import django

        django.setup()
    {"": main, "prepare": prepare, "write": write, "save": save}[part]()
