from django.conf import settings

from acquis.base import outbox

from . import letters


def deposited(deposit):
    _tell(
        deposit,
        letters.DEPOSITED,
        lambda: {
            "moment": deposit.moment,
            "files": sum(bool(each["file"]) for each in deposit.evidence()),
            "sha256": deposit.sha256,
            "address": settings.ORIGIN + deposit.get_absolute_url(),
        },
    )


def taken_back(deposit):
    _tell(
        deposit,
        letters.TAKEN_BACK,
        lambda: {"address": settings.ORIGIN + deposit.portfolio.get_absolute_url()},
    )


def not_deposited(portfolio, last_day, days, gathering):
    """Some days before the end: what is saved is not deposited."""
    _queue(
        portfolio,
        letters.NOT_DEPOSITED,
        lambda: {
            "session": portfolio.session,
            "address": settings.ORIGIN + portfolio.get_absolute_url(),
        },
        once=f"remind-undeposited:{portfolio.pk}:{portfolio.session}:{last_day}:{days}",
        about=portfolio,
        gathering=gathering,
    )


def _tell(deposit, kind, values):
    _queue(
        deposit.portfolio,
        kind,
        lambda: {"session": deposit.session, "number": deposit.number, **values()},
        once=f"{kind.code}:{deposit.pk}",
        about=deposit,
    )


def _queue(portfolio, kind, values, *, once, about, gathering=None):
    person = portfolio.enrolment.person
    outbox.queue(
        person,
        kind=kind,
        once=once,
        values=lambda: {
            "name": person.first_names,
            "edition": portfolio.edition,
            "deadline": portfolio.deadline,
            **values(),
        },
        institution=portfolio.institution,
        programme=portfolio.edition.programme_code,
        about=about,
        dossier=portfolio.enrolment,
        gathering=gathering,
    )
