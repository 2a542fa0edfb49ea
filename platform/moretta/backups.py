"""Copies of what an installation stores, consistent while it runs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tarfile
import time
from pathlib import Path

KEPT_BEFORE_MIGRATION = 5
FILES = "files"
DATABASE = "moretta.sqlite3"
SECRETS = ("secret.key", "first-account.txt")


class BackupError(Exception):
    """A sentence that says what to do."""


def copy_database(source: Path, target: Path) -> None:
    """A consistent copy of a SQLite database that others may be writing to, with mode 600."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    before, after = sqlite3.connect(source), sqlite3.connect(target)
    try:
        before.backup(after)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    finally:
        after.close()
        before.close()


def copy_before_migration(folder: Path) -> Path:
    """Copies the database into `backups/` before its tables change; the last five are kept."""
    place = folder / "backups"
    place.mkdir(exist_ok=True, mode=0o700)
    target = place / f"before-migration-{time.strftime('%Y%m%d-%H%M%S')}-{time.time_ns() % 1000:03d}.sqlite3"
    copy_database(folder / DATABASE, target)
    for old in sorted(place.glob("before-migration-*.sqlite3"))[:-KEPT_BEFORE_MIGRATION]:
        old.unlink()
    return target


def write_backup(folder: Path, files: Path, target: Path) -> int:
    """Writes database, files and signing key to a tar archive and gives its size in bytes.

    The database is copied first and files are never changed once stored, so every file that the copied rows name is
    in the archive unless it was deleted for good in the meantime. The archive appears whole or not at all.
    """
    if not (folder / DATABASE).exists():
        raise BackupError(f"{folder} holds no database. Name the folder with MORETTA_DATA.")
    if target.exists():
        raise BackupError(f"{target} exists already. Choose another name.")
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    copy = folder / f".backup-{os.getpid()}.sqlite3"
    try:
        copy_database(folder / DATABASE, copy)
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        packed = target.name.endswith((".gz", ".tgz"))
        with tarfile.open(draft, "w:gz") if packed else tarfile.open(draft, "w") as archive:
            archive.add(copy, DATABASE)
            for name in SECRETS:
                if (folder / name).exists():
                    archive.add(folder / name, name)
            _add_files(archive, files)
        with open(draft, "rb") as written:
            os.fsync(written.fileno())
        os.replace(draft, target)
    finally:
        copy.unlink(missing_ok=True)
        draft.unlink(missing_ok=True)
    return target.stat().st_size


def _add_files(archive: tarfile.TarFile, files: Path) -> None:
    for path in sorted(files.rglob("*")) if files.exists() else []:
        if not path.is_file() or path.is_symlink() or path.relative_to(files).parts[0] == "tmp":
            continue
        try:
            archive.add(path, f"{FILES}/{path.relative_to(files)}", recursive=False)
        except FileNotFoundError:
            continue  # erased while we walked


def read_backup(source: Path, folder: Path, files: Path, *, force: bool = False) -> None:
    """Puts a backup's content into a data folder. The folder must be empty; with `force` what it holds is moved
    aside to `replaced-<time>` in it, never deleted."""
    if not source.is_file():
        raise BackupError(f"{source} is not a file.")
    if not tarfile.is_tarfile(source):
        raise BackupError(f"{source} is not an archive that `moretta backup` wrote.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    held = [name for name in (DATABASE, *SECRETS) if (folder / name).exists()]
    if files.exists() and any(files.iterdir()):
        held.append(FILES)
    if DATABASE in held and not force:
        raise BackupError(
            f"{folder} holds data already. Choose an empty folder, or add --force to replace it."
        )
    draft = folder / f".restore-{os.getpid()}"
    draft.mkdir(mode=0o700)
    try:
        with tarfile.open(source) as archive:
            archive.extractall(draft, filter="data")
        if not (draft / DATABASE).exists():
            raise BackupError(f"{source} holds no {DATABASE}: it is not a backup of Moretta.")
        _check(draft / DATABASE)
        _set_aside(folder, files, held)
        for name in (DATABASE, *SECRETS):
            if (draft / name).exists():
                os.chmod(draft / name, 0o600)
                os.replace(draft / name, folder / name)
        if (draft / FILES).exists():
            files.parent.mkdir(parents=True, exist_ok=True)
            if files.exists():
                files.rmdir()
            shutil.move(draft / FILES, files)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _check(database: Path) -> None:
    connection = sqlite3.connect(database)
    try:
        verdict = connection.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    finally:
        connection.close()
    if verdict != "ok":
        raise BackupError(f"The database in the backup is damaged: {verdict}.")


def _set_aside(folder: Path, files: Path, held: list[str]) -> None:
    if not held:
        return
    aside = folder / f"replaced-{time.strftime('%Y%m%d-%H%M%S')}"
    aside.mkdir(mode=0o700)
    for name in held:
        shutil.move(files if name == FILES else folder / name, aside / name)
    for suffix in ("-wal", "-shm"):
        if (leftover := folder / f"{DATABASE}{suffix}").exists():
            shutil.move(leftover, aside / leftover.name)
