"""What the real OpenID Connect provider says of people, and its addresses; in its process only."""

from django.contrib.auth.views import LoginView
from django.urls import include, path
from oauth2_provider.oauth2_validators import OAuth2Validator

from .people import PEOPLE

NAMES = {"family_name": "sn", "given_name": "givenName", "email": "mail"}
UNCHECKED = {"rlongue"}

urlpatterns = [
    path("accounts/login/", LoginView.as_view()),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]


class Claims(OAuth2Validator):
    oidc_claim_scope = None

    def get_additional_claims(self, request):
        login = request.user.username
        told = PEOPLE[login]
        claims = {claim: told.get(name) for claim, name in NAMES.items() if name in told}
        supann = {name: value for name, value in told.items() if name.startswith(("supann", "edu"))}
        return {
            **claims,
            **supann,
            "sub": f"{login}@orleans",
            "email_verified": login not in UNCHECKED,
        }
