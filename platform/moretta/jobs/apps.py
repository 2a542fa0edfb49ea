from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "moretta.jobs"
    label = "jobs"
