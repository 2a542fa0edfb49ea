"""The files that a command is given: files and folders, each with its name below its INPUT folder."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


class InputsError(ValueError):
    """Inputs that cannot be told apart: a sentence."""


@dataclass(frozen=True)
class InputFile:
    """`name` is the path relative to the INPUT folder, with forward slashes; the plain name for a single file."""

    path: Path
    name: str


def gather(inputs: Iterable[str | Path]) -> list[InputFile]:
    """All files, folders read in depth and by name. The same file given twice counts once; a path that is not there
    stays in the list, for whoever opens it to say so.

    Raises InputsError where two different files have one name.
    """
    found: dict[str, InputFile] = {}
    for given in map(Path, inputs):
        for file in _below(given) if given.is_dir() else [InputFile(given, given.name)]:
            other = found.setdefault(file.name, file)
            if other.path.absolute() != file.path.absolute() and not _same(other.path, file.path):
                raise InputsError(
                    f"{other.path} and {file.path} would both be called {file.name}. Give them one by one."
                )
    return list(found.values())


def _below(folder: Path) -> list[InputFile]:
    files = []
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(parent) / name
            files.append(InputFile(path, path.relative_to(folder).as_posix()))
    return files


def _same(a: Path, b: Path) -> bool:
    return a.exists() and b.exists() and a.samefile(b)
