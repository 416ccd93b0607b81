"""Until when a portfolio may change and be deposited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

Closed = Literal["closed", "enrolment", "deadline", "deposited", "open"]
NoDeposit = Literal["closed", "enrolment", "deadline", "deposited", "not_accepted", "empty"]

PREPARES = ("sent", "to_complete", "accepted")


@dataclass(frozen=True)
class Window:
    """The time a session leaves: `deadline` is the first instant that is too late."""

    deadline: datetime
    grace: timedelta = timedelta(0)

    def accepts(self, *, begun_at: datetime, finished_at: datetime) -> bool:
        """Say whether a change is in time: begun before the deadline, finished in the grace."""
        return begun_at < self.deadline and finished_at < self.deadline + self.grace

    def accepts_deposit(
        self,
        *,
        begun_at: datetime,
        finished_at: datetime,
        uploads: Iterable[tuple[datetime, datetime]] = (),
    ) -> bool:
        """Say whether a deposit is in time.

        An upload begun before the deadline that finished in the grace leaves its candidate the
        rest of the grace to deposit. `uploads` are pairs of beginning and end.
        """
        if begun_at < self.deadline:
            return self.accepts(begun_at=begun_at, finished_at=finished_at)
        return finished_at < self.deadline + self.grace and any(
            end >= self.deadline and self.accepts(begun_at=start, finished_at=end)
            for start, end in uploads
        )


def why_closed(
    state: str, enrolment: str, window: Window, *, begun_at: datetime, now: datetime
) -> Closed | None:
    """Name what forbids to change a portfolio, if anything does."""
    if state == "closed":
        return "closed"
    if enrolment not in PREPARES:
        return "enrolment"
    if not window.accepts(begun_at=begun_at, finished_at=now):
        return "deadline"
    return "deposited" if state == "deposited" else None


def why_kept(
    state: str, enrolment: str, window: Window, *, begun_at: datetime, now: datetime
) -> Closed | None:
    """Name what forbids to take a deposit back, if anything does."""
    reason = why_closed(state, enrolment, window, begun_at=begun_at, now=now)
    if reason is None:
        return "open"
    return None if reason == "deposited" else reason


def why_no_deposit(
    state: str,
    enrolment: str,
    window: Window,
    *,
    begun_at: datetime,
    now: datetime,
    uploads: Iterable[tuple[datetime, datetime]],
    has_content: bool,
) -> NoDeposit | None:
    """Name what forbids to deposit a portfolio, if anything does."""
    if state in ("closed", "deposited"):
        return "closed" if state == "closed" else "deposited"
    if enrolment not in PREPARES:
        return "enrolment"
    if not window.accepts_deposit(begun_at=begun_at, finished_at=now, uploads=uploads):
        return "deadline"
    if enrolment != "accepted":
        return "not_accepted"
    return None if has_content else "empty"


def session_prepared(deadlines: Mapping[int, datetime], now: datetime) -> int | None:
    """Return the first session that still takes a deposit; deadlines are by session number."""
    return min((number for number, end in deadlines.items() if now < end), default=None)


def days_left(last_day: date, today: date) -> int:
    """Count the days that remain after today: 0 on the last day, negative once it is over."""
    return (last_day - today).days
