"""The C2i2e is data: its name and its codes stand in `programmes/`, never in the code."""

import ast
import re

from acquis.catalogue.tests.samples import C2I2E, ESSAI, PROGRAMMES, edition_in, programme_in

PACKAGE = PROGRAMMES.parent / "acquis"
WORDS = re.compile(r"c2i2e|c2i2\b|taught.session|\b[AB]\.\d\.\d\b|m2-orleans", re.IGNORECASE)
# The demo has to play some edition, and says which.
DEMO = {"portal/management/commands/demo.py", "portal/management/commands/play_demo.py"}


def named(path):
    return str(path.relative_to(PACKAGE))


def explanations(tree):
    """The lines of docstrings and of help texts, which may give the C2i2e as an example."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield from range(node.lineno, node.end_lineno + 1)
        if isinstance(node, ast.keyword) and node.arg in {"help", "help_text"}:
            yield from range(node.lineno, node.value.end_lineno + 1)


def test_no_code_names_the_c2i2e():
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if {"tests", "migrations"} & set(path.parts) or named(path) in DEMO:
            continue
        text = path.read_text()
        allowed = set(explanations(ast.parse(text)))
        found += [
            (named(path), number)
            for number, line in enumerate(text.splitlines(), 1)
            if number not in allowed and WORDS.search(line)
        ]

    assert found == []


def test_no_page_and_no_document_names_the_c2i2e():
    found = [
        (named(path), number)
        for folder in ("templates", "documents")
        for path in sorted(PACKAGE.rglob(f"{folder}/**/*.*"))
        if path.suffix in {".html", ".txt", ".typ"}
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if WORDS.search(line)
    ]

    assert found == []


def test_the_two_shipped_programmes_share_nothing_that_the_code_could_lean_on():
    c2i2e, cams = programme_in(C2I2E), programme_in(ESSAI)

    assert {item.code for item in c2i2e.items} & {item.code for item in cams.items} == set()
    assert {item.kind for item in c2i2e.items} & {item.kind for item in cams.items} == set()
    assert type(c2i2e.rule) is type(cams.rule)
    assert {type(part) for part in c2i2e.rule.rules} & {
        type(part) for part in cams.rule.rules
    } == set()
    assert cams.conditions == ()
    here, there = edition_in(C2I2E, "2022-2023"), edition_in(ESSAI, "2023-2024")
    assert {each.code for each in here.categories} & {
        each.code for each in there.categories
    } == set()
