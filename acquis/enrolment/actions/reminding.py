"""The letters that remind: those of the worker, each once, and those that somebody asks for."""

from django.db import transaction
from django.utils.translation import gettext as _

from acquis.base import clock
from acquis.base.journal import record
from acquis.base.keys import uuid7
from acquis.base.models import Sending
from acquis.base.outbox import Gatherings, told_today
from acquis.base.refusal import Refusal
from acquis.base.reminders import days_due
from acquis.catalogue.models import EditionState
from acquis.enrolment import letters, notices, rules
from acquis.enrolment.models import Enrolment, EnrolmentState, LateOpening


def remind_drafts():
    """Warn whoever has a draft that is not sent while enrolment closes soon."""
    gatherings = Gatherings(Sending.Kind.REMINDERS)
    late = _late_windows()
    drafts = list(_of_published_years(Enrolment.objects.filter(state=EnrolmentState.DRAFT)))
    told = told_today(letters.DRAFT_CLOSES, drafts)
    for draft in drafts:
        edition, now = draft.edition, clock.now()
        opened = late.get((edition.pk, draft.person_id))
        opening = rules.opening(draft.category_plan, edition.plan, now, opened)
        if not opening.window or draft.journal_key in told:
            continue
        days = days_due(
            opening.window.closes_on,
            edition.plan.reminders.unsent_requests,
            hour=edition.plan.reminders.hour,
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
    owing = list(_of_published_years(accepted))
    told = told_today(letters.STILL_UNPAID, owing)
    for enrolment in owing:
        plan, now, last_day = enrolment.edition.plan, clock.now(), _next_deposit(enrolment)
        if last_day is None or enrolment.journal_key in told:
            continue
        days = days_due(
            last_day,
            plan.reminders.unpaid_fees,
            hour=plan.reminders.hour,
            at=now,
            timezone=plan.timezone,
            since=enrolment.decided_at,
        )
        if days is not None:
            gathering = gatherings.of(enrolment.edition)
            notices.still_unpaid(enrolment, enrolment.balance, last_day, days, gathering)


# -- when somebody asks for it ---------------------------------------------------------------------


@transaction.atomic
def remind_of_fee(enrolment, *, by, gathering=None):
    """Write to somebody that their fee is not paid, at most once a day."""
    enrolment = Enrolment.objects.hold(enrolment)
    balance = enrolment.balance_cents()
    if obstacle := why_not_of_fee([enrolment], {enrolment.pk: balance}).get(enrolment.pk):
        raise Refusal(obstacle)
    record("reminded", enrolment, by=by, letter=letters.STILL_UNPAID.code)
    notices.still_unpaid(enrolment, balance, _next_deposit(enrolment), uuid7(), gathering)


def why_not_of_fee(enrolments, balances):
    """{key: why they cannot be reminded of their fee now}, for those who cannot. `balances` are in
    cents. Causes one query."""
    told, found = told_today(letters.STILL_UNPAID, enrolments), {}
    for enrolment in enrolments:
        if enrolment.state != EnrolmentState.ACCEPTED:
            found[enrolment.pk] = _("Not accepted: nothing is asked before.")
        elif balances[enrolment.pk] <= 0:
            found[enrolment.pk] = _("Nothing is left to pay.")
        elif _next_deposit(enrolment) is None:
            found[enrolment.pk] = _("The last day to deposit is past: write to them yourself.")
        elif enrolment.journal_key in told:
            found[enrolment.pk] = _("They were reminded today.")
    return found


@transaction.atomic
def remind_of_draft(draft, *, by, gathering=None):
    """Write to somebody that their request is not sent, at most once a day."""
    draft = Enrolment.objects.hold(draft)
    if obstacle := why_not_of_draft([draft]).get(draft.pk):
        raise Refusal(obstacle)
    record("reminded", draft, by=by, letter=letters.DRAFT_CLOSES.code)
    notices.draft_closes(draft, draft.opening().window, uuid7(), gathering)


def why_not_of_draft(drafts):
    """{key: why they cannot be reminded of their draft now}, for those who cannot. Causes two
    queries."""
    told, late, found = told_today(letters.DRAFT_CLOSES, drafts), _late_windows(), {}
    for draft in drafts:
        plan, opened = draft.edition.plan, late.get((draft.edition_id, draft.person_id))
        opening = rules.opening(draft.category_plan, plan, clock.now(), opened)
        if draft.state != EnrolmentState.DRAFT:
            found[draft.pk] = _("Not a draft any more.")
        elif draft.edition.state != EditionState.PUBLISHED or not opening.window:
            found[draft.pk] = _("Enrolment is closed for them: open a late enrolment first.")
        elif draft.journal_key in told:
            found[draft.pk] = _("They were reminded today.")
    return found


def _next_deposit(enrolment):
    """The last day of the next deposit; nothing when all are past."""
    plan = enrolment.edition.plan
    return rules.next_day([each.deposit_until for each in plan.sessions], clock.now(), plan)


def _of_published_years(enrolments):
    published = enrolments.filter(edition__state=EditionState.PUBLISHED)
    return published.with_edition().order_by("pk")


def _late_windows():
    """{(edition, person): {category: window}} of what stands open late. Causes one query."""
    standing = LateOpening.objects.standing().select_related("edition")
    return {(each.edition_id, each.person_id): {each.category: each.window} for each in standing}
