import os
from pathlib import Path

from django.core.management.base import BaseCommand

ROOT = Path(__file__).resolve().parents[3]


class Command(BaseCommand):
    help = "Compile the translations without GNU gettext, which a fresh machine may lack."
    requires_system_checks = ()

    def handle(self, **options):
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        for source in sorted(ROOT.rglob("locale/*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            with source.open("rb") as file:
                catalogue = read_po(file, locale=source.parts[-3], domain=source.stem)
            draft = target.with_suffix(f".{os.getpid()}")
            with draft.open("wb") as file:
                write_mo(file, catalogue)
            draft.replace(target)
