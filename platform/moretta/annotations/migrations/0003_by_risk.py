"""The riskiest objects of a dataset are read along an index."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotations", "0002_risk")]

    operations = [
        migrations.AlterField(
            "annotation",
            "dataset",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="datasets.dataset",
            ),
        ),
        migrations.AddIndex(
            "annotation",
            models.Index(
                condition=models.Q(("deleted", False)),
                fields=["dataset", "decision", "-risk", "id"],
                name="annotations_by_risk",
            ),
        ),
    ]
