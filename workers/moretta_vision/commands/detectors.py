"""`moretta detectors`: what there is to find with, and whether it can run here."""

from __future__ import annotations

import argparse
import json
from typing import Any


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "detectors", help="list the detectors, what they find and whether they run here"
    )
    parser.add_argument("--json", action="store_true", help="as a JSON list")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from .. import detect

    rows: list[dict[str, Any]] = [
        {
            "name": info.name,
            "title": info.title,
            "finds": list(info.labels),
            "sizes": info.sizes,
            "cost_ms": info.cost_ms,
            "licence": info.licence,
            "threshold": info.operating_threshold,
            "weights": list(info.weights),
            "cloud": info.cloud,
            "says": info.says,
            "problem": detect.availability(info.name),
        }
        for info in detect.known().values()
    ]
    if args.json:
        print(json.dumps(rows, indent=2))
        return 0
    head = ("NAME", "FINDS", "SIZES", "MS", "LICENCE", "HERE")
    table: list[tuple[str, ...]] = [
        (
            row["name"],
            ", ".join(row["finds"]),
            row["sizes"],
            f"{row['cost_ms']:g}" if row["cost_ms"] else "-",
            row["licence"],
            row["problem"] or "yes",
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in (head, *table)) + 2 for column in range(len(head) - 1)]
    for line in (head, *table):
        print("".join(cell.ljust(width) for cell, width in zip(line, widths, strict=False)) + line[-1])
    return 0
