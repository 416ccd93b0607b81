from django.apps import AppConfig


class JuryConfig(AppConfig):
    name = "acquis.jury"
    label = "jury"
