"""What invented candidates do at the pages: enrol, gather, deposit, try again."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from acquis.accounts.models import Person
from acquis.base import clock
from acquis.base.models import Message
from acquis.enrolment.models import Enrolment, EnrolmentState, ProofState
from acquis.eportfolio.models import Acquis, Portfolio, PortfolioState

from . import papers
from .cohort import SITUATIONS, claims_of
from .doors import Visitor

PASSWORD = "chevre-feuille-et-mousse"


class CandidateActs:
    """One candidate's side of the year; `year` gives the edition and the agenda."""

    def __init__(self, year, candidate):
        self.year = year
        self.candidate = candidate
        self.rng = candidate.rng
        self.visitor = None

    # -- enrolment --------------------------------------------------------------------------

    def enrol(self):
        candidate, edition = self.candidate, self.year.edition
        self._sign_up()
        place = [edition.institution.slug, edition.programme_code, edition.year]
        self.visitor.fill("enrolment:start", *place, fields={"category": candidate.category})
        enrolment = self._enrolment()
        self._join_proofs(enrolment, wrong=candidate.forgets_a_proof)
        facts = {
            "student_number": f"{2200000 + candidate.number}",
            "home_institution": edition.institution.name,
        }
        self.visitor.fill("enrolment:mine", enrolment.pk, fields=facts)
        if candidate.leaves_a_draft:
            return
        self.year.agenda.at(clock.now() + timedelta(minutes=20), self._send, enrolment)

    def _send(self, enrolment):
        self.visitor.fill(
            "enrolment:send",
            enrolment.pk,
            on=("enrolment:mine", enrolment.pk),
            fields={"honour": "on"},
        )
        self.year.has_enrolled(self, enrolment)

    def complete(self, enrolment):
        """Join the documents that the office asked for, and send again."""
        if self._enrolment().state != EnrolmentState.TO_COMPLETE:
            return
        self._join_proofs(enrolment, wrong=False, only_refused=True)
        self._send(enrolment)

    def withdraw(self, enrolment):
        if self._enrolment().state == EnrolmentState.ACCEPTED:
            self.visitor.post("enrolment:withdraw", enrolment.pk)

    def _sign_up(self):
        """Through the pages: the form, the letter, the link that it holds."""
        candidate = self.candidate
        # From a place of their own: the limits on sign-up count by address.
        visitor = Visitor(address=f"10.1.{candidate.number // 250}.{candidate.number % 250 + 1}")
        visitor.fill(
            "account_signup",
            fields={
                "email": candidate.email,
                "password1": PASSWORD,
                "first_names": candidate.first_names,
                "birth_name": candidate.birth_name,
            },
        )
        letter = Message.objects.filter(address=candidate.email).latest("queued_at")
        link = urlsplit(re.search(r"https?://\S+", letter.body).group()).path
        visitor.client.post(link)
        self.visitor = Visitor(Person.objects.get(email=candidate.email))

    def _join_proofs(self, enrolment, *, wrong, only_refused=False):
        kinds = enrolment.category_plan.proofs
        if only_refused:
            refused = set(
                enrolment.proofs.filter(state=ProofState.REFUSED).values_list("kind", flat=True)
            )
            kinds = [kind for kind in kinds if kind.code in refused]
        for kind in kinds:
            title = "Brouillon sans rapport" if wrong else kind.label.fr
            wrong = False
            self.visitor.fill(
                "enrolment:join_proof",
                enrolment.pk,
                kind.code,
                on=("enrolment:mine", enrolment.pk),
                fields={
                    "file": papers.pdf(
                        f"{kind.code}.pdf",
                        title,
                        self.candidate.email,
                        clock.today().isoformat(),
                    )
                },
            )

    # -- portfolio --------------------------------------------------------------------------

    def start(self, enrolment):
        if self.candidate.never_starts or not self._may_work(enrolment):
            return
        self.visitor.post("eportfolio:start", enrolment.pk)

    def work(self, enrolment, session):
        """Write the situations of a session, claim in each, and show it."""
        portfolio = self._portfolio(enrolment, session)
        if portfolio is None or (session > 1 and not self.candidate.tries_again):
            return
        spread = claims_of(self.candidate, self.year.edition.programme, session)
        known = set(portfolio.situations.present().values_list("title", flat=True))
        kept = Acquis.objects.kept_by(self.visitor.person, self.year.edition, on=clock.today())
        kept = set(kept.values_list("item", flat=True))
        for rank, (place, claimed) in enumerate(sorted(spread.items())):
            items = [code for code in claimed if code not in kept]
            title, account = SITUATIONS[place]
            if session > 1:
                title = f"{title}, reprise"
            if title not in known:
                self._tell(portfolio, title, account, items, is_taught=rank == 0)

    def _tell(self, portfolio, title, account, items, *, is_taught):
        conditions = self.year.edition.programme.conditions
        facts = {"title": title, "account": account, "place": "Collège des Peupliers (inventé)"}
        if is_taught and conditions and self.candidate.has_taught:
            taught = clock.today() - timedelta(days=self.rng.randrange(5, 40))
            facts |= {
                "condition": conditions[0].code,
                "taught_on": taught.isoformat(),
                "audience": f"{self.rng.randrange(12, 30)} élèves",
            }
        self.visitor.fill("eportfolio:new_situation", portfolio.pk, fields=facts)
        situation = portfolio.situations.present().latest("saved_at", "pk")
        self.visitor.fill(
            "eportfolio:add_files",
            situation.pk,
            on=("eportfolio:situation", situation.pk),
            fields={
                "files": [
                    papers.pdf(f"{place}.pdf", title, self.candidate.email, place)
                    for place in ("deroule", "productions")
                ],
                "description": "Déroulé et productions, visages floutés",
            },
        )
        if items:
            self.visitor.fill(
                "eportfolio:claims",
                situation.pk,
                fields={
                    "claim": items,
                    **{
                        f"argument-{code}": f"Le déroulé montre {code} : voir les productions."
                        for code in items
                    },
                },
            )

    def deposit(self, enrolment, session):
        portfolio = self._portfolio(enrolment, session)
        if portfolio is None or (session == 1 and self.candidate.never_deposits):
            return
        if session > 1 and not self.candidate.tries_again:
            return
        page = self.visitor.read("eportfolio:deposit", portfolio.pk)
        if page.context is None and "disabled" in page.content.decode():
            return
        self.visitor.fill("eportfolio:deposit", portfolio.pk, fields={"statement": "on"})

    def look(self):
        """What one's own pages show, without the tokens that differ at each reading."""
        # The first page read also says what the last act did, once.
        self.visitor.read("portal:home")
        pages = [self.visitor.read("outcomes:mine"), self.visitor.read("portal:home")]
        text = "".join(page.content.decode() for page in pages)
        return re.sub(r"""value="[^"]*"|hx-headers='[^']*'""", "", text)

    # -- what is there ----------------------------------------------------------------------

    def _enrolment(self):
        found = Enrolment.objects.with_edition()
        return found.get(person__email=self.candidate.email, edition=self.year.edition)

    def _may_work(self, enrolment):
        working = {EnrolmentState.SENT, EnrolmentState.TO_COMPLETE, EnrolmentState.ACCEPTED}
        return self._enrolment().state in working

    def _portfolio(self, enrolment, session):
        """The portfolio while it can be worked on for this session, or nothing."""
        if self._enrolment().state != EnrolmentState.ACCEPTED:
            return None
        return (
            Portfolio.objects.with_edition()
            .filter(enrolment=enrolment, session=session, state=PortfolioState.OPEN)
            .first()
        )
