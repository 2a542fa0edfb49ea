from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "moretta.evaluations"
    label = "evaluations"
