"""A jury at work, made for the tests of this stage: boring, and honest about oddities."""

from datetime import date
from itertools import count

from acquis.accounts.models import Role
from acquis.base import clock
from acquis.eportfolio.models import Claim
from acquis.evaluation.models import AssignmentState, Proposal
from acquis.jury import actions
from acquis.jury.models import Case, Jury, Member, Presence, Sitting, SittingState
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

_serial = count(1)


def make_office(institution=None):
    return make_staff(Role.Kind.OFFICE, institution)


def make_jury(edition=None, session=1, members=2, act=True, **fields):
    """A jury with its act, a president and other members, made directly."""
    edition = edition or make_edition()
    fields.setdefault("name", f"Jury {next(_serial)}")
    jury = Jury.objects.create(
        institution=edition.institution,
        edition=edition,
        session=session,
        act_reference="Arrêté 2023-17",
        appointed_on=date(2023, 4, 3),
        signatory="La présidente de l'université",
        act=make_file(name="arrete.pdf", institution=edition.institution) if act else None,
        **fields,
    )
    for rank in range(members):
        Member.objects.create(
            jury=jury,
            person=make_person("Présidente" if rank == 0 else f"Juré{rank}"),
            quality="professeure des universités" if rank == 0 else "maître de conférences",
            is_president=rank == 0,
        )
    return jury


def make_sitting(jury=None, state=SittingState.PLANNED, present=True, **fields):
    """A sitting of 9 May 2023; when it is open, its members have arrived unless told."""
    jury = jury or make_jury()
    fields.setdefault("held_on", date(2023, 5, 9))
    fields.setdefault("place", "Salle du conseil")
    if state != SittingState.PLANNED:
        fields.setdefault("opened_at", clock.now())
    sitting = Sitting.objects.create(institution=jury.institution, jury=jury, state=state, **fields)
    if present and state == SittingState.OPEN:
        for member in jury.members.all():
            Presence.objects.create(sitting=sitting, member=member, arrived_at=clock.now())
    return sitting


def president(sitting):
    return sitting.jury.members.get(is_president=True).person


def juror(sitting):
    return sitting.jury.members.filter(is_president=False).order_by("pk").first().person


def codes(edition):
    return [item.code for item in edition.programme.items]


def everything(edition, verdict="validated"):
    """A proposal that says the same of every item and condition."""
    conditions = [condition.code for condition in edition.programme.conditions]
    return dict.fromkeys([*codes(edition), *conditions], verdict)


def make_candidate(edition=None, proposals=None, evaluators=1, sent=True, claims=None, **person):
    """An enrolment whose dossier claims every item and was read; all is validated unless told.

    `proposals` changes the verdict of some codes, or is a list with one dictionary an evaluator.
    """
    edition = edition or make_edition()
    enrolment = make_enrolment(make_person(**person), edition)
    deposit = _deposit(enrolment, codes(edition) if claims is None else claims)
    given = proposals if isinstance(proposals, list) else [proposals or {}] * evaluators
    for changes in given:
        assignment = make_assignment(
            deposit,
            make_staff(Role.Kind.EVALUATOR, edition.institution),
            state=AssignmentState.SENT if sent else AssignmentState.ASSIGNED,
        )
        if sent:
            propose(assignment, {**everything(edition), **changes})
    return enrolment


def _deposit(enrolment, claims):
    """As the factory makes it, with its claims written at once: dossiers here are whole."""
    portfolio = make_portfolio(enrolment, claims=claims[:1])
    situation = portfolio.situations.get()
    Claim.objects.bulk_create(
        Claim(situation=situation, item=item, argument=f"Voir le déroulé ({item}).")
        for item in claims[1:]
    )
    return make_deposit(portfolio)


def propose(assignment, verdicts):
    Proposal.objects.bulk_create(
        Proposal(
            assignment=assignment,
            item=item,
            verdict=verdict,
            reason=f"Lecture de {item}",
            saved_at=clock.now(),
        )
        for item, verdict in verdicts.items()
    )


def make_open_sitting(*candidates, jury=None):
    """An open sitting, everybody there, with the cases of these candidates prepared."""
    jury = jury or make_jury()
    sitting = make_sitting(jury)
    actions.convene(sitting, candidates or None, by=make_office(jury.institution))
    for member in jury.members.all():
        Presence.objects.create(sitting=sitting, member=member, arrived_at=clock.now())
    actions.open_sitting(sitting, by=president(sitting))
    sitting.refresh_from_db()
    return sitting


def case_of(enrolment, session=1):
    return Case.objects.with_dossier().get(enrolment=enrolment, session=session)


def make_sealed(*candidates, jury=None):
    """A sealed sitting in which everything was followed."""
    sitting = make_open_sitting(*candidates, jury=jury)
    actions.follow_all(sitting, by=juror(sitting))
    act = actions.seal(sitting, by=president(sitting))
    sitting.refresh_from_db()
    return sitting, act
