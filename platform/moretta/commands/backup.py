"""`moretta backup FILE`: a consistent copy of database and files, also while the platform runs."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("backup", help="write database, files and keys to an archive")
    parser.add_argument("file", type=Path, help="the archive to write (.tar or .tar.gz)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from .. import backups, config

    if os.environ.get("DATABASE_URL"):
        print(
            'moretta backup: the database is PostgreSQL. Copy it with `pg_dump --format=custom "$DATABASE_URL"` and '
            "the files folder with your usual tool, the database first.",
            file=sys.stderr,
        )
        return 2
    folder = config.data_folder()
    files = Path(os.environ.get("MORETTA_FILES", folder / "files"))
    try:
        size = backups.write_backup(folder, files, args.file)
    except (backups.BackupError, OSError) as error:
        print(f"moretta backup: {error}", file=sys.stderr)
        return 1
    print(
        f"{args.file} holds database, files and keys ({size / 1e6:.1f} MB). Keep it as safe as the data itself."
    )
    return 0
