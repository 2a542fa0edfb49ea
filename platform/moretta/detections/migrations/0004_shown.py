"""What of a clip a person saw."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('detections', '0003_scores'),
    ]

    operations = [
        migrations.AddField(
            model_name='search',
            name='shown',
            field=models.JSONField(null=True),
        ),
    ]
