"""Whom the real CAS server knows, and its addresses; read in its own process only."""

from cas_server.auth import AuthUser
from django.urls import include, path

from .people import PASSWORD, PEOPLE

urlpatterns = [path("cas/", include("cas_server.urls", namespace="cas_server"))]


class Directory(AuthUser):
    def test_password(self, password):
        return self.username in PEOPLE and password == PASSWORD

    def attributs(self):
        return PEOPLE.get(self.username, {})
