"""What a rehearsed year came to, in numbers that the same seed gives again."""

from collections import Counter

from django.db.models import Count, Sum

from acquis.base import journal
from acquis.base.models import Message
from acquis.enrolment.models import Enrolment, LedgerLine
from acquis.outcomes.models import Document, Outcome, Result

from . import invariants


def report_on(year, *, faults=lambda line: None):
    """The JSON object of `rehearse --json`. Each fault found is also told to `faults`."""
    edition = year.edition
    broken = invariants.broken(edition, year.leaks)
    for name, found in broken.items():
        for fault in found[:5]:
            faults(f"{name}: {fault}")
    return {
        "programme": edition.programme_code,
        "edition": edition.year,
        "seed": year.seed,
        "candidates": len(year.cohort),
        "by_category": _by_category(edition),
        "outcomes": _outcomes(edition),
        "documents": _documents(edition),
        "money": _money(edition),
        "messages": Message.objects.count(),
        "invariants": {name: not found for name, found in broken.items()},
        "journal_ok": not list(journal.verify()),
    }


def _by_category(edition):
    counts = Counter(Enrolment.objects.filter(edition=edition).values_list("category", flat=True))
    return {category.code: counts[category.code] for category in edition.plan.categories}


def _outcomes(edition):
    rows = (
        Result.objects.filter(
            enrolment__edition=edition, publication__deliberation__rectifies__isnull=True
        )
        .values_list("session", "outcome")
        .annotate(Count("pk"))
    )
    found = {(session, outcome): number for session, outcome, number in rows}
    return {
        str(session.number): {
            str(outcome): found.get((session.number, outcome), 0) for outcome in Outcome
        }
        for session in edition.plan.sessions
    }


def _documents(edition):
    rows = Document.objects.filter(result__enrolment__edition=edition)
    found = dict(rows.values_list("kind").annotate(Count("pk")))
    return {str(kind): found.get(kind, 0) for kind in Document.Kind}


def _money(edition):
    rows = LedgerLine.objects.filter(enrolment__edition=edition)
    cents = dict(rows.values_list("kind").annotate(Sum("amount_cents")))
    return {
        "due_cents": cents.get("due", 0) + cents.get("adjusted", 0),
        "received_cents": cents.get("paid", 0) - cents.get("refunded", 0),
        "exempt": rows.filter(kind="exempt").values("enrolment").distinct().count(),
    }
