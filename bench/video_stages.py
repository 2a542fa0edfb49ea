"""What writing a redacted video costs: CPU milliseconds a frame of decoding, hiding and encoding.

    python bench/video_stages.py CLIP [--frames 120] [--sizes 1280x720,1920x1080] [--objects 3]

The clip is looped, scaled up and coded as H.264 (CRF 20) first. CPU time is of the whole process, all threads.
`writing` is all of `redact_video` without regions, at a CRF that is given; `hiding` what regions add to it; `beyond`
what writing costs beyond decoding and encoding alone.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import av

from moretta_vision.media.video_formats import CONTAINERS, ENCODERS
from moretta_vision.media.video_source import Decoded, VideoSource
from moretta_vision.media.video_writer import VideoWriter
from moretta_vision.redact.video import redact_video


def enlarged(clip: Path, out: Path, size: tuple[int, int], count: int) -> None:
    """Writes `count` frames of the clip, over and over, at this size."""
    with av.open(str(clip)) as source:
        pictures = [p.reformat(*size, format="yuv420p") for p in islice(source.decode(video=0), count)]
    with av.open(str(out), "w") as output:
        stream: Any = output.add_stream("libx264", rate=25, options={"crf": "20", "preset": "medium"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        # To and fro, so that the loop has no cuts.
        for number, picture in enumerate(islice(cycle(pictures + pictures[::-1]), count)):
            picture.pts, picture.pict_type = number, 0
            picture.time_base = Fraction(1, 25)
            output.mux(stream.encode(picture))
        output.mux(stream.encode(None))


def cpu_ms(work: Callable[[], Any], frames: int) -> float:
    """The least of two runs: what others do on the machine only adds."""
    times = []
    for _ in range(2):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return 1000 * min(times) / frames


def regions(size: tuple[int, int], objects: int, **how: Any) -> list[dict[str, Any]]:
    """Boxes of an eighth of the picture's width that move a little."""
    side, found = size[0] / 8, []
    for number in range(objects):
        x, y = size[0] * (number + 0.5) / objects - side / 2, size[1] / 3
        keys = [
            {"frame": frame, "shape": {"type": "box", "data": [x + dx, y + dx, side, side]}}
            for frame, dx in ((0, 0.0), (1000, size[1] / 4))
        ]
        found.append({"keyframes": keys, "margin": 0.15, **how})
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("clip", type=Path)
    parser.add_argument("--frames", type=int, default=120)
    parser.add_argument("--sizes", default="1280x720,1920x1080")
    parser.add_argument("--objects", type=int, default=3)
    args = parser.parse_args()
    print("size        decode  encode  writing  beyond  hiding: box  ellipse  gaussian  mosaic")
    for text in args.sizes.split(","):
        width, height = map(int, text.split("x"))
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), args.clip, (width, height), args.frames, args.objects)


def measure(folder: Path, clip: Path, size: tuple[int, int], frames: int, objects: int) -> None:
    source, out = folder / "clip.mp4", folder / "out.mp4"
    enlarged(clip, source, size, frames)

    def decode() -> None:
        with VideoSource(source) as video:
            for _ in video.decode():
                pass

    def encode() -> None:
        with VideoSource(source) as video:
            items = [item for item in video.decode() if isinstance(item, Decoded)]
            writer = VideoWriter(
                out,
                CONTAINERS[".mp4"],
                ENCODERS["h264"],
                items[0].picture,
                time_base=video.time_base,
                rate=video.rate,
            )
            with writer:
                for item in items:
                    writer.write(item.picture, item.pts, 1)

    def redact(**how: Any) -> Callable[[], Any]:
        hidden = regions(size, objects, **how) if how else []
        return lambda: redact_video(source, out, hidden, crf=ENCODERS["h264"].crf)

    decoding = cpu_ms(decode, frames)
    encoding = cpu_ms(encode, frames) - decoding
    writing = cpu_ms(redact(), frames)
    hiding = [
        cpu_ms(redact(**how), frames) - writing
        for how in (
            {"method": "solid", "shape": "box"},
            {"method": "solid", "shape": "ellipse"},
            {"method": "gaussian", "shape": "ellipse"},
            {"method": "mosaic", "shape": "ellipse"},
        )
    ]
    print(
        f"{size[0]:>4}x{size[1]:<5} {decoding:7.1f} {encoding:7.1f} {writing:8.1f} {writing - decoding - encoding:7.1f}"
        f" {hiding[0]:12.1f} {hiding[1]:8.1f} {hiding[2]:9.1f} {hiding[3]:7.1f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
