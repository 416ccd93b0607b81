"""The year as its office sees it: a funnel by category, and figures that are lists."""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from acquis.base import clock
from acquis.base.scope import OFFICE, reach
from acquis.catalogue.models import Edition, EditionState
from acquis.enrolment.models import Enrolment, EnrolmentState, Proof, ProofState
from acquis.enrolment.rules import opening
from acquis.eportfolio.models import Deposit
from acquis.evaluation.sharing import Panel, listed
from acquis.outcomes.models import Document, Outcome, Result

from .plots import Row, drawn
from .protecting import protected
from .tasks import Figure

SOON = 7


@dataclass
class Board:
    """One edition: groups of figures in the order of the year, the funnel, the equity table."""

    edition: Edition
    groups: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    equity: list = field(default_factory=list)


def office_boards(person):
    """The boards of the years that the person's office runs now; as many queries for each."""
    ours = reach(person, OFFICE, institution="institution", programme="programme_code")
    running = Edition.objects.filter(ours, state=EditionState.PUBLISHED).with_programme()
    return [_board(edition, person) for edition in running.order_by("-year", "programme_code")]


def _board(edition, person):
    board = Board(edition, groups=[_requests(edition, person)])
    for session in edition.plan.sessions:
        if session.number == 1 or clock.now() >= edition.deposit_deadline(session.number - 1):
            board.groups.append(_session(edition, session))
    board.groups.append(_certificates(edition))
    board.rows = _funnel(edition)
    board.equity = _equity(edition)
    return board


def _requests(edition, person):
    """What the lists of the desk and of the cashier show to this person."""
    desk, cash = reverse("enrolment:desk"), reverse("enrolment:cash")
    ours = Enrolment.objects.checked_by(person).filter(edition=edition)
    states = dict(ours.order_by().values_list("state").annotate(Count("pk")))
    owing = Enrolment.objects.charged_by(person).filter(edition=edition).with_account().owing()
    sent, late = states.get(EnrolmentState.SENT, 0), late_drafts(edition).count()
    here = f"edition={edition.pk}"
    figures = [
        Figure(_("late drafts"), late, _list_of(edition, "drafts"), is_urgent=late > 0),
        Figure(_("requests to decide"), sent, f"{desk}?{here}&state=sent", is_urgent=sent > 0),
        Figure(_("proofs to check"), proofs_to_check(edition).count(), _list_of(edition, "proofs")),
        Figure(
            _("requests that candidates complete"),
            states.get(EnrolmentState.TO_COMPLETE, 0),
            f"{desk}?{here}&state=to_complete",
        ),
        Figure(_("fees not paid"), owing.count(), f"{cash}?{here}&show=owing"),
    ]
    return {"title": _("Enrolment"), "figures": figures}


def _session(edition, session):
    counts = listed(Panel(edition, session.number), "").counts
    url = f"{reverse('evaluation:assignments')}?edition={edition.pk}&session={session.number}"
    figures = [
        Figure(_("dossiers deposited"), counts["all"], url),
        Figure(
            _("dossiers without evaluator"),
            counts["unassigned"],
            f"{url}&state=unassigned",
            is_urgent=counts["unassigned"] > 0,
        ),
        Figure(_("dossiers whose evaluator is silent"), counts["silent"], f"{url}&state=silent"),
    ]
    return {"title": _("Session %(number)s") % {"number": session.number}, "figures": figures}


def _certificates(edition):
    figures = [
        Figure(
            _("candidates certified"), certified(edition).count(), _list_of(edition, "certified")
        ),
        Figure(
            _("certificates not collected"),
            uncollected(edition).count(),
            _list_of(edition, "uncollected"),
        ),
    ]
    return {"title": _("Certificates"), "figures": figures}


def _list_of(edition, name):
    return reverse("portal:figure", args=[edition.pk, name])


# -- the rows that a figure counts and its list shows ----------------------------------------------


def late_drafts(edition):
    """Drafts of a category that closes within a week, or has closed."""
    today, late = clock.today(), []
    for category in edition.plan.categories:
        stands = opening(category, edition.plan, clock.now())
        closes = stands.window and (stands.window.closes_on - today).days <= SOON
        if closes or stands.status == "closed":
            late.append(category.code)
    drafts = Enrolment.objects.filter(edition=edition, state=EnrolmentState.DRAFT)
    return drafts.filter(category__in=late)


def proofs_to_check(edition):
    waiting = [EnrolmentState.SENT, EnrolmentState.TO_COMPLETE]
    return Proof.objects.filter(
        enrolment__edition=edition, state=ProofState.PENDING, enrolment__state__in=waiting
    )


def certified(edition):
    """Candidates, each once: a result of any session that says so."""
    results = Result.objects.current().filter(enrolment=OuterRef("pk"), outcome=Outcome.CERTIFIED)
    return Enrolment.objects.filter(Exists(results), edition=edition)


def uncollected(edition):
    return Document.objects.uncollected().filter(result__enrolment__edition=edition)


# -- by category -----------------------------------------------------------------------------------


def _funnel(edition):
    """Requests sent, accepted, and those of them who deposited, by category."""
    deposits = Deposit.objects.standing().filter(portfolio__enrolment=OuterRef("pk"))
    asked = Enrolment.objects.filter(edition=edition).exclude(state=EnrolmentState.DRAFT)
    counted = (
        asked.order_by()
        .values("category")
        .annotate(
            sent=Count("pk"),
            accepted=Count("pk", filter=Q(state=EnrolmentState.ACCEPTED)),
            deposited=Count("pk", filter=Q(Exists(deposits), state=EnrolmentState.ACCEPTED)),
        )
    )
    found = {row["category"]: row for row in counted}
    desk = f"{reverse('enrolment:desk')}?edition={edition.pk}&category="
    rows = []
    for category in edition.plan.categories:
        row = found.get(category.code, {})
        numbers = tuple(row.get(name, 0) for name in ("sent", "accepted", "deposited"))
        rows.append(Row(category.label, numbers, url=f"{desk}{category.code}"))
    return drawn(rows)


def _equity(edition):
    """How the candidates of each category did, as far as it may be told."""
    results = Result.objects.current().filter(enrolment__edition=edition)
    examined = results.filter(outcome__in=[Outcome.CERTIFIED, Outcome.PARTIAL])
    counts = {
        category: (total, good)
        for category, total, good in examined.order_by()
        .values_list("enrolment__category")
        .annotate(
            total=Count("enrolment", distinct=True),
            good=Count("enrolment", filter=Q(outcome=Outcome.CERTIFIED), distinct=True),
        )
    }
    if not counts:
        return []
    labels = {each.code: each.label for each in edition.plan.categories}
    return protected({labels[code]: counts[code] for code in labels if code in counts})
