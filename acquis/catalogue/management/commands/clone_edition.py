from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.base.refusal import Refusal
from acquis.catalogue import checker, cloning
from acquis.catalogue.models import Edition


class Command(BaseCommand):
    help = "Write the next year of an edition: every date moved, and what does not fit told."
    # Needs no database without --institution: files are written where staff keep them.
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("programme", help="c2i2e")
        parser.add_argument("old", help="the year that exists: 2022-2023")
        parser.add_argument("new", help="the year to write: 2023-2024")
        parser.add_argument(
            "--folder",
            type=Path,
            default=Path(settings.BASE_DIR) / "programmes",
            help="where the programmes are",
        )
        parser.add_argument(
            "--institution", help="slug of the one whose staff reworded texts: theirs are written"
        )
        parser.add_argument(
            "--language", choices=["fr", "en"], default=settings.LANGUAGE_CODE, help="of the words"
        )

    def handle(self, *, programme, old, new, folder, institution, language, **options):
        with translation.override(language):
            try:
                words = _words_of(institution, programme, old) if institution else None
                path, clone = cloning.clone_edition(folder, programme, old, new, words)
            except Refusal as refusal:
                raise CommandError(str(refusal)) from refusal
            self._tell(path, clone)
            self.stdout.write(checker.report(checker.check_path(path), language), ending="")

    def _tell(self, path, clone):
        self.stdout.write(
            _("“%(path)s” is written: each date is %(days)s days later, on the same weekday.")
            % {"path": path, "days": clone.days}
        )
        for move in clone.moves:
            self.stdout.write(f"  {move.field}  {move.old} → {move.new}")
        for fields, told in (
            (clone.reworded, _("In the words of staff:")),
            (clone.left, _("Words of staff that have no place in the file: write them there.")),
        ):
            if fields:
                self.stdout.write()
                self.stdout.write(told)
                for field in fields:
                    self.stdout.write(f"  {field}")
        if clone.doubtful:
            self.stdout.write()
            self.stdout.write(
                ngettext(
                    "%(number)s line still names a year that is over. Read it again:",
                    "%(number)s lines still name a year that is over. Read them again:",
                    len(clone.doubtful),
                )
                % {"number": len(clone.doubtful)}
            )
            for number, line in clone.doubtful:
                self.stdout.write(f"  {number}: {line}")
        self.stdout.write()
        self.stdout.write(
            _("Fees are left as they were voted. What the checker says of the new year:")
        )


def _words_of(institution, programme, year):
    edition = Edition.objects.at(institution, programme, year).first()
    if edition is None:
        raise Refusal(
            _("“%(institution)s” has not loaded %(programme)s %(year)s: check these names.")
            % {"institution": institution, "programme": programme, "year": year}
        )
    return edition.own_words
