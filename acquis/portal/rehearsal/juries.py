"""What an invented jury does at the pages: named by an act, sits, decides, seals."""

from random import Random

from acquis.base import clock
from acquis.jury.models import Case, CaseState, Jury, Sitting, SittingState, Standing

from . import papers
from .doors import Visitor

PLACE = "Salle des délibérations (inventée)"


class JuryActs:
    """The jury of each session: the same four people, one sitting for each hundred candidates."""

    def __init__(self, year, staff):
        self.year = year
        self.office = Visitor(staff.people["office"])
        self.members = staff.jurors
        self.visitors = [Visitor(person) for person, _quality in staff.jurors]
        self.president = self.visitors[0]

    def appoint(self, session):
        """The office records the act and the members that it names."""
        self.office.fill(
            "jury:new",
            fields={
                "edition": str(self.year.edition.pk),
                "session": session,
                "name": f"Jury de la session {session}",
                "act_reference": f"Arrêté n° {clock.today():%Y}-{session:02} (inventé)",
                "appointed_on": clock.today().isoformat(),
                "signatory": "Clémence Dubois-Inventé, vice-présidente formation",
                "is_delegated": "on",
                "delegation": "Délégation n° D-2022-17 (inventée)",
                "act": papers.pdf("arrete.pdf", "Composition du jury", f"Session {session}"),
            },
        )
        jury = self._jury(session)
        for rank, (person, quality) in enumerate(self.members):
            fields = {"email": person.email, "quality": quality}
            if rank == 0:
                fields["is_president"] = "on"
            self.office.fill("jury:add_member", jury.pk, on=("jury:jury", jury.pk), fields=fields)

    def convene(self, session):
        """The sitting is planned and every candidate who is ready comes before it."""
        jury = self._jury(session)
        self.office.fill(
            "jury:new_sitting",
            jury.pk,
            fields={
                "held_on": self.year.sits(session).date().isoformat(),
                "place": PLACE,
            },
        )
        sitting = self._sitting(session)
        self.office.fill("jury:convene", sitting.pk, fields={"which": "all"})

    def open(self, session):
        sitting = self._sitting(session)
        for member in sitting.jury.members.order_by("-is_president", "pk"):
            self.president.post("jury:presence", sitting.pk, fields={"member": str(member.pk)})
        self.president.post("jury:open", sitting.pk)
        # Proposals that came after the convocation are taken up before anything is decided.
        self.president.client.post(f"{sitting.get_absolute_url()}propositions/")

    def decide(self, session):
        """A few cases are debated item by item; the clear ones are followed in one act."""
        sitting = self._sitting(session)
        rng = Random(f"{self.year.seed}:jury:{session}")
        for case in self._cases(sitting):
            if rng.random() < 0.08:
                self._depart(case)
        self.president.fill("jury:follow_all", sitting.pk)
        for case in self._cases(sitting):
            self._settle(case)

    def seal(self, session):
        sitting = self._sitting(session)
        self.president.read("jury:seal", sitting.pk)
        self.president.fill("jury:seal", sitting.pk)
        self.office.read("jury:minutes", sitting.pk)

    def _depart(self, case):
        """Validate one item that the evaluator did not, and say why."""
        refused = case.decisions.filter(verdict__in=["not_validated", "insufficient"])
        refused = refused.order_by("position").first()
        if refused is None:
            return
        self._decide(
            case,
            {
                f"verdict-{refused.item}": "validated",
                f"reason-{refused.item}": "La preuve de la deuxième situation suffit.",
            },
        )

    def _settle(self, case):
        """Decide by hand what no proposal settles: an evaluator stayed silent."""
        case.refresh_from_db()
        if case.state == CaseState.DECIDED:
            return
        open_items = case.decisions.filter(verdict="", mark__isnull=True)
        fields = {}
        for decision in open_items:
            fields[f"verdict-{decision.item}"] = "not_validated"
            fields[f"reason-{decision.item}"] = "Aucune proposition : le jury n’a pas vu la preuve."
        self._decide(case, fields)

    def _decide(self, case, fields):
        # Any member may hold the pen; the one who evaluated the dossier may not.
        self.president.fill("jury:decide", case.pk, on=("jury:case", case.pk), fields=fields)

    def _cases(self, sitting):
        return list(
            Case.objects.filter(
                sitting=sitting, state=CaseState.TO_DECIDE, standing=Standing.SUBMITTED
            ).order_by("deposit__deposited_at", "deposit__pk")
        )

    def _jury(self, session):
        return Jury.objects.get(edition=self.year.edition, session=session)

    def _sitting(self, session):
        return Sitting.objects.exclude(state=SittingState.SEALED).get(
            jury__edition=self.year.edition, jury__session=session
        )
