from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "acquis.portal"
    label = "portal"
