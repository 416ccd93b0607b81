"""Accounts and the institutions that vouch for them: made, found, linked, unlinked."""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from acquis.accounts.models import Federated, Institution, Person
from acquis.base import clock
from acquis.base.journal import record_line
from acquis.base.refusal import Refusal

from . import attributes
from .servers import named


def found(identity):
    """The account that the server vouches for: by its own identifier, never by an address."""
    known = Federated.objects.filter(server=identity.server, subject=identity.subject)
    return known.select_related("person").first()


def is_taken(address):
    return (
        Person.objects.filter(email__iexact=address).exists()
        or EmailAddress.objects.filter(email__iexact=address, verified=True).exists()
    )


def refresh(federated, identity):
    """What the institution says today takes the place of what it said before."""
    federated.facts, federated.told_at = identity.facts, clock.now()
    federated.save(update_fields=["facts", "told_at"])


def make_account(identity, *, language, **names):
    """A first sign-in makes the account. The institution vouches for the address."""
    try:
        with transaction.atomic():
            person = Person.objects.create_user(identity.mail, language=language, **names)
            EmailAddress.objects.create(
                user=person, email=person.email, verified=True, primary=True
            )
            _link(identity, person, verb="account made by sign-in")
    except IntegrityError:
        raise Refusal(_("This account has just been made: sign in again.")) from None
    return person


def link(identity, *, by):
    """From now on this server opens the account of the person, who is told by a letter."""
    try:
        with transaction.atomic():
            _link(identity, by, verb="sign-in linked")
            _tell("federation_linked", by, identity.server)
    except IntegrityError:
        existing = found(identity)
        if existing is None or existing.person_id != by.pk:
            raise Refusal(_theirs(identity)) from None
        refresh(existing, identity)


@transaction.atomic
def unlink(federated, *, by):
    """The server opens the account no more; never the last way into it."""
    ways = list(Federated.objects.select_for_update().filter(person=by))
    if not by.has_usable_password() and len(ways) == 1:
        raise Refusal(
            _(
                "This is your only way into your account: choose a password first, under “My "
                "password”."
            )
        )
    federated.delete()
    _journal("sign-in unlinked", by, federated.server)
    _tell("federation_unlinked", by, federated.server)


def name_of(code):
    """The server as people know it; its code, once it is not offered any more."""
    return str(named(code) or code)


def prefill(person):
    """What a request to enrol begins with: a student number, and the institution that gave it."""
    for each in Federated.objects.filter(person=person).order_by("-told_at", "pk"):
        server = named(each.server)
        if server and (number := attributes.first(each.facts, "supannEtuId")):
            return {"student_number": number[:40], "home_institution": server.name[:120]}
    return {}


def proposed(person):
    """{category: the institution that makes us think of it}, the surest first."""
    hinted = {}
    for each in Federated.objects.filter(person=person).order_by("-told_at", "pk"):
        if server := named(each.server):
            for category in attributes.categories(server.hints, each.facts):
                hinted.setdefault(category, str(server))
    return hinted


def _link(identity, person, *, verb):
    Federated.objects.create(
        person=person,
        server=identity.server,
        subject=identity.subject,
        facts=identity.facts,
        linked_at=clock.now(),
        told_at=clock.now(),
    )
    _journal(verb, person, identity.server)


def _journal(verb, person, code):
    """In the chain of the institution, when it is one of ours."""
    server = named(code)
    if server and Institution.objects.filter(slug=server.institution).exists():
        key = f"accounts.person:{person.pk}"
        record_line(server.institution, verb, key, by=person, server=code)


def _tell(letter, person, code):
    get_adapter().send_notification_mail(
        f"account/email/{letter}", person, {"server": name_of(code)}
    )


def _theirs(identity):
    return _(
        "%(server)s already opens another account here. Sign out, sign in with it, and unlink it "
        "there first."
    ) % {"server": capfirst(name_of(identity.server))}
