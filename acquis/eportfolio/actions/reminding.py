"""What the worker tells by itself: a portfolio that is not deposited counts for nothing."""

from acquis.base import clock
from acquis.base.models import Sending
from acquis.base.outbox import Gatherings
from acquis.base.reminders import days_due
from acquis.catalogue.models import EditionState
from acquis.enrolment.models import EnrolmentState

from .. import notices
from ..models import Portfolio, PortfolioState


def remind_undeposited():
    """Warn whoever has a portfolio in preparation while its session closes soon."""
    gatherings = Gatherings(Sending.Kind.REMINDERS)
    in_preparation = Portfolio.objects.with_edition().filter(
        state=PortfolioState.OPEN,
        enrolment__state=EnrolmentState.ACCEPTED,
        enrolment__edition__state=EditionState.PUBLISHED,
    )
    for portfolio in in_preparation.order_by("pk"):
        last_day, edition = portfolio.plan.deposit_until, portfolio.edition
        days = days_due(
            last_day,
            edition.plan.reminders.undeposited_portfolios,
            hour=edition.plan.reminders.hour,
            at=clock.now(),
            timezone=edition.plan.timezone,
        )
        if days is not None:
            notices.not_deposited(portfolio, last_day, days, gatherings.of(edition))
