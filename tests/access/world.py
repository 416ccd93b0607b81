"""Two institutions with all their people, and one candidate's things in each state they may have.

The world is built once a test; a state is entered by changing it inside a savepoint, and left by
going back. What is asked for is always the candidate's of the first institution.
"""

from contextlib import contextmanager
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.db import transaction

from acquis.accounts.models import Federated, Role
from acquis.base import clock
from acquis.base.models import Message, Sending, SendingState
from acquis.catalogue.models import Edition, EditionState
from acquis.enrolment.models import Enrolment, EnrolmentState, LateOpening, LedgerLine, Proof
from acquis.eportfolio.models import (
    Deposit,
    DepositState,
    Evidence,
    Portfolio,
    PortfolioState,
    Situation,
)
from acquis.evaluation.models import Assignment, AssignmentState
from acquis.jury import actions as deliberate
from acquis.jury.models import (
    Case,
    Jury,
    Member,
    Presence,
    Recusal,
    Sitting,
    SittingState,
    Standing,
)
from acquis.outcomes.models import Document, DocumentState, HandOver
from acquis.portal.looks import dress
from tests.access import papers
from tests.factories import (
    make_assignment,
    make_deposit,
    make_edition,
    make_enrolment,
    make_file,
    make_institution,
    make_letter,
    make_person,
    make_portfolio,
    make_sending,
    moment,
)

ROLES = {
    "office": Role.Kind.OFFICE,
    "continuing_education": Role.Kind.CONTINUING_EDUCATION,
    "cashier": Role.Kind.CASHIER,
    "certificate_desk": Role.Kind.CERTIFICATE_DESK,
    "administrator": Role.Kind.ADMINISTRATOR,
    "evaluator": Role.Kind.EVALUATOR,
    "other_evaluator": Role.Kind.EVALUATOR,
}
OTHERS = [
    "candidate",
    "other_candidate",
    "president",
    "juror",
    "juror_aside",
    "other_president",
    "other_juror",
    "other_office",
    "former_staff",
]
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'
PASSWORD = "un mot de passe de seize"
ONE_DAY = timedelta(days=1)
# When each kind of thing is at work, in the year of the notice.
MOMENTS = {
    "edition": moment(2022, 10, 3, 10),
    "enrolment": moment(2022, 10, 3, 10),
    "portfolio": moment(2023, 4, 20, 10),
    "assignment": moment(2023, 4, 25, 10),
    "sitting": moment(2023, 5, 9, 9),
    "paper": moment(2023, 7, 3, 9),
    "places": moment(2023, 7, 3, 9),
    "letter": moment(2023, 5, 9, 9),
}
HELD_ON = date(2023, 5, 9)


class Side:
    """One institution: its year, its people, the candidate's things and those of another one."""

    def __init__(self, slug):
        self.institution = make_institution(slug)
        dress(self.institution, colour="#1d4e6f", logo=LOGO)
        self.edition = make_edition(institution=self.institution)
        self.people = {
            name: make_person(name, slug, password=PASSWORD) for name in (*ROLES, *OTHERS)
        }
        for name, kind in ROLES.items():
            self._role(name, kind)
        make_edition("essai-lecon/editions/2023-2024", self.institution)
        self._role("other_office", Role.Kind.OFFICE, programme_code="essai-lecon")
        for kind in Role.Kind:
            self._role("former_staff", kind, until=clock.today() - ONE_DAY)
        self.things = {"edition": self.edition, **self._dossier("candidate", "evaluator")}
        self.others = {
            "edition": self.edition,
            **self._dossier("other_candidate", "other_evaluator"),
        }
        candidate, sending = self.people["candidate"], make_sending(self.edition)
        make_letter(candidate, self.edition, Message.State.FAILED)
        held = make_letter(candidate, self.edition, Message.State.HELD, sending=sending)
        # A number that stands in no page by chance: pages are searched for the keys of others.
        key = Authenticator.objects.create(
            pk=918_273_640 + len(slug),
            user=candidate,
            type=Authenticator.Type.TOTP,
            data={"secret": encrypt("JBSWY3DPEHPK3PXP")},
        )
        link = Federated.objects.create(
            person=candidate, server=slug, subject="x", told_at=clock.now(), linked_at=clock.now()
        )
        self.things |= {"sending": sending, "letter": held, "key": key, "link": link}

    def _role(self, name, kind, **fields):
        Role.objects.create(
            person=self.people[name],
            institution=self.institution,
            kind=kind,
            since=date(2020, 1, 1),
            **fields,
        )

    def _dossier(self, candidate, evaluator):
        """A request with its paper and its account, a portfolio, its deposit and its reading."""
        person, office, cashier = (self.people[n] for n in (candidate, "office", "cashier"))
        programme, institution = self.edition.programme, self.institution
        enrolment = make_enrolment(
            person,
            self.edition,
            category="tours-other",
            fee_cents=9694,
            decided_by=office,
            student_number=f"n-{candidate}-{institution.slug}",
        )
        proof = Proof.objects.create(
            enrolment=enrolment,
            kind="enrolment-certificate",
            file=make_file(b"%PDF-1.4 " + person.email.encode(), "scolarite.pdf", institution),
            joined_at=clock.now(),
        )
        line = {"enrolment": enrolment, "institution": institution, "at": clock.now()}
        LedgerLine.objects.create(**line, number=1, kind="due", amount_cents=9694, by=office)
        exemption = LedgerLine.objects.create(
            **line,
            number=2,
            kind="exempt",
            amount_cents=9694,
            reason="Boursier",
            proof=make_file(b"%PDF-1.4 b " + person.email.encode(), "bourse.pdf", institution),
            by=cashier,
        )
        late = LateOpening.objects.create(
            institution=institution,
            edition=self.edition,
            person=person,
            category="tours-other",
            until=clock.today() + ONE_DAY,
            reason="Souhait tardif.",
            given_at=clock.now(),
            given_by=office,
        )
        items = [item.code for item in programme.items]
        portfolio = make_portfolio(enrolment, claims=items)
        situation = portfolio.situations.get()
        deposit = make_deposit(portfolio)
        every_line = [*items, *(condition.code for condition in programme.conditions)]
        assignment = make_assignment(
            deposit,
            self.people[evaluator],
            proposals=dict.fromkeys(every_line, "validated"),
        )
        return {
            "enrolment": enrolment,
            "proof": proof,
            "line": exemption,
            "late": late,
            "portfolio": portfolio,
            "situation": situation,
            "evidence": situation.evidence.get(),
            "deposit": deposit,
            "assignment": assignment,
        }

    def convene(self):
        """Both dossiers are read, each comes before a jury of its own."""
        Assignment.objects.filter(institution=self.institution).update(
            state=AssignmentState.SENT, sent_at=clock.now()
        )
        self.things |= self._sitting(self.things, ["president", "juror", "juror_aside"])
        self.others |= self._sitting(self.others, ["other_president", "other_juror"])
        self.things["recusal"] = Recusal.objects.create(
            case=self.things["case"],
            member=self.things["jury"].members.get(person=self.people["juror_aside"]),
            reason="Je connais cette personne.",
            made_at=clock.now(),
        )

    def _sitting(self, things, members):
        jury = Jury.objects.create(
            institution=self.institution,
            edition=self.edition,
            session=1,
            name=f"Jury de {members[0]}",
            act_reference="Arrêté 2023-17",
            appointed_on=date(2023, 4, 3),
            signatory="La présidente de l'université",
            act=make_file(name="arrete.pdf", institution=self.institution),
        )
        for name in members:
            Member.objects.create(
                jury=jury,
                person=self.people[name],
                quality="maître de conférences",
                is_president=name == members[0],
            )
        sitting = Sitting.objects.create(
            institution=self.institution, jury=jury, held_on=HELD_ON, place="Salle du conseil"
        )
        deliberate.convene(sitting, [things["enrolment"]], by=self.people["office"])
        return {
            "jury": jury,
            "member": jury.members.get(person=self.people[members[1]]),
            "sitting": sitting,
            "case": sitting.cases.get(),
        }

    def sit(self):
        """The sitting opens with everybody there."""
        sitting, members = self.things["sitting"], self.things["jury"].members.all()
        for member in members:
            Presence.objects.create(sitting=sitting, member=member, arrived_at=clock.now())
        Sitting.objects.filter(pk=sitting.pk).update(state=SittingState.OPEN, opened_at=clock.now())

    def seal(self):
        self.sit()
        sitting = Sitting.objects.with_edition().get(pk=self.things["sitting"].pk)
        president = self.people["president"]
        deliberate.follow_all(sitting, by=president)
        self.things["act"] = deliberate.seal(sitting, by=president)

    def publish(self, outcome="certified", kind=Document.Kind.SUCCESS):
        """The act is published, and one paper issued from it."""
        self.seal()
        result = papers.make_result(self.things["act"], self.things["enrolment"], outcome)
        self.things["paper"] = papers.make_paper(result, kind, by=self.people["office"])

    def to_the_end(self):
        """The whole year: read, decided, published, a certificate issued."""
        clock.travel_to(MOMENTS["places"], freeze=True)
        self.convene()
        self.publish(kind=Document.Kind.CERTIFICATE)
        return self

    def end_paper(self, state, replaced_by=None):
        paper = self.things["paper"]
        Document.objects.filter(pk=paper.pk).update(
            state=state, ended_at=clock.now(), reason="Perdu."
        )
        if replaced_by:
            made = papers.make_paper(paper.result, replaced_by, self.people["office"], paper)
            self.things["paper"] = made

    def hand_over(self):
        HandOver.objects.create(
            document=self.things["paper"],
            mode="in_person",
            identity_seen="carte d'identité",
            at=clock.now(),
            by=self.people["certificate_desk"],
        )


class World:
    """Both institutions at the moment when these things are at work, and every actor's person."""

    def __init__(self, facet):
        self.facet = facet
        clock.travel_to(MOMENTS[facet], freeze=True)
        self.here, self.there = Side("orleans"), Side("tours")
        for side in (self.here, self.there):
            if facet == "places":
                side.to_the_end()
            elif facet in ("sitting", "paper"):
                side.convene()
        self.people = {"anonymous": None, **self.here.people}
        self.people |= {f"{name}_elsewhere": who for name, who in self.there.people.items()}

    def states(self):
        return STATES[self.facet]

    @contextmanager
    def in_state(self, state):
        """Inside, the candidate's things are in that state; afterwards as they were."""
        side = self.here
        things, now = dict(side.things), clock.now()
        with transaction.atomic():
            STATES[self.facet][state](side)
            yield side.things
            transaction.set_rollback(True)
        side.things = things
        clock.travel_to(now, freeze=True)


def as_built(side):
    """The state in which `Side` makes things."""


def _updating(model, name, **fields):
    """A state that differs from the one built by these fields of one thing."""

    def enter(side):
        model.objects.filter(pk=side.things[name].pk).update(**fields)

    return enter


def _request(state, **fields):
    return _updating(Enrolment, "enrolment", state=state, **fields)


def _free(state, **fields):
    return _request(state, category="free-dry", is_for_continuing_education=True, **fields)


def _portfolio(**fields):
    """A portfolio that is open: its deposit was taken back."""

    def enter(side):
        _updating(Deposit, "deposit", state=DepositState.TAKEN_BACK)(side)
        _updating(Portfolio, "portfolio", state=PortfolioState.OPEN, **fields)(side)

    return enter


def _absent(side):
    """Nobody has begun a portfolio: asked for with the enrolment of somebody without one."""
    person = side.people["candidate"]
    Enrolment.objects.filter(pk=side.things["enrolment"].pk).update(
        person=make_person("someone else")
    )
    side.things = {"edition": side.edition, "enrolment": make_enrolment(person, side.edition)}


def _reopened(side):
    clock.travel_to(moment(2023, 5, 20, 10), freeze=True)
    _updating(Portfolio, "portfolio", state=PortfolioState.OPEN, session=2)(side)


def _late(side):
    _portfolio()(side)
    clock.travel_to(moment(2023, 4, 25, 10), freeze=True)


def _removed(side):
    _portfolio()(side)
    _updating(Situation, "situation", removed_at=clock.now())(side)


def _link(side):
    _portfolio()(side)
    _updating(Evidence, "evidence", file=None, url="https://example.org/carnet")(side)


def _read(state, **fields):
    return _updating(Assignment, "assignment", state=state, **fields)


def _ended(state):
    def enter(side):
        _read(state, ended_at=clock.now(), reason="Empêchement.")(side)

    return enter


def _sent(side):
    _read(AssignmentState.SENT, sent_at=clock.now())(side)


def _role_ended(side):
    side.people["evaluator"].roles.update(until=clock.today() - ONE_DAY)


def _absent_case(side):
    """Before an open sitting, somebody who deposited nothing."""
    side.sit()
    Case.objects.filter(pk=side.things["case"].pk).update(
        standing=Standing.ABSENT, deposit=None, is_awarded=None
    )


def _paper(kind, outcome="certified"):
    return lambda side: side.publish(outcome, kind)


def _handed_over(side):
    side.publish(kind=Document.Kind.CERTIFICATE)
    side.hand_over()


def _duplicate(side):
    _handed_over(side)
    side.end_paper(DocumentState.SUPERSEDED, replaced_by=Document.Kind.DUPLICATE)


def _superseded(side):
    _handed_over(side)
    side.end_paper(DocumentState.SUPERSEDED)


def _revoked(side):
    side.publish(kind=Document.Kind.CERTIFICATE)
    side.end_paper(DocumentState.REVOKED)


def _letters(sending, letter):
    def enter(side):
        now = clock.now()
        _updating(Sending, "sending", state=sending, released_at=now)(side)
        _updating(Message, "letter", state=letter, sent_at=now)(side)

    return enter


REQUEST, READING, PAPER = EnrolmentState, AssignmentState, Document.Kind
NOT_SENT = {"sent_at": None, "decided_at": None, "decided_by": None}
STATES = {
    "places": {"any": as_built},
    "edition": {
        "draft": _updating(Edition, "edition", state=EditionState.DRAFT),
        "published": as_built,
        "closed": _updating(Edition, "edition", state=EditionState.CLOSED),
    },
    "enrolment": {
        "draft": _request(REQUEST.DRAFT, **NOT_SENT),
        "sent": _request(REQUEST.SENT),
        "to_complete": _request(REQUEST.TO_COMPLETE),
        "accepted": as_built,
        "refused": _request(REQUEST.REFUSED),
        "withdrawn": _request(REQUEST.WITHDRAWN),
        "taken_up": _request(REQUEST.DRAFT),
        "free draft": _free(REQUEST.DRAFT, **NOT_SENT),
        "free sent": _free(REQUEST.SENT),
        "free accepted": _free(REQUEST.ACCEPTED),
    },
    "portfolio": {
        "absent": _absent,
        "open": _portfolio(),
        "deposited": as_built,
        "reopened": _reopened,
        "late": _late,
        "withdrawn": _request(REQUEST.WITHDRAWN),
        "removed": _removed,
        "link": _link,
    },
    "assignment": {
        "assigned": as_built,
        "sent": _sent,
        "withdrawn": _ended(READING.WITHDRAWN),
        "recused": _ended(READING.RECUSED),
        "role_ended": _role_ended,
        "taken_back": _updating(Deposit, "deposit", state=DepositState.TAKEN_BACK),
        "given_up": _request(REQUEST.WITHDRAWN),
        "year_closed": _updating(Edition, "edition", state=EditionState.CLOSED),
    },
    "sitting": {
        "planned": as_built,
        "open": Side.sit,
        "absent": _absent_case,
        "sealed": Side.seal,
        "published": Side.publish,
    },
    "letter": {
        "held": as_built,
        "released": _letters(SendingState.RELEASED, Message.State.SENT),
        "cancelled": _letters(SendingState.CANCELLED, Message.State.CANCELLED),
    },
    "paper": {
        "success": _paper(PAPER.SUCCESS),
        "partial": _paper(PAPER.PARTIAL, "partial"),
        "certificate": _paper(PAPER.CERTIFICATE),
        "handed_over": _handed_over,
        "duplicate": _duplicate,
        "superseded": _superseded,
        "revoked": _revoked,
    },
}
