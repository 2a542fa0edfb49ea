"""Models of one's own: what is taken, what is refused, and that they find what the built-in detectors find."""

import dataclasses
import io
import json
import pickle
import zipfile

import cv2
import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from moretta_vision import detect
from moretta_vision.cli import main
from moretta_vision.detect.heads import HEADS
from moretta_vision.detect.retinaface import RetinaFace
from moretta_vision.detect.ultralight import UltraLight
from moretta_vision.detect.yolox import YoloX
from moretta_vision.own_models import known, own_models
from moretta_vision.registry import REGISTRY

SIDE = 64
CELLS = np.concatenate(
    [
        np.stack(np.mgrid[: SIDE // s, : SIDE // s][::-1], axis=2).reshape(-1, 2) * s + s / 2
        for s in (8, 16, 32)
    ]
).astype(np.float32)
"""The centre of each cell, x and y."""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty folder of pulled weights, and no other."""
    monkeypatch.delenv("MORETTA_MODELS_DIR", raising=False)
    monkeypatch.setenv("MORETTA_WEIGHTS", str(tmp_path / "weights"))
    detect.unload()
    yield tmp_path / "weights" / "own"
    detect.unload()


def constant(path, *outputs, change=lambda model: None):
    """A network that answers the same arrays to every picture of this size."""
    nodes = [helper.make_node("ReduceMean", ["picture"], ["mean"], keepdims=0)]
    nodes.append(helper.make_node("Mul", ["mean", "none"], ["zero"]))
    stored = [numpy_helper.from_array(np.zeros((), np.float32), "none")]
    values = []
    for number, array in enumerate(outputs):
        stored.append(numpy_helper.from_array(np.asarray(array, np.float32), f"array{number}"))
        nodes.append(helper.make_node("Add", [f"array{number}", "zero"], [f"out{number}"]))
        values.append(helper.make_tensor_value_info(f"out{number}", TensorProto.FLOAT, array.shape))
    picture = helper.make_tensor_value_info("picture", TensorProto.FLOAT, (1, 3, SIDE, SIDE))
    graph = helper.make_graph(nodes, "constant", [picture], values, stored)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    change(model)
    path.write_bytes(model.SerializeToString())
    return path


def add(path, *options, name="mine", size=SIDE):
    return main(["models", "add", str(path), "--name", name, "--size", str(size), *options])


def rows_of(head, found, classes=2):
    """The outputs of a head in which the cell nearest to each box (left, top, width, height, class, score) found it,
    and every other cell nothing."""
    repeat = 2 if head == "retinaface" else 1
    centres = np.repeat(CELLS, repeat, axis=0)
    strides = np.repeat([8, 16, 32], [64 * repeat, 16 * repeat, 4 * repeat]).astype(np.float32)[:, None]
    priors = np.array([16, 32, 64, 128, 256, 512], np.float32)
    sides = np.concatenate([np.tile(priors[i : i + 2], n) for i, n in ((0, 64), (2, 16), (4, 4))])
    boxes = np.concatenate([centres, np.full_like(centres, 4)], axis=1)
    scores = np.zeros((len(centres), classes), np.float32)
    for left, top, width, height, number, score in found:
        middle = np.array([left + width / 2, top + height / 2])
        row = np.abs(centres - middle).sum(axis=1).argmin()
        boxes[row], scores[row, number] = (*middle, width, height), score
    sure = np.ones((len(boxes), 1), np.float32)
    if head == "yolov5":
        return [np.concatenate([boxes, sure, scores], axis=1)[None]]
    if head == "yolov8":
        return [np.concatenate([boxes, scores], axis=1).T[None]]
    if head == "yolox":
        offsets = boxes[:, :2] / strides - (centres - strides / 2) / strides
        return [np.concatenate([offsets, np.log(boxes[:, 2:] / strides), sure, scores], axis=1)[None]]
    both = np.concatenate([1 - scores.max(axis=1, keepdims=True), scores], axis=1)
    if head == "retinaface":
        moved = (boxes[:, :2] - centres) / sides[:, None] / 0.1
        grown = np.log(boxes[:, 2:] / sides[:, None]) / 0.2
        return [np.concatenate([moved, grown], axis=1)[None], both[None]]
    corners = np.concatenate([boxes[:, :2] - boxes[:, 2:] / 2, boxes[:, :2] + boxes[:, 2:] / 2], axis=1)
    return [both[None], corners[None] / SIDE]


ONE_CLASS = {"retinaface"}


@pytest.mark.parametrize("head", HEADS)
def test_every_head_is_decoded_to_boxes_scores_and_labels_of_the_picture(head, tmp_path):
    found = [(8, 16, 16, 24, 0, 0.9), (40, 8, 12, 16, 0 if head in ONE_CLASS else 1, 0.5)]
    classes = "face" if head in ONE_CLASS else "face,license_plate"
    path = constant(tmp_path / "a.onnx", *rows_of(head, found, 1 if head in ONE_CLASS else 2))
    assert add(path, "--head", head, "--classes", classes) == 0
    one = detect.load("own-mine").detect([np.zeros((128, 128, 3), np.uint8)])[0]  # seen at half its size
    np.testing.assert_allclose(one.boxes, [[16, 32, 32, 48], [80, 16, 24, 32]], atol=0.01)
    assert one.scores.tolist() == pytest.approx([0.9, 0.5], abs=1e-3)
    assert one.labels == ["face", "face" if head in ONE_CLASS else "license_plate"]
    assert one.source == "own-mine" and one.version.startswith("own-mine:")


def test_finds_below_the_threshold_are_left_out_and_an_asked_for_score_counts(tmp_path):
    path = constant(tmp_path / "a.onnx", *rows_of("yolov8", [(8, 16, 16, 24, 0, 0.4)]))
    assert add(path, "--head", "yolov8", "--classes", "face,-", "--threshold", ".5") == 0
    detector, picture = detect.load("own-mine"), np.zeros((64, 64, 3), np.uint8)
    assert [len(detector.detect([picture], least)[0]) for least in (None, 0.5, 0.39)] == [0, 0, 1]


def test_classes_by_number_and_several_for_one_label(tmp_path):
    found = [(8, 16, 16, 24, 2, 0.9), (40, 8, 12, 16, 4, 0.8), (40, 40, 12, 12, 0, 0.9)]
    path = constant(tmp_path / "a.onnx", *rows_of("yolov5", found, 5))
    assert add(path, "--head", "yolov5", "--classes", "2=vehicle,4=vehicle") == 0
    one = detect.load("own-mine").detect([np.zeros((64, 64, 3), np.uint8)])[0]
    assert one.labels == ["vehicle", "vehicle"]


REDS = {"rgb": (0, 0, 255), "bgr": (255, 0, 0)}
"""Pictures, in BGR, whose first colour is 255 in this order."""


@pytest.mark.parametrize(
    ("options", "scores"),
    [
        ((), {"rgb": 1.0}),
        (("--channels", "bgr"), {"bgr": 1.0}),
        (("--factor", ".002"), {"rgb": 0.51}),
        (("--mean", "55,0,0", "--factor", ".005"), {"rgb": 1.0}),
    ],
)
def test_pixels_reach_the_network_as_its_head_or_the_options_say(options, scores, tmp_path):
    rows = rows_of("yolov8", [(8, 16, 16, 24, 0, 1.0)])[0]
    boxes, sure = rows.copy(), rows.copy()
    boxes[:, 4:], sure[:, :4] = 0, 0

    def first_colour_is_the_score(model):
        graph = model.graph
        del graph.node[:], graph.output[1:]
        graph.initializer.append(numpy_helper.from_array(np.array([0], np.int64), "first"))
        graph.node.extend(
            [
                helper.make_node("Gather", ["picture", "first"], ["colour"], axis=1),
                helper.make_node("ReduceMax", ["colour"], ["most"], keepdims=0),
                helper.make_node("Mul", ["array1", "most"], ["scores"]),
                helper.make_node("Add", ["array0", "scores"], ["out0"]),
            ]
        )

    path = constant(tmp_path / "a.onnx", boxes, sure, change=first_colour_is_the_score)
    assert add(path, "--head", "yolov8", "--classes", "face,-", *options) == 0
    for order, colour in REDS.items():
        found = detect.load("own-mine").detect([np.full((64, 64, 3), colour, np.uint8)])[0]
        assert found.scores.tolist() == pytest.approx([scores[order]] if order in scores else [], abs=0.01)


def zipped(content=b"data"):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("archive/data.pkl", content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (pickle.dumps({"weights": 1}), "is a pickle, which runs code"),
        (zipped(), "is a zip, as PyTorch saves its pickles"),
        (b"\x89HDF\r\n\x1a\n", "is HDF5"),
        (b"\x1c\x00\x00\x00TFL3", "is TensorFlow Lite"),
        (b"\x1f\x8b\x08\x00", "is compressed"),
        (b"", "is not ONNX"),
        (b"just a text", "is not ONNX"),
    ],
)
def test_what_is_not_onnx_is_refused_by_its_content_and_not_left_behind(
    content, says, tmp_path, folder, capsys
):
    path = tmp_path / "model.onnx"
    path.write_bytes(content)
    assert add(path, "--head", "yolov8", "--classes", "face") == 1
    assert says in capsys.readouterr().err
    assert list(folder.iterdir()) == []


def outside(tensor):
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="../../../etc/passwd")


def in_weights(model):
    outside(model.graph.initializer[1])


def in_a_constant(model):
    tensor = numpy_helper.from_array(np.zeros(3, np.float32), "hidden")
    outside(tensor)
    model.graph.node.append(helper.make_node("Constant", [], ["hidden"], value=tensor))


def in_a_branch(model):
    tensor = numpy_helper.from_array(np.zeros(3, np.float32), "hidden")
    outside(tensor)
    value = helper.make_tensor_value_info("hidden", TensorProto.FLOAT, (3,))
    branch = helper.make_graph([], "branch", [], [value], [tensor])
    model.graph.node.append(
        helper.make_node("If", ["mean"], ["chosen"], then_branch=branch, else_branch=branch)
    )


def in_a_function(model):
    tensor = numpy_helper.from_array(np.zeros(3, np.float32), "hidden")
    outside(tensor)
    node = helper.make_node("Constant", [], ["hidden"], value=tensor)
    model.functions.append(
        helper.make_function("own", "F", [], ["hidden"], [node], [helper.make_opsetid("", 13)])
    )


@pytest.mark.parametrize("where", [in_weights, in_a_constant, in_a_branch, in_a_function])
def test_onnx_that_reads_other_files_is_refused(where, tmp_path, folder, capsys):
    path = constant(tmp_path / "a.onnx", *rows_of("yolov8", []), change=where)
    assert add(path, "--head", "yolov8", "--classes", "face,-") == 1
    assert "keeps weights in other files" in capsys.readouterr().err
    assert list(folder.iterdir()) == []


def yolov8_rows(classes=2):
    return rows_of("yolov8", [], classes)[0]


REFUSED = {
    "another head": (
        (yolov8_rows(),),
        ("--head", "retinaface", "--classes", "face"),
        "does not answer as RetinaFace",
    ),
    "too many classes": (
        (yolov8_rows(),),
        ("--head", "yolov8", "--classes", "face"),
        "has 2 classes, and 1 are named",
    ),
    "a class that is not there": (
        (yolov8_rows(),),
        ("--head", "yolov8", "--classes", "7=face"),
        "there is no class 7",
    ),
    "no probabilities": (
        (yolov8_rows() + np.array([0, 0, 0, 0, 9, 9], np.float32)[None, :, None],),
        ("--head", "yolov8", "--classes", "face,-"),
        "no probabilities",
    ),
    "all boxes at one place": (
        (yolov8_rows() * np.array([0, 0, 1, 1, 1, 1], np.float32)[None, :, None],),
        ("--head", "yolov8", "--classes", "face,-"),
        "lie at one place",
    ),
    "not a number": (
        (yolov8_rows() * np.float32("nan"),),
        ("--head", "yolov8", "--classes", "face,-"),
        "lie at one place",
    ),
    "a number of cells that is not YOLOX's": (
        (np.zeros((1, 50, 7), np.float32),),
        ("--head", "yolox", "--classes", "face,-"),
        "expected one output 1×84",
    ),
    "two outputs for SSD of other lengths": (
        (np.zeros((1, 50, 3), np.float32), np.zeros((1, 51, 4), np.float32)),
        ("--head", "ssd", "--classes", "face,-"),
        "expected outputs",
    ),
    "an unknown head": (
        (yolov8_rows(),),
        ("--head", "detr", "--classes", "face,-"),
        "There is no head 'detr'",
    ),
    "an unknown label": ((yolov8_rows(),), ("--head", "yolov8", "--classes", "cat,-"), "'cat' is no label"),
    "no label": ((yolov8_rows(),), ("--head", "yolov8", "--classes=-,-"), "Name at least one class"),
}


@pytest.mark.parametrize(("outputs", "options", "says"), REFUSED.values(), ids=REFUSED)
def test_answers_that_do_not_fit_are_refused(outputs, options, says, tmp_path, folder, capsys):
    assert add(constant(tmp_path / "a.onnx", *outputs), *options) == 1
    assert says in capsys.readouterr().err
    assert known().keys() == detect.known().keys() and not own_models()


def bytes_in(model):
    model.graph.input[0].type.tensor_type.elem_type = TensorProto.UINT8
    model.graph.node.insert(0, helper.make_node("Cast", ["picture"], ["floats"], to=TensorProto.FLOAT))
    model.graph.node[1].input[0] = "floats"


def one_channel(model):
    model.graph.input[0].type.tensor_type.shape.dim[1].dim_value = 1


def two_inputs(model):
    model.graph.input.append(helper.make_tensor_value_info("more", TensorProto.FLOAT, (1,)))


def one_size_only(model):
    model.graph.node.insert(0, helper.make_node("Add", ["picture", "pattern"], ["patterned"]))
    model.graph.node[1].input[0] = "patterned"
    model.graph.initializer.append(numpy_helper.from_array(np.zeros((1, 3, 96, 32), np.float32), "pattern"))
    for dimension, side in zip(model.graph.input[0].type.tensor_type.shape.dim[2:], (96, 32), strict=True):
        dimension.dim_value = side


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (bytes_in, "32 bit floats of shape 1×3"),
        (one_channel, "32 bit floats of shape 1×3"),
        (two_inputs, "has 2 inputs"),
        (one_size_only, "does not run with 64×64 pixels. It is made for --size 32x96."),
    ],
)
def test_networks_that_take_no_such_picture_are_refused(change, says, tmp_path, folder, capsys):
    path = constant(tmp_path / "a.onnx", yolov8_rows(), change=change)
    assert add(path, "--head", "yolov8", "--classes", "face,-") == 1
    assert says in capsys.readouterr().err
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["../../evil", "/etc/x", "UPPER", "a b", "", "-x", "x" * 41])
def test_names_that_are_none_are_refused(name, tmp_path, capsys):
    path = constant(tmp_path / "a.onnx", yolov8_rows())
    assert (
        main(["models", "add", str(path), f"--name={name}", "--head", "yolov8", "--classes", "face,-"]) == 1
    )
    assert "is no name" in capsys.readouterr().err
    assert main(["models", "remove", "--", name]) == 1


def test_an_added_model_is_a_detector_until_it_is_removed(tmp_path, folder, capsys):
    path = constant(tmp_path / "a.onnx", *rows_of("yolov8", [(8, 16, 16, 24, 0, 0.9)]))
    options = ("--head", "yolov8", "--classes", "face,license_plate")
    assert add(path, *options, "--licence", "CC0") == 0
    picture = tmp_path / "p.png"
    cv2.imwrite(str(picture), np.zeros((64, 64, 3), np.uint8))
    found = tmp_path / "found.json"
    assert main(["detect", str(picture), "--detector", "own-mine", "-o", str(found)]) == 0
    assert [a["bbox"] for a in json.loads(found.read_text())["annotations"]] == [[8.0, 16.0, 16.0, 24.0]]
    capsys.readouterr()
    main(["detectors", "--json"])
    row = next(row for row in json.loads(capsys.readouterr().out) if row["name"] == "own-mine")
    assert (row["finds"], row["licence"], row["problem"]) == (["face", "license_plate"], "CC0", None)
    assert add(path, *options) == 1
    assert "already. Remove it first" in capsys.readouterr().err
    assert main(["models", "remove", "mine"]) == 0
    assert main(["detect", str(picture), "--detector", "own-mine", "-o", str(found)]) == 2
    assert list(folder.iterdir()) == []


def test_a_model_that_was_changed_after_it_was_added_does_not_run(tmp_path, folder, capsys):
    path = constant(tmp_path / "a.onnx", *rows_of("yolov8", []))
    add(path, "--head", "yolov8", "--classes", "face,-")
    constant(folder / "mine.onnx", *rows_of("yolov8", [(8, 16, 16, 24, 0, 0.9)]))
    assert main(["models", "verify"]) == main(["models", "verify", "own-mine"]) == 1
    assert capsys.readouterr().err.count("was changed since it was added") == 2
    assert "was changed since it was added" in detect.availability("own-mine")
    with pytest.raises(detect.DetectorUnavailable, match="was changed"):
        detect.load("own-mine")


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"name": "mine", "classes": {"0": "cat"}}'])
def test_a_description_that_cannot_be_read_hides_no_other_model_and_is_named(
    content, tmp_path, folder, capsys
):
    path = constant(tmp_path / "a.onnx", *rows_of("yolov8", []))
    add(path, "--head", "yolov8", "--classes", "face,-", name="good")
    (folder / "mine.json").write_text(content)
    assert "own-good" in known() and "own-mine" not in known()
    capsys.readouterr()
    assert main(["models", "list"]) == 0
    assert "mine.json cannot be read" in capsys.readouterr().err


SAME = {
    "yolox-nano": (
        YoloX,
        "yolox",
        "0=person,2=vehicle,3=vehicle,5=vehicle,6=vehicle,7=vehicle,8=vehicle",
        640,
    ),
    "retinaface": (RetinaFace, "retinaface", "face", 640),
    "ultralight-640": (UltraLight, "ssd", "face", "640x480"),
}


@pytest.mark.parametrize("name", SAME)
def test_a_built_in_network_added_as_ones_own_gives_the_same_boxes(name, testdata, models_dir, monkeypatch):
    made_by, head, classes, size = SAME[name]
    assert add(models_dir / REGISTRY[name].file, "--head", head, "--classes", classes, size=size) == 0
    monkeypatch.setenv("MORETTA_MODELS_DIR", str(models_dir))
    own = detect.load("own-mine")
    info = dataclasses.replace(known()["own-mine"], name=name, weights=(name,))
    monkeypatch.setattr(made_by, "image_sides", (640,))  # one look, as at a model of one's own
    built_in = made_by(info, detect.providers.find("cpu"))
    manifest = json.loads((testdata / "manifest.json").read_text())
    files = [row["file_name"] for row in manifest["images"] if row["subset"] == "faces"][:8]
    compared = 0
    for file in files:
        picture = cv2.imread(str(testdata / file))
        # Cropped so that one look sees all; and what the network sees beside the picture differs, so nothing may.
        height, width = picture.shape[:2]
        side = min(height, width)
        picture = picture[: width * 3 // 4] if name == "ultralight-640" else picture[:side, :side]
        mine, theirs = own.detect([picture], 0.3)[0], built_in.detect([picture], 0.3)[0]
        assert mine.labels == theirs.labels
        np.testing.assert_allclose(mine.boxes, theirs.boxes, atol=0.05)
        np.testing.assert_allclose(mine.scores, theirs.scores, atol=1e-4)
        compared += len(mine)
    assert compared >= 8
