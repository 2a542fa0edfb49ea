"""Part five: what became of the pixels that were not to be hidden, and what the files still carry besides pixels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ...media.metadata import remains
from ...media.similarity import ssim
from ..filled import BLOCKS
from ..intervals import Bootstrap
from .material import Shot, changed_of

PLAIN_KEYS = frozenset(
    (
        "major_brand",
        "minor_version",
        "compatible_brands",
        "encoder",
        "handler_name",
        "vendor_id",
        "language",
        "duration",
    )
)
"""Entries of a video's container that its writer puts there by itself."""

SAME = 99.0
"""PSNR in dB where nothing differs."""


@dataclass
class Fidelity:
    """What is outside of all that is hidden and of the soft edges around it, shot by shot. `how` everything was hidden
    where an object does not say it."""

    how: Mapping[str, Any] | None = None
    equal: list[float] = field(default_factory=list)
    psnr: list[float] = field(default_factory=list)
    far_psnr: list[float] = field(default_factory=list)
    ssim: list[float] = field(default_factory=list)
    hidden: list[float] = field(default_factory=list)
    worst: tuple[float, str] = (SAME, "")
    carriers: dict[str, list[str]] = field(default_factory=dict)
    files: set[Path] = field(default_factory=set)

    def add(self, shot: Shot, mask: object = None) -> None:
        """Compares one picture or frame with its original, and looks once into its file."""
        changed = changed_of(shot, self.how)
        outside = changed == 0
        self.hidden.append(1 - float(outside.mean()))
        if shot.output not in self.files:
            self.files.add(shot.output)
            if left := carriers(shot.output):
                self.carriers[shot.name] = left
        if not outside.any():
            return
        self.equal.append(float((shot.before == shot.after).all(axis=2)[outside].mean()))
        before, after = (cv2.cvtColor(one, cv2.COLOR_BGR2GRAY) for one in (shot.before, shot.after))
        psnr = _psnr(before, after, outside)
        self.psnr.append(psnr)
        if psnr < self.worst[0]:
            self.worst = psnr, shot.title
        side = 2 * BLOCKS + 1
        far = cv2.dilate(changed, np.ones((side, side), np.uint8)) == 0
        if far.any():
            self.far_psnr.append(_psnr(before, after, far))
        alike = ssim(before, after, 255, changed)
        if not np.isnan(alike):
            self.ssim.append(alike)

    def figures(self) -> dict[str, Any]:
        return {
            "shots": len(self.hidden),
            "hidden_share": _mean(self.hidden),
            "equal_share": _mean(self.equal),
            "wholly_equal": sum(share == 1 for share in self.equal),
            "psnr": _mean(self.psnr),
            "psnr_beyond_blocks": _mean(self.far_psnr),
            "ssim": _mean(self.ssim),
            "worst": {"psnr": round(self.worst[0], 2), "where": self.worst[1]} if self.worst[1] else None,
            "files": len(self.files),
            "files_with_carriers": len(self.carriers),
            "carriers": self.carriers,
            "kinds_of_carriers": dict(Counter(one for left in self.carriers.values() for one in left)),
        }


def carriers(path: Path) -> list[str]:
    """What a file still carries besides the pixels that are shown: names of segments, chunks, tags, streams."""
    from ...media import kinds

    if kinds.sniff(path) == "image":
        return remains(path.read_bytes())
    return _in_video(path)


def _in_video(path: Path) -> list[str]:
    import av

    found = []
    with av.open(str(path)) as container:
        found += [f"entry {key}" for key in container.metadata if key.lower() not in PLAIN_KEYS]
        for stream in container.streams:
            if stream.type not in ("video", "audio"):
                found.append(f"{stream.type} stream")
            found += [f"entry {key} of a stream" for key in stream.metadata if key.lower() not in PLAIN_KEYS]
        if len(container.streams.video) > 1:
            found.append("a second picture")
    return found


def _psnr(before: Any, after: Any, where: Any) -> float:
    error = float((before[where].astype(np.float32) - after[where].astype(np.float32)).__pow__(2).mean())
    return SAME if error == 0 else min(SAME, float(10 * np.log10(255**2 / error)))


def _mean(values: list[float]) -> dict[str, Any] | None:
    """The mean over shots with its interval."""
    if not values:
        return None
    ends = Bootstrap(len(values)).mean(np.array(values))
    return {
        "mean": round(float(np.mean(values)), 4),
        "interval": [round(end, 4) for end in ends] if ends else None,
    }
