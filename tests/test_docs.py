"""What docs/ says is what the code does."""

import re
from pathlib import Path

from django.core.management import get_commands

from acquis.base.management.commands.draw_states import drawn

ROOT = Path(__file__).resolve().parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def test_every_setting_is_documented_and_no_other():
    source = (ROOT / "acquis" / "settings.py").read_text()
    page = (ROOT / "docs" / "reference" / "settings.md").read_text()

    read = set(re.findall(r'(?:env|env_flag|kept_secret)\(\s*"([A-Z_]+)"', source))

    assert set(re.findall(r"ACQUIS_([A-Z_]+)", page)) == read


def test_every_command_of_ours_is_documented_and_no_other():
    page = (ROOT / "docs" / "reference" / "commands.md").read_text()

    ours = {name for name, app in get_commands().items() if str(app).startswith("acquis.")}

    assert set(re.findall(r"^\| `(\w+)", page, re.MULTILINE)) == ours


def test_the_state_diagrams_are_those_of_the_code():
    assert (ROOT / "docs" / "reference" / "states.md").read_text() == drawn()


def test_every_link_between_pages_leads_somewhere():
    broken = []
    for page in DOCS:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text()):
            if not target.startswith("http") and not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")

    assert broken == []


def test_every_decision_is_in_the_list():
    folder = ROOT / "docs" / "decisions"
    page = (folder / "README.md").read_text()

    assert [p.name for p in sorted(folder.glob("0*.md"))] == re.findall(r"\((0[^)]+)\)", page)
