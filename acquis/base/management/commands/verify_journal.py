from django.core.management.base import BaseCommand, CommandError

from acquis.base import journal


class Command(BaseCommand):
    help = (
        "Check every line of every journal: changed, missing, swapped or foreign lines are named."
    )

    def handle(self, **options):
        breaks = list(journal.verify())
        for fault in breaks:
            self.stdout.write(f"{fault.chain} line {fault.number}: {fault.fault}")
        if breaks:
            raise CommandError(f"The journal does not hold: {len(breaks)} break(s).")
        self.stdout.write("The journal holds.")
