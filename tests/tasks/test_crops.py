"""Crops of objects for the wall: what they show, and when they are cut anew."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import factories
from changing import change, keyframe
from clips import make_clip, numbered_picture
from moretta.accounts.access import Actor
from moretta.annotations.actions import apply_changes
from moretta.annotations.crops import pictures_of, show_crops, start_cutting
from moretta.annotations.models import Annotation
from moretta.datasets.models import Asset, Rendition
from moretta_vision.media.images import read_data
from rendering import take_in_clip, track
from running import finish

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def person(db: Any) -> Any:
    return factories.make_membership(project=factories.make_project(), role="annotator")


def cut(person: Any, asset: Asset) -> dict[str, Any]:
    """By object: its entry of the list once it was cut out, with the pixel in the middle of its picture."""
    dataset = asset.dataset
    job = finish(start_cutting(dataset, [asset.pk], person.user).pk)
    assert job.state == "succeeded", job.message
    rows = Annotation.objects.filter(asset=asset, deleted=False).select_related("asset")
    found = {}
    for shown in show_crops(dataset, list(rows), Actor(person.user)):
        (data,) = pictures_of(dataset, str(shown["id"]), Actor(person.user))
        pixels = read_data(data, "crop").pixels
        middle = pixels[pixels.shape[0] // 2, pixels.shape[1] // 2]
        found[str(shown["id"])] = {**shown["crop"], "middle": middle.astype(int)}
    return found


def squares(*colours: tuple[int, int, int]) -> bytes:
    """A white picture with a square of each colour (RGB) at x = 20, 120, 220 …"""
    pixels = np.full((100, 400, 3), 255, np.uint8)
    for number, colour in enumerate(colours):
        pixels[30:70, 100 * number + 20 : 100 * number + 60] = colour
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def test_each_object_has_its_own_picture_and_is_cut_anew_where_it_went(person):
    dataset = factories.first_dataset(person.organization.projects.get())
    asset = factories.make_asset(dataset, squares((250, 0, 0), (0, 0, 250)), width=400, height=100)
    red = factories.make_annotation(asset, box=(20, 30, 40, 40))
    at_edge = factories.make_annotation(asset, box=(-10, -10, 20, 20))
    found = cut(person, asset)
    assert abs(found[str(red.pk)]["middle"] - [0, 0, 250]).max() < 30
    assert str(at_edge.pk) in found
    before = Rendition.objects.get(asset=asset, kind="crops")
    cut(person, asset)
    assert Rendition.objects.get(asset=asset, kind="crops").pk == before.pk

    there = {"type": "box", "data": [120, 30, 40, 40]}
    moved = {"op": "keyframes", "annotation": str(red.pk), "put": [keyframe(0, there)], "remove": []}
    apply_changes(asset, person.user, asset.revision, [change(moved)])
    assert abs(cut(person, asset)[str(red.pk)]["middle"] - [250, 0, 0]).max() < 30


def test_somebody_in_a_clip_is_shown_where_they_were_found_most_surely(person, tmp_path: Path):
    path = make_clip(
        tmp_path / "clip.mp4", pictures=[numbered_picture(3 if n == 9 else 0) for n in range(24)]
    )
    keyframes = track(2, 20, [0, 40, 20, 20])
    keyframes.insert(1, {**keyframes[0], "frame": 9, "score": 0.99})
    asset = take_in_clip(person.organization.projects.get(), path, keyframes)
    (shown,) = cut(person, asset).values()
    assert shown["frame"] == 9 and shown["middle"].min() > 180  # bright on the ninth frame alone
