"""What the worker tells by itself: evaluators who have sent nothing while the jury comes."""

from datetime import timedelta

from acquis.accounts.models import Role
from acquis.base import clock
from acquis.base.models import Sending
from acquis.base.outbox import Gatherings
from acquis.base.reminders import days_due
from acquis.catalogue.models import EditionState

from . import notices
from .models import Assignment


def remind_silent():
    """One letter to each evaluator about the dossiers of a session that await a proposal."""
    gatherings = Gatherings(Sending.Kind.REMINDERS)
    for waiting in _waiting().values():
        first = waiting[0]
        edition, session = first.edition, first.deposit.session
        last_day = edition.session(session).jury_from - timedelta(days=1)
        days = days_due(
            last_day,
            edition.plan.reminders.awaited_proposals,
            hour=edition.plan.reminders.hour,
            at=clock.now(),
            timezone=edition.plan.timezone,
            since=first.assigned_at,
        )
        if days is not None:
            notices.awaited(waiting, last_day, days, gatherings.of(edition))


def _waiting():
    """The dossiers that await a proposal, by edition, session and evaluator still in office."""
    in_office = Role.objects.running_on(clock.today()).filter(kind=Role.Kind.EVALUATOR)
    awaited = Assignment.objects.standing().awaited().select_related("institution", "evaluator")
    awaited = awaited.select_related("deposit__portfolio__enrolment").prefetch_related(
        "deposit__portfolio__enrolment__edition__programme_version",
        "deposit__portfolio__enrolment__edition__institution",
    )
    found = {}
    for each in awaited.filter(
        evaluator__in=in_office.values("person"),
        deposit__portfolio__enrolment__edition__state=EditionState.PUBLISHED,
    ).in_order():
        key = (each.edition.pk, each.deposit.session, each.evaluator_id)
        found.setdefault(key, []).append(each)
    return found
