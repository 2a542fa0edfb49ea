"""Where this installation keeps its things, read from the environment once.

Two shapes share the same code. *Embedded*: SQLite, files on disk and a Valkey of our own below the data folder.
*Cluster*: PostgreSQL, Redis and workers elsewhere, named by `DATABASE_URL` and `REDIS_URL`.
"""

import hashlib
import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse

POOL = {"min_size": 1, "max_size": 8, "timeout": 20}


def data_folder() -> Path:
    """The folder that holds everything this installation stores; made with mode 700 when missing."""
    folder = Path(os.environ.get("MORETTA_DATA", "data")).expanduser().resolve()
    if not folder.exists():
        folder.mkdir(parents=True, mode=0o700)
    return folder


def secret_key(folder: Path) -> str:
    """The signing key: `MORETTA_SECRET_KEY`, else one made at first use and kept in a file of mode 600."""
    if key := os.environ.get("MORETTA_SECRET_KEY"):
        return key
    path = folder / "secret.key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


def database(folder: Path) -> dict[str, object]:
    """Django's database settings: `DATABASE_URL` (postgresql://user:password@host:port/name, or sqlite:///path), else
    SQLite in the data folder."""
    url = os.environ.get("DATABASE_URL", "")
    if not url or url.startswith("sqlite:"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix("sqlite://") or str(folder / "moretta.sqlite3"),
            # A file, so that worker processes of a test see it.
            "TEST": {"NAME": str(folder / "test.sqlite3")},
            # The page's threads stay (`one_thread`), and opening a connection costs more than most queries.
            "CONN_MAX_AGE": None if os.environ.get("MORETTA_ROLE") == "web" else 0,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
            },
        }
    parts = urlparse(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(
            f"DATABASE_URL: '{parts.scheme}' is not supported, use postgresql://user:password@host:port/name"
        )
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    # A worker's process works at one thing; a pool's threads would not survive the fork of its pool.
    pool = {} if os.environ.get("MORETTA_ROLE") == "worker" else {"pool": POOL}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {**pool, **query},
    }


def broker_socket(folder: Path) -> Path:
    """Where the embedded broker listens: below the data folder, or in a short place of our own where that path is too
    long for a socket (108 bytes on Linux, 104 elsewhere)."""
    socket = folder / "run" / "valkey.sock"
    if len(os.fsencode(socket)) <= 100:
        return socket
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"moretta-{os.getuid()}-{digest}" / "valkey.sock"


def redis_url(folder: Path) -> str:
    """The broker and event store: `REDIS_URL`, else the socket of the Valkey that `moretta up` starts."""
    return os.environ.get("REDIS_URL") or f"redis+socket://{broker_socket(folder)}"


def hosts() -> list[str]:
    named = [h.strip() for h in os.environ.get("MORETTA_HOSTS", "").split(",") if h.strip()]
    return named or ["127.0.0.1", "localhost", "[::1]"]
