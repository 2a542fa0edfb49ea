"""How much work the studio leaves to a person: an operator script works photographs and clips on the real page, with
real detections, until everything was looked at; beside it the same material in CVAT, as its manual describes it.

`python bench/operating.py` (`--record` writes the table into docs/measurements.md). The script acts on the page alone,
by mouse and keys; what is right it knows from the marked faces of the test data (MORETTA_TESTDATA), and whether a face
is covered from the pixels that the page shows. Seconds are those of the keystroke-level model, see
_operator_keys.py. Who is left open is judged on the redacted files.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import cv2
import numpy as np
from _installation import Installation, Person, installation
from _machine import figure, leave, load
from _operator_cvat import clips_tracked, photos_corrected, photos_drawn
from _operator_keys import Tally
from _operator_page import Operator
from _operator_truth import Pixels, Truth, covered, truth_of
from _photos import TESTDATA
from _recording import record
from _video_clips import made
from playwright.sync_api import Page, sync_playwright

PHOTOS, NOBODY = 80, 20
CLIPS, SECONDS = 6, 20
SCREEN = {"width": 1920, "height": 1080}
FIFTH = 5.0
COLOUR = {"method": "solid", "color": "FF00FF", "shape": "box"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="write the table into docs/measurements.md")
    parser.add_argument("--photos", type=int, default=PHOTOS)
    parser.add_argument("--nobody", type=int, default=NOBODY, help="photographs without people among them")
    parser.add_argument("--clips", type=int, default=CLIPS)
    parser.add_argument("--seconds", type=int, default=SECONDS, help="of a clip")
    args = parser.parse_args()
    busy = [load()]
    found: dict[str, Any] = {}
    with installation("operator") as site, TemporaryDirectory() as folder, chromium(site) as desk:
        if args.photos:
            found["photos"] = photographs(desk, args.photos, args.nobody)
        if args.clips:
            found["clips"] = clips(desk, Path(folder), args.clips, args.seconds)
    busy.append(load())
    for kind, row in found.items():
        print(f"{kind}: {json.dumps(row, ensure_ascii=False)}")
    figures = [one for kind, row in found.items() for one in figures_of(kind, row)]
    if args.record:
        command = " ".join(["python bench/operating.py", *sys.argv[1:]])
        record("operating.py", table(found, figures), command, busy)
    return leave("operator", figures, found, tell=False)


class Desk(NamedTuple):
    """A page of the installation in a browser, and who sits before it."""

    page: Page
    person: Person
    address: str


def photographs(desk: Desk, number: int, nobody: int) -> dict[str, Any]:
    manifest = json.loads((TESTDATA / "manifest.json").read_text())
    faces = sorted(each["file_name"] for each in manifest["images"] if each["file_name"].startswith("faces/"))
    empty = sorted(path.name for path in (TESTDATA / "negatives").iterdir())
    chosen = random.Random(5).sample(faces, number) + [f"negatives/{name}" for name in empty[:nobody]]
    files = [(name.rpartition("/")[2], (TESTDATA / name).read_bytes()) for name in chosen]
    truth = truth_of(manifest, [name for name, _ in files])
    operator = begin(desk, "Photographs", files, truth)
    found = {card["name"]: operator.found_in(id) for id, card in operator.assets.items()}
    for work in (operator.wall, operator.hunt, operator.approve):
        work()
    left = sum(
        not all(covered(picture, face.box) for face in truth[card["name"]].get(0, []) if face.counts)
        for card, picture in redacted_photos(operator)
    )
    beside = {"drawn": photos_drawn(truth), "corrected": photos_corrected(truth, found)}
    return result(operator, len(files), beside, {"ours": left, "drawn": 0, "corrected": 0})


def clips(desk: Desk, folder: Path, number: int, seconds: int) -> dict[str, Any]:
    labelled = made(folder, number, seconds)
    manifest = {"images": [], "annotations": [], **json.loads(labelled.manifest.read_text())}
    files = [(name.rpartition("/")[2], (labelled.folder / name).read_bytes()) for name in labelled.names]
    truth = truth_of(manifest, [name for name, _ in files])
    operator = begin(desk, "Clips", files, truth)
    frames = {card["name"]: card["n_frames"] for card in operator.assets.values()}
    for work in (operator.wall, operator.moments, operator.hunt, operator.approve):
        work()
    left, people = set(), set()
    for id, card in operator.assets.items():
        film = folder / f"redacted-{id}.mp4"
        film.write_bytes(desk.person.http.get(f"assets/{id}/files/redacted").content)
        for at, picture in frames_of(film):
            for face in truth[card["name"]].get(at, []):
                if face.counts:
                    people.add((id, face.person))
                    if not covered(picture, face.box):
                        left.add((id, face.person))
    every, open_every = clips_tracked(truth, frames, 1)
    tenth, open_tenth = clips_tracked(truth, frames, 10)
    beside = {"every frame": every, "every tenth frame": tenth}
    left_open = {"ours": len(left), "every frame": open_every, "every tenth frame": open_tenth}
    return result(operator, number * seconds, beside, left_open) | {"people": len(people)}


def begin(desk: Desk, name: str, files: Sequence[tuple[str, bytes]], truth: Truth) -> Operator:
    """Takes the files in, waits for what the detectors find, and gives the operator who works them."""
    project = desk.person.make_project(name, COLOUR)
    for start in range(0, len(files), 20):
        desk.person.upload(project["datasets"][0]["id"], list(files[start : start + 20]))
    while desk.person.get(f"projects/{project['id']}")["counts"].get("annotate", 0) < len(files):
        desk.page.wait_for_timeout(500)
    print(f"{name}: searched", flush=True)
    return Operator(desk.page, desk.address, desk.person, project["id"], truth)


def redacted_photos(operator: Operator) -> Iterator[tuple[dict[str, Any], Pixels]]:
    for id, card in operator.assets.items():
        data = np.frombuffer(operator.person.http.get(f"assets/{id}/files/redacted").content, np.uint8)
        yield card, np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1], np.uint8)


def frames_of(film: Path) -> Iterator[tuple[int, Pixels]]:
    import av

    with av.open(str(film)) as source:
        for at, frame in enumerate(source.decode(video=0)):
            yield at, frame.to_ndarray(format="rgb24")


def result(
    operator: Operator, units: float, cvat: Mapping[str, Tally], leaks: Mapping[str, int]
) -> dict[str, Any]:
    ours = operator.tally
    return {
        "units": units,
        "acts": sum(ours.acts.values()),
        "seconds": round(ours.seconds, 1),
        "by_act": dict(ours.acts),
        "operators": dict(ours.operators),
        "watched": ours.watched,
        "cvat": {
            name: {
                "acts": sum(tally.acts.values()),
                "seconds": round(tally.seconds, 1),
                "by_act": dict(tally.acts),
            }
            for name, tally in cvat.items()
        },
        "left_open": dict(leaks),
    }


def figures_of(kind: str, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is asked for: against the first of CVAT's ways, frame by frame and by hand."""
    first, base = next(iter(row["cvat"].items()))
    what, who, whole, units, must = {
        "photos": ("Photographs", "photographs with somebody", "10,000 photographs", 10_000, 3.0),
        "clips": ("Clips", "people", "3 hours of video", 10_800, 0.75),
    }[kind]
    times = {of: round(base[of] / row[of], 1) for of in ("acts", "seconds")}
    rows = [
        figure(f"{what}: {of} in CVAT ({first}) against ours", value, FIFTH, "times", at_least=True)
        for of, value in times.items()
    ]
    left = row["left_open"]
    rows.append(figure(f"{what}: {who} left open, of 12 pixels or more", left["ours"], left[first], ""))
    hours = round(units / row["units"] * row["seconds"] / 3600, 2)
    return [*rows, figure(f"{whole}, projected", hours, must, "hours")]


def table(found: Mapping[str, Any], figures: Sequence[Mapping[str, Any]]) -> str:
    lines = ["| figure | must | measured |", "|---|---|---|"]
    for row in figures:
        missed = "" if row["reached"] else " **missed**"
        lines.append(f"| {row['what']} | {row['must']} | {row['measured']}{missed} |")
    for kind, row in found.items():
        unit = "photographs" if kind == "photos" else "seconds of video"
        lines += ["", f"| {row['units']:g} {unit} | acts | seconds | left open |", "|---|---|---|---|"]
        lines.append(f"| ours | {row['acts']} | {row['seconds']} | {row['left_open']['ours']} |")
        for name, cost in row["cvat"].items():
            lines.append(f"| CVAT, {name} | {cost['acts']} | {cost['seconds']} | {row['left_open'][name]} |")
        acts = ", ".join(f"{act} {times}" for act, times in row["by_act"].items())
        lines += ["", f"Our acts: {acts}."]
    return "\n".join(lines)


@contextmanager
def chromium(site: Installation) -> Iterator[Desk]:
    person = site.sign_in()
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = browser.new_context(viewport=SCREEN)
        cookies = [
            {"name": name, "value": value, "url": site.address} for name, value in person.http.cookies.items()
        ]
        context.add_cookies(cookies)  # type: ignore[arg-type]  # as the browser gave them
        context.set_default_timeout(120_000)
        yield Desk(context.new_page(), person, site.address)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
