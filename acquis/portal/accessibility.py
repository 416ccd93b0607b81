"""How far Acquis conforms to the RGAA and to WCAG, as docs/reference/accessibility.yaml has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from acquis.catalogue.definitions import Text

GRID = Path(settings.BASE_DIR) / "docs" / "reference" / "accessibility.yaml"
EVERYTHING = "everything"
# After as many years nothing shows any more that the criteria are kept (decree 2019-768).
GOOD_FOR = 3


class Result(TextChoices):
    CONFORMING = "conforming", _("conforming")
    NOT_CONFORMING = "not conforming", _("not conforming")
    NOT_APPLICABLE = "not applicable", _("not applicable")
    NOT_TESTED = "not tested", _("not tested")


class Conformity(TextChoices):
    """The three words of the French law, to be written on every page."""

    NONE = "none", _("not compliant")
    PARTIAL = "partial", _("partially compliant")
    FULL = "full", _("fully compliant")


class Tally(NamedTuple):
    """How many criteria have each result."""

    conforming: int = 0
    not_conforming: int = 0
    not_applicable: int = 0
    not_tested: int = 0

    @property
    def percent(self) -> int:
        """Of the criteria that were tested and apply, how many are kept. Never rounded up."""
        tested = self.conforming + self.not_conforming
        return 100 * self.conforming // tested if tested else 0

    def conformity(self, *, is_current: bool) -> Conformity:
        """Full when all is kept; partial from a half on, where what was not tested is not kept."""
        apply = self.conforming + self.not_conforming + self.not_tested
        if not is_current or self.conforming == 0 or 2 * self.conforming < apply:
            return Conformity.NONE
        return Conformity.FULL if self.conforming == apply else Conformity.PARTIAL


@dataclass(frozen=True)
class Place:
    """A page of the sample, by the name of its route; `is_public` when anybody reads it."""

    code: str
    name: Text
    route: str
    is_public: bool


@dataclass(frozen=True)
class Criterion:
    """One criterion: what it asks in a sentence of ours, what was found, how and when."""

    number: str
    level: str
    asks: Text
    result: Result
    axe: tuple[str, ...]
    tests: tuple[str, ...]
    read: tuple[Place, ...]
    is_read_everywhere: bool
    remark: Text | None
    day: date

    @property
    def theme(self) -> int:
        return int(self.number.split(".")[0])


@dataclass(frozen=True)
class Theme:
    number: int
    name: Text
    criteria: tuple[Criterion, ...]

    @property
    def tally(self) -> Tally:
        return tally(self.criteria)


@dataclass(frozen=True)
class Grid:
    """The whole examination."""

    rgaa: str
    wcag: str
    by: Text
    of: Text
    technologies: tuple[str, ...]
    tools: tuple[Text, ...]
    not_done: tuple[Text, ...]
    sample: tuple[Place, ...]
    themes: tuple[Theme, ...]
    additions: tuple[Criterion, ...]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(each for theme in self.themes for each in theme.criteria)

    @property
    def tally(self) -> Tally:
        return tally(self.criteria)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the examination."""
        days = [each.day for each in (*self.criteria, *self.additions)]
        return min(days), max(days)

    @property
    def good_until(self) -> date:
        first, _last = self.days
        return first.replace(year=first.year + GOOD_FOR, day=min(first.day, 28))

    def conformity(self, today: date) -> Conformity:
        return self.tally.conformity(is_current=today <= self.good_until)

    def with_result(self, result: Result) -> list[Criterion]:
        """Those of the RGAA, then those that WCAG adds."""
        return [each for each in (*self.criteria, *self.additions) if each.result == result]


def tally(criteria: Iterable[Criterion]) -> Tally:
    results = [each.result for each in criteria]
    return Tally(*(results.count(result) for result in Result))


@cache
def grid() -> Grid:
    """The grid of the repository, read once a process."""
    return read(GRID.read_text(encoding="utf-8"))


def read(source: str) -> Grid:
    # The safe loader; the one in C, where there is one, reads ten times faster.
    told = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(source).get_single_data()
    sample = tuple(
        Place(each["code"], _text(each), each["route"], each["public"]) for each in told["sample"]
    )
    places = {place.code: place for place in sample}
    criteria = [_criterion(each, places) for each in told["criteria"]]
    return Grid(
        rgaa=told["standard"]["rgaa"],
        wcag=told["standard"]["wcag"],
        by=_text(told["examined"]["by"]),
        of=_text(told["examined"]["of"]),
        technologies=tuple(told["technologies"]),
        tools=tuple(_text(each) for each in told["tools"]),
        not_done=tuple(_text(each) for each in told["not_done"]),
        sample=sample,
        themes=tuple(
            Theme(number, _text(name), tuple(each for each in criteria if each.theme == number))
            for number, name in enumerate(told["themes"], 1)
        ),
        additions=tuple(_criterion(each, places) for each in told["additions"]),
    )


def _criterion(told: Mapping[str, Any], places: Mapping[str, Place]) -> Criterion:
    seen = told["seen"]
    codes = seen.get("read", [])
    return Criterion(
        number=told["number"],
        level=told["level"],
        asks=_text(told["asks"]),
        result=Result(told["result"]),
        axe=tuple(seen.get("axe", [])),
        tests=tuple(seen.get("tests", [])),
        read=tuple(places[code] for code in codes if code != EVERYTHING),
        is_read_everywhere=EVERYTHING in codes,
        remark=_text(told["remark"]) if "remark" in told else None,
        day=told["date"],
    )


def _text(told: Mapping[str, str]) -> Text:
    return Text(told["fr"], told["en"])
