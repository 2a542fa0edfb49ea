"""What goes in and out about projects, labels and policies. Input forms end in `Form`."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from moretta.accounts.roles import ACTS, ROLES
from moretta.jobs.serializers import JobSerializer
from moretta_vision.catalogue import DEFAULT_METHOD, DEFAULT_PRESET, LABEL_KINDS, METHODS, PRESETS, SHAPES

from .policy_settings import AUDIO, CODECS

Base = serializers.Serializer


class LabelSerializer(Base[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(list(LABEL_KINDS))
    chip = serializers.CharField()
    attributes = serializers.ListField(child=serializers.JSONField())
    position = serializers.IntegerField()


class LabelForm(Base[Any]):
    name = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(list(LABEL_KINDS))
    chip = serializers.CharField(max_length=2, required=False)
    attributes = serializers.ListField(child=serializers.JSONField(), required=False, max_length=50)
    position = serializers.IntegerField(min_value=0, max_value=999, required=False)


class LabelSettingsSerializer(Base[Any]):
    redact = serializers.BooleanField()
    method = serializers.ChoiceField(list(METHODS))
    shape = serializers.ChoiceField(SHAPES)
    margin = serializers.FloatField(help_text="Share of the object's larger side, added on every side.")
    color = serializers.CharField(help_text="RRGGBB.")
    strength = serializers.FloatField()
    feather = serializers.FloatField(
        required=False, help_text="Share of the object's larger side over which what hides it fades out."
    )
    threshold = serializers.FloatField(help_text="Undecided objects from this score on are hidden.")
    detectors = serializers.ListField(
        child=serializers.CharField(), help_text="What looks for it; empty: what the preset names."
    )


class ZoneSerializer(Base[Any]):
    kind = serializers.ChoiceField(["hide", "keep"])
    box = serializers.ListField(
        child=serializers.FloatField(), help_text="x, y, width and height in shares of the picture's sides."
    )
    says = serializers.CharField(help_text="What it is for; a kept one needs it.")
    dataset = serializers.UUIDField(allow_null=True, help_text="Null: of the whole project.")
    asset = serializers.UUIDField(allow_null=True)


class PolicySettingsSerializer(Base[Any]):
    labels = serializers.DictField(child=LabelSettingsSerializer(), help_text="By the label's id.")
    audio = serializers.ChoiceField(AUDIO)
    codec = serializers.ChoiceField(CODECS, help_text="What videos are coded as; same: as they came.")
    preset = serializers.CharField(help_text="A name of /api/presets.")
    zones = serializers.ListField(child=ZoneSerializer(), required=False)


class PolicySerializer(Base[Any]):
    id = serializers.UUIDField()
    version = serializers.IntegerField()
    settings = PolicySettingsSerializer()
    published_by = serializers.CharField(allow_null=True, help_text="The person's name.")
    published_at = serializers.DateTimeField()


class PolicyForm(Base[Any]):
    settings = serializers.JSONField(
        help_text="Laid over the current version: `{labels: {id: {…}}, audio, codec, preset, zones}`; "
        "what is left out stays."
    )
    dry_run = serializers.BooleanField(default=False, help_text="Only say how many approvals would fall.")


class PolicyAnswerSerializer(Base[Any]):
    """`policy` and `job` when published (202); `approvals_fall` and `assets` when asked only (200)."""

    policy = PolicySerializer(required=False)
    job = JobSerializer(required=False)
    approvals_fall = serializers.IntegerField(required=False)
    assets = serializers.IntegerField(required=False, help_text="Assets that go back to annotate.")


class SampleForm(Base[Any]):
    asset = serializers.UUIDField(required=False, allow_null=True, help_text="Left out: the first picture.")
    settings = serializers.JSONField(default=dict, help_text="As in publishing a policy.")


class DatasetNameSerializer(Base[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class ProjectSerializer(Base[Any]):
    id = serializers.UUIDField()
    organization = serializers.UUIDField()
    name = serializers.CharField()
    purpose = serializers.CharField(allow_blank=True)
    retention_days = serializers.IntegerField(allow_null=True)
    self_approval = serializers.BooleanField(help_text="Also possible where the project has one member.")
    role = serializers.ChoiceField(ROLES, help_text="Mine.")
    sees_originals = serializers.BooleanField(help_text="Whether I do.")
    acts = serializers.ListField(child=serializers.ChoiceField(list(ACTS)))
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="Assets by state.")
    need_you = serializers.IntegerField(help_text="Doubtful objects that wait for a decision.")
    waiting_review = serializers.IntegerField(help_text="Assets in review.")
    hidden_people = serializers.IntegerField()
    undecided = serializers.IntegerField()
    kept = serializers.IntegerField()
    labels = LabelSerializer(many=True)
    policy = PolicySerializer()
    datasets = DatasetNameSerializer(many=True)
    members_count = serializers.IntegerField()
    cover = serializers.UUIDField(allow_null=True, help_text="Its first asset.")
    created_at = serializers.DateTimeField()


class ProjectForm(Base[Any]):
    organization = serializers.UUIDField()
    name = serializers.CharField(max_length=120)
    purpose = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
    hide = serializers.ListField(
        child=serializers.ChoiceField(list(LABEL_KINDS)), required=False, default=["face"]
    )
    method = serializers.ChoiceField(list(METHODS), default=DEFAULT_METHOD)
    preset = serializers.ChoiceField(list(PRESETS), default=DEFAULT_PRESET)
    self_approval = serializers.BooleanField(default=False)


class ProjectPatchForm(Base[Any]):
    name = serializers.CharField(max_length=120, required=False)
    purpose = serializers.CharField(max_length=500, required=False, allow_blank=True)
    retention_days = serializers.IntegerField(min_value=1, max_value=36500, required=False, allow_null=True)
    self_approval = serializers.BooleanField(required=False)


class DeleteProjectForm(Base[Any]):
    confirm = serializers.CharField(help_text="The project's name.")


class PresentInProjectSerializer(Base[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    asset = serializers.UUIDField()
    asset_name = serializers.CharField()
    frame = serializers.IntegerField(allow_null=True)


class ProjectPresenceSerializer(Base[Any]):
    here = PresentInProjectSerializer(many=True)
