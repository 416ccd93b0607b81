"""What a desk does: check the documents one by one, then decide; quote; change the category."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquis.base import clock
from acquis.base.refusal import Refusal
from acquis.enrolment import notices, rules, sentences
from acquis.enrolment.models import Enrolment, EnrolmentState, Proof, ProofState


@transaction.atomic
def check_proof(proof, state, *, by, reason=""):
    """Accept or refuse one document, or put it back to be checked."""
    enrolment = Enrolment.objects.hold(proof.enrolment)
    if enrolment.state not in (EnrolmentState.SENT, EnrolmentState.TO_COMPLETE):
        raise Refusal(enrolment.no_such_move(enrolment.state))
    if state == ProofState.REFUSED and not reason:
        raise Refusal(_("Say why this document is refused: its candidate will read it."))
    proof = Proof.objects.select_related("checked_by", "enrolment__institution").get(pk=proof.pk)
    proof.decide(state, by=by, reason=reason)
    return proof


@transaction.atomic
def ask_completion(enrolment, *, by, message="", gathering=None):
    """Send one letter that lists every document to join or to replace."""
    enrolment = Enrolment.objects.hold(enrolment)
    if not message and not notices.asked(enrolment):
        raise Refusal(
            _("Nothing is to be completed: refuse a document, or write what you ask for.")
        )
    enrolment.move_to(EnrolmentState.TO_COMPLETE, by=by, reason=message)
    notices.to_complete(enrolment, gathering=gathering)
    return enrolment


@transaction.atomic
def accept(enrolment, *, by, reason="", gathering=None):
    """Accept the enrolment once nothing about it is open."""
    enrolment = Enrolment.objects.hold(enrolment)
    if enrolment.state == EnrolmentState.SENT and (open_points := obstacles(enrolment)):
        raise Refusal(_("This enrolment cannot be accepted yet."), details=open_points)
    _decide(enrolment, EnrolmentState.ACCEPTED, by=by, reason=reason)
    notices.accepted(enrolment, gathering=gathering)
    return enrolment


@transaction.atomic
def refuse(enrolment, *, by, reason, gathering=None):
    """Refuse the enrolment; what is not paid is not owed any more."""
    enrolment = Enrolment.objects.hold(enrolment)
    if not reason:
        raise Refusal(_("Say why this enrolment is refused: its candidate will read it."))
    _decide(enrolment, EnrolmentState.REFUSED, by=by, reason=reason)
    enrolment.settle(by=by, reason=gettext_lazy("Enrolment refused"))
    notices.refused(enrolment, gathering=gathering)
    return enrolment


@transaction.atomic
def reconsider(enrolment, *, by):
    """Take a refused enrolment back for checking, or one whose completion need not be awaited."""
    enrolment = Enrolment.objects.hold(enrolment)
    if enrolment.state == EnrolmentState.DRAFT:
        raise Refusal(enrolment.no_such_move(EnrolmentState.SENT))
    enrolment.move_to(
        EnrolmentState.SENT, by=by, verb="reconsidered", decided_at=None, decided_by=None, reason=""
    )
    enrolment.settle(by=by, reason=gettext_lazy("Enrolment checked again"))
    notices.reconsidered(enrolment)
    return enrolment


@transaction.atomic
def quote(enrolment, *, by, version, cents, reference):
    """Set the fee of a category on quotation; a second quotation adjusts the first."""
    enrolment = Enrolment.objects.hold(enrolment)
    _require_standing(enrolment)
    if enrolment.category_plan.fee.kind != "quotation" and enrolment.fee_cents is not None:
        raise Refusal(_("The fee of this category is not set by quotation: nothing was changed."))
    _require_version(enrolment, version)
    enrolment.change(
        by=by,
        verb="quoted",
        facts={"fee_cents": cents},
        fee_cents=cents,
        fee_source=reference,
    )
    enrolment.settle(by=by, reason=reference)
    notices.quoted(enrolment)
    return enrolment


@transaction.atomic
def change_category(enrolment, *, by, version, category, reason):
    """Move to another category, with its fee on the day of the sending and a line that says why."""
    enrolment = Enrolment.objects.hold(enrolment)
    _require_standing(enrolment)
    _require_version(enrolment, version)
    if category == enrolment.category:
        raise Refusal(_("This enrolment is already in that category: nothing was changed."))
    before, plan = enrolment.category, enrolment.edition.category(category)
    owed = rules.owed(plan, enrolment.tariff_day)
    enrolment.change(
        by=by,
        verb="category_changed",
        facts={"before": before, "after": category, "fee_cents": owed.cents},
        category=category,
        is_for_continuing_education=plan.checked_by == "continuing_education",
        fee_cents=owed.cents,
        fee_source=str(owed.source),
    )
    if not enrolment.settle(by=by, reason=reason):
        enrolment.enter("adjusted", 0, by=by, reason=reason)
    notices.category_changed(enrolment, reason=reason)
    return enrolment


def _decide(enrolment, state, *, by, reason):
    enrolment.move_to(state, by=by, reason=reason, decided_at=clock.now(), decided_by=by)


def obstacles(enrolment, present=None):
    """What still prevents an acceptance, one line each. Causes a query, unless the documents
    joined now are given."""
    category = enrolment.category_plan
    present = enrolment.present_proofs() if present is None else present
    lines = [
        _("%(document)s: not checked yet") % {"document": sentences.proof_label(category, kind)}
        for kind, proof in present.items()
        if proof.state == ProofState.PENDING
    ]
    lines += [
        _("%(document)s: missing or refused") % {"document": sentences.spoken(proof.label)}
        for proof in enrolment.missing_proofs(present)
    ]
    if enrolment.fee_cents is None:
        lines.append(_("The fee has not been set: make the quotation first."))
    return lines


def _require_standing(enrolment):
    if not enrolment.is_standing:
        raise Refusal(enrolment.no_such_move(enrolment.state))


def _require_version(enrolment, version):
    if version != enrolment.version:
        raise Refusal(
            _(
                "Somebody changed this enrolment while you were reading it. It is now in "
                "“%(category)s”, fee: %(fee)s. What you typed is below: compare, then send again."
            )
            % {
                "category": sentences.spoken(enrolment.category_plan.label),
                "fee": sentences.frozen_fee(enrolment),
            }
        )
