"""Models of one's own: ONNX files that the operator added, each with a description beside it.

They lie in the folder `own` of the folders of weights (see `weights`): `NAME.onnx` and `NAME.json`. Imports nothing
heavy, so that the web process may read it as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import weights
from .catalogue import DETECTORS, LABEL_KINDS, DetectorInfo

FOLDER, PREFIX = "own", "own-"
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class OwnModelError(ValueError):
    """A model that cannot be added, read or removed: a sentence."""


@dataclass(frozen=True)
class OwnModel:
    """What is written beside a model of one's own. `classes` maps the network's class numbers to label kinds; `size`
    is height and width of its input; `mean` has the order of `channels`; `prior_sizes` are RetinaFace's."""

    name: str
    sha256: str
    head: str
    classes: Mapping[int, str]
    size: tuple[int, int]
    channels: str
    mean: tuple[float, float, float]
    factor: float
    threshold: float
    licence: str
    cost_ms: float
    any_size: bool = False
    """The file declares another size, which has to be forgotten when it is loaded."""
    prior_sizes: tuple[tuple[float, ...], ...] = ()

    @property
    def detector(self) -> DetectorInfo:
        """As it is chosen and shown."""
        return DetectorInfo(
            name=PREFIX + self.name,
            title=f"{self.name} (own model)",
            labels=tuple(dict.fromkeys(self.classes.values())),
            operating_threshold=self.threshold,
            store_floor=min(0.1, self.threshold / 2),
            licence=self.licence,
            weights=(),
            says=f"A model of your own, {self.sha256[:12]}.",
            made_by="own:Own",
            sizes=f"as it was trained, at {self.size[1]}×{self.size[0]}",
            cost_ms=self.cost_ms,
        )

    @classmethod
    def of_document(cls, document: Any) -> OwnModel:
        """From the JSON beside a model. Raises OwnModelError."""
        try:
            fields = dict(document)
            fields["classes"] = {int(number): str(kind) for number, kind in fields["classes"].items()}
            fields["size"], fields["mean"] = tuple(fields["size"]), tuple(fields["mean"])
            fields["prior_sizes"] = tuple(tuple(sizes) for sizes in fields.get("prior_sizes", ()))
            found = cls(**fields)
        except (TypeError, ValueError, KeyError, AttributeError):
            raise OwnModelError("it is not what `moretta models add` writes") from None
        if not NAME.fullmatch(found.name) or not set(found.classes.values()) <= set(LABEL_KINDS):
            raise OwnModelError("its name or its labels are none of ours")
        return found


def own_models() -> dict[str, OwnModel]:
    """The models that were added, by name; descriptions that cannot be read are left out (see `unreadable`)."""
    return {model.name: model for model, _ in _read() if isinstance(model, OwnModel)}


def unreadable() -> dict[Path, str]:
    """Descriptions that cannot be read, each with the sentence why."""
    return {path: str(error) for error, path in _read() if isinstance(error, OwnModelError)}


def known() -> dict[str, DetectorInfo]:
    """All detectors by name: the catalogue's and one's own."""
    return {**DETECTORS, **{info.name: info for info in (model.detector for model in own_models().values())}}


def info_of(detector: str) -> DetectorInfo | None:
    """The detector of this name; the disk is read only for those of one's own."""
    return known().get(detector) if detector.startswith(PREFIX) else DETECTORS.get(detector)


def detectors_for(label: str) -> list[str]:
    """The names of the detectors that can find a label kind, the catalogue's and one's own."""
    return [name for name, info in known().items() if label in info.labels]


def path_of(name: str) -> Path:
    """The checked file of a model. Raises OwnModelError where it is missing or was changed."""
    for folder in weights.folders():
        path = folder / FOLDER / f"{name}.onnx"
        if path.is_file() and name in own_models():
            if weights.digest(path) != own_models()[name].sha256:
                raise OwnModelError(f"{path} was changed since it was added. Remove it and add it again.")
            return path
    raise OwnModelError(f"The file of the model {name} is not there. Remove the model and add it again.")


def missing(detector: str) -> str | None:
    """None where a detector is not of one's own or its file is right, else the reason as a sentence."""
    if not detector.startswith(PREFIX):
        return None
    try:
        path_of(detector.removeprefix(PREFIX))
    except OwnModelError as error:
        return str(error)
    return None


def _read() -> list[tuple[OwnModel | OwnModelError, Path]]:
    found: dict[str, tuple[OwnModel | OwnModelError, Path]] = {}
    for folder in weights.folders():
        for path in sorted((folder / FOLDER).glob("*.json")):
            if path.stem not in found:
                found[path.stem] = _read_one(path), path
    return list(found.values())


def _read_one(path: Path) -> OwnModel | OwnModelError:
    try:
        model = OwnModel.of_document(json.loads(path.read_text()))
        if model.name != path.stem:
            raise OwnModelError(f"it speaks of {model.name}")
        return model
    except (OSError, ValueError) as error:  # an OwnModelError is a ValueError
        return OwnModelError(f"{path} cannot be read: {error}. Remove it and add the model again.")
