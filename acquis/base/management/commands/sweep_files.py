from django.core.management.base import BaseCommand, CommandError

from acquis.base import files
from acquis.base.models import StoredFile


class Command(BaseCommand):
    help = (
        "List the bytes that no record knows, left for a day by a crash, and the records whose "
        "bytes are lost or changed. Deletes nothing; fails when a record is not whole."
    )

    def handle(self, **options):
        for name in files.orphans():
            self.stdout.write(f"{name}: no record knows these bytes")
        damaged = 0
        for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
            if not files.is_whole(stored):
                damaged += 1
                self.stdout.write(f"{stored.journal_key}: its bytes are lost or changed")
        if damaged:
            raise CommandError(f"{damaged} stored file(s) are not whole.")
        self.stdout.write("Every stored file is whole.")
