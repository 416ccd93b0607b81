from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from acquis.catalogue import checker


class Command(BaseCommand):
    help = "Check a programme and its editions: each problem with its file, line and remedy."
    # Needs no database: files are checked where they are written.
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "path", type=Path, help="a programme's folder, its programme.yaml, or one edition"
        )
        parser.add_argument(
            "--language", choices=["fr", "en"], default=settings.LANGUAGE_CODE, help="of the report"
        )

    def handle(self, *, path, language, **options):
        with translation.override(language):
            if not path.exists():
                raise CommandError(
                    _("There is no file or folder “%(path)s”: check the path.") % {"path": path}
                )
            problems = checker.check_path(path)
            self.stdout.write(checker.report(problems, language), ending="")
        if any(problem.severity == "error" for problem in problems):
            raise SystemExit(1)
