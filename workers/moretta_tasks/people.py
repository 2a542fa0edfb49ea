"""The step that groups the faces of a dataset by likeness (`moretta.annotations.people`)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from moretta import storage
from moretta.annotations.models import Annotation
from moretta.annotations.people import keep_groups, to_group
from moretta.datasets.models import Dataset
from moretta.ids import uuid7

from .context import StepContext
from .crops import SIDE, cut_objects
from .ingest import assets_of
from .steps import PermanentError, step

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Bgr = npt.NDArray[np.uint8]
    Floats = npt.NDArray[np.float32]

AT_ONCE = 32


@step("people.group")
def group_people(ctx: StepContext) -> None:
    """Gives faces that look alike the same person. What likeness is told by is in this function alone and is gone with
    it: no row and no file holds it."""
    import numpy as np

    from moretta_vision.evaluate.privacy.matchers import load
    from moretta_vision.likeness import group

    dataset = Dataset.objects.filter(pk=ctx.payload["dataset"]).first()
    if dataset is None:
        raise PermanentError("The dataset was deleted meanwhile.")
    try:
        (matcher,), _ = load(["mobilefacenet"])
    except Exception as error:  # it says what is missing
        raise PermanentError(str(error)) from None
    rows = list(to_group(dataset))
    faces = _faces(ctx, rows)
    wanted = [row for row in rows if row.pk in faces]
    looks: list[Floats] = []
    for start in range(0, len(wanted), AT_ONCE):
        ctx.check()
        looks.append(matcher.embed(np.stack([faces[row.pk] for row in wanted[start : start + AT_ONCE]])))
    if not looks:
        return ctx.progress(1)
    groups = group(np.concatenate(looks), [row.person for row in wanted])
    made: dict[int, UUID] = {}
    found = {}
    for row, each in zip(wanted, groups, strict=True):
        if row.person is None:
            found[row.pk] = each if isinstance(each, UUID) else made.setdefault(each, uuid7())
    with ctx.fenced():
        keep_groups(found)
    ctx.progress(1)
    return None


def _faces(ctx: StepContext, rows: list[Annotation]) -> dict[UUID, Bgr]:
    """The faces as the matcher takes them, out of the crops of each asset's objects."""
    from moretta_vision.evaluate.privacy.crops import crop
    from moretta_vision.media.crops import seen_side
    from moretta_vision.media.errors import MediaError
    from moretta_vision.media.images import read_data

    wanted = {row.pk for row in rows}
    found: dict[UUID, Bgr] = {}
    for asset in assets_of(sorted({str(row.asset_id) for row in rows})):
        ctx.check()
        try:
            crops = cut_objects(ctx, asset)
        except MediaError as error:
            ctx.error(asset.pk, str(error), asset.name)
            continue
        if crops is None:
            continue
        data = storage.local(crops.path).read_bytes()
        for id, (start, stop, _, *box) in crops.report["crops"].items():
            if UUID(id) not in wanted:
                continue
            tile = read_data(data[start:stop], "the crop").pixels
            width, height = (SIDE * side / seen_side(box) for side in box[2:])
            found[UUID(id)] = crop(tile, [(SIDE - width) / 2, (SIDE - height) / 2, width, height])
    return found
