"""What the office does for one person out of the dates: open a category late, and end that."""

from django.db import transaction
from django.utils.translation import gettext as _

from acquis.accounts.models import Person
from acquis.base import clock
from acquis.base.journal import record
from acquis.base.refusal import Refusal
from acquis.catalogue.models import EditionState
from acquis.enrolment import notices, rules, sentences
from acquis.enrolment.models import Enrolment, EnrolmentState


@transaction.atomic
def open_late(edition, *, by, person, category, until, reason):
    """Let one person enrol in one category until a day, included; a letter tells them."""
    if person == by:
        raise Refusal(_("Nobody opens a late enrolment for themselves: ask a colleague to do it."))
    if not reason:
        raise Refusal(_("Say why this enrolment is late: the person will read it."))
    _require_useful(edition, person, category, until)
    # Two colleagues at once come one after the other: the second is told of the first.
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    former = edition.late_openings.standing().filter(person=person).first()
    if former and former.is_running:
        raise Refusal(_standing_already(former))
    if former:
        former.end(by=by, verb="late_ran_out")
    late = edition.late_openings.create(
        institution=edition.institution,
        person=person,
        category=category,
        until=until,
        reason=reason,
        given_at=clock.now(),
        given_by=by,
    )
    record("late_opened", late, by=by, category=category, until=until.isoformat())
    notices.late_opened(late)
    return late


@transaction.atomic
def close_late(late, *, by):
    """End a late opening before its last day. What was sent meanwhile stays sent."""
    if late.has_run_out:
        raise Refusal(_("The last day of this late enrolment is past: there is nothing to end."))
    late.end(by=by)
    notices.late_closed(late)


def _require_useful(edition, person, category, until):
    plan = edition.plan
    if edition.state != EditionState.PUBLISHED:
        raise Refusal(_("This edition is closed."))
    last = rules.last_day_to_enrol(plan)
    if until > last or plan.instant_closing(until) <= clock.now():
        raise Refusal(
            _("Choose a last day from today to %(day)s, the last day to deposit of this year.")
            % {"day": sentences.day(last)}
        )
    opening = rules.opening(plan.category(category), plan, clock.now())
    if opening.window and opening.window.closes_on >= until:
        raise Refusal(
            _("Nothing is to be opened late: this category is open to everybody. %(opening)s")
            % {"opening": sentences.opening(opening, plan)}
        )
    enrolment = Enrolment.objects.owned_by(person).filter(edition=edition).first()
    if enrolment and enrolment.state not in (EnrolmentState.DRAFT, EnrolmentState.WITHDRAWN):
        raise Refusal(
            _("Nothing is to be opened late: the request of %(person)s is “%(state)s”.")
            % {"person": person, "state": enrolment.get_state_display()}
        )


def _standing_already(late):
    return _(
        "%(giver)s has already opened a late enrolment for %(person)s: “%(category)s”, until "
        "%(day)s. End it first if another one is to replace it."
    ) % {
        "giver": late.given_by,
        "person": late.person,
        "category": sentences.category_label(late.edition.plan, late.category),
        "day": sentences.day(late.until),
    }
