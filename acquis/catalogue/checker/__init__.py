"""Refuses the impossible in a programme and its edition, and warns on the doubtful."""

from __future__ import annotations

from pathlib import Path

from acquis.catalogue.definitions import Edition, Problem, Programme, Text

from .contradictions import check_contradictions
from .files import check_files, edition_files_of, programme_file_of
from .found import Problems, found
from .publics import check_publics
from .questions import QUESTIONS, answered, check_questions
from .regulation import check_regulation, unconfirmed_fact
from .reminders import check_reminders
from .report import report
from .schedule import check_schedule
from .wording import check_wording

__all__ = [
    "QUESTIONS",
    "answered",
    "check",
    "check_edition",
    "check_path",
    "check_programme",
    "edition_files_of",
    "programme_file_of",
    "report",
]


def check(programme: Programme, edition: Edition) -> list[Problem]:
    """Return every problem of both; `file` says "programme" or "edition" and `line` is 0."""
    return [*check_programme(programme), *check_edition(programme, edition)]


def check_path(path: Path) -> list[Problem]:
    """Check a programme's folder, its file or one edition's file; never raises on bad input."""
    return check_files(path, check_programme, check_edition)


def check_programme(programme: Programme) -> list[Problem]:
    return list(check_regulation(programme))


def check_edition(programme: Programme, edition: Edition) -> list[Problem]:
    return [
        *_settings(edition),
        *check_schedule(programme, edition),
        *check_publics(programme, edition),
        *check_wording(programme, edition),
        *check_contradictions(programme, edition),
        *check_questions(programme, edition),
        *check_reminders(edition),
        *(unconfirmed_fact(note.field, note.reason) for note in edition.notes),
    ]


def _settings(edition: Edition) -> Problems:
    bounds = {"evaluators_per_dossier": (1, 9), "upload_grace_minutes": (0, 120)}
    for field, (least, most) in bounds.items():
        value = getattr(edition, field)
        if not least <= value <= most:
            yield found(
                "error",
                "out-of-bounds",
                field,
                Text(f"{value} n'est pas possible ici.", f"{value} is not possible here."),
                Text(
                    f"Écrivez un nombre de {least} à {most}.",
                    f"Write a number from {least} to {most}.",
                ),
            )
