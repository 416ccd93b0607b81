"""A real OpenID Connect provider (django-oauth-toolkit), in a process of its own."""

import sys

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from . import serving
from .people import CLIENT, PASSWORD, PEOPLE, SECRET

FORM = """<form method="post">{% csrf_token %}{{ form }}<button>Sign in</button></form>"""
LOADERS = [
    ("django.template.loaders.locmem.Loader", {"registration/login.html": FORM}),
    "django.template.loaders.app_directories.Loader",
]


def a_key():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.PrivateFormat.PKCS8
    encoding = serialization.Encoding.PEM
    return key.private_bytes(encoding, form, serialization.NoEncryption()).decode()


def main(folder, port, *redirects):
    serving.set_up(
        folder,
        apps=["oauth2_provider"],
        templates={"OPTIONS": {"loaders": LOADERS}},
        ROOT_URLCONF="tests.federation.claims",
        LOGIN_URL="/accounts/login/",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": a_key(),
            "PKCE_REQUIRED": True,
            "SCOPES": {"openid": "o", "email": "e", "profile": "p", "supann": "s"},
            "OAUTH2_VALIDATOR_CLASS": "tests.federation.claims.Claims",
        },
    )
    from django.contrib.auth.models import User
    from oauth2_provider.models import Application

    for login in PEOPLE:
        User.objects.create_user(login, password=PASSWORD)
    Application.objects.create(
        client_id=CLIENT,
        client_secret=SECRET,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        algorithm=Application.RS256_ALGORITHM,
        redirect_uris=" ".join(redirects),
        skip_authorization=True,
    )
    serving.serve(port)


if __name__ == "__main__":
    main(*sys.argv[1:])
