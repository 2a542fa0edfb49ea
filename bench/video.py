"""Redacting videos: what it costs and who leaks, by the presets `fast` and `balanced` and by deface beside them.

`python bench/video.py [--parts PART,…] [--only TOOL,…] [--frames 250] [--runs 1] [--clips 16] [--seeds 7]
[--seconds 10] [--minutes 10] [--size 1080p|720p|180p] [--record]`.
Cost: a real clip of four people, looped to and fro and enlarged to 1280x720 and 1920x1080; the tools take turns, run
after run, and each figure is the least of the runs. CPU time and memory are those of the whole process tree, with
starting and loading. Leaks: clips made by ../shared/tools/make_clips.py out of the test photographs, of which every
box is known exactly, and the labelled real clips of MORETTA_TESTDATA; every tool fills its finds with one colour, in
boxes, and `moretta evaluate video` counts who is open. deface 1.5.0 runs in an environment of its own
(`out/bench/deface-env`), with the same x264 settings as ours; for leaks at its default only, for the made clips are of
640x360 already, and what it made of a clip is kept in `out/bench/deface`. Sparse footage: a clip with people in every
tenth group of frames, of which the others are copied, against the same with all frames coded anew (`--crf 18`), and
rendered from stored detections. `--parts long` (not among the usual parts, for it takes as long as it says) measures
the memory of a clip of a minute against one of so many `--minutes` that repeats it, and says what sixty would take if
it goes on as it did in between. Writes `out/bench/video.json`, the tables as `video.md` beside it, and
`video/TOOL-made.jpg` and `video/TOOL-real.jpg`, which show the people who leak.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import _open_people
from _detect_tables import write_pieces
from _machine import OUT, leave, load
from _process_tree import Cost, measure
from _recording import record
from _video_clips import Labelled, enlarged, labelled, made, repeated, sparse
from _video_tables import SIZES, SPEED_UP, leak_rates, measured, memory_over_time, musts, of_report
from _video_tools import ANEW, COLOR, ENV, PRESETS, SMALLER, TOOLS, command_of, detecting

from moretta_vision.evaluate.video import report_redacted

PARTS = ["made", "real", "cost", "sparse"]
MORE_PARTS = ["long"]
SPARSE_GROUPS = 20
FPS = 25
LONGER = 4
"""So many times the frames show what two cores gain: starting and joining, done by one, weigh less in them."""


def main() -> int:
    args = arguments()
    tools = [tool for tool in TOOLS if args.only is None or tool in args.only]
    busy = [load()]
    values: dict[str, dict[str, float]] = defaultdict(dict)
    details: dict[str, Any] = {}
    pieces: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory(prefix="moretta-bench-") as name:
        folder = Path(name)
        for part in (one for one in ("made", "real") if one in args.parts):
            clips = (
                made(folder / part, args.clips, args.seconds, args.seeds)
                if part == "made"
                else labelled(folder / part)
            )
            reports = {
                tool: who_leaks(tool, clips, folder / f"{part} {tool}") for tool in tools if tool != SMALLER
            }
            for tool, report in reports.items():
                values[tool] |= of_report(part, report)
                _open_people.write(
                    OUT / "video" / f"{tool}-{part}.jpg", report, clips, folder / f"{part} {tool}"
                )
            details[part] = {
                tool: {**report, "leaks": report["leaks"][:20]} for tool, report in reports.items()
            }
            if part == "made":
                pieces.append(("Made clips", leak_rates(reports)))
        busy.append(load())
        if "cost" in args.parts:
            details["cost"] = costs(tools, folder, args.frames, args.runs, values)
        if "sparse" in args.parts and "fast" in tools:
            details["sparse"] = sparse_costs(folder, args.runs, values["fast"])
        if "long" in args.parts:
            for tool in (one for one in tools if one in PRESETS):
                peaks = over_time(tool, folder, args.size, args.minutes, args.rate)
                pieces.append((f"Memory of long clips, `{tool}`", memory_over_time(args.size, peaks)))
                details[f"long {tool}"] = peaks
    busy.append(load())
    OUT.mkdir(parents=True, exist_ok=True)
    text = write_pieces(OUT / "video.md", [("Videos", measured(values)), *pieces])
    print(text, flush=True)
    if args.record:
        record("video.py", text, " ".join(["python", "bench/video.py", *sys.argv[1:]]), busy)
    return leave("video", musts(values), {"values": values, **details, "load": busy}, tell=False)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", type=lambda text: text.split(","), metavar="TOOL,…", help=", ".join(TOOLS))
    parser.add_argument(
        "--parts",
        type=lambda text: text.split(","),
        default=PARTS,
        metavar="PART,…",
        help=", ".join(PARTS + MORE_PARTS),
    )
    parser.add_argument("--frames", type=int, default=250, metavar="N", help="of the clips for the cost")
    parser.add_argument("--runs", type=int, default=1, metavar="N", help="of each tool on each of them")
    parser.add_argument("--clips", type=int, default=16, metavar="N", help="made clips of each seed")
    parser.add_argument(
        "--seeds",
        type=lambda text: [int(one) for one in text.split(",")],
        default=[7],
        metavar="S,…",
        help="of them",
    )
    parser.add_argument("--seconds", type=float, default=10, metavar="S", help="of each of them")
    parser.add_argument("--minutes", type=float, default=10, metavar="M", help="of the long clip")
    parser.add_argument("--size", default="1080p", choices=[*SIZES, "180p"], help="of that clip")
    parser.add_argument(
        "--rate", type=Fraction, default=Fraction(FPS), metavar="F", help="its frames a second"
    )
    parser.add_argument("--record", action="store_true", help="write the tables into docs/measurements.md")
    args = parser.parse_args()
    if args.only and (unknown := set(args.only) - set(TOOLS)):
        parser.error(f"--only: there is no {', '.join(sorted(unknown))}; there are {', '.join(TOOLS)}")
    if unknown := set(args.parts) - set(PARTS + MORE_PARTS):
        parser.error(
            f"--parts: there is no {', '.join(sorted(unknown))}; there are {', '.join(PARTS + MORE_PARTS)}"
        )
    if args.minutes <= 1:
        parser.error("--minutes: a long clip has more than one")
    if args.record and (args.only or set(args.parts) != set(PARTS)):
        parser.error("--record takes the whole measurement: leave out --only and --parts")
    return args


def who_leaks(tool: str, clips: Labelled, out: Path) -> dict[str, Any]:
    """The report on a folder of clips that the tool redacted."""
    out.mkdir(parents=True)
    for name in clips.names:
        redacted(tool, clips.folder / name, out)
    truth = json.loads(clips.manifest.read_text())
    report = report_redacted(truth, clips.folder, out, color=COLOR)
    print(
        f"{tool}, {len(clips.names)} clips: {report['people_leaked']} of {report['people']} people leak, "
        f"{report['leak_frames_per_1000']} boxes a thousand, load {load()}",
        file=sys.stderr,
        flush=True,
    )
    return report


def redacted(tool: str, clip: Path, out: Path) -> None:
    """Writes the tool's copy of a clip. deface does not change, so what it made of a clip is kept and taken again."""
    target = out / clip.name
    if tool in PRESETS:
        measure(command_of(tool)(clip, out), env=ENV)
        return
    kept = OUT / "deface" / f"{hashlib.sha256(clip.read_bytes()).hexdigest()}{clip.suffix}"
    if not kept.exists():
        measure(command_of(tool)(clip, out))
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(target, kept)
    shutil.copyfile(kept, target)


def costs(
    tools: Sequence[str], folder: Path, frames: int, runs: int, values: dict[str, dict[str, float]]
) -> dict[str, Any]:
    """What a frame costs each tool at each size, the tools in turns; the presets on one core and on two, a longer
    clip."""
    taken: dict[str, list[Cost]] = defaultdict(list)
    for size, pixels in SIZES.items():
        clip = enlarged(folder / f"{size}.mp4", pixels, frames)
        for _ in range(runs):
            for tool in tools:
                taken[f"{tool} {size}"].append(run(tool, clip, folder / "out"))
    clip = enlarged(folder / "longer.mp4", SIZES["720p"], LONGER * frames)
    for tool in (one for one in tools if one in PRESETS):
        for cores in runs * ((0,), (0, 1)):
            taken[f"{tool} {len(cores)} cores"].append(run(tool, clip, folder / "out", cores))
    for tool in tools:
        for size in SIZES:
            each = taken[f"{tool} {size}"]
            values[tool] |= {
                f"cpu {size}": 1000 * min(cost.cpu for cost in each) / frames,
                f"wall {size}": 1000 * min(cost.wall for cost in each) / frames,
                f"peak {size}": max(cost.peak for cost in each),
                f"largest {size}": max(cost.largest for cost in each),
            }
        if tool in PRESETS:
            one, two = (min(cost.wall for cost in taken[f"{tool} {n} cores"]) for n in (1, 2))
            values[tool][SPEED_UP] = one / two
    return {name: [vars(cost) for cost in each] for name, each in taken.items()}


def sparse_costs(folder: Path, runs: int, values: dict[str, float]) -> dict[str, Any]:
    """What sparse footage costs `fast`, searched and from stored detections, with what is untouched copied and with
    all coded anew, the ways in turns."""
    clip, found = sparse(folder / "sparse.mp4", SIZES["720p"], SPARSE_GROUPS), folder / "found.json"
    measure(detecting("fast", clip, found), env=ENV)
    ways = {
        "searched": (),
        "searched, all anew": ANEW,
        "stored": ("--detections", str(found)),
        "stored, all anew": ("--detections", str(found), *ANEW),
    }
    taken: dict[str, list[Cost]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, more in ways.items():
            taken[name].append(run("fast", clip, folder / "out", more=more))
    least = {name: min(cost.cpu for cost in each) for name, each in taken.items()}
    values |= {
        "sparse searched": least["searched"] / least["searched, all anew"],
        "sparse stored": least["stored"] / least["searched, all anew"],
        "sparse rendered": least["stored"] / least["stored, all anew"],
    }
    return {name: [vars(cost) for cost in each] for name, each in taken.items()}


def over_time(tool: str, folder: Path, size: str, minutes: float, rate: Fraction) -> dict[float, float]:
    """Peak memory in MB of a tool's largest process on a clip of a minute and on one of so many, which repeats it."""
    minute = enlarged(folder / "minute.mp4", SIZES.get(size, (320, 180)), round(60 * rate), rate)
    long = repeated(minute, folder / "long.mp4", minutes)
    return {
        length: run(tool, clip, folder / "out").largest for length, clip in ((1.0, minute), (minutes, long))
    }


def run(tool: str, clip: Path, out: Path, cores: Sequence[int] = (), more: Sequence[str] = ()) -> Cost:
    """One redaction of a clip, with more options."""
    out.mkdir(exist_ok=True)
    cost = measure([*command_of(tool)(clip, out), *more], cores, ENV)
    where = f" on {len(cores)} of the cores" if cores else ""
    print(f"{tool}, {clip.name}{where}: {cost}, load {load()}", file=sys.stderr, flush=True)
    return cost


if __name__ == "__main__":
    sys.exit(main())
