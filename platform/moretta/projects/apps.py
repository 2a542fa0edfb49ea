from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "moretta.projects"
    label = "projects"
