"""The formats that a dataset is exported in: a small catalogue, one file a format."""

from __future__ import annotations

from .base import Format
from .coco import Coco
from .yolo import Yolo

FORMATS: dict[str, type[Format]] = {"coco": Coco, "yolo": Yolo}
