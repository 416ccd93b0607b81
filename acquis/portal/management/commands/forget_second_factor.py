from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from acquis.accounts.models import Institution, Person
from acquis.base import journal


class Command(BaseCommand):
    help = (
        "Take the second factor off an account whose owner lost it, after recognising them: they "
        "are signed out everywhere, told by a letter, and set up another one. Written in the "
        "journal."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--institution", required=True, metavar="SLUG")

    @transaction.atomic
    def handle(self, *, email, institution, **options):
        person = Person.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody has an account with {email}.")
        home = Institution.objects.filter(slug=institution).first()
        if home is None:
            raise CommandError(f"There is no institution “{institution}”: see add_institution.")
        if not Authenticator.objects.filter(user=person).delete()[0]:
            raise CommandError(f"{person} has no second factor.")
        for session in UserSession.objects.filter(user=person):
            session.end()
        journal.record_line(
            home.slug, "second factor forgotten", f"accounts.person:{person.pk}", by=None
        )
        with translation.override(person.language):
            get_adapter().send_mail(
                "mfa/email/second_factor_forgotten", person.email, {"user": person}
            )
        self.stdout.write(f"{person}: the second factor is forgotten.")
