from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from acquis.portal.rehearsal.year import Year

EDITION = Path(settings.BASE_DIR) / "programmes" / "c2i2e" / "editions" / "2022-2023.yaml"
LOGO = Path(settings.BASE_DIR) / "programmes" / "institutions" / "demo.svg"
SLUG = "orleans"
COLOURS = {"colour": "#6b2150", "colour_in_dark": "#e3a6cb"}


class Command(BaseCommand):
    help = "Fill the demo's own database with an invented cohort, up to a moment. Run by `demo`."

    def add_arguments(self, parser):
        parser.add_argument("--until", required=True, type=datetime.fromisoformat)
        parser.add_argument("--candidates", type=int, default=120)
        parser.add_argument("--seed", type=int, default=11)

    def handle(self, *, until, candidates, seed, **options):
        if not settings.REHEARSAL:
            raise CommandError("Invented people only go into the demo's database: use `demo`.")
        call_command("migrate", verbosity=0)
        until = until.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
        year = Year(EDITION, candidates=candidates, seed=seed)
        # A university's own marks are its own: the demonstration has invented ones.
        call_command("dress_institution", SLUG, logo=LOGO, verbosity=0, **COLOURS)
        year.play(until=until)
