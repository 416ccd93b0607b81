"""The letters of this stage. Each is queued with the act it tells, once for each version."""

from django.conf import settings
from django.utils.translation import gettext as _

from acquis.base import outbox

from . import letters, sentences
from .models import Enrolment, ProofState


def sent(enrolment, *, is_first):
    """The receipt: what was sent, when, and that it waits for the desk."""

    def values():
        subject = (
            _("Request received: %(edition)s") if is_first else _("Request completed: %(edition)s")
        )
        return {
            "title": subject % {"edition": enrolment.edition},
            "received": _(
                "We have received your request. It is SENT: you have nothing more to do for now."
            )
            if is_first
            else _("We have received what completes your request. It is SENT again."),
            "facts": _facts(enrolment),
            "documents": _lines(_documents(enrolment)),
        }

    _queue(enrolment, letters.SENT, values)


def to_complete(enrolment, *, gathering=None):
    _queue(
        enrolment,
        letters.TO_COMPLETE,
        lambda: {
            "asked": _lines(f"– {line}" for line in asked(enrolment)),
            "reason": enrolment.reason,
        },
        gathering=gathering,
    )


def accepted(enrolment, *, gathering=None):
    def values():
        balance = enrolment.balance_cents()
        return {
            "facts": _facts(enrolment),
            "to_pay": _to_pay(balance) if balance else "",
            "reason": enrolment.reason,
        }

    _queue(enrolment, letters.ACCEPTED, values, gathering=gathering)


def refused(enrolment, *, gathering=None):
    _queue(
        enrolment,
        letters.REFUSED,
        lambda: {"reason": enrolment.reason, "recourse": _lines(recourse(enrolment))},
        gathering=gathering,
    )


def reconsidered(enrolment):
    _queue(enrolment, letters.RECONSIDERED)


def withdrawn(enrolment):
    _queue(enrolment, letters.WITHDRAWN)


def quoted(enrolment):
    _queue(
        enrolment,
        letters.QUOTED,
        lambda: {
            "amount": sentences.frozen_fee(enrolment),
            "reference": enrolment.fee_source,
            "to_pay": _to_pay(enrolment.balance_cents()),
        },
    )


def category_changed(enrolment, *, reason):
    _queue(
        enrolment,
        letters.CATEGORY_CHANGED,
        lambda: {
            "reason": reason,
            "facts": _facts(enrolment),
            "to_pay": _to_pay(enrolment.balance_cents()),
        },
    )


def late_opened(late):
    """What was opened for one person, until when, and where they enrol."""
    plan = late.edition.plan
    _queue(
        late,
        letters.LATE_OPENED,
        lambda: {
            "category": sentences.category_label(plan, late.category),
            "moment": sentences.closing(plan, late.window),
            "reason": late.reason,
        },
        event=late,
    )


def late_closed(late):
    _queue(late, letters.LATE_CLOSED, lambda: {"questions": _questions(late)}, event=late)


def draft_closes(enrolment, window, occasion, gathering):
    """Some days before the end: a draft is not a request. `occasion` is how many days, or the
    key of what somebody asked for."""
    plan = enrolment.edition.plan
    _queue(
        enrolment,
        letters.DRAFT_CLOSES,
        lambda: {"moment": sentences.closing(plan, window)},
        once=f"{enrolment.journal_key}:remind-draft:{window.closes_on}:{occasion}",
        gathering=gathering,
    )


def still_unpaid(enrolment, balance, last_day, occasion, gathering):
    """Some days before a deposit closes: what is owed is not paid. `occasion` as above."""
    _queue(
        enrolment,
        letters.STILL_UNPAID,
        lambda: {
            "amount": sentences.euros(balance),
            "day": sentences.day(last_day),
            "questions": _questions(enrolment),
        },
        once=f"{enrolment.journal_key}:remind-unpaid:{last_day}:{occasion}",
        gathering=gathering,
    )


def paid(line):
    """The receipt of money given at the desk."""
    _tell_line(
        line,
        letters.PAID,
        lambda: {
            "amount": sentences.euros(line.amount_cents),
            "means": line.get_means_display(),
            "number": line.receipt_number,
        },
    )


def exempted(line):
    """An exemption, or, under zero, its end."""

    def values():
        amount = {"amount": sentences.euros(abs(line.amount_cents))}
        if line.amount_cents < 0:
            subject = _("Exemption withdrawn: %(edition)s")
            told = _("An exemption of %(amount)s is withdrawn: this sum is owed again.") % amount
        else:
            subject = _("Exemption recorded: %(edition)s")
            told = _("An exemption of %(amount)s is recorded.") % amount
        title = subject % {"edition": line.enrolment.edition}
        return {"title": title, "told": told, "reason": line.reason}

    _tell_line(line, letters.EXEMPTED, values)


def refunded(line):
    _tell_line(
        line,
        letters.REFUNDED,
        lambda: {"amount": sentences.euros(line.amount_cents), "reason": line.reason},
    )


def asked(enrolment):
    """What a candidate is to replace or to join: one line a document, with the reason."""
    category = enrolment.category_plan
    present = enrolment.present_proofs()
    missing = {proof.code for proof in enrolment.missing_proofs(present)}
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
    return _lines(
        [
            _("Category: %(category)s") % facts,
            _("Sent on: %(moment)s") % facts,
            _("Fee: %(fee)s") % facts,
        ]
    )


def _documents(enrolment):
    category = enrolment.category_plan
    return [
        f"– {sentences.proof_label(category, proof.kind)} ({proof.file.name})"
        for proof in enrolment.present_proofs().values()
    ] or [_("– none")]


def _to_pay(balance):
    return _("Still to pay: %(amount)s.") % {"amount": sentences.euros(balance)}


def _questions(about):
    office = about.edition.plan.contact_of("office")
    return _("Questions: %(mailbox)s") % {"mailbox": office.mailbox} if office else ""


def _lines(found):
    return "\n".join(map(str, found))


def _tell_line(line, kind, values):
    """The letter of one line of the ledger, which ends with what is left to pay."""
    enrolment = line.enrolment

    def with_what_is_left():
        balance = enrolment.balance_cents()
        left = _to_pay(balance) if balance else _("Nothing is left to pay.")
        return {**values(), "to_pay": left}

    _queue(enrolment, kind, with_what_is_left, event=line)


def _queue(about, kind, values=dict, *, event=None, once="", gathering=None):
    """`event` is what the letter tells, when it is not the present version of its subject."""
    if not once:
        named, told = event or about, kind.code.removeprefix("enrolment-")
        once = f"{named.journal_key}:{told}" + ("" if event else f":{about.version}")
    outbox.queue(
        about.person,
        kind=kind,
        once=once,
        values=lambda: {
            "name": about.person.get_full_name(),
            "edition": about.edition,
            "address": f"{settings.ORIGIN}{about.get_absolute_url()}",
            "institution": about.institution,
            **values(),
        },
        institution=about.institution,
        programme=about.edition.programme_code,
        about=about,
        dossier=about if isinstance(about, Enrolment) else None,
        gathering=gathering,
    )
