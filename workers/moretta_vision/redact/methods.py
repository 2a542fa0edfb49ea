"""The ways to hide by name, each a module of its own."""

from __future__ import annotations

from . import gaussian, imagenet, mosaic, noise, opaque_blur, overlay, removal, silhouette
from .scene import Method

SOLID = frozenset({"solid", "eye-bar"})
"""One colour: painted without asking any module for content."""

SEALED: dict[str, Method] = {
    "opaque-blur": opaque_blur,
    "overlay": overlay,
    "removal": removal,
    "silhouette": silhouette,
}
"""Methods that read nothing under any outline; but for the silhouette, which reads its own outline there."""

VISUAL: dict[str, Method] = {
    "gaussian": gaussian,
    "imagenet": imagenet,
    "mosaic": mosaic,
    "noise": noise,
}
"""Methods that show what they hide less clearly. They read what the others left."""
