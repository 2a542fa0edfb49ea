"""Samples of pictures that look clean, looked through in the hunt."""

import django.db.models.deletion
import django.utils.timezone
import moretta.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('annotations', '0005_counted'),
        ('datasets', '0005_by_doubt'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HuntSample',
            fields=[
                ('id', models.UUIDField(default=moretta.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('policy', models.UUIDField(null=True)),
                ('assets', models.JSONField()),
                ('of', models.PositiveIntegerField()),
                ('missed', models.PositiveIntegerField(null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hunt_samples', to='datasets.dataset')),
            ],
        ),
    ]
