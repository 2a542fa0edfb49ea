"""Runs note their preset, and searches the detectors that looked."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def note_detectors(apps: Any, _: Any) -> None:
    runs = apps.get_model("detections", "DetectionRun").objects
    for detectors in {tuple(names) for names in runs.values_list("detectors", flat=True).iterator(chunk_size=5000)}:
        same = runs.filter(detectors=list(detectors))
        apps.get_model("detections", "Search").objects.filter(run__in=same).update(by="+".join(detectors))


class Migration(migrations.Migration):
    dependencies = [("detections", "0001_initial")]

    operations = [
        migrations.AddField("detectionrun", "preset", models.CharField(blank=True, max_length=40)),
        migrations.AddField("search", "by", models.CharField(blank=True, max_length=400)),
        migrations.RunPython(note_detectors, migrations.RunPython.noop),
    ]
