"""How well redacted faces are linked, by method, attacker and gallery, beside controls: `make bench-privacy`.

The faces are those of the test photographs (MORETTA_TESTDATA) that are tall enough, each hidden where people drew its
box. Nobody has a second photo there: second ones are made by shift, scale, light and coding, so that the figures are
upper bounds. Each way to hide leaves its figures in `out/bench/privacy`, and is not measured again without `--fresh`.
`--network gaussian,…` has these ways undone once more by the network that MORETTA_TORCH_PYTHON can train, which takes a
minute each. `--record` writes the tables into docs/measurements.md.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from _machine import OUT, SHARED, load
from _privacy_tables import tables
from _recording import record

from moretta_vision.catalogue import METHODS, STRENGTHS
from moretta_vision.evaluate.documents import Document
from moretta_vision.evaluate.privacy.faces import Faces, faces_of
from moretta_vision.evaluate.privacy.linkage import linkage
from moretta_vision.evaluate.privacy.matchers import Matcher
from moretta_vision.evaluate.privacy.matchers import load as load_matchers
from moretta_vision.evaluate.privacy.material import Hidden, Material, Shot
from moretta_vision.evaluate.privacy.reconstruction import reconstruction
from moretta_vision.evaluate.privacy.undo_apart import VARIABLE as TORCH
from moretta_vision.evaluate.privacy.views import fitted, redacted
from moretta_vision.media.images import read

TESTDATA = Path(os.environ.get("MORETTA_TESTDATA", SHARED / "data"))
FIXED = ("imagenet", "eye-bar")
"""Visual methods without a strength."""

SMALLEST = 64
VIEWS = 4
UNDONE_BY = ("pixels", "mobilefacenet")
"""Who looks at what was undone, and at the strengths beside the standard: dlib takes a tenth of a second a face."""

KEPT = OUT / "privacy"


class Made(Material):
    """Photographs redacted in memory."""

    def shots(self, names: Sequence[str] | None = None) -> Iterator[Shot]:
        for name in names if names is not None else self.entries:
            path, output, frames = self.entries[name]
            before = read(path).bgr()
            boxes = np.array([one.box for one in frames[None]], np.float64).reshape(-1, 4)
            (before,), boxes = fitted([before], boxes)
            after = redacted(before, boxes, [self.how] * len(boxes))
            yield Shot(name, None, path, output, before, after, tuple(frames[None]))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", type=lambda text: text.split(","), help="methods, or method:strength")
    parser.add_argument("--people", type=int, default=150, help="most people (default: 150)")
    parser.add_argument("--matchers", type=lambda text: text.split(","), help="default: all that are here")
    parser.add_argument(
        "--network", type=lambda text: text.split(","), default=[], help="methods that a network undoes"
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--fresh", action="store_true", help="measure again what was measured before")
    parser.add_argument("--record", action="store_true")
    args = parser.parse_args()
    python = os.environ.pop(TORCH, None)
    if args.network and not python:
        parser.error(f"--network needs {TORCH}: see docs/privacy-proof.md.")
    wishes = [one for one in settings() if not args.only or {one[0], f"{one[0]}:{one[1]}"} & set(args.only)]
    KEPT.mkdir(parents=True, exist_ok=True)
    if args.fresh:
        for way in wishes:
            _kept(*way).unlink(missing_ok=True)
            _kept(*way, "network").unlink(missing_ok=True)
    busy, rows, context = [load()], [], get_context("spawn")
    with ProcessPoolExecutor(args.processes, mp_context=context) as pool:
        tasks = [pool.submit(measured, *way, args.people, args.matchers) for way in wishes]
        for number, task in enumerate(tasks):
            rows.append(dict(task.result()))
            print(
                f"{rows[-1]['method']} {rows[-1]['strength'] or ''}: {rows[-1]['linkage']['verdict']}",
                flush=True,
            )
            if number == len(tasks) // 2:
                busy.append(load())
        for row, way in zip(rows, wishes, strict=True):
            usual = way[1] in (None, "standard")
            if (usual and way[0] in args.network) or _kept(*way, "network").is_file():
                row["network"] = pool.submit(undone_by_network, *way, args.people, python).result()
                print(f"{row['method']}, a network: {row['network']['verdict']}", flush=True)
    busy.append(load())
    text = tables(rows, SMALLEST)
    print(text)
    if args.record:
        record("privacy.py", text, f'make bench-privacy ARGS="{" ".join(sys.argv[1:])}"', busy)


def _kept(method: str, strength: str | None, also: str | None = None) -> Path:
    """Where the figures of a way to hide are left."""
    return KEPT / ("-".join(part for part in (method, strength, also) if part) + ".json")


def settings() -> list[tuple[str, str | None]]:
    """Every method; visual ones by strength where they have one, the usual strength first."""
    sealed = [(name, None) for name, one in METHODS.items() if one.kind != "visual"]
    visual = [name for name, one in METHODS.items() if one.kind == "visual"]
    usual = [(name, None if name in FIXED else "standard") for name in visual]
    others = [
        (n, strength) for n in visual if n not in FIXED for strength in STRENGTHS if strength != "standard"
    ]
    return [*usual, *sealed, *others]


def measured(
    method: str, strength: str | None, people: int, matchers: Sequence[str] | None
) -> Mapping[str, Any]:
    """The figures of one way to hide."""
    if (kept := _kept(method, strength)).is_file():
        return dict(json.loads(kept.read_text()))
    began = time.process_time()
    faces = _faces(method, strength, people)
    asked, notes = _matchers(tuple(matchers) if matchers else None)
    if strength not in (None, "standard"):
        asked = [one for one in asked if one.name in UNDONE_BY]
    linked = linkage(faces, asked)
    undone, _ = reconstruction(faces, [one for one in asked if one.name in UNDONE_BY])
    found = {
        "method": method,
        "strength": strength,
        "kind": METHODS[method].kind,
        "linkage": linked,
        "reconstruction": undone,
        "notes": notes,
        "cpu_seconds": round(time.process_time() - began),
    }
    kept.write_text(json.dumps(found, indent=1) + "\n")
    return found


def undone_by_network(
    method: str, strength: str | None, people: int, python: str | None
) -> Mapping[str, Any]:
    """What a network gives back that is trained in the environment of `python`."""
    if (kept := _kept(method, strength, "network")).is_file():
        return dict(json.loads(kept.read_text()))
    os.environ[TORCH] = str(python)
    began = time.perf_counter()
    found, _ = reconstruction(_faces(method, strength, people), _matchers(UNDONE_BY)[0])
    del os.environ[TORCH]
    found["seconds"] = round(time.perf_counter() - began)
    kept.write_text(json.dumps(found, indent=1) + "\n")
    return found


def _faces(method: str, strength: str | None, people: int) -> Faces:
    import cv2

    cv2.setNumThreads(1)
    how = {"method": method, "strength": STRENGTHS[strength or "standard"], "margin": 0.15}
    sealed = METHODS[method].kind != "visual"
    return faces_of(material(how), smallest=SMALLEST, most=people, views=VIEWS, with_control=sealed)


@lru_cache
def _matchers(names: tuple[str, ...] | None) -> tuple[list[Matcher], list[str]]:
    """Once a process: they remember what they were asked, and the clear faces are the same for every method."""
    return load_matchers(names)


def material(how: Mapping[str, Any]) -> Made:
    """Every face that people drew a box of, in the photographs of faces."""
    manifest = TESTDATA / "manifest.json"
    if not manifest.is_file():
        raise SystemExit(f"There is no {manifest}: name the folder with MORETTA_TESTDATA.")
    document = Document(json.loads(manifest.read_text()), str(manifest))
    images = {key: row for key, row in document.files("images").items() if row["subset"] == "faces"}
    all_images = document.files("images")
    made = Made(how, ())
    for row in document.of_images("annotations", all_images, document.category_ids("face")):
        if row["image_id"] in images and not row.get("ignore"):
            name = images[row["image_id"]]["file_name"]
            entry = made.entries.setdefault(name, (TESTDATA / name, TESTDATA / name, {None: []}))
            x, y, width, height = (float(value) for value in row["bbox"])
            entry[2][None].append(Hidden(str(row["id"]), (x, y, width, height), "face", str(row["id"])))
    return made


if __name__ == "__main__":
    main()
