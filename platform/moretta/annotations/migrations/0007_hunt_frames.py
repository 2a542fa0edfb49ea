"""Samples of the frames of clips."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('annotations', '0006_hunt_samples'),
    ]

    operations = [
        migrations.AddField(
            model_name='huntsample',
            name='frames',
            field=models.JSONField(null=True),
        ),
    ]
