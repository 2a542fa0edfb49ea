"""Files fetched by https from a fixed address, checked by size and hash."""

from __future__ import annotations

import hashlib
import os
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from .packages import FetchError

SECONDS = 60.0
_CHUNK = 1 << 16


class _OnlyHttps(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to another https address."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if urlsplit(newurl).scheme != "https":
            raise FetchError(f"{req.full_url} leads to {newurl}, which is not https. It was not followed.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def download(url: str, name: str, sha256: str, size: int, folder: Path) -> Path:
    """Puts the file into `folder` under `name`: whole and with the right hash, or not at all. Raises FetchError."""
    if urlsplit(url).scheme != "https":
        raise FetchError(f"{url} is not an https address.")
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".{name}.{os.getpid()}"
    try:
        found = _save(url, partial, size)
        if found != sha256:
            raise FetchError(f"{name} from {url} has the hash {found}, not {sha256}. It was not taken.")
        os.replace(partial, folder / name)
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        reason = getattr(error, "reason", error)
        raise FetchError(
            f"{url} could not be fetched: {reason}. Check the network, then try again."
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return folder / name


def _save(url: str, target: Path, size: int) -> str:
    """The hash of what came; no more than `size` bytes are ever taken."""
    digest, taken = hashlib.sha256(), 0
    opener = urllib.request.build_opener(_OnlyHttps)
    with opener.open(url, timeout=SECONDS) as answer, open(target, "wb") as file:
        while chunk := answer.read(_CHUNK):
            taken += len(chunk)
            if taken > size:
                raise FetchError(
                    f"{url} answers more than the {size} bytes that were expected. It was not taken."
                )
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()
