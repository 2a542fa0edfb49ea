from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "moretta.audit"
    label = "audit"
