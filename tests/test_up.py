"""`moretta up` as a person starts it: everything runs, a second start is refused, nothing is left behind."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from broker_fixtures import wait_until

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the supervisor needs a POSIX system")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Installation:
    """A data folder, a port, and what was started on them."""

    folder: Path
    port: int
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)
    found_first: list[str] = field(default_factory=list)  # folders of modules, before all others

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("MORETTA_")}
        for name in ("REDIS_URL", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
            kept.pop(name, None)
        paths = os.pathsep.join([*self.found_first, *(str(ROOT / part) for part in ("platform", "workers"))])
        return {
            **kept,
            "PYTHONPATH": paths,
            "MORETTA_DATA": str(self.folder),
            "PORT": str(self.port),
            "MORETTA_DEMO": "0",
        }

    def command(self, *words: str, port: int | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "moretta_vision.cli", *words],
            env={**self.environment, **({"PORT": str(port)} if port else {})},
            cwd=self.folder.parent,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def up(self) -> subprocess.Popen[bytes]:
        output = open(self.folder.parent / f"up-{len(self.started)}.out", "wb")  # noqa: SIM115
        process = subprocess.Popen(
            [sys.executable, "-m", "moretta_vision.cli", "up", "--processes", "1"],
            env=self.environment,
            cwd=self.folder.parent,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        self.started.append(process)
        assert wait_until(lambda: "Stop: Ctrl-C" in self.said() or process.poll() is not None, 90), (
            self.said()
        )
        assert process.poll() is None, self.said()
        return process

    def said(self) -> str:
        return (self.folder.parent / f"up-{len(self.started) - 1}.out").read_text()

    def status(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def processes(self) -> list[psutil.Process]:
        """Everything of this machine that was started for the data folder."""
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get("MORETTA_DATA") == str(self.folder) or str(self.folder) in " ".join(
                    process.cmdline()
                ):
                    found.append(process)
            except psutil.Error:
                continue
        return found


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    found = Installation(tmp_path / "data", free_port())
    yield found
    for process in found.started:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    for left in found.processes():
        left.kill()


def test_one_command_starts_everything_and_one_signal_stops_it(installation: Installation) -> None:
    process = installation.up()
    folder = installation.folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    account = folder / "first-account.txt"
    assert stat.S_IMODE(account.stat().st_mode) == 0o600
    assert re.search(r"password: \S{12,}", account.read_text())
    link = re.search(rf"http://127\.0\.0\.1:{installation.port}(/link/\S+)", installation.said())
    assert link, installation.said()
    assert installation.status("/healthz") == 200
    assert installation.status("/api/auth/me") == 401

    refused = installation.command("up")
    assert refused.returncode == 2
    assert f"already runs on {folder}" in refused.stderr and str(process.pid) in refused.stderr

    process.send_signal(signal.SIGINT)
    assert process.wait(40) == 0
    assert "Traceback" not in installation.said()
    assert installation.processes() == []
    assert not wait_until(lambda: (folder / "run" / "valkey.sock").exists(), 0)


def test_a_used_port_is_refused_with_a_sentence(installation: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = installation.command("up", port=port)
    assert refused.returncode == 2
    assert f"Port {port} on 127.0.0.1 is used by another program" in refused.stderr
    assert f"PORT={port + 10}" in refused.stderr


def test_a_page_that_cannot_start_is_told_with_its_log(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "uvicorn.py").write_text("raise RuntimeError('this cannot start')")
    installation.found_first.append(str(tmp_path / "broken"))
    ended = installation.command("up")
    assert ended.returncode == 1
    assert "the page does not answer" in ended.stderr
    assert "this cannot start" in (installation.folder / "logs" / "web.log").read_text()
    assert installation.processes() == []


def test_what_dies_is_started_again_and_nothing_outlives_a_killed_supervisor(
    installation: Installation,
) -> None:
    process = installation.up()
    web = next(p for p in psutil.Process(process.pid).children() if "uvicorn" in " ".join(p.cmdline()))
    web.kill()

    def answers_again() -> bool:
        try:
            return installation.status("/healthz") == 200
        except OSError:
            return False

    assert wait_until(lambda: not web.is_running() or web.status() == psutil.STATUS_ZOMBIE, 10)
    assert wait_until(answers_again, 60)
    assert "web ended (signal SIGKILL); it starts again" in installation.said()

    process.kill()
    process.wait()
    assert wait_until(lambda: not installation.processes(), 20), installation.processes()


def test_a_second_start_finds_everything_and_a_backup_brings_it_elsewhere(
    installation: Installation, tmp_path: Path
) -> None:
    process = installation.up()
    account = (installation.folder / "first-account.txt").read_text()
    (installation.folder / "files" / "ab").mkdir(parents=True)
    (installation.folder / "files" / "ab" / "cd").write_bytes(b"picture")
    saved = installation.command("backup", str(tmp_path / "backup.tar"))
    assert saved.returncode == 0, saved.stderr
    assert stat.S_IMODE((tmp_path / "backup.tar").stat().st_mode) == 0o600
    with tarfile.open(tmp_path / "backup.tar") as archive:
        assert {"moretta.sqlite3", "secret.key", "files/ab/cd"} <= set(archive.getnames())
    running = installation.command("restore", str(tmp_path / "backup.tar"), "--force")
    assert running.returncode == 1 and "already runs" in running.stderr
    process.send_signal(signal.SIGTERM)
    assert process.wait(40) == 0

    full = installation.command("restore", str(tmp_path / "backup.tar"))
    assert full.returncode == 1 and "holds data already" in full.stderr

    other = Installation(tmp_path / "elsewhere", installation.port, installation.started)
    restored = other.command("restore", str(tmp_path / "backup.tar"))
    assert restored.returncode == 0, restored.stderr
    assert (other.folder / "files" / "ab" / "cd").read_bytes() == b"picture"
    start = time.monotonic()
    second = other.up()
    print(f"a second start took {time.monotonic() - start:.1f} s")
    assert (other.folder / "first-account.txt").read_text() == account
    assert "/link/" in other.said()
    assert not (other.folder / "backups").exists(), "nothing was migrated, so nothing was copied"
    second.send_signal(signal.SIGTERM)
    assert second.wait(40) == 0


def test_the_doctor_names_what_is_missing(installation: Installation) -> None:
    found = installation.command("doctor")
    assert found.returncode == 1
    assert "MISSING  the broker does not run: start everything with `moretta up`" in found.stdout
    assert re.search(r"MISSING  \d+ changes of tables wait", found.stdout)
    assert "GB free in" in found.stdout


def test_a_worker_for_an_unknown_queue_is_refused(installation: Installation) -> None:
    refused = installation.command("worker", "--queues", "detect,cook")
    assert refused.returncode == 2
    assert "there is no queue cook" in refused.stderr


def test_a_backup_that_is_none_is_refused(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "holiday.tar").write_text("not an archive")
    refused = installation.command("restore", str(tmp_path / "holiday.tar"))
    assert refused.returncode == 1
    assert "is not an archive that `moretta backup` wrote" in refused.stderr
