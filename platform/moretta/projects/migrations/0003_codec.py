"""Policies name what videos are coded as: as they came, where they did not say."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def name_codec(apps: Any, _: Any) -> None:
    for policy in apps.get_model("projects", "RedactionPolicy").objects.all().iterator(chunk_size=500):
        policy.settings.setdefault("codec", "same")
        policy.save(update_fields=["settings"])


def forget_codec(apps: Any, _: Any) -> None:
    for policy in apps.get_model("projects", "RedactionPolicy").objects.all().iterator(chunk_size=500):
        policy.settings.pop("codec", None)
        policy.save(update_fields=["settings"])


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_presets")]

    operations = [migrations.RunPython(name_codec, forget_codec)]
