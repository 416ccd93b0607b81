"""What each person sees first: where I stand, what awaits me, how the year goes."""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from acquis.base.scope import CERTIFICATE_DESK, EVALUATOR, OFFICE, roles_of
from acquis.catalogue.models import Edition
from acquis.enrolment.models import Enrolment, EnrolmentState, LedgerLine, Proof, ProofState
from acquis.eportfolio.models import Deposit, Portfolio, PortfolioState
from acquis.evaluation.models import Assignment, AssignmentState
from acquis.jury.models import Sitting, SittingState
from acquis.outcomes.models import Document, Outcome, Result


@dataclass(frozen=True)
class Step:
    """One stop of a candidate's year: done, now, or still to come."""

    label: str
    when: object = None
    mark: str = "todo"


@dataclass(frozen=True)
class Journey:
    """One enrolment of a candidate: its stops, and the one thing to do next."""

    enrolment: Enrolment
    steps: list[Step]
    next_label: str
    next_url: str
    portfolio: Portfolio | None = None
    balance_cents: int = 0


def candidate_steps(person):
    """The person's journeys, newest first. The number of queries grows with enrolments (few)."""
    enrolments = Enrolment.objects.owned_by(person).with_edition().order_by("-edition__year")
    return [_journey(enrolment) for enrolment in enrolments]


def _journey(enrolment):
    portfolio = Portfolio.objects.filter(enrolment=enrolment).first()
    results = {
        result.session: result for result in enrolment.results.order_by("publication__published_at")
    }
    certificate = Document.objects.filter(
        result__enrolment=enrolment, kind=Document.Kind.CERTIFICATE
    ).first()
    marks = _marks(enrolment, portfolio, results, certificate)
    edition = enrolment.edition
    stops = [
        (_("Enrolment sent"), enrolment.sent_at),
        (_("Enrolment accepted"), enrolment.decided_at),
    ]
    for session in edition.plan.sessions:
        names = {"number": session.number}
        stops.append((_("Dossier deposited, session %(number)s") % names, session.deposit_until))
        stops.append((_("Jury, session %(number)s") % names, session.jury_until))
    stops.append((_("Certificate"), certificate and certificate.issued_at))
    if any(result.outcome == Outcome.CERTIFIED for result in results.values()):
        last = min(n for n, r in results.items() if r.outcome == Outcome.CERTIFIED)
        keep = 2 + 2 * last
        stops, marks = stops[:keep] + stops[-1:], marks[:keep] + marks[-1:]
    steps = [Step(label, when, mark) for (label, when), mark in zip(stops, marks, strict=True)]
    label, url = _next(enrolment, portfolio, results, certificate)
    return Journey(enrolment, steps, label, url, portfolio, enrolment.balance_cents())


def _marks(enrolment, portfolio, results, certificate):
    done = [
        enrolment.state not in (EnrolmentState.DRAFT,),
        enrolment.state == EnrolmentState.ACCEPTED,
    ]
    deposited = set(
        portfolio.deposits.standing().values_list("session", flat=True) if portfolio else ()
    )
    for session in enrolment.edition.plan.sessions:
        done += [session.number in deposited, session.number in results]
    done.append(certificate is not None)
    now = done.index(False) if False in done else len(done)
    return [
        "done" if is_done else "now" if rank == now else "todo" for rank, is_done in enumerate(done)
    ]


def _next(enrolment, portfolio, results, certificate):
    mine = enrolment.get_absolute_url()
    if enrolment.state == EnrolmentState.DRAFT:
        return _("Finish your request and send it: a draft counts for nothing."), mine
    if enrolment.state == EnrolmentState.TO_COMPLETE:
        return _("The office asks you to complete your request."), mine
    if enrolment.state in (EnrolmentState.REFUSED, EnrolmentState.WITHDRAWN):
        return _("See your request."), mine
    if certificate:
        return _("Your certificate is issued: see how to collect it."), reverse("outcomes:mine")
    if results:
        newest = results[max(results)]
        if newest.outcome == Outcome.CERTIFIED:
            return _("You are certified: see your result."), reverse("outcomes:mine")
        if portfolio is None or portfolio.state != PortfolioState.OPEN:
            return _("See your result."), reverse("outcomes:mine")
    if portfolio is None:
        return _("Start your portfolio."), mine
    if portfolio.state == PortfolioState.OPEN:
        return _("Go on with your portfolio, then deposit it."), portfolio.get_absolute_url()
    return _("Your dossier is deposited: the evaluators and the jury work now."), (
        portfolio.get_absolute_url()
    )


@dataclass(frozen=True)
class Task:
    """Something that awaits a person: a sentence, how many, and where."""

    label: str
    count: int
    url: str


def tasks(person):
    """What awaits this person as evaluator, juror or at a desk; nothing for what they are not."""
    kinds = {role.kind for role in roles_of(person)}
    found = []
    if EVALUATOR in kinds:
        waiting = Assignment.objects.read_by(person).filter(state=AssignmentState.ASSIGNED).count()
        found.append(Task(_("dossiers to evaluate"), waiting, reverse("evaluation:mine")))
    attended = Sitting.objects.attended_by(person).select_related("jury")
    for sitting in attended.exclude(state=SittingState.SEALED):
        undecided = sitting.cases.filter(state="to_decide").count()
        found.append(Task(str(sitting), undecided, sitting.get_absolute_url()))
    if sealed := attended.filter(state=SittingState.SEALED).count():
        found.append(
            Task(_("deliberations sealed, with their minutes"), sealed, reverse("jury:list"))
        )
    if CERTIFICATE_DESK in kinds:
        waiting = Document.objects.handed_by(person).filter(hand_over__isnull=True).count()
        found.append(Task(_("certificates to hand over"), waiting, reverse("outcomes:desk")))
    return found


@dataclass
class Board:
    """One edition as its office sees it: a funnel by category, and figures that are lists."""

    edition: Edition
    rows: list = field(default_factory=list)
    states: list = field(default_factory=list)
    figures: list = field(default_factory=list)


def office_boards(person):
    """The boards of the editions that the person's office runs; as many queries for each."""
    if not any(role.kind == OFFICE for role in roles_of(person)):
        return []
    editions = Edition.objects.run_by(person).select_related("institution", "programme_version")
    return [_board(edition) for edition in editions.order_by("-year", "programme_code")]


def _board(edition):
    enrolments = Enrolment.objects.filter(edition=edition)
    counts = {}
    for category, state, number in enrolments.values_list("category", "state").annotate(
        Count("pk")
    ):
        counts[category, state] = number
    board = Board(edition, states=list(EnrolmentState))
    for category in edition.plan.categories:
        numbers = [counts.get((category.code, state), 0) for state in EnrolmentState]
        board.rows.append({"category": category, "numbers": numbers, "total": sum(numbers)})
    board.figures = _figures(edition, enrolments)
    return board


def _figures(edition, enrolments):
    """What the office looks after, in the order of the year; each figure leads to its list."""
    desk, assignments = reverse("enrolment:desk"), reverse("evaluation:assignments")
    sent, documents = (
        EnrolmentState.SENT,
        Document.objects.filter(result__enrolment__edition=edition),
    )
    deposits = Deposit.objects.standing().filter(portfolio__enrolment__edition=edition)
    active = Assignment.objects.active().filter(deposit=OuterRef("pk"))
    proofs = Proof.objects.filter(
        enrolment__edition=edition,
        state=ProofState.PENDING,
        enrolment__state__in=[sent, EnrolmentState.TO_COMPLETE],
    )
    awaited = Assignment.objects.filter(
        deposit__portfolio__enrolment__edition=edition, state=AssignmentState.ASSIGNED
    )
    certified = Result.objects.current().filter(
        enrolment__edition=edition, outcome=Outcome.CERTIFIED
    )
    waiting = documents.filter(kind=Document.Kind.CERTIFICATE, hand_over__isnull=True)
    unread = deposits.filter(~Exists(active))
    lists = [
        (_("proofs to check"), proofs, f"{desk}?state=sent"),
        (_("requests to decide"), enrolments.filter(state=sent), f"{desk}?state=sent"),
        (_("fees not paid"), _unpaid(enrolments), reverse("enrolment:cash")),
        (_("dossiers deposited"), deposits, assignments),
        (_("dossiers without evaluator"), unread, f"{assignments}?state=unassigned"),
        (_("proposals awaited"), awaited, f"{assignments}?state=silent"),
        (
            _("candidates certified"),
            certified.values("enrolment").distinct(),
            reverse("outcomes:publications"),
        ),
        (_("certificates not collected"), waiting, reverse("outcomes:desk")),
    ]
    return [Task(label, rows.count(), url) for label, rows, url in lists]


def _unpaid(enrolments):
    """Enrolments that still owe something, summed by the database."""
    owed = Q(
        ledger__kind__in=[LedgerLine.Kind.DUE, LedgerLine.Kind.ADJUSTED, LedgerLine.Kind.REFUNDED]
    )
    given = Q(ledger__kind__in=[LedgerLine.Kind.PAID, LedgerLine.Kind.EXEMPT])
    return (
        enrolments.annotate(
            owed=Sum("ledger__amount_cents", filter=owed, default=0),
            given=Sum("ledger__amount_cents", filter=given, default=0),
        )
        .filter(owed__gt=F("given"))
        .exclude(state=EnrolmentState.WITHDRAWN)
    )
