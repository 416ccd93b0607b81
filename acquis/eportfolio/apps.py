from django.apps import AppConfig


class EportfolioConfig(AppConfig):
    name = "acquis.eportfolio"
    label = "eportfolio"
