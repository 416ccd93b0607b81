"""Published words that announce something else than what is enforced, in either language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from acquis.catalogue.definitions import AtLeast, Edition, Programme, Rule, Text, parts_of

from .days import MONTHS, MONTHS_EN, written
from .found import Problems, found
from .wording import milestones

_MONTHS = {name.lower(): number for name, number in {**MONTHS, **MONTHS_EN}.items()}
_DATE = re.compile(rf"\b(\d{{1,2}})(?:er)?\s+({'|'.join(_MONTHS)})\s+(\d{{4}})\b", re.IGNORECASE)
_UNTIL = re.compile(r"jusqu|avant|au plus tard|\buntil\b|\bbefore\b|\bby\b", re.IGNORECASE)
_CLOSING = re.compile(r"dépôt|dépos|inscri|\bdeposit|\benrol", re.IGNORECASE)
_HOUR = re.compile(
    r"\b(?:\d{1,2}\s?(?:h|heures?)(?:\s?\d{2})?|\d{1,2}(?::\d{2})?\s?[ap]\.?m\b|midi|noon)",
    re.IGNORECASE,
)
_MIDNIGHT = re.compile(
    r"^(?:0|00|24)\s?h|^23\s?h(?:eures?)?\s?59|^11:59\s?p|^12\s?a", re.IGNORECASE
)


def check_contradictions(programme: Programme, edition: Edition) -> Problems:
    planned = sorted(set(milestones(edition)))
    for path, text in _texts(edition):
        yield from _days(planned, path, text)
        yield from _rule(programme, path, text)
        yield from _hours(path, text)


def _texts(edition: Edition) -> Iterator[tuple[str, str]]:
    """Every text that staff may put otherwise, language by language."""
    parts: list[tuple[str, Text | None]] = []
    for block in edition.public_texts:
        parts += [(f"public_texts[{block.code}].title", block.title)]
        parts += [(f"public_texts[{block.code}].body", block.body)]
    parts += [
        (f"answers.{name}", getattr(edition.answers, name))
        for name in edition.answers.__dataclass_fields__
    ]
    parts += [
        ("collection.place", edition.collection.place),
        ("collection.hours", edition.collection.hours),
    ]
    for path, text in parts:
        for said in (text.fr, text.en) if text else ():
            yield path, said


def _days(planned: Iterable[date], path: str, text: str) -> Problems:
    """A day of the calendar with the year before or after its own: farther off, a law's date."""
    for day, month, year in _DATE.findall(text):
        same = [each for each in planned if (each.day, each.month) == (int(day), _of(month))]
        near = [each for each in same if abs(each.year - int(year)) == 1]
        if near and not any(each.year == int(year) for each in same):
            enforced = written(near[0])
            yield found(
                "error",
                "day-contradicted",
                path,
                Text(
                    f"Le texte dit « {day} {month} {year} » ; le calendrier applique le "
                    f"{enforced.fr}.",
                    f"The text says “{day} {month} {year}”; the calendar applies {enforced.en}.",
                ),
                Text(
                    "Écrivez l'année du calendrier, ou rien : la notice donne ses jours.",
                    "Write the year of the calendar, or none: the notice gives its days.",
                ),
            )


def _of(month: str) -> int:
    return _MONTHS[month.lower()]


def _rule(programme: Programme, path: str, text: str) -> Problems:
    counts = sorted({rule.count for rule in _least(programme.rule) if not rule.of})
    noun = programme.item_noun
    names = "|".join(re.escape(name) for name in (noun.many.fr, noun.many.in_language("en")))
    for said in re.findall(rf"\b(?:au moins|at least)\s+(\d+)\s+(?:{names})\b", text, re.I):
        if counts and int(said) not in counts:
            listed = ", ".join(str(count) for count in counts)
            yield found(
                "error",
                "rule-contradicted",
                path,
                Text(
                    f"Le texte dit « au moins {said} » ; le jury en demande {listed}.",
                    f"The text says “at least {said}”; the jury asks for {listed}.",
                ),
                Text("Écrivez le nombre que le jury applique.", "Write what the jury applies."),
            )


def _least(rule: Rule) -> Iterator[AtLeast]:
    if isinstance(rule, AtLeast):
        yield rule
    for _, part in parts_of(rule):
        yield from _least(part)


def _hours(path: str, text: str) -> Problems:
    """Days are whole: an hour is that of a desk, or a mistake that somebody must judge."""
    for sentence in re.split(r"(?<=[.;!?])\s|\n", text):
        if _UNTIL.search(sentence) and _CLOSING.search(sentence):
            for hour in _HOUR.findall(sentence):
                if not _MIDNIGHT.match(hour):
                    yield found(
                        "warning",
                        "hour-contradicted",
                        path,
                        Text(
                            f"Le texte parle de « {hour} » ; inscriptions et dépôts ferment à "
                            "minuit.",
                            f"The text speaks of “{hour}”; enrolments and deposits close at "
                            "midnight.",
                        ),
                        Text(
                            "Écrivez minuit, ou dites que c'est l'heure d'un guichet.",
                            "Write midnight, or say that it is the hour of a desk.",
                        ),
                    )
