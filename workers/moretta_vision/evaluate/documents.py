"""COCO documents, checked: what a table of rows has to hold, and the sentence that says what is wrong with one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Boxes = npt.NDArray[np.float64]
"""[N, 4] as x, y, width, height in pixels of the upright picture."""

Row = Mapping[str, Any]


class EvaluationError(ValueError):
    """Truth and predictions cannot be compared; a sentence that names the file and the field."""


def read(path: Path) -> Any:
    """The JSON of a file. Raises EvaluationError."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EvaluationError(f"There is no file {path}.") from None
    except OSError as error:
        raise EvaluationError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise EvaluationError(f"{path} is not text in UTF-8. Give the COCO file, not a picture.") from None
    except json.JSONDecodeError as error:
        raise EvaluationError(f"{path} is not JSON: line {error.lineno}, {error.msg}.") from None


class Document:
    """A COCO document under the name that sentences call it by."""

    def __init__(self, body: object, name: str) -> None:
        if not isinstance(body, Mapping):
            raise EvaluationError(f"{name} has to be a JSON object with images, annotations and categories.")
        self.body, self.name = body, name

    def rows(self, field: str, *keys: str) -> Sequence[Row]:
        """The list under `field`, each entry an object that has all `keys`."""
        rows = self.body.get(field)
        if not isinstance(rows, Sequence) or isinstance(rows, str):
            raise EvaluationError(f"{self.name} has no list {field}.")
        for number, row in enumerate(rows):
            if not isinstance(row, Mapping):
                raise self.error(field, number, "", row, "an object")
            for key in keys:
                if key not in row:
                    raise EvaluationError(f"{field}[{number}] of {self.name} has no {key}.")
        return rows

    def files(self, field: str) -> dict[int | str, Row]:
        """The `images` or the `videos` by their id, in the order of the list."""
        found: dict[int | str, Row] = {}
        for number, row in enumerate(self.rows(field, "id", "file_name")):
            if not isinstance(row["id"], int | str):
                raise self.error(field, number, "id", row["id"], "a number")
            if row["id"] in found:
                raise self.error(field, number, "id", row["id"], "given once only")
            if not isinstance(row["file_name"], str) or not row["file_name"]:
                raise self.error(field, number, "file_name", row["file_name"], "a name")
            found[row["id"]] = row
        return found

    def size(self, field: str, file: Row) -> tuple[int, int]:
        """Width and height of one of the images or videos."""
        sides = []
        for key in ("width", "height"):
            side = file.get(key)
            if not isinstance(side, int) or isinstance(side, bool) or side < 1:
                raise self.error(field, self._number(field, file), key, side, "a whole number of pixels")
            sides.append(side)
        return sides[0], sides[1]

    def category_ids(self, name: str) -> set[int | str]:
        """The ids under which a category goes; capitals and spaces in its name do not matter.

        Raises EvaluationError where there is no such category.
        """
        ids, names = set(), []
        for number, row in enumerate(self.rows("categories", "id", "name")):
            if not isinstance(row["id"], int | str):
                raise self.error("categories", number, "id", row["id"], "a number")
            names.append(str(row["name"]))
            if names[-1].lower().replace(" ", "_") == name:
                ids.add(row["id"])
        if not ids:
            there = ", ".join(names) or "none at all"
            raise EvaluationError(f"categories of {self.name} has no {name!r}; there is {there}.")
        return ids

    def of_images(self, field: str, images: Mapping[int | str, Row], ids: set[int | str]) -> list[Row]:
        """The rows of a list whose category is one of `ids`; each has to belong to one of the images."""
        return self._belonging(field, "image_id", "the id of an image", images, ids)

    def of_videos(self, videos: Mapping[int | str, Row], ids: set[int | str]) -> list[Row]:
        """The `video_annotations` whose category is one of `ids`; each has to belong to one of the videos, to name a
        frame, counted from zero, and the track that it is of."""
        rows = self._belonging("video_annotations", "video_id", "the id of a video", videos, ids)
        for row in rows:
            frame, frames = row.get("frame"), videos[row["video_id"]].get("n_frames")
            after = frames if isinstance(frames, int) else None
            if not isinstance(frame, int) or frame < 0 or (after is not None and frame >= after):
                wanted = (
                    "a whole number, 0 or more"
                    if after is None
                    else f"0 to {after - 1}, as the video has {after}"
                )
                raise self._row_error("video_annotations", row, "frame", wanted)
            if not isinstance(row.get("track_id"), int | str):
                raise self._row_error("video_annotations", row, "track_id", "a number")
        return rows

    def _belonging(
        self, field: str, parent: str, wanted: str, parents: Mapping[int | str, Row], ids: set[int | str]
    ) -> list[Row]:
        chosen = []
        for number, row in enumerate(self.rows(field, parent, "category_id", "bbox")):
            for key in (parent, "category_id"):
                if not isinstance(row[key], int | str):
                    raise self.error(field, number, key, row[key], "a number")
            if row[parent] not in parents:
                raise self.error(field, number, parent, row[parent], wanted)
            if row["category_id"] in ids:
                chosen.append(row)
        return chosen

    def boxes(self, field: str, rows: Sequence[Row]) -> Boxes:
        """Their `bbox`: four finite numbers each, width and height not negative."""
        boxes = _numbers([row["bbox"] for row in rows], (len(rows), 4))
        if boxes is None or (boxes[:, 2:] < 0).any():
            for row in rows:
                box = _numbers([row["bbox"]], (1, 4))
                if box is None or (box[:, 2:] < 0).any():
                    raise self._row_error(field, row, "bbox", "x, y, width and height in pixels")
        assert boxes is not None
        return boxes

    def scores(self, field: str, rows: Sequence[Row]) -> npt.NDArray[np.float64]:
        """Their `score`, 1 where none is given."""
        scores = _numbers([row.get("score", 1) for row in rows], (len(rows),))
        if scores is None:
            for row in rows:
                if _numbers([row.get("score", 1)], (1,)) is None:
                    raise self._row_error(field, row, "score", "a number")
        assert scores is not None
        return scores

    def error(self, field: str, number: int, key: str, value: object, wanted: str) -> EvaluationError:
        """What is wrong with one field, as an error to raise."""
        shown = json.dumps(value, ensure_ascii=False, default=str)
        shown = shown if len(shown) <= 60 else f"{shown[:57]}…"
        where = f"{field}[{number}].{key}" if key else f"{field}[{number}]"
        return EvaluationError(f"{where} of {self.name} has to be {wanted}, not {shown}.")

    def _row_error(self, field: str, row: Row, key: str, wanted: str) -> EvaluationError:
        return self.error(field, self._number(field, row), key, row.get(key), wanted)

    def _number(self, field: str, row: Row) -> int:
        return next(number for number, one in enumerate(self.body[field]) if one is row)


def _numbers(values: Sequence[object], shape: tuple[int, ...]) -> npt.NDArray[np.float64] | None:
    """Finite numbers of this shape, or None where they are not."""
    if not values:
        return np.zeros(shape)
    try:
        found = np.array(values)
    except ValueError:  # lists of different lengths
        return None
    if found.dtype.kind not in "iuf" or found.shape != shape or not np.isfinite(found).all():
        return None
    return found.astype(np.float64)
