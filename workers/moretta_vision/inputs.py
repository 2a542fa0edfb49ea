"""The files that a command is given: files and folders, each with its name below its INPUT folder."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .media import kinds
from .media.errors import MediaError


class InputsError(ValueError):
    """Inputs that cannot be told apart: a sentence."""


@dataclass(frozen=True)
class InputFile:
    """`name` is the path relative to the INPUT folder, with forward slashes; the plain name for a single file. `why`
    is said of a folder below an INPUT that was not read: a sentence, empty for files."""

    path: Path
    name: str
    why: str = ""

    def kind(self) -> str:
        """``image`` or ``video`` by content; MediaError for what is neither or was not read."""
        if self.why:
            raise MediaError(self.why)
        return kinds.sniff(self.path)


def gather(inputs: Iterable[str | Path]) -> list[InputFile]:
    """All files, folders read in depth and by name. The same file given twice counts once; a path that is not there
    stays in the list, for whoever opens it to say so, and so does a folder that was not read, with the reason.

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
    files: list[InputFile] = []

    def unread(error: OSError) -> None:
        path = Path(error.filename)
        name = path.relative_to(folder).as_posix() if path != folder else folder.name
        files.append(InputFile(path, name, f"The folder {name} cannot be read: {error.strerror or error}."))

    whole = folder.resolve()
    for parent, folders, names in os.walk(folder, onerror=unread):
        folders.sort()
        for path in (Path(parent) / name for name in folders):
            if path.is_symlink() and not path.resolve().is_relative_to(whole):
                files.append(_link(path, path.relative_to(folder).as_posix()))
        for name in sorted(names):
            path = Path(parent) / name
            files.append(InputFile(path, path.relative_to(folder).as_posix()))
    return files


def _link(path: Path, name: str) -> InputFile:
    return InputFile(
        path,
        name,
        f"{name} is a link to a folder and was not read: links are not followed. Name that folder as an INPUT, too.",
    )


def _same(a: Path, b: Path) -> bool:
    return a.exists() and b.exists() and a.samefile(b)
