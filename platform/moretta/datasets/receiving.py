"""Taking bytes in: every file of a multipart request is hashed while it streams into a temporary file of the store,
on the same file system, so that keeping it is a rename."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from moretta import storage
from moretta.api import ApiError

from .media_types import HEAD, clean_name

MAX_ANNOTATIONS_BYTES = 64 << 20


class Received(UploadedFile):
    """A file that lies complete under a temporary name."""

    def __init__(self, field: str, name: str, path: Path, size: int, sha256: str, head: bytes) -> None:
        super().__init__(None, "received", None, size)
        self.field, self.title, self.path, self.sha256, self.head = (
            field,
            clean_name(name),
            path,
            sha256,
            head,
        )


class StoreUploadHandler(FileUploadHandler):
    """Streams files into the store's temporary folder. `discard` removes whatever was not kept."""

    chunk_size = 1 << 20

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.paths: list[Path] = []
        self._file: IO[bytes] | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        storage.require_space()
        folder = storage.root() / "tmp"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"{secrets.token_hex(12)}.upload"
        self.paths.append(path)
        self._file = path.open("xb")
        self._digest = hashlib.sha256()
        self._size = 0
        self._head = b""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self._file is not None
        self._size += len(raw_data)
        most = MAX_ANNOTATIONS_BYTES if self.field_name == "annotations" else settings.MAX_UPLOAD_BYTES
        if self._size > most:
            detail = (
                f"{clean_name(self.file_name or '')} is larger than the {most >> 20} MB that are taken in."
            )
            raise ApiError("too_large", detail, field=self.field_name, http=413)
        if len(self._head) < HEAD:
            self._head = (self._head + raw_data)[:HEAD]
        self._digest.update(raw_data)
        self._file.write(raw_data)

    def file_complete(self, file_size: int) -> Received:
        assert self._file is not None
        self._file.close()
        return Received(
            self.field_name or "",
            self.file_name or "",
            self.paths[-1],
            self._size,
            self._digest.hexdigest(),
            self._head,
        )

    def discard(self) -> None:
        """Removes every temporary file that was not moved to its place."""
        if self._file is not None:
            self._file.close()
        for path in self.paths:
            path.unlink(missing_ok=True)
