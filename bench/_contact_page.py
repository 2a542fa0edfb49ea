"""Photos with what was found, missed and found wrongly, for looking: HTML that shows the test data where it lies."""

from __future__ import annotations

import html
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

import numpy as np

from moretta_vision.evaluate.coverage import Scores
from moretta_vision.evaluate.documents import Boxes
from moretta_vision.evaluate.judging import judge
from moretta_vision.evaluate.sample import Photo, Sample

STYLE = """
body { font: 14px/1.4 system-ui, sans-serif; margin: 1rem; background: #f4f4f2; color: #1b1e24 }
nav a { margin-right: .8rem } main { display: flex; flex-wrap: wrap; gap: .8rem; align-items: flex-start }
figure { margin: 0; position: relative; width: 360px } img, svg { width: 100%; display: block }
svg { position: absolute; inset: 0 auto auto 0 } rect { fill: none; vector-effect: non-scaling-stroke; stroke-width: 2 }
.found { stroke: #1b7f3b } .missed { stroke: #e00000; stroke-width: 3 } .ignored { stroke: #8a8f98; stroke-width: 1 }
.false { stroke: #e08a00; stroke-dasharray: 5 3 } .flagged { stroke: #2060d0; stroke-dasharray: 1 3 }
figcaption { font-size: 12px; overflow-wrap: anywhere }
"""

LEGEND = (
    "True boxes: <b style='color:#1b7f3b'>covered</b>, <b style='color:#e00000'>missed</b>, "
    "<b style='color:#8a8f98'>ignored</b>. Finds: <b style='color:#e08a00'>on no true box</b> (dashed), "
    "<b style='color:#2060d0'>flagged</b> (dotted). Photos with most missed and false ones first."
)


def write(
    path: Path, title: str, sample: Sample, least: float, enlarge: float, data: Path, links: Mapping[str, str]
) -> None:
    """One page of all photos of the sample; `links` are names and files of the other pages."""
    photos = {id(photo): photo for photo in (*sample.photos, *sample.negatives)}.values()
    drawn = sorted(
        (_figure(photo, least, enlarge, data, path.parent) for photo in photos), key=lambda one: -one[0]
    )
    nav = " ".join(f"<a href='{quote(file)}'>{html.escape(name)}</a>" for name, file in links.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"<!doctype html><meta charset=utf-8><title>{html.escape(title)}</title><style>{STYLE}</style>"
        f"<h1>{html.escape(title)}</h1><nav>{nav}</nav><p>{LEGEND}</p>"
        f"<main>{''.join(figure for _, figure in drawn)}</main>\n"
    )


def _figure(photo: Photo, least: float, enlarge: float, data: Path, folder: Path) -> tuple[int, str]:
    """How much is wrong with it, and its figure."""
    covered = judge(photo, enlarge, least, np.array([least])).covered_from >= least
    found = photo.found[photo.scores >= least]
    false = found[_stray(found, np.concatenate([photo.true, photo.ignored]))]
    parts = [
        *_rectangles(photo.ignored, "ignored"),
        *_rectangles(photo.true[covered], "found"),
        *_rectangles(false, "false"),
        *_rectangles(photo.flagged, "flagged"),
        *_rectangles(photo.true[~covered], "missed"),
    ]
    source = quote(os.path.relpath(data / photo.name, folder))
    missed = int((~covered).sum())
    caption = f"{html.escape(photo.name)}: {missed} missed of {len(covered)}, {len(false)} false"
    return missed + len(false), (
        f"<figure><img loading=lazy src='{source}' width={photo.width} height={photo.height} style='height:auto'>"
        f"<svg viewBox='0 0 {photo.width} {photo.height}'>{''.join(parts)}</svg>"
        f"<figcaption>{caption}</figcaption></figure>"
    )


def _stray(found: Boxes, true: Boxes) -> Scores:
    """Which finds have less than three tenths of their area on any true box."""
    low = np.maximum(found[:, None, :2], true[None, :, :2])
    high = np.minimum(found[:, None, :2] + found[:, None, 2:], true[None, :, :2] + true[None, :, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=2).max(axis=1, initial=0)
    return np.asarray(shared < 0.3 * found[:, 2:].prod(axis=1))


def _rectangles(boxes: Boxes, kind: str) -> Sequence[str]:
    return [
        f"<rect class={kind} x='{x:.1f}' y='{y:.1f}' width='{w:.1f}' height='{h:.1f}'/>"
        for x, y, w, h in boxes.tolist()
    ]
