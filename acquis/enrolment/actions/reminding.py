"""What the worker tells by itself: the letters that remind, each once."""

from acquis.base import clock
from acquis.base.models import Sending
from acquis.base.outbox import Gatherings
from acquis.base.reminders import days_due
from acquis.catalogue.models import EditionState
from acquis.enrolment import notices, rules
from acquis.enrolment.models import Enrolment, EnrolmentState, LateOpening


def remind_drafts():
    """Warn whoever has a draft that is not sent while enrolment closes soon."""
    gatherings = Gatherings(Sending.Kind.REMINDERS)
    late = _late_windows()
    for draft in _of_published_years(Enrolment.objects.filter(state=EnrolmentState.DRAFT)):
        edition, now = draft.edition, clock.now()
        opened = late.get((edition.pk, draft.person_id))
        opening = rules.opening(draft.category_plan, edition.plan, now, opened)
        if not opening.window:
            continue
        days = days_due(
            opening.window.closes_on,
            rules.REMIND_DRAFTS,
            at=now,
            timezone=edition.plan.timezone,
            since=draft.saved_at,
        )
        if days is not None:
            notices.draft_closes(draft, opening.window, days, gatherings.of(edition))


def remind_unpaid():
    """Remind whoever is accepted and owes something, before the next deposit closes."""
    gatherings = Gatherings(Sending.Kind.REMINDERS)
    accepted = Enrolment.objects.accepted().with_account().owing()
    for enrolment in _of_published_years(accepted):
        plan, now = enrolment.edition.plan, clock.now()
        coming = [each.deposit_until for each in plan.sessions]
        last_day = rules.next_day(coming, now, plan)
        if last_day is None:
            continue
        days = days_due(
            last_day,
            rules.REMIND_UNPAID,
            at=now,
            timezone=plan.timezone,
            since=enrolment.decided_at,
        )
        if days is not None:
            notices.still_unpaid(enrolment, last_day, days, gatherings.of(enrolment.edition))


def _of_published_years(enrolments):
    published = enrolments.filter(edition__state=EditionState.PUBLISHED)
    return published.with_edition().order_by("pk")


def _late_windows():
    """{(edition, person): {category: window}} of what stands open late. Causes one query."""
    standing = LateOpening.objects.standing().select_related("edition")
    return {(each.edition_id, each.person_id): {each.category: each.window} for each in standing}
