"""Adding a model of one's own: the file is looked through, tried once, copied and described."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from .. import weights
from ..catalogue import LABEL_KINDS
from ..own_models import FOLDER, NAME, OwnModel, OwnModelError, own_models
from .base import DetectorUnavailable, Image, OutOfMemory
from .heads import HEADS, HeadError
from .networks import Network
from .own import OwnNetwork
from .providers import find

MOST_BYTES = 2**31 - 1
SMALLEST, LARGEST = 32, 4096

_OTHERS = {
    b"\x80": "a pickle, which runs code when it is read",
    b"PK": "a zip, as PyTorch saves its pickles",
    b"\x89HDF": "HDF5",
    b"\x1f\x8b": "compressed",
    b"TFL3": "TensorFlow Lite",
}
"""What a file begins with, or holds after four bytes, and what it is then."""


def add(
    file: Path,
    name: str,
    head: str,
    classes: Mapping[int, str],
    size: tuple[int, int],
    *,
    count: int | None = None,
    threshold: float = 0.25,
    licence: str = "",
    channels: str | None = None,
    mean: tuple[float, float, float] | None = None,
    factor: float | None = None,
    prior_sizes: tuple[tuple[float, ...], ...] = (),
) -> OwnModel:
    """Copies the file into the folder of pulled weights and describes it. `classes` maps class numbers to label
    kinds, `count` is how many classes there have to be, `size` is height and width; what is None is as usual for the
    head. Raises OwnModelError, and then nothing is
    left behind."""
    if not NAME.fullmatch(name):
        raise OwnModelError(
            f"{name!r} is no name: lower-case letters, digits and hyphens, at most 40, a letter or digit first."
        )
    if name in own_models():
        raise OwnModelError(
            f"There is a model {name} already. Remove it first: moretta models remove {name}."
        )
    if head not in HEADS:
        raise OwnModelError(f"There is no head {head!r}; there are {', '.join(HEADS)}.")
    strangers = sorted(set(classes.values()) - set(LABEL_KINDS))
    if strangers or not classes:
        what = f"{strangers[0]!r} is no label" if strangers else "Name at least one class"
        raise OwnModelError(f"{what}; there are {', '.join(LABEL_KINDS)}.")
    if not all(SMALLEST <= side <= LARGEST and side % 32 == 0 for side in size):
        raise OwnModelError(f"A size is a multiple of 32 from {SMALLEST} to {LARGEST}.")
    folder = weights.pulled_folder() / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".{name}.{os.getpid()}"
    try:
        shutil.copyfile(file, partial)
        _look_through(partial, file.name)
        usual = HEADS[head]
        model = OwnModel(
            name=name,
            sha256=weights.digest(partial),
            head=head,
            classes=dict(sorted(classes.items())),
            size=size,
            channels=channels or usual.channels,
            mean=usual.mean if mean is None else mean,
            factor=usual.factor if factor is None else factor,
            threshold=threshold,
            licence=licence or "not stated",
            cost_ms=0,
            prior_sizes=prior_sizes,
        )
        model = _tried(partial, model, count, file.name)
        os.replace(partial, folder / f"{name}.onnx")
        partial.write_text(json.dumps(dataclasses.asdict(model), indent=2))
        os.replace(partial, folder / f"{name}.json")
    except OSError as error:
        raise OwnModelError(f"{file} cannot be added: {error.strerror or error}.") from None
    finally:
        partial.unlink(missing_ok=True)
    return model


def remove(name: str) -> None:
    """Deletes model and description. Raises OwnModelError where there is none in the folder of pulled weights."""
    folder = weights.pulled_folder() / FOLDER
    paths = [folder / f"{name}.{ending}" for ending in ("json", "onnx")]
    if not NAME.fullmatch(name) or not any(path.exists() for path in paths):
        there = ", ".join(own_models()) or "none"
        raise OwnModelError(f"There is no model {name!r} in {folder}; there are {there}.")
    for path in paths:
        path.unlink(missing_ok=True)


def _look_through(path: Path, called: str) -> None:
    """Refuses what is not ONNX, by its content, and ONNX that reads other files."""
    import onnx

    with open(path, "rb") as file:
        start = file.read(8)
    for begins, kind in _OTHERS.items():
        if start.startswith(begins) or start[4:] == begins:
            raise OwnModelError(f"{called} is {kind}. Only ONNX is taken: export the model to it.")
    if path.stat().st_size > MOST_BYTES:
        raise OwnModelError(f"{called} is larger than 2 GiB. Make it smaller, for example by 16 bit weights.")
    try:
        model = onnx.load_model(str(path), load_external_data=False)
    except Exception:  # protobuf raises classes of its own
        raise OwnModelError(f"{called} is not ONNX. Export the model to ONNX first.") from None
    if not model.ir_version or not model.graph.node:
        raise OwnModelError(f"{called} is not ONNX, or holds no network.")
    graphs = [model.graph, *model.functions]
    if any(t.data_location == onnx.TensorProto.EXTERNAL for graph in graphs for t in _tensors(graph)):
        raise OwnModelError(
            f"{called} keeps weights in other files, which is not taken. Save it as one file: onnx.save(onnx.load("
            "…), …)."
        )


def _tensors(graph: Any) -> Iterator[Any]:
    """All stored tensors of a graph or function, also of the graphs inside its nodes."""
    yield from getattr(graph, "initializer", ())
    yield from _of_sparse(getattr(graph, "sparse_initializer", ()))
    for node in graph.node:
        for attribute in node.attribute:
            yield attribute.t
            yield from attribute.tensors
            yield from _of_sparse([attribute.sparse_tensor, *attribute.sparse_tensors])
            for inner in (attribute.g, *attribute.graphs):
                yield from _tensors(inner)


def _of_sparse(tensors: Iterable[Any]) -> Iterator[Any]:
    for one in tensors:
        yield from (one.values, one.indices)


def _tried(path: Path, model: OwnModel, count: int | None, called: str) -> OwnModel:
    """The model with its cost, after one run over a grey picture. Raises OwnModelError where inputs or answers are not
    those of the head."""
    declared = _declared(path, called)
    any_size = declared not in (None, model.size)
    model = dataclasses.replace(model, any_size=any_size)
    grey: Image = np.full((*model.size, 3), 127, np.uint8)
    what = f"{model.size[1]}×{model.size[0]} pixels"
    try:
        network = OwnNetwork(Network(path, find("cpu"), any_size=any_size), model)
        began = time.process_time()
        boxes, scores = network.run(grey)
    except HeadError as error:
        says = HEADS[model.head].says
        raise OwnModelError(f"{called} does not answer as {says} does at {what}: {error}.") from None
    except (DetectorUnavailable, OutOfMemory) as error:
        raise OwnModelError(str(error).replace(str(path), called)) from None
    except Exception as error:  # onnxruntime raises classes of its own
        made_for = f"It is made for --size {declared[1]}x{declared[0]}. " if declared else ""
        reason = " ".join(str(error).split())[:300]
        raise OwnModelError(f"{called} does not run with {what}. {made_for}({reason})") from None
    cost = (time.process_time() - began) * 1000
    _check_classes(model, scores.shape[1], count, called)
    spread = np.ptp(boxes[:, :2] + boxes[:, 2:] / 2, axis=0)
    if not (spread[::-1] >= np.array(model.size) / 2).all():  # also where it is not a number
        raise OwnModelError(
            f"{called} answers boxes that lie at one place. Another --head or --size is the right one."
        )
    if not ((scores >= -1e-3) & (scores <= 1 + 1e-3)).all():
        raise OwnModelError(
            f"{called} answers scores that are no probabilities. Export it with its last activation, or name "
            "another --head."
        )
    return dataclasses.replace(model, cost_ms=round(cost, 1))


def _declared(path: Path, called: str) -> tuple[int, int] | None:
    """Height and width of the input, or None where they are left open."""
    import onnx

    graph = onnx.load_model(str(path), load_external_data=False).graph
    stored = {tensor.name for tensor in graph.initializer}
    inputs = [value for value in graph.input if value.name not in stored]
    if len(inputs) != 1:
        raise OwnModelError(f"{called} has {len(inputs)} inputs. One is needed, the picture.")
    kind = inputs[0].type.tensor_type
    sides = [dimension.dim_value for dimension in kind.shape.dim]
    if kind.elem_type != onnx.TensorProto.FLOAT or len(sides) != 4 or sides[1] not in (0, 3):
        raise OwnModelError(f"{called} has to take pictures as 32 bit floats of shape 1×3×height×width.")
    return (sides[2], sides[3]) if sides[2] and sides[3] else None


def _check_classes(model: OwnModel, there: int, count: int | None, called: str) -> None:
    if count not in (None, there):
        raise OwnModelError(
            f"{called} has {there} classes, and {count} are named. Name each, - for what is not wanted, or name some "
            "by number: 0=person,2=vehicle."
        )
    beyond = [number for number in model.classes if not 0 <= number < there]
    if beyond:
        raise OwnModelError(f"{called} has {there} classes, 0 to {there - 1}; there is no class {beyond[0]}.")
