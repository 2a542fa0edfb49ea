"""One running installation on a data folder: its lock, its port."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
from pathlib import Path


class AlreadyRunning(Exception):
    """Another process holds the data folder; a sentence."""


class PortTaken(Exception):
    """The port cannot be listened on; a sentence."""


class FolderLock:
    """Held as long as the process lives; the kernel frees it however the process ends."""

    def __init__(self, folder: Path) -> None:
        (folder / "run").mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder, self.path = folder, folder / "run" / "lock"
        self._descriptor: int | None = None

    def take(self) -> None:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(descriptor, 32).decode(errors="replace").strip()
            os.close(descriptor)
            who = f" (process {holder})" if holder else ""
            raise AlreadyRunning(
                f"Moretta already runs on {self.folder}{who}. Stop it there with Ctrl-C, or choose another folder with "
                "MORETTA_DATA."
            ) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        self._descriptor = descriptor

    def free(self) -> None:
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None


def require_port(host: str, port: int) -> None:
    """Raises PortTaken when nobody can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTaken(
                    f"Port {port} on {host} is used by another program. Choose another one, for example "
                    f"PORT={port + 10}."
                ) from None
            raise PortTaken(f"Port {port} on {host} cannot be used: {error.strerror}.") from None
