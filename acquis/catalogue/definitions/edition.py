"""One academic year of a programme: who enrols, when, for how much, and the sessions.

Days are typed as dates. A day opens at its first instant in the edition's time zone and closes
at the first instant of the next day, so that "until 23 April" includes the whole of 23 April.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from .problems import Unusable
from .words import Fact, Text

Desk = Literal["referent", "office", "continuing_education", "certificates"]


@dataclass(frozen=True)
class Window:
    """The days on which one category may enrol."""

    campaign: str
    opens_on: date
    closes_on: date


@dataclass(frozen=True)
class Tariff:
    """An amount in euros, and the days for which it was voted."""

    amount: Decimal
    valid_from: date
    source: Text
    is_confirmed: bool
    valid_until: date | None = None

    def __post_init__(self) -> None:
        if self.amount < 0 or self.amount * 100 % 1:
            raise Unusable(
                "amount",
                code="amount-not-in-cents",
                message=Text(
                    f"{self.amount} n'est pas un montant en euros et centimes.",
                    f"{self.amount} is not an amount in euros and cents.",
                ),
                remedy=Text(
                    "Écrivez un montant positif avec deux décimales au plus, comme 96.94.",
                    "Write a positive amount with at most two decimals, such as 96.94.",
                ),
            )

    @property
    def cents(self) -> int:
        return int(self.amount * 100)

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True)
class Fee:
    """What a category pays: nothing, a dated amount, or what a quotation says."""

    kind: Literal["free", "amount", "quotation"]
    tariffs: tuple[Tariff, ...] = ()

    def tariff_on(self, day: date) -> Tariff | None:
        """Return the most recent tariff valid that day."""
        valid = [tariff for tariff in self.tariffs if tariff.is_valid_on(day)]
        return max(valid, key=lambda tariff: tariff.valid_from, default=None)

    def amount_cents_on(self, day: date) -> int | None:
        """Return `None` when a quotation decides or when no tariff is valid that day."""
        if self.kind == "free":
            return 0
        tariff = self.tariff_on(day) if self.kind == "amount" else None
        return tariff.cents if tariff else None


@dataclass(frozen=True)
class ProofKind:
    """A document that a candidate of a category joins to show that he belongs to it."""

    code: str
    label: Text
    is_required: bool = True


@dataclass(frozen=True)
class Category:
    """A public of the edition: who belongs to it, what it pays, when it enrols."""

    code: str
    label: Text
    fee: Fee
    eligibility: Text = Text("")
    proofs: tuple[ProofKind, ...] = ()
    checked_by: Literal["office", "continuing_education"] = "office"
    windows: tuple[Window, ...] = ()
    also_called: tuple[Text, ...] = ()

    @property
    def is_open_ever(self) -> bool:
        return bool(self.windows)

    def window_at(self, instant: datetime, edition: Edition) -> Window | None:
        return next(
            (
                window
                for window in self.windows
                if edition.opening_instant(window.opens_on)
                <= instant
                < edition.instant_closing(window.closes_on)
            ),
            None,
        )

    def next_window_after(self, instant: datetime, edition: Edition) -> Window | None:
        """Return the first window that has not opened yet at that instant."""
        coming = [
            window for window in self.windows if edition.opening_instant(window.opens_on) > instant
        ]
        return min(coming, key=lambda window: window.opens_on, default=None)


@dataclass(frozen=True)
class Session:
    """A round of assessment: the last day to deposit, then the days of the jury."""

    number: int
    deposit_until: date
    jury_from: date
    jury_until: date


@dataclass(frozen=True)
class Collection:
    """Where and how the printed certificates are handed over."""

    place: Text
    hours: Text | None = None
    by_proxy: bool = False
    by_post: bool = False


@dataclass(frozen=True)
class Contact:
    """A role and its shared mailbox: people change, the role stays."""

    role: Text
    mailbox: str
    desk: Desk = "referent"


@dataclass(frozen=True)
class Link:
    label: Text
    url: str


@dataclass(frozen=True)
class PublicText:
    """A block of the notice; blank lines separate its paragraphs."""

    code: str
    title: Text
    body: Text


@dataclass(frozen=True)
class Answers:
    """What the edition answers to the questions that notices leave open, for the public page."""

    enrolment_route: Text | None = None
    other_publics: Text | None = None
    outside_accounts: Text | None = None
    sessions_covered: Text | None = None
    links_in_portfolio: Text | None = None
    condition_proofs: Text | None = None
    partial_claims: Text | None = None
    evaluator_replacement: Text | None = None
    impartiality: Text | None = None
    sittings: Text | None = None
    departing_from_proposals: Text | None = None
    final_failure: Text | None = None
    kept_results: Text | None = None
    absence: Text | None = None
    late_enrolment: Text | None = None
    refund: Text | None = None
    double_enrolment: Text | None = None


@dataclass(frozen=True)
class Reminders:
    """How many days before a last day the letters that remind leave, each once, and at which hour.

    With no day at all, nobody is reminded of that.
    """

    unsent_requests: tuple[int, ...] = (7, 2)
    unpaid_fees: tuple[int, ...] = (14, 2)
    undeposited_portfolios: tuple[int, ...] = (7, 2)
    awaited_proposals: tuple[int, ...] = (7, 2)
    hour: int = 9


@dataclass(frozen=True)
class Edition:
    """What one institution announces for one academic year of a programme."""

    programme_code: str
    programme_version: str
    year: str
    categories: tuple[Category, ...]
    sessions: tuple[Session, ...]
    collection: Collection
    timezone: str = "Europe/Paris"
    evaluators_per_dossier: int = 1
    fee_blocks: Literal["jury", "certificate", "nothing"] = "nothing"
    upload_grace_minutes: int = 10
    certificates_after: Literal["each_session", "last_session"] = "last_session"
    contacts: tuple[Contact, ...] = ()
    links: tuple[Link, ...] = ()
    public_texts: tuple[PublicText, ...] = ()
    answers: Answers = Answers()
    reminders: Reminders = Reminders()
    holidays: tuple[date, ...] = ()
    notes: tuple[Fact, ...] = ()

    def __post_init__(self) -> None:
        years = re.fullmatch(r"([12]\d{3})-([12]\d{3})", self.year)
        if not years or int(years[2]) != int(years[1]) + 1:
            raise Unusable(
                "year",
                code="wrong-academic-year",
                message=Text(
                    f"« {self.year} » n'est pas une année universitaire.",
                    f"“{self.year}” is not an academic year.",
                ),
                remedy=Text(
                    "Écrivez deux années qui se suivent, comme 2022-2023.",
                    "Write two years that follow each other, such as 2022-2023.",
                ),
            )
        try:
            ZoneInfo(self.timezone)
        except (ValueError, OSError, LookupError):
            raise Unusable(
                "timezone",
                code="unknown-timezone",
                message=Text(
                    f"Le fuseau horaire « {self.timezone} » est inconnu.",
                    f"The time zone “{self.timezone}” is unknown.",
                ),
                remedy=Text(
                    "Écrivez un nom de la base IANA, comme Europe/Paris.",
                    "Write a name of the IANA database, such as Europe/Paris.",
                ),
            ) from None

    @property
    def first_year(self) -> int:
        return int(self.year[:4])

    @property
    def windows(self) -> tuple[Window, ...]:
        """Return the windows of every category, in the order of their opening."""
        windows = {window for category in self.categories for window in category.windows}
        return tuple(
            sorted(windows, key=lambda each: (each.opens_on, each.closes_on, each.campaign))
        )

    def category(self, code: str) -> Category:
        """Raise `KeyError` when no category bears this code."""
        return {category.code: category for category in self.categories}[code]

    def session(self, number: int) -> Session:
        """Raise `KeyError` when the edition has no such session."""
        return {session.number: session for session in self.sessions}[number]

    def public_text(self, code: str) -> PublicText | None:
        return next((block for block in self.public_texts if block.code == code), None)

    def contact_of(self, desk: Desk) -> Contact | None:
        return next((contact for contact in self.contacts if contact.desk == desk), None)

    def opening_instant(self, day: date) -> datetime:
        """Return the first instant of a day, in UTC so that any two of them compare rightly."""
        midnight = datetime.combine(day, time.min, tzinfo=ZoneInfo(self.timezone))
        return midnight.astimezone(UTC)

    def instant_closing(self, day: date) -> datetime:
        """Return the first instant at which it is too late: that of the next day, in UTC."""
        return self.opening_instant(day + timedelta(days=1))

    def has_opened(self, instant: datetime) -> bool:
        """Say whether one campaign has begun, after which the edition may not change."""
        return any(self.opening_instant(window.opens_on) <= instant for window in self.windows)

    def accepts_upload(self, day: date, *, begun_at: datetime, finished_at: datetime) -> bool:
        """Say whether a file is in time: begun before the closing, finished within the grace."""
        closing = self.instant_closing(day)
        return begun_at < closing and (
            finished_at < closing + timedelta(minutes=self.upload_grace_minutes)
        )
