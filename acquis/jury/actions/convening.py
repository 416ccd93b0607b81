"""The office puts candidates before a sitting, and takes up the proposals that arrive."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from acquis.base.journal import record
from acquis.base.refusal import Refusal
from acquis.catalogue.models import Edition
from acquis.enrolment.models import Enrolment, LedgerLine
from acquis.jury.models import Case, CaseState, Decision, Deliberation

from .aside import step_evaluators_aside, still_open
from .preparing import Footing, decisions_for, footings, keep_departures, outcome_of


@dataclass
class Candidates:
    """Who may come before a sitting, and who is left out and why."""

    ready: list = field(default_factory=list)
    unpaid: list = field(default_factory=list)
    members: list = field(default_factory=list)
    cases: list = field(default_factory=list)


def candidates_for(sitting):
    """The accepted candidates of the year who have no case in this session yet and were not
    awarded in an earlier one, by name."""
    jury = sitting.jury
    edition, session = jury.edition, jury.session
    waiting = (
        Enrolment.objects.accepted()
        .filter(edition=edition)
        .exclude(cases__session=session)
        .exclude(pk__in=Deliberation.objects.awarded_before(edition, session))
        .select_related("person")
        .order_by("person__birth_name", "person__first_names", "pk")
    )
    members = set(jury.members.values_list("person", flat=True))
    unpaid = _unpaid(edition) if edition.plan.fee_blocks == "jury" else set()
    found = Candidates()
    for enrolment in waiting:
        if enrolment.person_id in members:
            found.members.append(enrolment)
        elif enrolment.pk in unpaid:
            found.unpaid.append(enrolment)
        else:
            found.ready.append(enrolment)
    return found


@transaction.atomic
def convene(sitting, enrolments=None, *, by):
    """Put candidates before a sitting, all those who are ready unless told; one sitting each.

    Returns the Candidates: `cases` are those made, `unpaid` and `members` were left out.
    """
    sitting = still_open(sitting)
    # Two sittings of one session convened at once share the candidates, never one candidate.
    edition = Edition.objects.select_for_update(no_key=True).get(pk=sitting.jury.edition_id)
    found = candidates_for(sitting)
    chosen = found.ready
    if enrolments is not None:
        wanted = {enrolment.pk for enrolment in enrolments}
        chosen = [enrolment for enrolment in found.ready if enrolment.pk in wanted]
    if not chosen:
        raise Refusal(_("Nobody was added: choose at least one candidate who is ready."))
    found.cases = _make_cases(sitting, chosen, edition.programme)
    record("convened", sitting, by=by, enrolments=[str(each.pk) for each in chosen])
    step_evaluators_aside(sitting, by=by)
    return found


@transaction.atomic
def release(case, *, by):
    """Take a candidate off a sitting, to be convened before another one or because they left."""
    sitting = still_open(case.sitting)
    case = Case.objects.get(pk=case.pk)
    if case.is_decided:
        raise Refusal(_("This case is decided: the jury reopens it first."))
    record("released", sitting, by=by, case=str(case.pk), enrolment=str(case.enrolment_id))
    case.decisions.all().delete()
    case.recusals.all().delete()
    case.delete()


@transaction.atomic
def take_up_proposals(sitting, *, by):
    """Start again from the proposals sent since, for the cases that are still to be decided."""
    sitting = still_open(sitting)
    changed = take_up(sitting, by=by)
    if not changed:
        raise Refusal(_("Nothing is newer than what this page already shows."))
    return changed


def take_up(sitting, *, by):
    """The cases whose deposit or proposals had changed, started anew. The sitting is locked."""
    programme = sitting.jury.edition.programme
    cases = list(sitting.cases.filter(state=CaseState.TO_DECIDE))
    now = footings(cases, sitting.jury.session)
    changed = [case for case in cases if Footing.under(case) != now[case.enrolment_id]]
    before = {case.pk: list(case.decisions.select_related("decided_by")) for case in changed}
    for case in changed:
        now[case.enrolment_id].carry(case)
    fresh = decisions_for(changed, programme)
    Decision.objects.filter(case__in=changed).delete()
    for case in changed:
        keep_departures(case, fresh[case.pk], before[case.pk])
        case.move_to(
            CaseState.TO_DECIDE,
            by=by,
            verb="prepared",
            facts={"version": case.version + 1, "proposals": case.proposals_count},
            version=case.version + 1,
            is_awarded=outcome_of(case, programme, fresh[case.pk]),
            **vars(now[case.enrolment_id]),
        )
    Decision.objects.bulk_create(row for rows in fresh.values() for row in rows)
    step_evaluators_aside(sitting, by=by)
    return changed


def _make_cases(sitting, enrolments, programme):
    session = sitting.jury.session
    cases = [
        Case(institution=sitting.institution, sitting=sitting, enrolment=enrolment, session=session)
        for enrolment in enrolments
    ]
    now = footings(cases, session)
    for case in cases:
        now[case.enrolment_id].carry(case)
    decisions = decisions_for(cases, programme)
    for case in cases:
        case.is_awarded = outcome_of(case, programme, decisions[case.pk])
    Case.objects.bulk_create(cases)
    Decision.objects.bulk_create(row for rows in decisions.values() for row in rows)
    return cases


def _unpaid(edition):
    """The enrolments that still owe something, or whose quotation is not made."""
    lines = LedgerLine.objects.filter(enrolment__edition=edition).order_by()
    owed = {}
    for enrolment, kind, total in lines.values_list("enrolment", "kind").annotate(
        Sum("amount_cents")
    ):
        owed[enrolment] = owed.get(enrolment, 0) + LedgerLine.SIGNS[kind] * total
    unquoted = edition.enrolments.filter(fee_cents__isnull=True).values_list("pk", flat=True)
    return {enrolment for enrolment, cents in owed.items() if cents > 0} | set(unquoted)
