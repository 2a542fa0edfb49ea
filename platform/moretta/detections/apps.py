from django.apps import AppConfig


class DetectionsConfig(AppConfig):
    name = "moretta.detections"
    label = "detections"
