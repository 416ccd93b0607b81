"""What the cashier records. A line is never changed: a mistake is mended by another line."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquis.base import files
from acquis.base.refusal import Refusal
from acquis.base.templatetags.acquis import euros
from acquis.enrolment import notices, rules
from acquis.enrolment.models import Enrolment, LedgerLine

Kind = LedgerLine.Kind


@transaction.atomic
def pay(enrolment, *, by, cents, means, receipt_number):
    """Record money received at the desk, under a receipt number used once."""
    enrolment = Enrolment.objects.hold(enrolment)
    _require_within(
        cents, rules.most(enrolment.account(), "paid"), _("Only %(amount)s is still owed.")
    )
    try:
        with transaction.atomic():
            line = enrolment.enter(
                Kind.PAID, cents, by=by, means=means, receipt_number=receipt_number
            )
    except IntegrityError:
        raise Refusal(
            _("Receipt %(number)s is already recorded for another payment: check its number.")
            % {"number": receipt_number}
        ) from None
    notices.paid(line)
    return line


@transaction.atomic
def exempt(enrolment, *, by, cents, reason, proof):
    """Record that a part of the fee, or all of it, is not asked, with the document that says so."""
    enrolment = Enrolment.objects.hold(enrolment)
    _require_within(
        cents, rules.most(enrolment.account(), "exempt"), _("Only %(amount)s is still owed.")
    )
    file = files.receive(proof, by=by, institution=enrolment.institution)
    line = enrolment.enter(Kind.EXEMPT, cents, by=by, reason=reason, proof=file)
    notices.exempted(line)
    return line


@transaction.atomic
def end_exemption(enrolment, *, by, cents, reason):
    """Take an exemption back by a line of the same kind, under zero."""
    enrolment = Enrolment.objects.hold(enrolment)
    _require_within(cents, enrolment.account().exempt, _("Only %(amount)s is exempt."))
    line = enrolment.enter(Kind.EXEMPT, -cents, by=by, reason=reason)
    enrolment.settle(by=by, reason=gettext_lazy("Exemption withdrawn"))
    notices.exempted(line)
    return line


@transaction.atomic
def refund(enrolment, *, by, cents, reason):
    """Record money given back. What the fee still asks for is owed again; a surplus is not."""
    enrolment = Enrolment.objects.hold(enrolment)
    _require_within(
        cents,
        rules.most(enrolment.account(), "refunded"),
        _("Only %(amount)s of what was paid has not been refunded."),
    )
    line = enrolment.enter(Kind.REFUNDED, cents, by=by, reason=reason)
    enrolment.settle(by=by, reason=gettext_lazy("Surplus refunded"))
    notices.refunded(line)
    return line


def _require_within(cents, most, sentence):
    if not 0 < cents <= most:
        raise Refusal(
            _("%(amount)s cannot be recorded.") % {"amount": euros(cents)}
            + " "
            + sentence % {"amount": euros(most)}
        )
