"""Ways to hide, and the numbers of what they make."""

from __future__ import annotations

from dataclasses import dataclass

from .labels import LABEL_KINDS


@dataclass(frozen=True)
class MethodInfo:
    """A way to hide: *visual* only changes the look, *irreversible* leaves nothing, *synthetic* puts something new.

    `shape` is how it is best drawn on a face; `weights` are what it looks with, if at all; `only` the kind of label it
    is made for. `around` is how many frames before and after one have a say in it.
    """

    name: str
    title: str
    kind: str
    says: str
    shape: str = "box"
    weights: tuple[str, ...] = ()
    only: str | None = None
    around: int = 0


MACHINE_CAN_UNDO = "visual, a machine can undo it"

AROUND_A_FACE = 24
"""The light on a drawn face is averaged over so many frames before and after, how it is turned over a part of them."""

AROUND_A_REMOVAL = 375
"""The background of a clip is gathered in blocks of 250 frames and 125 around each (see `redact.still_camera`)."""

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
            "opaque-blur",
            "Opaque blur",
            "irreversible",
            "Looks like a blur, but is made of the surroundings alone: nothing of what was there is left; "
            "irreversible.",
        ),
        MethodInfo(
            "overlay",
            "Smiley",
            "irreversible",
            "The same drawn smiley over everybody: nothing of what was there is left; irreversible.",
        ),
        MethodInfo(
            "removal",
            "Removal",
            "irreversible",
            "The background over it: in clips what other frames showed there, in pictures drawn on from the "
            "surroundings; irreversible. Where that is too little or too large, it gets the opaque blur.",
            around=AROUND_A_REMOVAL,
        ),
        MethodInfo(
            "silhouette",
            "Silhouette",
            "synthetic",
            "A flat outline of the person on smooth surroundings. Posture and outline stay visible, and people can be "
            "known by them; nothing else is left.",
            weights=("mediapipe-selfie",),
        ),
        MethodInfo(
            "replace-face",
            "Another face",
            "synthetic",
            "A drawn face of nobody, turned as the face was, in the tone of the neck. Where somebody looks stays "
            "visible, nothing else of the face does. Small and far turned faces get the opaque blur.",
            shape="face",
            weights=("mediapipe-landmarks",),
            only="face",
            around=AROUND_A_FACE,
        ),
        MethodInfo(
            "replace-head",
            "Another head",
            "synthetic",
            "A drawn head of nobody with its own hair, turned as the head was. Where somebody looks stays visible, "
            "nothing else of the head does. Small and far turned ones get the opaque blur.",
            shape="head",
            weights=("mediapipe-landmarks",),
            only="face",
            around=AROUND_A_FACE,
        ),
        MethodInfo(
            "gaussian",
            "Gaussian blur",
            "visual",
            f"Smooth blur, relative to the object's size: {MACHINE_CAN_UNDO}.",
        ),
        MethodInfo(
            "imagenet",
            "ImageNet blur",
            "visual",
            f"The published face blur of ImageNet, for comparable datasets; weak near its edges: {MACHINE_CAN_UNDO}.",
        ),
        MethodInfo(
            "mosaic",
            "Mosaic",
            "visual",
            f"Coarse squares, relative to the object's size: {MACHINE_CAN_UNDO}.",
        ),
        MethodInfo(
            "noise",
            "Pixel noise",
            "visual",
            f"Random grains over what is there; people still see through it: {MACHINE_CAN_UNDO}.",
        ),
        MethodInfo(
            "eye-bar",
            "Bar over the eyes",
            "visual",
            "A bar where the eyes should be, guessed from the face's box. The rest of the face stays visible, and "
            "people and machines recognize it by that: it protects almost nobody.",
        ),
    )
}

DEFAULT_METHOD = "solid"

IN_PLACE = "opaque-blur"
"""What hides objects of other kinds where a method is made for one only."""

SHAPES = ("box", "ellipse", "rounded", "face", "head", "person")

STRENGTHS = {"light": 0.5, "standard": 1.0, "strong": 2.0}
"""Strength by name; visual methods alone have one."""

RENDER_VERSIONS = {"thumbnail": 1, "proxy": 1, "redacted": 14, "redacted_thumbnail": 1, "crops": 2}
"""Raised by hand, a kind at a time, when the same recipe gives other pixels than before."""

WRITING = frozenset({"license_plate", "text", "screen"})
"""Kinds of labels that are read letter by letter."""

LEAST_ON_WRITING = {"gaussian": 0.5, "mosaic": 1.0}
"""The strength from which on the letters of a plate run into each other; what is not named never does that."""


def readable(kind: str, method: str, strength: float) -> str | None:
    """A sentence where a setting would leave writing of this kind readable, else None."""
    if kind not in WRITING or METHODS[method].kind != "visual":
        return None
    least = LEAST_ON_WRITING.get(method)
    if least is not None and strength >= least:
        return None
    what, title = LABEL_KINDS[kind].title.lower(), METHODS[method].title
    if least is None:
        return f"{title} leaves a {what} readable. Take an irreversible method, such as {DEFAULT_METHOD}."
    return (
        f"{title} of strength {strength:g} leaves a {what} readable. Take a strength of at least {least:g}."
    )


def unfitting(kind: str, method: str) -> str | None:
    """A sentence where a method is not made for labels of this kind, else None."""
    info = METHODS[method]
    if info.only in (None, kind):
        return None
    made_for, what = LABEL_KINDS[info.only or kind].title.lower(), LABEL_KINDS[kind].title.lower()
    return (
        f"{info.title} is drawn in place of a {made_for}, not of a {what}. Take another, such as {IN_PLACE}."
    )
