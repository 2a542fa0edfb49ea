from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "moretta.accounts"
    label = "accounts"

    def ready(self) -> None:
        from . import schema as schema  # registers how the schema names the ways to sign in
