"""`moretta up`: broker, web, workers and beat on one machine under one supervisor."""

from __future__ import annotations

import os
import signal
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from . import broker, config
from .instance import AlreadyRunning, FolderLock, PortTaken, require_port
from .supervisor import Child, Supervisor
from .tables import is_up_to_date, prepare_database

WEB_SECONDS = 600.0  # a very busy machine takes minutes; what cannot start at all dies, and is told sooner
WEB_PATIENCE = 15.0  # seconds without a word
WEB_DEATHS = 4
# With fixed thresholds glibc gives the memory of large pictures back; else a process keeps its largest.
WORKER_ENVIRONMENT = {
    "MORETTA_ROLE": "worker",
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": str(4 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(32 << 20),
}


@dataclass(frozen=True)
class Options:
    host: str
    port: int
    processes: int
    demo: bool = True

    @property
    def address(self) -> str:
        shown = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104, compared only
        return f"http://[{shown}]:{self.port}" if ":" in shown else f"http://{shown}:{self.port}"


def up(options: Options) -> int:
    """Runs everything until Ctrl-C or SIGTERM; gives the exit status."""
    folder = config.data_folder()
    os.environ["MORETTA_DATA"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moretta.settings")
    lock = FolderLock(folder)
    try:
        lock.take()
        require_port(options.host, options.port)
    except (AlreadyRunning, PortTaken) as refusal:
        lock.free()
        print(f"moretta up: {refusal}", file=sys.stderr)
        return 2
    supervisor = Supervisor(
        Path(os.environ.get("MORETTA_LOGS", folder / "logs")), lambda line: print(line, flush=True)
    )
    try:
        return _run(folder, options, supervisor)
    except broker.BrokerError as error:
        print(f"moretta up: {error}", file=sys.stderr)
        return 2
    finally:
        supervisor.stop_all()
        _put_back_steps()
        lock.free()


def _run(folder: Path, options: Options, supervisor: Supervisor) -> int:
    def stop(*_: object) -> None:
        if supervisor.stopping:
            return
        supervisor.stopping = True
        print("\nMoretta is stopping…", flush=True)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    if "REDIS_URL" not in os.environ:
        supervisor.add(Child("broker", broker.command(folder), last=True, death_signal=signal.SIGTERM))
    if is_up_to_date(folder):  # then nobody has to wait for this process to load Django
        web = _start_processes(options, supervisor)
        _load_django()
    else:
        prepare_database(folder)
        web = _start_processes(options, supervisor)
    if not broker.wait(config.redis_url(folder)):
        print(
            f"moretta up: the broker does not answer. Its log: {supervisor.logs / 'broker.log'}",
            file=sys.stderr,
        )
        return 1
    _put_back_steps()
    link = _first_link(folder)
    if not _wait_for_web(options.address, supervisor, web):
        if supervisor.stopping:
            return 0
        print(
            f"moretta up: the page does not answer. Its log: {supervisor.logs / 'web.log'}", file=sys.stderr
        )
        return 1
    _greet(folder, options, supervisor, link)
    supervisor.add(Child("beat", beat_command(folder), {"MORETTA_ROLE": "beat"}, patience=2))
    if options.demo:
        _start_demo(supervisor)
    supervisor.run()
    return 0


def _start_processes(options: Options, supervisor: Supervisor) -> Child:
    """The page, which it gives, and the workers."""
    web = supervisor.add(Child("web", web_command(options), {"MORETTA_ROLE": "web"}))
    command = worker_command(options.processes)
    supervisor.add(Child("worker", command, WORKER_ENVIRONMENT, patience=10))
    return web


def _load_django() -> None:
    import django

    django.setup()


def web_command(options: Options) -> list[str]:
    return [
        *(sys.executable, "-m", "uvicorn", "moretta.asgi:application"),
        *("--host", options.host, "--port", str(options.port)),
        *("--lifespan", "off", "--ws", "none", "--no-access-log", "--log-level", "warning"),
        *("--timeout-graceful-shutdown", "3", "--no-server-header"),
    ]


def worker_command(processes: int, queues: tuple[str, ...] = ("io", "detect", "render")) -> list[str]:
    return [
        *(sys.executable, "-m", "celery", "-A", "moretta.celery:app", "worker"),
        *("--queues", ",".join(queues), "--concurrency", str(processes), "--pool", "prefork"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat", "-Ofair"),
        *("--loglevel", "WARNING", "--hostname", f"{'-'.join(queues)}.{os.getpid()}@%h"),
    ]


def beat_command(folder: Path) -> list[str]:
    return [
        *(sys.executable, "-m", "celery", "-A", "moretta.celery:app", "beat"),
        *("--schedule", str(folder / "run" / "beat"), "--pidfile=", "--loglevel", "WARNING"),
    ]


def _first_link(folder: Path) -> str:
    from django.db import connection

    from . import first_account

    try:
        return first_account.ensure(folder)
    finally:
        connection.close()


def _put_back_steps() -> None:
    """Steps that a stopped worker of this machine left running go back into their queue at no cost."""
    from django.apps import apps

    if not apps.ready:
        return
    from django.db import DatabaseError, connection

    from moretta.jobs.claims import put_back_steps_of_dead

    try:
        put_back_steps_of_dead()
    except DatabaseError:
        print("moretta up: the database does not answer; interrupted work is found later", file=sys.stderr)
    finally:
        connection.close()


def _wait_for_web(address: str, supervisor: Supervisor, web: Child) -> bool:
    begun, told = time.monotonic(), False
    while not supervisor.stopping and web.failures < WEB_DEATHS:
        waited = time.monotonic() - begun
        if waited > WEB_SECONDS:
            break
        if waited > WEB_PATIENCE and not told:
            print("The page is still starting; this machine is busy.", flush=True)
            told = True
        supervisor.watch()
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):  # noqa: S310, our own address
                return True
        except urllib.error.HTTPError:
            return True  # it answers
        except OSError:
            time.sleep(0.05)
    return False


def _greet(folder: Path, options: Options, supervisor: Supervisor, link: str) -> None:
    from . import first_account

    print(f"\nMoretta is running at {options.address}", flush=True)
    if link:
        print(f"Sign in once, within 15 minutes, on this machine:\n  {options.address}{link}", flush=True)
    if (folder / first_account.FILE).exists():
        print(f"The first account and its password: {folder / first_account.FILE}", flush=True)
    print(f"Logs: {supervisor.logs}   Stop: Ctrl-C\n", flush=True)


def _start_demo(supervisor: Supervisor) -> None:
    from importlib.util import find_spec

    if find_spec("moretta.demo"):
        code = "import django; django.setup(); from moretta import demo; demo.ensure()"
        supervisor.add(Child("demo", [sys.executable, "-c", code], once=True, patience=2))
