from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class DatasetsConfig(AppConfig):
    name = "moretta.datasets"
    label = "datasets"

    def ready(self) -> None:
        # Django writes large request bodies there before a view sees them, and does not make the folder.
        Path(settings.FILE_UPLOAD_TEMP_DIR).mkdir(parents=True, exist_ok=True, mode=0o700)
