"""What pages, refusals and letters say in the same words."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquis.base.templatetags.acquis import euros, spoken

from .rules import Opening

# The verbs of the journal that a desk reads; each save of a draft is not its concern.
ACTS = {
    "started": gettext_lazy("Draft started"),
    "joined": gettext_lazy("Document joined"),
    "proof_replaced": gettext_lazy("Document replaced"),
    "sent": gettext_lazy("Request sent"),
    "proof_accepted": gettext_lazy("Document accepted"),
    "proof_refused": gettext_lazy("Document refused"),
    "proof_pending": gettext_lazy("Document put back to be checked"),
    "to_complete": gettext_lazy("Completion asked for"),
    "completed": gettext_lazy("Request completed and sent again"),
    "accepted": gettext_lazy("Enrolment accepted"),
    "refused": gettext_lazy("Enrolment refused"),
    "reconsidered": gettext_lazy("Enrolment taken back to be checked"),
    "withdrawn": gettext_lazy("Enrolment withdrawn"),
    "taken_up": gettext_lazy("Enrolment taken up again, as a draft"),
    "quoted": gettext_lazy("Fee set by quotation"),
    "category_changed": gettext_lazy("Category changed"),
    "late_opened": gettext_lazy("Late enrolment opened"),
    "late_closed": gettext_lazy("Late enrolment ended"),
    "reminded": gettext_lazy("Reminder written"),
    "ledger_due": gettext_lazy("Fee due"),
    "ledger_adjusted": gettext_lazy("Fee adjusted"),
    "ledger_exempt": gettext_lazy("Exemption recorded"),
    "ledger_paid": gettext_lazy("Payment recorded"),
    "ledger_refunded": gettext_lazy("Refund recorded"),
}


def day(value):
    return date_format(value, "j F Y")


def moment(value):
    return date_format(timezone.localtime(value), "j F Y, H:i")


def closing(plan, window):
    """The end of the last day of a window, where the institution is."""
    return _("%(day)s at midnight (%(city)s time)") % {
        "day": day(window.closes_on),
        "city": plan.timezone.rpartition("/")[2].replace("_", " "),
    }


def late(opening):
    """What a late opening opens for its person, and until when."""
    plan = opening.edition.plan
    return _("A late enrolment is opened for you alone in “%(category)s”, until %(moment)s.") % {
        "category": category_label(plan, opening.category),
        "moment": closing(plan, opening.window),
    }


def opening(opened: Opening, plan):
    """Whether one can enrol, as a sentence: open until, opens on, closed since, or never."""
    if opened.window:
        until = {"moment": closing(plan, opened.window)}
        if opened.is_late:
            return _("Late enrolment opened for you alone, until %(moment)s.") % until
        return _("Open until %(moment)s.") % until
    told = []
    if opened.previous:
        told.append(_("Closed since %(moment)s.") % {"moment": closing(plan, opened.previous)})
        if opened.following:
            told.append(_("It opens again on %(day)s.") % {"day": day(opened.following.opens_on)})
    elif opened.following:
        told.append(_("It opens on %(day)s.") % {"day": day(opened.following.opens_on)})
    else:
        told.append(
            _(
                "No enrolment dates are announced for this category in %(year)s: its fee is known, "
                "but nobody can enrol in it this year."
            )
            % {"year": plan.year}
        )
    return " ".join(told)


def fee(owed):
    """What a category costs on a day."""
    if owed.kind == "free":
        return _("Free of charge")
    if owed.kind == "quotation":
        return _("On quotation")
    if owed.cents is None:
        return _("Amount not announced yet")
    facts = {"amount": euros(owed.cents), "source": spoken(owed.source)}
    if owed.is_confirmed:
        return _("%(amount)s (%(source)s)") % facts
    return _("%(amount)s (%(source)s, to be confirmed)") % facts


def frozen_fee(enrolment):
    """What one enrolment owes, as frozen when it was sent."""
    if enrolment.fee_cents is None:
        return _("to be set by quotation")
    if not enrolment.fee_cents:
        return _("free of charge")
    return euros(enrolment.fee_cents)


def category_label(plan, code):
    """The label of a category; its bare code when the edition has it no more."""
    return next((spoken(each.label) for each in plan.categories if each.code == code), code)


def proof_label(category, code):
    """The label of a proof; its bare code when the category does not ask for it any more."""
    return next((spoken(proof.label) for proof in category.proofs if proof.code == code), code)
