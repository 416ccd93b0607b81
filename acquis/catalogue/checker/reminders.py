"""Days of reminding that cannot be, and those on which nobody is there to be reminded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta

from acquis.catalogue.definitions import Edition, Problem, Reminders, Text

from .days import written
from .found import Problems, found
from .schedule import placed_windows

LONGEST_DAYS = 90
DAYS = tuple(field.name for field in fields(Reminders) if field.name != "hour")


def check_reminders(edition: Edition) -> Problems:
    reminders = edition.reminders
    if not 0 <= reminders.hour <= 23:
        yield _out_of_bounds("reminders.hour", reminders.hour, 23)
    for name in DAYS:
        path, days = f"reminders.{name}", getattr(reminders, name)
        for each in sorted(set(days)):
            if not 0 <= each <= LONGEST_DAYS:
                yield _out_of_bounds(path, each, LONGEST_DAYS)
            elif days.count(each) > 1:
                yield found(
                    "error",
                    "reminder-twice",
                    path,
                    Text(
                        f"Le rappel {each} jours avant est écrit deux fois.",
                        f"The reminder {each} days before is written twice.",
                    ),
                    Text("Gardez-le une fois.", "Keep it once."),
                )
    yield from _too_early(edition)


def _out_of_bounds(path: str, value: int, most: int) -> Problem:
    return found(
        "error",
        "out-of-bounds",
        path,
        Text(f"{value} n'est pas possible ici.", f"{value} is not possible here."),
        Text(f"Écrivez un nombre de 0 à {most}.", f"Write a number from 0 to {most}."),
    )


def _too_early(edition: Edition) -> Problems:
    """One warning a list: the first last day before which a reminder would find nobody."""
    for name in DAYS:
        days = [each for each in getattr(edition.reminders, name) if 0 <= each <= LONGEST_DAYS]
        for opening, last in _spans(edition, name):
            early = max(days, default=0)
            if opening < last < opening + timedelta(days=early):
                yield found(
                    "warning",
                    "reminder-too-early",
                    f"reminders.{name}",
                    Text(
                        f"{early} jours avant le {written(last).fr}, personne n'est encore "
                        f"concerné : cela commence le {written(opening).fr}.",
                        f"{early} days before {written(last).en}, nobody is concerned yet: it "
                        f"begins on {written(opening).en}.",
                    ),
                    Text(
                        "Écrivez un rappel plus proche du dernier jour.",
                        "Write a reminder nearer to the last day.",
                    ),
                )
                break


def _spans(edition: Edition, name: str) -> Iterator[tuple[date, date]]:
    """(the first day on which somebody is concerned, the last day) of what is reminded."""
    windows = [window for _, window in placed_windows(edition)]
    if name == "unsent_requests":
        yield from sorted({(window.opens_on, window.closes_on) for window in windows})
    elif name == "awaited_proposals":
        for session in edition.sessions:
            yield session.deposit_until, session.jury_from - timedelta(days=1)
    elif windows:
        begins = min(window.opens_on for window in windows)
        for session in edition.sessions:
            yield begins, session.deposit_until
            begins = session.jury_until
