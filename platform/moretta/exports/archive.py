"""A zip written in constant memory: files are streamed and hashed, long lists wait on disk until their turn."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any

CHUNK = 1 << 20
EPOCH = (1980, 1, 1, 0, 0, 0)  # of every entry, so that the same content is the same archive


class Damaged(Exception):
    """A stored file does not have the bytes that its row names."""


class Lines:
    """A list of JSON values that grows on disk."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile("w+", dir=folder, encoding="utf-8")  # noqa: SIM115
        self.count = 0

    def append(self, value: Any) -> None:
        self._file.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")
        self.count += 1

    def __iter__(self) -> Iterator[str]:
        self._file.seek(0)
        for line in self._file:
            yield line.rstrip("\n")

    def close(self) -> None:
        self._file.close()


class Archive:
    """Writes `path`; `files` lists what it holds as `{"path", "size", "sha256"}`."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "w", allowZip64=True)
        self._folder = path.parent
        self._lists: list[Lines] = []
        self.files = self.lines()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()
        for lines in self._lists:
            lines.close()

    def lines(self) -> Lines:
        """A list on disk that lives as long as the archive is written."""
        found = Lines(self._folder)
        self._lists.append(found)
        return found

    def add_file(self, name: str, source: Path, sha256: str, **facts: Any) -> None:
        """Takes in a stored file as it is; raises Damaged, before anything is written, when its hash is another one."""
        with source.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                raise Damaged(f"{source.name} is damaged: its bytes are not those that were stored.")
        with self._open(name, facts, stored=True) as target, source.open("rb") as file:
            while chunk := file.read(CHUNK):
                target.write(chunk)

    def add_text(self, name: str, text: str | Iterable[str], **facts: Any) -> str:
        """Writes a text, whole or in pieces; gives its SHA-256."""
        with self._open(name, facts) as target:
            for piece in [text] if isinstance(text, str) else text:
                target.write(piece.encode())
        return target.digest.hexdigest()

    @contextmanager
    def _open(self, name: str, facts: dict[str, Any], stored: bool = False) -> Iterator[_Counted]:
        info = zipfile.ZipInfo(name, EPOCH)
        info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        with self._zip.open(info, "w", force_zip64=True) as raw:
            counted = _Counted(raw)
            yield counted
        entry = {"path": name, "size": counted.size, "sha256": counted.digest.hexdigest()}
        self.files.append({**entry, **facts})


class _Counted:
    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.size, self.digest = file, 0, hashlib.sha256()

    def write(self, data: bytes) -> None:
        self.file.write(data)
        self.digest.update(data)
        self.size += len(data)


def json_object(fixed: dict[str, Any], lists: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """The text of a JSON object in pieces: `fixed` values first, then lists whose elements are JSON texts already."""
    yield "{"
    parts = [f"{json.dumps(key)}:{json.dumps(value, ensure_ascii=False)}" for key, value in fixed.items()]
    yield ",\n".join(parts)
    first = not parts
    for key, elements in lists.items():
        yield ("" if first else ",\n") + f"{json.dumps(key)}:["
        first = False
        for index, element in enumerate(elements):
            yield (",\n" if index else "\n") + element
        yield "]"
    yield "}\n"
