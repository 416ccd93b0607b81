from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "acquis.accounts"
    label = "accounts"

    def ready(self):
        from allauth.mfa.signals import authenticator_added

        from .second_factor import shown

        authenticator_added.connect(shown)
