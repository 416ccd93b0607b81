"""The letters of this stage. Each is queued with the act it tells, once for each version."""

from django.conf import settings
from django.utils.translation import gettext as _

from acquis.base import outbox

from . import sentences
from .models import Enrolment, ProofState


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


def late_opened(late):
    """What was opened for one person, until when, and where they enrol."""

    def write():
        plan = late.edition.plan
        lines = [
            _("A late enrolment has been opened for you alone."),
            "",
            _("Category: %(category)s")
            % {"category": sentences.category_label(plan, late.category)},
            _("Open until %(moment)s") % {"moment": sentences.closing(plan, late.window)},
            _("Reason: %(reason)s") % {"reason": late.reason},
            "",
            _("Join your documents and SEND your request before then: a draft counts for nothing."),
        ]
        return _("Late enrolment opened: %(edition)s") % _named(late), _letter(late, lines)

    _queue(late, "late-opened", write, event=late)


def late_closed(late):
    def write():
        lines = [
            _("The late enrolment that had been opened for you is ended."),
            _("What you have sent stays sent. A draft is sent only on the dates of its category."),
        ]
        if office := late.edition.plan.contact_of("office"):
            lines += ["", _("Questions: %(mailbox)s") % {"mailbox": office.mailbox}]
        return _("Late enrolment ended: %(edition)s") % _named(late), _letter(late, lines)

    _queue(late, "late-closed", write, event=late)


def draft_closes(enrolment, window, days, gathering):
    """Some days before the end: a draft is not a request."""

    def write():
        lines = [
            _("Your request is a DRAFT: it is not sent, and counts for nothing."),
            "",
            _("Enrolment in your category closes on %(moment)s.")
            % {"moment": sentences.closing(enrolment.edition.plan, window)},
            _("Join your documents and SEND your request before then."),
            "",
            _("If you do not want to enrol any more, you have nothing to do."),
        ]
        subject = _("Your request is not sent: %(edition)s")
        return subject % _named(enrolment), _letter(enrolment, lines)

    _remind(enrolment, "draft", window.closes_on, days, write, gathering)


def still_unpaid(enrolment, last_day, days, gathering):
    """Some days before a deposit closes: what is owed is not paid."""

    def write():
        lines = [
            _("Your enrolment is accepted, and its fee is not paid in full."),
            _("Still to pay: %(amount)s.") % {"amount": sentences.euros(enrolment.balance)},
            "",
            _("Please pay before %(day)s, the last day to deposit a portfolio.")
            % {"day": sentences.day(last_day)},
            _("If you have just paid, do not mind this letter."),
        ]
        if office := enrolment.edition.plan.contact_of("office"):
            lines += ["", _("Questions: %(mailbox)s") % {"mailbox": office.mailbox}]
        return _("Fee to pay: %(edition)s") % _named(enrolment), _letter(enrolment, lines)

    _remind(enrolment, "unpaid", last_day, days, write, gathering)


def paid(line):
    """The receipt of money given at the desk."""

    def write():
        return _("Payment received: %(edition)s"), [
            _("We have received your payment: %(amount)s (%(means)s).")
            % {"amount": sentences.euros(line.amount_cents), "means": line.get_means_display()},
            _("Receipt number: %(number)s") % {"number": line.receipt_number},
        ]

    _tell_line(line, write)


def exempted(line):
    """An exemption, or, under zero, its end."""

    def write():
        amount = {"amount": sentences.euros(abs(line.amount_cents))}
        if line.amount_cents < 0:
            subject = _("Exemption withdrawn: %(edition)s")
            told = _("An exemption of %(amount)s is withdrawn: this sum is owed again.") % amount
        else:
            subject = _("Exemption recorded: %(edition)s")
            told = _("An exemption of %(amount)s is recorded.") % amount
        return subject, [told, _("Reason: %(reason)s") % {"reason": line.reason}]

    _tell_line(line, write)


def refunded(line):
    def write():
        return _("Refund recorded: %(edition)s"), [
            _("A refund of %(amount)s is recorded.")
            % {"amount": sentences.euros(line.amount_cents)},
            _("Reason: %(reason)s") % {"reason": line.reason},
        ]

    _tell_line(line, write)


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


def _named(about):
    return {"edition": str(about.edition)}


def _letter(about, lines):
    opening = _("Hello %(name)s,") % {"name": about.person.get_full_name()}
    page = f"{settings.ORIGIN}{about.get_absolute_url()}"
    closing = [_("Your page: %(address)s") % {"address": page}, "", str(about.institution)]
    return "\n".join([opening, "", *map(str, lines), "", *closing])


def _tell_line(line, write):
    """The letter of one line of the ledger, which ends with what is left to pay."""
    enrolment = line.enrolment

    def write_whole():
        subject, lines = write()
        balance = enrolment.balance_cents()
        left = (
            _("Still to pay: %(amount)s.") % {"amount": sentences.euros(balance)}
            if balance
            else _("Nothing is left to pay.")
        )
        return subject % _named(enrolment), _letter(enrolment, [*lines, "", left])

    _queue(enrolment, line.kind, write_whole, event=line)


def _remind(enrolment, kind, last_day, days, write, gathering):
    told = f"{enrolment.journal_key}:remind-{kind}:{last_day}:{days}"
    _queue(enrolment, f"remind-{kind}", write, once=told, gathering=gathering)


def _queue(about, kind, write, *, event=None, once="", gathering=None):
    """`event` is what the letter tells, when it is not the present version of its subject."""
    if not once:
        named = event or about
        once = f"{named.journal_key}:{kind}" + ("" if event else f":{about.version}")
    outbox.queue(
        about.person,
        kind=f"enrolment-{kind}",
        once=once,
        write=write,
        institution=about.institution,
        programme=about.edition.programme_code,
        about=about,
        dossier=about if isinstance(about, Enrolment) else None,
        gathering=gathering,
    )
