"""The year that the notice of 2022-2023 announces, told in its words and played at the pages.

Five people live it: Zoé (M2, Orléans), Octave (formateur, Orléans), Isaure (another M2 of Tours,
who pays), Barnabé (candidat libre, through the SEFCO) and Maël, who is in M1.
"""

from pathlib import Path

import pytest

from acquis.accounts.models import Institution, Person
from acquis.base import journal, outbox
from acquis.base.models import Message
from acquis.catalogue import actions as catalogue
from acquis.enrolment.models import Enrolment, EnrolmentState
from acquis.eportfolio.models import Acquis, Portfolio
from acquis.evaluation.models import Assignment
from acquis.jury.models import Case, Deliberation, Jury, Sitting
from acquis.outcomes.models import Document, Outcome, Result
from acquis.portal.rehearsal import papers
from acquis.portal.rehearsal.doors import Refused, Visitor
from acquis.portal.rehearsal.staff import appoint
from tests.factories import make_person

ROOT = Path(__file__).resolve().parent.parent
EDITION = ROOT / "programmes" / "c2i2e" / "editions" / "2022-2023.yaml"
CODES = [
    f"{domain}.{n}"
    for domain, size in {
        "A.1": 5,
        "A.2": 3,
        "A.3": 4,
        "B.1": 3,
        "B.2": 5,
        "B.3": 5,
        "B.4": 3,
    }.items()
    for n in range(1, size + 1)
]
# What Octave never asks for: 24 of 28 remain.
NOT_ASKED = {"B.2.5", "B.3.5", "B.4.2", "B.4.3"}
pytestmark = pytest.mark.django_db


class Story:
    """The edition, the people who certify, and a browser for each."""

    def __init__(self):
        home = Institution.objects.create(
            slug="orleans", name="Université d’Orléans", city="Orléans"
        )
        self.edition = catalogue.load(EDITION, institution=home).edition
        self.edition.publish(by=None)
        self.staff = appoint(home, 20)
        for code, person in self.staff.people.items():
            setattr(self, code, Visitor(person))
        self.evaluators = [Visitor(person) for person in self.staff.evaluators]
        self.president = Visitor(self.staff.jurors[0][0])

    def candidate(self, first_names):
        return Visitor(make_person(first_names, email=f"{first_names.lower()}@exemple.example"))

    # -- « Chaque candidat.e doit faire une demande d’inscription » --------------------------

    def ask(self, visitor, category):
        """A request typed, proved and sent; returns the enrolment."""
        visitor.fill(
            "enrolment:start", "orleans", "c2i2e", "2022-2023", fields={"category": category}
        )
        enrolment = Enrolment.objects.with_edition().get(person=visitor.person)
        for kind in enrolment.category_plan.proofs:
            visitor.fill(
                "enrolment:join_proof",
                enrolment.pk,
                kind.code,
                on=("enrolment:mine", enrolment.pk),
                fields={"file": papers.pdf(f"{kind.code}.pdf", visitor.person.email)},
            )
        visitor.fill(
            "enrolment:send",
            enrolment.pk,
            on=("enrolment:mine", enrolment.pk),
            fields={"honour": "on"},
        )
        return enrolment

    def accept(self, desk, enrolment):
        for proof in enrolment.proofs.filter(state="pending"):
            desk.post("enrolment:check_proof", proof.pk, fields={"state": "accepted"})
        desk.post("enrolment:decide", enrolment.pk, fields={"decision": "accept"})
        enrolment.refresh_from_db()
        assert enrolment.state == EnrolmentState.ACCEPTED

    # -- « la constitution d’un portfolio numérique de compétences » -------------------------

    def show(self, visitor, enrolment, codes, *, taught=True, title="Un débat mouvant"):
        """A situation with a file, these competences claimed; the taught session if told."""
        portfolio = Portfolio.objects.filter(enrolment=enrolment).first()
        if portfolio is None:
            visitor.post("eportfolio:start", enrolment.pk)
            portfolio = Portfolio.objects.get(enrolment=enrolment)
        facts = {"title": title, "account": "Les élèves argumentent sur un mur partagé."}
        if taught:
            facts |= {
                "condition": "taught-session",
                "taught_on": "2022-10-03",
                "audience": "24 élèves de quatrième",
            }
        visitor.fill("eportfolio:new_situation", portfolio.pk, fields=facts)
        situation = portfolio.situations.get(title=title)
        visitor.fill(
            "eportfolio:add_files",
            situation.pk,
            on=("eportfolio:situation", situation.pk),
            fields={"files": [papers.pdf("deroule.pdf", title, visitor.person.email)]},
        )
        visitor.fill(
            "eportfolio:claims",
            situation.pk,
            fields={"claim": codes, **{f"argument-{code}": "Voir le déroulé." for code in codes}},
        )
        return portfolio

    # -- « Chaque dossier est évalué par un enseignant ou une enseignante » ------------------

    def evaluate(self, session, refused):
        """The office shares out; each evaluator proposes all but what `refused` says by person."""
        query = f"?edition={self.edition.pk}&session={session}"
        self.office.fill("evaluation:share_out", query=query)
        for evaluator in self.evaluators:
            mine = Assignment.objects.filter(
                evaluator=evaluator.person, state="assigned", deposit__session=session
            )
            for assignment in mine:
                deposit = assignment.deposit
                asked = deposit.claimed_items() - set(deposit.content["acquired"])
                if "taught-session" not in deposit.content["acquired"]:
                    asked |= {"taught-session"}
                fields = {}
                for code in asked:
                    is_refused = code in refused.get(deposit.candidate.first_names, [])
                    fields[f"verdict-{code}"] = "not_validated" if is_refused else "validated"
                    fields[f"reason-{code}"] = "Rien ne le montre." if is_refused else "Montré."
                evaluator.fill(
                    "evaluation:save_grid",
                    assignment.pk,
                    on=("evaluation:dossier", assignment.pk),
                    fields=fields,
                )
                evaluator.fill(
                    "evaluation:send", assignment.pk, on=("evaluation:dossier", assignment.pk)
                )

    # -- « Le jury, après examen du dossier, décide de suivre ou pas les propositions » ------

    def sit(self, session, day):
        """Name the jury, plan its sitting, convene, open; returns the sitting."""
        self.office.fill(
            "jury:new",
            fields={
                "edition": str(self.edition.pk),
                "session": session,
                "name": f"Jury {session}",
                "act_reference": f"Arrêté 2023-{session}",
                "appointed_on": "2023-03-01",
                "signatory": "La présidente",
                "act": papers.pdf("arrete.pdf", "Composition"),
            },
        )
        jury = Jury.objects.get(session=session)
        for rank, (person, quality) in enumerate(self.staff.jurors):
            fields = {"email": person.email, "quality": quality}
            self.office.fill(
                "jury:add_member",
                jury.pk,
                on=("jury:jury", jury.pk),
                fields=fields | ({"is_president": "on"} if rank == 0 else {}),
            )
        self.office.fill("jury:new_sitting", jury.pk, fields={"held_on": day, "place": "Salle 1"})
        sitting = Sitting.objects.get(jury=jury)
        self.office.fill("jury:convene", sitting.pk, fields={"which": "all"})
        for member in jury.members.all():
            self.president.post("jury:presence", sitting.pk, fields={"member": str(member.pk)})
        self.president.post("jury:open", sitting.pk)
        return sitting

    def seal_and_publish(self, sitting):
        self.president.fill("jury:seal", sitting.pk)
        act = Deliberation.objects.get(sitting=sitting)
        self.office.post("outcomes:publish", act.pk)
        return act


def test_the_year_of_the_notice(at):
    at(2022, 9, 15, 9)
    story = Story()
    zoe, octave, isaure, barnabe, mael = (
        story.candidate(name) for name in ("Zoé", "Octave", "Isaure", "Barnabé", "Maël")
    )

    # « Campagne d’inscription n°1, du 30 septembre 2022 au 14 novembre 2022 »
    at(2022, 9, 29, 23, 59)
    with pytest.raises(Refused):
        story.ask(zoe, "m2-orleans")
    at(2022, 9, 30, 0, 0)
    of_zoe = story.ask(zoe, "m2-orleans")
    of_octave = story.ask(octave, "trainers-orleans")
    at(2022, 11, 14, 23, 59)
    of_isaure = story.ask(isaure, "tours-other")
    # « Etudiant.e.s M1 »: priced in the notice, without a window in it.
    with pytest.raises(Refused):
        story.ask(mael, "m1-orleans")
    # « Inscription candidat.e.s libres (SEFCO), du 7 novembre 2022 au 8 janvier 2023 - Payant »
    at(2023, 1, 8, 23, 59)
    of_barnabe = story.ask(barnabe, "free-dry")
    at(2023, 1, 9, 0, 0)
    with pytest.raises(Refused):
        story.ask(mael, "free-dry")

    # « Gratuit », « 96,94 euros »; the SEFCO checks its own candidates.
    for enrolment in (of_zoe, of_octave, of_isaure):
        story.accept(story.office, enrolment)
    story.accept(story.sefco, of_barnabe)
    owed = {
        e.person.first_names: e.balance_cents() for e in (of_zoe, of_octave, of_isaure, of_barnabe)
    }
    assert owed == {"Zoé": 0, "Octave": 0, "Isaure": 9694, "Barnabé": 9694}
    for number, enrolment in enumerate((of_isaure, of_barnabe), 1):
        story.cashier.fill(
            "enrolment:pay",
            enrolment.pk,
            on=("enrolment:cash_enrolment", enrolment.pk),
            fields={"amount": "96,94", "means": "card", "receipt_number": f"R-{number}"},
        )
        assert enrolment.balance_cents() == 0

    # « Constitution des portfolios jusqu’au 23 avril 2023 »
    at(2023, 4, 1, 10)
    story.show(zoe, of_zoe, CODES)
    story.show(octave, of_octave, [code for code in CODES if code not in NOT_ASKED])
    story.show(isaure, of_isaure, CODES, taught=False)
    story.show(barnabe, of_barnabe, CODES[:5])
    at(2023, 4, 23, 23, 59)
    for visitor, enrolment in ((zoe, of_zoe), (octave, of_octave), (isaure, of_isaure)):
        portfolio = Portfolio.objects.get(enrolment=enrolment)
        visitor.fill("eportfolio:deposit", portfolio.pk, fields={"statement": "on"})
    at(2023, 4, 24, 0, 0)
    late = Portfolio.objects.get(enrolment=of_barnabe)
    with pytest.raises(Refused):
        barnabe.fill("eportfolio:deposit", late.pk, fields={"statement": "on"})

    # « propose ensuite au jury la validation de tout ou partie des compétences demandées »
    at(2023, 4, 25, 10)
    story.evaluate(
        1, {"Zoé": ["B.4.1"], "Octave": ["A.1.1", "A.1.2", "A.1.3"], "Isaure": ["taught-session"]}
    )

    # « Jury(s) C2i2e session 1, du 8 mai 2023 au 12 mai 2023 »
    at(2023, 5, 10, 9)
    sitting = story.sit(1, "2023-05-10")
    standings = dict(Case.objects.values_list("enrolment__person__first_names", "standing"))
    assert standings == {
        "Zoé": "submitted",
        "Octave": "submitted",
        "Isaure": "submitted",
        "Barnabé": "not_submitted",
    }
    # It does not follow one proposal, and says why: Zoé's B.4.1 is validated.
    case = Case.objects.get(enrolment=of_zoe)
    story.president.fill(
        "jury:decide",
        case.pk,
        on=("jury:case", case.pk),
        fields={"verdict-B.4.1": "validated", "reason-B.4.1": "La grille jointe le montre."},
    )
    story.president.fill("jury:follow_all", sitting.pk)
    assert "/resultats/documents/" not in zoe.read("outcomes:mine").content.decode()
    story.seal_and_publish(sitting)

    outcomes = dict(
        Result.objects.filter(session=1).values_list("enrolment__person__first_names", "outcome")
    )
    assert outcomes == {
        "Zoé": Outcome.CERTIFIED,
        "Octave": Outcome.PARTIAL,  # 21 of 28, and three missing in A.1
        "Isaure": Outcome.PARTIAL,  # 28 of 28, without a real taught session
        "Barnabé": Outcome.NOT_SUBMITTED,
    }
    # « reçoit une attestation de validation partielle des compétences et est invité à revoir
    # son dossier pour le proposer à nouveau en session 2 »
    kinds = dict(Document.objects.values_list("person__first_names", "kind"))
    assert kinds == {"Zoé": "success", "Octave": "partial", "Isaure": "partial"}
    assert Portfolio.objects.filter(session=2, state="open").count() == 3
    kept = Acquis.objects.filter(person=octave.person)
    assert set(kept.values_list("item", flat=True)) == {*CODES[3:], "taught-session"} - NOT_ASKED

    # « Constitution des portfolios jusqu’au 11 juin 2023 »
    at(2023, 6, 1, 10)
    story.show(octave, of_octave, ["A.1.1", "A.1.2"], taught=False, title="Reprise")
    story.show(isaure, of_isaure, [], taught=True, title="La séance")
    at(2023, 6, 11, 23, 59)
    for visitor, enrolment in ((octave, of_octave), (isaure, of_isaure)):
        portfolio = Portfolio.objects.get(enrolment=enrolment)
        visitor.fill("eportfolio:deposit", portfolio.pk, fields={"statement": "on"})
    at(2023, 6, 12, 10)
    story.evaluate(2, {"Isaure": ["taught-session"]})

    # « Jury session 2, du 26 au 30 juin 2023 »
    at(2023, 6, 28, 9)
    sitting = story.sit(2, "2023-06-28")
    story.president.fill("jury:follow_all", sitting.pk)
    story.seal_and_publish(sitting)
    outcomes = dict(
        Result.objects.filter(session=2).values_list("enrolment__person__first_names", "outcome")
    )
    assert outcomes == {
        "Octave": Outcome.CERTIFIED,
        "Isaure": Outcome.PARTIAL,
        "Barnabé": Outcome.NOT_SUBMITTED,
    }

    # « Suite au jury de session 2, les certificats des deux sessions seront édités »
    at(2023, 7, 3, 9)
    story.office.post("outcomes:issue", story.edition.pk)
    story.office.post("outcomes:issue", story.edition.pk)
    certificates = Document.objects.filter(kind="certificate").order_by("number")
    assert sorted(certificates.values_list("person__first_names", flat=True)) == ["Octave", "Zoé"]
    assert list(certificates.values_list("number", flat=True)) == [1, 2]
    # « Les candidat.e.s seront informé.e.s par mail de la disponibilité […] et des modalités »
    letter = Message.objects.filter(person=zoe.person).latest("queued_at")
    assert "site Bourgogne" in letter.body
    certificate = certificates.get(person=zoe.person)
    story.desk.fill(
        "outcomes:hand_over",
        certificate.pk,
        fields={"mode": "in_person", "identity_seen": "carte d’identité"},
    )
    page = Visitor().read("outcomes:verify", certificate.code).content.decode()
    assert str(certificate) in page
    assert "@exemple" not in page

    # « En cas d’échec à la session 2, une nouvelle inscription sera requise »
    last = Message.objects.filter(person=isaure.person).latest("queued_at")
    assert "nouvelle inscription" in last.body
    assert Enrolment.objects.filter(person=isaure.person).count() == 1
    assert list(journal.verify()) == []
    at(2023, 7, 3, 10)  # the letters of the certificates wait a little before they leave
    while outbox.deliver_due():
        pass
    assert not Message.objects.exclude(state="sent").exists()
    assert Person.objects.filter(enrolments__isnull=False).count() == 4
