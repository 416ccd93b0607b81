"""Dates that cannot be, and dates that should make one look twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, pairwise

from acquis.catalogue.definitions import Edition, Problem, Programme, Session, Text, Window

from .days import closed_days, written
from .found import Problems, found

SHORT_BREAK = timedelta(days=42)
_CORRECT_DATE = Text("Corrigez la date.", "Correct the date.")


def check_schedule(programme: Programme, edition: Edition) -> Problems:
    yield from _years(edition)
    yield from _windows(edition)
    yield from _campaigns(edition)
    yield from _sessions(edition)
    yield from _days_off(edition)
    yield from _breaks(programme, edition)


def placed_windows(edition: Edition) -> Iterator[tuple[str, Window]]:
    """Yield every window with its path in the file."""
    for category in edition.categories:
        for position, window in enumerate(category.windows):
            yield f"categories[{category.code}].windows[{position}]", window


def _dates(edition: Edition) -> Iterator[tuple[str, date]]:
    for path, window in placed_windows(edition):
        yield f"{path}.opens_on", window.opens_on
        yield f"{path}.closes_on", window.closes_on
    for session in edition.sessions:
        path = f"sessions[{session.number}]"
        yield f"{path}.deposit_until", session.deposit_until
        yield f"{path}.jury_from", session.jury_from
        yield f"{path}.jury_until", session.jury_until


def _years(edition: Edition) -> Problems:
    """A campaign may open in July before the year, a last jury may sit until its December."""
    first, last = date(edition.first_year, 7, 1), date(edition.first_year + 1, 12, 31)
    for path, day in _dates(edition):
        if not first <= day <= last:
            yield found(
                "error",
                "wrong-year",
                path,
                Text(
                    f"Le {written(day).fr} est hors de l'année {edition.year}.",
                    f"{written(day).en} is outside the year {edition.year}.",
                ),
                Text(
                    f"Vérifiez l'année : {edition.first_year} ou {edition.first_year + 1} ?",
                    f"Check the year: {edition.first_year} or {edition.first_year + 1}?",
                ),
            )


def _windows(edition: Edition) -> Problems:
    for path, window in placed_windows(edition):
        if window.closes_on < window.opens_on:
            yield found(
                "error",
                "window-closes-before-opening",
                f"{path}.closes_on",
                Text(
                    f"Les inscriptions ferment le {written(window.closes_on).fr}, "
                    f"avant d'ouvrir le {written(window.opens_on).fr}.",
                    f"Enrolment closes on {written(window.closes_on).en}, "
                    f"before it opens on {written(window.opens_on).en}.",
                ),
                _CORRECT_DATE,
            )
    for category in edition.categories:
        for (_, first), (second_place, second) in combinations(enumerate(category.windows), 2):
            if _overlap(first, second):
                yield found(
                    "error",
                    "windows-overlap",
                    f"categories[{category.code}].windows[{second_place}]",
                    Text(
                        "Deux périodes d'inscription de cette catégorie se chevauchent.",
                        "Two enrolment periods of this category overlap.",
                    ),
                    Text(
                        "Séparez-les, ou n'en gardez qu'une.",
                        "Part them, or keep only one.",
                    ),
                )


def _campaigns(edition: Edition) -> Problems:
    """Windows of one campaign should share their dates, those of two should not cross."""
    periods: dict[str, dict[tuple[date, date], str]] = {}
    for path, window in placed_windows(edition):
        known = periods.setdefault(window.campaign, {})
        known.setdefault((window.opens_on, window.closes_on), path)
    for campaign, dated in periods.items():
        if len(dated) > 1:
            yield found(
                "warning",
                "campaign-with-several-periods",
                list(dated.values())[1],
                Text(
                    f"La campagne « {campaign} » a {len(dated)} périodes différentes.",
                    f"The campaign “{campaign}” has {len(dated)} different periods.",
                ),
                Text(
                    "Donnez un autre nom de campagne aux catégories qui ont leurs propres dates.",
                    "Give another campaign name to the categories that have their own dates.",
                ),
            )
    for (one, one_dated), (other, other_dated) in combinations(periods.items(), 2):
        crossing = next(
            (
                path
                for (opens_on, closes_on), path in other_dated.items()
                if any(opens_on <= end and start <= closes_on for start, end in one_dated)
            ),
            None,
        )
        if crossing:
            yield found(
                "warning",
                "campaigns-overlap",
                crossing,
                Text(
                    f"Les campagnes « {one} » et « {other} » se chevauchent.",
                    f"The campaigns “{one}” and “{other}” overlap.",
                ),
                Text(
                    "Vérifiez que chaque public lira bien ses propres dates.",
                    "Check that each public will read its own dates.",
                ),
            )


def _sessions(edition: Edition) -> Problems:
    if not edition.sessions:
        yield found(
            "error",
            "no-session",
            "sessions",
            Text("L'édition n'a aucune session.", "The edition has no session."),
            Text("Ajoutez-en une au moins.", "Add at least one."),
        )
    for session in edition.sessions:
        yield from _one_session(session, edition)
    for earlier, later in pairwise(edition.sessions):
        deadline = meant_deadline(later, edition)
        if later.number != earlier.number + 1 or deadline <= earlier.jury_until:
            yield found(
                "error",
                "sessions-out-of-order",
                f"sessions[{later.number}].deposit_until",
                Text(
                    f"La session {later.number} ne suit pas la session {earlier.number} : "
                    f"son dépôt ferme le {written(deadline).fr}, "
                    f"le jury précédent finit le {written(earlier.jury_until).fr}.",
                    f"Session {later.number} does not follow session {earlier.number}: "
                    f"its deposit closes on {written(deadline).en}, "
                    f"the previous jury ends on {written(earlier.jury_until).en}.",
                ),
                Text(
                    "Numérotez les sessions dans l'ordre et corrigez leurs dates.",
                    "Number the sessions in order and correct their dates.",
                ),
            )


def meant_deadline(session: Session, edition: Edition) -> date:
    """Return the deadline, in the year of its jury when it was typed before any campaign."""
    typed, opening = session.deposit_until, _first_opening(edition)
    is_leap_day = (typed.month, typed.day) == (2, 29)
    if opening is None or typed >= opening or is_leap_day:
        return typed
    meant = typed.replace(year=session.jury_from.year)
    return meant if opening <= meant < session.jury_from else typed


def _first_opening(edition: Edition) -> date | None:
    return min((window.opens_on for window in edition.windows), default=None)


def _one_session(session: Session, edition: Edition) -> Problems:
    first_opening, meant = _first_opening(edition), meant_deadline(session, edition)
    path, deposit = f"sessions[{session.number}]", written(session.deposit_until)
    if first_opening and session.deposit_until < first_opening:
        yield found(
            "error",
            "deadline-before-campaign",
            f"{path}.deposit_until",
            Text(
                f"Le dépôt de la session {session.number} ferme le {deposit.fr}, avant "
                f"l'ouverture des inscriptions le {written(first_opening).fr}.",
                f"The deposit of session {session.number} closes on {deposit.en}, before "
                f"enrolment opens on {written(first_opening).en}.",
            ),
            _did_you_mean(meant) if meant != session.deposit_until else _CORRECT_DATE,
        )
    if session.jury_from <= session.deposit_until:
        yield found(
            "error",
            "jury-before-deadline",
            f"{path}.jury_from",
            Text(
                f"Le jury commence le {written(session.jury_from).fr}, alors que le dépôt "
                f"ferme le {deposit.fr}.",
                f"The jury begins on {written(session.jury_from).en}, while the deposit "
                f"closes on {deposit.en}.",
            ),
            Text(
                "Laissez au moins un jour entre le dépôt et le jury.",
                "Leave at least one day between the deposit and the jury.",
            ),
        )
    if session.jury_until < session.jury_from:
        yield found(
            "error",
            "jury-ends-before-it-begins",
            f"{path}.jury_until",
            Text(
                f"Le jury finit le {written(session.jury_until).fr}, avant de commencer.",
                f"The jury ends on {written(session.jury_until).en}, before it begins.",
            ),
            _CORRECT_DATE,
        )


def _did_you_mean(day: date) -> Text:
    return Text(f"Vouliez-vous écrire {day} ?", f"Did you mean {day}?")


def _days_off(edition: Edition) -> Problems:
    holidays = closed_days(edition)
    meant = {
        f"sessions[{session.number}].deposit_until": meant_deadline(session, edition)
        for session in edition.sessions
    }
    for path, typed in _dates(edition):
        day = meant.get(path, typed)
        if path.endswith("opens_on"):
            continue
        if day in holidays:
            yield _on_holiday(path, day, holidays[day])
        elif day.isoweekday() == 7:
            yield found(
                "warning",
                "sunday",
                path,
                Text(f"Le {written(day).fr} est un dimanche.", f"{written(day).en} is a Sunday."),
                Text(
                    "Confirmez-le, ou choisissez un jour où quelqu'un peut aider les candidats.",
                    "Confirm it, or choose a day on which somebody can help candidates.",
                ),
            )
    for session in edition.sessions:
        inside = [day for day in holidays if session.jury_from < day < session.jury_until]
        for day in sorted(inside):
            yield _on_holiday(f"sessions[{session.number}].jury_from", day, holidays[day])


def _on_holiday(path: str, day: date, name: Text) -> Problem:
    return found(
        "warning",
        "public-holiday",
        path,
        Text(
            f"Le {written(day).fr} est férié ou fermé : c'est {name.fr}.",
            f"{written(day).en} is not a working day: it is {name.en}.",
        ),
        Text(
            "Confirmez-le, ou choisissez un jour ouvré.",
            "Confirm it, or choose a working day.",
        ),
    )


def _breaks(programme: Programme, edition: Edition) -> Problems:
    for earlier, later in pairwise(edition.sessions):
        left = meant_deadline(later, edition) - earlier.jury_until
        if timedelta(0) < left < SHORT_BREAK:
            yield found(
                "warning",
                "short-time-between-sessions",
                f"sessions[{later.number}].deposit_until",
                Text(
                    f"Il ne reste que {left.days} jours entre le jury de la session "
                    f"{earlier.number} et le dépôt de la session {later.number}.",
                    f"Only {left.days} days are left between the jury of session "
                    f"{earlier.number} and the deposit of session {later.number}.",
                ),
                Text(
                    "Publiez les résultats dès la fin du jury, ou repoussez le dépôt.",
                    "Publish the results as soon as the jury ends, or move the deposit.",
                ),
            )
    if len(edition.sessions) > 1 and edition.certificates_after == "last_session":
        wait = edition.sessions[-1].jury_until - edition.sessions[0].jury_until
        name = programme.document_name
        yield found(
            "warning",
            "certificates-wait",
            "certificates_after",
            Text(
                f"Les lauréats de la session 1 attendent leur {name.fr} au moins "
                f"{wait.days} jours.",
                f"Those who succeed in session 1 wait for their {name.in_language('en')} at "
                f"least {wait.days} days.",
            ),
            Text(
                "Délivrez-leur une attestation de réussite dès la publication.",
                "Give them an attestation of success as soon as the results are published.",
            ),
        )


def _overlap(one: Window, other: Window) -> bool:
    return one.opens_on <= other.closes_on and other.opens_on <= one.closes_on
