from datetime import timedelta

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from acquis.base import clock, files
from acquis.base.models import StoredFile


class Command(BaseCommand):
    help = (
        "List the bytes that no record knows, a day after a crash left them, and the records "
        "whose bytes are lost or changed. Fails when a record is not whole."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--remove", action="store_true", help="delete the bytes that no record knows"
        )

    def handle(self, *, remove, **options):
        before = clock.now() - timedelta(days=1)
        for name in files.orphans(before):
            if remove:
                default_storage.sweep(name, before)
            done = ", removed" if remove else ""
            self.stdout.write(f"{name}: no record knows these bytes{done}")
        damaged = 0
        for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
            if not files.is_whole(stored):
                damaged += 1
                self.stdout.write(f"{stored.journal_key}: its bytes are lost or changed")
        if damaged:
            raise CommandError(f"{damaged} stored file(s) are not whole.")
        self.stdout.write("Every stored file is whole.")
