from django.db import transaction
from django.utils.translation import gettext as _

from acquis.base import clock
from acquis.base.journal import record
from acquis.base.refusal import Refusal
from acquis.enrolment.models import Enrolment

from .. import rules
from ..models import Portfolio, PortfolioState


@transaction.atomic
def start(enrolment, *, by):
    """Open the portfolio of an enrolment, once: a second call returns the first one's."""
    enrolment.refresh_from_db(from_queryset=Enrolment.objects.with_edition())
    if enrolment.state not in rules.PREPARES:
        raise Refusal(
            _("Send your enrolment first: the portfolio opens as soon as the office has it.")
        )
    edition = enrolment.edition
    deadlines = {
        plan.number: edition.deposit_deadline(plan.number) for plan in edition.plan.sessions
    }
    session = rules.session_prepared(deadlines, clock.now())
    if session is None:
        raise Refusal(
            _("The last session of %(edition)s is over: no portfolio can be started any more.")
            % {"edition": edition}
        )
    portfolio, is_new = Portfolio.objects.get_or_create(
        enrolment=enrolment,
        defaults={"institution": enrolment.institution, "session": session},
    )
    if is_new:
        record("started", portfolio, by=by, session=portfolio.session)
    return portfolio


@transaction.atomic
def open_session(portfolio, number, *, by):
    """Hand a portfolio back to its candidate for a later session.

    Does nothing when that session is open already. Raises `KeyError` for a session that the
    edition does not have.
    """
    lock(portfolio)
    portfolio.edition.session(number)
    if portfolio.session < number:
        portfolio.move_to(
            PortfolioState.OPEN,
            by=by,
            verb="session_opened",
            facts={"session": number},
            session=number,
        )


def lock(portfolio):
    """Read the portfolio again and keep others from writing in it until the transaction ends."""
    portfolio.refresh_from_db(from_queryset=Portfolio.objects.locked())


def lock_open(portfolio, *, begun_at):
    """Lock a portfolio that may be changed now, or raise the Refusal that says why it may not."""
    lock(portfolio)
    if sentence := portfolio.closed_because(begun_at=begun_at):
        raise Refusal(sentence)
