"""An installation of its own for a measurement: `moretta up` on a fresh data folder, and a person signed in to it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import psutil
from _machine import POSTGRES, ROOT

START_SECONDS = 120.0
signal.signal(
    signal.SIGTERM, lambda *_: sys.exit(143)
)  # so that folders, databases and processes are cleared away


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Installation:
    """`moretta up` on `folder`; `environment` is added to what it sees."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder, self.port = folder, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        dropped = ("REDIS_URL", "DATABASE_URL", "MORETTA_TESTING")
        self.environment = {k: v for k, v in os.environ.items() if k not in dropped} | {
            "MORETTA_DATA": str(folder),
            "MORETTA_DEMO": "0",
            "DJANGO_SETTINGS_MODULE": "moretta.settings",
            "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in ("platform", "workers")),
            **environment,
        }
        self.output = folder.parent / f"{folder.name}.out"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *words: str) -> float:
        """Starts it and waits until it says so; gives the seconds that took."""
        began = time.monotonic()
        with open(self.output, "wb") as output:
            self.process = subprocess.Popen(
                [*(sys.executable, "-m", "moretta_vision.cli", "up", "--port", str(self.port)), *words],
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        while "Stop: Ctrl-C" not in self.said():
            if self.process.poll() is not None or time.monotonic() - began > START_SECONDS:
                raise RuntimeError(f"It does not start:\n{self.said()}")
            time.sleep(0.02)
        return time.monotonic() - began

    def said(self) -> str:
        return self.output.read_text() if self.output.exists() else ""

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)

    def trees(self) -> dict[str, list[psutil.Process]]:
        """Its processes now: `web`, `worker` and `beat` with all that they started, and `broker`."""
        assert self.process is not None
        marks = {"web": "uvicorn", "worker": " worker ", "beat": " beat ", "broker": "valkey"}
        found: dict[str, list[psutil.Process]] = {}
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.Error):
                words = " ".join(child.cmdline())
                for name, mark in marks.items():
                    if mark in words:
                        found[name] = [child, *child.children(recursive=True)]
        return found

    def sign_in(self) -> Person:
        """The first account, by the one-time link that the start printed."""
        link = re.search(r"http://\S+/link/(\S+)", self.said())
        assert link is not None
        return Person(self.address, link[1])

    def run(self, script: str, *words: str) -> str:
        """Runs a script that speaks to the same database; gives what it printed."""
        command = [sys.executable, script, *words]
        done = subprocess.run(command, env=self.environment, check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout


class Person:
    """A browser's session with the API."""

    def __init__(self, address: str, secret: str) -> None:
        self.http = httpx.Client(base_url=f"{address}/api/", timeout=120)
        self.http.get(f"{address}/")
        self._arm()
        self.me = self.post(f"links/{secret}", {})
        self._arm()

    @classmethod
    def known(cls, address: str, cookies: dict[str, str]) -> Person:
        """One who has signed in before."""
        person = object.__new__(cls)
        person.http = httpx.Client(base_url=f"{address}/api/", timeout=120, cookies=cookies)
        person._arm()
        person.me = person.get("auth/me")
        return person

    def again(self) -> Person:
        """The same session over another connection, for another thread."""
        other = object.__new__(Person)
        other.http = httpx.Client(base_url=self.http.base_url, timeout=120, cookies=self.http.cookies)
        other.me = self.me
        other._arm()
        return other

    def _arm(self) -> None:
        self.http.headers["X-CSRFToken"] = self.http.cookies.get("moretta_csrf") or ""

    def get(self, path: str, **query: Any) -> Any:
        answer = self.http.get(path, params=query)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:500]}"
        return answer.json()

    def post(self, path: str, body: dict[str, Any]) -> Any:
        answer = self.http.post(path, json=body)
        assert answer.is_success, f"{path}: {answer.status_code} {answer.text[:500]}"
        return answer.json() if answer.content else None

    def upload(self, dataset: str, files: list[tuple[str, bytes]]) -> Any:
        parts = [("files", (name, data, "application/octet-stream")) for name, data in files]
        answer = self.http.post(f"datasets/{dataset}/uploads", files=parts)
        assert answer.is_success, f"upload: {answer.status_code} {answer.text[:500]}"
        return answer.json()

    def make_project(
        self, name: str, rule: dict[str, Any] | None = None, preset: str = "balanced"
    ) -> dict[str, Any]:
        """A project that hides faces and lets its one member approve; its first dataset is in `datasets`.

        `rule` is laid over what the policy says of faces.
        """
        organization = self.me["organizations"][0]["id"]
        body = {"organization": organization, "name": name, "hide": ["face"], "self_approval": True}
        body["preset"] = preset
        made: dict[str, Any] = self.post("projects", body)
        if rule:
            rules = {label["id"]: rule for label in made["labels"]}
            self.post(f"projects/{made['id']}/policies", {"settings": {"labels": rules}})
        return made


@contextmanager
def folder_for(name: str) -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=f"moretta-bench-{name}-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def installation(name: str, *words: str, **environment: str) -> Iterator[Installation]:
    """A running one on a folder that is gone afterwards."""
    with folder_for(name) as folder:
        (folder / "data").mkdir(mode=0o700)
        found = Installation(folder / "data", **environment)
        try:
            found.start(*words)
            yield found
        except BaseException:
            for log in (found.output, *sorted((folder / "data" / "logs").glob("*.log"))):
                print(f"--- {log.name}\n{log.read_text()[-3000:]}", file=sys.stderr, flush=True)
            raise
        finally:
            found.stop()


@contextmanager
def postgres_database() -> Iterator[str | None]:
    """The address of a new database that is gone afterwards; None where no PostgreSQL answers."""
    import psycopg

    name = f"moretta_bench_{uuid.uuid4().hex[:8]}"
    try:
        connection = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        print(f"PostgreSQL is not measured: {str(error).strip()}", flush=True)
        yield None
        return
    with connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{POSTGRES.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
