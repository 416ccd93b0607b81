"""Messages: queued in the transaction of the act they tell, sent afterwards, at least once."""

import logging
from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import translation

from . import clock
from .models import Message

logger = logging.getLogger(__name__)
ATTEMPTS = 8


def queue(person, *, kind, once, write, institution=None, about=None):
    """Queue one message to a person, in their language.

    `write()` returns (subject, body) and is called with that language active. `once` names the
    event: telling the same event again returns the message already queued.
    """
    with translation.override(person.language):
        subject, body = write()
    return queue_text(
        person.email,
        subject,
        body,
        kind=kind,
        once=once,
        person=person,
        institution=institution,
        about=about.journal_key if about else "",
    )


def queue_text(address, subject, body, *, kind, once, person=None, institution=None, about=""):
    now = clock.now()
    message, _ = Message.objects.get_or_create(
        once=once,
        defaults={
            "address": address,
            "person": person,
            "institution": institution,
            "kind": kind,
            "about": about,
            "subject": " ".join(str(subject).split())[:200],
            "body": str(body),
            "queued_at": now,
            "next_attempt_at": now,
        },
    )
    return message


def deliver_due(limit=100):
    """Send the messages that are due; returns how many left. A refusal is kept and tried again."""
    sent = 0
    due = Message.objects.filter(state=Message.State.QUEUED, next_attempt_at__lte=clock.now())
    for key in list(due.order_by("next_attempt_at").values_list("pk", flat=True)[:limit]):
        sent += _deliver(key)
    return sent


def _deliver(key):
    with transaction.atomic():
        locked = Message.objects.select_for_update(skip_locked=True)
        message = locked.filter(pk=key, state=Message.State.QUEUED).first()
        if message is None:
            return 0
        rows = Message.objects.filter(pk=key)
        try:
            EmailMessage(
                message.subject,
                message.body,
                to=[message.address],
                headers={"Message-ID": message.message_id},
            ).send()
        except (OSError, ValueError) as error:
            logger.warning("message %s not sent: %s", key, type(error).__name__)
            attempts = message.attempts + 1
            rows.update(
                attempts=attempts,
                last_error=str(error)[:300],
                next_attempt_at=clock.now() + timedelta(minutes=2**attempts),
                state=Message.State.FAILED if attempts >= ATTEMPTS else Message.State.QUEUED,
            )
            return 0
        rows.update(
            attempts=F("attempts") + 1, state=Message.State.SENT, sent_at=clock.now(), last_error=""
        )
        return 1
