from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "acquis.outcomes"
    label = "outcomes"
