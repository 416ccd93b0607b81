"""One way to write a problem down, before its line in the file is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from acquis.catalogue.definitions import Problem, Severity, Text

Document = Literal["programme", "edition"]
Problems = Iterator[Problem]


def found(
    severity: Severity,
    code: str,
    field: str,
    message: Text,
    remedy: Text,
    *,
    document: Document = "edition",
) -> Problem:
    """Return a problem that names its document in place of its file, and no line."""
    return Problem(severity, document, 0, field, message, remedy, code)
