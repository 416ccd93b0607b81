import signal
import threading
from datetime import timedelta

from django.core.management.base import BaseCommand

from acquis.base import clock, outbox
from acquis.enrolment.actions import remind_drafts, remind_unpaid
from acquis.eportfolio.actions import remind_undeposited
from acquis.evaluation.reminding import remind_silent
from acquis.outcomes.actions import issue_missing
from acquis.outcomes.models import Publication

BETWEEN_REMINDERS = timedelta(minutes=10)


class Command(BaseCommand):
    help = (
        "Send the messages that are due, write the reminders of the day, and issue the documents "
        "that a batch cut short left. "
        "Runs until stopped, or once with --once."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is due now, then stop")
        parser.add_argument("--every", type=float, default=5, metavar="SECONDS")

    def handle(self, *, once, every, **options):
        if once:
            issue_what_lacks()
            write_reminders()
            self.stdout.write(f"{outbox.deliver_due()} message(s) sent.")
            return
        # Ctrl+C and a service manager stop it after the letters in hand: neither is a failure.
        stopped = threading.Event()
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, lambda *_: stopped.set())
        reminded_at = None
        while not stopped.is_set():
            if reminded_at is None or clock.now() >= reminded_at + BETWEEN_REMINDERS:
                reminded_at = clock.now()
                write_reminders()
            if not issue_what_lacks() + outbox.deliver_due():
                stopped.wait(every)


def write_reminders():
    """Write the letters that remind, each once; the days of each are in the rules of its stage."""
    remind_drafts()
    remind_unpaid()
    remind_undeposited()
    remind_silent()


def issue_what_lacks():
    """Take up the publications whose attestations are not all issued; returns how many were."""
    unfinished = Publication.objects.unfinished().select_related(
        "edition", "institution", "published_by"
    )
    return sum(len(issue_missing(each, by=each.published_by).issued) for each in unfinished)
