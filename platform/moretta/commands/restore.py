"""`moretta restore FILE`: put a backup into an empty data folder."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("restore", help="put a backup into a data folder that nothing runs on")
    parser.add_argument("file", type=Path)
    parser.add_argument("--force", action="store_true", help="replace data; what was there is moved aside")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from .. import backups, config
    from ..instance import AlreadyRunning, FolderLock

    if os.environ.get("DATABASE_URL"):
        print("moretta restore: the database is PostgreSQL. Use `pg_restore`.", file=sys.stderr)
        return 2
    folder = config.data_folder()
    files = Path(os.environ.get("MORETTA_FILES", folder / "files"))
    lock = FolderLock(folder)
    try:
        lock.take()
        backups.read_backup(args.file, folder, files, force=args.force)
    except (AlreadyRunning, backups.BackupError, OSError) as error:
        print(f"moretta restore: {error}", file=sys.stderr)
        return 1
    finally:
        lock.free()
    print(f"{folder} holds what {args.file} held. Start it: moretta up")
    return 0
