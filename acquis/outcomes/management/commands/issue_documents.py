from django.core.management.base import BaseCommand

from acquis.outcomes.actions import issue_missing
from acquis.outcomes.models import Publication


class Command(BaseCommand):
    help = "Issue the attestations that a publication cut short still owes. Safe to run again."

    def handle(self, **options):
        for publication in Publication.objects.unfinished().select_related(
            "edition", "institution", "published_by"
        ):
            batch = issue_missing(publication, by=publication.published_by)
            self.stdout.write(f"{publication}: {len(batch.issued)} attestation(s) issued.")
            for result, refusal in batch.refused:
                self.stderr.write(f"{result.pk}: {refusal}")
