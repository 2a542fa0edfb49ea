from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_initial")]

    operations = [
        migrations.AddField("organization", "allow_cloud", models.BooleanField(default=False)),
    ]
