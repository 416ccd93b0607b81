"""Where a candidate stands: the stops of the year with their dates, and what to do next."""

from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.base import clock
from acquis.base.templatetags.acquis import euros
from acquis.catalogue import agenda
from acquis.catalogue.definitions import Text
from acquis.enrolment.models import Enrolment, EnrolmentState
from acquis.enrolment.rules import Account
from acquis.enrolment.sentences import closing
from acquis.eportfolio.models import Deposit, Portfolio, PortfolioState
from acquis.outcomes.models import Document, Outcome, Result


@dataclass(frozen=True)
class Stop:
    """One stop of the year: done, now, due beside the rest, missed, or still to come."""

    label: str
    when: str = ""
    mark: str = "todo"
    is_good: bool = False
    # Where its day is, alone, for an agenda.
    file: str = ""


@dataclass
class Facts:
    """What is read to say where one enrolment stands."""

    enrolment: Enrolment
    portfolio: Portfolio | None
    account: Account
    deposits: dict[int, Deposit]
    results: dict[int, Result]
    certificate: Document | None

    @property
    def sessions(self):
        """Those that concern the candidate: a second one only after a first that did not do."""
        for session in self.enrolment.edition.plan.sessions:
            yield session
            result = self.results.get(session.number)
            is_certified = result and result.outcome == Outcome.CERTIFIED
            is_behind = result or self.has_missed(session)
            if is_certified or not is_behind:
                return

    def has_missed(self, session):
        closed_at = self.enrolment.edition.deposit_deadline(session.number)
        return session.number not in self.deposits and closed_at <= clock.now()

    @property
    def is_over(self):
        """Whether every session is behind, and none of them brought the certification."""
        last = max(session.number for session in self.enrolment.edition.plan.sessions)
        result = self.results.get(last)
        return bool(result) and result.outcome != Outcome.CERTIFIED

    @property
    def last_result(self):
        return self.results[max(self.results)] if self.results else None


@dataclass(frozen=True)
class Journey:
    """One enrolment of a candidate: its stops, and the one thing to do next."""

    enrolment: Enrolment
    portfolio: Portfolio | None
    stops: list[Stop]
    next_label: str
    next_url: str
    notes: list[str] = field(default_factory=list)
    proved: tuple[int, int] | None = None
    missing: tuple[Text, ...] = ()

    @property
    def look(self):
        """The frame of what comes next: dashed while nobody received it, solid afterwards."""
        if self.enrolment.state in (EnrolmentState.REFUSED, EnrolmentState.WITHDRAWN):
            return "state--bad"
        if self.enrolment.state == EnrolmentState.TO_COMPLETE:
            return "state--todo"
        is_open = self.portfolio is None or self.portfolio.state == PortfolioState.OPEN
        waits = self.enrolment.state == EnrolmentState.SENT and self.portfolio is None
        if self.is_certified:
            return "state--ok"
        return "state--sent" if waits or not is_open else "state--draft"

    @property
    def is_certified(self):
        return any(stop.is_good for stop in self.stops)

    @property
    def now(self):
        return next((stop for stop in self.stops if stop.mark == "now"), None)

    @property
    def place(self):
        """The rank of the stop where the candidate stands, from 1; the last when all is done."""
        return self.stops.index(self.now) + 1 if self.now else len(self.stops)


def journeys_of(person):
    """The person's journeys, newest first. The number of queries grows with enrolments (few)."""
    enrolments = Enrolment.objects.owned_by(person).with_edition().select_related("portfolio")
    enrolments = enrolments.order_by("-edition__year", "-pk")
    return [journey_of(enrolment, with_content=True) for enrolment in enrolments]


def journey_of(enrolment, *, with_content=False):
    """Causes four queries at most, and one for a portfolio that was not read with its enrolment;
    `with_content` three more, while a portfolio is prepared."""
    portfolio = getattr(enrolment, "portfolio", None)
    results = {
        result.session: result
        for result in enrolment.results.select_related("publication").order_by("version")
    }
    is_certified = any(each.outcome == Outcome.CERTIFIED for each in results.values())
    facts = Facts(
        enrolment=enrolment,
        portfolio=portfolio,
        account=enrolment.account(),
        deposits={
            deposit.session: deposit
            for deposit in (
                Deposit.objects.standing().filter(portfolio=portfolio) if portfolio else ()
            )
        },
        results=results,
        certificate=_certificate(enrolment) if is_certified else None,
    )
    label, url = _next(facts)
    content = {}
    is_prepared = portfolio and portfolio.state == PortfolioState.OPEN
    if with_content and enrolment.is_standing and is_prepared:
        overview = portfolio.overview()
        content = {"missing": overview.advice}
        if overview.total:
            content["proved"] = (overview.proved, overview.total)
    return Journey(enrolment, portfolio, _stops(facts), label, url, _notes(facts), **content)


def _certificate(enrolment):
    certificates = Document.objects.filter(kind=Document.Kind.CERTIFICATE)
    return certificates.filter(result__enrolment=enrolment).first()


def _stops(facts):
    stops = [_request(facts.enrolment), _decision(facts.enrolment)]
    if fee := _fee(facts):
        stops.append(fee)
    for session in facts.sessions:
        stops += [_deposit(facts, session), _result(facts, session)]
    if facts.enrolment.state in (EnrolmentState.REFUSED, EnrolmentState.WITHDRAWN):
        # What was done stays told; nothing more is expected of anybody.
        ended = stops[1]
        return [stop for stop in stops if stop is ended or stop.mark == "done"]
    if facts.certificate:
        stops.append(Stop(_("Certificate issued"), _moment(facts.certificate.issued_at), "done"))
    elif facts.is_over:
        stops.append(Stop(_("No certificate this year"), "", "missed"))
    else:
        stops.append(Stop(_("Certificate")))
    now = next((rank for rank, stop in enumerate(stops) if stop.mark == "todo"), None)
    if now is None:
        return stops
    return [replace(stop, mark="now") if rank == now else stop for rank, stop in enumerate(stops)]


def _request(enrolment):
    if enrolment.state != EnrolmentState.DRAFT:
        return Stop(_("Request sent"), _moment(enrolment.sent_at), "done")
    opening = enrolment.opening()
    if opening.is_open:
        until = closing(enrolment.edition.plan, opening.window)
        key = agenda.closing_key(
            enrolment.edition.plan, enrolment.category, opening.window.closes_on
        )
        return Stop(
            _("Request to send"),
            _("before %(deadline)s") % {"deadline": until},
            file=agenda.file_of(enrolment.edition, key) if key else "",
        )
    return Stop(_("Request to send"), _("enrolment is closed now for your category"))


def _decision(enrolment):
    match enrolment.state:
        case EnrolmentState.ACCEPTED:
            return Stop(_("Enrolment accepted"), _moment(enrolment.decided_at), "done")
        case EnrolmentState.REFUSED:
            return Stop(_("Enrolment refused"), _moment(enrolment.decided_at), "missed")
        case EnrolmentState.WITHDRAWN:
            return Stop(_("Enrolment withdrawn"), "", "missed")
        case EnrolmentState.TO_COMPLETE:
            return Stop(_("Request to complete"), _("the office waits for you"))
        case EnrolmentState.SENT:
            return Stop(_("Enrolment to accept"), _("the office checks your documents"))
    return Stop(_("Enrolment to accept"))


def _fee(facts):
    account = facts.account
    if not account.charged:
        return None
    if account.balance > 0:
        return Stop(_("Fee to pay: %(amount)s") % {"amount": euros(account.balance)}, "", "due")
    return Stop(_("Fee settled"), "", "done")


def _deposit(facts, session):
    names = {"number": session.number}
    if deposit := facts.deposits.get(session.number):
        label = _("Dossier deposited, session %(number)s") % names
        return Stop(label, _moment(deposit.deposited_at), "done")
    if facts.has_missed(session):
        return Stop(_("No dossier deposited, session %(number)s") % names, "", "missed")
    return Stop(
        _("Dossier to deposit, session %(number)s") % names,
        _("until %(day)s") % {"day": date_format(session.deposit_until, "j F Y")},
        file=agenda.file_of(facts.enrolment.edition, f"deposit-{session.number}"),
    )


def _result(facts, session):
    label = _("Result of session %(number)s") % {"number": session.number}
    result = facts.results.get(session.number)
    if result:
        told = f"{result.get_outcome_display()}, {_moment(result.publication.published_at)}"
        is_examined = result.outcome in (Outcome.CERTIFIED, Outcome.PARTIAL)
        is_certified = result.outcome == Outcome.CERTIFIED
        return Stop(label, told, "done" if is_examined else "missed", is_certified)
    if facts.has_missed(session):
        return Stop(label, "", "missed")
    days = {
        "first": date_format(session.jury_from, "j F"),
        "last": date_format(session.jury_until, "j F Y"),
    }
    return Stop(
        label,
        _("jury from %(first)s to %(last)s") % days,
        file=agenda.file_of(facts.enrolment.edition, f"jury-{session.number}"),
    )


def _moment(instant):
    return date_format(localtime(instant), "j F Y")


def _next(facts):
    enrolment, portfolio = facts.enrolment, facts.portfolio
    mine, results = enrolment.get_absolute_url(), reverse("outcomes:mine")
    if enrolment.state == EnrolmentState.DRAFT:
        return _("Finish your request and send it: a draft counts for nothing."), mine
    if enrolment.state == EnrolmentState.TO_COMPLETE:
        return _("The office asks you to complete your request."), mine
    if enrolment.state in (EnrolmentState.REFUSED, EnrolmentState.WITHDRAWN):
        return _("See your request."), mine
    if facts.certificate:
        return _("Your certificate is issued: see how to collect it."), results
    if facts.last_result and facts.last_result.outcome == Outcome.CERTIFIED:
        return _("You are certified: see your result."), results
    if facts.results and (portfolio is None or portfolio.state != PortfolioState.OPEN):
        return _("See your result."), results
    if portfolio is None:
        return _("Start your portfolio."), mine
    if portfolio.state != PortfolioState.OPEN:
        return (
            _("Your dossier is deposited: the evaluators and the jury work now."),
            portfolio.get_absolute_url(),
        )
    if portfolio.closed_because(begun_at=clock.now()):
        return _("See your portfolio: it cannot be deposited now."), portfolio.get_absolute_url()
    return _time_left(portfolio), portfolio.get_absolute_url()


def _time_left(portfolio):
    days = portfolio.days_left
    if days < 1:
        return _("Today is the last day: deposit your portfolio.")
    return ngettext(
        "Go on with your portfolio, then deposit it: %(days)s day left.",
        "Go on with your portfolio, then deposit it: %(days)s days left.",
        days,
    ) % {"days": days}


def _notes(facts):
    """What else is due, or missing."""
    notes = []
    if facts.account.balance > 0 and facts.enrolment.is_standing:
        amount = {"amount": euros(facts.account.balance)}
        notes.append(
            {
                "jury": _("Enrolment fee still to pay: %(amount)s. The jury waits for it."),
                "certificate": _(
                    "Enrolment fee still to pay: %(amount)s. The certificate waits for it."
                ),
                "nothing": _("Enrolment fee still to pay: %(amount)s."),
            }[facts.enrolment.edition.plan.fee_blocks]
            % amount
        )
    return notes
