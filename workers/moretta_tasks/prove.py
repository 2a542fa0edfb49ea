"""The step that measures what is left of people in the redacted pictures of a dataset. It reads pixels, and changes
nothing."""

from __future__ import annotations

import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from moretta import storage
from moretta.annotations.effective import PLAIN, hides, rule_of
from moretta.annotations.models import Annotation, KeyframeBlock
from moretta.detections.models import DetectionRun
from moretta.evaluations.models import Proof
from moretta.evaluations.proofs import FIGURES, WITH_PICTURES, pictures_of
from moretta.exports.gate import Passed
from moretta_vision.catalogue import METHODS
from moretta_vision.geometry.shapes import bounds

from .context import StepContext
from .steps import PermanentError, step

BATCH = 500


@step("evaluate.privacy", stall=1800)
def prove_privacy(ctx: StepContext) -> None:
    """Measures on the pictures that may leave, and stores the figures and the pages."""
    from moretta_vision.detect.base import DetectorUnavailable
    from moretta_vision.evaluate.documents import EvaluationError
    from moretta_vision.evaluate.privacy.page import page
    from moretta_vision.evaluate.privacy.report import Wishes, prove

    rows = Proof.objects.select_related("dataset__project__organization", "dataset__policy")
    proof = rows.filter(pk=ctx.payload["proof"], finished_at=None, dataset__deleting=False).first()
    if proof is None:
        return
    passed = pictures_of(proof.dataset, ctx.payload["assets"])
    if not passed:
        raise PermanentError("None of the pictures is ready any more. Approve some and measure again.")
    try:
        found = prove(
            _material(proof, passed), Wishes(), {"redacted": proof.dataset.name}, lambda _: ctx.check()
        )
    except (EvaluationError, DetectorUnavailable) as error:
        raise PermanentError(str(error)) from None
    path = f"{proof.dataset.project.organization_id}/proofs/{proof.pk}.zip"
    with storage.temporary() as draft:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as pages:
            pages.writestr(WITH_PICTURES, page(found))
            pages.writestr(FIGURES, page(found, with_pictures=False))
        storage.publish(draft, path)
    with ctx.fenced():
        Proof.objects.filter(pk=proof.pk).update(figures=found.figures, path=path, finished_at=timezone.now())
    ctx.progress(ctx.total)


def _material(proof: Proof, passed: Sequence[Passed]) -> Any:
    """The originals beside the files that may leave, and what is hidden in each."""
    from moretta_vision.evaluate.privacy.material import Hidden, Material

    names = Counter(one.asset.name for one in passed)
    hidden = _hidden(proof, passed)
    material = Material(_usual(proof), _detectors(passed))
    for one in passed:
        asset = one.asset
        name = asset.name if names[asset.name] == 1 else f"{asset.name} ({asset.pk})"
        objects = [
            Hidden(str(id), box, kind, str(id), how) for id, box, kind, how in hidden.get(asset.pk, ())
        ]
        original, output = storage.local(asset.blob.path), storage.local(one.rendition.path)
        material.entries[name] = original, output, {None: objects}
    return material


def _hidden(proof: Proof, passed: Sequence[Passed]) -> dict[Any, list[tuple[Any, Any, str, dict[str, Any]]]]:
    """By asset: id, box, kind and how of every object that its policy or a person hides."""
    policy, found = proof.dataset.policy, defaultdict(list)
    ids = [one.asset.pk for one in passed]
    for start in range(0, len(ids), BATCH):
        rows = Annotation.objects.filter(asset__in=ids[start : start + BATCH], deleted=False)
        known = {
            row.pk: row
            for row in rows.select_related("label")
            if hides(policy, row.label_id, row.decision, row.score)
        }
        blocks = KeyframeBlock.objects.filter(annotation__in=list(known)).order_by("first_frame")
        for id, keyframes in blocks.values_list("annotation_id", "keyframes"):
            if (shape := keyframes[0].get("shape")) and not keyframes[0].get("outside"):
                row = known[id]
                box = tuple(float(value) for value in bounds(shape))
                found[row.asset_id].append((id, box, row.label.kind, _how(proof, row)))
    return found


def _how(proof: Proof, row: Annotation) -> dict[str, Any]:
    """How an object is hidden, as a region says it."""
    rule = rule_of(proof.dataset.policy, row.label_id) or {}
    how = {name: rule.get(name, default) for name, default in PLAIN.items()}
    return {**how, "seed": zlib.crc32(row.pk.bytes)} if METHODS[how["method"]].only else how


def _usual(proof: Proof) -> dict[str, Any]:
    """How faces are hidden, or what else comes first where the policy knows no faces."""
    labels = proof.dataset.project.labels.all()
    rules = {label.kind: rule_of(proof.dataset.policy, label.pk) for label in labels}
    rule = rules.get("face") or next((one for one in rules.values() if one), None) or {}
    return {name: rule.get(name, default) for name, default in PLAIN.items()}


def _detectors(passed: Sequence[Passed]) -> tuple[str, ...]:
    """Every detector that has searched any of the pictures."""
    runs = DetectionRun.objects.filter(asset__in=[one.asset.pk for one in passed])
    return tuple(sorted({name for names in runs.values_list("detectors", flat=True) for name in names}))
