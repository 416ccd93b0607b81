"""The days that France does not work, and how to write a day in a sentence."""

from __future__ import annotations

from datetime import date, timedelta

from acquis.catalogue.definitions import Edition, Text

_MONTHS_FR = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_FIXED = {
    (1, 1): Text("le jour de l'An", "New Year's Day"),
    (5, 1): Text("la fête du Travail", "Labour Day"),
    (5, 8): Text("la victoire de 1945", "Victory Day"),
    (7, 14): Text("la fête nationale", "the national day"),
    (8, 15): Text("l'Assomption", "Assumption Day"),
    (11, 1): Text("la Toussaint", "All Saints' Day"),
    (11, 11): Text("l'armistice de 1918", "Armistice Day"),
    (12, 25): Text("Noël", "Christmas Day"),
}
_AFTER_EASTER = {
    1: Text("le lundi de Pâques", "Easter Monday"),
    39: Text("l'Ascension", "Ascension Day"),
    50: Text("le lundi de Pentecôte", "Whit Monday"),
}
MONTHS = {name: number for number, name in enumerate(_MONTHS_FR, start=1)}
MONTHS_EN = {name: number for number, name in enumerate(_MONTHS_EN, start=1)}


def written(day: date) -> Text:
    """Write "23 avril 2023"."""
    first = "1er" if day.day == 1 else f"{day.day}"
    return Text(
        f"{first} {_MONTHS_FR[day.month - 1]} {day.year}",
        f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}",
    )


def easter(year: int) -> date:
    """Return Easter Sunday, by the anonymous Gregorian computation."""
    golden, century, rest = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def public_holidays(year: int) -> dict[date, Text]:
    """Return the eleven public holidays of metropolitan France."""
    fixed = {date(year, month, day): name for (month, day), name in _FIXED.items()}
    movable = {easter(year) + timedelta(days=after): name for after, name in _AFTER_EASTER.items()}
    return fixed | movable


def closed_days(edition: Edition) -> dict[date, Text]:
    """Return the holidays of an edition: its own, and the French ones when it runs in France."""
    own = {day: Text("un jour de fermeture", "a closing day") for day in edition.holidays}
    if edition.timezone != "Europe/Paris":
        return own
    years = (edition.first_year, edition.first_year + 1)
    return own | {day: name for year in years for day, name in public_holidays(year).items()}
