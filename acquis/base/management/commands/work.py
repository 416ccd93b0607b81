import contextlib
import time

from django.core.management.base import BaseCommand

from acquis.base import outbox


class Command(BaseCommand):
    help = "Send the messages that are due. Runs until stopped, or once with --once."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is due now, then stop")
        parser.add_argument("--every", type=float, default=5, metavar="SECONDS")

    def handle(self, *, once, every, **options):
        if once:
            self.stdout.write(f"{outbox.deliver_due()} message(s) sent.")
            return
        # Ctrl+C is the way to stop it, not a failure.
        with contextlib.suppress(KeyboardInterrupt):
            while True:
                if not outbox.deliver_due():
                    time.sleep(every)
