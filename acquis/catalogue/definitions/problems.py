"""What can be wrong in the files of a programme, said to the person who typed them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .words import Text

Severity = Literal["error", "warning", "unconfirmed"]


@dataclass(frozen=True)
class Problem:
    """One thing to correct or to confirm; `code` is stable, for tests and for documentation."""

    severity: Severity
    file: str
    line: int
    field: str
    message: Text
    remedy: Text
    code: str


class Unusable(ValueError):
    """Raised while a definition is built, when no code could make sense of one of its values."""

    def __init__(self, field: str, *, code: str, message: Text, remedy: Text) -> None:
        super().__init__(f"{field}: {message.en}")
        self.field = field
        self.code = code
        self.message = message
        self.remedy = remedy
