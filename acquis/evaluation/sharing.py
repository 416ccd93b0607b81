"""Who may read what: the dossiers of one session, the evaluators, and what keeps them apart."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from acquis.accounts.models import Person, Role, has_words
from acquis.base import clock
from acquis.base.canonical import fingerprint
from acquis.base.scope import OFFICE, reach
from acquis.catalogue.models import Edition
from acquis.enrolment.models import Enrolment, EnrolmentState
from acquis.eportfolio.models import Deposit

from . import rules
from .models import Assignment, AssignmentState

ACTIVE = [AssignmentState.ASSIGNED, AssignmentState.SENT]
CANDIDATE = [EnrolmentState.SENT, EnrolmentState.TO_COMPLETE, EnrolmentState.ACCEPTED]


def editions_of(person):
    """The years whose dossiers the person's office gives to evaluators, the one at work first."""
    deposits = Deposit.objects.standing().filter(portfolio__enrolment__edition=OuterRef("pk"))
    latest = deposits.order_by("-deposited_at").values("deposited_at")[:1]
    return (
        Edition.objects.public()
        .filter(reach(person, OFFICE, institution="institution", programme="programme_code"))
        .with_programme()
        .alias(latest=Subquery(latest))
        .order_by(F("latest").desc(nulls_last=True), "-year", "programme_code", "pk")
    )


def deposits_shared_out_by(person):
    """The standing deposits that the person's office gives to evaluators."""
    reached = reach(
        person,
        OFFICE,
        institution="institution",
        programme="portfolio__enrolment__edition__programme_code",
    )
    return Deposit.objects.standing().filter(reached).with_edition().defer("content")


def deposits_of(edition, session):
    """The standing deposits of one session, without their content, oldest first."""
    return (
        Deposit.objects.standing()
        .filter(
            portfolio__enrolment__edition=edition,
            portfolio__enrolment__state=EnrolmentState.ACCEPTED,
            session=session,
        )
        .select_related("portfolio__enrolment__person")
        .defer("content")
        .order_by("deposited_at", "pk")
    )


@dataclass(frozen=True)
class Listed:
    """The deposits of a session in one state, and how many there are in each."""

    state: str
    counts: dict
    deposits: QuerySet


def listed(panel, state):
    """Deposits `unassigned` (a reader is lacking), `silent` (a proposal is awaited), `sent` (all
    are there), or all of them. Causes a query for the counts; the list comes with its readers."""
    silent = Assignment.objects.awaited().filter(deposit=OuterRef("pk"))
    deposits = deposits_of(panel.edition, panel.session).annotate(
        given=Count("assignments", filter=Q(assignments__state__in=ACTIVE)),
        answered=Count("assignments", filter=Q(assignments__state=AssignmentState.SENT)),
        is_silent=Exists(silent),
    )
    states = {
        "unassigned": Q(given__lt=panel.wanted),
        "silent": Q(is_silent=True),
        "sent": Q(answered__gte=panel.wanted),
    }
    counts = deposits.aggregate(
        all=Count("pk"), **{name: Count("pk", filter=those) for name, those in states.items()}
    )
    readers = Assignment.objects.active().in_order().select_related("evaluator")
    return Listed(
        state=state if state in states else "",
        counts=counts,
        deposits=deposits.filter(states.get(state, Q())).prefetch_related(
            Prefetch("assignments", readers, to_attr="current")
        ),
    )


def named(deposits, text):
    """Those whose candidate has every word of `text` in a name or an address, or which bear it as
    their number."""
    return deposits.filter(has_words(text, "portfolio__enrolment__person", "number"))


@dataclass(frozen=True)
class Load:
    """One evaluator, and what they have to read in the session."""

    evaluator: Person
    total: int
    sent: int
    is_candidate: bool

    @property
    def waiting(self):
        return self.total - self.sent


@dataclass(frozen=True)
class Sharing:
    """Who would be given what: shown before it is done, and known by its fingerprint."""

    rows: list
    loads: list
    unserved: list

    @property
    def fingerprint(self):
        return fingerprint(
            [[str(deposit.pk), [person.pk for person in people]] for deposit, people in self.rows]
        )


class Panel:
    """The evaluators of one edition, before the deposits of one session. Five queries at most."""

    def __init__(self, edition, session):
        self.edition, self.session = edition, session

    @property
    def wanted(self):
        """How many evaluators the edition gives to each deposit."""
        return self.edition.plan.evaluators_per_dossier

    @cached_property
    def evaluators(self):
        """{pk: Person}: everybody whose running role lets them evaluate here, by name."""
        roles = Role.objects.running_on(clock.today()).filter(
            kind=Role.Kind.EVALUATOR,
            institution=self.edition.institution_id,
            programme_code__in=["", self.edition.programme_code],
        )
        people = Person.objects.filter(pk__in=roles.values("person"), is_active=True)
        return {person.pk: person for person in people.order_by("birth_name", "first_names", "pk")}

    @cached_property
    def candidates(self):
        """The evaluators who are candidates of the same year themselves."""
        enrolments = Enrolment.objects.filter(
            edition=self.edition, person__in=self.evaluators, state__in=CANDIDATE
        )
        return set(enrolments.values_list("person", flat=True))

    @cached_property
    def declined(self):
        """(candidate, evaluator) pairs with a declared conflict, in whatever session or year."""
        recusals = Assignment.objects.filter(
            institution=self.edition.institution_id, state=AssignmentState.RECUSED
        )
        return set(recusals.values_list("deposit__portfolio__enrolment__person_id", "evaluator_id"))

    @cached_property
    def history(self):
        """(deposit, evaluator, state) of every assignment of the session, ended ones included."""
        rows = Assignment.objects.of_session(self.edition, self.session).order_by("pk")
        return list(rows.values_list("deposit_id", "evaluator_id", "state"))

    def readers(self, deposit):
        """Who reads it now."""
        return frozenset(
            evaluator
            for key, evaluator, state in self.history
            if key == deposit.pk and state in ACTIVE
        )

    def is_lacking(self, deposit):
        """Whether it still wants an evaluator."""
        return len(self.readers(deposit)) < self.wanted

    @cached_property
    def loads(self):
        active = [(evaluator, state) for _, evaluator, state in self.history if state in ACTIVE]
        total = Counter(evaluator for evaluator, _ in active)
        sent = Counter(evaluator for evaluator, state in active if state == AssignmentState.SENT)
        return [
            Load(person, total[pk], sent[pk], pk in self.candidates)
            for pk, person in self.evaluators.items()
        ]

    def obstacle(self, deposit, evaluator):
        """Why this evaluator cannot read this deposit, in a sentence; empty when they can."""
        candidate = deposit.candidate.pk
        if evaluator.pk == candidate:
            return _("This is their own dossier.")
        if evaluator.pk not in self.evaluators:
            return _("They are not an evaluator of this certification today.")
        if evaluator.pk in self.candidates:
            return _("They are a candidate of the same year.")
        if (candidate, evaluator.pk) in self.declined:
            return _("They declared a conflict of interest with this candidate.")
        if evaluator.pk in self.readers(deposit):
            return _("They read this dossier already.")
        return ""

    def choices(self, deposit):
        """(Load, why not) for each evaluator, those who can read this deposit first."""
        found = [(load, self.obstacle(deposit, load.evaluator)) for load in self.loads]
        return sorted(found, key=lambda choice: (bool(choice[1]), choice[0].total))

    def share_out(self):
        """Who would read what still lacks a reader. Nothing is written."""
        deposits = {deposit.pk: deposit for deposit in deposits_of(self.edition, self.session)}
        readers = {pk: set() for pk in deposits}
        withdrawn = set()
        for deposit, evaluator, state in self.history:
            if state in ACTIVE:
                readers[deposit].add(evaluator)
            else:
                withdrawn.add((deposit, evaluator))
        wanted = self.wanted
        unread = [
            rules.Unread(pk, wanted, frozenset(readers[pk]))
            for pk in deposits
            if len(readers[pk]) < wanted
        ]
        able = {load.evaluator.pk: load.total for load in self.loads if not load.is_candidate}
        given = rules.share_out(unread, able, withdrawn | self._conflicts(deposits, unread))
        return self._sharing(deposits, unread, given)

    def _conflicts(self, deposits, unread):
        people = {each.deposit: deposits[each.deposit].candidate.pk for each in unread}
        apart = {}
        for candidate, evaluator in self.declined:
            apart.setdefault(candidate, []).append(evaluator)
        return {
            (deposit, evaluator)
            for deposit, candidate in people.items()
            for evaluator in [candidate, *apart.get(candidate, [])]
        }

    def _sharing(self, deposits, unread, given):
        more = Counter(evaluator for readers in given.values() for evaluator in readers)
        return Sharing(
            rows=[
                (deposits[pk], [self.evaluators[evaluator] for evaluator in given[pk]])
                for pk in deposits
                if pk in given
            ],
            loads=[
                (load, more[load.evaluator.pk], load.total + more[load.evaluator.pk])
                for load in self.loads
                if not load.is_candidate
            ],
            unserved=[
                deposits[each.deposit]
                for each in unread
                if len(given.get(each.deposit, ())) < each.lacking
            ],
        )
