from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.template.loader import render_to_string

from . import outbox
from .keys import uuid7


class AccountAdapter(DefaultAccountAdapter):
    """allauth's letters leave through the outbox, like all others; links name our own host."""

    def send_mail(self, template_prefix, email, context):
        context = {**context, "origin": settings.ORIGIN}
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
