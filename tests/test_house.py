"""The house rules that a machine can check: docs/style.md says why each of them stands."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "acquis"
SOURCES = [
    path
    for path in sorted(PACKAGE.rglob("*.py"))
    if "migrations" not in path.parts and "tests" not in path.parts
]
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))


def named(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_file_has_at_most_400_lines_and_a_function_50(path):
    text = path.read_text()

    long_functions = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 50
    ]

    assert len(text.splitlines()) <= 400
    assert long_functions == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_has_at_most_150_lines_and_nothing_inline(path):
    text = path.read_text()

    # A block of data is read by a script of ours, and never run.
    script = r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))"
    inline = re.findall(rf"<style|\sstyle=|\son[a-z]+=\"|javascript:|{script}", text)

    assert len(text.splitlines()) <= 150
    assert inline == []


def test_only_the_clock_reads_the_time():
    clockwise = re.compile(r"timezone\.now|datetime\.(now|utcnow|today)|date\.today|time\.time\(")
    allowed = {PACKAGE / "base" / "clock.py"}

    readers = [
        named(path)
        for path in SOURCES
        if path not in allowed and clockwise.search(path.read_text())
    ]

    assert readers == []


def test_every_state_changes_through_its_door():
    """Nobody assigns `.state` or updates it in bulk: `move_to` journals and guards the change.
    (SQL that compares a state has its value in single quotes.)"""
    backdoor = re.compile(r"\.state = (?!')|\.update\([^)]*\bstate=")
    allowed = {PACKAGE / "base" / "models.py", PACKAGE / "base" / "outbox.py"}

    found = [
        named(path) for path in SOURCES if path not in allowed and backdoor.search(path.read_text())
    ]

    assert found == []


def test_every_template_is_used():
    everything = "\n".join(
        path.read_text() for path in [*SOURCES, *TEMPLATES, *PACKAGE.rglob("templates/**/*.txt")]
    )

    unused = [
        named(path)
        for path in TEMPLATES
        # allauth names its own templates; ours under these folders replace them.
        if not set(path.parts) & {"account", "layouts", "elements", "email", "mfa"}
        and f"{path.parts[-2]}/{path.name}" not in everything
    ]

    assert unused == []


def test_no_dangerous_shortcut_is_taken():
    dangerous = re.compile(
        r"mark_safe|\|safe\b|\.extra\(|RawSQL|shell=True|pickle|yaml\.load\(|\beval\(|csrf_exempt"
    )
    # The help text of a form field comes from our own code and may hold a link.
    allowed = {PACKAGE / "base" / "templates" / "base" / "_field.html"}

    found = [
        named(path)
        for path in [*SOURCES, *TEMPLATES]
        if path not in allowed and dangerous.search(path.read_text())
    ]

    assert found == []


def test_no_tool_or_machine_is_named():
    foreign = re.compile(r"/work/|pythonhosted|pypi\.org|npmjs|deb\.debian")

    found = [
        named(path)
        for path in ROOT.rglob("*")
        if path.is_file()
        and path.suffix
        in {".py", ".md", ".txt", ".toml", ".yaml", ".html", ".css", ".js", ".po", ""}
        and not {".venv", ".git", "var", "node_modules"} & set(path.relative_to(ROOT).parts)
        and not any(part.startswith(".") and part != ".ci" for part in path.relative_to(ROOT).parts)
        and path != Path(__file__)
        and foreign.search(path.read_text(errors="replace"))
    ]

    assert found == []
