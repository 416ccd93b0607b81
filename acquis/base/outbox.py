"""Messages: queued in the transaction of the act they tell, sent afterwards, at least once."""

import logging
from datetime import timedelta

from django.core.mail import EmailMessage
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
    due = Message.objects.filter(state=Message.State.QUEUED, next_attempt_at__lte=clock.now())
    return sum(
        _deliver(message)
        for message in list(due.order_by("next_attempt_at", "pk")[:limit])
        if _claim(message)
    )


def _claim(message):
    """Whether this worker makes the attempt, counted and put off before it is made.

    No transaction is open while a mail server thinks, and a worker that dies has only failed.
    """
    message.attempts += 1
    return Message.objects.filter(
        pk=message.pk, state=Message.State.QUEUED, attempts=message.attempts - 1
    ).update(
        attempts=message.attempts,
        next_attempt_at=clock.now() + timedelta(minutes=2**message.attempts),
    )


def _deliver(message):
    rows = Message.objects.filter(pk=message.pk)
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    try:
        EmailMessage(message.subject, message.body, to=[message.address], headers=headers).send()
    except (OSError, ValueError) as error:
        logger.warning("message %s not sent: %s", message.pk, type(error).__name__)
        is_given_up = message.attempts >= ATTEMPTS
        rows.update(
            last_error=str(error)[:300],
            state=Message.State.FAILED if is_given_up else Message.State.QUEUED,
        )
        return False
    rows.update(state=Message.State.SENT, sent_at=clock.now(), last_error="")
    return True
