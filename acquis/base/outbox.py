"""Messages: queued in the transaction of the act they tell, sent afterwards, at least once."""

import logging
from contextlib import suppress
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Count
from django.utils import translation
from django.utils.translation import gettext as _

from . import clock
from .journal import record_line
from .letters import texts
from .models import Message, Sending, SendingState
from .refusal import Refusal

logger = logging.getLogger(__name__)
ATTEMPTS = 8


class Gathering:
    """The letters of one act that tells many. Its `Sending` is made with the first of them."""

    def __init__(self, kind, name, *, edition, by):
        self._fields = {"kind": kind, "name": name[:200], "made_by": by}
        self._fields |= {"institution": edition.institution}
        self._fields |= {"programme_code": edition.programme_code}
        self._key = None

    def lock(self):
        """The sending, held by the transaction: nobody lets it go between two of its letters."""
        if self._key is None:
            now = clock.now()
            leaves_at = now + timedelta(minutes=settings.HOLD_MINUTES)
            made = Sending.objects.create(made_at=now, leaves_at=leaves_at, **self._fields)
            self._key = made.pk
        return Sending.objects.select_for_update().get(pk=self._key)

    def made(self):
        """Its sending, with how many letters wait in it (`count`); nothing without a letter."""
        return Sending.objects.annotate(count=Count("letters")).filter(pk=self._key).first()


class Gatherings:
    """What the worker tells by itself, or somebody of many rows: one gathering for each edition."""

    def __init__(self, kind, *, by=None):
        self._kind, self._by, self._found = kind, by, {}

    def of(self, edition):
        if edition.pk not in self._found:
            name = str(edition)
            self._found[edition.pk] = Gathering(self._kind, name, edition=edition, by=self._by)
        return self._found[edition.pk]

    def made(self):
        """The sendings made, with how many letters wait in each."""
        return [sending for each in self._found.values() if (sending := each.made())]


def queue(person, *, kind, once, values, institution, about=None, **fields):
    """Queue one letter of a kind to a person, in their language.

    `values()` fills its placeholders and is called with that language active. `once` names the
    event: telling the same event again returns the message already queued.
    """
    if told := Message.objects.filter(once=once).first():
        return told
    with translation.override(person.language):
        given = {name: str(value) for name, value in values().items()}
        subject, body = texts.written(kind, given, institution=institution)
        return queue_text(
            person.email,
            subject,
            body,
            kind=kind.code,
            once=once,
            person=person,
            institution=institution,
            about=about.journal_key if about else "",
            values=given,
            language=translation.get_language(),
            **fields,
        )


# Without a savepoint: an act whose letter cannot be written must not stand.
@transaction.atomic(savepoint=False)
def queue_text(
    address,
    subject,
    body,
    *,
    kind,
    once,
    person=None,
    institution=None,
    programme="",
    about="",
    dossier=None,
    gathering=None,
    values=None,
    language="",
):
    now = clock.now()
    sending = gathering.lock() if gathering else None
    message, _is_new = Message.objects.get_or_create(
        once=once,
        defaults={
            "address": address,
            "person": person,
            "institution": institution,
            "programme_code": programme,
            "kind": kind,
            "about": about,
            "dossier": dossier.journal_key if dossier else "",
            "sending": sending,
            "state": AS_ITS_SENDING[sending.state] if sending else Message.State.QUEUED,
            "language": language,
            "values": values or {},
            "subject": " ".join(str(subject).split())[:200],
            "body": str(body),
            "queued_at": now,
            "next_attempt_at": now,
        },
    )
    return message


def told_today(kind, subjects):
    """The journal keys of those about which a letter of this kind was written today. One that was
    stopped before it left told nothing. Causes one query."""
    written = Message.objects.filter(kind=kind.code, about__in=[s.journal_key for s in subjects])
    written = written.filter(queued_at__date=clock.today()).exclude(state=Message.State.CANCELLED)
    return set(written.values_list("about", flat=True))


# -- letters that wait together ------------------------------------------------------------------

AS_ITS_SENDING = {
    SendingState.HELD: Message.State.HELD,
    SendingState.RELEASED: Message.State.QUEUED,
    SendingState.CANCELLED: Message.State.CANCELLED,
}


@transaction.atomic
def release(sending, *, by):
    """Let the letters go: at once, although they were cancelled, or when their time has come."""
    now = clock.now()
    waiting = sending.letters.filter(state=AS_ITS_SENDING[sending.state])
    letters = list(waiting.values_list("pk", flat=True))
    sending.move_to(SendingState.RELEASED, by=by, released_at=now, facts={"letters": len(letters)})
    Message.objects.filter(pk__in=letters).update(state=Message.State.QUEUED, next_attempt_at=now)


@transaction.atomic
def cancel(sending, *, by):
    """Stop the letters before they leave. What they tell stands, and they can still be let go."""
    sending.move_to(SendingState.CANCELLED, by=by)
    sending.letters.filter(state=Message.State.HELD).update(state=Message.State.CANCELLED)


def release_due():
    """Let go the sendings whose time has come; another worker may have done so meanwhile."""
    due = Sending.objects.filter(state=SendingState.HELD, leaves_at__lte=clock.now())
    for sending in due.select_related("institution").order_by("leaves_at", "pk"):
        with suppress(Refusal):
            release(sending, by=None)


# -- one letter ----------------------------------------------------------------------------------


@transaction.atomic
def send_again(message, *, by):
    """Send a letter once more, to the address that the person has now.

    One that never arrived leaves under its own name; of one that was sent, a copy does.
    """
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    address = message.person.email if message.person else message.address
    now = clock.now()
    if message.state == Message.State.FAILED:
        Message.objects.filter(pk=message.pk).update(
            state=Message.State.QUEUED,
            address=address,
            attempts=0,
            next_attempt_at=now,
            failure="",
            last_error="",
        )
        sent = message
    elif message.state == Message.State.SENT:
        first = message.again_of or message
        number = first.again.count() + 1
        told = {field: getattr(message, field) for field in COPIED}
        sent = Message.objects.create(
            **told,
            address=address,
            again_of=first,
            once=f"again:{first.pk}:{number}",
            queued_at=now,
            next_attempt_at=now,
        )
    else:
        raise Refusal(
            _("This letter has not left yet: it can be sent again once it has been sent.")
        )
    record_line(
        message.institution.slug,
        "sent_again",
        f"base.message:{message.pk}",
        by=by,
        copy=str(sent.pk),
    )
    return sent


COPIED = ["institution", "programme_code", "person", "kind", "about", "dossier", "subject", "body"]


# -- the worker ----------------------------------------------------------------------------------


def deliver_due(limit=100):
    """Send the messages that are due; returns how many left. A refusal is kept and tried again."""
    release_due()
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
        failure, said = _read(error)
        if not failure and message.attempts >= ATTEMPTS:
            failure = Message.Failure.DELAY
        state = Message.State.FAILED if failure else Message.State.QUEUED
        rows.update(last_error=said[:300], failure=failure, state=state)
        return False
    rows.update(state=Message.State.SENT, sent_at=clock.now(), last_error="")
    return True


def _read(error):
    """(why no other attempt would succeed, or nothing; what the server said).

    A refusal for good (5xx) of the recipient or of the letter is one. That of our own sender or
    password is not: the letter waits until it is mended.
    """
    if isinstance(error, SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return Message.Failure.ADDRESS if code >= 500 else "", f"{code} {_text(said)}"
    if isinstance(error, SMTPResponseException):
        is_final = isinstance(error, SMTPDataError) and error.smtp_code >= 500
        said = f"{error.smtp_code} {_text(error.smtp_error)}"
        return Message.Failure.CONTENT if is_final else "", said
    if isinstance(error, ValueError):
        return Message.Failure.ADDRESS, str(error)
    return "", str(error)


def _text(said):
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
