"""`moretta evaluate`: how good detections are, against boxes that people drew."""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path

STDOUT = Path("-")


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("evaluate", help="measure detections against boxes that people drew")
    acts = parser.add_subparsers(dest="act", required=True, metavar="WHAT")
    _register_detections(acts)


def _register_detections(acts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = acts.add_parser(
        "detections",
        help="how many are covered, how many photos leak, what it masks",
        description="Exit status: 0 measured, 2 truth or predictions cannot be read or do not fit together.",
    )
    parser.add_argument(
        "--truth", required=True, type=Path, metavar="F", help="COCO file with the true boxes"
    )
    parser.add_argument(
        "--predictions",
        required=True,
        type=Path,
        metavar="F",
        help="what `moretta detect` wrote, or COCO results (a list with ids of the truth)",
    )
    parser.add_argument("--subset", metavar="S", help="only photos whose `subset` is this (default: all)")
    parser.add_argument("--category", default="face", metavar="C", help="the category's name (default: face)")
    parser.add_argument(
        "--enlarge",
        type=_factor,
        default=1.3,
        metavar="X",
        help="by how much finds are grown about their centres (default: 1.3)",
    )
    parser.add_argument(
        "--min-score", type=_number, default=0.0, metavar="S", help="least score of a find (default: 0)"
    )
    parser.add_argument(
        "--by", metavar="FIELD", help="recall for each value of a field of annotations or images"
    )
    parser.add_argument(
        "--json", type=Path, metavar="F", help="where the report goes (default: standard output)"
    )
    parser.add_argument(
        "--markdown", type=Path, metavar="F", help="the figures as tables, - for standard output"
    )
    parser.add_argument("--plots", type=Path, metavar="DIR", help="charts as PNG and SVG (extra: plots)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ..evaluate import documents, plots
    from ..evaluate.detections import report
    from ..evaluate.markdown import markdown

    try:
        if args.plots:
            plots.check()
        found = report(
            documents.read(args.truth),
            documents.read(args.predictions),
            subset=args.subset,
            category=args.category,
            enlarge=args.enlarge,
            min_score=args.min_score,
            by=args.by,
            names=(str(args.truth), str(args.predictions)),
        )
        if args.markdown:
            _write(args.markdown, markdown(found))
        if args.json or args.markdown != STDOUT:
            _write(args.json or STDOUT, json.dumps(found, indent=1, ensure_ascii=False) + "\n")
        if args.plots:
            plots.draw(found, args.plots)
    except documents.EvaluationError as error:
        print(f"moretta evaluate detections: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(
            f"moretta evaluate detections: {error.filename} cannot be written: {error.strerror}.",
            file=sys.stderr,
        )
        return 2
    return 0


def _write(path: Path, text: str) -> None:
    if path == STDOUT:
        sys.stdout.write(text)
    else:
        path.write_text(text, encoding="utf-8")


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number")
    return number


def _factor(text: str) -> float:
    factor = _number(text)
    if factor <= 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not above 0")
    return factor
