from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from acquis.accounts.models import Institution
from acquis.base.refusal import Refusal
from acquis.portal import looks


class Command(BaseCommand):
    help = "Give an institution its colour and its logo, once both are checked to be readable."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="orleans")
        parser.add_argument("--colour", required=True, help="on white pages: #6b2150")
        parser.add_argument(
            "--colour-in-dark", default="", help="on dark pages; without it, the same, lightened"
        )
        parser.add_argument("--logo", type=Path, help="a PNG, or an SVG made of shapes, of 20 kB")

    def handle(self, *, slug, colour, colour_in_dark, logo, **options):
        institution = Institution.objects.filter(slug=slug).first()
        if institution is None:
            raise CommandError(f"There is no institution “{slug}”.")
        try:
            drawing = logo.read_bytes() if logo else b""
        except OSError as error:
            raise CommandError(f"{logo} cannot be read: {error.strerror}.") from error
        try:
            look = looks.dress(
                institution, colour=colour, colour_in_dark=colour_in_dark, logo=drawing
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{institution}: {look.colour} on white pages, {look.colour_in_dark} on dark ones."
        )
