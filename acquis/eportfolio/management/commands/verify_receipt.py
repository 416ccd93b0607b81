from django.core.management.base import BaseCommand, CommandError

from acquis.eportfolio.models import Deposit


class Command(BaseCommand):
    help = "Read again what a receipt tells: the content, its line in the journal, every file."

    def add_arguments(self, parser):
        parser.add_argument("number", help="The number printed on the receipt, D-2022-…")

    def handle(self, *, number, **options):
        try:
            deposit = Deposit.objects.get(number=number.strip().upper())
        except Deposit.DoesNotExist:
            raise CommandError(f"No receipt bears the number {number}.") from None
        faults = deposit.faults()
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError(f"{deposit.number} does not hold: {len(faults)} fault(s).")
        count = deposit.files.count()
        self.stdout.write(f"{deposit.number} holds: {deposit.sha256}, {count} file(s) read again.")
