"""`moretta detect`: boxes of what has to be hidden, as COCO."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, TextIO

from ..catalogue import DEFAULT_PRESET, PRESETS

if TYPE_CHECKING:
    from ..inputs import InputFile
    from ..media.images import Picture
    from ..media.video import VideoInfo
    from ..track import Track

MOST_CANDIDATES, LEAST_CANDIDATE = 30, 10
"""So many doubtful finds of a picture are listed, best first, of so many pixels or more: a person looks at each of
them, and recognizes nobody in less."""

CATEGORIES = ("face", "license_plate", "person")


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "detect",
        help="find faces and the like in pictures and clips, write their boxes as COCO",
        description="Exit status: 0 every file was read, 1 some were not (listed under errors), 2 nothing was begun.",
    )
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="pictures, clips, folders of them")
    add_detector_options(parser)
    parser.add_argument("-o", "--output", required=True, type=Path, help="the file to write, detections.json")
    add_tracking_option(parser)
    parser.set_defaults(run=run)


def add_detector_options(parser: argparse.ArgumentParser) -> None:
    """--preset, --detector, --labels, --min-score and --accept-licence, as every command that searches takes them."""
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--preset", metavar="NAME", help=f"{', '.join(PRESETS)} (default: {DEFAULT_PRESET})")
    how.add_argument(
        "--detector", metavar="NAME", help="one detector instead of a preset; `moretta detectors` lists them"
    )
    parser.add_argument(
        "--labels",
        type=_labels,
        metavar="LABEL,…",
        help="what to find (default: faces; with --detector what it finds)",
    )
    parser.add_argument(
        "--min-score",
        type=_score,
        metavar="S",
        help="least score, 0 to 1 (default: the detector's own threshold)",
    )
    parser.add_argument(
        "--accept-licence",
        action="append",
        default=[],
        metavar="WEIGHTS",
        help="say yes, for this call, to terms that forbid shipping or commercial use",
    )


def add_tracking_option(parser: argparse._ActionsContainer) -> None:
    """--tracking, as the commands take it that search clips."""
    parser.add_argument(
        "--tracking",
        default="on",
        choices=("on", "off"),
        help="off: in clips only what was found at a frame, nothing between, before or after (default: on)",
    )


def choose_detectors(args: argparse.Namespace) -> dict[str, list[str]]:
    """The detectors that the options ask for, each with its labels. What cannot run says so before the first file; no
    network is loaded yet, for this process may be copied (see `media.team`). Raises DetectorUnavailable."""
    from .. import weights
    from ..detect import DetectorUnavailable, availability, info_of, load
    from ..detect.choice import choose

    if args.accept_licence:  # read again by every process that is started
        said = [*os.environ.get(weights.VARIABLE, "").split(","), *args.accept_licence]
        os.environ[weights.VARIABLE] = ",".join(filter(None, said))
    chosen = choose(args.labels, args.detector, args.preset)
    for name in chosen:
        if reason := availability(name):
            raise DetectorUnavailable(reason)
        info = info_of(name)
        if info is not None and (info.cloud or info.interpreter):  # only asking tells whether they answer
            load(name)
    return chosen


def _labels(text: str) -> list[str]:
    return [label.strip() for label in text.split(",") if label.strip()]


def _score(text: str) -> float:
    try:
        score = float(text)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 1")
    return score


def run(args: argparse.Namespace) -> int:
    from ..detect.base import DetectorUnavailable
    from ..detect.files import least_score
    from ..inputs import InputsError, gather

    try:
        chosen = choose_detectors(args)
        files = [file for file in gather(args.inputs) if file.path.absolute() != args.output.absolute()]
        _require_place(args.output)
    except (DetectorUnavailable, InputsError) as error:
        print(f"moretta detect: {error}", file=sys.stderr)
        return 2
    answer = Answer(chosen, {name: least_score(name, args.min_score) for name in chosen})
    _search(files, chosen, args.min_score, args.tracking == "on", answer)
    try:
        _write(args.output, answer)
    except OSError as error:
        print(f"moretta detect: {args.output} cannot be written: {error.strerror or error}.", file=sys.stderr)
        return 1
    for failed in answer.errors:
        name, says = failed["file_name"], failed["error"]
        print(f"moretta detect: {says if name in says else f'{name}: {says}'}", file=sys.stderr)
    return 1 if answer.errors else 0


def _require_place(output: Path) -> None:
    """Raises InputsError where the answer could not be written, before hours of searching."""
    from ..inputs import InputsError

    if output.is_dir():
        raise InputsError(f"{output} is a folder. Name a file in it: {output / 'detections.json'}.")
    folder = output.absolute().parent
    if not folder.is_dir():
        raise InputsError(f"The folder of {output} does not exist.")
    try:
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise InputsError(f"{output} cannot be written: {error.strerror or error}.") from None


def _search(
    files: Sequence[InputFile],
    chosen: Mapping[str, Sequence[str]],
    min_score: float | None,
    tracking: bool,
    answer: Answer,
) -> None:
    from tqdm import tqdm

    from ..detect.files import doubtful_score, find_in_pixels, find_in_video
    from ..media.team import Team
    from ..track import Single

    with (
        Team() if any(map(_is_clip, files)) else nullcontext() as team,
        tqdm(total=len(files), unit="file", disable=not sys.stderr.isatty(), file=sys.stderr) as bar,
    ):
        for file, picture in _read_ahead(files):
            bar.set_postfix_str(file.name[-40:])
            try:
                if isinstance(picture, Exception):
                    raise picture
                if picture is None:

                    def show(done: int, total: int | None, name: str = file.name) -> None:
                        bar.set_postfix_str(f"{name[-40:]}, frame {done} of {total or '?'}")

                    info, tracks = find_in_video(
                        file.path, chosen, min_score, progress=show, sums=True, tracking=tracking, team=team
                    )
                    answer.add_video(file, info, tracks if isinstance(tracks, Single) else list(tracks))
                else:
                    floors = {name: doubtful_score(name, min_score) for name in chosen}
                    answer.add_image(file, picture, find_in_pixels(picture.pixels, chosen, floors))
            except Exception as error:  # one bad file does not stop the batch
                answer.add_error(file.name, error)
            bar.update()


def _is_clip(file: InputFile) -> bool:
    try:
        return file.kind() == "video"
    except Exception:  # told where its turn comes
        return False


def _read_ahead(files: Sequence[InputFile]) -> Iterator[tuple[InputFile, Picture | Exception | None]]:
    """Each file with its picture, None for a clip, or what went wrong; the next is read while this one is searched."""
    with ThreadPoolExecutor(1) as reader:
        coming = [reader.submit(_read, file) for file in files[:1]]
        for i, file in enumerate(files):
            current = coming.pop()
            coming = [reader.submit(_read, after) for after in files[i + 1 : i + 2]]
            yield file, current.result()


def _read(file: InputFile) -> Picture | Exception | None:
    from ..media import images

    try:
        return images.read(file.path) if file.kind() == "image" else None
    except Exception as error:  # raised again where its file's turn comes
        return error


class Answer:
    """The COCO document as it grows; boxes in hundredths of a pixel."""

    def __init__(self, chosen: Mapping[str, Sequence[str]], scores: Mapping[str, float]) -> None:
        searched = [label for labels in chosen.values() for label in labels]
        names = dict.fromkeys((*CATEGORIES, *searched))
        self.ids = {name: number for number, name in enumerate(names, 1)}
        self.info = {
            "description": "moretta detect",
            "detectors": {
                name: {"labels": list(labels), "min_score": scores[name]} for name, labels in chosen.items()
            },
        }
        self.least = dict(scores)
        self.images: list[dict[str, Any]] = []
        self.annotations: list[dict[str, Any]] = []
        self.candidates: list[dict[str, Any]] = []
        self.videos: list[dict[str, Any]] = []
        self.tracks: list[tuple[int, VideoInfo, Sequence[Track]]] = []
        self.errors: list[dict[str, str]] = []

    def add_image(self, file: InputFile, picture: Picture, found: Sequence[Any]) -> None:
        from ..redact.listed import digest

        height, width = picture.pixels.shape[:2]
        number = len(self.images) + 1
        self.images.append(
            {
                "id": number,
                "file_name": file.name,
                "width": width,
                "height": height,
                "sha256": digest(file.path),
            }
        )
        doubtful: list[dict[str, Any]] = []
        for detections in found:
            for box, score, label in zip(detections.boxes, detections.scores, detections.labels, strict=True):
                bbox = _rounded(box)
                row = {
                    "image_id": number,
                    "category_id": self.ids[label],
                    "bbox": bbox,
                    "area": round(bbox[2] * bbox[3], 2),
                    "iscrowd": 0,
                    "score": round(float(score), 4),
                }
                if score >= self.least[detections.source]:
                    self.annotations.append({"id": len(self.annotations) + 1, **row})
                elif max(bbox[2:]) >= LEAST_CANDIDATE:
                    doubtful.append(row)
        doubtful.sort(key=lambda row: -float(row["score"]))
        for row in doubtful[:MOST_CANDIDATES]:
            self.candidates.append({"id": len(self.candidates) + 1, **row, "flagged": True})

    def add_video(self, file: InputFile, info: VideoInfo, tracks: Sequence[Track]) -> None:
        from ..redact.listed import frames_as_json

        number = len(self.videos) + 1
        facts = {
            "width": info.width,
            "height": info.height,
            "n_frames": info.n_frames,
            "fps": round(float(info.fps), 4),
        }
        table = frames_as_json(file.path, info)
        self.videos.append({"id": number, "file_name": file.name, **facts, "frame_table": table})
        self.tracks.append((number, info, tracks))

    def add_error(self, name: str, error: Exception) -> None:
        self.errors.append({"file_name": name, "error": str(error) or type(error).__name__})

    def video_annotations(self) -> Iterator[dict[str, Any]]:
        """A track's score stands at all its frames; `found` is the find's own there, null where it was filled in."""
        number = 0
        for video, info, tracks in self.tracks:
            for track_id, track in enumerate(tracks, 1):
                category, score = self.ids[track.label], round(track.score, 4)
                for frame, box in track.boxes.items():
                    bbox = _clipped(box, info.width, info.height)
                    if bbox is None:
                        continue
                    number += 1
                    found = track.scores.get(frame)
                    yield {
                        "id": number,
                        "video_id": video,
                        "frame": frame,
                        "track_id": track_id,
                        "category_id": category,
                        "bbox": bbox,
                        "score": score,
                        "found": None if found is None else round(found, 4),
                    }

    def write(self, file: TextIO) -> None:
        """The document as JSON. A long clip has very many boxes: they are made while they are written."""
        document = {
            "info": self.info,
            "images": self.images,
            "categories": [{"id": number, "name": name} for name, number in self.ids.items()],
            "annotations": self.annotations,
            "candidates": self.candidates,
            "videos": self.videos,
            "errors": self.errors,
        }
        file.write(json.dumps(document, ensure_ascii=False)[:-1])
        file.write(', "video_annotations": [')
        for number, row in enumerate(self.video_annotations()):
            file.write(", " if number else "")
            file.write(json.dumps(row, ensure_ascii=False))
        file.write("]}")


def _rounded(box: Sequence[float]) -> list[float]:
    return [round(float(value), 2) for value in box]


def _clipped(box: Sequence[float], width: int, height: int) -> list[float] | None:
    left, top = max(box[0], 0.0), max(box[1], 0.0)
    right, bottom = min(box[0] + box[2], float(width)), min(box[1] + box[3], float(height))
    return _rounded((left, top, right - left, bottom - top)) if right > left and bottom > top else None


def _write(path: Path, answer: Answer) -> None:
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with partial.open("w", encoding="utf-8") as file:
            answer.write(file)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
