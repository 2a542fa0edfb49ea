"""The hunt: what is shown is what would be exported, and where somebody points the policy's detectors look closer."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import factories
from clips import make_clip, read_number
from moretta import storage
from moretta.annotations.hunting import start_hunt, start_looks, start_spot
from moretta.datasets.models import Asset, Rendition
from moretta_tasks.findings import write_candidates
from moretta_vision import detect
from moretta_vision.detect.base import Detections
from moretta_vision.media.images import read
from rendering import INK, add_track, take_in_clip, track
from running import finish

pytestmark = [pytest.mark.django_db, pytest.mark.services]


class Lamps:
    """A detector for which whatever is bright is a face."""

    name, version, labels = "faces-balanced", "stand-in", ("face",)

    def detect(self, images: Sequence[Any], min_score: float | None = None) -> list[Detections]:
        return [self._one(image) for image in images]

    def _one(self, image: Any) -> Detections:
        rows, columns = np.nonzero(image[..., 0] > 200)
        if not len(rows):
            return Detections.none()
        corners = np.array([[columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]], np.float32)
        return Detections.inside(corners, np.array([0.4], np.float32), "face", image.shape, "", "")


@pytest.fixture
def person(db: Any) -> Any:
    return factories.make_membership(project=factories.make_project(), role="annotator")


@pytest.fixture
def lamps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detect, "load", lambda *args, **kwargs: Lamps())


def dark(*lamps: tuple[int, int, int, int]) -> bytes:
    """A dark picture of 640 x 480 with bright boxes (x, y, width, height)."""
    pixels = np.full((480, 640, 3), 30, np.uint8)
    for x, y, width, height in lamps:
        pixels[y : y + height, x : x + width] = 250
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def make(person: Any, *lamps: tuple[int, int, int, int], found: Sequence[list[Any]] = ()) -> Asset:
    """A picture, and what its search stored of it."""
    asset = factories.make_asset(factories.first_dataset(person.organization.projects.get()), dark(*lamps))
    run = factories.make_run(asset)
    write_candidates(storage.local(run.path), {0: [["face", *row] for row in found]})
    return asset


def spot(person: Any, asset: Asset, x: float, y: float) -> dict[str, Any]:
    job = finish(start_spot(asset, person.user, 0, (x, y)).pk)
    assert job.state == "succeeded", job.message
    return job.result


def _made(asset: Asset, picture: dict[str, Any]) -> Any:
    row = Rendition.objects.get(asset=asset, recipe=picture["url"].rpartition("=")[2])
    return read(storage.local(row.path)).pixels


def test_what_is_hidden_is_covered_and_nothing_is_made_smaller(person):
    asset = make(person, (100, 100, 40, 40), (300, 100, 40, 40))
    factories.make_annotation(asset, box=(100, 100, 40, 40))
    pictures, job = start_hunt(asset, person.user, [0])
    assert job is not None and finish(job.pk).state == "succeeded"
    assert pictures[0]["url"].startswith(f"/api/assets/{asset.pk}/files/hunt?digest=")
    pixels = read(storage.local(Rendition.objects.get(asset=asset, kind="hunt").path)).pixels
    assert pixels.shape[:2] == (480, 640)
    assert abs(pixels[120, 120].astype(int) - INK).max() < 12 and pixels[120, 320].min() > 230
    assert start_hunt(asset, person.user, [0])[1] is None


def test_of_a_clip_the_wanted_frames_are_shown(person, tmp_path: Path):
    path = make_clip(tmp_path / "clip.mp4", size=(192, 128))
    asset = take_in_clip(person.organization.projects.get(), path, track(0, 24, [0, 0, 20, 20]))
    pictures, job = start_hunt(asset, person.user, [3, 4, 5, 20])
    assert job is not None and finish(job.pk).state == "succeeded"
    numbers = []
    for picture in pictures:
        pixels = _made(asset, picture)
        assert abs(pixels[8, 8].astype(int) - INK).max() < 25
        numbers.append(read_number(pixels))
    assert numbers == [3, 4, 5, 20]


def test_of_a_clip_places_are_shown_alone(person, tmp_path: Path):
    path = make_clip(tmp_path / "clip.mp4", size=(192, 128))
    asset = take_in_clip(person.organization.projects.get(), path, track(0, 24, [0, 0, 20, 20]))
    pictures, job = start_hunt(asset, person.user, [9], [(9, 4, 2, 40, 30), (11, 100, 60, 50, 50)])
    assert job is not None and finish(job.pk).state == "succeeded"
    made = [_made(asset, picture) for picture in pictures]
    assert [pixels.shape[:2] for pixels in made] == [(128, 192), (30, 40), (50, 50)]
    assert [picture["part"] for picture in pictures] == [None, [4, 2, 40, 30], [100, 60, 50, 50]]
    assert abs(made[1][6, 4].astype(int) - INK).max() < 25


def test_pictures_beyond_what_is_kept_of_a_clip_go_but_never_those_just_asked_for(
    person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("moretta_tasks.hunt.KEPT_BYTES", 1)
    path = make_clip(tmp_path / "clip.mp4", size=(192, 128))
    asset = take_in_clip(person.organization.projects.get(), path, track(0, 24, [0, 0, 20, 20]))
    (before,), job = start_hunt(asset, person.user, [3])
    assert job is not None and finish(job.pk).state == "succeeded"
    pictures, job = start_hunt(asset, person.user, [9, 11])
    assert job is not None and finish(job.pk).state == "succeeded"
    assert [read_number(_made(asset, picture)) for picture in pictures] == [9, 11]
    again, job = start_hunt(asset, person.user, [3])
    assert again == [before] and job is not None


def test_what_is_hidden_later_in_a_clip_does_not_make_a_frame_anew(person, tmp_path: Path):
    path = make_clip(tmp_path / "clip.mp4", size=(192, 128))
    asset = take_in_clip(person.organization.projects.get(), path, track(0, 8, [0, 0, 20, 20]))
    (before,), job = start_hunt(asset, person.user, [3])
    assert job is not None and finish(job.pk).state == "succeeded"
    add_track(asset, track(20, 24, [40, 40, 20, 20]))
    assert start_hunt(asset, person.user, [3]) == ([before], None)
    (after,), job = start_hunt(asset, person.user, [22])
    assert job is not None and after["url"] != before["url"]


def test_where_something_was_found_in_a_clip_that_nothing_hides_is_a_place_to_look_at(person, tmp_path: Path):
    path = make_clip(tmp_path / "clip.mp4", size=(192, 128))
    asset = take_in_clip(person.organization.projects.get(), path, track(0, 24, [0, 0, 20, 20]))
    found = {
        3: [["face", 2, 2, 16, 16, 0.4], ["face", 120, 60, 20, 24, 0.3]],
        4: [["face", 121, 61, 20, 24, 0.45], ["face", 60, 60, 20, 24, 0.05]],
        5: [["face", 150, 10, 10, 12, 0.45]],
    }
    write_candidates(storage.local(factories.make_run(asset).path), found, {})
    job = finish(start_looks(asset, person.user, 0.5, 10).pk)
    assert job.state == "succeeded", job.message
    (first, second), (x, y, width, height) = job.result["places"], job.result["places"][0][1:5]
    assert first[0] == 4 and x <= 121 and y <= 61 and x + width >= 141 and y + height >= 85
    assert second[0] == 5 and second[1] + second[3] <= 192 and second[5] < first[5]
    assert job.result["frames"] == [10] and job.result["left"] == 0 and job.result["searched"]


def test_a_clip_that_no_detector_searched_is_looked_through_by_whole_frames(person, tmp_path: Path):
    path = make_clip(tmp_path / "clip.mp4", size=(192, 128))
    asset = take_in_clip(person.organization.projects.get(), path)
    asset.runs.all().delete()
    job = finish(start_looks(asset, person.user, 0.5, 0.4).pk)
    assert job.result["places"] == [] and len(job.result["frames"]) >= 2 and not job.result["searched"]


@pytest.mark.parametrize("lamp", [(50, 60, 12, 14), (300, 200, 90, 110), (620, 460, 20, 20)])
@pytest.mark.usefixtures("lamps")
def test_where_somebody_points_a_find_of_any_size_is_proposed(person, lamp):
    asset = make(person, lamp, (500, 20, 30, 30))
    x, y, width, height = lamp
    result = spot(person, asset, x + width / 2, y + height / 2)
    assert result["found"] and result["label"] == str(factories.face_label(asset.dataset.project).pk)
    assert np.abs(np.array(result["box"]) - lamp).max() <= 3
    assert not asset.annotations.exists()


@pytest.mark.usefixtures("lamps")
@pytest.mark.parametrize("way", [(1, 0), (0, 1), (-1, 0), (0, -1)])
def test_of_somebody_who_is_covered_in_part_the_object_grows_over_all_of_them(person, way):
    asset = make(person, (300, 200, 40, 40))
    lamp = factories.make_annotation(asset, box=(300, 200, 40, 40))
    factories.make_annotation(asset, box=(400, 200, 20, 20))
    x, y = 320 + 42 * way[0], 220 + 42 * way[1]  # a little beside what hides it
    result = spot(person, asset, x, y)
    left, top, width, height = result["box"]
    assert result["found"] and result["grows"] == str(lamp.pk)
    assert left <= 300 - 12 * (way[0] < 0) and left + width >= 340 + 12 * (way[0] > 0)
    assert top <= 200 - 12 * (way[1] < 0) and top + height >= 240 + 12 * (way[1] > 0)
    assert width * height < 60 * 60


def test_a_weak_find_as_large_as_the_picture_is_not_taken_for_who_is_pointed_at(person, monkeypatch):
    class Walls(Lamps):
        """Takes all that it looks at for a face as well, a little more surely."""

        def _one(self, image: Any) -> Detections:
            lamps, (height, width) = super()._one(image), image.shape[:2]
            corners = [[x, y, x + w, y + h] for x, y, w, h in lamps.boxes] + [[2, 2, width - 2, height - 2]]
            scores = np.array([*lamps.scores, 0.5], np.float32)
            return Detections.inside(np.array(corners, np.float32), scores, "face", image.shape, "", "")

    monkeypatch.setattr(detect, "load", lambda *args, **kwargs: Walls())
    asset = make(person, (300, 200, 40, 40))
    factories.make_annotation(asset, box=(20, 20, 40, 40))
    box = spot(person, asset, 332, 212)["box"]
    assert np.abs(np.array(box) - [300, 200, 40, 40]).max() <= 3


@pytest.mark.usefixtures("lamps")
def test_who_stands_beside_somebody_hidden_gets_a_box_of_their_own(person):
    asset = make(person, (300, 200, 40, 40))
    factories.make_annotation(asset, box=(250, 200, 40, 40))
    result = spot(person, asset, 330, 220)
    assert result["grows"] is None and np.abs(np.array(result["box"]) - [300, 200, 40, 40]).max() <= 3


@pytest.mark.usefixtures("lamps")
def test_where_nothing_is_found_a_small_box_around_the_spot_is_proposed(person):
    asset = make(person, (500, 20, 30, 30))
    result = spot(person, asset, 100, 300)
    x, y, width, height = result["box"]
    assert not result["found"] and x < 100 < x + width and y < 300 < y + height and width < 40


@pytest.mark.usefixtures("lamps")
def test_finds_like_it_below_the_threshold_are_offered_but_not_those_that_are_covered(person):
    asset = make(person, (100, 100, 30, 40), found=[[100, 100, 30, 40, 0.3], [400, 300, 30, 40, 0.45]])
    like = make(person, found=[[10, 10, 28, 36, 0.35], [200, 10, 28, 36, 0.1], [300, 10, 90, 120, 0.35]])
    covered = make(person, found=[[10, 10, 30, 40, 0.4]])
    factories.make_annotation(covered, box=(8, 8, 34, 44))
    foreign = factories.make_asset(factories.make_dataset(asset.dataset.project), dark())
    write_candidates(storage.local(factories.make_run(foreign).path), {0: [["face", 10, 10, 30, 40, 0.4]]})
    similar = spot(person, asset, 115, 120)["similar"]
    assert [(one["asset"], one["score"]) for one in similar] == [(str(asset.pk), 0.45), (str(like.pk), 0.35)]


@pytest.mark.usefixtures("lamps")
def test_looking_for_others_like_it_asks_no_more_of_a_crowd_that_is_covered(
    person, django_assert_max_num_queries
):
    asset = make(person, (100, 100, 30, 40), found=[[100, 100, 30, 40, 0.3]])
    boxes = [(30 * at, 30 * row, 28, 28) for at in range(20) for row in range(10)]
    crowd = make(person, found=[[*box, 0.4] for box in boxes])
    for box in boxes:
        factories.make_annotation(crowd, box=box)
    with django_assert_max_num_queries(200):
        assert spot(person, asset, 115, 120)["similar"] == []
