"""`moretta evaluate`: how good detections and redacted videos are, against boxes that people drew, and what is left."""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import evaluate_privacy

if TYPE_CHECKING:
    from ..evaluate.filled import Search

STDOUT = Path("-")


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("evaluate", help="measure finds, and what is left in redacted files")
    acts = parser.add_subparsers(dest="act", required=True, metavar="WHAT")
    _register_detections(acts)
    _register_video(acts)
    evaluate_privacy.register(acts)


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
    _add_how(parser)
    parser.add_argument(
        "--by", metavar="FIELD", help="recall for each value of a field of annotations or images"
    )
    parser.add_argument("--plots", type=Path, metavar="DIR", help="charts as PNG and SVG (extra: plots)")
    parser.set_defaults(run=run_detections)


def _register_video(acts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = acts.add_parser(
        "video",
        help="how many people leak at some frame, for how long, what it masks",
        description="Give --predictions, or --originals and --redacted. Exit status: 0 measured, 2 something cannot be "
        "read or does not fit together.",
    )
    parser.add_argument(
        "--truth", required=True, type=Path, metavar="F", help="the true boxes: videos and video_annotations"
    )
    parser.add_argument("--predictions", type=Path, metavar="F", help="what `moretta detect` wrote")
    parser.add_argument(
        "--originals", type=Path, metavar="DIR", help="the folder that the truth's names lie in"
    )
    parser.add_argument(
        "--redacted", type=Path, metavar="DIR", help="their redacted copies, one solid colour"
    )
    parser.add_argument(
        "--fill", type=_color, default="ff00ff", metavar="RRGGBB", help="that colour (default: ff00ff)"
    )
    parser.add_argument(
        "--residue", metavar="DETECTOR", help="count what this detector still finds in the redacted frames"
    )
    _add_how(parser)
    parser.add_argument(
        "--smallest",
        type=_number,
        default=16.0,
        metavar="PX",
        help="least height of a true box that can leak (default: 16)",
    )
    parser.set_defaults(run=run_video, parser=parser)


def _add_how(parser: argparse.ArgumentParser) -> None:
    """What both commands take."""
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
        "--json", type=Path, metavar="F", help="where the report goes (default: standard output)"
    )
    parser.add_argument(
        "--markdown", type=Path, metavar="F", help="the figures as tables, - for standard output"
    )


def run_detections(args: argparse.Namespace) -> int:
    from ..evaluate import documents, plots
    from ..evaluate.detections import report
    from ..evaluate.markdown import markdown

    def measure() -> None:
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
        _tell(args, found, markdown)
        if args.plots:
            plots.draw(found, args.plots)

    return _carry_out("detections", measure)


def run_video(args: argparse.Namespace) -> int:
    from ..evaluate import documents, video
    from ..evaluate.video_markdown import markdown

    if (args.predictions is None) == (args.redacted is None) or (args.originals is None) != (
        args.redacted is None
    ):
        args.parser.error("give --predictions, or --originals and --redacted")
    if args.residue and args.predictions:
        args.parser.error("--residue looks at redacted frames: give --originals and --redacted")

    def measure() -> None:
        how = {"category": args.category, "smallest": args.smallest}
        truth = documents.read(args.truth)
        if args.predictions:
            predictions, names = documents.read(args.predictions), (str(args.truth), str(args.predictions))
            grown = {"enlarge": args.enlarge, "min_score": args.min_score}
            found = video.report_finds(truth, predictions, names=names, **grown, **how)
        else:
            residue = (args.residue, _search(args.residue, args.category)) if args.residue else None
            folders = args.originals, args.redacted
            found = video.report_redacted(
                truth, *folders, color=args.fill, residue=residue, name=str(args.truth), **how
            )
        _tell(args, found, markdown)

    return _carry_out("video", measure)


def _search(detector: str, category: str) -> Search:
    """How a detector looks for a category in BGR pixels. Raises DetectorUnavailable."""
    import numpy as np

    from ..detect import choice, load
    from ..detect.files import least_score

    choice.choose([category], detector, None)
    found_by, least = load(detector), least_score(detector, None)

    def search(pixels: Any) -> Any:
        found = found_by.detect([pixels], least)[0]
        return np.asarray(found.boxes[[label == category for label in found.labels]], np.float64).reshape(
            -1, 4
        )

    return search


def _tell(args: argparse.Namespace, found: dict[str, Any], markdown: Callable[[dict[str, Any]], str]) -> None:
    if args.markdown:
        _write(args.markdown, markdown(found))
    if args.json or args.markdown != STDOUT:
        _write(args.json or STDOUT, json.dumps(found, indent=1, ensure_ascii=False) + "\n")


def _carry_out(act: str, measure: Callable[[], None]) -> int:
    from ..detect.base import DetectorUnavailable
    from ..evaluate.documents import EvaluationError

    try:
        measure()
    except (EvaluationError, DetectorUnavailable) as error:
        print(f"moretta evaluate {act}: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(
            f"moretta evaluate {act}: {error.filename} cannot be written: {error.strerror}.", file=sys.stderr
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


def _color(text: str) -> str:
    if re.fullmatch("[0-9a-fA-F]{6}", text) is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a colour: write six hexadecimal digits, RRGGBB")
    return text.lower()


def _factor(text: str) -> float:
    factor = _number(text)
    if factor <= 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not above 0")
    return factor
