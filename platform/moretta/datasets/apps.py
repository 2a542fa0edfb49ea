from django.apps import AppConfig


class DatasetsConfig(AppConfig):
    name = "moretta.datasets"
    label = "datasets"
