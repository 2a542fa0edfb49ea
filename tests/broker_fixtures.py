"""The broker and real workers for tests: each pytest process has its own, below its own data folder."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What speaks to database and broker runs on PostgreSQL and Redis, too."""
    for item in items:
        if {"api", "tasks"} & set(Path(item.path).relative_to(ROOT).parts[:2]):
            item.add_marker(pytest.mark.services)


@pytest.fixture(scope="session")
def broker() -> Iterator[str]:
    """The address of a broker that answers: the one named by REDIS_URL, else a Valkey of our own."""
    from django.conf import settings

    from moretta import broker as embedded
    from moretta import config

    if os.environ.get("REDIS_URL"):
        assert embedded.wait(settings.REDIS_URL, 3), "REDIS_URL names no broker that answers"
        yield settings.REDIS_URL
        from moretta.jobs.redis_client import client

        if keys := list(client().scan_iter(match="moretta:*")):
            client().delete(*keys)
        return
    folder = config.data_folder()
    log = open(folder / "broker.log", "ab")  # noqa: SIM115, the child keeps it
    process = subprocess.Popen(embedded.command(folder), stdout=log, stderr=log)
    try:
        assert embedded.wait(settings.REDIS_URL), "the embedded broker does not answer"
        yield settings.REDIS_URL
    finally:
        process.terminate()
        process.wait(5)


@pytest.fixture(autouse=True)
def _the_broker_may_be_tried_again() -> None:
    from moretta.jobs import dispatch, events

    dispatch._down_until = events._down_until = 0.0


@dataclass
class RunningWorker:
    """A Celery worker started by a test, with its pool."""

    process: subprocess.Popen[bytes]
    log: Path

    def pool(self) -> list[psutil.Process]:
        try:
            children = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []
        return [child for child in children if child.is_running()]

    def kill_tree(self) -> None:
        """Kill -9 of the worker and its pool; whoever the kernel does not end with it is ended here."""
        pool = self.pool()
        self.process.kill()
        self.process.wait()
        for child in pool:
            try:
                child.kill()
                child.wait(5)
            except psutil.NoSuchProcess:
                continue


@dataclass
class Workers:
    """Starts workers on the test's own database and broker."""

    environment: dict[str, str]
    folder: Path
    started: list[RunningWorker] = field(default_factory=list)

    def start(
        self, queues: str = "io,detect,render", processes: int = 2, **environment: str
    ) -> RunningWorker:
        from moretta.up import worker_command

        log = self.folder / f"worker-{len(self.started)}.log"
        names = tuple(queues.split(","))
        with open(log, "ab") as output:
            process = subprocess.Popen(
                worker_command(processes, names),
                env={**self.environment, "MORETTA_QUEUES": queues, **environment},
                stdout=output,
                stderr=output,
                process_group=0,
                cwd=ROOT,
            )
        worker = RunningWorker(process, log)
        self.started.append(worker)
        return worker


@pytest.fixture
def workers(broker: str, transactional_db: Any, tmp_path: Path) -> Iterator[Workers]:
    """Real workers, whose lease is short so that a lost step comes back within seconds."""
    from django.db import connection

    from moretta.jobs.redis_client import client

    name = connection.settings_dict["NAME"]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "moretta.settings",
        "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in ("platform", "workers", "tests")),
        "MORETTA_TESTING": "1",
        "MORETTA_ROLE": "worker",
        "MORETTA_LEASE_SECONDS": "2",
        "REDIS_URL": broker,
        "DATABASE_URL": f"sqlite://{name}" if connection.vendor == "sqlite" else _postgres_url(),
    }
    client().delete(
        *[key for queue in ("io", "detect", "render") for key in (queue, f"{queue}:5", f"{queue}:9")]
    )
    found = Workers(environment, tmp_path)
    yield found
    for worker in found.started:
        if worker.process.poll() is None:
            worker.kill_tree()


def _postgres_url() -> str:
    from django.db import connection

    s = connection.settings_dict
    secret = f":{s['PASSWORD']}" if s["PASSWORD"] else ""
    port = f":{s['PORT']}" if s["PORT"] else ""
    query = f"?host={s['OPTIONS']['host']}" if "host" in s["OPTIONS"] else ""
    return f"postgresql://{s['USER']}{secret}@{s['HOST']}{port}/{s['NAME']}{query}"


def wait_until(
    true: Callable[[], object], seconds: float = 180, each: Callable[[], object] | None = None
) -> bool:
    """Whether something becomes true in time; `each` is called in between, for example the sweeper."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        if each is not None:
            each()
        time.sleep(0.1)
    return bool(true())


__all__ = ["RunningWorker", "Workers", "broker", "wait_until", "workers"]
