"""Ways to load what a test types, and to type what an operator types."""

import io
import shutil
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import settings

from acquis.catalogue.definitions import load_programme_file
from acquis.catalogue.tests.samples import PROGRAMMES

# A property is about every case, not about the speed of the machine that tries it.
settings.register_profile("acquis", deadline=None)
settings.load_profile("acquis")


@dataclass(frozen=True)
class Run:
    """What a command left in the terminal."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Files:
    """The files of a programme, as staff keep them."""

    folder: Path

    @property
    def programme(self):
        return self.folder / "programme.yaml"

    @property
    def edition(self):
        return next((self.folder / "editions").glob("*.yaml"))

    def change(self, path, old, new):
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def load(tmp_path):
    """Write a text to a file and load it as a programme, or as an edition."""

    def write_and_load(content, loader=load_programme_file):
        path = tmp_path / "typed.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        definition, problems = loader(path)
        assert {problem.file for problem in problems} <= {str(path)}
        assert {problem.severity for problem in problems} <= {"error"}
        return definition, problems

    return write_and_load


@pytest.fixture
def problems_of(load):
    """Load a text that cannot be used, and return where each problem is and what it says."""

    def told(content, loader=load_programme_file):
        definition, problems = load(content, loader)
        assert definition is None
        return [
            (each.line, each.field, each.code, each.message.en, each.remedy.en) for each in problems
        ]

    return told


@pytest.fixture
def files(tmp_path):
    """`files("c2i2e")`: a copy of a shipped programme, whose files a test may edit."""

    def copied(name):
        return Files(Path(shutil.copytree(PROGRAMMES / name, tmp_path / name)))

    return copied


@pytest.fixture
def run(capsys):
    """`run("check_programme", path)`: what a terminal shows, and the exit code."""

    def as_typed(*words):
        code = 0
        try:
            call_command(*map(str, words))
        except CommandError as refusal:
            code = refusal.returncode
            sys.stderr.write(str(refusal))
        except SystemExit as end:
            code = end.code
        shown = capsys.readouterr()
        return Run(code, shown.out, shown.err)

    return as_typed


@pytest.fixture
def answers(monkeypatch):
    """`answers("o")`: somebody sits at the terminal and answers this."""

    def at_the_terminal(line):
        monkeypatch.setattr(sys, "stdin", Terminal(f"{line}\n"))

    return at_the_terminal


@pytest.fixture
def together():
    """`together(act, n)`: n threads act at once, each with its own connection; their answers."""

    def run(act, threads):
        start = threading.Barrier(threads)

        def one(number):
            start.wait()
            try:
                return act(number)
            finally:
                connection.close()

        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(one, range(threads)))

    return run
