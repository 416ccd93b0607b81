"""docs/tutorial.md and the pages by role name what the demo holds and what the pages say."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.core.management import get_commands

from acquis.catalogue.definitions import load_edition_file
from acquis.portal.management.commands.demo import CANDIDATES, SEED, STAGES
from acquis.portal.rehearsal.cohort import SITUATIONS, invent
from acquis.portal.rehearsal.staff import EVALUATORS, JURORS, PEOPLE

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
TUTORIAL = DOCS / "tutorial.md"
PAGES = [TUTORIAL, *(DOCS / "how-to" / f"{who}.md" for who in ["candidate", "evaluator"])]
PAGES += [DOCS / "how-to" / f"{who}.md" for who in ["jury", "office"]]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
EDITION = ROOT / "programmes" / "c2i2e" / "editions" / "2022-2023.yaml"


def plain(text):
    """One line as it is seen: without tags, with plain spaces and one kind of apostrophe."""
    text = re.sub(r"<span class=.visually-hidden.>.*?</span>|<[^>]+>", "", text).replace("’", "'")
    return " ".join(text.split()).casefold()


@pytest.fixture(scope="module")
def people():
    """Everybody in the demo, by how a page names them; candidates are the seed's."""
    plan, problems = load_edition_file(EDITION)
    assert plan is not None, problems
    staff = [(first, last) for _code, first, last, _kind in PEOPLE] + EVALUATORS
    staff += [(first, last) for first, last, _quality in JURORS]
    cohort = [(c.first_names, c.birth_name) for c in invent(plan, CANDIDATES, SEED)]
    return [f"{first} {last}" for first, last in staff + cohort]


@pytest.fixture(scope="module")
def words(people):
    """What a page may say in French: the translations, the edition, the people."""
    said = []
    for source in ROOT.glob("acquis/*/locale/fr/LC_MESSAGES/django.po"):
        with source.open("rb") as file:
            for message in read_po(file):
                said += [message.string] if isinstance(message.string, str) else message.string
    for name in people:
        first, _, last = name.partition(" ")
        said += [name, f"{last} {first}"]
    said += [title for title, _account in SITUATIONS]
    said += ["English", "C2i2e 2022-2023", "Jury de la session 1", "Certificat (PDF)"]
    said += re.findall(r'fr: "?([^"\n}]+?)"?[,}\n]', EDITION.read_text())
    said = {plain(text) for text in said if text}
    return [(text, re.compile(pattern_of(text))) for text in said]


def pattern_of(text):
    """The text with anything at its placeholders; never when it is hardly more than those."""
    parts = PLACEHOLDER.split(text)
    is_telling = len(re.findall(r"[^\W\d]", "".join(parts))) >= 5
    return (".+?" if is_telling else "\0").join(re.escape(part) for part in parts)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_bold_is_on_a_page(page, words):
    bold = {plain(text) for text in re.findall(r"\*\*(.+?)\*\*", page.read_text(), re.DOTALL)}

    unknown = []
    for text in sorted(bold):
        cut = re.compile(".*".join(re.escape(part) for part in text.strip(".").split("…")))
        if not any(
            cut.fullmatch(known.strip(".")) or pattern.fullmatch(text) for known, pattern in words
        ):
            unknown.append(text)

    assert unknown == []


def test_everybody_one_enters_as_is_one_person_of_the_demo(people):
    text = " ".join(TUTORIAL.read_text().split())

    entered = set(re.findall(r"(?:[Cc]ome in|enter|As) as \*\*([^*]+)\*\*", text))

    assert entered
    assert {name: people.count(name) for name in entered} == dict.fromkeys(entered, 1)


def test_each_part_of_the_tutorial_opens_the_demo_on_the_day_that_it_says():
    text = TUTORIAL.read_text()

    parts = re.findall(r"^## \d\. .+?: (\d+ \w+ \d{4})$.+?STAGE=(\w+)$", text, re.M | re.S)

    told = {stage: datetime.strptime(day, "%d %B %Y").date() for day, stage in parts}
    assert told == {
        stage: datetime.fromisoformat(moment).date() for stage, moment in STAGES.items()
    }


def test_the_commands_of_the_pages_exist():
    text = "".join(page.read_text() for page in DOCS.rglob("*.md"))

    named = set(re.findall(r"(?:python -m acquis|# acquis|&& acquis) ([a-z]\w+)", text))

    assert named - set(get_commands()) == set()


def test_every_model_has_its_line_in_the_glossary():
    page = (DOCS / "glossary.md").read_text()

    models = {model.__name__ for model in apps.get_models() if "acquis" in model.__module__}

    assert models - set(re.findall(r"`(\w+)`", page)) == set()


def test_the_pictures_shown_are_those_that_make_pictures_takes():
    pages = [ROOT / "README.md", *DOCS.rglob("*.md")]
    shown = set()
    for page in pages:
        shown |= set(re.findall(r"pictures/([\w-]+)\.png", page.read_text()))
    taken = re.findall(r'\.take\("([\w-]+)"', (ROOT / "tests" / "pictures.py").read_text())

    kept = {path.stem for path in (DOCS / "pictures").glob("*.png")}

    assert shown <= kept
    assert kept == set(taken)
