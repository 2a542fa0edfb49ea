"""All parts together: one pass over the files, then the attacks, and one report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...detect.base import DetectorUnavailable
from ...weights import WeightsError
from . import PARTS
from .faces import Faces, faces_of
from .fidelity import Fidelity
from .language import Count
from .linkage import linkage
from .matchers import load
from .material import Material, mask_of
from .plates import LABEL, Plates
from .reconstruction import reconstruction
from .residue import Residue, another_detector

VERSION = 1
"""Of the report: raised when a field changes its meaning."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Wishes:
    """What is to be measured: `parts`; `detector` that looks at the output and `matchers`, None for the best and for
    all that are there; `label`: whose residue; `smallest`: least height of a face that is compared; `most` people."""

    parts: Sequence[str] = PARTS
    detector: str | None = None
    matchers: Sequence[str] | None = None
    label: str = "face"
    smallest: float = 48.0
    most: int = 400


@dataclass
class Proof:
    """A report and the pictures that belong to it."""

    figures: dict[str, Any]
    pictures: dict[str, Any]


def prove(
    material: Material, wishes: Wishes, settings: Mapping[str, Any], progress: Progress | None = None
) -> Proof:
    """Measures everything that is wished for. Raises EvaluationError or DetectorUnavailable where a wish cannot be met;
    what is left out without having been named is said in `notes`."""
    tell = progress or (lambda _: None)
    figures: dict[str, Any] = {
        "privacy": VERSION,
        "settings": dict(settings),
        "method": {"name": material.method, "kind": material.kind},
        "files": len(material.entries),
        "objects": sum(1 for _ in material.everything),
        "looked_at": material.looked_at,
    }
    pictures: dict[str, Any] = {}
    passing = _passing(material, wishes)
    if passing:
        for done, shot in enumerate(material.shots(), 1):
            mask = mask_of(shot, material.how)
            for part in passing.values():
                part.add(shot, mask)
            tell(f"looked at {done}: {shot.title}")
        figures |= {name: part.figures() for name, part in passing.items()}
        if "residue" in passing:
            pictures["residue"] = passing["residue"].shown
    if {"linkage", "reconstruction"} & set(wishes.parts):
        faces = faces_of(material, label=wishes.label, smallest=wishes.smallest, most=wishes.most, tell=tell)
        if not faces.people:
            material.note(f"No {wishes.label} of {wishes.smallest:g} pixels or more: nobody was compared.")
        else:
            _compare(material, wishes, faces, figures, pictures, tell)
    figures["notes"] = list(material.notes)
    order = [*(key for key in figures if key not in (*PARTS, "notes")), *PARTS, "notes"]
    return Proof({key: figures[key] for key in order if key in figures}, pictures)


def _passing(material: Material, wishes: Wishes) -> dict[str, Any]:
    """The parts that look at every picture as it passes."""
    parts: dict[str, Any] = {}
    everything = set(wishes.parts) == set(PARTS)
    if "residue" in wishes.parts:
        try:
            detector = wishes.detector or another_detector(material.used)
            parts["residue"] = Residue(detector, wishes.label, material)
        except DetectorUnavailable as error:
            if wishes.detector or not everything:
                raise
            material.note(f"Residue was not measured. {error}")
    if "fidelity" in wishes.parts:
        parts["fidelity"] = Fidelity(material.how)
    if "plates" in wishes.parts:
        if any(one.label.lower().replace(" ", "_") == LABEL for _, _, one in material.everything):
            try:
                parts["plates"] = Plates()
            except WeightsError as error:
                if not everything:
                    raise DetectorUnavailable(str(error)) from None
                material.note(f"Plates were not read. {error}")
        elif len(wishes.parts) == 1:
            material.note("There is no license plate among the detections.")
    return parts


def _compare(
    material: Material,
    wishes: Wishes,
    faces: Faces,
    figures: dict[str, Any],
    pictures: dict[str, Any],
    tell: Progress,
) -> None:
    matchers, notes = load(wishes.matchers)
    for note in notes:
        material.note(note)
    if faces.second < len(faces.people):
        material.note(
            f"Of {len(faces.people) - faces.second} of {len(faces.people)} people there is one photo only: their "
            "second photos were made from it by shift, scale, light and coding. Real second photos are harder to link; "
            "what is linked here is an upper bound."
        )
    pictures["faces"] = faces
    if "linkage" in wishes.parts:
        figures["linkage"] = linkage(faces, matchers, tell)
    if "reconstruction" in wishes.parts:
        tell("undoing what hides")
        figures["reconstruction"], pictures["reconstruction"] = reconstruction(faces, matchers)


def summary(figures: Mapping[str, Any]) -> list[str]:
    """The report in a few lines, for a terminal."""
    method = figures["method"]
    lines = [
        f"{Count(figures['files']):file|files}, {Count(figures['objects']):object|objects}, "
        f"hidden by {method['name'] or 'an unknown method'}"
    ]
    if found := figures.get("residue"):
        lines.append(
            f"residue: {found['title']} finds {found['left']} on what is hidden "
            f"({found['by_control']} in the control), {found['elsewhere']} elsewhere, "
            f"{found['drawn']} that the method drew"
        )
    if found := figures.get("linkage"):
        lines.append(f"linkage: {found['verdict']}")
    if found := figures.get("reconstruction"):
        lines.append(f"reconstruction: {found['verdict']}")
    if found := figures.get("plates"):
        lines.append(
            f"plates: {found['still_read']} of {found['characters']} characters still read"
            + (f" ({found['by_chance']:.1%} by chance)" if found["by_chance"] is not None else "")
        )
    if (found := figures.get("fidelity")) and found["equal_share"]:
        carry = "carries" if found["files_with_carriers"] == 1 else "carry"
        lines.append(
            f"fidelity: {found['equal_share']['mean']:.1%} of the pixels outside are equal, PSNR "
            f"{found['psnr']['mean']:.1f} dB; {Count(found['files_with_carriers']):file|files} {carry} more than pixels"
        )
    return lines + [f"note: {note}" for note in figures["notes"]]
