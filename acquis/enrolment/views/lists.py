"""What the desk's and the cashier's lists share."""

from django.core.paginator import Paginator

from acquis.base.models import Entry
from acquis.base.scope import reach
from acquis.catalogue.models import Edition
from acquis.enrolment import sentences

PER_PAGE = 50


def editions_of(person, *kinds):
    """The editions that these roles reach, newest first."""
    reached = reach(person, *kinds, institution="institution", programme="programme_code")
    editions = Edition.objects.public().filter(reached)
    return list(
        editions.select_related("programme_version", "institution").order_by(
            "-year", "programme_code", "pk"
        )
    )


def chosen_edition(editions, key):
    """The edition named by the address, or the newest; nothing when there is none."""
    named = [edition for edition in editions if str(edition.pk) == key]
    return next(iter(named + editions), None)


def page_of(request, rows):
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def history(enrolment):
    """(sentence, entry) of each act that the journal tells of an enrolment and its documents."""
    subjects = [enrolment.journal_key, *(proof.journal_key for proof in enrolment.proofs.all())]
    entries = Entry.objects.filter(subject__in=subjects, verb__in=sentences.ACTS)
    return [
        (sentences.ACTS[entry.verb], entry)
        for entry in entries.select_related("by").order_by("number")
    ]
