"""How heads are turned along their tracks: looked for in every frame, averaged over those around it, so that a drawn
face neither trembles nor flickers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from av.video.frame import VideoFrame

from ..catalogue import METHODS
from ..catalogue.methods import AROUND_A_FACE
from ..geometry.interpolation import shape_at
from ..geometry.shapes import bounds
from ..media.display_matrix import Orientation
from .around import Around
from .landmarks import Points
from .planar import covered_parts, scene_around, united, upright_piece
from .portrait.view import Light
from .regions import Region
from .replacement import BY_NAME, find_landmarks

SPREAD, LIGHT_SPREAD = 2.5, 12.0
"""Standard deviations of the averages of landmarks and of light, in frames."""
FAR = 6
"""Landmarks of frames farther away tell nothing."""


def followed(region: Region) -> bool:
    """Whether the region's method wants to know how a head is turned, and was not told."""
    return METHODS[region.method].only == "face" and not region.landmarks


class Seen(NamedTuple):
    """A face in a frame: its landmarks over its box, from its middle and by its size; and the light around it."""

    landmarks: Points | None
    light: Light


class Following:
    """Gives regions their landmarks and light, frame by frame. Frames are asked for in rising order; where they jump,
    the video is entered anew. What a frame gets does not depend on that."""

    def __init__(self, around: Around, regions: Sequence[Region], orientation: Orientation) -> None:
        self.around, self.orientation, self.regions = around, orientation, list(regions)
        self._seen: dict[int, dict[int, Seen]] = {}
        self._frames: Iterator[tuple[int, VideoFrame]] = iter(())
        self._asked, self._read = 0, -2  # nothing yet: the first frame enters the video

    def at(self, index: int, present: Sequence[Region]) -> list[Region]:
        """The regions that are present at a frame, with what could be learnt."""
        if not any(followed(region) for region in present):
            return list(present)
        self._read_to(index)
        return [self._told(index, region) if followed(region) else region for region in present]

    def _read_to(self, index: int) -> None:
        if not self._asked <= index <= self._read + 1:
            self._frames = self.around.frames(max(0, index - AROUND_A_FACE))
            self._seen, self._read = {}, index - AROUND_A_FACE - 1
        self._asked = index
        while self._read < index + AROUND_A_FACE:
            number, picture = next(self._frames, (math.inf, None))
            if picture is None:
                self._read = index + AROUND_A_FACE
                break
            self._read = int(number)
            self._seen[self._read] = self._look(self._read, picture)
        for old in [number for number in self._seen if number < index - AROUND_A_FACE]:
            del self._seen[old]

    def _look(self, index: int, picture: VideoFrame) -> dict[int, Seen]:
        """What a frame shows of each region."""
        if not any(followed(region) and _box(region, index) is not None for region in self.regions):
            return {}
        found: dict[int, Seen] = {}
        parts = covered_parts(picture, self.regions, index, self.orientation)
        hidden = united([part for _, part in parts], picture.width, picture.height)
        for region, part in parts:
            place = _box(region, index)
            if not followed(region) or place is None:
                continue
            method = BY_NAME[region.method]
            light = method.light(*scene_around(picture, part, method.reach(part, region), hidden), region)
            upright = upright_piece(picture, part)
            points = find_landmarks(np.ascontiguousarray(upright), part.size)
            if points is not None:
                height, width = upright.shape[:2]
                coded = part.orientation.undo_points(points, width, height) + (part.x0, part.y0)
                points = part.orientation.apply_points(coded, picture.width, picture.height)
                points = (points - place[:2]) / place[2]
            found[self._number(region)] = Seen(points, light)
        return found

    def _number(self, region: Region) -> int:
        return next(number for number, one in enumerate(self.regions) if one is region)

    def _told(self, index: int, region: Region) -> Region:
        """The region with the means of the frames around."""
        place, number = _box(region, index), self._number(region)
        near = {
            n: seen[number]
            for n, seen in self._seen.items()
            if abs(n - index) <= AROUND_A_FACE and number in seen
        }
        if place is None or not near:
            return region
        frames = sorted(near)
        light = _mean_light([near[n].light for n in frames], _weights(frames, index, LIGHT_SPREAD))
        marked = {
            n: points for n in frames if (points := near[n].landmarks) is not None and abs(n - index) <= FAR
        }
        if not marked:
            return replace(region, light=light)
        points = np.average(np.stack(list(marked.values())), axis=0, weights=_weights(marked, index, SPREAD))
        five = tuple((float(x), float(y)) for x, y in points * place[2] + place[:2])
        return replace(region, light=light, landmarks={index: five})


def _weights(frames: Iterable[int], index: int, spread: float) -> list[float]:
    return [math.exp(-0.5 * ((n - index) / spread) ** 2) for n in frames]


def _mean_light(lights: Sequence[Light], weights: Sequence[float]) -> Light:
    def mean(values: Sequence[Any]) -> Any:
        return np.average(np.array(values, float), axis=0, weights=weights).tolist()

    return Light(
        tuple(mean([light.towards for light in lights])),
        tuple(mean([light.skin for light in lights])),
        tuple(mean([light.hair for light in lights])),
        mean([light.other for light in lights]),
        mean([light.chroma for light in lights]),
        mean([light.soft for light in lights]),
        mean([light.bare for light in lights]),
        tuple(mean([light.tint for light in lights])),
    )


def _box(region: Region, index: int) -> Points | None:
    """Middle and size of a region's box at a frame: x, y, larger side."""
    shape = shape_at(region.keyframes, index)
    if shape is None:
        return None
    x, y, width, height = bounds(shape)
    return np.array([x + width / 2, y + height / 2, max(width, height, 1)])
