"""Loads the files that certifying staff edit; whatever is in them, it answers with problems."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from .edition import Edition
from .problems import Problem
from .programme import Programme
from .reader import Reader
from .source import Unreadable, read_source
from .words import Text

T = TypeVar("T")


def load_programme_file(path: Path) -> tuple[Programme | None, list[Problem]]:
    return _load(Programme, path)


def load_edition_file(
    path: Path, programme: Programme | None = None
) -> tuple[Edition | None, list[Problem]]:
    """Load an edition; one that was written for another programme is not returned."""
    edition, problems = _load(Edition, path)
    if edition is None or programme is None:
        return edition, problems
    stated = (edition.programme_code, edition.programme_version)
    expected = (programme.code, programme.version)
    if stated == expected:
        return edition, problems
    problem = Problem(
        "error",
        str(path),
        _line_of(path, "programme_code" if stated[0] != expected[0] else "programme_version"),
        "programme_code" if stated[0] != expected[0] else "programme_version",
        Text(
            f"Cette édition est celle du programme {stated[0]} {stated[1]}, "
            f"non de {expected[0]} {expected[1]}.",
            f"This edition belongs to the programme {stated[0]} {stated[1]}, "
            f"not to {expected[0]} {expected[1]}.",
        ),
        Text(
            "Corrigez le code et la version, ou rangez le fichier sous son programme.",
            "Correct the code and the version, or put the file under its programme.",
        ),
        code="edition-of-another-programme",
    )
    return None, [problem]


def _load(shape: type[T], path: Path) -> tuple[T | None, list[Problem]]:
    try:
        source = read_source(path)
    except Unreadable as unreadable:
        return None, [unreadable.problem]
    reader = Reader(str(path))
    return reader.read(shape, source), reader.problems


def _line_of(path: Path, key: str) -> int:
    typed = read_source(path).entry(key)
    return typed.line if typed else 0
