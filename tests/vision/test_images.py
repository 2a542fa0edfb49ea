"""Reading and writing still pictures."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from moretta_vision.media import images, kinds
from moretta_vision.media.image_writing import encode, encode_untouched, output_name, write
from moretta_vision.media.images import MediaError, read
from moretta_vision.media.metadata import remains
from moretta_vision.media.orientation import orientation_of

DECODED = [
    ("exif_1.jpg", (375, 500, 3), "jpeg", 8),
    ("cmyk.jpg", (375, 500, 3), "jpeg", 8),
    ("pillow_cmyk_adobe.jpg", (100, 100, 3), "jpeg", 8),
    ("gray.jpg", (375, 500), "jpeg", 8),
    ("progressive.jpg", (375, 500, 3), "jpeg", 8),
    ("sub444.jpg", (375, 500, 3), "jpeg", 8),
    ("icc.jpg", (375, 500, 3), "jpeg", 8),
    ("frozenpond.mpo", (480, 640, 3), "jpeg", 8),
    ("unicode näme 写真 (1).JPG", (187, 250, 3), "jpeg", 8),
    ("png_named.jpg", (187, 250, 3), "png", 8),
    ("rgb16.png", (187, 250, 3), "png", 16),
    ("gray16.png", (187, 250), "png", 16),
    ("rgba.png", (187, 250, 3), "png", 8),
    ("palette.png", (187, 250, 3), "png", 8),
    ("bilevel.png", (187, 250), "png", 8),
    ("tiny_1x1.png", (1, 1, 3), "png", 8),
    ("strip_8000x60.png", (60, 8000, 3), "png", 8),
    ("still.webp", (375, 500, 3), "webp", 8),
    ("lossless.webp", (187, 250, 3), "webp", 8),
    ("anim.webp", (187, 250, 3), "webp", 8),
    ("anim.gif", (187, 250, 3), "gif", 8),
    ("multi.tif", (187, 250, 3), "tiff", 8),
    ("16bit.tif", (64, 64), "tiff", 16),
    ("photo.bmp", (187, 250, 3), "bmp", 8),
    ("photo.jp2", (187, 250, 3), "jp2", 8),
    ("photo.heic", (375, 500, 3), "heic", 8),
    ("photo.avif", (375, 500, 3), "avif", 8),
    ("xiaomi.heic", (1944, 2592, 3), "heic", 8),
]


@pytest.mark.parametrize("name, shape, kind, depth", DECODED, ids=[row[0] for row in DECODED])
def test_every_common_format_is_read(testdata: Path, name: str, shape: tuple, kind: str, depth: int) -> None:
    path = testdata / "odd" / name
    picture = read(path)
    assert (picture.pixels.shape, picture.format, picture.bit_depth) == (shape, kind, depth)
    assert picture.pixels.dtype == (np.uint16 if depth == 16 else np.uint8)
    assert picture.pixels.flags.writeable and picture.pixels.flags.c_contiguous
    assert kinds.sniff(path) == "image"
    reference = cv2.imread(str(path))
    if reference is not None and name != "anim.gif":
        assert np.abs(reference.astype(int) - picture.bgr()).mean() < 1.5


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(testdata: Path, orientation: int) -> None:
    picture = read(testdata / "odd" / f"exif_{orientation}.jpg")
    upright = read(testdata / "odd" / "exif_1.jpg")
    assert (picture.width, picture.height) == (500, 375)
    assert picture.orientation_applied == orientation
    assert np.abs(picture.pixels.astype(int) - upright.pixels).mean() < 6


@pytest.mark.parametrize(
    "mode, ending",
    [("L", "png"), ("RGB", "png"), ("I;16", "png"), ("RGB", "tiff"), ("I;16", "tiff"), ("RGB", "webp")],
)
@pytest.mark.parametrize("orientation", [1, 3, 6, 7])
def test_orientation_is_applied_in_other_formats_too(mode: str, ending: str, orientation: int) -> None:
    shape = (20, 30, 3) if mode == "RGB" else (20, 30)
    pixels = np.random.default_rng(1).integers(0, 250, shape).astype(np.uint16 if "16" in mode else np.uint8)
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x0112] = orientation
    Image.fromarray(pixels).save(out, ending.upper(), exif=exif, lossless=True)
    picture = images.read_data(out.getvalue(), "x")
    turned = {
        1: pixels,
        3: pixels[::-1, ::-1],
        6: np.rot90(pixels, -1),
        7: np.rot90(pixels, 2).swapaxes(0, 1),
    }[orientation]
    assert np.array_equal(picture.pixels if picture.pixels.ndim == 2 else picture.pixels[..., ::-1], turned)


def test_a_tiff_of_16_bit_colour_keeps_its_depth(tmp_path: Path) -> None:
    pixels = np.random.default_rng(2).integers(0, 65_535, (40, 50, 3)).astype(np.uint16)
    cv2.imwrite(str(tmp_path / "deep.tif"), pixels)
    picture = read(tmp_path / "deep.tif")
    assert np.array_equal(picture.pixels, pixels)
    write(picture, tmp_path / "again.tif")
    assert np.array_equal(read(tmp_path / "again.tif").pixels, pixels)


NOTES = [
    ("anim.gif", "3 further frames are dropped."),
    ("anim.webp", "3 further frames are dropped."),
    ("multi.tif", "3 further pages are dropped."),
    ("frozenpond.mpo", "1 further picture is dropped."),
    ("rgba.png", "Transparency is dropped: every pixel is opaque."),
    ("cmyk.jpg", "CMYK is converted to RGB."),
    ("truncated60.jpg", "The file is damaged or cut off: what could not be decoded is grey or distorted."),
    ("corrupt_mid.jpg", "The file is damaged or cut off: what could not be decoded is grey or distorted."),
]


@pytest.mark.parametrize("name, note", NOTES, ids=[row[0] for row in NOTES])
def test_what_is_lost_is_said(testdata: Path, name: str, note: str) -> None:
    assert note in read(testdata / "odd" / name).notes


ERRORS = [
    ("empty.jpg", "empty.jpg is empty"),
    ("text.jpg", "text.jpg is not a picture"),
    ("bomb.gif", "bomb.gif claims more"),
    ("broken_stream.png", "broken_stream.png is damaged"),
    ("corrupted.heic", "corrupted.heic is damaged"),
    ("missing.jpg", "missing.jpg cannot be read"),
]


@pytest.mark.parametrize("name, sentence", ERRORS, ids=[row[0] for row in ERRORS])
def test_an_unusable_file_is_a_sentence(testdata: Path, name: str, sentence: str) -> None:
    with pytest.raises(MediaError, match=sentence):
        read(testdata / "odd" / name)


CUT = [
    "exif_6.jpg",
    "palette.png",
    "still.webp",
    "photo.avif",
    "multi.tif",
    "anim.gif",
    "photo.jp2",
    "photo.heic",
]


def test_every_cut_of_a_file_ends_in_a_picture_or_a_sentence(testdata: Path) -> None:
    for name in (
        "exif_6.jpg",
        "palette.png",
        "still.webp",
        "photo.avif",
        "multi.tif",
        "anim.gif",
        "photo.jp2",
        "photo.heic",
    ):
        whole = (testdata / "odd" / name).read_bytes()
        for share in (0.001, 0.01, 0.3, 0.7, 0.99):
            try:
                assert images.read_data(whole[: int(len(whole) * share)], name).pixels.size
            except MediaError as error:
                assert name in str(error)


def test_a_picture_above_the_limit_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    with pytest.raises(MediaError, match=r"bomb.png claims|bomb.png is 60000×60000"):
        images.read_data(bomb + b"\0\0\0\0IDAT" + bytes(8), "bomb.png")
    monkeypatch.setenv("MORETTA_MAX_PIXELS", "1000")
    small = encode(images.Picture(np.zeros((40, 40, 3), np.uint8), "jpeg"))
    with pytest.raises(MediaError, match="40×40"):
        images.read_data(small, "small.jpg")


def test_96_megapixels_are_read(testdata: Path) -> None:
    assert read(testdata / "odd" / "huge_12000x8000.jpg").pixels.shape == (8000, 12000, 3)


@pytest.mark.parametrize(
    "block",
    [
        None,
        b"",
        b"Exif\0\0",
        b"II*\0\xff\xff\xff\x7f",
        b"II*\0\x08\0\0\0\xff\xff",
        b"MM\0*" + bytes(40),
        bytes(3),
    ],
)
def test_a_broken_exif_block_means_no_orientation(block: bytes | None) -> None:
    assert orientation_of(block) == 1


@pytest.mark.parametrize("name", [row[0] for row in DECODED if not row[0].startswith(("huge", "xiaomi"))])
def test_a_written_picture_shows_the_same_and_carries_nothing_else(
    testdata: Path, tmp_path: Path, name: str
) -> None:
    picture = read(testdata / "odd" / name)
    target, written = output_name(name, picture.format)
    for data in (encode(picture, written), encode_untouched(picture, written)):
        assert remains(data) == []
        again = images.read_data(data, target)
        assert again.format == written and again.pixels.shape == picture.pixels.shape
        assert again.icc == (picture.icc if written not in ("bmp", "jp2") else None)
        if picture.lossless:
            assert np.array_equal(again.pixels, picture.pixels)
        else:
            error = float(((again.pixels.astype(np.float32) - picture.pixels) ** 2).mean())
            assert 10 * np.log10(255**2 / max(error, 1e-9)) > 37


@pytest.mark.parametrize(
    "name", ["thumb_gps.jpg", "exif_gps_real.jpg", "exif_corrupted.jpg", "frozenpond.mpo"]
)
def test_no_metadata_survives(testdata: Path, name: str) -> None:
    source = (testdata / "odd" / name).read_bytes()
    assert remains(source)
    picture = read(testdata / "odd" / name)
    for data in (encode(picture), encode_untouched(picture)):
        assert remains(data) == []
        assert not any(
            trace in data for trace in (b"Exif", b"http://ns.adobe.com", b"Photoshop", b"MPF", b"GPS")
        )
        with Image.open(io.BytesIO(data)) as image:
            assert not image.getexif() and "comment" not in image.info and "xmp" not in image.info
            assert data.count(b"\xff\xd8\xff") == 1


def test_an_untouched_jpeg_keeps_its_coded_pixels_bit_for_bit(testdata: Path) -> None:
    picture = read(testdata / "odd" / "thumb_gps.jpg")
    data = encode_untouched(picture)
    assert np.array_equal(images.read_data(data, "x.jpg").pixels, picture.pixels)
    scan = (testdata / "odd" / "thumb_gps.jpg").read_bytes().rpartition(b"\xff\xda")[2]
    assert data.endswith(scan)


def test_bytes_behind_a_picture_are_dropped_and_said(testdata: Path) -> None:
    film = (testdata / "odd" / "exif_1.jpg").read_bytes() + b"\0\0\0\x18ftypmp42" + bytes(500)
    picture = images.read_data(film, "motion.jpg")
    assert picture.notes == ["512 bytes after the end of the picture are dropped."]
    assert b"ftyp" not in encode_untouched(picture)


NAMES = [
    ("a.jpg", "jpeg", "a.jpg", "jpeg"),
    ("b/a.JPG", "jpeg", "b/a.JPG", "jpeg"),
    ("a.heic", "heic", "a.heic.jpg", "jpeg"),
    ("a.gif", "gif", "a.gif.png", "png"),
    ("a.mpo", "jpeg", "a.mpo.jpg", "jpeg"),
    ("a.jpg", "png", "a.jpg", "png"),
    ("a.jpg", "heic", "a.jpg", "jpeg"),
    ("a.png", "gif", "a.png", "png"),
    ("a.heic", "jpeg", "a.heic.jpg", "jpeg"),
    ("a", "jpeg", "a", "jpeg"),
    ("a.jp2", "jp2", "a.jp2", "jp2"),
    ("a.avif", "avif", "a.avif", "avif"),
]


@pytest.mark.parametrize("name, kind, output, written", NAMES, ids=[f"{row[0]} {row[1]}" for row in NAMES])
def test_what_cannot_be_written_gets_a_second_ending(name: str, kind: str, output: str, written: str) -> None:
    assert output_name(name, kind) == (output, written)


def test_a_jpeg_keeps_its_tables_and_subsampling(testdata: Path) -> None:
    for name in ("exif_1.jpg", "sub444.jpg", "exif_gps_real.jpg", "exif_corrupted.jpg", "gray.jpg"):
        written = io.BytesIO(encode(read(testdata / "odd" / name)))
        with Image.open(testdata / "odd" / name) as before, Image.open(written) as after:
            assert after.quantization[0] == before.quantization[0]
            assert [layer[1:3] for layer in after.layer] == [layer[1:3] for layer in before.layer]


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    picture = images.Picture(np.zeros((4, 4, 3), np.uint8), "jpeg")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(MediaError, match="out.jpg cannot be written"):
        write(picture, tmp_path / "file" / "out.jpg")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_thumbnails_are_small_and_clean() -> None:
    pixels = np.random.default_rng(3).integers(0, 65_535, (900, 1400)).astype(np.uint16)
    thumbnail, preview = images.thumbnail(pixels), images.encode_preview(pixels, 1000)
    with Image.open(io.BytesIO(thumbnail)) as small, Image.open(io.BytesIO(preview)) as large:
        assert (small.format, small.size) == ("WEBP", (480, 309))
        assert (large.format, large.size) == ("JPEG", (1000, 643))
    assert remains(thumbnail) == remains(preview) == []
    with Image.open(io.BytesIO(images.thumbnail(np.zeros((1, 5, 3), np.uint8)))) as tiny:
        assert tiny.size == (5, 1)
