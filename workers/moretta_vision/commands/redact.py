"""`moretta redact`: files and folders in, anonymized copies under the same names out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..catalogue import DEFAULT_METHOD, METHODS, SHAPES
from .detect import add_detector_options, choose_detectors

if TYPE_CHECKING:
    from ..redact.listed import Listed
    from ..redact.plan import Plan, Work

DEFAULT_MARGIN = 0.15
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
        help=f"of solid (default: {DEFAULT_COLOR})",
    )
    parser.add_argument(
        "--shape", default="box", choices=SHAPES, help="an ellipse encloses its box (default: box)"
    )
    parser.add_argument(
        "--margin",
        default=DEFAULT_MARGIN,
        metavar="M",
        type=_margin,
        help=f"share of the object's larger side added on every side (default: {DEFAULT_MARGIN})",
    )
    add_detector_options(parser)
    parser.add_argument(
        "--detections",
        type=Path,
        metavar="F",
        help="hide the boxes of this file, written by `moretta detect`, instead of searching",
    )
    video = parser.add_argument_group("videos")
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
    from ..redact.listed import Listed, ListedError
    from ..redact.plan import PlanError, make_plan

    try:
        listed = Listed(args.detections, args.labels, args.min_score) if args.detections else None
        chosen = {} if listed else choose_detectors(args)
        plan = make_plan(args.inputs, gather(args.inputs), args.output, args.audio, args.codec, args.masks)
        if not plan.works and not plan.errors:
            raise PlanError(f"No picture or video in {', '.join(map(str, args.inputs))}.")
        for folder in filter(None, (args.output, args.masks)):
            folder.mkdir(parents=True, exist_ok=True)
    except (DetectorUnavailable, InputsError, ListedError, PlanError, OSError) as error:
        print(f"moretta redact: {error}", file=sys.stderr)
        return 2
    how = {"method": args.method, "color": args.color, "shape": args.shape, "margin": args.margin}
    video = {"audio": args.audio, "codec": args.codec, "crf": args.crf}
    batch = Batch(plan, args.output, how, video, args.masks, listed, chosen, args.min_score)
    return _carry_out(batch)


def _list_methods(as_json: bool) -> int:
    methods = [{"name": method.name, "kind": method.kind, "says": method.says} for method in METHODS.values()]
    if as_json:
        print(json.dumps(methods, indent=2))
    else:
        for method in methods:
            print(f"{method['name']:<10} {method['kind']:<13} {method['says']}")
    return 0


@dataclass(frozen=True)
class Batch:
    """All that one call does: the plan, where to, and how."""

    plan: Plan
    outdir: Path
    how: Mapping[str, Any]
    video: Mapping[str, Any]
    masks: Path | None
    listed: Listed | None
    chosen: Mapping[str, Sequence[str]]
    min_score: float | None


def _carry_out(batch: Batch) -> int:
    from tqdm import tqdm

    from ..media.image_writing import write_whole
    from ..redact.plan import REPORT_NAME

    done: list[dict[str, Any]] = []
    errors = dict(batch.plan.errors)
    with tqdm(
        total=len(batch.plan.works), unit="file", disable=not sys.stderr.isatty(), file=sys.stderr
    ) as bar:
        try:
            for work, result in _results(batch, bar):
                if isinstance(result, BaseException):
                    errors[work.source.name] = str(result) or type(result).__name__
                else:
                    done.append(
                        {"file_name": work.source.name, "output": work.output, "kind": work.kind, **result}
                    )
                bar.update()
        finally:  # also when stopped: what was done is on record
            report = _report(batch, done, errors)
            write_whole(batch.outdir / REPORT_NAME, json.dumps(report, ensure_ascii=False, indent=1).encode())
    for name, error in sorted(errors.items()):
        print(f"moretta redact: {error if name in error else f'{name}: {error}'}", file=sys.stderr)
    if batch.plan.skipped:
        print(
            f"moretta redact: {len(batch.plan.skipped)} files are no media and were skipped.", file=sys.stderr
        )
    return 1 if errors else 0


def _results(batch: Batch, bar: Any) -> Iterator[tuple[Work, Mapping[str, Any] | BaseException]]:
    """Pictures on all cores, then videos one after another, each on all cores by itself."""
    from ..redact.pool import each
    from ..redact.still import StillTask, redact_still

    tasks: dict[str, tuple[Work, StillTask]] = {}
    for work in batch.plan.works:
        if work.kind != "image":
            continue
        try:
            tasks[work.source.name] = (work, _still_task(work, batch))
        except Exception as error:
            (batch.outdir / work.output).unlink(missing_ok=True)
            yield work, error
    for task, result in each(redact_still, [task for _, task in tasks.values()]):
        if isinstance(result, BaseException):  # a process that died could not clear up
            task.target.unlink(missing_ok=True)
        yield tasks[task.name][0], result
    for work in batch.plan.works:
        if work.kind == "video":
            try:
                yield work, _redact_video(work, batch, bar)
            except Exception as error:  # one bad file does not stop the batch
                (batch.outdir / work.output).unlink(missing_ok=True)
                yield work, error


def _still_task(work: Work, batch: Batch) -> Any:
    from ..redact.still import StillTask

    name, objects, size = work.source.name, None, None
    if batch.listed:
        batch.listed.check(name)
        objects, size = batch.listed.image(name), batch.listed.sizes[name]
    return StillTask(
        name=name,
        source=work.source.path,
        target=batch.outdir / work.output,
        written=work.written,
        how=batch.how,
        objects=objects,
        size=size,
        chosen=batch.chosen,
        min_score=batch.min_score,
    )


def _redact_video(work: Work, batch: Batch, bar: Any) -> Mapping[str, Any]:
    from ..detect.files import find_in_video
    from ..media.video import probe
    from ..redact.plan import mask_name
    from ..redact.video import redact_video

    name = work.source.name

    def tell(what: str) -> Any:
        return lambda frames, total: bar.set_postfix_str(f"{name[-40:]}: {what} {frames}/{total or '?'}")

    if batch.listed:
        info = probe(work.source.path)
        batch.listed.check(name, info.width, info.height)
        regions = [
            {"keyframes": keyframes, **batch.how} for keyframes in batch.listed.video(name, info.n_frames)
        ]
    else:
        info, tracks = find_in_video(
            work.source.path, batch.chosen, batch.min_score, progress=tell("searched")
        )
        regions = [
            {"keyframes": track.keyframes(info.n_frames), "found": track.scores, **batch.how}
            for track in tracks
        ]
    target = batch.outdir / work.output
    target.parent.mkdir(parents=True, exist_ok=True)
    masks = batch.masks / mask_name(work.output) if batch.masks else None
    report = redact_video(
        work.source.path,
        target,
        regions,
        progress=tell("written"),
        table=info.pts,
        masks=masks,
        **batch.video,
    )
    told = {"masks": mask_name(work.output)} if masks else {}
    return {"hidden": len(regions), **told, **report}


def _report(batch: Batch, done: Sequence[Mapping[str, Any]], errors: Mapping[str, str]) -> dict[str, Any]:
    from ..detect.files import least_score

    settings: dict[str, Any] = {**batch.how, "videos": dict(batch.video)}
    if batch.listed:
        settings["detections"] = batch.listed.name
    else:
        settings["detectors"] = {
            name: {"labels": list(labels), "min_score": least_score(name, batch.min_score)}
            for name, labels in batch.chosen.items()
        }
    return {
        "settings": settings,
        "files": sorted(done, key=lambda entry: entry["file_name"]),
        "errors": [{"file_name": name, "error": error} for name, error in sorted(errors.items())],
        "skipped": list(batch.plan.skipped),
    }
