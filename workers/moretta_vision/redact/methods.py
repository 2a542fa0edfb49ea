"""The ways to hide by name, each a module of its own."""

from __future__ import annotations

from . import gaussian, imagenet, mosaic, noise, opaque_blur, overlay, removal, replacement, silhouette
from .scene import Method

SOLID = frozenset({"solid", "eye-bar"})
"""One colour: painted without asking any module for content."""

SEALED: dict[str, Method] = {
    "opaque-blur": opaque_blur,
    "overlay": overlay,
    "removal": removal,
    "silhouette": silhouette,
    **replacement.BY_NAME,
}
"""Methods that read nothing under any outline; but for the outline itself, which the silhouette reads there, and the
pose of a head, which replacements do."""

VISUAL: dict[str, Method] = {
    "gaussian": gaussian,
    "imagenet": imagenet,
    "mosaic": mosaic,
    "noise": noise,
}
"""Methods that show what they hide less clearly. They read what the others left."""
