"""From a decoded picture to the one that is encoded in its place."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from fractions import Fraction
from pathlib import Path

from av.audio.stream import AudioStream
from av.video.frame import VideoFrame

from moretta_vision.media.display_matrix import Orientation
from moretta_vision.media.hdr import StaticHdr, dynamic
from moretta_vision.media.planes import blank, fresh_copy, from_bgr, to_bgr, views
from moretta_vision.media.video_formats import (
    CONTAINERS,
    MASKS,
    Container,
    Encoder,
    require_container,
    sample_format_for,
)
from moretta_vision.media.video_source import VideoSource
from moretta_vision.media.video_writer import Sound, VideoWriter
from moretta_vision.redact.around import Around
from moretta_vision.redact.backgrounds import Backgrounds
from moretta_vision.redact.following import Following
from moretta_vision.redact.outlines import Outline
from moretta_vision.redact.planar import covered_parts, hide, united
from moretta_vision.redact.regions import Region
from moretta_vision.redact.scene import Told

BT709 = 1
LIMITED = 1
FULL = 2
STRETCH = 256


class Rendering:
    """Turns the decoded pictures of one video into those to encode; `first` says what all of them become.

    `baked` says that the pictures are turned upright, because the container of `name` cannot carry a rotation; `notes`
    what else of them gets lost, in sentences.
    """

    def __init__(
        self, source: VideoSource, first: VideoFrame, regions: Sequence[Region], encoder: Encoder, name: Path
    ) -> None:
        self.source, self.hdr, self.notes = source, StaticHdr.of(first), list[str]()
        self.encoder = self._encoder(encoder, first)
        self.container = require_container(name)
        self.orientation, self.matrix = source.orientation(first)
        self.baked = not self.orientation.identity and not self.container.carries_rotation
        self.size, self.format = (first.width, first.height), sample_format_for(encoder, first)
        self.sizes: set[tuple[int, int]] = set()
        self._following: Following | None = None
        self._backgrounds: Backgrounds | None = None
        self.told = Told()
        """Of the last picture."""
        self.spans = [(_span(region), region) for region in regions]
        self._near: tuple[int, list[tuple[tuple[int, int], Region]]] = (-1, [])
        """What may be present in a stretch of frames, by its number: a long video has many regions."""
        self.empty = fresh_copy(self.coded(first))

    def _encoder(self, encoder: Encoder, first: VideoFrame) -> Encoder:
        """The encoder that writes the source's HDR data where it can; what it cannot is noted."""
        telling = self.hdr.put_into(encoder)
        if telling is None and self.hdr != StaticHdr():
            self.notes.append(
                "The codec of the output cannot say how bright the HDR video gets; that is lost."
            )
        if lost := dynamic(first):
            self.notes.append(f"{' and '.join(lost)} data are dropped.")
        if first.interlaced_frame:
            self.notes.append(
                "The video is interlaced. Its lines are all kept, but players are not told so any more."
            )
        return telling or encoder

    def look_around(self, table: Sequence[int] | None) -> AbstractContextManager[object]:
        """Lets methods that gain by it see the frames around each, as long as the context that this gives is open.
        `table` has the times of all frames of the video."""
        regions, files = [region for _, region in self.spans], ExitStack()

        def around() -> Around:
            return files.enter_context(Around(self.source.path, table, self.coded))

        self._following = Following(around(), regions, self._upright)
        self._backgrounds = Backgrounds(around, regions, self._upright)
        return files

    def open_writer(
        self, dst: Path, tracks: Sequence[AudioStream] = (), sounds: Sequence[Sound] = ()
    ) -> VideoWriter:
        """The writer for these pictures, with sound that is copied and sound that is encoded."""
        return self._writer(dst, self.container, self.encoder, self.empty, tracks, sounds)

    def open_mask_writer(self, dst: Path) -> VideoWriter:
        """The writer for the masks of these pictures, an MP4 of the same size and orientation."""
        return self._writer(dst, CONTAINERS[".mp4"], MASKS, self.mask([]))

    def _writer(
        self,
        dst: Path,
        container: Container,
        encoder: Encoder,
        first: VideoFrame,
        tracks: Sequence[AudioStream] = (),
        sounds: Sequence[Sound] = (),
    ) -> VideoWriter:
        aspect = self.source.stream.sample_aspect_ratio or Fraction(1)
        return VideoWriter(
            dst,
            container,
            encoder,
            first,
            time_base=self.source.time_base,
            rate=self.source.rate,
            aspect=1 / aspect if self.baked and self.orientation.transpose else aspect,
            display_matrix=None if self.orientation.identity or self.baked else self.matrix,
            audio=tracks,
            sounds=sounds,
        )

    def mask(self, parts: Sequence[tuple[Region, Outline]] | None) -> VideoFrame:
        """What is covered, white on black, in coded orientation; None stands for everything."""
        mask = VideoFrame(self.empty.width, self.empty.height, "gray")
        view = views(mask)[0]
        view[...] = 255 if parts is None else united([part for _, part in parts], mask.width, mask.height)
        mask.color_range = FULL
        return mask

    def blank(self) -> VideoFrame:
        """What stands in for a frame that cannot be shown."""
        return blank(self.empty)

    def picture(
        self, index: int, picture: VideoFrame, spare: VideoFrame | None = None
    ) -> tuple[VideoFrame, list[tuple[Region, Outline]]]:
        """The picture to encode for frame `index`, and what is covered of it. Only covered pixels change. It may be
        `spare`, an earlier one that was handed to an encoder."""
        self.sizes.add((picture.width, picture.height))
        self.told = Told()
        coded = self.coded(picture)
        parts = self._covered(index, coded, self._following)
        if not parts:
            # Encoders would write captions and the like. Asking a picture for them ties it and the answer into a knot,
            # which with all its pixels waits for Python's garbage collection: hundreds of megabytes.
            return fresh_copy(coded, spare), []
        behind = self._backgrounds.at(index, coded) if self._backgrounds is not None else None
        coded = fresh_copy(coded, spare)
        hide(coded, parts, self.told, behind)
        return coded, parts

    def hides(self, index: int) -> bool:
        """Whether anything is covered of frame `index`."""
        return bool(self._covered(index, self.empty))

    def _covered(
        self, index: int, coded: VideoFrame, following: Following | None = None
    ) -> list[tuple[Region, Outline]]:
        block = index // STRETCH
        if self._near[0] != block:
            first, stop = block * STRETCH, (block + 1) * STRETCH
            self._near = block, [one for one in self.spans if one[0][0] < stop and one[0][1] > first]
        present = [region for (start, end), region in self._near[1] if start <= index < end]
        if following is not None:
            present = following.at(index, present)
        return covered_parts(coded, present, index, self._upright) if present else []

    @property
    def _upright(self) -> Orientation:
        """What still leads from the pictures that are encoded to upright ones."""
        return Orientation() if self.baked else self.orientation

    def coded(self, picture: VideoFrame) -> VideoFrame:
        """In the first picture's size and the encoder's format; upright where rotation cannot be carried.

        It may be the decoder's own picture, to be read only.
        """
        if (picture.width, picture.height) != self.size or picture.format.name != self.format:
            picture = self._reformatted(picture)
        if not self.baked:
            return picture
        return from_bgr(self.orientation.apply(to_bgr(picture)), picture)

    def _reformatted(self, picture: VideoFrame) -> VideoFrame:
        if not picture.format.is_rgb:
            return picture.reformat(*self.size, format=self.format)
        # RGB is tagged with a matrix of its own, which does not hold for what it becomes.
        return picture.reformat(*self.size, format=self.format, dst_colorspace=BT709, dst_color_range=LIMITED)


def _span(region: Region) -> tuple[int, int]:
    """The frames [start, end) outside of which a region is surely absent."""
    last = region.keyframes[-1]
    end = int(last["frame"]) + 1 if last.get("outside") else 1 << 62
    return int(region.keyframes[0]["frame"]), end
