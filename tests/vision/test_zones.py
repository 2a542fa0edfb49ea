"""Parts of the picture that are always hidden, and such in which nothing is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from moretta_vision.cli import main
from moretta_vision.geometry.zones import parse_zone

BILLBOARD, PASSER, REACHING = [20, 20, 20, 20], [100, 60, 20, 20], [40, 30, 40, 20]
KEEP = "5%,10%,35%,40%@the billboard is an advertisement"
GREEN = (0, 255, 0)


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("10,20,30,40", [10, 20, 30, 40]),
        ("50%,0,25%,10@logo", [100, 0, 50, 10]),
        ("0,0,100%,12.5%", [0, 0, 200, 12.5]),
    ],
)
def test_a_zone_is_in_pixels_or_shares(text: str, box: list[float]) -> None:
    assert parse_zone(text).at(200, 100) == box


@pytest.mark.parametrize("text", ["1,2,3", "a,b,c,d", "0,0,0,5", "nan,0,5,5", "", "1,2,3,4,5"])
def test_what_is_no_zone_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["redact", "x.png", "-o", "out", "--hide-zone", text])
    assert "--hide-zone" in capsys.readouterr().err


def test_a_zone_is_kept_for_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["redact", "x.png", "-o", "out", "--keep-zone", "0,0,50%,50%"])
    assert "Say why" in capsys.readouterr().err


def coco(name: str, kind: str, boxes: list[Any]) -> dict[str, Any]:
    one = [{"id": 1, "file_name": name, "width": 160, "height": 100}]
    found = [{"id": n, "category_id": 1, "bbox": box, **more} for n, (box, more) in enumerate(boxes)]
    return {
        "categories": [{"id": 1, "name": "face"}],
        "images": one if kind == "image" else [],
        "annotations": found if kind == "image" else [],
        "videos": one if kind == "video" else [],
        "video_annotations": found if kind == "video" else [],
    }


def redact(source: Path, listed: dict[str, Any], *more: str) -> dict[str, Any]:
    (source.parent / "found.json").write_text(json.dumps(listed))
    out = source.parent / "out"
    call = ["redact", str(source), "-o", str(out), "--detections", str(source.parent / "found.json")]
    assert main([*call, "--color", "00FF00", "--margin", "0", *more]) == 0
    report: dict[str, Any] = json.loads((out / "moretta-report.json").read_text())
    return report


def test_a_picture_keeps_its_billboard_and_loses_its_logo(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "a.png"), np.full((100, 160, 3), 120, np.uint8))
    boxes = [(box, {"image_id": 1}) for box in (BILLBOARD, PASSER, REACHING)]
    listed = coco("a.png", "image", boxes)
    report = redact(tmp_path / "a.png", listed, "--keep-zone", KEEP, "--hide-zone", "75%,0,25%,20@logo")
    made = cv2.imread(str(tmp_path / "out" / "a.png"))
    assert (made[30, 30] == 120).all()
    assert all((made[y, x] == GREEN).all() for x, y in ((110, 70), (70, 40), (150, 10)))
    assert report["files"][0]["kept_objects"] == 1 and report["files"][0]["hidden"] == 3
    assert report["settings"]["keep_zones"] == [
        {"box": ["5%", "10%", "35%", "40%"], "says": "the billboard is an advertisement"}
    ]
    assert report["settings"]["hide_zones"][0]["says"] == "logo"


def test_in_a_clip_somebody_is_kept_only_while_in_the_zone(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "a.mp4"), "w") as container:
        stream = container.add_stream("libx264", 25, options={"crf": "0"})
        stream.width, stream.height, stream.pix_fmt = 160, 100, "yuv444p"
        for _ in range(11):
            frame = av.VideoFrame.from_ndarray(
                np.full((300, 160), 120, np.uint8).reshape(3, 100, 160), format="yuv444p"
            )
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    boxes = [([10 + 10 * n, 30, 20, 20], {"video_id": 1, "frame": n, "track_id": 1}) for n in range(11)]
    report = redact(
        tmp_path / "a.mp4", coco("a.mp4", "video", boxes), "--keep-zone", KEEP, "--hide-zone", "0,90%,10%,10%"
    )
    with av.open(str(tmp_path / "out" / "a.mp4")) as made:
        shown = [frame.to_ndarray(format="bgr24").astype(int) for frame in made.decode(video=0)]
    hidden = [bool(np.abs(frame[40, 20 + 10 * n] - GREEN).max() < 40) for n, frame in enumerate(shown)]
    assert hidden == [not 8 <= 10 + 10 * n <= 44 for n in range(11)]
    assert all(np.abs(frame[95, 5] - GREEN).max() < 40 for frame in shown)
    assert report["files"][0]["kept_objects"] == 1
