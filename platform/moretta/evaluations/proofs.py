"""Starting a proof of privacy, and which files one is made on."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from moretta.accounts.models import User
from moretta.api import Conflict
from moretta.datasets.models import Asset, Dataset
from moretta.exports.gate import Passed, assets_of, pass_gate
from moretta.exports.models import Export, ExportItem
from moretta.jobs.actions import StepSpec, start_job

from .models import Proof

MOST = {Asset.Kind.IMAGE: 500, Asset.Kind.VIDEO: 20}
"""So many are looked at; of more, every so manieth."""

WITH_PICTURES, FIGURES = "with-pictures.html", "figures.html"
"""The pages in the zip, in English."""


def name_in(page: str, language: str) -> str:
    """What one of the pages is called in a language."""
    return page if language == "en" else f"{language}/{page}"


def start_proof(dataset: Dataset, by: User, export: Export | None = None) -> Proof:
    """A proof and the job that makes it, on the files that may leave, or on those that left by an export. Nothing is
    changed by it."""
    if export is not None and not export.path:
        raise Conflict("The export is not written. Its job says how far it is.")
    ids = _chosen(_ready(dataset, export))
    if not ids:
        raise Conflict(
            "Nothing in this dataset is redacted and ready yet. Approve something first."
            if export is None
            else "Nothing of this export is ready any more: all of it was changed since. Measure the dataset."
        )
    what = dataset.name if export is None else f"export {export.number} of {dataset.name}"
    with transaction.atomic():
        proof = Proof(dataset=dataset, export=export, created_by=by)
        proof.job = start_job(
            "prove",
            organization=dataset.project.organization,
            project=dataset.project,
            dataset=dataset,
            created_by=by,
            title=f"Measure what is left in {what}",
            steps=[StepSpec("evaluate.privacy", "detect", {"proof": str(proof.pk), "assets": ids}, len(ids))],
        )
        proof.save(force_insert=True)
    return proof


def files_of(proof: Proof, ids: list[str]) -> list[Passed]:
    """Those of the files that pass the gate, and are the ones that left where the proof is of an export."""
    passed = pass_gate(list(_ready(proof.dataset, proof.export).filter(pk__in=ids)))[0]
    if proof.export is None:
        return passed
    left = dict(ExportItem.objects.filter(export=proof.export).values_list("asset_id", "sha256"))
    return [one for one in passed if left.get(one.asset.pk) == one.rendition.sha256]


def amount_of(proof: Proof) -> dict[str, int]:
    """How many pictures and clips there are to choose from."""
    rows = _ready(proof.dataset, proof.export)
    kinds = {"pictures": Asset.Kind.IMAGE, "clips": Asset.Kind.VIDEO}
    return {what: rows.filter(kind=kind).count() for what, kind in kinds.items()}


def _ready(dataset: Dataset, export: Export | None) -> QuerySet[Asset]:
    rows = assets_of(dataset).filter(state=Asset.State.READY)
    if export is None:
        return rows
    return rows.filter(pk__in=ExportItem.objects.filter(export=export).values("asset"))


def _chosen(rows: QuerySet[Asset]) -> list[str]:
    ids = []
    for kind, most in MOST.items():
        found = list(rows.filter(kind=kind).values_list("pk", flat=True))
        ids += found[:: max(1, -(-len(found) // most))]
    return [str(id) for id in ids]
