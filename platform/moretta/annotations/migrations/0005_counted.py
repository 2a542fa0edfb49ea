"""How many wait is counted from an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotations", "0004_person")]

    operations = [
        migrations.AddIndex(
            "annotation",
            models.Index(
                condition=models.Q(("deleted", False)),
                fields=["dataset", "decision", "asset", "touched", "label", "score"],
                name="annotations_counted",
            ),
        ),
    ]
