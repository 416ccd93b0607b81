"""The next year of an edition: every day moved, nothing else that staff typed.

A file is changed where its dates stand and nowhere else, so that comments, order and quotes stay
as they were.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from acquis.base.refusal import Refusal

from .definitions import Edition, edition_from_data, to_data
from .definitions.source import Unreadable, read_source

YEARS = re.compile(r"([12]\d{3})-([12]\d{3})")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
ORIGIN = "# Cloned from "
# What was voted or noted for a year says so itself, and does not become true of the next one.
LEFT_ALONE = {"tariffs", "notes"}
NO_WORDS: Mapping[str, str] = {}


@dataclass(frozen=True)
class Move:
    """A date of the file, by its field, before and after."""

    field: str
    old: date
    new: date


@dataclass(frozen=True)
class Clone:
    """The text of the new file, and what a person must look at."""

    text: str
    days: int
    moves: tuple[Move, ...]
    doubtful: tuple[tuple[int, str], ...]
    reworded: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass
class _Found:
    """Where the text must change, as (start, end, words), and where it must not."""

    edits: list[tuple[int, int, str]] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    fences: list[tuple[int, int]] = field(default_factory=list)
    reworded: list[str] = field(default_factory=list)

    def is_fenced(self, position: int) -> bool:
        return any(start <= position < end for start, end in self.fences)


def clone_edition(
    folder: Path, programme: str, old: str, new: str, words: Mapping[str, str] | None = None
) -> tuple[Path, Clone]:
    """Write the file of the year `new` beside that of `old`; never over one that exists.

    `words` are those that staff gave to its texts since it was loaded, by their fields.
    """
    editions = folder / programme / "editions"
    source, target = editions / f"{old}.yaml", editions / f"{new}.yaml"
    if not source.exists():
        raise Refusal(_("There is no file “%(path)s”: check the path.") % {"path": source})
    if target.exists():
        raise Refusal(
            _("“%(path)s” exists already: nothing is written over it.") % {"path": target}
        )
    try:
        read_source(source)
    except Unreadable as unreadable:
        raise Refusal(
            _("“%(path)s” cannot be read: check_programme says why.") % {"path": source}
        ) from unreadable
    clone = cloned(source.read_text(encoding="utf-8-sig"), old, new, words or {})
    with target.open("x", encoding="utf-8") as file:
        file.write(clone.text)
    return target, clone


def cloned(text: str, old: str, new: str, words: Mapping[str, str] = NO_WORDS) -> Clone:
    """Move every day by the same number of whole weeks, so that it falls on the same weekday."""
    days = _distance(old, new)
    found = _Found()
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    _walk(root, "", timedelta(days=days), found)
    _reword(root, "", {name: said.replace(old, new) for name, said in words.items()}, text, found)
    for year in re.finditer(re.escape(old), text):
        if not found.is_fenced(year.start()):
            found.edits.append((year.start(), year.end(), new))
    for start, end, said in sorted(found.edits, reverse=True):
        text = text[:start] + said + text[end:]
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith(ORIGIN)]
    head = f"{ORIGIN}{old}, every date {days} days later: read all of it before it is loaded.\n"
    text = head + "".join(lines)
    left = tuple(name for name in words if name not in found.reworded)
    moves, doubtful = tuple(found.moves), tuple(_doubtful(text, old, new))
    return Clone(text, days, moves, doubtful, tuple(found.reworded), left)


def next_plan(plan: Edition) -> Edition:
    """The year after an edition as loaded, moved in the same way."""
    new = f"{plan.first_year + 1}-{plan.first_year + 2}"
    shift = timedelta(days=_distance(plan.year, new))
    data = {
        key: value if key in LEFT_ALONE else _shifted(value, plan.year, new, shift)
        for key, value in to_data(plan).items()
    }
    return edition_from_data(data)


def _shifted(value: Any, old: str, new: str, shift: timedelta) -> Any:
    match value:
        case dict():
            return {
                key: member if key in LEFT_ALONE else _shifted(member, old, new, shift)
                for key, member in value.items()
            }
        case list():
            return [_shifted(member, old, new, shift) for member in value]
        case str() if DAY.fullmatch(value):
            return (date.fromisoformat(value) + shift).isoformat()
        case str():
            return value.replace(old, new)
    return value


def _distance(old: str, new: str) -> int:
    first, then = _first_year(old), _first_year(new)
    if then <= first:
        raise Refusal(_("%(new)s does not come after %(old)s.") % {"new": new, "old": old})
    return round((then - first) * 365.25 / 7) * 7


def _first_year(years: str) -> int:
    typed = YEARS.fullmatch(years)
    if not typed or int(typed[2]) != int(typed[1]) + 1:
        raise Refusal(
            _(
                "“%(years)s” is not an academic year: write two years that follow each other, such "
                "as 2022-2023."
            )
            % {"years": years}
        )
    return int(typed[1])


def _walk(node: yaml.Node, path: str, shift: timedelta, found: _Found) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in LEFT_ALONE:
                found.fences.append((value.start_mark.index, value.end_mark.index))
            else:
                _walk(value, f"{path}.{key.value}" if path else key.value, shift, found)
    elif isinstance(node, yaml.SequenceNode):
        for position, member in enumerate(node.value):
            _walk(member, f"{path}[{_name(member, position)}]", shift, found)
    elif DAY.fullmatch(node.value):
        _move(node, path, shift, found)


def _reword(node: yaml.Node, path: str, words: Mapping[str, str], text: str, found: _Found) -> None:
    """Put these words where the file has those of the same fields."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _reword(value, f"{path}.{key.value}" if path else key.value, words, text, found)
    elif isinstance(node, yaml.SequenceNode):
        for position, member in enumerate(node.value):
            _reword(member, f"{path}[{_name(member, position)}]", words, text, found)
    else:
        # A text alone is a French one.
        name = path if path in words else f"{path}.fr"
        if name in words:
            start = node.start_mark.index
            end = start + len(text[start : node.end_mark.index].rstrip())
            # What JSON quotes, YAML reads the same.
            found.edits.append((start, end, json.dumps(words[name], ensure_ascii=False)))
            found.fences.append((start, end))
            found.reworded.append(name)


def _move(node: yaml.Node, path: str, shift: timedelta, found: _Found) -> None:
    try:
        old = date.fromisoformat(node.value)
    except ValueError:
        # A day that does not exist stays, for the checker to name it.
        return
    new = old + shift
    # A quoted date keeps its quotes.
    quote = 1 if node.style else 0
    start, end = node.start_mark.index + quote, node.end_mark.index - quote
    found.edits.append((start, end, new.isoformat()))
    found.moves.append(Move(path, old, new))


def _name(member: yaml.Node, position: int) -> str:
    """A member of a list as the checker names it: by its code or number, else by its place."""
    if isinstance(member, yaml.MappingNode):
        for key, value in member.value:
            if key.value in ("code", "number") and value.value:
                return str(value.value)
    return str(position)


def _doubtful(text: str, old: str, new: str) -> Iterator[tuple[int, str]]:
    """The lines that still speak of the years that are over: true for ever, or to be corrected."""
    over = "|".join(str(year) for year in range(_first_year(old), _first_year(new)))
    for number, line in enumerate(text.splitlines(), 1):
        if number > 1 and re.search(rf"(?<![\d-])({over})(?!\d)", line):
            yield number, line.strip()
