"""The letters of this stage. Each is queued with the act it tells, once for each version."""

from django.conf import settings
from django.utils.translation import gettext as _

from acquis.base import outbox

from . import sentences
from .models import ProofState


def sent(enrolment, *, is_first):
    """The receipt: what was sent, when, and that it waits for the desk."""

    def write():
        lines = [
            _("We have received your request. It is SENT: you have nothing more to do for now.")
            if is_first
            else _("We have received what completes your request. It is SENT again."),
            "",
            *_facts(enrolment),
            _("Documents joined:"),
            *_documents(enrolment),
            "",
            _("You declared on your honour that what you sent is true."),
            _("We check your documents, then write to you."),
        ]
        subject = (
            _("Request received: %(edition)s") if is_first else _("Request completed: %(edition)s")
        )
        return subject % _named(enrolment), _letter(enrolment, lines)

    _queue(enrolment, "sent", write)


def to_complete(enrolment):
    def write():
        lines = [_("Your request cannot be decided yet. Please complete it:"), ""]
        lines += [f"– {line}" for line in asked(enrolment)]
        if enrolment.reason:
            lines += ["", enrolment.reason]
        lines += [
            "",
            _("Replace these documents on the page below, then SEND your request again."),
            _("You can do so even if enrolment is closed for your category."),
        ]
        return _("To be completed: %(edition)s") % _named(enrolment), _letter(enrolment, lines)

    _queue(enrolment, "to-complete", write)


def accepted(enrolment):
    def write():
        lines = [_("Your enrolment is ACCEPTED."), "", *_facts(enrolment)]
        if balance := enrolment.balance_cents():
            lines += [_("Still to pay: %(amount)s.") % {"amount": sentences.euros(balance)}]
        if enrolment.reason:
            lines += ["", enrolment.reason]
        lines += ["", _("You can prepare your portfolio from your page.")]
        return _("Enrolment accepted: %(edition)s") % _named(enrolment), _letter(enrolment, lines)

    _queue(enrolment, "accepted", write)


def refused(enrolment):
    def write():
        lines = [
            _("Your enrolment is REFUSED."),
            "",
            _("Reason: %(reason)s") % {"reason": enrolment.reason},
            "",
            *recourse(enrolment),
        ]
        return _("Enrolment refused: %(edition)s") % _named(enrolment), _letter(enrolment, lines)

    _queue(enrolment, "refused", write)


def reconsidered(enrolment):
    def write():
        lines = [_("Your request is being checked again. We will write to you when it is decided.")]
        subject = _("Request checked again: %(edition)s")
        return subject % _named(enrolment), _letter(enrolment, lines)

    _queue(enrolment, "reconsidered", write)


def withdrawn(enrolment):
    def write():
        lines = [
            _("Your enrolment is WITHDRAWN, as you asked: you are not a candidate any more."),
            _("You can take it up again while enrolment is open for your category."),
        ]
        subject = _("Enrolment withdrawn: %(edition)s")
        return subject % _named(enrolment), _letter(enrolment, lines)

    _queue(enrolment, "withdrawn", write)


def quoted(enrolment):
    def write():
        lines = [
            _("Your quotation has been made: %(amount)s, reference %(reference)s.")
            % {
                "amount": sentences.frozen_fee(enrolment),
                "reference": enrolment.fee_source,
            },
            _("Still to pay: %(amount)s.") % {"amount": sentences.euros(enrolment.balance_cents())},
        ]
        return _("Your quotation: %(edition)s") % _named(enrolment), _letter(enrolment, lines)

    _queue(enrolment, "quoted", write)


def category_changed(enrolment, *, reason):
    def write():
        lines = [
            _("The category of your enrolment has been changed."),
            _("Reason: %(reason)s") % {"reason": reason},
            "",
            *_facts(enrolment),
            _("Still to pay: %(amount)s.") % {"amount": sentences.euros(enrolment.balance_cents())},
        ]
        return _("Category changed: %(edition)s") % _named(enrolment), _letter(enrolment, lines)

    _queue(enrolment, "category-changed", write)


def asked(enrolment):
    """What a candidate is to replace or to join: one line a document, with the reason."""
    category = enrolment.category_plan
    present = enrolment.present_proofs()
    missing = {proof.code for proof in enrolment.missing_proofs()}
    lines = []
    for proof in category.proofs:
        joined = present.get(proof.code)
        if joined and joined.state == ProofState.REFUSED:
            lines.append(
                _("%(document)s: to be replaced. %(reason)s")
                % {"document": sentences.spoken(proof.label), "reason": joined.reason}
            )
        elif proof.code in missing:
            lines.append(_("%(document)s: missing.") % {"document": sentences.spoken(proof.label)})
    return lines


def recourse(enrolment):
    """The ways and the delay of recourse, which a refusal must state to make the delay run."""
    office = enrolment.edition.plan.contact_of(
        "continuing_education" if enrolment.is_for_continuing_education else "office"
    )
    lines = [_("If you contest this decision, within two months of this letter you may:")]
    lines.append(
        _("– ask its author to reconsider it: %(institution)s, %(mailbox)s;")
        % {
            "institution": enrolment.institution,
            "mailbox": office.mailbox if office else enrolment.institution.city,
        }
    )
    lines.append(
        _(
            "– bring it before the administrative court in whose area the university sits, by "
            "post or at www.telerecours.fr."
        )
    )
    lines.append(
        _(
            "If you first ask its author within these two months, you have two months more for the "
            "court from the answer; two months without an answer mean that your request is refused."
        )
    )
    return lines


def _facts(enrolment):
    facts = {
        "category": sentences.spoken(enrolment.category_plan.label),
        "moment": sentences.moment(enrolment.sent_at),
        "fee": sentences.frozen_fee(enrolment),
    }
    return [
        _("Category: %(category)s") % facts,
        _("Sent on: %(moment)s") % facts,
        _("Fee: %(fee)s") % facts,
    ]


def _documents(enrolment):
    category = enrolment.category_plan
    return [
        f"– {sentences.proof_label(category, proof.kind)} ({proof.file.name})"
        for proof in enrolment.present_proofs().values()
    ] or [_("– none")]


def _named(enrolment):
    return {"edition": str(enrolment.edition)}


def _letter(enrolment, lines):
    opening = _("Hello %(name)s,") % {"name": enrolment.person.get_full_name()}
    page = f"{settings.ORIGIN}{enrolment.get_absolute_url()}"
    closing = [_("Your page: %(address)s") % {"address": page}, "", str(enrolment.institution)]
    return "\n".join([opening, "", *map(str, lines), "", *closing])


def _queue(enrolment, kind, write):
    outbox.queue(
        enrolment.person,
        kind=f"enrolment-{kind}",
        once=f"{enrolment.journal_key}:{kind}:{enrolment.version}",
        write=write,
        institution=enrolment.institution,
        about=enrolment,
    )
