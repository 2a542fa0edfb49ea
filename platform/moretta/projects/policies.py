"""Publishing versions of the redaction policy: what an approval is worth under the next, the job that repins."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from moretta.accounts.models import User
from moretta.annotations.effective import hides, how_of, redacted_labels, rule_of
from moretta.annotations.models import Annotation
from moretta.annotations.risk import rank
from moretta.api import BadField, Conflict
from moretta.audit.log import record
from moretta.datasets.actions import move_asset
from moretta.datasets.models import APPROVED, Asset, Dataset
from moretta.detections.cloud import refusal
from moretta.detections.models import Search
from moretta.detections.plans import detectors_of
from moretta.jobs import events
from moretta.jobs.actions import StepSpec, start_job
from moretta.jobs.models import Job

from .models import Project, RedactionPolicy
from .policy_settings import check_settings
from .zones import check_zones, zones_over

BATCH = 500
DECIDED = (Asset.State.IN_REVIEW, *APPROVED)
OF_VIDEOS = {"audio": "keep", "codec": "same"}
"""Settings that make another file of every video, and what they are where a version does not name them."""
FELL = "The policy changed what is hidden here. Look again and submit."


def draft_policy(project: Project, settings: dict[str, Any]) -> RedactionPolicy:
    """The next version, checked and not stored: `settings` over those of the current version."""
    current = project.policy
    before = current.settings if current else {}
    labels = list(project.labels.all())
    checked = check_settings(settings, labels, before)
    if "zones" in settings:
        checked["zones"] = check_zones(settings["zones"], project)
    for label in labels:
        names = detectors_of(checked, str(label.pk), label.kind)
        if reason := refusal(project.organization, names):
            raise BadField(f"settings.labels.{label.pk}.detectors", reason)
    return RedactionPolicy(project=project, version=(current.version if current else 0) + 1, settings=checked)


def count_falls(project: Project, draft: RedactionPolicy) -> dict[str, int]:
    """What publishing would undo: how many assets go back to *annotate*, and how many of them were approved."""
    assets = approvals = 0
    for dataset in Dataset.objects.filter(project=project, deleting=False).select_related("policy"):
        falling = falling_of(dataset.pk, dataset.policy, draft)
        assets += len(falling)
        for start in range(0, len(falling), BATCH):
            rows = Asset.objects.filter(pk__in=falling[start : start + BATCH], state__in=APPROVED)
            approvals += rows.count()
    return {"approvals_fall": approvals, "assets": assets}


def falling_of(dataset: UUID, before: RedactionPolicy, after: RedactionPolicy) -> list[UUID]:
    """The submitted or approved assets of a dataset whose effective regions differ under `after`, or that were not
    searched for a label that it hides. Agrees with the recipes of `annotations.effective`, without reading shapes."""
    decided = Asset.objects.filter(dataset=dataset, state__in=DECIDED, deleting=False)
    falling = _looking_different(decided, before, after) | _zoned_otherwise(decided, before, after)
    for label in redacted_labels(after) - redacted_labels(before):
        searched = Search.objects.filter(label=label, asset__dataset=dataset).values("asset")
        falling.update(decided.exclude(pk__in=searched).values_list("pk", flat=True))
    if any(
        before.settings.get(name, was) != after.settings.get(name, was) for name, was in OF_VIDEOS.items()
    ):
        falling.update(decided.filter(kind=Asset.Kind.VIDEO).values_list("pk", flat=True))
    return sorted(falling)


def _looking_different(
    decided: QuerySet[Asset], before: RedactionPolicy, after: RedactionPolicy
) -> set[UUID]:
    ids = set(before.settings.get("labels", {})) | set(after.settings.get("labels", {}))
    changed = [id for id in ids if rule_of(before, id) != rule_of(after, id)]
    other_look = {id for id in changed if _look(before, id) != _look(after, id)}
    objects = Annotation.objects.filter(asset__in=decided, deleted=False, label__in=changed)
    different = set()
    rows = objects.values_list("asset_id", "label_id", "decision", "score")
    for asset, label, decision, score in rows.iterator(chunk_size=5000):
        was, will = hides(before, label, decision, score), hides(after, label, decision, score)
        if was != will or (will and str(label) in other_look):
            different.add(asset)
    return different


def _zoned_otherwise(decided: QuerySet[Asset], before: RedactionPolicy, after: RedactionPolicy) -> set[UUID]:
    """Those over which other zones lie, whether or not anything there looks different by it."""
    if before.settings.get("zones", []) == after.settings.get("zones", []):
        return set()
    rows = decided.values_list("pk", "dataset_id")
    return {pk for pk, dataset in rows if zones_over(before, pk, dataset) != zones_over(after, pk, dataset)}


def _look(policy: RedactionPolicy, label: str) -> list[Any]:
    return list(how_of(rule_of(policy, label)).items())


def publish_policy(project: Project, draft: RedactionPolicy, by: User) -> tuple[RedactionPolicy, Job]:
    """Stores the version and starts the job that pins the datasets to it, one publication of a project at a time."""
    key = f"publish_policy:{project.pk}"
    if Job.objects.filter(organization=project.organization_id, key=key, state__in=Job.LIVE).exists():
        raise Conflict("A policy of this project is just being published. Wait until that is done.")
    try:
        with transaction.atomic():
            draft.published_by = by
            draft.save(force_insert=True)
            project.policy = draft
            project.save(update_fields=["policy"])
            details = {"version": draft.version}
            record(by, "published_policy", "policy", draft.pk, project.organization_id, details)
            events.publish(project.organization_id, "project", project.pk, project=project.pk)
            datasets = list(Dataset.objects.filter(project=project, deleting=False))
            job = start_job(
                "publish_policy",
                organization=project.organization,
                project=project,
                created_by=by,
                title=f"Publish policy {draft.version}",
                key=key,
                steps=[_pin(dataset, draft) for dataset in datasets],
            )
    except IntegrityError:
        raise Conflict("Someone else has just published a policy. Reload and try again.") from None
    return draft, job


def _step(kind: str, payload: dict[str, Any], total: int) -> StepSpec:
    return StepSpec(kind, "io", payload, total, 0)


def _pin(dataset: Dataset, after: RedactionPolicy) -> StepSpec:
    ids = {"dataset": dataset.pk, "before": dataset.policy_id, "after": after.pk}
    return _step("policy.pin", {name: str(id) for name, id in ids.items()}, 0)


def pin_dataset(dataset: str, before: str, after: str) -> list[StepSpec]:
    """Pins a dataset to a version and gives the steps that send back what falls. Inside the step's transaction; doing
    it twice is the same as once.

    From here on the export gate compares with the new version, so nothing that is yet to fall can leave.
    """
    versions = RedactionPolicy.objects.in_bulk([UUID(before), UUID(after)])
    old, new = versions[UUID(before)], versions[UUID(after)]
    if Dataset.objects.filter(pk=dataset, policy__version__lt=new.version).update(policy=new):
        rank(Annotation.objects.filter(dataset=UUID(dataset), deleted=False), new)
    falling = [str(id) for id in falling_of(UUID(dataset), old, new)]
    batches = [falling[i : i + BATCH] for i in range(0, len(falling), BATCH)]
    return [_step("policy.fall", {"assets": batch}, len(batch)) for batch in batches]


def let_fall(ids: list[str]) -> int:
    """Sends assets back to *annotate*, and gives how many went. Inside the step's transaction."""
    rows = Asset.objects.select_for_update(of=("self",)).filter(pk__in=ids, state__in=DECIDED).order_by("pk")
    rows = rows.select_related("dataset__project")
    return sum(
        move_asset(asset, Asset.State.ANNOTATE, reason=FELL, approved_revision=None, approved_recipe="")
        for asset in rows
    )


def start_sample(project: Project, asset: Asset, settings: dict[str, Any], by: User) -> Job:
    """Renders one picture as draft settings would: a small preview, for the person who chooses them."""
    draft = draft_policy(project, settings)
    payload = {"asset": str(asset.pk), "settings": draft.settings}
    return start_job(
        "sample",
        organization=project.organization,
        project=project,
        dataset=asset.dataset,
        created_by=by,
        title="Show a sample",
        steps=[StepSpec("render.sample", "render", payload, 1, 0)],
        priority=0,
    )
