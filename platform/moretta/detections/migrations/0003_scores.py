"""Runs note how many finds have which score."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("detections", "0002_presets")]

    operations = [migrations.AddField("detectionrun", "scores", models.JSONField(null=True))]
