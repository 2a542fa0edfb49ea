"""A drawn person who does not exist in place of a face or of a head.

Of what is inside only its outline and the pose of the head are used, by five landmarks; the tone of the skin, the light
and the grain come from outside all outlines. Who is drawn follows from the region's seed, so that it stays the same
along a track. Faces that are small, turned far or not understood get the opaque blur.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

from . import opaque_blur, removal
from .collar import collared
from .grain import grained, roughness, softness
from .joined import Joint, joint, without_cloth
from .landmarks import Points, landmarks_in, pose_of
from .mirrored import mirrored
from .outlines import Mask, Outline, blended
from .portrait.paint import smooth
from .portrait.relief import ANCHORS
from .portrait.traits import traits_of
from .portrait.view import Floats, Head, Light, Pose, head_of, seen
from .scene import Pixels, Scene
from .tone import light_from

if TYPE_CHECKING:
    from .regions import Region

SMALLEST = 32
"""Larger side of a face in pixels below which nobody is drawn."""
MOST_TURNED = 48
"""Degrees from the viewer beyond which nobody is drawn."""
DRAWN = 240
"""Larger side at which a person is drawn at most; larger outlines get it enlarged."""
BEHIND = 56
"""Larger side of what is drawn on behind the person, most of which nobody sees."""
GRAIN = 0.5
"""Of the roughness of the surroundings, most of which is not noise."""
DRAWN_SOFT = 1.2
"""How soft drawn edges are, in pixels of the drawing."""
SOFTEST = 0.03
"""How soft they are made at most, over the object's size."""
EDGE = 0.05
"""Over this share of the object's size the drawing fades out, inside of the outline."""


@dataclass(frozen=True)
class Replacement:
    """The method: of the face alone, or of the `whole` head."""

    name: str
    whole: bool

    def reach(self, outline: Outline, region: Region) -> int:
        """Surroundings enough to tell the tone of a neck."""
        return max(opaque_blur.reach(outline, region), removal.reach(outline, region))

    def content(self, scene: Scene, outline: Outline, region: Region) -> Pixels:
        """The rectangle of `outline` with the drawn person on the opaque blur."""
        pose = self._pose(scene, outline, region)
        if pose is None:
            scene.fell_back.append(self.name)
            return opaque_blur.content(scene, outline, region)
        around, hidden = self._around(scene, outline, region)
        rough = roughness(scene, around, hidden)
        backdrop = removal.drawn_on(scene, outline, region, BEHIND, rough)
        backdrop = mirrored(scene, outline, backdrop, self.reach(outline, region), not self.whole)
        head = head_of(region.seed, self.whole)
        light = region.light or self.light(scene, outline, region)
        far = _far(outline, scene)
        joined = joint(scene, outline, pose, backdrop, far, light, head.traits, self.whole)
        if self.whole:
            backdrop = collared(outline, pose, joined.neckline, backdrop, far)
        drawing, alpha = _drawn(head, pose, outline, light, joined)
        drawing, alpha = _softened(drawing, alpha, light.soft, outline.size)
        shown = far if joined.fringe is None else far - joined.fringe
        alpha *= smooth(shown, 0.0, max(2.0, EDGE * outline.size))
        drawn = scene.of_bgr(drawing)
        drawn = grained(scene, drawn, GRAIN * rough)
        return blended(backdrop, drawn, np.rint(255 * alpha).astype(np.uint8))

    def light(self, scene: Scene, outline: Outline, region: Region) -> Light:
        """The light in which the person is drawn that the region's seed chooses, by what is around the outline."""
        around, hidden = self._around(scene, outline, region)
        light = light_from(scene, around, hidden, traits_of(region.seed), outline.orientation)
        soft = softness(scene, around, hidden)
        if self.whole:
            return replace(light, soft=soft, hair=(light.other,) * 3, bare=0.0)
        return replace(light, soft=soft)

    def _around(self, scene: Scene, outline: Outline, region: Region) -> tuple[Pixels, Mask]:
        far, (height, width) = self.reach(outline, region), scene.pixels.shape[:2]
        window = (
            slice(max(0, outline.y0 - far), min(height, outline.y1 + far)),
            slice(max(0, outline.x0 - far), min(width, outline.x1 + far)),
        )
        return scene.pixels[window], scene.hidden[window]

    def _pose(self, scene: Scene, outline: Outline, region: Region) -> Pose | None:
        """The pose of the head in the upright picture of the outline's rectangle."""
        if outline.size < SMALLEST:
            return None
        points = upright_landmarks(outline)
        if points is None:
            points = find_landmarks(scene.inside(outline), outline.size)
        if points is None:
            return None
        pose = pose_of(points, ANCHORS)
        return None if pose is None or pose.turned_by > MOST_TURNED else pose


FACE = Replacement("replace-face", whole=False)
HEAD = Replacement("replace-head", whole=True)

BY_NAME = {one.name: one for one in (FACE, HEAD)}


def find_landmarks(upright: npt.NDArray[np.uint8], size: float) -> Points | None:
    """The landmarks of the face in an upright crop of an outline, around its middle."""
    height, width = upright.shape[:2]
    return landmarks_in(upright, (width / 2, height / 2), size)


def upright_landmarks(outline: Outline) -> Points | None:
    """The outline's landmarks in the upright picture of its rectangle; None where it has none."""
    if outline.landmarks is None:
        return None
    width, height = outline.x1 - outline.x0, outline.y1 - outline.y0
    points = np.asarray(outline.landmarks, np.float64) - (outline.x0, outline.y0)
    return outline.orientation.apply_points(points, width, height)


def _drawn(
    head: Head, pose: Pose, outline: Outline, light: Light, joined: Joint
) -> tuple[npt.NDArray[np.uint8], Floats]:
    """The person in the rectangle of the outline as it is coded, joined to what is around: BGR and coverage."""
    width, height = outline.orientation.size(outline.x1 - outline.x0, outline.y1 - outline.y0)
    scale = min(1.0, DRAWN / max(width, height))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    shrunk = Pose(
        pose.turn, pose.scale * scale, (pose.at[0] * size[0] / width, pose.at[1] * size[1] / height)
    )
    bald = None if joined.bald is None else cv2.resize(joined.bald, size, interpolation=cv2.INTER_LINEAR)
    colours, alpha = seen(head, shrunk, *size, light, bald, without_cloth(joined, shrunk, size))
    drawing = np.clip(colours, 0, 255).astype(np.uint8)
    if scale < 1:
        drawing = np.asarray(cv2.resize(drawing, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
        alpha = np.asarray(cv2.resize(alpha, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    return outline.orientation.undo(drawing), np.array(outline.orientation.undo(np.clip(alpha, 0, 1)))


def _softened(
    drawing: npt.NDArray[np.uint8], alpha: Floats, soft: float, size: float
) -> tuple[npt.NDArray[np.uint8], Floats]:
    """The drawing as soft as the edges around it are."""
    own = DRAWN_SOFT * max(1.0, max(alpha.shape) / DRAWN)
    more = math.sqrt(max(0.0, min(soft, SOFTEST * size) ** 2 - own**2))
    if more < 0.3:
        return drawing, alpha
    return np.asarray(cv2.GaussianBlur(drawing, (0, 0), more), np.uint8), cv2.GaussianBlur(
        alpha, (0, 0), more
    )


def _far(outline: Outline, scene: Scene) -> Floats:
    """How far inside of the outline each pixel is, but for where its border is that of the picture."""
    height, width = outline.y1 - outline.y0, outline.x1 - outline.x0
    mask: Mask = np.full((height, width), 255, np.uint8) if outline.mask is None else outline.mask
    whole_height, whole_width = scene.pixels.shape[:2]
    open_ = [outline.y0 > 0, outline.y1 < whole_height, outline.x0 > 0, outline.x1 < whole_width]
    top, bottom, left, right = (int(one) for one in open_)
    padded = cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    padded[0, :], padded[-1, :] = padded[0, :] * (1 - top), padded[-1, :] * (1 - bottom)
    padded[:, 0], padded[:, -1] = padded[:, 0] * (1 - left), padded[:, -1] * (1 - right)
    far = cv2.distanceTransform(padded, cv2.DIST_L2, cv2.DIST_MASK_3)[1:-1, 1:-1]
    return np.asarray(far, np.float32)
