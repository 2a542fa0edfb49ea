from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "moretta.exports"
    label = "exports"
