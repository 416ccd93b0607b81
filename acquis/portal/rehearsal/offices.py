"""What the invented office, desks and cashier do at the pages."""

from datetime import timedelta

from acquis.base import clock
from acquis.enrolment.models import Enrolment, EnrolmentState, LedgerLine, ProofState
from acquis.jury.models import Deliberation
from acquis.outcomes.models import Document, DocumentState

from . import papers
from .doors import Visitor

QUOTE = "350,00"


class OfficeActs:
    """The people behind the desks; each act goes through the pages of the one whose task it is."""

    def __init__(self, year, staff):
        self.year = year
        self.desks = {code: Visitor(person) for code, person in staff.people.items()}
        self.receipts = 0

    # -- enrolments -------------------------------------------------------------------------

    def check(self, acts, enrolment):
        """Look at each document, then accept, refuse, or ask for what lacks."""
        candidate, enrolment = acts.candidate, self._fresh(enrolment)
        if enrolment.state != EnrolmentState.SENT:
            return
        desk = self._checker(enrolment)
        for proof in enrolment.proofs.filter(state=ProofState.PENDING).order_by("kind", "pk"):
            is_draft = b"Brouillon sans rapport" in proof.file.bytes.read()
            proof.file.bytes.close()
            verdict = ProofState.REFUSED if is_draft else ProofState.ACCEPTED
            reason = "Ce document ne montre pas votre situation." if is_draft else ""
            desk.post(
                "enrolment:check_proof", proof.pk, fields={"state": str(verdict), "reason": reason}
            )
        if enrolment.proofs.filter(state=ProofState.REFUSED).exists():
            desk.post(
                "enrolment:ask_completion",
                enrolment.pk,
                fields={"message": "Joignez le bon document, s’il vous plaît."},
            )
            later = clock.now() + timedelta(days=candidate.rng.randrange(2, 6))
            self.year.agenda.at(later, acts.complete, enrolment)
        elif candidate.is_refused:
            desk.post(
                "enrolment:decide",
                enrolment.pk,
                fields={
                    "decision": "refuse",
                    "reason": "Vous ne relevez d’aucune catégorie de l’année.",
                },
            )
        else:
            self._accept(desk, acts, enrolment)

    def _accept(self, desk, acts, enrolment):
        if enrolment.fee_cents is None:
            desk.fill(
                "enrolment:quote",
                enrolment.pk,
                on=("enrolment:desk_enrolment", enrolment.pk),
                fields={"amount": QUOTE, "reference": f"DEVIS-{acts.candidate.number:04}"},
            )
        desk.post("enrolment:decide", enrolment.pk, fields={"decision": "accept", "reason": ""})
        self.year.is_accepted(acts, enrolment)

    def _checker(self, enrolment):
        return self.desks["sefco" if enrolment.is_for_continuing_education else "office"]

    # -- money ------------------------------------------------------------------------------

    def settle(self, acts, enrolment):
        """Record what the candidate pays at the desk, or the exemption that was proved."""
        candidate, cashier = acts.candidate, self.desks["cashier"]
        owed = self._fresh(enrolment).balance_cents()
        if owed <= 0 or candidate.pays == "never":
            return
        amount = f"{owed // 100},{owed % 100:02}"
        if candidate.pays == "exempt":
            cashier.fill(
                "enrolment:exempt",
                enrolment.pk,
                on=("enrolment:cash_enrolment", enrolment.pk),
                fields={
                    "amount": amount,
                    "reason": "Bourse sur critères sociaux",
                    "proof": papers.pdf("bourse.pdf", "Notification", candidate.email),
                },
            )
            return
        self.receipts += 1
        cashier.fill(
            "enrolment:pay",
            enrolment.pk,
            on=("enrolment:cash_enrolment", enrolment.pk),
            fields={
                "amount": amount,
                "means": candidate.rng.choice(LedgerLine.Means.values),
                "receipt_number": f"R-{self.receipts:05}",
            },
        )

    def refund(self, enrolment):
        """Give back what a candidate who withdrew had paid."""
        enrolment = self._fresh(enrolment)
        kept = enrolment.account().kept
        if enrolment.state == EnrolmentState.WITHDRAWN and kept > 0:
            self.desks["cashier"].fill(
                "enrolment:refund",
                enrolment.pk,
                on=("enrolment:cash_enrolment", enrolment.pk),
                fields={"amount": f"{kept // 100},{kept % 100:02}", "reason": "Désistement"},
            )

    # -- evaluation, results, certificates --------------------------------------------------

    def share_out(self, session):
        query = f"?edition={self.year.edition.pk}&session={session}"
        page = self.desks["office"].read("evaluation:share_out", query=query)
        if "preview" in page.content.decode():
            self.desks["office"].fill("evaluation:share_out", query=query)

    def publish(self, session):
        acts = Deliberation.objects.filter(
            sitting__jury__edition=self.year.edition,
            sitting__jury__session=session,
            publication__isnull=True,
        )
        for act in acts.order_by("sealed_at", "number"):
            self.desks["office"].read("outcomes:publish", act.pk)
            self.desks["office"].post("outcomes:publish", act.pk)

    def issue_certificates(self):
        edition = self.year.edition
        for _time in ("once", "again, which issues nothing twice"):
            self.desks["office"].post("outcomes:issue", edition.pk)
        rng = self.year.rng
        for document in self._certificates().order_by("number"):
            if rng.random() < 0.75:
                moment = clock.now() + timedelta(days=rng.randrange(1, 20), minutes=document.number)
                self.year.agenda.at(moment, self.hand_over, document, rng.random())

    def hand_over(self, document, way):
        fields = {"mode": "in_person", "identity_seen": "carte d’identité INVENTEE-01"}
        if way > 0.9:
            fields = {"mode": "post", "tracking_number": f"RK{document.number:08}FR"}
        elif way > 0.8:
            fields = {
                "mode": "proxy",
                "identity_seen": "passeport INVENTE-02",
                "receiver": "Zita Mandataire",
                "mandate": "mandat du 1er juillet",
            }
        self.desks["desk"].fill("outcomes:hand_over", document.pk, fields=fields)

    def verify_all(self):
        """Anyone types the code of each certificate: the page must know it."""
        anyone = Visitor()
        for document in self._certificates().order_by("number"):
            page = anyone.read("outcomes:verify", document.code).content.decode()
            if document.state == DocumentState.VALID and str(document) not in page:
                self.year.leaks.append(f"{document}: not verified")

    def _certificates(self):
        return Document.objects.filter(
            kind=Document.Kind.CERTIFICATE, result__enrolment__edition=self.year.edition
        ).select_related("register")

    @staticmethod
    def _fresh(enrolment):
        return Enrolment.objects.with_edition().get(pk=enrolment.pk)
