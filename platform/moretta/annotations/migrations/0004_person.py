"""Objects that look alike share a person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotations", "0003_by_risk")]

    operations = [
        migrations.AddField("annotation", "person", models.UUIDField(null=True)),
        migrations.AddIndex(
            "annotation",
            models.Index(
                condition=models.Q(("person__isnull", False)),
                fields=["dataset", "person"],
                name="annotations_of_person",
            ),
        ),
    ]
