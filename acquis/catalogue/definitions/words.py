"""The small values that programmes and editions are made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


@dataclass(frozen=True)
class Text:
    """A text in the languages of the product; French is the text of reference."""

    SHORT_FORM: ClassVar[str] = "fr"

    fr: str
    en: str = ""

    def in_language(self, code: str) -> str:
        """Return the text for a language code such as `en-gb`, the French one by default."""
        return (self.en if code.lower().startswith("en") else "") or self.fr

    def __str__(self) -> str:
        return self.fr


@dataclass(frozen=True)
class Noun:
    """What a programme calls its parts, with what French needs to agree with it."""

    one: Text
    many: Text
    is_feminine: bool = False


class Verdict(StrEnum):
    VALIDATED = "validated"
    NOT_VALIDATED = "not_validated"
    INSUFFICIENT = "insufficient"
    NOT_CLAIMED = "not_claimed"


@dataclass(frozen=True)
class Scale:
    """How a programme words the four verdicts."""

    validated: Text = Text("Validée", "Validated")
    not_validated: Text = Text("Non validée", "Not validated")
    insufficient: Text = Text("Preuves insuffisantes", "Insufficient evidence")
    not_claimed: Text = Text("Non demandée", "Not claimed")

    def label(self, verdict: Verdict) -> Text:
        labels = {
            Verdict.VALIDATED: self.validated,
            Verdict.NOT_VALIDATED: self.not_validated,
            Verdict.INSUFFICIENT: self.insufficient,
            Verdict.NOT_CLAIMED: self.not_claimed,
        }
        return labels[verdict]


@dataclass(frozen=True)
class Fact:
    """A field of the data that no official text has confirmed yet, and why."""

    field: str
    reason: Text
