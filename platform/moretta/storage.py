"""The file store: bytes below one folder, named by what made them. Written under a temporary name, then published."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings


class DiskFull(Exception):
    """Too little space is left; a sentence for the person."""


def root() -> Path:
    return Path(settings.FILES)


def local(path: str) -> Path:
    """Where a stored file lies on this machine. `path` comes from our own rows, never from a request."""
    full = (root() / path).resolve()
    if not full.is_relative_to(root().resolve()):
        raise ValueError(f"{path} lies outside the file store")
    return full


def require_space(needed: int = 0) -> None:
    """Raises DiskFull when less than the reserve would be left after writing `needed` bytes."""
    folder = root()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    free = shutil.disk_usage(folder).free - needed
    if free < settings.MIN_FREE_BYTES:
        raise DiskFull(
            f"The disk is nearly full: {max(free, 0) >> 20} MB would be left, {settings.MIN_FREE_BYTES >> 20} MB are "
            "kept free. Make room, then retry; nothing was lost."
        )


@contextmanager
def temporary(suffix: str = "") -> Iterator[Path]:
    """A path for a file under work, beside the store, gone afterwards unless it was published."""
    folder = root() / "tmp"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{secrets.token_hex(12)}{suffix}"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def kept_for(step: str, name: str) -> Iterator[Path]:
    """A folder, not made yet, for what one attempt at a step leaves for the next. It is gone when the step has done
    what it is for; what a step that failed leaves is removed as strays are."""
    folder = root() / "tmp" / step / name
    yield folder
    shutil.rmtree(folder.parent, ignore_errors=True)


def publish(source: Path, path: str) -> None:
    """Moves a finished file to its place at once; a file that is already there was made by the same recipe and wins."""
    target = local(path)
    with open(source, "rb") as file:
        os.fsync(file.fileno())
    for last in (False, False, True):
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            os.replace(source, target)
            return
        except FileNotFoundError:  # a removal took the empty folder away in between
            if last:
                raise


def keep(source: Path, path: str) -> None:
    """Like `publish`, but the source stays where it is; a file that is there already stays, too."""
    if local(path).exists():
        return
    with temporary() as twin:
        try:
            os.link(source, twin)
        except OSError:
            shutil.copyfile(source, twin)
        publish(twin, path)


def remove(path: str) -> None:
    """Removes a stored file and the folders that it leaves empty; a missing one is fine."""
    if not path:
        return
    target = local(path)
    target.unlink(missing_ok=True)
    with suppress(OSError):
        for folder in target.parents:
            if folder == root().resolve():
                break
            folder.rmdir()
