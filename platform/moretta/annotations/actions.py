"""The only ways annotations change: `apply_changes` for people, `apply_run` and `apply_import` for machines.

Each moves the asset's revision by compare-and-swap, stores what was done and what undoes it, and counts the asset's
objects again, in one short transaction. Whatever changes after submission sends the asset back to *annotate*.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from moretta.accounts.models import User
from moretta.api import ApiError, BadField, Conflict
from moretta.datasets.actions import announce, move_asset, summarize
from moretta.datasets.models import Asset
from moretta.datasets.summary import SUMMARY
from moretta.detections.models import DetectionRun
from moretta.ids import uuid7
from moretta.projects.models import Label
from moretta_vision.geometry.shapes import rounded

from .drafts import Drafts
from .keyframes import make_blocks
from .models import Annotation, Change, KeyframeBlock
from .operations import ChangeRequest, parse_changes
from .overlap import known_already
from .risk import doubt_of, rank
from .showing import show_annotation, show_annotations

TRIES = 20
PORTION = 20_000
"""Keyframes that are made ready and stored at once."""
REVIEWED = (Asset.State.IN_REVIEW, Asset.State.APPROVED, Asset.State.READY)
OPEN = (Asset.State.ANNOTATE, *REVIEWED)

Result = dict[str, Any]


class _Lost(Exception):
    """Somebody else changed or moved the asset first."""


class _LabelsOf(Container[UUID]):
    """The labels of a project, read when the first is asked for: most changes name none."""

    def __init__(self, project: UUID) -> None:
        self.project = project

    def __contains__(self, id: object) -> bool:
        return id in self._ids

    @cached_property
    def _ids(self) -> set[UUID]:
        return set(Label.objects.filter(project=self.project).values_list("pk", flat=True))


def apply_changes(asset: Asset, author: User, base_revision: Any, changes: Any) -> Result:
    """Applies a request's changes, all or nothing; gives `{"revision", "missed", "results"}`.

    `results` has `{"id", "revision", "annotations"}` for each change. `missed` is the number of other people's changes
    since the base, which the caller has not seen. A change whose id is known answers its first result. Objects that
    other changes touched since the base raise Conflict with both versions. The given asset is brought up to date.
    """
    if isinstance(base_revision, bool) or not isinstance(base_revision, int) or base_revision < 0:
        raise BadField("base_revision", "base_revision is the revision that the changes were made on.")
    parsed = parse_changes(changes, asset, _LabelsOf(asset.dataset.project_id))
    if base_revision == asset.revision:  # nobody saved meanwhile and the changes are new, most likely
        try:
            with transaction.atomic():
                return _apply_once(asset, author, base_revision, parsed, {})
        except (_Lost, IntegrityError, ApiError):
            pass  # not so, or refused for the same reason again below
    return _until_won(asset, lambda: _look_and_apply(asset, author, base_revision, parsed))


def _until_won(asset: Asset, attempt: Callable[[], Result]) -> Result:
    """Reads the asset and tries, until nobody was faster: what changes after the reading loses `_move_revision`."""
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                asset.refresh_from_db(fields=["revision", "state", *SUMMARY])
                return attempt()
        except (_Lost, IntegrityError):  # or the same ids arrived twice at once
            continue
    raise Conflict("Too many people are saving this asset at the same moment. Try again.")


def _look_and_apply(asset: Asset, author: User, base: int, parsed: list[ChangeRequest]) -> Result:
    known = {c.pk: c for c in Change.objects.filter(pk__in=[change.id for change in parsed])}
    return _apply_once(asset, author, base, parsed, known)


def _apply_once(
    asset: Asset, author: User, base: int, parsed: list[ChangeRequest], known: dict[UUID, Change]
) -> Result:
    """`known` are those of the changes that were applied before."""
    revision = asset.revision
    if base > revision:
        raise BadField("base_revision", f"The asset is at revision {revision}; {base} is not there yet.")
    for change in parsed:
        if change.id in known and known[change.id].asset_id != asset.pk:
            raise BadField(f"{change.field}.id", "This id is taken. Make a new UUID for a new change.")
    new = [change for change in parsed if change.id not in known]
    since = _changes_since(asset, base, revision, parsed)
    if new:
        if asset.state not in OPEN:
            raise Conflict(_why_closed(asset.state))
        drafts = Drafts(asset, author, {id for change in new for id in change.annotations})
        _refuse_conflicts(asset, drafts, new, since, revision)
        rows = []
        for number, change in enumerate(new, revision + 1):
            known[change.id] = Change(
                id=change.id,
                asset=asset,
                revision=number,
                base_revision=base,
                author=author,
                operations=change.operations,
                inverse=drafts.apply(change, number),
                touched=[str(id) for id in change.annotations],
                undoes=change.undoes,
            )
            rows.append(known[change.id])
        _move_revision(asset, len(new), last_author=author)
        drafts.write()
        Change.objects.bulk_create(rows)
        _settle(asset, revision)
    results = [
        {"id": str(c.id), "revision": known[c.id].revision, "annotations": known[c.id].touched}
        for c in parsed
    ]
    return {"revision": asset.revision, "missed": len(since), "results": results}


def _changes_since(
    asset: Asset, base: int, revision: int, parsed: list[ChangeRequest]
) -> dict[UUID, list[str]]:
    if base == revision:
        return {}
    mine = [change.id for change in parsed]
    rows = Change.objects.filter(asset=asset, revision__gt=base).exclude(pk__in=mine)
    return dict(rows.values_list("pk", "touched"))


def _refuse_conflicts(
    asset: Asset, drafts: Drafts, new: list[ChangeRequest], since: dict[UUID, list[str]], revision: int
) -> None:
    """Raises Conflict with both versions of the objects that others touched since the base."""
    theirs = {UUID(id) for touched in since.values() for id in touched}
    contested = [id for change in new for id in change.annotations if id in theirs]
    if not contested:
        return
    before = {a["id"]: a for a in show_annotations(asset, ids=contested)}
    for id in contested:  # mine is written over what is there now, also where that was deleted
        if id in drafts.drafts:
            drafts.drafts[id].row.deleted = False
    for change in new:
        drafts.apply(change, revision)
    policy = asset.dataset.policy
    conflicts = []
    for id in dict.fromkeys(contested):
        draft = drafts.drafts.get(id)
        yours = None
        if draft is not None and not draft.row.deleted:
            yours = show_annotation(draft.row, draft.keyframes(), policy)
        conflicts.append({"annotation": str(id), "yours": yours, "theirs": before.get(str(id))})
    number = len(conflicts)
    things = "An object was" if number == 1 else f"{number} objects were"
    raise Conflict(
        f"{things} changed by someone else meanwhile. Choose which version stays.",
        conflicts=conflicts,
        revision=revision,
    )


def _move_revision(asset: Asset, by: int, **fields: Any) -> None:
    """The compare-and-swap: from here on this transaction owns the asset's row, and what is read of it below holds."""
    rows = Asset.objects.filter(pk=asset.pk, revision=asset.revision, state=asset.state, deleting=False)
    fields["revision"] = asset.revision + by
    if not rows.update(updated_at=timezone.now(), **fields):
        if not Asset.objects.filter(pk=asset.pk, deleting=False).exists():
            raise Conflict("The asset is being deleted.")
        raise _Lost()
    for name, value in fields.items():
        setattr(asset, name, value)


def _settle(asset: Asset, before: int) -> None:
    """Ranks what changed since the revision `before`, sends a reviewed asset back, counts its objects again and tells
    the browsers."""
    rank(Annotation.objects.filter(asset=asset, revision__gt=before), asset.dataset.policy)
    summarize(asset)
    if asset.state in REVIEWED:
        move_asset(asset, Asset.State.ANNOTATE, approved_revision=None, approved_recipe="")
    else:
        announce(asset)


def _why_closed(state: str) -> str:
    return {
        Asset.State.PROCESSING: "The asset is still being read. Try again in a moment.",
        Asset.State.FAILED: "The asset could not be read, so it cannot be annotated.",
        Asset.State.EXCLUDED: "The asset is excluded. Include it again first.",
    }[Asset.State(state)]


def apply_run(run: DetectionRun, objects: Sequence[dict[str, Any]]) -> list[UUID]:
    """Makes annotations of what a run found, as one change that refers to the run; gives their ids.

    `objects` are `{"label": Label | id, "score", "keyframes", "flags"?, "decision"?}`. Objects of earlier runs with the
    kinds that this run searched for go, unless a person touched them; a find that a touched (or deleted) object
    already covers is left out. Call it inside the fence of the step.
    """
    asset = run.asset

    def attempt() -> Result:
        old = Annotation.objects.filter(
            asset=asset, source=Annotation.Source.RUN, touched=False, deleted=False, label__kind__in=run.kinds
        )
        gone = list(old.values_list("pk", flat=True))
        fresh = [o for o, known in zip(objects, known_already(asset, objects), strict=True) if not known]
        return _add(asset, fresh, Annotation.Source.RUN, run=run, gone=gone, author=None)

    return [UUID(id) for id in _until_won(asset, attempt)["annotations"]]


def apply_import(asset: Asset, author: User | None, objects: Sequence[dict[str, Any]]) -> list[UUID]:
    """Makes annotations of what came with an upload, as one change; `objects` as for `apply_run`, and `attributes`."""
    if not objects:
        return []
    done = _until_won(asset, lambda: _add(asset, objects, Annotation.Source.IMPORT, author=author))
    return [UUID(id) for id in done["annotations"]]


def _add(
    asset: Asset,
    objects: Sequence[dict[str, Any]],
    source: str,
    *,
    author: User | None,
    run: DetectionRun | None = None,
    gone: Sequence[UUID] = (),
) -> Result:
    revision = asset.revision
    if not objects and not gone:
        return {"revision": revision, "annotations": []}
    fields = {"last_author": author} if author is not None else {}
    _move_revision(asset, 1, **fields)
    rows = []
    for made in objects:
        keyframes, label = made["keyframes"], made["label"]
        rows.append(
            Annotation(
                id=uuid7(),
                asset=asset,
                dataset_id=asset.dataset_id,
                label_id=label.pk if isinstance(label, Label) else UUID(str(label)),
                source=source,
                run=run,
                score=made.get("score", 1),
                decision=made.get("decision") or Annotation.Decision.UNDECIDED,
                attributes=made.get("attributes") or {},
                flags=made.get("flags") or [],
                doubt=doubt_of(made.get("flags") or []),
                first_frame=int(keyframes[0]["frame"]),
                last_frame=int(keyframes[-1]["frame"]),
                touched=source == Annotation.Source.IMPORT,
                author=author,
                revision=revision + 1,
            )
        )
    ids = [str(row.pk) for row in rows]
    if gone:
        Annotation.objects.filter(pk__in=list(gone)).update(deleted=True, revision=revision + 1)
    Annotation.objects.bulk_create(rows, batch_size=200)
    for blocks in _blocks(rows, objects):
        KeyframeBlock.objects.bulk_create(blocks, batch_size=200)
    operation = {"op": "from_run", "run": str(run.pk)} if run else {"op": "import", "annotations": ids}
    undo = [{"op": "delete", "annotation": id} for id in ids]
    undo += [{"op": "restore", "annotation": str(id)} for id in gone]
    Change.objects.create(
        id=uuid7(),
        asset=asset,
        revision=revision + 1,
        base_revision=revision,
        author=author,
        run=run,
        operations=[operation],
        inverse=undo,
        touched=[*ids, *(str(id) for id in gone)],
    )
    _settle(asset, revision)
    return {"revision": revision + 1, "annotations": ids}


def _blocks(rows: Sequence[Annotation], objects: Sequence[dict[str, Any]]) -> Iterator[list[KeyframeBlock]]:
    """The blocks of the objects that became these rows, in portions that take little memory."""
    blocks: list[KeyframeBlock] = []
    waiting = 0
    for row, made in zip(rows, objects, strict=True):
        keyframes = [_clean(keyframe) for keyframe in made["keyframes"]]
        blocks += make_blocks(row.pk, keyframes)
        waiting += len(keyframes)
        if waiting >= PORTION:
            yield blocks
            blocks, waiting = [], 0
    yield blocks


def _clean(keyframe: dict[str, Any]) -> dict[str, Any]:
    shape = keyframe.get("shape")
    return {
        "frame": int(keyframe["frame"]),
        "shape": None if shape is None else rounded(shape),
        "outside": bool(keyframe.get("outside", False)),
        "occluded": bool(keyframe.get("occluded", False)),
        "score": keyframe.get("score"),
    }
