import signal
import threading

from django.core.management.base import BaseCommand

from acquis.base import outbox
from acquis.outcomes.actions import issue_missing
from acquis.outcomes.models import Publication


class Command(BaseCommand):
    help = (
        "Send the messages that are due, and issue the documents that a batch cut short left. "
        "Runs until stopped, or once with --once."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is due now, then stop")
        parser.add_argument("--every", type=float, default=5, metavar="SECONDS")

    def handle(self, *, once, every, **options):
        if once:
            issue_what_lacks()
            self.stdout.write(f"{outbox.deliver_due()} message(s) sent.")
            return
        # Ctrl+C and a service manager stop it after the letters in hand: neither is a failure.
        stopped = threading.Event()
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, lambda *_: stopped.set())
        while not stopped.is_set():
            if not issue_what_lacks() + outbox.deliver_due():
                stopped.wait(every)


def issue_what_lacks():
    """Take up the publications whose attestations are not all issued; returns how many were."""
    unfinished = Publication.objects.unfinished().select_related(
        "edition", "institution", "published_by"
    )
    return sum(len(issue_missing(each, by=each.published_by).issued) for each in unfinished)
