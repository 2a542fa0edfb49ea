"""Networks in ONNX, run by onnxruntime: one session a process and one thread a session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from .base import DetectorUnavailable, Image, OutOfMemory
from .providers import Provider

Tensor = npt.NDArray[np.generic]

RGB = (2, 1, 0)
"""For `planes_of`: the channels of a BGR picture as RGB."""

CONSTANTS_ARE_NO_INPUTS = 4
"""The version of ONNX' intermediate representation from which on that is so."""

_DOUBLE, _REAL = "moretta_double", "moretta_real"


class Network:
    """A loaded network. `any_size` lets it take inputs of other sizes than the file declares; then `of_bytes` lets it
    take uint8 in place of float32, and with `outputs` only these are computed.

    Raises DetectorUnavailable where the file is no network that can run here.
    """

    def __init__(
        self,
        path: Path,
        provider: Provider,
        *,
        any_size: bool = False,
        of_bytes: bool = False,
        outputs: Sequence[str] | None = None,
    ) -> None:
        import onnxruntime

        onnxruntime.disable_telemetry_events()  # off by default, but nobody may turn it on for us
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_mem_pattern = False  # made for inputs of one size; ours have many
        # Threads that spin while they wait starve other sessions of the machine.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        try:
            model = _made_ready(path.read_bytes(), any_size, of_bytes, outputs)
            self._session = onnxruntime.InferenceSession(model, options, providers=list(provider.execution))
        except Exception as error:  # onnxruntime and protobuf raise classes of their own
            raise DetectorUnavailable(f"{path} cannot be loaded as a network: {error}.") from None
        self._input = self._session.get_inputs()[0].name
        self.outputs = [output.name for output in self._session.get_outputs()]
        self.metadata: Mapping[str, str] = dict(self._session.get_modelmeta().custom_metadata_map)

    def run(self, pixels: Tensor) -> Mapping[str, npt.NDArray[np.float32]]:
        """Every output by its name. Raises OutOfMemory where a smaller batch may work."""
        try:
            answers = self._session.run(None, {self._input: pixels})
        except MemoryError:
            raise OutOfMemory("The pictures do not fit into memory.") from None
        except Exception as error:
            if any(word in str(error).lower() for word in ("alloc", "memory")):
                raise OutOfMemory(str(error)) from None
            raise
        return dict(zip(self.outputs, answers, strict=True))


def planes_of(
    image: Image, mean: Sequence[float] = (0, 0, 0), scale: float = 1, order: Sequence[int] = (0, 1, 2)
) -> npt.NDArray[np.float32]:
    """The channels `order` of an HxWx3 picture as [1, 3, H, W], each less its mean, times `scale`: what OpenCV's
    `blobFromImage` gives, in a sixth of its time."""
    planes = np.empty((1, 3, *image.shape[:2]), np.float32)
    for plane, channel, middle in zip(planes[0], order, mean, strict=True):
        plane[...] = cv2.extractChannel(image, channel)
        if middle:
            plane -= middle
        if scale != 1:
            plane *= scale
    return planes


def bytes_of(image: Image) -> npt.NDArray[np.uint8]:
    """The channels of an HxWx3 picture as uint8 [1, 3, H, W], for networks `of_bytes`."""
    return np.ascontiguousarray(image.transpose(2, 0, 1)[None])


def _made_ready(file: bytes, any_size: bool, of_bytes: bool, outputs: Sequence[str] | None) -> bytes:
    """The network with its weights constant, and if wanted with the declared sizes of inputs and outputs forgotten.

    Old exporters list weights among the inputs, where somebody might feed others: onnxruntime then leaves out what it
    can do for constant ones (their layout and fused normalizations), and CenterFace takes more than twice as long.
    """
    import onnx

    model = onnx.load_from_string(file)
    weights = {one.name for one in model.graph.initializer}
    inputs = [value for value in model.graph.input if value.name not in weights]
    if any_size:
        if outputs is not None:
            _leave_only(model, outputs)
        _forget_sizes(model, inputs, weights)
        if of_bytes:
            _take_bytes(model, inputs)
    elif len(inputs) == len(model.graph.input):
        return file
    del model.graph.input[:]
    model.graph.input.extend(inputs)
    model.ir_version = max(model.ir_version, CONSTANTS_ARE_NO_INPUTS)
    return bytes(model.SerializeToString())


def _forget_sizes(model: Any, inputs: Sequence[Any], weights: set[str]) -> None:
    """Steps of a feature pyramid that were exported as enlarging to a fixed size become what they were: doublings."""
    import onnx

    for value in (*inputs, *model.graph.output):
        for number, dimension in enumerate(value.type.tensor_type.shape.dim):
            dimension.dim_param = f"{value.name}_{number}"
    for node in model.graph.node:
        if node.op_type == "Resize" and len(node.input) == 4:
            node.input[:] = [*node.input[:2], _DOUBLE]
        elif node.op_type == "Upsample" and node.input[1] not in weights:
            node.input[1] = _DOUBLE
    model.graph.initializer.append(onnx.numpy_helper.from_array(np.array([1, 1, 2, 2], np.float32), _DOUBLE))
    del model.graph.value_info[:]


def _leave_only(model: Any, outputs: Sequence[str]) -> None:
    """Without what is computed for other outputs alone."""
    kept, needed, nodes = [one for one in model.graph.output if one.name in outputs], set(outputs), []
    for node in reversed(model.graph.node):
        if needed.intersection(node.output):
            needed.update(node.input)
            nodes.append(node)
    del model.graph.output[:], model.graph.node[:]
    model.graph.output.extend(kept)
    model.graph.node.extend(reversed(nodes))


def _take_bytes(model: Any, inputs: Sequence[Any]) -> None:
    """Has the network itself make numbers of bytes, in memory that it keeps."""
    import onnx

    (taken,) = inputs
    for node in model.graph.node:
        node.input[:] = [_REAL if name == taken.name else name for name in node.input]
    taken.type.tensor_type.elem_type = onnx.TensorProto.UINT8
    cast = onnx.helper.make_node("Cast", [taken.name], [_REAL], to=onnx.TensorProto.FLOAT)
    model.graph.node.insert(0, cast)
