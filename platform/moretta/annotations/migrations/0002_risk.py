"""Objects know their dataset and their risk. The next migration builds on what this one fills in."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps: Any, _: Any) -> None:
    """Datasets from the assets, risk as of now."""
    from moretta.annotations.risk import doubt_of, rank

    annotations = apps.get_model("annotations", "Annotation").objects
    assets = apps.get_model("datasets", "Asset").objects.filter(pk=OuterRef("asset_id"))
    annotations.update(dataset_id=Subquery(assets.values("dataset_id")[:1]))
    flagged = annotations.exclude(flags=[]).values_list("pk", "flags")
    for id, flags in list(flagged):
        annotations.filter(pk=id).update(doubt=doubt_of(flags))
    for dataset in apps.get_model("datasets", "Dataset").objects.select_related("policy"):
        rank(annotations.filter(dataset=dataset), dataset.policy)


class Migration(migrations.Migration):
    dependencies = [("annotations", "0001_initial"), ("datasets", "0002_cuts")]

    operations = [
        migrations.AddField(
            "annotation",
            "dataset",
            models.ForeignKey(
                null=True,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="datasets.dataset",
            ),
        ),
        migrations.AddField("annotation", "doubt", models.FloatField(default=0)),
        migrations.AddField("annotation", "risk", models.FloatField(default=0)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
