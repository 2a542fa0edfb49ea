from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    name = "moretta.annotations"
    label = "annotations"
