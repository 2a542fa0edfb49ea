"""How much work the studio leaves to a person: an operator script works photographs and clips on the real page, with
real detections, until everything was looked at; beside it the same material in CVAT, as its manual describes it.

`python bench/operating.py` (`--record` writes the tables into docs/measurements.md). The script acts on the page alone,
by mouse and keys; what is right it knows from the marked faces of the test data (MORETTA_TESTDATA), and whether a face
is covered from the pixels that the page shows. Seconds are those of the keystroke-level model, see
_operator_keys.py. Who is left open is judged on the redacted files.

The material is searched once and stays under out/bench/operator, with each result; a run goes on where the last one
was. `--again` works anew what was worked before.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np
from _installation import Person
from _machine import figure, leave, load
from _operator_cvat import clips_corrected, clips_tracked, photos_corrected, photos_drawn
from _operator_hunt import Hunt
from _operator_keys import SECONDS, Tally
from _operator_material import SEED, Material, clips, photographs
from _operator_moments import STRIPS_IN_A_ROW, Moments
from _operator_page import Operator
from _operator_site import KEPT, copied, searched
from _operator_truth import COVERED, Pixels, covered, hidden_share
from _operator_wall import Wall
from _recording import record
from playwright.sync_api import Page, sync_playwright

PHOTOS = 1000
CLIPS, LASTING = 90, 20
SCREEN = {"width": 1920, "height": 1080}
FIFTH = 5.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="write the tables into docs/measurements.md")
    parser.add_argument("--again", action="store_true", help="work anew what was worked before")
    parser.add_argument("--moments", action="store_true", help="go through the moments of clips, too")
    parser.add_argument(
        "--sampled",
        action="store_true",
        help="look at a sample of the wall alone; the rest stays hidden",
    )
    parser.add_argument("--photos", type=int, default=PHOTOS)
    parser.add_argument("--clips", type=int, default=CLIPS)
    parser.add_argument("--seconds", type=int, default=LASTING, help="of a clip")
    parser.add_argument("--first", type=int, help="work so many of the clips alone")
    parser.add_argument("--seed", type=int, default=SEED, help="of the clips")
    args = parser.parse_args()
    busy = [load()]
    found: dict[str, Any] = {}
    if args.photos:
        material = photographs(KEPT / "photos-made", args.photos)
        found["photos"] = worked("photos", material, args)
    if args.clips:
        material = clips(KEPT / "clips-made", args.clips, args.seconds, args.seed)
        if args.first:
            names = list(material.files)[: args.first]
            material = material._replace(
                files={name: material.files[name] for name in names},
                truth={name: material.truth[name] for name in names},
            )
        found["clips"] = worked("clips", material, args)
    busy.append(load())
    for kind, row in found.items():
        print(f"{kind}: {json.dumps(row, ensure_ascii=False)}")
    figures = [one for kind, row in found.items() for one in figures_of(kind, row)]
    if args.record:
        command = " ".join(["python bench/operating.py", *sys.argv[1:]])
        record("operating.py", table(found, figures), command, busy)
    return leave("operator", figures, found, tell=False)


def worked(kind: str, material: Material, args: argparse.Namespace) -> dict[str, Any]:
    """What working the material cost; read where it was worked before."""
    ways = "".join(f"-{way}" for way in ("moments", "sampled") if getattr(args, way))
    seed = f"-of-{args.seed}" if kind == "clips" and args.seed != SEED else ""
    kept = KEPT / f"{kind}-{len(material.files)}{ways}{seed}.json"
    if kept.exists() and not args.again:
        return json.loads(kept.read_text())  # type: ignore[no-any-return]  # as it was written
    searched(kind, material)
    with copied(kind, material) as (site, person, project), chromium(site.address, person) as page:
        operator = Operator(page, site.address, person, project, material.truth, material.nobody)
        row = (
            photos_worked(operator, args.sampled)
            if kind == "photos"
            else clips_worked(operator, args.sampled, args.moments)
        )
    kept.write_text(json.dumps(row, indent=1))
    return row


def photos_worked(operator: Operator, sampled: bool) -> dict[str, Any]:
    truth = operator.truth
    found = {card["name"]: operator.found_in(id).get(0, []) for id, card in operator.assets.items()}
    Wall(operator).clear(sampled)
    operator.note("wall sample" if sampled else "wall")
    hunt = Hunt(operator)
    for stage, work in (("hunt", hunt.go_through), ("sample", hunt.sample), ("approve", operator.approve)):
        work()
        operator.note(stage)
    left = [
        {"name": card["name"], "box": face.box, "hidden": round(share, 3)}
        for card, picture in redacted_photos(operator)
        for face in truth[card["name"]].get(0, [])
        if face.counts and (share := hidden_share(picture, face.box)) < COVERED
    ]
    beside = {"drawn": photos_drawn(truth), "corrected": photos_corrected(truth, found, operator.nobody)}
    faces = sum(face.counts for rows in truth.values() for row in rows.values() for face in row)
    row = result(
        operator, len(truth), beside, {"ours": len({one["name"] for one in left}), "drawn": 0, "corrected": 0}
    )
    return row | {"faces": faces, "open": left}


def clips_worked(operator: Operator, sampled: bool, moments: bool) -> dict[str, Any]:
    truth, doubtful = operator.truth, Moments(operator)
    frames = {card["name"]: card["n_frames"] for card in operator.assets.values()}
    found = {card["name"]: operator.found_in(id) for id, card in operator.assets.items()}
    doubts = doubtful.count()
    Wall(operator).clear(sampled)
    operator.note("wall sample" if sampled else "wall")
    if moments:
        doubtful.go_through()
        operator.note("moments")
    hunt = Hunt(operator)
    hunt.go_through()
    operator.note("hunt")
    told = hunt.sample_of_frames()
    operator.note("frames sample")
    operator.approve()
    operator.note("approve")
    left, people = set(), set()
    with TemporaryDirectory() as folder:
        for id, card in operator.assets.items():
            film = Path(folder) / f"{id}.mp4"
            film.write_bytes(operator.person.http.get(f"assets/{id}/files/redacted").content)
            for at, picture in frames_of(film):
                for face in truth[card["name"]].get(at, []):
                    if face.counts:
                        people.add((id, face.person))
                        if not covered(picture, face.box):
                            left.add((id, face.person))
    every, open_every = clips_tracked(truth, frames, 1)
    tenth, open_tenth = clips_tracked(truth, frames, 10)
    beside = {
        "every frame": every,
        "every tenth frame": tenth,
        "every frame, corrected": clips_corrected(truth, frames, found),
    }
    left_open = {
        "ours": len(left),
        "every frame": open_every,
        "every tenth frame": open_tenth,
        "every frame, corrected": 0,
    }
    seconds = sum(card["duration"] for card in operator.assets.values())
    row = result(operator, round(seconds), beside, left_open)
    return row | {"people": len(people), "moments": None if moments else doubts, "told": told}


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
    return {
        "units": units,
        "ours": spent(operator.tally),
        "operators": dict(operator.tally.operators),
        "watched": operator.tally.watched,
        "stopped": operator.stopped and [*operator.stopped[:2], operator.found - operator.stopped[2]],
        "found": operator.found,
        "stages": operator.stages,
        "cvat": {name: spent(tally) for name, tally in cvat.items()},
        "left_open": dict(leaks),
    }


def spent(tally: Tally) -> dict[str, Any]:
    return {
        "acts": sum(tally.acts.values()),
        "looks": sum(tally.looks.values()),
        "seconds": round(tally.seconds, 1),
        "by_act": dict(tally.acts),
        "by_look": dict(tally.looks),
    }


def figures_of(kind: str, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is asked for: against the first of CVAT's ways, frame by frame and by hand."""
    first, base = next(iter(row["cvat"].items()))
    what, who, whole, units, must = {
        "photos": ("Photographs", "photographs with somebody", "10,000 photographs", 10_000, 3.0),
        "clips": ("Clips", "people", "3 hours of video", 10_800, 0.75),
    }[kind]
    times = {of: round(base[of] / row["ours"][of], 1) for of in ("acts", "seconds")}
    rows = [
        figure(f"{what}: {of} in CVAT ({first}) against ours", value, FIFTH, "times", at_least=True)
        for of, value in times.items()
    ]
    left = row["left_open"]
    rows.append(figure(f"{what}: {who} left open, of 12 pixels or more", left["ours"], left[first], ""))
    # a sample is as large for ten times as many, and all are approved by one act
    constant = ("sample", "approve")
    once = sum(seconds for stage, seconds in row["stages"].items() if stage.endswith(constant))
    hours = round((units / row["units"] * (row["ours"]["seconds"] - once) + once) / 3600, 2)
    return [*rows, figure(f"{whole}, projected", hours, must, "hours")]


def table(found: Mapping[str, Any], figures: Sequence[Mapping[str, Any]]) -> str:
    lines = ["| figure | must | measured |", "|---|---|---|"]
    for row in figures:
        missed = "" if row["reached"] else " **missed**"
        lines.append(f"| {row['what']} | {row['must']} | {row['measured']}{missed} |")
    for kind, row in found.items():
        unit = "photographs" if kind == "photos" else "seconds of video"
        lines += [
            "",
            f"| {row['units']:g} {unit} | acts | looks | seconds | left open |",
            "|---|---|---|---|---|",
        ]
        ways = {"ours": row["ours"], **{f"CVAT, {name}": cost for name, cost in row["cvat"].items()}}
        for way, cost in ways.items():
            left = row["left_open"][way.removeprefix("CVAT, ")]
            lines.append(f"| {way} | {cost['acts']} | {cost['looks']} | {cost['seconds']} | {left} |")
        ours = row["ours"]
        acts = ", ".join(
            f"{act} {times}" for act, times in [*ours["by_act"].items(), *ours["by_look"].items()]
        )
        parts = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in row["stages"].items())
        lines += ["", f"Ours: {acts}. Seconds: {parts}. {row['found']} were found in the hunt."]
        if told := row.get("told"):
            lines.append(
                f"Of {told['looked']} frames drawn by chance {told['missed']} had anybody open: the page says at most "
                f"{100 * told['at_most']:.1f} % of all {told['frames']}."
            )
        if row.get("moments"):
            seconds = row["moments"] / STRIPS_IN_A_ROW * SECONDS["M"]
            lines.append(
                f"The moments were not gone through: {row['moments']} doubts waited, {STRIPS_IN_A_ROW} of them side by "
                f"side at a look {seconds:.0f} seconds more."
            )
        if row["stopped"]:
            seconds, done, later = row["stopped"]
            lines.append(
                f"When the page first said that at most 2 % of the rest hold somebody: {seconds:.1f} s and {done} "
                f"acts (without the approval); {later} of those were found later."
            )
    return "\n".join(lines)


@contextmanager
def chromium(address: str, person: Person) -> Iterator[Page]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = browser.new_context(viewport=SCREEN)
        cookies = [
            {"name": each.name, "value": each.value, "url": address} for each in person.http.cookies.jar
        ]
        context.add_cookies(cookies)  # type: ignore[arg-type]  # as the browser gave them
        context.set_default_timeout(240_000)
        yield context.new_page()
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
