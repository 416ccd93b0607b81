import base64
import hmac
import io
from urllib.parse import urlsplit

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from . import clock, outbox
from .keys import uuid7


class AccountAdapter(DefaultAccountAdapter):
    """allauth's letters leave through the outbox, like all others; links name our own host."""

    def send_mail(self, template_prefix, email, context):
        context = {
            "email": email,
            "origin": settings.ORIGIN,
            "reset_path": reverse("account_reset_password"),
            **{name: _at_home(name, value) for name, value in context.items()},
        }
        subject = render_to_string(f"{template_prefix}_subject.txt", context).strip()
        body = render_to_string(f"{template_prefix}_message.txt", context)
        outbox.queue_text(
            email,
            subject,
            body,
            kind=template_prefix.rsplit("/", 1)[-1],
            once=f"account:{uuid7()}",
            person=context.get("user"),
        )

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        context = {"timestamp": clock.now(), "user": user, **(context or {})}
        super().send_notification_mail(template_prefix, user, context, email)


class SecondFactorAdapter(DefaultMFAAdapter):
    """What a copy of the database alone would give away is kept under a key of its own."""

    def build_totp_svg(self, url):
        drawn = io.BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", scale=4, border=4, light="#fff")
        return drawn.getvalue().decode()

    def encrypt(self, text):
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _vault().decrypt(encrypted_text.encode()).decode()


def _vault():
    """Its key comes from the journal's, which never changes, and tells nothing about it."""
    key = hmac.digest(settings.JOURNAL_KEY.encode(), b"acquis second factor", "sha256")
    return Fernet(base64.urlsafe_b64encode(key))


def _at_home(name, value):
    """A link of a letter names our own host, whatever host the request claimed."""
    if not name.endswith("_url"):
        return value
    origin = urlsplit(settings.ORIGIN)
    return urlsplit(value)._replace(scheme=origin.scheme, netloc=origin.netloc).geturl()
