"""The pictures in which two sets differ, out of an evaluation's file."""

from __future__ import annotations

import gzip
import json
from typing import Any

from moretta import storage
from moretta.datasets.models import Asset

from .models import Evaluation

PAGE = 60


def differences_of(evaluation: Evaluation, start: int = 0) -> dict[str, Any]:
    """`{results, next}`: a page of pictures that are still there, those with the most differences first. `next` is
    where the following page starts."""
    if not evaluation.path:
        return {"results": [], "next": None}
    try:
        with gzip.open(storage.local(evaluation.path), "rb") as file:
            rows: list[dict[str, Any]] = json.load(file)["differences"]
    except FileNotFoundError:
        return {"results": [], "next": None}
    part = rows[start : start + PAGE]
    assets = Asset.objects.filter(dataset=evaluation.dataset_id, deleting=False)
    there = assets.in_bulk([row["asset"] for row in part])
    by_id = {str(id): asset for id, asset in there.items()}
    shown = [
        {
            **row,
            "name": by_id[row["asset"]].name,
            "width": by_id[row["asset"]].width,
            "height": by_id[row["asset"]].height,
        }
        for row in part
        if row["asset"] in by_id
    ]
    return {"results": shown, "next": start + PAGE if len(rows) > start + PAGE else None}
