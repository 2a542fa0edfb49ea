"""Objects of one asset while changes are applied to them: in memory first, then written together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from moretta.accounts.models import User
from moretta.api import BadField
from moretta.datasets.models import Asset

from .keyframes import Keyframes, make_blocks
from .models import Annotation, KeyframeBlock
from .operations import ChangeRequest, Operation
from .risk import doubt_of

NO_REASON = "Say why it stays visible: what is kept needs a reason."
PART = 500  # SQLite takes a limited number of parameters


class Draft:
    """One annotation: its row, and its keyframes as far as they were needed."""

    def __init__(self, row: Annotation, keyframes: list[dict[str, Any]] | None = None) -> None:
        self.row = row
        self.new = keyframes  # of an object that is not stored yet
        self.blocks: Keyframes | None = None
        self.changed: set[str] = set()  # columns of the row

    def stored(self) -> Keyframes:
        if self.blocks is None:
            self.blocks = Keyframes(self.row)
        return self.blocks

    def keyframes(self) -> list[dict[str, Any]]:
        return self.new if self.new is not None else self.stored().all()

    def assign(self, **columns: Any) -> None:
        for name, value in columns.items():
            setattr(self.row, name, value)
        self.changed |= set(columns)


class Drafts:
    """The objects that a request names, and the operations applied to them. Nothing is stored before `write`."""

    def __init__(self, asset: Asset, author: User | None, ids: Iterable[UUID]) -> None:
        self.asset = asset
        self.author = author
        rows = asset.annotations.filter(pk__in=list(ids))
        self.drafts = {row.pk: Draft(row) for row in rows}

    def apply(self, change: ChangeRequest, revision: int) -> list[Operation]:
        """Applies a change and gives the operations that undo it, last one first."""
        inverse: list[Operation] = []
        for index, operation in enumerate(change.operations):
            field = f"{change.field}.operations[{index}]"
            undo = self._apply(operation, field, undoing=change.undoes is not None)
            if undo is not None:
                inverse.insert(0, undo)
                self.drafts[UUID(operation["annotation"])].assign(revision=revision, touched=True)
        return inverse

    def _apply(self, operation: Operation, field: str, *, undoing: bool) -> Operation | None:
        id = UUID(operation["annotation"])
        draft = self.drafts.get(id)
        op = operation["op"]
        if op == "create":
            return self._create(id, operation, draft, field)
        if draft is None:
            raise BadField(f"{field}.annotation", "There is no such object in this asset.")
        row = draft.row
        if op in ("delete", "restore"):
            if row.deleted == (op == "delete"):
                return None
            draft.assign(deleted=op == "delete")
            return {"op": "restore" if row.deleted else "delete", "annotation": str(id)}
        if row.deleted:
            raise BadField(f"{field}.annotation", "This object was deleted. Restore it first.")
        if op == "update":
            if not undoing and _keeps_silently(operation["set"], row):
                raise BadField(f"{field}.set.reason", NO_REASON)
            return self._update(draft, operation["set"])
        return self._put(draft, operation, field)

    def _create(self, id: UUID, operation: Operation, draft: Draft | None, field: str) -> Operation:
        if draft is not None or Annotation.objects.filter(pk=id).exists():
            raise BadField(f"{field}.annotation", "This id is taken. Make a new UUID for a new object.")
        if _keeps_silently(operation):
            raise BadField(f"{field}.reason", NO_REASON)
        keyframes = operation["keyframes"]
        row = Annotation(
            id=id,
            asset=self.asset,
            dataset_id=self.asset.dataset_id,
            label_id=UUID(operation["label"]),
            source=Annotation.Source.PERSON,
            score=operation.get("score", 1),
            decision=operation.get("decision", Annotation.Decision.REDACT),
            reason=operation.get("reason", ""),
            attributes=operation.get("attributes", {}),
            flags=operation.get("flags", []),
            doubt=doubt_of(operation.get("flags", [])),
            first_frame=keyframes[0]["frame"],
            last_frame=keyframes[-1]["frame"],
            author=self.author,
        )
        self.drafts[id] = Draft(row, keyframes)
        return {"op": "delete", "annotation": str(id)}

    @staticmethod
    def _update(draft: Draft, settings: dict[str, Any]) -> Operation:
        row = draft.row
        before = {n: str(row.label_id) if n == "label" else getattr(row, n) for n in settings}
        draft.assign(**{n: v for n, v in settings.items() if n != "label"})
        if "flags" in settings:
            draft.assign(doubt=doubt_of(settings["flags"]))
        if "label" in settings:
            draft.assign(label_id=UUID(settings["label"]))
        return {"op": "update", "annotation": str(row.pk), "set": before}

    @staticmethod
    def _put(draft: Draft, operation: Operation, field: str) -> Operation:
        if draft.new is not None:
            put, remove = _merge_new(draft, operation)
            first = draft.new[0] if draft.new else None
            last = draft.new[-1] if draft.new else None
        else:
            put, remove = draft.stored().put(operation["put"], operation["remove"])
            filled = draft.stored().filled
            first = filled[0].keyframes[0] if filled else None
            last = {"frame": filled[-1].last_frame} if filled else None
        if first is None or last is None:
            raise BadField(f"{field}.remove", "An object keeps at least one keyframe. Delete it instead.")
        if first.get("outside"):
            raise BadField(f"{field}.put", "An object cannot begin with an outside keyframe.")
        draft.assign(first_frame=first["frame"], last_frame=last["frame"])
        return {"op": "keyframes", "annotation": str(draft.row.pk), "put": put, "remove": remove}

    def write(self) -> None:
        """Stores new rows, changed rows and changed blocks."""
        new = [d for d in self.drafts.values() if d.new is not None]
        if new:
            Annotation.objects.bulk_create([d.row for d in new], batch_size=200)
            blocks = [block for d in new for block in make_blocks(d.row.pk, d.new or [])]
            KeyframeBlock.objects.bulk_create(blocks, batch_size=200)
        changed = [d for d in self.drafts.values() if d.new is None and d.changed]
        for columns, ids in _alike(changed):
            Annotation.objects.filter(pk__in=ids).update(**columns)
        for draft in changed:
            if draft.blocks is not None:
                draft.blocks.write()


def _keeps_silently(settings: dict[str, Any], before: Annotation | None = None) -> bool:
    """Whether these settings keep somebody visible without a reason; not where that was so before."""
    was = ("", "") if before is None else (before.decision, before.reason)
    now = settings.get("decision", was[0]), settings.get("reason", was[1])
    return _is_kept_silently(*now) and not _is_kept_silently(*was)


def _is_kept_silently(decision: str, reason: str) -> bool:
    return decision == Annotation.Decision.KEEP and not reason.strip()


def _alike(drafts: Iterable[Draft]) -> Iterator[tuple[dict[str, Any], list[UUID]]]:
    """What is to be written and the rows that take it: those that take the same go together."""
    found: dict[str, tuple[dict[str, Any], list[UUID]]] = {}
    for draft in drafts:
        columns = {name: getattr(draft.row, name) for name in sorted(draft.changed)}
        found.setdefault(repr(columns), (columns, []))[1].append(draft.row.pk)
    for columns, ids in found.values():
        for start in range(0, len(ids), PART):
            yield columns, ids[start : start + PART]


def _merge_new(draft: Draft, operation: Operation) -> tuple[list[dict[str, Any]], list[int]]:
    before = {keyframe["frame"]: keyframe for keyframe in draft.new or []}
    put = {keyframe["frame"]: keyframe for keyframe in operation["put"]}
    removed = set(operation["remove"]) - set(put)
    after = {f: k for f, k in before.items() if f not in removed} | put
    draft.new = [after[frame] for frame in sorted(after)]
    back = [k for f, k in before.items() if f in put or f in removed]
    return back, sorted(set(put) - set(before))
