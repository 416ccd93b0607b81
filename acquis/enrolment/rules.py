"""What an enrolment may and may not do, as plain functions on plain data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from acquis.catalogue.definitions import Category, Edition, ProofKind, Text, Window


@dataclass(frozen=True)
class Opening:
    """Where an instant stands among the windows of a category: in one, after one, before one."""

    window: Window | None
    previous: Window | None
    following: Window | None
    is_late: bool = False

    @property
    def status(self) -> Literal["open", "closed", "upcoming", "never"]:
        if self.window:
            return "open"
        if self.previous:
            return "closed"
        return "upcoming" if self.following else "never"

    @property
    def is_open(self) -> bool:
        return self.window is not None


def opening(
    category: Category,
    edition: Edition,
    instant: datetime,
    late: Mapping[str, Window] | None = None,
) -> Opening:
    """A window holds its first instant and the whole of its last day, not a second more.

    `late` is what was opened late for one person, {category: window}: a window like another, and
    the one that counts while it lasts longer.
    """
    given = (late or {}).get(category.code)
    windows = [*category.windows, *([given] if given else [])]
    ended = [w for w in windows if edition.instant_closing(w.closes_on) <= instant]
    running = [
        w for w in windows if w not in ended and edition.opening_instant(w.opens_on) <= instant
    ]
    window = max(running, key=lambda window: window.closes_on, default=None)
    return Opening(
        window=window,
        previous=max(ended, key=lambda window: window.closes_on, default=None),
        following=category.next_window_after(instant, edition),
        is_late=window is not None and window is given,
    )


def last_day_to_enrol(edition: Edition) -> date:
    """The last deposit of the year: whoever enrols after it can be assessed by no session."""
    return max(session.deposit_until for session in edition.sessions)


@dataclass(frozen=True)
class Owed:
    """The fee of a category on a day; `cents` is empty until somebody says the amount."""

    kind: Literal["free", "amount", "quotation"]
    cents: int | None
    source: Text
    is_confirmed: bool


def owed(category: Category, day: date) -> Owed:
    fee = category.fee
    tariff = fee.tariff_on(day) if fee.kind == "amount" else None
    return Owed(
        kind=fee.kind,
        cents=fee.amount_cents_on(day),
        source=tariff.source if tariff else Text(""),
        is_confirmed=tariff.is_confirmed if tariff else fee.kind != "amount",
    )


@dataclass(frozen=True)
class Choice:
    """One category as a candidate meets it: whether it is open, and what it costs now."""

    category: Category
    opening: Opening
    owed: Owed


def choices(
    edition: Edition, instant: datetime, day: date, late: Mapping[str, Window] | None = None
) -> list[Choice]:
    return [
        Choice(category, opening(category, edition, instant, late), owed(category, day))
        for category in edition.categories
    ]


def missing_proofs(category: Category, states: Mapping[str, str]) -> list[ProofKind]:
    """The compulsory proofs that are absent or refused; `states` tells each kind's state."""
    return [
        proof
        for proof in category.proofs
        if proof.is_required and states.get(proof.code) not in ("pending", "accepted")
    ]


def may_join(category: Category, kind: str, states: Mapping[str, str]) -> bool:
    """A proof that was accepted stays; any other one of the category may be joined or replaced."""
    is_asked = kind in {proof.code for proof in category.proofs}
    return is_asked and states.get(kind) != "accepted"


@dataclass(frozen=True)
class Account:
    """The sums of a ledger, in cents."""

    charged: int = 0
    exempt: int = 0
    paid: int = 0
    refunded: int = 0
    is_due: bool = False

    @property
    def kept(self) -> int:
        """The money that is still with the institution."""
        return self.paid - self.refunded

    @property
    def balance(self) -> int:
        """What is still owed."""
        return self.charged - self.exempt - self.kept


def account_of(totals: Mapping[str, int]) -> Account:
    """The account of a ledger, from the total of each kind of line."""
    return Account(
        charged=totals.get("due", 0) + totals.get("adjusted", 0),
        exempt=totals.get("exempt", 0),
        paid=totals.get("paid", 0),
        refunded=totals.get("refunded", 0),
        is_due="due" in totals,
    )


def most(account: Account, kind: Literal["paid", "exempt", "refunded"]) -> int:
    """The most that a new line may hold: what is owed, or, for a refund, the money received."""
    return account.kept if kind == "refunded" else account.balance


def correction(account: Account, fee: int) -> int:
    """What to add to the charge so that it says the fee.

    It never falls under what was exempted or paid, so that no balance is negative: a surplus
    stays charged until it is refunded.
    """
    return max(fee, account.exempt + account.kept) - account.charged


def surplus(account: Account, fee: int) -> int:
    """The money received that the fee does not ask for any more: it may be refunded."""
    return max(0, min(account.kept, account.charged - fee))


def cents_typed(text: str) -> int | None:
    """“96,94”, “96.94 €” or “1 096,5” in cents; nothing when the text is not such an amount."""
    bare = re.sub(r"[\s\u00a0\u202f€]", "", text)
    typed = re.fullmatch(r"([0-9]{1,7})(?:[.,]([0-9]{1,2}))?", bare, re.ASCII)
    if not typed:
        return None
    euros, cents = typed.groups()
    return int(euros) * 100 + int((cents or "0").ljust(2, "0"))
