"""What an enrolment may and may not do, as plain functions on plain data."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from acquis.catalogue.definitions import (
    Category,
    Edition,
    Fee,
    ProofKind,
    Tariff,
    Text,
    Window,
)
from acquis.catalogue.guide import Standing, price, standing


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
    """Where an instant stands, as the public page says it of each window.

    `late` is what was opened late for one person, {category: window}: a window like another, and
    the one that counts while it lasts longer.
    """
    found: dict[Standing, list[Window]] = {"open": [], "over": [], "coming": []}
    for window in sorted(with_late(category, late).windows, key=lambda each: each.opens_on):
        stands = standing(edition, instant, window.opens_on, window.closes_on)
        found[stands].append(window)
    given = (late or {}).get(category.code)
    # Of two that end together, the one that is open to everybody.
    window = max(found["open"], key=lambda each: (each.closes_on, each is not given), default=None)
    return Opening(
        window=window,
        previous=max(found["over"], key=lambda each: each.closes_on, default=None),
        following=next(iter(found["coming"]), None),
        is_late=window is not None and window is given,
    )


def with_late(category: Category, late: Mapping[str, Window] | None) -> Category:
    """The category with the window that was opened late for one person, if any."""
    given = (late or {}).get(category.code)
    return replace(category, windows=(*category.windows, given)) if given else category


def next_day(days: Iterable[date], instant: datetime, edition: Edition) -> date | None:
    """The first of these days that is not over yet."""
    return min((day for day in days if instant < edition.instant_closing(day)), default=None)


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
    return _owed(category.fee, category.fee.tariff_on(day))


def _owed(fee: Fee, tariff: Tariff | None) -> Owed:
    if fee.kind != "amount":
        return Owed(fee.kind, 0 if fee.kind == "free" else None, Text(""), is_confirmed=True)
    if tariff is None:
        return Owed(fee.kind, None, Text(""), is_confirmed=False)
    return Owed(fee.kind, tariff.cents, tariff.source, tariff.is_confirmed)


@dataclass(frozen=True)
class Choice:
    """One category as a candidate meets it: whether it is open, and what it costs now."""

    category: Category
    opening: Opening
    owed: Owed


def choices(
    edition: Edition, instant: datetime, day: date, late: Mapping[str, Window] | None = None
) -> list[Choice]:
    """Every category with what the public page says of it: its days, and the price of its next
    days when none is voted for today."""
    return [
        Choice(
            category,
            opening(category, edition, instant, late),
            _owed(category.fee, price(edition, with_late(category, late), instant, day)),
        )
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
