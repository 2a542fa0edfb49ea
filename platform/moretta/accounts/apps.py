from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "moretta.accounts"
    label = "accounts"
