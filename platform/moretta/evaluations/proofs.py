"""Starting a proof of privacy, and which pictures it is made on."""

from __future__ import annotations

from django.db import transaction

from moretta.accounts.models import User
from moretta.api import Conflict
from moretta.datasets.models import Asset, Dataset
from moretta.exports.gate import Passed, assets_of, pass_gate
from moretta.jobs.actions import StepSpec, start_job

from .models import Proof

MOST = 500
"""So many pictures are looked at; of more, every so manieth."""

WITH_PICTURES, FIGURES = "with-pictures.html", "figures.html"
"""The pages in the zip."""


def start_proof(dataset: Dataset, by: User) -> Proof:
    """A proof and the job that makes it, on the pictures that may leave. Nothing is changed by it."""
    ids = _chosen(dataset)
    if not ids:
        raise Conflict("No picture of this dataset is redacted and ready yet. Approve some first.")
    with transaction.atomic():
        proof = Proof(dataset=dataset, created_by=by)
        proof.job = start_job(
            "prove",
            organization=dataset.project.organization,
            project=dataset.project,
            dataset=dataset,
            created_by=by,
            title=f"Measure what is left in {dataset.name}",
            steps=[StepSpec("evaluate.privacy", "detect", {"proof": str(proof.pk), "assets": ids}, len(ids))],
        )
        proof.save(force_insert=True)
    return proof


def pictures_of(dataset: Dataset, ids: list[str] | None = None) -> list[Passed]:
    """The pictures of a dataset that pass the gate, those of `ids` where given."""
    rows = assets_of(dataset).filter(kind=Asset.Kind.IMAGE, state=Asset.State.READY)
    return pass_gate(list(rows if ids is None else rows.filter(pk__in=ids)))[0]


def _chosen(dataset: Dataset) -> list[str]:
    ready = assets_of(dataset).filter(kind=Asset.Kind.IMAGE, state=Asset.State.READY)
    ids = list(ready.values_list("pk", flat=True))
    step = max(1, -(-len(ids) // MOST))
    return [str(id) for id in ids[::step]]
