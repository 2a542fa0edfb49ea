"""Probing a long video so that a process that dies costs little: what is known already is handed out on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from . import frame_table
from .errors import MediaError
from .video import Clip, VideoInfo, note_about_count

EVERY = 1500
"""Frames: a few seconds of decoding, which are lost with a process."""
OVERLAP = 12
"""So many frames are decoded again where an earlier pass broke off, and have to be the same."""

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class SoFar:
    """The times of a video's first frames and their checksums."""

    pts: Sequence[int]
    sums: Sequence[int]

    def pack(self) -> bytes:
        """For a file."""
        times = frame_table.pack(self.pts)
        return len(times).to_bytes(8, "little") + times + frame_table.pack_sums(self.sums)

    @classmethod
    def unpack(cls, packed: bytes) -> SoFar:
        """What `pack` packed. Raises ValueError."""
        end = 8 + int.from_bytes(packed[:8], "little")
        found = cls(frame_table.unpack(packed[8:end]), frame_table.unpack_sums(packed[end:]))
        if len(found.pts) != len(found.sums):
            raise ValueError("The packed frames are cut off.")
        return found


def probe_on(
    path: Path, so_far: SoFar | None, keep: Callable[[SoFar], None], progress: Progress | None = None
) -> VideoInfo:
    """What `video.probe` says of a video, with sums. What is known after every EVERY frames goes to `keep`, unless the
    video is so odd that one cannot go on from there; with what an earlier pass kept only the rest is decoded. Raises
    MediaError when the video cannot be used."""
    if so_far is not None and len(so_far.pts) > OVERLAP:
        try:
            return _rest(path, so_far, keep, progress)
        except MediaError:
            pass  # the whole will meet it again where it is no matter of parts
    return _decoded(Clip(path, sums=True), SoFar([], []), keep, progress)


def _rest(path: Path, so_far: SoFar, keep: Callable[[SoFar], None], progress: Progress | None) -> VideoInfo:
    """Raises MediaError where going on does not give what one pass gives."""
    known, again = len(so_far.pts) - OVERLAP, SoFar(so_far.pts[-OVERLAP:], so_far.sums[-OVERLAP:])
    before = SoFar(so_far.pts[:known], so_far.sums[:known])
    beginning = Clip(path, between=(None, so_far.pts[1]))
    for _ in beginning.decoded():
        pass
    clip = Clip(path, sums=True, between=(again.pts[0], None))
    rest = _decoded(clip, before, keep, progress, again)
    first = replace(beginning.info, pts=list(before.pts), sums=list(before.sums))
    return joined([first, rest], beginning.announced)


def _decoded(
    clip: Clip,
    before: SoFar,
    keep: Callable[[SoFar], None],
    progress: Progress | None,
    again: SoFar | None = None,
) -> VideoInfo:
    """Decodes a clip to its end. `before` comes before it, `again` is how it has to begin."""
    known = len(before.pts)
    for count, (source, _) in enumerate(clip.decoded(), 1):
        if again is not None and count == len(again.pts) and (clip.pts, clip.sums) != (again.pts, again.sums):
            raise MediaError(f"{clip.path.name} is not what it was.")
        if count % EVERY == 0 and not clip.is_odd(source):
            keep(SoFar([*before.pts, *clip.pts], [*before.sums, *clip.sums]))
        if progress is not None:
            progress(known + count, clip.expected_frames)
    return clip.info


def joined(parts: Sequence[VideoInfo], announced: int) -> VideoInfo:
    """What a whole video is, from what its shares are (see `Clip`), in order; its header counts `announced` frames (0:
    none). Raises MediaError where shares differ."""
    first, last = parts[0], parts[-1]
    if any(_nature(part) != _nature(first) for part in parts):
        raise MediaError("Its parts differ.")
    pts, sums = [time for part in parts for time in part.pts], [one for part in parts for one in part.sums]
    span = pts[-1] - pts[0] + last.last_duration
    return replace(
        first,
        n_frames=len(pts),
        pts=pts,
        sums=sums,
        notes=[*note_about_count(announced, len(pts)), *first.notes],
        last_duration=last.last_duration,
        fps=(Fraction(len(pts)) / (span * last.time_base)).limit_denominator(100_000),
    )


def _nature(info: VideoInfo) -> tuple[object, ...]:
    return info.width, info.height, info.rotation, info.pix_fmt, info.colour, info.codec
