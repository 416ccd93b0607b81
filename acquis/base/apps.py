from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "acquis.base"
    label = "base"

    def ready(self):
        from . import checks  # noqa: F401 - registers the checks
        from .federation import checks as servers  # noqa: F401 - the same
