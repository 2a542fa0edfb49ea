"""Writes docs/hiding.md, the gallery of the ways to hide, and its pictures: `make gallery`.

Every picture is made by the redactor from the sample portrait of an astronaut (NASA, public domain), which `moretta
samples` fetches. The small ones are what the policy page shows beside each method.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from moretta_vision.catalogue import METHODS, SHAPES
from moretta_vision.redact.pixels import redact_frame

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures" / "hiding"
SMALL = ROOT / "frontend" / "src" / "pages" / "settings" / "methods"

FACE = [178.0, 63.0, 90.0, 113.0]
PERSON = [60.0, 4.0, 330.0, 470.0]
VIEW = np.s_[0:330, 55:385]
ROCKET = (
    [[388, 0], [440, 0], [445, 37], [456, 40], [463, 63], [463, 252], [346, 252], [346, 228], [351, 208]]
    + [[373, 180], [373, 63], [378, 39], [388, 35]],
    [[346, 225], [463, 225], [463, 270], [475, 272], [475, 288], [361, 288], [361, 262]],
)
"""In two parts: nothing larger than half a picture is drawn on."""

SHOWN: dict[str, dict[str, Any]] = {
    "silhouette": {"box": PERSON, "shape": "box", "margin": 0.0},
    "replace-face": {"box": FACE, "shape": "face", "margin": 0.1, "seed": 18},
    "replace-head": {"box": FACE, "shape": "head", "margin": 0.15, "seed": 12},
    "removal": {"polygons": ROCKET, "margin": 0.0},
}
"""Methods for something other than a face; the removal takes the rocket away."""

HEAD = """\
# Ways to hide

What each method makes of the same portrait. *Irreversible* methods leave nothing of what they hide: their pixels depend
on nothing inside the region, which a test proves bit for bit. *Synthetic* ones use its outline or the pose of a head,
and nothing else; who is drawn is nobody: a head mixed of MakeHuman's, which were sculpted and not scanned (CC0),
painted by formulas in the tone of what is seen of the neck.
*Visual* ones only make it harder to see: a machine can undo them, and people who know the person may too. The default
is an irreversible one. How well people are linked again, by method:
[The proof of privacy](privacy-proof.md).

Writing is refused to methods that leave it readable: noise, the bar and the ImageNet blur always, which shows the first
and last letters of a plate; the mosaic below *standard*, the Gaussian blur below *light*.

The portrait shows Eileen Collins (NASA, public domain). `make gallery` draws this page with the redactor itself.

"""

SHAPES_SAY = {
    "box": "The box with its margin.",
    "ellipse": "The ellipse around the box. It contains the box and is larger.",
    "rounded": "The box with round corners, widened so that it contains the sharp one.",
    "face": "An oval of a face's proportions. The corners of the box, where no face should be, stay out.",
    "head": "The oval of the head with hair, ears and chin, from the box of the face by proportions.",
    "person": "The person's outline where the segmentation sees one, else the box. It is coarse: 256 pixels a side.",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--portrait", type=Path, default=ROOT / "data" / "samples" / "astronaut.png")
    portrait = cv2.imread(str(parser.parse_args().portrait))
    if portrait is None:
        raise SystemExit("The portrait is not there. Fetch it: moretta samples")
    for folder in (PICTURES, SMALL):
        folder.mkdir(parents=True, exist_ok=True)
    save(PICTURES / "before.webp", portrait)
    lines = [HEAD, "| method | before | after | what it is worth |\n|---|---|---|---|\n"]
    for name, method in METHODS.items():
        how = {"box": FACE, "shape": "ellipse", "margin": 0.05, **SHOWN.get(name, {})}
        after = hidden(portrait, method=name, **how)
        save(PICTURES / f"{name}.webp", after)
        side = cv2.resize(
            after[VIEW] if name != "removal" else after[0:330, 182:512],
            (224, 224),
            interpolation=cv2.INTER_AREA,
        )
        cv2.imwrite(str(SMALL / f"{name}.webp"), side, [cv2.IMWRITE_WEBP_QUALITY, 80])
        lines.append(row(f"**{method.title}** `{name}`, {method.kind}", name, method.says))
    lines.append("\n## Shapes\n\n| shape | before | after | what it covers |\n|---|---|---|---|\n")
    for shape in SHAPES:
        box = PERSON if shape == "person" else FACE
        save(
            PICTURES / f"shape-{shape}.webp",
            hidden(portrait, method="solid", box=box, shape=shape, margin=0.02),
        )
        lines.append(row(f"`{shape}`", f"shape-{shape}", SHAPES_SAY[shape]))
    (ROOT / "docs" / "hiding.md").write_text("".join(lines), "utf-8")


def hidden(portrait: Any, box: list[float], polygons: Any = (), **how: Any) -> Any:
    """The portrait with one region hidden, or what some polygons surround."""
    shapes = [{"type": "polygon", "data": one} for one in polygons] or [{"type": "box", "data": box}]
    pixels = portrait.copy()
    redact_frame(pixels, [{"keyframes": [{"frame": 0, "shape": shape}], **how} for shape in shapes])
    return pixels


def save(path: Path, pixels: Any) -> None:
    small = cv2.resize(pixels, (320, 320), interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(path), small, [cv2.IMWRITE_WEBP_QUALITY, 80])


def row(name: str, picture: str, says: str) -> str:
    return f"| {name} | ![before](pictures/hiding/before.webp) | ![after](pictures/hiding/{picture}.webp) | {says} |\n"


if __name__ == "__main__":
    main()
