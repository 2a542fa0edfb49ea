"""What goes into an export: the passed assets as entries for a format, and the rows that remember them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from moretta import storage
from moretta.annotations.effective import hides, rule_of
from moretta.annotations.models import Annotation, KeyframeBlock
from moretta.datasets.models import Asset
from moretta.projects.models import Label, Project, RedactionPolicy

from .formats.base import Category, Entry, Thing
from .gate import Passed
from .models import Export, ExportItem
from .naming import Names, split_of


def categories_of(project: Project) -> dict[UUID, Category]:
    """The project's labels, numbered in their order."""
    labels = Label.objects.filter(project=project).order_by("position", "id")
    return {label.pk: Category(i, label.name, label.kind) for i, label in enumerate(labels)}


class Snapshot:
    """Turns passed assets into entries, with names that are unique in the export and numbers that rise."""

    def __init__(self, export: Export) -> None:
        self.export = export
        self.categories = categories_of(export.dataset.project)
        self.names = Names()
        self.entries = 0
        self.things = 0

    def entries_of(self, passed: Sequence[Passed]) -> list[Entry]:
        """One entry for each asset, in order, in two queries."""
        things = self._things([p.asset for p in passed])
        found = []
        for one in passed:
            asset, rendition = one.asset, one.rendition
            self.entries += 1
            ending = PurePosixPath(rendition.path).suffix
            name = self.names.take(str(rendition.report.get("name") or asset.name), ending)
            found.append(
                Entry(
                    number=self.entries,
                    asset=str(asset.pk),
                    name=name,
                    split=split_of(asset.pk, self.export.splits, self.export.seed),
                    video=asset.kind == Asset.Kind.VIDEO,
                    width=asset.width or 0,
                    height=asset.height or 0,
                    n_frames=asset.n_frames,
                    fps=asset.fps,
                    source=storage.local(rendition.path),
                    sha256=rendition.sha256,
                    things=things[asset.pk],
                    facts=facts_of(one),
                )
            )
        return found

    def _things(self, assets: Sequence[Asset]) -> dict[UUID, list[Thing]]:
        policies = {asset.pk: asset.dataset.policy for asset in assets}
        objects = Annotation.objects.filter(asset__in=list(policies), deleted=False).order_by("asset", "id")
        rows = [row for row in objects if _leaves(row, policies[row.asset_id])]
        keyframes: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
        ids = [row.pk for row in rows]
        for start in range(0, len(ids), 500):
            blocks = KeyframeBlock.objects.filter(annotation__in=ids[start : start + 500])
            for id, part in blocks.order_by("first_frame").values_list("annotation_id", "keyframes"):
                keyframes[id] += part
        found: dict[UUID, list[Thing]] = defaultdict(list)
        for row in rows:
            if keyframes[row.pk] and row.label_id in self.categories:
                self.things += 1
                found[row.asset_id].append(
                    Thing(
                        number=self.things,
                        category=self.categories[row.label_id],
                        keyframes=keyframes[row.pk],
                        score=row.score,
                        hidden=hides(policies[row.asset_id], row.label_id, row.decision, row.score),
                        attributes=row.attributes,
                    )
                )
        return found


def _leaves(row: Annotation, policy: RedactionPolicy) -> bool:
    """Whether an object is part of the data: candidates below the threshold that nobody decided about are not."""
    if row.decision != Annotation.Decision.UNDECIDED:
        return True
    redacted = bool((rule_of(policy, row.label_id) or {}).get("redact"))
    return not redacted or hides(policy, row.label_id, row.decision, row.score)


def facts_of(one: Passed) -> dict[str, Any]:
    """What the manifest says about an asset's file."""
    return {
        "asset": str(one.asset.pk),
        "revision": one.asset.revision,
        "recipe": one.rendition.recipe,
        "approved_by": str(one.review.reviewer_id or ""),
        "approved_at": one.review.created_at.isoformat(),
        "self_approved": one.review.self_approved,
    }


def item_of(export: Export, one: Passed, entry: Entry, path: str) -> ExportItem:
    """The row that remembers an entry, not yet stored."""
    return ExportItem(
        export=export,
        asset=one.asset,
        rendition=one.rendition,
        revision=one.asset.revision,
        split=entry.split,
        name=path,
        sha256=entry.sha256,
        approved_by=str(one.review.reviewer_id or ""),
        self_approved=one.review.self_approved,
    )
