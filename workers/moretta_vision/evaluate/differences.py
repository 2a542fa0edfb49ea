"""Which true boxes each of several predictions covers: where two detectors differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .detections import ENLARGE
from .judging import judge
from .sample import bring_together


def differences(
    truth: Mapping[str, Any],
    predictions: Sequence[Mapping[str, Any]],
    min_scores: Sequence[float],
    *,
    category: str,
    enlarge: float = ENLARGE,
) -> dict[str, list[tuple[list[float], list[bool]]]]:
    """By the photo's `file_name`: each true box `[x, y, width, height]` that counts, with whether the finds of each of
    the predictions that reach its least score cover it (see `judging.Judged`).

    The documents are as `detections.report` takes them; file names differ. Raises EvaluationError.
    """
    found: dict[str, list[tuple[list[float], list[bool]]]] = {}
    for index, (said, least) in enumerate(zip(predictions, min_scores, strict=True)):
        names = "the truth", f"predictions {index + 1}"
        for photo in bring_together(truth, said, None, category, None, names).photos:
            judged = judge(photo, enlarge, least, np.array([least]))
            rows = found.setdefault(photo.name, [(box, []) for box in photo.true.round(2).tolist()])
            for (_, covered), reached in zip(rows, judged.covered_from, strict=True):
                covered.append(bool(reached >= least))
    return found
