"""The frames before and after the one that is being written, decoded beside it in one pass."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from av.video.frame import VideoFrame

from ..media.ahead import Ahead
from ..media.errors import MediaError
from ..media.video_source import Decoded, VideoSource

Coded = Callable[[VideoFrame], VideoFrame]


class Around:
    """A context manager that gives the frames of a video once more, from any on, each with its number in the whole.

    Without a `table` (the presentation times of all frames) they are counted from the beginning. `coded` makes of a
    decoded picture the one that is worked on. Frames that do not decode well are left out: nobody may learn anything
    from them. So are all after the place at which a file breaks off.
    """

    def __init__(self, path: Path, table: Sequence[int] | None, coded: Coded) -> None:
        self.path, self.table, self.coded = path, table, coded
        self._files = ExitStack()

    def __enter__(self) -> Around:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()

    def frames(self, first: int) -> Iterator[tuple[int, VideoFrame]]:
        """The frames from number `first` on, in order. An earlier iterator ends here."""
        self._files.close()
        source = self._files.enter_context(VideoSource(self.path))
        ahead = self._files.enter_context(Ahead(self._decoded(source, first)))
        return ((index, self.coded(picture)) for index, picture in ahead)

    def _decoded(self, source: VideoSource, first: int) -> Iterator[tuple[int, VideoFrame]]:
        table = self.table
        if table is not None and first:
            if first >= len(table):
                return
            try:
                source.enter(table[first])
            except MediaError:
                return
        try:
            for item in source.decode():
                if not isinstance(item, Decoded) or item.corrupt:
                    continue
                index = item.index
                if table is not None:
                    index = bisect_left(table, item.pts)
                    if index >= len(table) or table[index] != item.pts:
                        continue
                if index >= first:
                    yield index, item.picture
        except MediaError:
            return
