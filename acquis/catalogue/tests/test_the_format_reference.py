"""docs/reference/programme-format.md says every key that staff may type, and nothing else."""

import dataclasses
import re
import types
from datetime import date
from decimal import Decimal
from typing import Literal, Union, get_args, get_origin, get_type_hints

import pytest

from acquis.catalogue import checker
from acquis.catalogue.definitions import PRIMITIVES, Edition, Noun, Programme, Text
from acquis.catalogue.tests.samples import PROGRAMMES

PAGE = PROGRAMMES.parent / "docs" / "reference" / "programme-format.md"
PLAIN = {
    str: "plain text",
    int: "whole number",
    Decimal: "number",
    bool: "`true` or `false`",
    date: "date",
}


def sections():
    """Every dataclass that can be typed, by the heading that it has in the page."""
    found = {}
    waiting = [Programme, Edition]
    while waiting:
        shape = waiting.pop(0)
        if heading(shape) in found:
            continue
        found[heading(shape)] = shape
        for hint in get_type_hints(shape).values():
            waiting += [each for each in parts(hint) if dataclasses.is_dataclass(each)]
    return found


def heading(shape):
    return shape.NAME if shape in PRIMITIVES.values() else shape.__name__


def parts(hint):
    """The types inside a type: those of a list, of a choice, or itself."""
    inner = get_args(hint)
    return [part for each in inner for part in parts(each)] if inner else [hint]


def wording(hint):
    """A type as the page says it."""
    origin = get_origin(hint)
    if origin is tuple:
        member = get_args(hint)[0]
        return f"list of {wording(member)}{'s' if member in PLAIN else ''}"
    if origin is Literal:
        return " or ".join(f"`{choice}`" for choice in get_args(hint))
    if origin in (Union, types.UnionType):
        if set(PRIMITIVES.values()) <= set(get_args(hint)):
            return "[rule](#rules)"
        return wording(next(each for each in get_args(hint) if each is not type(None)))
    return PLAIN.get(hint) or f"[{heading(hint)}](#{heading(hint).lower()})"


def default(field):
    """A default as the page says it; what has none must be typed."""
    value = field.default
    match value:
        case dataclasses.MISSING:
            return "**required**"
        case bool():
            return f"`{value}`".lower()
        case Text("") | "" | ():
            return "empty"
        case Text(fr, en) | Noun(Text(fr, en)):
            return f"{fr} / {en}"
        case None:
            return "none"
        case tuple():
            return f"`{', '.join(map(str, value))}`"
        case _:
            return "each default" if dataclasses.is_dataclass(value) else f"`{value}`"


def expected(shape):
    hints = get_type_hints(shape)
    fields = [field for field in dataclasses.fields(shape) if field.name not in hidden(shape)]
    return [(field.name, wording(hints[field.name]), default(field)) for field in fields]


def hidden(shape):
    """The floor of a node is counted from the tree, whatever is typed."""
    return {"level"} if shape.__name__ == "Node" else set()


def written():
    """The rows of each section of the page: heading → [(key, type, default, meaning)]."""
    rows, name = {}, None
    for line in PAGE.read_text().splitlines():
        if title := re.fullmatch(r"#{2,4} `?([\w]+)`?", line):
            name = title[1]
        elif row := re.fullmatch(r"\| `(\w+)` \| (.+?) \| (.+?) \| (.+) \|", line):
            rows.setdefault(name, []).append(row.groups())
    return rows


@pytest.mark.parametrize("name", sections())
def test_each_key_is_there_with_its_type_and_its_default(name):
    rows = written().get(name, [])

    assert [row[:3] for row in rows] == expected(sections()[name])


def test_each_key_has_a_meaning():
    poor = [
        (name, row[0])
        for name, rows in written().items()
        for row in rows
        if not row[3].endswith(".") or len(row[3]) < 12
    ]

    assert poor == []


def test_nothing_is_described_that_does_not_exist():
    assert set(written()) <= set(sections())


def test_the_examples_of_the_page_load_without_a_word_from_the_checker(tmp_path):
    programme, edition = re.findall(r"```yaml\n(.+?)```", PAGE.read_text(), re.DOTALL)
    (tmp_path / "editions").mkdir()
    (tmp_path / "programme.yaml").write_text(programme)
    (tmp_path / "editions" / "2023-2024.yaml").write_text(edition)

    problems = checker.check_path(tmp_path)

    assert [(each.severity, each.field, each.message.en) for each in problems] == []
