"""Ways to hide, and the numbers of what they make."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MethodInfo:
    """A way to hide: *visual* only changes the look, *irreversible* leaves nothing, *synthetic* puts something new."""

    name: str
    title: str
    kind: str
    says: str


MACHINE_CAN_UNDO = "visual, a machine can undo it"

METHODS: dict[str, MethodInfo] = {
    method.name: method
    for method in (
        MethodInfo(
            "solid",
            "Solid",
            "irreversible",
            "One colour. Nothing of what was there is left; irreversible.",
        ),
        MethodInfo(
            "gaussian",
            "Gaussian blur",
            "visual",
            f"Smooth blur, relative to the object's size: {MACHINE_CAN_UNDO}.",
        ),
        MethodInfo(
            "mosaic",
            "Mosaic",
            "visual",
            f"Coarse squares, relative to the object's size: {MACHINE_CAN_UNDO}.",
        ),
    )
}

DEFAULT_METHOD = "solid"

SHAPES = ("box", "ellipse")

RENDER_VERSIONS = {"thumbnail": 1, "proxy": 1, "redacted": 3, "redacted_thumbnail": 1}
"""Raised by hand, a kind at a time, when the same recipe gives other pixels than before."""
