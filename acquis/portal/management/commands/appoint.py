from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from acquis.accounts.models import Institution, Person, Role
from acquis.base import clock, journal


class Command(BaseCommand):
    help = "Give a role to a person who has an account, or end it. Written in the journal."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("role", choices=Role.Kind.values)
        parser.add_argument("--institution", required=True, metavar="SLUG")
        parser.add_argument("--programme", default="", metavar="CODE", help="all unless told")
        parser.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--end", action="store_true", help="end the role today")

    @transaction.atomic
    def handle(self, *, email, role, institution, programme, until, end, **options):
        person = Person.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody has an account with {email}: ask them to sign up first.")
        home = Institution.objects.filter(slug=institution).first()
        if home is None:
            raise CommandError(f"There is no institution “{institution}”: see add_institution.")
        roles = Role.objects.filter(
            person=person, institution=home, kind=role, programme_code=programme
        )
        if end:
            changed = roles.running_on(clock.today()).update(until=clock.today())
            verb = "role ended"
        else:
            _, created = roles.running_on(clock.today()).get_or_create(
                person=person,
                institution=home,
                kind=role,
                programme_code=programme,
                defaults={"since": clock.today(), "until": until},
            )
            changed, verb = int(created), "role given"
        if not changed:
            raise CommandError("Nothing to change: the role already stands so.")
        journal.record_line(
            home.slug,
            verb,
            f"accounts.person:{person.pk}",
            by=None,
            role=role,
            programme=programme,
            until=until.isoformat() if until else "",
        )
        self.stdout.write(f"{person}: {verb} ({role}, {home}).")
