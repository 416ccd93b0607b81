"""What the candidate does: start, save, join, send, withdraw, take up again."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquis.base import clock, files
from acquis.base.federation.actions import prefill
from acquis.base.journal import record
from acquis.base.refusal import Refusal
from acquis.catalogue.models import EditionState
from acquis.enrolment import notices, rules, sentences
from acquis.enrolment.models import Enrolment, EnrolmentState, Proof, ProofState


@transaction.atomic
def start(edition, category, *, by):
    """Create the draft: (enrolment, is_new). Whoever has one already gets that one back."""
    existing = Enrolment.objects.owned_by(by).filter(edition=edition).first()
    if existing:
        return existing, False
    plan = _require_open(edition, category, by)
    enrolment, is_new = Enrolment.objects.get_or_create(
        person=by,
        edition=edition,
        defaults={
            "institution": edition.institution,
            "category": category,
            "is_for_continuing_education": plan.checked_by == "continuing_education",
            "saved_at": clock.now(),
            **prefill(by),
        },
    )
    if is_new:
        record("started", enrolment, by=by, category=category)
    return enrolment, is_new


@transaction.atomic
def save(enrolment, *, by, version, **typed):
    """Keep what was typed, or refuse when another window changed something else meanwhile."""
    enrolment = Enrolment.objects.hold(enrolment)
    _require_editable(enrolment)
    if enrolment.state == EnrolmentState.DRAFT:
        category = typed.get("category", enrolment.category)
        plan = _require_open(enrolment.edition, category, enrolment.person)
        typed["is_for_continuing_education"] = plan.checked_by == "continuing_education"
    changed = {name: value for name, value in typed.items() if value != getattr(enrolment, name)}
    if not changed:
        return enrolment
    if version != enrolment.version:
        raise Refusal(
            _(
                "This request was changed in another window, at %(moment)s. Compare the two below, "
                "keep what is right, and save again: nothing was replaced."
            )
            % {"moment": sentences.moment(enrolment.saved_at)}
        )
    enrolment.change(by=by, verb="saved", saved_at=clock.now(), **changed)
    return enrolment


def join(enrolment, kind, upload, *, by):
    """Join a document, or replace the one of this kind; joining the same bytes again is no change.

    The bytes are made durable before the transaction: it must not wait for a large file.
    """
    _require_joinable(Enrolment.objects.with_edition().get(pk=enrolment.pk), kind)
    file = files.receive(upload, by=by, institution=enrolment.institution)
    with transaction.atomic():
        enrolment = Enrolment.objects.hold(enrolment)
        _require_joinable(enrolment, kind)
        before = enrolment.present_proofs().get(kind)
        if before and before.state == ProofState.PENDING and before.file.sha256 == file.sha256:
            return before
        if before:
            before.move_to(ProofState.REPLACED, by=by, verb="proof_replaced")
        proof = Proof.objects.create(
            enrolment=enrolment, kind=kind, file=file, joined_at=clock.now()
        )
        record("joined", proof, by=by, sha256=file.sha256, kind=kind)
        return proof


def send(enrolment, *, by, version, **typed):
    """Save what was typed, then send. What was saved stays saved if sending is refused."""
    enrolment = save(enrolment, by=by, version=version, **typed)
    return _send(enrolment, by=by)


@transaction.atomic
def _send(enrolment, *, by):
    enrolment = Enrolment.objects.hold(enrolment)
    _require_editable(enrolment)
    is_first = enrolment.state == EnrolmentState.DRAFT
    if missing := enrolment.missing_proofs():
        raise Refusal(
            _("Your request is NOT sent: join what is missing, then send it."),
            details=[sentences.spoken(proof.label) for proof in missing],
        )
    if is_first:
        plan = _require_open(enrolment.edition, enrolment.category, enrolment.person)
        owed = rules.owed(plan, clock.today())
        enrolment.move_to(
            EnrolmentState.SENT,
            by=by,
            facts={"category": enrolment.category, "fee_cents": owed.cents, "honour": True},
            sent_at=clock.now(),
            fee_cents=owed.cents,
            fee_source=str(owed.source),
            reason="",
        )
        enrolment.settle(by=by, reason=enrolment.fee_source)
    else:
        enrolment.move_to(
            EnrolmentState.SENT,
            by=by,
            verb="completed",
            saved_at=clock.now(),
            facts={"honour": True},
        )
    notices.sent(enrolment, is_first=is_first)
    return enrolment


@transaction.atomic
def withdraw(enrolment, *, by):
    """End one's enrolment; what is not paid is not owed any more."""
    enrolment = Enrolment.objects.hold(enrolment)
    enrolment.move_to(EnrolmentState.WITHDRAWN, by=by)
    enrolment.settle(by=by, reason=gettext_lazy("Enrolment withdrawn"))
    notices.withdrawn(enrolment)
    return enrolment


@transaction.atomic
def take_up(enrolment, *, by):
    """Make a withdrawn enrolment a draft again, within the window of its category."""
    enrolment = Enrolment.objects.hold(enrolment)
    _require_open(enrolment.edition, enrolment.category, enrolment.person)
    enrolment.move_to(
        EnrolmentState.DRAFT,
        by=by,
        verb="taken_up",
        saved_at=clock.now(),
        decided_at=None,
        decided_by=None,
        reason="",
    )
    return enrolment


def _require_open(edition, code, person):
    """The category, when it takes this person's enrolment at this instant."""
    plan = edition.plan
    category = plan.category(code)
    late = edition.late_openings.windows_of(person)
    opening = rules.opening(category, plan, clock.now(), late)
    if opening.is_open and edition.state == EditionState.PUBLISHED:
        return category
    told = _("You cannot enrol in the category “%(category)s” now. %(opening)s") % {
        "category": sentences.spoken(category.label),
        "opening": sentences.opening(opening, plan)
        if not opening.is_open
        else _("This edition is closed."),
    }
    raise Refusal(told)


def _require_editable(enrolment):
    if not enrolment.is_editable:
        raise Refusal(
            _("This request is “%(state)s”: it cannot be changed any more. Nothing was replaced.")
            % {"state": enrolment.get_state_display()}
        )


def _require_joinable(enrolment, kind):
    _require_editable(enrolment)
    if enrolment.state == EnrolmentState.DRAFT:
        _require_open(enrolment.edition, enrolment.category, enrolment.person)
    states = {code: proof.state for code, proof in enrolment.present_proofs().items()}
    if not rules.may_join(enrolment.category_plan, kind, states):
        raise Refusal(
            _("This document was accepted already, or is not asked for: keep it as it is.")
        )
