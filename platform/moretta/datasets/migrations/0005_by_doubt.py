"""The hunt's order is read along an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("datasets", "0004_assignee")]

    operations = [
        migrations.AddIndex(
            "asset",
            models.Index(fields=["dataset", "kind", "-candidates", "id"], name="asset_doubt"),
        ),
    ]
