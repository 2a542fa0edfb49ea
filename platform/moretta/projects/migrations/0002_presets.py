"""Policies name a preset, and detectors for single labels, where they named one detector for all."""

from __future__ import annotations

from typing import Any

from django.db import migrations

FOUND = {"yunet": ("face",), "mediapipe": ("face",)}
"""What the detectors found that a policy could name."""


def name_presets(apps: Any, _: Any) -> None:
    kinds = {str(id): kind for id, kind in apps.get_model("projects", "Label").objects.values_list("pk", "kind")}
    policies = apps.get_model("projects", "RedactionPolicy").objects
    for policy in policies.all().iterator(chunk_size=500):
        detector = policy.settings.pop("detector", "yunet")
        policy.settings.setdefault("preset", "balanced")
        for id, rule in policy.settings.get("labels", {}).items():
            found = kinds.get(id) in FOUND.get(detector, ())
            rule.setdefault("detectors", [detector] if found else [])
        policy.save(update_fields=["settings"])


def name_detectors(apps: Any, _: Any) -> None:
    for policy in apps.get_model("projects", "RedactionPolicy").objects.all().iterator(chunk_size=500):
        policy.settings.pop("preset", None)
        named = [rule.pop("detectors", []) for rule in policy.settings.get("labels", {}).values()]
        policy.settings["detector"] = next((n for names in named for n in names if n in FOUND), "yunet")
        policy.save(update_fields=["settings"])


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [migrations.RunPython(name_presets, name_detectors)]
