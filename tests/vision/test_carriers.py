"""Whatever else a file carries of the original beside its picture is gone when it was redacted."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pillow_heif
import pytest
from PIL import Image, PngImagePlugin, TiffImagePlugin

from moretta_vision.cli import main
from moretta_vision.media.images import read

WIDTH, HEIGHT = 160, 120
FACE = [40, 30, 48, 56]
MARK = b"the original, whole and clear"
SECRET = (255, 0, 255)
"""A colour that only what must not get out has."""

ALPHA = b"urn:mpeg:hevc:2015:auxid:1"
"""What a HEIC calls its alpha plane."""

pillow_heif.register_heif_opener()


def picture(mode: str = "RGB") -> Image.Image:
    """Grey noise whose face has the secret colour."""
    noise = np.random.default_rng(0).integers(90, 150, (HEIGHT, WIDTH, 1)).repeat(3, axis=2).astype(np.uint8)
    noise[32:84, 42:86] = SECRET
    return Image.fromarray(noise).convert(mode)


def secret() -> Image.Image:
    """What a carrier holds: the secret colour all over."""
    return Image.new("RGB", (WIDTH, HEIGHT), SECRET)


def coded(image: Image.Image, kind: str, **how: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def with_segment(jpeg: bytes, marker: int, body: bytes) -> bytes:
    """A segment just after the beginning of a JPEG."""
    return jpeg[:2] + struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body + jpeg[2:]


def xmp(text: str) -> bytes:
    return b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>" + text.encode() + MARK + b"</x:xmpmeta>"


def exif(thumbnail: bool = False) -> bytes:
    found = Image.Exif()
    found[0x010E] = MARK.decode()  # description
    found.get_ifd(0x8825).update({1: "N", 2: (47.0, 22.0, 41.0), 29: MARK.decode()})  # position
    data = found.tobytes()
    return data + (coded(secret(), "JPEG", comment=MARK) if thumbnail else b"")


def mpo() -> bytes:
    file = io.BytesIO()
    other = io.BytesIO(coded(secret(), "JPEG", comment=MARK))
    picture().save(file, "MPO", save_all=True, append_images=[Image.open(other)])
    return file.getvalue() + MARK


def gain_map() -> bytes:
    told = with_segment(coded(picture(), "JPEG"), 0xE1, xmp("hdrgm:Version='1.0' Item:Semantic='GainMap'"))
    return told + with_segment(coded(secret(), "JPEG"), 0xFE, MARK)


def motion_photo() -> bytes:
    film = struct.pack(">I4s4sI4s", 24, b"ftyp", b"mp42", 0, b"isom") + b"\x00\x00\x00\x00" + MARK
    return with_segment(coded(picture(), "JPEG"), 0xE1, xmp("Camera:MotionPhoto='1'")) + film


def depth_map() -> bytes:
    part = b"http://ns.adobe.com/xmp/extension/\x00" + b"0" * 32 + struct.pack(">II", len(MARK), 0) + MARK
    return with_segment(
        with_segment(coded(picture(), "JPEG"), 0xE1, part), 0xE1, xmp("GDepth:Format='RangeLinear'")
    )


def iptc() -> bytes:
    block = b"\x1c\x02\x78" + struct.pack(">H", len(MARK)) + MARK
    body = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(block)) + block
    return with_segment(coded(picture(), "JPEG"), 0xED, body)


def jfif_thumbnail() -> bytes:
    plain = coded(picture(), "JPEG")
    small = np.full((12, 12, 3), SECRET, np.uint8).tobytes()
    body = b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x0c\x0c" + small
    return b"\xff\xd8" + struct.pack(">BBH", 0xFF, 0xE0, len(body) + 2) + body + plain[20:]


def png_texts() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", MARK.decode())
    info.add_itxt("XML:com.adobe.xmp", MARK.decode(), zip=False)
    return coded(picture(), "PNG", pnginfo=info, exif=exif(True)) + MARK


def alpha() -> bytes:
    image = picture("RGBA")
    image.putalpha(Image.fromarray((np.indices((HEIGHT, WIDTH)).sum(axis=0) % 2 * 200).astype(np.uint8)))
    return coded(image, "PNG")


def tiff_pages() -> bytes:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[270] = MARK.decode()
    tags[34675 - 1] = MARK.decode()  # a tag that nobody knows
    return coded(picture(), "TIFF", save_all=True, append_images=[secret()], tiffinfo=tags)


def frames(kind: str, **how: Any) -> bytes:
    return coded(picture(), kind, save_all=True, append_images=[secret()], duration=100, **how)


def heic(**how: Any) -> bytes:
    file = pillow_heif.HeifFile()
    file.add_frombytes("RGB", (WIDTH, HEIGHT), picture().tobytes())
    for _ in range(how.pop("others", 0)):
        file.add_frombytes("RGB", (WIDTH, HEIGHT), secret().tobytes())
    out = io.BytesIO()
    file.save(out, quality=90, exif=exif(), xmp=xmp("burst"), **how)
    return out.getvalue() + MARK


def heic_with(auxiliary: bytes) -> bytes:
    """With a second plane that is of this use to the first: what stands in the face alone is white in it."""
    seen = np.zeros((HEIGHT, WIDTH), np.uint8)
    seen[32:84, 42:86] = 255
    whole = picture("RGBA")
    whole.putalpha(Image.fromarray(seen))
    file, out = pillow_heif.HeifFile(), io.BytesIO()
    file.add_frombytes("RGBA", (WIDTH, HEIGHT), whole.tobytes())
    file.save(out, quality=90, exif=exif())
    assert out.getvalue().count(ALPHA) == 1 and len(auxiliary) == len(ALPHA)
    return out.getvalue().replace(ALPHA, auxiliary) + MARK


CARRIERS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "the second picture of an MPO": ("a.jpg", mpo),
    "an Ultra-HDR gain map": ("a.jpg", gain_map),
    "the film of a motion photo": ("a.jpg", motion_photo),
    "a depth map": ("a.jpg", depth_map),
    "the EXIF thumbnail": ("a.jpg", lambda: coded(picture(), "JPEG", exif=exif(True))),
    "the JFIF thumbnail": ("a.jpg", jfif_thumbnail),
    "IPTC": ("a.jpg", iptc),
    "a comment": ("a.jpg", lambda: coded(picture(), "JPEG", comment=MARK)),
    "bytes after a JPEG": ("a.jpg", lambda: coded(picture(), "JPEG") + MARK),
    "texts of a PNG": ("a.png", png_texts),
    "further frames of a PNG": ("a.png", lambda: frames("PNG", default_image=False)),
    "an alpha plane": ("a.png", alpha),
    "further pages of a TIFF": ("a.tif", tiff_pages),
    "further frames of a GIF": ("a.gif", lambda: frames("GIF", comment=MARK)),
    "further frames of a WebP": ("a.webp", lambda: frames("WEBP", lossless=True, exif=exif(), xmp=MARK)),
    "bytes after a BMP": ("a.bmp", lambda: coded(picture(), "BMP") + MARK),
    "metadata of a HEIC": ("a.heic", heic),
    "further pictures of a HEIC": ("a.heic", lambda: heic(others=2)),
    "thumbnails of a HEIC": ("a.heic", lambda: heic(thumbnails=[64, 32])),
    "the alpha plane of a HEIC": ("a.heic", lambda: heic_with(ALPHA)),
    "the depth plane of a HEIC": ("a.heic", lambda: heic_with(b"urn:mpeg:hevc:2015:auxid:2")),
    "a plane of a HEIC whose use is unknown": ("a.heic", lambda: heic_with(b"urn:example:aux:hdrgainmap")),
    "metadata of an AVIF": ("a.avif", lambda: coded(picture(), "AVIF", exif=exif(), xmp=MARK) + MARK),
}


UNMARKED = ("the JFIF thumbnail", "further frames of a PNG", "an alpha plane")
"""These hold no bytes to look for, but a picture."""


def redacted(source: Path, hidden: bool, out: Path) -> Path:
    """What the command makes of a file, with the face hidden or with nothing to hide."""
    box = [{"id": 1, "image_id": 1, "category_id": 1, "bbox": FACE}]
    listed = {
        "categories": [{"id": 1, "name": "face"}],
        "images": [{"id": 1, "file_name": source.name, "width": WIDTH, "height": HEIGHT}],
        "annotations": box if hidden else [],
    }
    (out.parent / "found.json").write_text(json.dumps(listed))
    call = ["redact", str(source), "-o", str(out), "--detections", str(out.parent / "found.json")]
    assert main(call) == 0
    (made,) = (path for path in out.iterdir() if path.name != "moretta-report.json")
    return made


@pytest.mark.parametrize("hidden", [True, False], ids=["hidden", "untouched"])
@pytest.mark.parametrize("name", CARRIERS)
def test_nothing_of_the_original_is_left_beside_the_picture(name: str, hidden: bool, tmp_path: Path) -> None:
    file_name, build = CARRIERS[name]
    source = tmp_path / file_name
    source.write_bytes(build())
    assert MARK in source.read_bytes() or name in UNMARKED
    made = redacted(source, hidden, tmp_path / "out")
    data = made.read_bytes()
    assert MARK not in data
    assert data.count(b"\xff\xd8\xff") <= 1 and b"ftyp" not in data[16:]
    with Image.open(made) as image:
        assert getattr(image, "n_frames", 1) == 1
        assert image.format == "TIFF" or not image.getexif()  # a TIFF says by such tags how it is coded
        assert image.mode not in ("RGBA", "LA") or image.getchannel("A").getextrema() == (255, 255)
        shown = np.asarray(image.convert("RGB")).astype(int)
    if hidden:
        assert np.abs(shown - SECRET).sum(axis=2).min() > 150
    assert shown.shape == read(source).pixels.shape[:2] + (3,)


def test_the_planes_that_a_heic_carries_are_there_to_be_left_out() -> None:
    """The files above are what they say, by the library that reads them."""
    depth = pillow_heif.open_heif(io.BytesIO(heic_with(b"urn:mpeg:hevc:2015:auxid:2")))
    other = pillow_heif.open_heif(io.BytesIO(heic_with(b"urn:example:aux:hdrgainmap")))
    assert pillow_heif.open_heif(io.BytesIO(heic_with(ALPHA))).mode == "RGBA"
    assert len(depth.info["depth_images"]) == 1 and "urn:example:aux:hdrgainmap" in other.info["aux"]


@pytest.mark.parametrize("ending", [".mp4", ".mkv", ".mov"])
def test_nothing_of_the_original_is_left_in_a_clip(ending: str, tmp_path: Path) -> None:
    source = tmp_path / f"clip{ending}"
    with av.open(str(source), "w") as container:
        container.metadata["comment"] = container.metadata["title"] = MARK.decode()
        if ending == ".mkv":
            container.add_attachment("cover.jpg", "image/jpeg", coded(secret(), "JPEG", comment=MARK))
        stream = container.add_stream("libx264", 25)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.metadata["handler_name"] = stream.metadata["title"] = MARK.decode()
        for _ in range(5):
            container.mux(stream.encode(av.VideoFrame.from_image(picture())))
        container.mux(stream.encode(None))
    source.write_bytes(source.read_bytes() + MARK)
    for label in ("hidden", "untouched"):
        folder = tmp_path / label
        folder.mkdir()
        made = redacted_clip(source, label == "hidden", folder)
        assert MARK not in made.read_bytes() and b"\xff\xd8\xff" not in made.read_bytes()
        with av.open(str(made)) as container:
            assert [stream.type for stream in container.streams] == ["video"]


def redacted_clip(source: Path, hidden: bool, folder: Path) -> Path:
    box = {"video_id": 1, "category_id": 1, "bbox": FACE, "track_id": 1}
    listed = {
        "categories": [{"id": 1, "name": "face"}],
        "images": [],
        "annotations": [],
        "videos": [{"id": 1, "file_name": source.name, "width": WIDTH, "height": HEIGHT}],
        "video_annotations": [{"id": n, "frame": n, **box} for n in range(5)] if hidden else [],
    }
    (folder / "found.json").write_text(json.dumps(listed))
    assert (
        main(["redact", str(source), "-o", str(folder / "out"), "--detections", str(folder / "found.json")])
        == 0
    )
    (made,) = (path for path in (folder / "out").iterdir() if path.name != "moretta-report.json")
    return made
