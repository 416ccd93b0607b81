"""Checks files as staff keep them, and finds the line of each problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from acquis.catalogue.definitions import (
    Edition,
    Problem,
    Programme,
    Severity,
    load_edition_file,
    load_programme_file,
)
from acquis.catalogue.definitions.source import Source, read_source

_GRAVITY: dict[Severity, int] = {"error": 0, "warning": 1, "unconfirmed": 2}


def programme_file_of(path: Path) -> Path:
    """Return the programme's file for a programme's folder, its own file or an edition's."""
    if path.is_dir():
        return path / "programme.yaml"
    above = path.parent.parent / "programme.yaml"
    is_edition = path.parent.name == "editions" or above.exists()
    return above if is_edition and path.name != "programme.yaml" else path


def edition_files_of(path: Path) -> list[Path]:
    """Return the editions to check: every one of a folder, or the one that was named."""
    if path.is_dir():
        return sorted((path / "editions").glob("*.yaml"))
    return [path] if programme_file_of(path) != path else []


def check_files(
    path: Path,
    check_programme: Callable[[Programme], Iterable[Problem]],
    check_edition: Callable[[Programme, Edition], Iterable[Problem]],
) -> list[Problem]:
    """Check a programme with its editions, or one file, and place what is found."""
    programme_path = programme_file_of(path)
    programme, problems = load_programme_file(programme_path)
    if programme is None:
        return problems
    problems += located(check_programme(programme), programme_path)
    for edition_path in edition_files_of(path):
        edition, unreadable = load_edition_file(edition_path, programme)
        problems += unreadable
        if edition is not None:
            problems += located(check_edition(programme, edition), edition_path)
    return sorted(problems, key=lambda each: (_GRAVITY[each.severity], each.file, each.line))


def located(problems: Iterable[Problem], path: Path) -> list[Problem]:
    """Give each problem the file, and the line of its field or of the nearest one above it."""
    source = read_source(path)
    return [
        replace(problem, file=str(path), line=_line_of(source, problem.field))
        for problem in problems
    ]


def _line_of(source: Source, field: str) -> int:
    line = source.line
    for step in re.findall(r"[^.\[\]]+(?=[.\[]|$)|\[[^\]]*\]", field):
        inner = _member(source, step) if step.startswith("[") else source.entry(step)
        if inner is None:
            break
        key_line = next((entry.line for entry in source.entries if entry.key == step), inner.line)
        source, line = inner, key_line
    return line


def _member(source: Source, step: str) -> Source | None:
    for position, member in enumerate(source.members):
        if source.member_label(position) == step:
            return member
    return None
