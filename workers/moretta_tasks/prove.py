"""The step that measures what is left of people in the redacted files of a dataset or an export. It reads pixels, and
changes nothing."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence

from django.utils import timezone

from moretta import storage
from moretta.datasets.models import Asset
from moretta.evaluations.models import Proof
from moretta.evaluations.proofs import FIGURES, WITH_PICTURES, files_of, name_in
from moretta.exports.gate import Passed

from .context import StepContext
from .proven import material_of
from .steps import PassingError, PermanentError, step


@step("evaluate.privacy", stall=1800)
def prove_privacy(ctx: StepContext) -> None:
    """Measures on the files that may leave, or left, and stores the figures and the pages."""
    from moretta_vision.detect.base import DetectorUnavailable
    from moretta_vision.evaluate.documents import EvaluationError
    from moretta_vision.evaluate.privacy import LANGUAGES
    from moretta_vision.evaluate.privacy.language import told
    from moretta_vision.evaluate.privacy.page import page
    from moretta_vision.evaluate.privacy.report import Wishes, prove

    rows = Proof.objects.select_related("dataset__project__organization", "dataset__policy", "export")
    proof = rows.filter(pk=ctx.payload["proof"], finished_at=None, dataset__deleting=False).first()
    if proof is None:
        return
    passed = files_of(proof, ctx.payload["assets"])
    if not passed:
        raise PermanentError("Nothing of it is ready any more. Approve something and measure again.")
    material = material_of(proof, passed)
    if missing := len(ctx.payload["assets"]) - len(passed):
        material.note(
            f"{missing} of {len(ctx.payload['assets'])} files were changed since: they are not measured."
        )
    try:
        found = prove(material, Wishes(), {"redacted": _name(proof)}, lambda _: ctx.check())
    except (EvaluationError, DetectorUnavailable) as error:
        raise PermanentError(str(error)) from None
    path = f"{proof.dataset.project.organization_id}/proofs/{proof.pk}.zip"
    with storage.temporary() as draft:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as pages:
            for language in LANGUAGES:
                pages.writestr(name_in(WITH_PICTURES, language), page(found, language=language))
                alone = page(found, with_pictures=False, language=language)
                pages.writestr(name_in(FIGURES, language), alone)
        storage.publish(draft, path)
    figures = {
        **found.figures,
        "told": {language: told(found.figures, language) for language in LANGUAGES[1:]},
    }
    try:
        with ctx.fenced():
            _require_all(passed)
            Proof.objects.filter(pk=proof.pk).update(figures=figures, path=path, finished_at=timezone.now())
    except BaseException:
        if not Proof.objects.filter(pk=proof.pk, path=path).exists():
            storage.remove(path)  # it shows people
        raise
    ctx.progress(ctx.total)


def _require_all(passed: Sequence[Passed]) -> None:
    """Nothing of what the pages show may have been erased meanwhile, nor be until they are on record. Raises
    PassingError: the next attempt measures what is left."""
    ids = [one.asset.pk for one in passed]
    rows = Asset.objects.select_for_update().filter(pk__in=ids, deleting=False)
    if len(rows.values_list("pk")) < len(ids):
        raise PassingError("A picture was deleted while it was measured.")


def _name(proof: Proof) -> str:
    return f"export {proof.export.number} of {proof.dataset.name}" if proof.export else proof.dataset.name
