import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

ROOT = Path(settings.BASE_DIR)


class Command(BaseCommand):
    help = (
        "Play a whole year of an edition with invented candidates, through the pages that people "
        "use, on a database of its own; say what came out and whether every invariant holds."
    )

    def add_arguments(self, parser):
        parser.add_argument("programme", help="c2i2e")
        parser.add_argument("year", help="2022-2023")
        parser.add_argument("--candidates", type=int, default=60, metavar="N")
        parser.add_argument("--seed", type=int, default=1, metavar="S")
        parser.add_argument("--json", action="store_true", help="print one JSON object, no more")
        parser.add_argument(
            "--database",
            default="",
            metavar="URL",
            help="an empty database to play on (a temporary SQLite file unless told)",
        )

    def handle(self, *, database, **options):
        if not settings.REHEARSAL:
            sys.exit(self._play_apart(database, options))
        call_command("migrate", verbosity=0)
        report = self._play(**options)
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False, sort_keys=True, indent=2))
        else:
            self.stdout.write(in_words(report))
        if not all(report["invariants"].values()) or not report["journal_ok"]:
            raise CommandError("An invariant does not hold.")

    def _play(self, *, programme, year, candidates, seed, **options):
        from acquis.portal.rehearsal.report import report_on
        from acquis.portal.rehearsal.year import Year

        path = ROOT / "programmes" / programme / "editions" / f"{year}.yaml"
        if not path.exists():
            raise CommandError(
                f"There is no edition at programmes/{programme}/editions/{year}.yaml."
            )
        if candidates < 1:
            raise CommandError("A rehearsal needs at least one candidate.")
        played = Year(path, candidates=candidates, seed=seed)
        played.play()
        return report_on(played, faults=self.stderr.write)

    def _play_apart(self, database, options):
        """A process of its own, so that neither this database nor this clock is touched."""
        with tempfile.TemporaryDirectory(prefix="acquis-rehearsal-") as home:
            environment = {
                **os.environ,
                "ACQUIS_REHEARSAL": "1",
                "ACQUIS_DEMO": "",
                "ACQUIS_HOME": home,
                "DATABASE_URL": database or f"sqlite:///{home}/acquis.sqlite3",
            }
            words = [
                options["programme"],
                options["year"],
                "--candidates",
                str(options["candidates"]),
                "--seed",
                str(options["seed"]),
            ]
            words += ["--json"] if options["json"] else []
            return subprocess.run(
                [sys.executable, "-m", "acquis", "rehearse", *words], env=environment, check=False
            ).returncode


def in_words(report):
    """The report for somebody who reads it in a terminal."""
    lines = [
        f"{report['programme']} {report['edition']}, {report['candidates']} candidates, "
        f"seed {report['seed']}",
        "",
    ]
    for title in ("by_category", "outcomes", "documents", "money", "messages"):
        lines.append(title)
        value = report[title]
        if isinstance(value, dict):
            lines += [f"  {name}: {number}" for name, number in value.items()]
        else:
            lines.append(f"  {value}")
    lines.append("invariants")
    lines += [
        f"  {'holds ' if holds else 'BROKEN'} {name}"
        for name, holds in report["invariants"].items()
    ]
    lines.append(f"journal: {'holds' if report['journal_ok'] else 'BROKEN'}")
    return "\n".join(lines)
