"""docs/reference/accessibility.yaml is whole, in both languages, and names what exists."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import axe_playwright_python
import pytest
from django.urls import URLPattern, get_resolver
from hypothesis import given
from hypothesis import strategies as st

from acquis.portal.accessibility import GRID, Conformity, Result, Tally, grid, read

ROOT = Path(__file__).resolve().parent.parent
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
# How many criteria each theme of the RGAA 4.1 has.
THEMES = [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12]
ADDITIONS = ["2.4.11", "2.5.7", "2.5.8", "3.2.6", "3.3.7", "3.3.8"]


def everything():
    return (*grid().criteria, *grid().additions)


def test_every_criterion_is_there_once_and_in_order():
    expected = [f"{theme}.{n}" for theme, many in enumerate(THEMES, 1) for n in range(1, many + 1)]

    assert len(expected) == 106
    assert [each.number for each in grid().criteria] == expected
    assert [each.number for each in grid().additions] == ADDITIONS
    assert {each.level for each in everything()} == {"A", "AA"}


def test_every_word_of_the_grid_is_said_in_both_languages():
    found = grid()
    texts = [found.by, found.of, *found.tools, *found.not_done]
    texts += [theme.name for theme in found.themes]
    texts += [place.name for place in found.sample]
    texts += [each.asks for each in everything()]
    texts += [each.remark for each in everything() if each.remark]

    assert [text for text in texts if not text.fr.strip() or not text.en.strip()] == []
    assert [text.fr for text in texts if text.fr == text.en and text.fr != "Images"] == [
        "Scripts",
        "Navigation",
        "portfolio",
    ]


def test_no_two_criteria_say_the_same():
    for language in ("fr", "en"):
        asked = Counter(each.asks.in_language(language) for each in everything())
        assert [text for text, times in asked.items() if times > 1] == []


def test_what_is_wrong_or_was_not_tested_says_why():
    open_questions = {Result.NOT_CONFORMING, Result.NOT_TESTED}

    assert [c.number for c in everything() if c.result in open_questions and not c.remark] == []


def test_every_result_says_how_it_was_found():
    assert [
        each.number
        for each in everything()
        if not (each.axe or each.tests or each.read or each.is_read_everywhere)
    ] == []


def test_every_test_that_the_grid_names_exists():
    missing = []
    for name in sorted({name for each in everything() for name in each.tests}):
        file, _, test = name.partition("::")
        source = ROOT / file
        if not source.exists() or not re.search(
            rf"^def {test}\(", source.read_text(), re.MULTILINE
        ):
            missing.append(name)

    assert missing == []


def test_every_rule_that_the_grid_names_is_one_that_axe_runs():
    rules = AXE.read_text()
    unknown = []
    for rule in sorted({rule for each in everything() for rule in each.axe}):
        told = rules.partition(f'id:"{rule}"')[2].partition("},{id:")[0]
        if not told or "enabled:!1" in told[:700] or '"experimental"' in told[:700]:
            unknown.append(rule)

    assert unknown == []


def test_every_page_of_the_sample_has_an_address_and_is_known_once():
    known = set()
    for entry in get_resolver().url_patterns:
        prefix = f"{entry.app_name}:" if getattr(entry, "app_name", "") else ""
        patterns = [entry] if isinstance(entry, URLPattern) else entry.url_patterns
        known |= {f"{prefix}{pattern.name}" for pattern in patterns if getattr(pattern, "name", "")}

    sample = grid().sample
    assert [place.code for place in sample if place.route not in known] == []
    assert len({place.code for place in sample}) == len(sample)
    assert len({place.name.fr for place in sample}) == len(sample)


def test_the_grid_counts_what_it_holds():
    found = grid()

    assert sum(found.tally) == 106
    assert [sum(theme.tally) for theme in found.themes] == THEMES
    assert found.tally.not_conforming == sum(
        each.result == Result.NOT_CONFORMING for each in found.criteria
    )


@pytest.mark.parametrize(
    ("tally", "is_current", "conformity", "percent"),
    [
        (Tally(60, 0, 46, 0), True, Conformity.FULL, 100),
        (Tally(60, 0, 46, 0), False, Conformity.NONE, 100),
        (Tally(60, 0, 45, 1), True, Conformity.PARTIAL, 100),
        (Tally(199, 1, 0, 0), True, Conformity.PARTIAL, 99),
        (Tally(30, 30, 46, 0), True, Conformity.PARTIAL, 50),
        (Tally(30, 31, 45, 0), True, Conformity.NONE, 49),
        (Tally(1, 0, 0, 105), True, Conformity.NONE, 100),
        (Tally(0, 0, 106, 0), True, Conformity.NONE, 0),
    ],
)
def test_the_word_of_the_law_follows_from_the_results(tally, is_current, conformity, percent):
    assert tally.conformity(is_current=is_current) == conformity
    assert tally.percent == percent


@given(st.tuples(*[st.integers(0, 106)] * 4), st.booleans())
def test_no_grid_conforms_fully_with_anything_wrong_untested_or_too_old(counts, is_current):
    tally = Tally(*counts)

    if tally.conformity(is_current=is_current) == Conformity.FULL:
        assert (tally.not_conforming, tally.not_tested, is_current) == (0, 0, True)
        assert (tally.conforming > 0, tally.percent) == (True, 100)


def test_results_count_for_three_years_from_the_oldest():
    lines = GRID.read_text()
    first = lines.replace("date: 2026-11-24", "date: 2024-02-29", 1)

    old = read(first)

    assert old.good_until == date(2027, 2, 28)
    assert old.conformity(date(2027, 2, 28)) == grid().conformity(date(2026, 11, 24))
    assert old.conformity(date(2027, 3, 1)) == Conformity.NONE
