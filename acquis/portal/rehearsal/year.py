"""The invented year: who acts when. Everything goes through the pages, on an accelerated clock."""

from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from acquis.accounts.models import Institution
from acquis.base import clock, outbox
from acquis.catalogue import actions as catalogue
from acquis.catalogue.definitions import load_edition_file
from acquis.evaluation.models import Assignment, AssignmentState

from .agenda import Agenda
from .candidates import CandidateActs
from .cohort import invent
from .evaluators import EvaluatorActs
from .juries import JuryActs
from .offices import OfficeActs
from .staff import appoint

INSTITUTION = {"slug": "orleans", "name": "Université d’Orléans", "city": "Orléans"}


class Year:
    """One edition, played from the day it is loaded to the last certificate handed over."""

    def __init__(self, path, *, candidates, seed):
        self.seed = seed
        self.rng = Random(seed)
        self.agenda = Agenda()
        # What a page showed that it should not have: read by the invariants.
        self.leaks = []
        self._acts, self._seen = {}, {}
        # The dates are needed before the edition can be loaded at one of them.
        plan, problems = load_edition_file(path)
        if plan is None:
            raise ValueError(problems)
        self.zone = ZoneInfo(plan.timezone)
        first_day = min(window.opens_on for window in plan.windows)
        clock.travel_to(self._on(first_day - timedelta(days=15), 9), freeze=True)
        institution = Institution.objects.create(**INSTITUTION)
        self.edition = catalogue.load(path, institution=institution).edition
        self.edition.publish(by=None)
        self.staff = appoint(institution, candidates)
        self.cohort = invent(self.edition.plan, candidates, seed)
        self.office = OfficeActs(self, self.staff)
        self.evaluators = [
            EvaluatorActs(self, person, is_slow=person == self.staff.evaluators[-1])
            for person in self.staff.evaluators
        ]
        self.juries = JuryActs(self, self.staff)

    def play(self, until=None):
        """Play the year, or its part before a moment."""
        for candidate in self.cohort:
            acts = CandidateActs(self, candidate)
            self._acts[candidate.email] = acts
            self.agenda.at(candidate.enrols_at, acts.enrol)
        for session in self.edition.plan.sessions:
            self._plan_session(session)
        self._plan_certificates()
        self.agenda.play(until)
        while outbox.deliver_due(500):
            pass

    def acts_of(self, person):
        return self._acts[person.email]

    # -- what follows from what -------------------------------------------------------------

    def has_enrolled(self, acts, enrolment):
        """A request has come in: a desk looks at it within a week."""
        moment = self._office_hour(clock.now() + timedelta(days=acts.rng.randrange(1, 6)), acts.rng)
        self.agenda.at(moment, self.office.check, acts, enrolment)
        self.agenda.at(clock.now() + timedelta(days=1), acts.start, enrolment)

    def is_accepted(self, acts, enrolment):
        """An enrolment is accepted: it is paid, and the portfolio grows until the deadline."""
        rng, now = acts.rng, clock.now()
        days = 60 if acts.candidate.pays == "late" else 12
        paid = self._office_hour(now + timedelta(days=rng.randrange(1, days)), rng)
        self.agenda.at(paid, self.office.settle, acts, enrolment)
        if acts.candidate.withdraws:
            self.agenda.at(paid + timedelta(days=3), acts.withdraw, enrolment)
            self.agenda.at(paid + timedelta(days=9), self.office.refund, enrolment)
        for session in self.edition.plan.sessions:
            closing = self.edition.deposit_deadline(session.number)
            opens = now if session.number == 1 else self._published(session.number - 1)
            span = closing - opens - timedelta(hours=6)
            wrote = opens + span * (0.3 + 0.5 * rng.random())
            deposits = closing - timedelta(hours=1) - (closing - wrote) * 0.9 * rng.random() ** 3
            self.agenda.at(wrote, acts.work, enrolment, session.number)
            self.agenda.at(deposits, acts.deposit, enrolment, session.number)

    def share_again(self, session):
        """After an evaluator declined a dossier: somebody else gets it, and reads it."""
        before = set(self._waiting(session))
        self.office.share_out(session)
        for assignment in self._waiting(session):
            if assignment not in before:
                reader = next(e for e in self.evaluators if e.person == assignment.evaluator)
                self.agenda.at(clock.now() + timedelta(hours=5), reader.read, assignment, session)

    # -- the calendar -----------------------------------------------------------------------

    def _plan_session(self, session):
        number = session.number
        shares = self._on(session.deposit_until + timedelta(days=1), 10)
        jury = self.sits(number)
        self.agenda.at(shares, self.office.share_out, number)
        for evaluator in self.evaluators:
            until = jury - timedelta(days=1)
            self.agenda.at(shares + timedelta(minutes=30), evaluator.plan, number, until)
        self.agenda.at(jury - timedelta(days=9), self.juries.appoint, number)
        self.agenda.at(jury - timedelta(hours=18), self.juries.convene, number)
        self.agenda.at(jury, self.juries.open, number)
        self.agenda.at(jury + timedelta(hours=2), self.juries.decide, number)
        self.agenda.at(jury + timedelta(hours=7), self.juries.seal, number)
        self.agenda.at(jury - timedelta(minutes=5), self._look_before)
        self.agenda.at(jury + timedelta(hours=8), self._look_for_leaks)
        self.agenda.at(self._published(number), self.office.publish, number)

    def _plan_certificates(self):
        last = self.edition.plan.sessions[-1].number
        moment = self._published(last) + timedelta(days=2)
        self.agenda.at(moment, self.office.issue_certificates)
        self.agenda.at(moment + timedelta(days=30), self.office.verify_all)

    def _look_before(self):
        """Keep what twenty candidates see before the jury sits..."""
        present = [acts for acts in self._acts.values() if acts.visitor][:20]
        self._seen = {acts: acts.look() for acts in present}

    def _look_for_leaks(self):
        """...and see that the sealed act changes none of it before it is published."""
        self.leaks += [
            acts.candidate.email for acts, seen in self._seen.items() if acts.look() != seen
        ]

    def sits(self, number):
        """The jury sits on the third of its days: the first may be a holiday."""
        session = self.edition.session(number)
        day = min(session.jury_from + timedelta(days=2), session.jury_until)
        return self._on(day, 9)

    def _published(self, number):
        return self.sits(number) + timedelta(hours=9)

    def _waiting(self, session):
        return Assignment.objects.filter(
            deposit__session=session, state=AssignmentState.ASSIGNED
        ).order_by("deposit__deposited_at", "deposit__pk")

    def _office_hour(self, moment, rng):
        day = moment.astimezone(self.zone).date()
        while day.weekday() > 4:
            day += timedelta(days=1)
        return self._on(day, 9) + timedelta(minutes=rng.randrange(0, 8 * 60))

    def _on(self, day, hour):
        return datetime.combine(day, time(hour), tzinfo=self.zone)
