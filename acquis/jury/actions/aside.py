"""Members step aside from a candidate they are linked to."""

from django.db import transaction
from django.utils.translation import gettext as _

from acquis.base import clock
from acquis.base.journal import record
from acquis.base.refusal import Refusal
from acquis.evaluation.models import Assignment, AssignmentState
from acquis.jury.models import Recusal, Sitting

# A member who was asked to read the dossier, whatever came of it.
CAUSES = {
    AssignmentState.ASSIGNED: Recusal.Cause.EVALUATED,
    AssignmentState.SENT: Recusal.Cause.EVALUATED,
    AssignmentState.RECUSED: Recusal.Cause.DECLINED,
}


@transaction.atomic
def recuse(case, member, *, reason, by):
    """A member steps aside for one candidate: the case and its totals are closed to them."""
    still_open(case.sitting)
    recusal, is_new = Recusal.objects.get_or_create(
        case=case, member=member, defaults={"reason": reason, "made_at": clock.now()}
    )
    if not is_new and not recusal.overridden_at:
        raise Refusal(_("%(member)s has already stepped aside.") % {"member": member})
    if not is_new:
        # What the president had overridden, the member now declares: their own word prevails.
        Recusal.objects.filter(pk=recusal.pk).update(
            cause=Recusal.Cause.DECLARED,
            reason=reason,
            made_at=clock.now(),
            overridden_at=None,
            overridden_by=None,
            override_reason="",
        )
    record("recused", recusal, by=by, case=str(case.pk), member=str(member.pk))


@transaction.atomic
def override_recusal(recusal, *, reason, by):
    """The president lets a member decide all the same; the minutes print both reasons."""
    still_open(recusal.case.sitting)
    if recusal.member.person == by:
        raise Refusal(_("Nobody overrides their own recusal: the other members decide this case."))
    changed = Recusal.objects.standing().filter(pk=recusal.pk)
    if not changed.update(overridden_at=clock.now(), overridden_by=by, override_reason=reason):
        raise Refusal(_("This recusal has already been overridden."))
    record("overridden", recusal, by=by, case=str(recusal.case_id), member=str(recusal.member_id))


def step_evaluators_aside(sitting, *, by):
    """Record, once, that members who read a dossier of these candidates this year, for this
    session or an earlier one, step aside: nobody judges their own proposal, nor what became of it.
    """
    members = {member.person_id: member for member in sitting.jury.members.all()}
    session = sitting.jury.session
    readings = Assignment.objects.filter(
        deposit__portfolio__enrolment__cases__sitting=sitting,
        deposit__session__lte=session,
        evaluator__in=members,
        state__in=CAUSES,
    )
    rows = set(
        readings.values_list(
            "deposit__session", "deposit__portfolio__enrolment__cases", "evaluator", "state"
        )
    )
    known = set(Recusal.objects.filter(case__sitting=sitting).values_list("case", "member__person"))
    for read_in, case, person, state in sorted(rows, key=lambda row: (-row[0], str(row))):
        if (case, person) in known:
            continue
        known.add((case, person))
        cause = CAUSES[state]
        if cause == Recusal.Cause.EVALUATED and read_in < session:
            cause = Recusal.Cause.EVALUATED_BEFORE
        recusal = Recusal.objects.create(
            case_id=case, member=members[person], cause=cause, made_at=clock.now()
        )
        record("recused", recusal, by=by, case=str(case), member=str(members[person].pk))


def still_open(sitting):
    """The sitting, locked: an edit in flight is inside the sealed bytes, or refused here."""
    sitting = Sitting.objects.locked(sitting.pk)
    if sitting.is_sealed:
        raise Refusal(
            _(
                "This deliberation has just been sealed: nothing in it changes any more. Only a "
                "rectifying act may follow."
            )
        )
    return sitting
