from django.conf import settings
from django.utils.translation import gettext as _

from acquis.base import outbox


def deposited(deposit):
    def write():
        subject = _("%(edition)s: your portfolio is deposited (%(number)s)") % {
            "edition": deposit.edition,
            "number": deposit.number,
        }
        body = _(
            "Hello %(name)s,\n\n"
            "Your portfolio for session %(session)s of %(edition)s was deposited on %(moment)s.\n\n"
            "Number: %(number)s\n"
            "Files: %(files)s\n"
            "Fingerprint (SHA-256): %(sha256)s\n\n"
            "Your receipt, with the fingerprint of every file:\n%(address)s\n\n"
            "Until %(deadline)s you may take the deposit back, change your portfolio and deposit "
            "it again. After that, it cannot be changed.\n"
        ) % {
            "name": deposit.candidate.first_names,
            "session": deposit.session,
            "edition": deposit.edition,
            "moment": deposit.moment,
            "number": deposit.number,
            "files": sum(bool(each["file"]) for each in deposit.evidence()),
            "sha256": deposit.sha256,
            "address": settings.ORIGIN + deposit.get_absolute_url(),
            "deadline": deposit.portfolio.deadline,
        }
        return subject, body

    _queue(deposit, "deposited", write)


def taken_back(deposit):
    def write():
        subject = _("%(edition)s: your deposit %(number)s is taken back") % {
            "edition": deposit.edition,
            "number": deposit.number,
        }
        body = _(
            "Hello %(name)s,\n\n"
            "You took back deposit %(number)s: nothing is deposited any more for session "
            "%(session)s of %(edition)s.\n\n"
            "Deposit your portfolio again before it closes, on %(deadline)s:\n%(address)s\n"
        ) % {
            "name": deposit.candidate.first_names,
            "number": deposit.number,
            "session": deposit.session,
            "edition": deposit.edition,
            "deadline": deposit.portfolio.deadline,
            "address": settings.ORIGIN + deposit.portfolio.get_absolute_url(),
        }
        return subject, body

    _queue(deposit, "taken_back", write)


def not_deposited(portfolio, last_day, days, gathering):
    """Some days before the end: what is saved is not deposited."""

    def write():
        subject = _("%(edition)s: your portfolio is not deposited") % {"edition": portfolio.edition}
        body = _(
            "Hello %(name)s,\n\n"
            "Your portfolio for session %(session)s of %(edition)s is NOT DEPOSITED: what you have "
            "saved is kept, but nobody will evaluate it.\n\n"
            "Deposit it before it closes, on %(deadline)s:\n%(address)s\n\n"
            "If you do not want to take this session, you have nothing to do.\n"
        ) % {
            "name": portfolio.enrolment.person.first_names,
            "session": portfolio.session,
            "edition": portfolio.edition,
            "deadline": portfolio.deadline,
            "address": settings.ORIGIN + portfolio.get_absolute_url(),
        }
        return subject, body

    outbox.queue(
        portfolio.enrolment.person,
        kind="remind_undeposited",
        once=f"remind-undeposited:{portfolio.pk}:{portfolio.session}:{last_day}:{days}",
        write=write,
        institution=portfolio.institution,
        programme=portfolio.edition.programme_code,
        about=portfolio,
        dossier=portfolio.enrolment,
        gathering=gathering,
    )


def _queue(deposit, event, write):
    outbox.queue(
        deposit.candidate,
        kind=event,
        once=f"{event}:{deposit.pk}",
        write=write,
        institution=deposit.institution,
        programme=deposit.edition.programme_code,
        about=deposit,
        dossier=deposit.portfolio.enrolment,
    )
