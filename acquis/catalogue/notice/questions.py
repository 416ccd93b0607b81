"""Questions that candidates ask, answered from the days, the fees and the rule of an edition."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from acquis.base.templatetags.acquis import spoken
from acquis.catalogue import checker, rules
from acquis.catalogue.definitions import Edition, Programme
from acquis.catalogue.templatetags.days import day, place, weekday

from . import publics, year


def questions_of(programme: Programme, plan: Edition) -> tuple[tuple[str, str], ...]:
    """What the data answers, then what the staff answered, in the language that is active."""
    answered = [pair for pair in checker.answered(plan) if pair[1].fr]
    return (
        *_about_money(plan),
        *_about_days(plan),
        *_about_results(programme, plan),
        *_about_certificates(plan),
        *((spoken(question), spoken(answer)) for question, answer in answered),
    )


def _about_money(plan: Edition) -> Iterator[tuple[str, str]]:
    kinds = {category.fee.kind for category in plan.categories}
    if kinds <= {"free"}:
        return
    if len(plan.sessions) > 1:
        yield (
            _("Is the fee due for each session?"),
            _("No. It is paid once for the year, and covers the %(number)s sessions.")
            % {"number": len(plan.sessions)},
        )
    if "amount" in kinds:
        yield _("Which fee applies if the amount changes?"), publics.fee_of_the_day()
    yield _("What happens while the fee is not paid?"), publics.unpaid(plan)


def _about_days(plan: Edition) -> Iterator[tuple[str, str]]:
    where = place(plan.timezone)
    if plan.windows:
        last = max(window.closes_on for window in plan.windows)
        yield (
            _("Until when may I enrol?"),
            _(
                "On the days of your public, until midnight (%(place)s time) of the last one. For "
                "everybody, enrolment is over after %(day)s."
            )
            % {"place": where, "day": day(last)},
        )
    if plan.sessions:
        days = [
            _("session %(number)s, until %(day)s")
            % {"number": session.number, "day": weekday(session.deposit_until)}
            for session in plan.sessions
        ]
        yield (
            _("Until what day and hour may I deposit?"),
            _("Until midnight (%(place)s time): %(days)s.")
            % {"place": where, "days": ", ".join(days)},
        )


def _about_results(programme: Programme, plan: Edition) -> Iterator[tuple[str, str]]:
    if described := rules.describe(programme):
        yield (
            _("What must be validated to be certified?"),
            " ".join(spoken(sentence) for sentence in described),
        )
    if len(plan.sessions) > 1:
        yield _("What if I am not certified the first time?"), year.invited(plan)


def _about_certificates(plan: Edition) -> Iterator[tuple[str, str]]:
    if not plan.sessions:
        return
    yield _("When are the certificates issued?"), year.issued(plan)
    how = plan.collection
    if how.by_proxy or how.by_post:
        ways = [
            *([_("Somebody else may come with your written mandate.")] if how.by_proxy else []),
            *([_("They can be sent by post.")] if how.by_post else []),
        ]
        yield _("What if I cannot come for my certificate?"), " ".join(ways)
