from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "acquis.accounts"
    label = "accounts"
