"""Every detector that can run here and the presets on the test photographs, and deface beside them.

`python bench/detect.py [--only NAME,…] [--photos N] [--record]`. Each detector searches in a process of its own, in
one thread, as `moretta detect` does; CPU is that of the search alone, reading and decoding left out. deface 1.5.0 runs
in an environment of its own (`out/bench/deface-env`), by its own code and in one thread, too. Figures are those of
`moretta evaluate detections`, finds enlarged to 1.3 times about their centres. Photos and true boxes are in
MORETTA_TESTDATA. Writes `out/bench/detect.json`, the tables as `detect.md` beside it, and `detect/index.html`, on which
every photo shows what was found, missed and found wrongly. The presets, deface and the speed of processes come first:
that is the part which wants a quiet machine.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import _contact_page
import _detect_plot
from _deface_environment import deface_environment
from _detect_tables import MUSTS, Run, detectors, musts, presets_table, table, write_pieces
from _detecting import in_a_pool
from _machine import OUT, ROOT, leave, load
from _photos import TESTDATA, make_photos
from _recording import record

from moretta_vision import detect
from moretta_vision.catalogue import DEFAULT_PRESET, DETECTORS, PRESETS
from moretta_vision.evaluate.detections import ENLARGE, report
from moretta_vision.evaluate.sample import bring_together

SUBSETS = {"face": "faces", "license_plate": "plates", "person": "people"}
TITLES = {"face": "Faces", "license_plate": "License plates", "person": "Persons"}
DEFACE = {"deface 1.5.0": None, "deface 1.5.0 --scale 640x360": (640, 360)}
OWN_MASKS = 1.6
"""deface's mask scale of 1.3 adds three tenths on every side."""

SEEN = (
    "The presets' forests were made from these very photographs, so their figures flatter: `python bench/fit_faces.py "
    "--dry` says what to expect of others."
)

MEGAPIXELS = (1, 2, 4, 8, 16)
Photos = list[tuple[str, str]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only", type=lambda text: text.split(","), metavar="NAME,…", help="detectors, presets, deface"
    )
    parser.add_argument("--photos", type=int, metavar="N", help="so many photos of each subset only")
    parser.add_argument(
        "--accept-licence", action="append", default=[], metavar="WEIGHTS", help="as of moretta detect"
    )
    parser.add_argument("--record", action="store_true", help="write the tables into docs/measurements.md")
    args = parser.parse_args()
    if args.record and (args.only or args.photos):
        parser.error("--record takes the whole measurement: leave out --only and --photos")
    os.environ["MORETTA_ACCEPT_LICENCES"] = ",".join(args.accept_licence)
    truth = read_truth(args.photos)
    busy, runs, left_out = [load()], [], {}
    everything = [(label, name) for label in SUBSETS for name in wanted(label, args.only)]
    of_presets = {PRESETS[name].detectors["face"] for name in MUSTS if name in PRESETS}
    first = [one for one in everything if one[0] == "face" and one[1] in of_presets]
    runs += measure_all(truth, first, left_out)
    if not args.only or "deface" in args.only:
        runs += measure_deface(truth)
    presets = {
        name: run
        for name in MUSTS
        if name in PRESETS and (args.only is None or name in args.only)
        for run in runs
        if run["label"] == "face" and run["name"] == PRESETS[name].detectors["face"]
    }
    busy.append(load())
    speed = [of_pool(truth, name) for name in presets]
    pixels = [of_pixels(name) for name in presets]
    busy.append(load())
    runs += measure_all(truth, [one for one in everything if one not in first], left_out)
    busy.append(load())
    pieces = pieces_of(runs, presets, speed, pixels, left_out)
    OUT.mkdir(parents=True, exist_ok=True)
    text = write_pieces(OUT / "detect.md", pieces)
    print(text, flush=True)
    write_pages(truth, runs, presets)
    if args.record:
        _detect_plot.write(ROOT / "docs" / "pictures" / "detectors.svg", runs)
        record("detect.py", text, " ".join(["python", "bench/detect.py", *sys.argv[1:]]), busy)
    details = {
        "runs": [slim(run) for run in runs],
        "not_measured": left_out,
        "processes": speed,
        "pixels": pixels,
    }
    return leave("detect", musts(presets), {**details, "load": busy}, tell=False)


def read_truth(photos: int | None) -> dict[str, Any]:
    """The manifest, its images reduced to `photos` of each subset, evenly chosen."""
    path = TESTDATA / "manifest.json"
    if not path.is_file():
        raise SystemExit(f"There is no {path}: name the folder of the test data with MORETTA_TESTDATA.")
    truth: dict[str, Any] = json.loads(path.read_text())
    kept = []
    for subset in (*SUBSETS.values(), "negatives"):
        mine = [image for image in truth["images"] if image["subset"] == subset]
        kept += mine[:: max(1, len(mine) // photos)][:photos] if photos else mine
    ids = {image["id"] for image in kept}
    boxes = [box for box in truth["annotations"] if box["image_id"] in ids]
    return truth | {"images": kept, "annotations": boxes}


def wanted(label: str, only: Sequence[str] | None) -> list[str]:
    """The detectors that find a label, those of the presets among them."""
    names = [name for name, info in DETECTORS.items() if label in info.labels]
    if only is None:
        return names
    of_presets = {PRESETS[name].detectors.get(label) for name in only if name in PRESETS}
    return [name for name in names if name in only or name in of_presets]


def not_measured(name: str) -> str | None:
    """Why a detector is not measured here, None where it is."""
    if DETECTORS[name].cloud:
        return "Others compute; no photo leaves this machine."
    return detect.availability(name)


def measure_all(
    truth: Mapping[str, Any], those: Sequence[tuple[str, str]], left_out: dict[str, str]
) -> list[Run]:
    """Runs of those detectors, given as label and name; why one has none is said in `left_out`."""
    runs = []
    for label, name in those:
        if why := not_measured(name):
            left_out[name] = why
            continue
        try:
            runs.append(measure(truth, label, name, {name: [label]}))
        except subprocess.CalledProcessError:  # what it said stands above
            left_out[name] = "It ended with an error."
    return runs


def measure(truth: Mapping[str, Any], label: str, name: str, chosen: Mapping[str, list[str]]) -> Run:
    """A detector of ours on the photos of its label and on the negatives."""
    task = {"chosen": chosen, "photos": photos_of(truth, label, "negatives")}
    answer = in_a_process(sys.executable, "_detecting.py", task)
    return judged(truth, label, name, answer, DETECTORS[name].operating_threshold)


def measure_deface(truth: Mapping[str, Any]) -> list[Run]:
    """deface at its default and at its documented faster setting, and its own larger masks."""
    runs = []
    python = deface_environment() / "python"
    for name, scale in DEFACE.items():
        task = {"scale": scale, "photos": photos_of(truth, "face", "negatives")}
        answer = in_a_process(str(python), "_deface.py", task)
        runs.append(judged(truth, "face", name, answer, 0.2))
        if scale is None:
            runs.append(judged(truth, "face", f"{name}, its own masks", answer, 0.2, OWN_MASKS))
    return runs


def in_a_process(python: str, script: str, task: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of one of the scripts beside this one."""
    with tempfile.TemporaryDirectory(prefix="moretta-bench-") as folder:
        answer = Path(folder) / "answer.json"
        one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        command = [python, str(Path(__file__).with_name(script)), str(answer)]
        subprocess.run(
            command,
            input=json.dumps(task),
            text=True,
            check=True,
            env={**os.environ, **one},
            stdout=subprocess.DEVNULL,
        )
        found: dict[str, Any] = json.loads(answer.read_text())
        return found


def judged(
    truth: Mapping[str, Any],
    label: str,
    name: str,
    answer: Mapping[str, Any],
    least: float,
    enlarge: float = ENLARGE,
) -> Run:
    """Figures and costs of an answer; CPU is the mean over the photos of the label, the negatives left out."""
    number = len(photos_of(truth, label))
    figures = report(truth, answer["document"], subset=SUBSETS[label], category=label, enlarge=enlarge)
    run = {
        "name": name,
        "label": label,
        "least": least,
        "enlarge": enlarge,
        "figures": figures,
        "document": answer["document"],
        "cpu_ms": round(sum(answer["cpu_ms"][:number]) / number, 1),
        "peak_mb": answer["peak_mb"],
        "threads": answer["threads"],
    }
    print(
        f"{label} {name}: {figures['recall']}, {run['cpu_ms']} ms, load {load()}", file=sys.stderr, flush=True
    )
    return run


def photos_of(truth: Mapping[str, Any], label: str, *more: str) -> Photos:
    """Names and paths of the photos of a label, then of other subsets."""
    return [
        (image["file_name"], str(TESTDATA / image["file_name"]))
        for subset in (SUBSETS[label], *more)
        for image in truth["images"]
        if image["subset"] == subset
    ]


def of_pool(truth: Mapping[str, Any], preset: str) -> dict[str, Any]:
    """Photos a second of a preset by one process and by two, on every third photo."""
    photos, chosen = photos_of(truth, "face")[::3], {PRESETS[preset].detectors["face"]: ["face"]}
    (one, _), (two, peak) = (in_a_pool(chosen, photos, processes) for processes in (1, 2))
    return {
        "preset": preset,
        "photos_a_second": [round(one, 2), round(two, 2)],
        "speed_up": round(two / one, 2),
        "peak_mb": round(peak),
    }


def of_pixels(preset: str) -> dict[str, Any]:
    """CPU milliseconds a megapixel of photos of several sizes, and the peak at the largest."""
    with tempfile.TemporaryDirectory(prefix="moretta-bench-") as folder:
        chosen, spent, peak = {PRESETS[preset].detectors["face"]: ["face"]}, {}, 0.0
        for size in MEGAPIXELS:
            sides = round((size * 1e6 * 4 / 3) ** 0.5), round((size * 1e6 * 3 / 4) ** 0.5)
            made = make_photos(Path(folder) / str(size), 3, sides)
            task = {"chosen": chosen, "photos": [(path.name, str(path)) for path in made]}
            answer = in_a_process(sys.executable, "_detecting.py", task)
            spent[size] = round(sum(answer["cpu_ms"]) / len(made) / size, 1)
            peak = answer["peak_mb"]
        return {"preset": preset, "ms_a_megapixel": spent, "peak_mb": round(peak)}


def pieces_of(
    runs: Sequence[Run],
    presets: Mapping[str, Run],
    speed: Sequence[Mapping[str, Any]],
    pixels: Sequence[Mapping[str, Any]],
    left_out: Mapping[str, str],
) -> list[tuple[str, str]]:
    """Titles and tables."""
    pieces = []
    if presets:
        pieces.append(("Presets, faces", f"{presets_table(presets)}\n\n{SEEN}"))
    for label, title in TITLES.items():
        mine = [run for run in runs if run["label"] == label]
        if mine:
            pieces.append((title, "\n\n".join(filter(None, (detectors(mine), about_deface(mine))))))
    if speed:
        rows = [
            (
                one["preset"],
                *(f"{each:g}" for each in one["photos_a_second"]),
                f"{one['speed_up']:g}",
                f"{one['peak_mb']}",
            )
            for one in speed
        ]
        head = ("preset", "photos a second, one process", "two", "times", "peak of a process, MB")
        pieces.append(("Two processes against one", table(head, rows)))
        head = ("preset", *(f"{size} megapixels" for size in MEGAPIXELS), "peak at 16, MB")
        rows = [
            (one["preset"], *(f"{each:g}" for each in one["ms_a_megapixel"].values()), f"{one['peak_mb']}")
            for one in pixels
        ]
        pieces.append(("CPU milliseconds a megapixel", table(head, rows)))
    if left_out:
        pieces.append(("Not measured", table(("detector", "why"), list(left_out.items()))))
    return pieces


def about_deface(runs: Sequence[Run]) -> str | None:
    """How deface was run, where it was."""
    threads = next((run["threads"] for run in runs if run["name"] in DEFACE), None)
    if threads is None:
        return None
    return (
        "deface searched by its own code, with its default threshold and its network in one thread, as ours; its "
        f"process had {threads} threads in all. *Its own masks* are finds enlarged to {OWN_MASKS:g} times, which is "
        "what its mask scale of 1.3 comes to."
    )


def write_pages(truth: Mapping[str, Any], runs: Sequence[Run], presets: Mapping[str, Run]) -> None:
    """A page for each detector; the first is that of the default preset, or of the first detector."""
    first = presets.get(DEFAULT_PRESET) or runs[0]
    files = {title_of(run): "index.html" if run is first else f"{title_of(run)}.html" for run in runs}
    for run in runs:
        title = title_of(run)
        sample = bring_together(
            truth, run["document"], SUBSETS[run["label"]], run["label"], None, ("truth", "finds")
        )
        _contact_page.write(
            OUT / "detect" / files[title], title, sample, 0.0, run["enlarge"], TESTDATA, files
        )


def title_of(run: Run) -> str:
    return f"{TITLES[run['label']]}, {run['name']}"


def slim(run: Run) -> dict[str, Any]:
    """A run without boxes and curves."""
    figures = {
        key: value for key, value in run["figures"].items() if key not in ("curve", "thresholds", "settings")
    }
    return {**{key: value for key, value in run.items() if key != "document"}, "figures": figures}


if __name__ == "__main__":
    sys.exit(main())
