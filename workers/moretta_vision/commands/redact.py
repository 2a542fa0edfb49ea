"""`moretta redact`: files and folders in, anonymized copies under the same names out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..catalogue import DEFAULT_METHOD, METHODS, SHAPES, STRENGTHS, readable
from ..geometry.zones import Zone, parse_zone
from .detect import add_detector_options, add_tracking_option, choose_detectors

if TYPE_CHECKING:
    from ..redact.batch import Batch

DEFAULT_MARGIN = 0.15
PERSON_MARGIN = 0.03
DEFAULT_COLOR = "1B1E24"
CODEC_CHOICES = ("same", "h264", "h265", "vp9", "av1")
AUDIO_CHOICES = ("keep", "remove", "voices")

DESCRIPTION = """\
Writes a redacted copy of every picture and video into OUTDIR, under its name below its INPUT folder, without
metadata, and moretta-report.json beside them. What cannot be written in its own format gets a second ending
(photo.heic.jpg). Files of the same names in OUTDIR are replaced; where a file fails, nothing stands at its name.
Exit status: 0 all done, 1 some files failed (each is named), 2 refused, nothing was written.
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "redact",
        help="hide faces and the like in pictures and videos",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "inputs", nargs="*", type=Path, metavar="INPUT", help="pictures, videos, folders of them"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="OUTDIR", help="the folder to write into")
    parser.add_argument(
        "--method", default=DEFAULT_METHOD, choices=tuple(METHODS), help=f"default: {DEFAULT_METHOD}"
    )
    parser.add_argument(
        "--color",
        default=DEFAULT_COLOR,
        metavar="RRGGBB",
        type=_color,
        help=f"of solid, silhouette and eye-bar (default: {DEFAULT_COLOR})",
    )
    parser.add_argument(
        "--shape",
        choices=SHAPES,
        help="ellipse and rounded enclose the box; face: an oval of its proportions; head: with hair and chin; person: "
        "the outline, where it is seen (default: box; face and head where the method replaces these)",
    )
    parser.add_argument(
        "--strength",
        default=STRENGTHS["standard"],
        metavar="S",
        type=_strength,
        help="of visual methods: light, standard, strong, or a factor of standard from 0.25 to 4",
    )
    parser.add_argument(
        "--image", type=_image, metavar="F", help="a picture that overlay shows in place of its smiley"
    )
    parser.add_argument(
        "--margin",
        metavar="M",
        type=_margin,
        help="share of the object's larger side added on every side "
        f"(default: {DEFAULT_MARGIN}; around the outline of a person {PERSON_MARGIN})",
    )
    parser.add_argument(
        "--feather",
        default=0.0,
        metavar="S",
        type=_feather,
        help="share of the object's larger side over which what hides it fades out, outside of what is covered "
        "(default: 0, a sharp edge)",
    )
    parser.add_argument(
        "--hide-zone",
        action="append",
        default=[],
        metavar="X,Y,W,H[@WHAT]",
        type=_hide_zone,
        help="hide this part of every frame as well, in pixels or with %% of the width or height, as in "
        "80%%,0,20%%,60@logo; may be given again",
    )
    parser.add_argument(
        "--keep-zone",
        action="append",
        default=[],
        metavar="X,Y,W,H@WHY",
        type=_keep_zone,
        help="hide nothing that was found wholly inside this part, such as a billboard, and why; may be given again",
    )
    add_detector_options(parser)
    parser.add_argument(
        "--detections",
        type=Path,
        metavar="F",
        help="hide the boxes of this file, written by `moretta detect`, instead of searching",
    )
    parser.add_argument(
        "--jpeg",
        default="exact",
        choices=("exact", "fast"),
        help="exact: blocks outside what is hidden stay as they are; fast: all are coded anew (default: exact)",
    )
    video = parser.add_argument_group("videos")
    add_tracking_option(video)
    video.add_argument(
        "--codec", default="same", choices=CODEC_CHOICES, help="default: same, where it can be written"
    )
    video.add_argument(
        "--crf",
        type=_crf,
        metavar="N",
        help="constant rate factor, lower is better and larger (default: chosen for each video by trying)",
    )
    video.add_argument(
        "--audio",
        default="keep",
        choices=AUDIO_CHOICES,
        help="voices: words stay, who speaks is made hard to tell (default: keep)",
    )
    video.add_argument(
        "--masks",
        type=Path,
        metavar="DIR",
        help="also write what was hidden: a lossless film of masks a video",
    )
    parser.add_argument("--list-methods", action="store_true", help="name the methods and end")
    parser.add_argument("--json", action="store_true", help="with --list-methods: as JSON")
    parser.set_defaults(run=run, parser=parser)


def _color(text: str) -> str:
    from ..redact.regions import RegionError, valid_color

    try:
        return valid_color(text, "--color")
    except RegionError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _margin(text: str) -> float:
    from ..redact.regions import RegionError, valid_margin

    try:
        return valid_margin(float(text), "--margin")
    except ValueError as error:
        message = str(error) if isinstance(error, RegionError) else f"{text!r} is not a number"
        raise argparse.ArgumentTypeError(message) from None


def _hide_zone(text: str) -> Zone:
    return _zone(text, reason=False)


def _keep_zone(text: str) -> Zone:
    return _zone(text, reason=True)


def _zone(text: str, reason: bool) -> Zone:
    try:
        return parse_zone(text, reason)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _feather(text: str) -> float:
    from ..redact.regions import RegionError, valid_feather

    try:
        return valid_feather(float(text), "--feather")
    except ValueError as error:
        message = str(error) if isinstance(error, RegionError) else f"{text!r} is not a number"
        raise argparse.ArgumentTypeError(message) from None


def _strength(text: str) -> float:
    from ..redact.regions import RegionError, valid_strength

    try:
        return STRENGTHS[text] if text in STRENGTHS else valid_strength(float(text), "--strength")
    except ValueError as error:
        names = ", ".join(STRENGTHS)
        message = (
            str(error) if isinstance(error, RegionError) else f"{text!r} is no number and none of {names}"
        )
        raise argparse.ArgumentTypeError(message) from None


def _image(text: str) -> str:
    from ..redact.overlay import OverlayError, picture_of

    try:
        picture_of(text)
    except OverlayError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text


def _crf(text: str) -> float:
    try:
        crf = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
    if not 0 <= crf <= 63:
        raise argparse.ArgumentTypeError(f"--crf goes from 0 to 51 (h264, h265) or 63 (vp9, av1), not {text}")
    return crf


def run(args: argparse.Namespace) -> int:
    if args.list_methods:
        return _list_methods(args.json)
    if not args.inputs or args.output is None:
        args.parser.error("name at least one INPUT, and OUTDIR with -o")
    from ..detect.base import DetectorUnavailable
    from ..inputs import InputsError, gather
    from ..redact.batch import Batch
    from ..redact.listed import Listed, ListedError
    from ..redact.plan import PlanError, make_plan, require_writable
    from ..redact.zoned import Zones

    try:
        listed = Listed(args.detections, args.labels, args.min_score) if args.detections else None
        chosen = {} if listed else choose_detectors(args)
        how = _how(args, listed.labels if listed else chosen)
        plan = make_plan(args.inputs, gather(args.inputs), args.output, args.audio, args.codec, args.masks)
        if not plan.works and not plan.errors:
            raise PlanError(f"No picture or video in {', '.join(map(str, args.inputs))}.")
        for folder in filter(None, (args.output, args.masks)):
            require_writable(folder)
        plan.clear(args.output)
    except (DetectorUnavailable, InputsError, ListedError, PlanError, OSError) as error:
        print(f"moretta redact: {error}", file=sys.stderr)
        return 2
    video = {"audio": args.audio, "codec": args.codec, "crf": args.crf}
    tracking = args.tracking == "on"
    zones = Zones(tuple(args.hide_zone), tuple(args.keep_zone))
    batch = Batch(
        plan, args.output, how, video, args.masks, listed, chosen, args.min_score, tracking, args.jpeg, zones
    )
    return _carry_out(batch)


def _how(args: argparse.Namespace, labels: Iterable[str]) -> dict[str, Any]:
    """How everything is hidden, as a region says it. Raises PlanError for what would not hide it."""
    from .. import weights
    from ..redact.plan import PlanError

    for label in labels:
        if why := readable(label, args.method, args.strength):
            raise PlanError(why)
    method = METHODS[args.method]
    for name in method.weights:
        if why := weights.missing(name):
            raise PlanError(f"{method.title} cannot be drawn: it has to see where people are. {why}")
    shape, margin = args.shape or method.shape, args.margin
    if margin is None:
        margin = PERSON_MARGIN if shape == "person" else DEFAULT_MARGIN
    return {
        "method": args.method,
        "color": args.color,
        "shape": shape,
        "margin": margin,
        "strength": args.strength,
        "image": args.image,
        "feather": args.feather,
    }


def _list_methods(as_json: bool) -> int:
    methods = [{"name": method.name, "kind": method.kind, "says": method.says} for method in METHODS.values()]
    if as_json:
        print(json.dumps(methods, indent=2))
    else:
        for method in methods:
            print(f"{method['name']:<12} {method['kind']:<13} {method['says']}")
    return 0


def _carry_out(batch: Batch) -> int:
    from tqdm import tqdm

    from ..media.image_writing import write_whole
    from ..redact.batch import report_of, results
    from ..redact.plan import REPORT_NAME

    tqdm.monitor_interval = 0  # a thread of its own, and then no process can be copied
    done: list[dict[str, Any]] = []
    errors = dict(batch.plan.errors)
    with tqdm(
        total=len(batch.plan.works), unit="file", disable=not sys.stderr.isatty(), file=sys.stderr
    ) as bar:
        try:
            for work, result in results(batch, bar):
                if isinstance(result, BaseException):
                    errors[work.source.name] = str(result) or type(result).__name__
                else:
                    done.append(
                        {"file_name": work.source.name, "output": work.output, "kind": work.kind, **result}
                    )
                bar.update()
        finally:  # also when stopped: what was done is on record
            report = report_of(batch, done, errors)
            write_whole(batch.outdir / REPORT_NAME, json.dumps(report, ensure_ascii=False, indent=1).encode())
    for name, error in sorted(errors.items()):
        print(f"moretta redact: {error if name in error else f'{name}: {error}'}", file=sys.stderr)
    if batch.plan.skipped:
        print(
            f"moretta redact: {len(batch.plan.skipped)} files are no media and were skipped.", file=sys.stderr
        )
    return 1 if errors else 0
