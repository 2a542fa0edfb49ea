"""Finding in files: what the command line and the tasks both do with a picture and with a clip."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ..catalogue import DetectorInfo
from ..own_models import info_of
from ..track import Linking, Single, Track, linked
from . import load
from .base import Detections, DetectorUnavailable, as_bgr
from .clip_faces import seen_side
from .second import every, joined

if TYPE_CHECKING:
    from ..media.images import Picture
    from ..media.team import Team
    from ..media.upright import Frame
    from ..media.video import VideoInfo
    from .clip_search import Seen

Pixels = npt.NDArray[np.generic]
"""HxW, HxWx3 BGR or HxWx4 BGRA; uint8 or uint16."""

Chosen = Mapping[str, Sequence[str]]
"""Detector names, each with the labels that it has to find (see `choice.choose`)."""


def _info(detector: str) -> DetectorInfo:
    info = info_of(detector)
    if info is None:
        raise DetectorUnavailable(f"There is no detector {detector!r} any more.")
    return info


def least_score(detector: str, min_score: float | None) -> float:
    """`min_score`, or the detector's operating threshold where it is None."""
    return _info(detector).operating_threshold if min_score is None else min_score


def doubtful_score(detector: str, min_score: float | None) -> float:
    """From which score on finds are worth a person's look, `min_score` being as everywhere."""
    least = least_score(detector, min_score)
    return min(least, _info(detector).doubtful_from)


def find_in_pixels(
    image: Pixels,
    chosen: Chosen,
    min_score: float | Mapping[str, float] | None = None,
    provider: str | None = None,
    recipe: str = "image",
) -> list[Detections]:
    """What each chosen detector finds in a picture, of the labels wanted; `min_score` for all, or one a detector."""
    found = []
    for name, labels in chosen.items():
        least = min_score[name] if isinstance(min_score, Mapping) else least_score(name, min_score)
        one = load(name, provider, recipe).detect([as_bgr(image)], least)[0]
        found.append(one[np.array([label in labels for label in one.labels], bool)])
    return found


def find_in_image(
    path: str | Path, chosen: Chosen, min_score: float | None = None, provider: str | None = None
) -> tuple[Picture, list[Detections]]:
    """The picture and what is in it. Raises MediaError for an unreadable file."""
    from ..media import images

    picture = images.read(path)
    return picture, find_in_pixels(picture.pixels, chosen, min_score, provider)


def _find_in_frame(
    frame: Frame, chosen: Chosen, floors: Mapping[str, float], provider: str | None, every: int
) -> list[Detections]:
    found = find_in_pixels(frame.pixels, chosen, floors, provider, "video")
    if frame.index % every:
        return found
    second = {name: labels for name, labels in chosen.items() if _info(name).second_opinion}
    more = dict(zip(second, find_in_pixels(frame.pixels, second, floors, provider, "second"), strict=True))
    long_side = max(frame.pixels.shape[:2])
    return [
        joined(one, more[name], long_side) if name in more else one
        for name, one in zip(chosen, found, strict=True)
    ]


def find_in_video(
    path: str | Path,
    chosen: Chosen,
    min_score: float | None = None,
    provider: str | None = None,
    progress: Callable[[int, int | None], None] | None = None,
    sums: bool = False,
    tracking: bool = True,
    team: Team | None = None,
) -> tuple[VideoInfo, Single | Iterator[Track]]:
    """The clip's facts and the tracks in it whose score reaches `min_score` (None: the operating threshold), those of
    each detector in order of the frames in which they were first found, to be gone through once: each is made when it
    is asked for, for those of an hour take much memory.

    Every frame is searched down to the detector's floor, for weak finds continue tracks; several frames at once, on
    all cores, and by the processes of a `team`. `progress(done, expected)` counts frames; `sums` adds each frame's
    checksum to the facts. Without `tracking` every find is a track of one frame, all of them a `track.Single`. Raises
    MediaError for an unreadable file.
    """
    from .clip_search import Search, search

    floors = {name: min(_info(name).store_floor, least_score(name, min_score)) for name in chosen}
    between = every(_rate(path))
    find = partial(_find_in_frame, chosen=chosen, floors=floors, provider=provider, every=between)
    scores = [least_score(name, min_score) for name in chosen]
    wanted = Search(Path(path), find, tuple(chosen), sums, tuple(scores), between, seen_side(chosen))
    seen = search(wanted, team, progress)
    if not tracking:
        return seen.info, Single(list(zip(seen.found, scores, strict=True)))
    return seen.info, _linked(seen, scores)


def _linked(seen: Seen, scores: Sequence[float]) -> Iterator[Track]:
    info = seen.info
    for least in scores:
        how = Linking(float(info.fps) or 25.0, least, size=(info.width, info.height))
        yield from linked(seen.found.pop(0), how, seen.changes)  # which lets go of them


def _rate(path: str | Path) -> float:
    from ..media.video_source import VideoSource

    with VideoSource(Path(path)) as source:
        return float(source.rate)
