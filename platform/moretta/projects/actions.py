"""Every change of a project and its labels. Policies are published in `policies`, erasure is in `moretta.audit`."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from moretta.accounts.models import Organization, User
from moretta.api import BadField, Conflict
from moretta.audit.log import record
from moretta.datasets.models import Dataset
from moretta.detections.models import Search
from moretta.language import said
from moretta_vision.catalogue import DEFAULT_METHOD, DEFAULT_PRESET, LABEL_KINDS, readable, unfitting

from .models import Label, Project, RedactionPolicy
from .policy_settings import label_settings

FIRST_DATASET = "Pictures"


@transaction.atomic
def create_project(
    organization: Organization,
    by: User | None,
    name: str,
    *,
    hide: list[str] | None = None,
    method: str = DEFAULT_METHOD,
    preset: str = DEFAULT_PRESET,
    self_approval: bool = False,
    purpose: str = "",
) -> Project:
    """A project out of three answers (what to hide, how, who reviews), with labels, policy 1 and a dataset, both named
    in the language of the request."""
    project = Project.objects.create(
        organization=organization, name=name, purpose=purpose, self_approval=self_approval, created_by=by
    )
    kinds = list(dict.fromkeys(["face"] if hide is None else hide))
    if "face" not in kinds:
        kinds.append("face")  # there as a label, not hidden
    settings: dict[str, Any] = {"labels": {}, "audio": "keep", "codec": "same", "preset": preset}
    for position, kind in enumerate(kinds):
        known = LABEL_KINDS[kind]
        label = Label.objects.create(
            project=project, name=said(known.title), kind=kind, chip=known.chip, position=position
        )
        redact = hide is None or kind in hide
        if redact and (why := readable(kind, method, 1.0)):
            raise BadField("method", why)
        settings["labels"][str(label.pk)] = label_settings(kind, redact=redact, method=method, preset=preset)
    project.policy = RedactionPolicy.objects.create(
        project=project, version=1, settings=settings, published_by=by
    )
    project.save(update_fields=["policy"])
    Dataset.objects.create(project=project, name=said(FIRST_DATASET), policy=project.policy, created_by=by)
    record(by, "created", "project", project.pk, organization.pk, name=name)
    _announce(project)
    return project


@transaction.atomic
def change_project(project: Project, by: User, fields: dict[str, Any]) -> Project:
    for name, value in fields.items():
        setattr(project, name, value)
    project.save(update_fields=list(fields))
    details = {k: v for k, v in fields.items() if k in ("self_approval", "retention_days")}
    record(by, "changed", "project", project.pk, project.organization_id, details, name=project.name)
    _announce(project)
    return project


def create_label(project: Project, by: User, fields: dict[str, Any]) -> Label:
    """A label; no version of the policy hides it until one is published that does."""
    fields.setdefault("chip", LABEL_KINDS[fields["kind"]].chip)
    fields.setdefault("position", project.labels.count())
    try:
        with transaction.atomic():
            label = Label.objects.create(project=project, **fields)
            record(by, "created", "label", label.pk, project.organization_id, name=label.name)
            _announce(project)
    except IntegrityError:
        raise BadField("name", f"The project already has a label named {fields['name']!r}.") from None
    return label


def change_label(label: Label, by: User, fields: dict[str, Any]) -> Label:
    if "kind" in fields and fields["kind"] != label.kind and label.annotations.exists():
        raise Conflict("Objects carry this label, so its kind stays. Make another label and relabel them.")
    another = "kind" in fields and fields["kind"] != label.kind
    if another and (why := _not_hidden_so(label, fields["kind"])):
        raise BadField("kind", why)
    for name, value in fields.items():
        setattr(label, name, value)
    try:
        with transaction.atomic():
            label.save(update_fields=list(fields))
            if another:  # whoever looked for the old kind has not looked for the new one
                Search.objects.filter(label=label).delete()
            record(by, "changed", "label", label.pk, label.project.organization_id, name=label.name)
            _announce(label.project)
    except IntegrityError:
        raise BadField("name", f"The project already has a label named {label.name!r}.") from None
    return label


def _not_hidden_so(label: Label, kind: str) -> str | None:
    """Why the current policy, where it hides the label, may not hide this kind so."""
    policy = label.project.policy
    rule = policy.settings["labels"].get(str(label.pk), {}) if policy else {}
    if not rule.get("redact"):
        return None
    return readable(kind, rule["method"], rule["strength"]) or unfitting(kind, rule["method"])


@transaction.atomic
def delete_label(label: Label, by: User) -> None:
    """Only a label that no object carries and that the current policy does not hide."""
    if label.annotations.exists():
        raise Conflict("Objects carry this label. Relabel or delete them first.")
    policy = label.project.policy
    if policy and policy.settings["labels"].get(str(label.pk), {}).get("redact"):
        raise Conflict("The policy hides this label. Publish one that does not, then delete it.")
    record(by, "erased", "label", label.pk, label.project.organization_id)
    label.delete()
    _announce(label.project)


def _announce(project: Project) -> None:
    from moretta.jobs.events import publish

    publish(project.organization_id, "project", project.pk, project=project.pk)
