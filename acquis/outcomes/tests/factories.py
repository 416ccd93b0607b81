"""Sealed acts made directly, so that nothing here waits for the jury's own doors."""

from dataclasses import dataclass, field
from datetime import date

from acquis.base import clock
from acquis.base.canonical import fingerprint
from acquis.catalogue.rules import judge
from acquis.eportfolio.models import Portfolio
from acquis.evaluation.models import Assignment, AssignmentState
from acquis.jury.models import Deliberation, Jury, Member, Sitting, SittingState
from acquis.outcomes import rules
from acquis.outcomes.actions import issue_certificates, issue_missing, publish
from tests.factories import (
    make_assignment,
    make_deposit,
    make_edition,
    make_enrolment,
    make_file,
    make_person,
    make_portfolio,
    make_staff,
)

CONDITION = "taught-session"


@dataclass
class Seen:
    """One candidate before the jury: `missing` are the items not validated, of all 28, and
    `unclaimed` those not even claimed.

    The award is what the rule gives, unless told: then the act is at fault.
    """

    enrolment: object
    missing: tuple = ()
    unclaimed: tuple = ()
    standing: str = "submitted"
    condition: str = "validated"
    marks: dict = field(default_factory=dict)
    is_awarded: bool | None = None


def make_certified(person=None, edition=None, **fields):
    enrolment = make_enrolment(person, edition, **fields)
    return Seen(_with_deposit(enrolment))


def make_partial(person=None, edition=None, missing=("A.1.1", "A.1.2", "A.1.3"), **fields):
    """Three missing in one domain: refused by the rule, though 25 are validated."""
    enrolment = make_enrolment(person, edition, **fields)
    return Seen(_with_deposit(enrolment), missing=missing)


def make_absent(person=None, edition=None, **fields):
    return Seen(make_enrolment(person, edition, **fields), standing="absent")


def make_not_submitted(person=None, edition=None, **fields):
    enrolment = make_enrolment(person, edition, **fields)
    make_portfolio(enrolment, claims=["A.1.1"])
    return Seen(enrolment, standing="not_submitted")


def _with_deposit(enrolment, session=1):
    portfolio = Portfolio.objects.filter(enrolment=enrolment).first()
    portfolio = portfolio or make_portfolio(enrolment, claims=["A.1.1", "B.2.1"])
    make_deposit(portfolio, session=session)
    return enrolment


def make_remarks(seen, reasons, **fields):
    """A sent proposal on the candidate's deposit; `reasons` maps items to the evaluator's words."""
    deposit = seen.enrolment.portfolio.deposits.get(session=1)
    assignment = make_assignment(deposit, proposals=dict.fromkeys(reasons, "validated"), **fields)
    for item, reason in reasons.items():
        assignment.proposals.filter(item=item).update(reason=reason)
    Assignment.objects.filter(pk=assignment.pk).update(
        state=AssignmentState.SENT, sent_at=clock.now()
    )
    return assignment


def make_sealed(*seen, session=1, edition=None, held_on=None, name=None, **fields):
    """A sealed act on these candidates, in the documented form of its content."""
    edition = edition or (seen[0].enrolment.edition if seen else make_edition())
    plan = edition.session(session)
    held_on = held_on or plan.jury_from
    serial = Sitting.objects.count() + 1
    jury = Jury.objects.create(
        institution=edition.institution,
        edition=edition,
        session=session,
        name=name or f"Jury {serial}",
        act_reference=f"Arrêté 2023-{serial}",
        appointed_on=date(2023, 3, 1),
        signatory="Le président de l'université",
    )
    Member.objects.create(
        jury=jury, person=make_person("Présidente"), quality="professeure", is_president=True
    )
    sitting = Sitting.objects.create(
        institution=edition.institution, jury=jury, held_on=held_on, place="Orléans"
    )
    Sitting.objects.filter(pk=sitting.pk).update(
        state=SittingState.SEALED, opened_at=clock.now(), sealed_at=clock.now()
    )
    return _act(sitting, seen, number=f"{edition.year[-4:]}-S{session}-{serial}", **fields)


def make_rectifying(first, *seen, reason="Erreur matérielle sur une compétence."):
    number = f"{first.number}-R{first.rectifications.count() + 1}"
    return _act(first.sitting, seen, number=number, rectifies=first, reason=reason)


def _act(sitting, seen, *, number, **fields):
    edition = sitting.jury.edition
    content = {
        "programme": {"code": edition.programme_code},
        "rule": {},
        "edition": edition.year,
        "session": sitting.jury.session,
        "jury": {"name": sitting.jury.name},
        "presences": [],
        "cases": [_case(edition.programme, each, sitting.jury.session) for each in seen],
    }
    return Deliberation.objects.create(
        institution=edition.institution,
        sitting=sitting,
        number=number,
        content=content,
        sha256=fingerprint(content),
        minutes=make_file(institution=edition.institution),
        sealed_at=clock.now(),
        sealed_by=make_person("Présidente"),
        **fields,
    )


def _case(programme, seen, session):
    decisions = [_decision(item, seen) for item in programme.items]
    condition = seen.condition if seen.standing == "submitted" else "not_claimed"
    decisions += [_verdict(each.code, condition) for each in programme.conditions]
    portfolio = Portfolio.objects.filter(enrolment=seen.enrolment).first()
    deposit = portfolio and portfolio.deposits.standing().filter(session=session).first()
    is_awarded = seen.is_awarded
    if is_awarded is None:
        judgement = judge(programme, rules.record_of(programme, decisions))
        is_awarded = seen.standing == "submitted" and judgement.is_met
    return {
        "enrolment": str(seen.enrolment.pk),
        "candidate": seen.enrolment.person.civil_name,
        "standing": seen.standing,
        "deposit": deposit and {"number": deposit.number, "sha256": deposit.sha256},
        "recusals": [],
        "decisions": decisions,
        "is_awarded": is_awarded,
        "findings": [],
    }


def _decision(item, seen):
    if seen.standing != "submitted":
        return _verdict(item.code, "not_claimed")
    if item.kind == "mark":
        return {**_verdict(item.code, ""), "mark": seen.marks[item.code]}
    if item.code in seen.unclaimed:
        return _verdict(item.code, "not_claimed")
    return _verdict(item.code, "not_validated" if item.code in seen.missing else "validated")


def _verdict(code, verdict):
    return {
        "item": code,
        "basis": "not_claimed" if verdict == "not_claimed" else "proposed",
        "proposed": verdict,
        "verdict": verdict,
        "mark": None,
        "follows": True,
        "reason": "",
    }


def make_published(*seen, by=None, **fields):
    """A publication with its attestations, made by the stage's own actions."""
    act = make_sealed(*seen, **fields)
    return published(act, by=by or make_staff("office", act.institution))


def published(act, *, by):
    publication = publish(act, by=by)
    issue_missing(publication, by=by)
    return publication


def make_certificates(*seen, by=None):
    """Both sessions published, then the batch: returns the certificates in order of number."""
    first = make_published(*seen, by=by)
    by = first.published_by
    if not first.edition.publications.filter(session=2).exists():
        make_published(session=2, edition=first.edition, by=by)
    batch = issue_certificates(first.edition, by=by)
    return sorted(batch.issued, key=lambda document: document.number)
