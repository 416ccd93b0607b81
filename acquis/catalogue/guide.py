"""What an edition answers to the public at one instant: pure Python, for the pages.

Who am I, what do I pay, when do I enrol, what must I join; then the calendar of the year.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from acquis.catalogue.definitions import Category, Contact, Edition, Session, Tariff, Window

Standing = Literal["open", "coming", "over", "never"]
Kind = Literal["enrolment", "deposit", "jury"]


@dataclass(frozen=True)
class Period:
    """Days of the calendar, and where the instant stands among them."""

    kind: Kind
    first: date
    last: date
    standing: Standing
    categories: tuple[Category, ...] = ()
    session: Session | None = None
    campaign: str = ""


@dataclass(frozen=True)
class Entrance:
    """One category as a person meets it: its days, its price, who checks what is joined."""

    category: Category
    periods: tuple[Period, ...]
    tariff: Tariff | None
    checker: Contact | None

    @property
    def period(self) -> Period | None:
        return relevant(self.periods)

    @property
    def standing(self) -> Standing:
        return self.period.standing if self.period else "never"


def relevant(periods: Sequence[Period]) -> Period | None:
    """Return the period that matters now: one that runs, else the next one, else the last one."""
    for standing in ("open", "coming"):
        for period in periods:
            if period.standing == standing:
                return period
    return max(periods, key=lambda each: each.last, default=None)


def entrances(edition: Edition, instant: datetime, today: date) -> tuple[Entrance, ...]:
    """Return each category with its windows in order and its price of today."""
    return tuple(_entrance(edition, category, instant, today) for category in edition.categories)


def calendar(edition: Edition, instant: datetime | None = None) -> tuple[Period, ...]:
    """Return the windows, shared ones once, the deposits and the juries, in order.

    Without an instant, everything is to come.
    """
    return tuple(sorted(_periods(edition, instant), key=lambda each: (each.first, each.last)))


def enrolment(edition: Edition, instant: datetime) -> Period | None:
    """Return the enrolment period of the edition that matters now, whatever the category."""
    return relevant([each for each in calendar(edition, instant) if each.kind == "enrolment"])


def standing(edition: Edition, instant: datetime, first: date, last: date) -> Standing:
    """Return where an instant stands among days that hold the whole of their last one."""
    if instant < edition.opening_instant(first):
        return "coming"
    return "over" if instant >= edition.instant_closing(last) else "open"


def price(edition: Edition, category: Category, instant: datetime, today: date) -> Tariff | None:
    """Return the tariff of a day, or that of the next days of enrolment when it has none: a price
    may be voted for these days only."""
    tariff = category.fee.tariff_on(today)
    coming = category.next_window_after(instant, edition)
    return category.fee.tariff_on(coming.opens_on) if tariff is None and coming else tariff


def _entrance(edition: Edition, category: Category, instant: datetime, today: date) -> Entrance:
    windows = sorted(category.windows, key=lambda window: window.opens_on)
    return Entrance(
        category,
        tuple(
            _period(edition, instant, "enrolment", window.opens_on, window.closes_on)
            for window in windows
        ),
        price(edition, category, instant, today),
        edition.contact_of(category.checked_by) or edition.contact_of("referent"),
    )


def _periods(edition: Edition, instant: datetime | None) -> Iterator[Period]:
    shared: dict[Window, list[Category]] = {window: [] for window in edition.windows}
    for category in edition.categories:
        for window in category.windows:
            shared[window].append(category)
    for window, categories in shared.items():
        days = (window.opens_on, window.closes_on)
        yield _period(
            edition,
            instant,
            "enrolment",
            *days,
            categories=tuple(categories),
            campaign=window.campaign,
        )
    for session in edition.sessions:
        last = session.deposit_until
        yield _period(edition, instant, "deposit", last, last, session=session)
        days = (session.jury_from, session.jury_until)
        yield _period(edition, instant, "jury", *days, session=session)


def _period(
    edition: Edition,
    instant: datetime | None,
    kind: Kind,
    first: date,
    last: date,
    *,
    categories: tuple[Category, ...] = (),
    session: Session | None = None,
    campaign: str = "",
) -> Period:
    stands = standing(edition, instant, first, last) if instant else "coming"
    return Period(kind, first, last, stands, categories, session, campaign)
