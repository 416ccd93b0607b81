from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.db import transaction

from acquis.accounts.models import Institution
from acquis.base import journal


class Command(BaseCommand):
    help = "Add an institution that certifies. Its slug stands in the addresses of its pages."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="orleans")
        parser.add_argument("name", help="Université d’Orléans")
        parser.add_argument("city", help="Orléans")

    @transaction.atomic
    def handle(self, *, slug, name, city, **options):
        try:
            validate_slug(slug)
        except Exception as error:
            raise CommandError("A slug has letters without accents, digits and hyphens.") from error
        if Institution.objects.filter(slug=slug).exists():
            raise CommandError(f"There is already an institution “{slug}”.")
        institution = Institution.objects.create(slug=slug, name=name, city=city)
        journal.record_line(
            slug, "institution added", f"accounts.institution:{institution.pk}", by=None
        )
        self.stdout.write(f"{institution} added.")
