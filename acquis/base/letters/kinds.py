"""The kinds of letters. A stage declares each once; an office may then put it in its own words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

NAMED = re.compile(r"\{([a-z][a-z0-9_]*)\}")
BRACES = re.compile(r"\{[^{}]*\}?|\}")


@dataclass(frozen=True)
class Placeholder:
    """A word in braces that each letter fills.

    What a person typed (`is_typed`) is never trusted: it stays on one line. A required one cannot
    be left out: the law, or the letter's purpose, wants it.
    """

    code: str
    label: Any
    is_typed: bool = False
    is_required: bool = False

    def __str__(self) -> str:
        return f"{{{self.code}}}"


@dataclass(frozen=True)
class Kind:
    """One kind of letter: for whom, what it may say, and the words it has unless told otherwise.

    `write()` gives the subject and the body in the active language, placeholders included.
    """

    code: str
    label: Any
    audience: str
    offers: tuple[Placeholder, ...]
    write: Callable[[], tuple[str, str]]

    def filled(self, text: str, values: Mapping[str, str]) -> str:
        """A text with its placeholders filled, in one pass: a value is never read as a text.

        A line whose placeholders have nothing to say goes, and the empty line that it leaves.
        """
        typed = {each.code for each in self.offers if each.is_typed}

        def value(found: re.Match[str]) -> str:
            said = str(values.get(found[1], ""))
            return " ".join(said.split()) if found[1] in typed else said

        lines = []
        for line in text.splitlines():
            said = NAMED.sub(value, line)
            is_silent = line.strip() and not said.strip()
            if not is_silent and (said.strip() or (lines and lines[-1])):
                lines.append(said.rstrip() if said.strip() else "")
        return "\n".join(lines).strip("\n")

    def unknown(self, text: str) -> list[str]:
        """What stands in braces and is no placeholder of this kind."""
        known = {str(each) for each in self.offers}
        return [found for found in BRACES.findall(text) if found not in known]

    def missing(self, text: str) -> list[Placeholder]:
        """The required placeholders that a body leaves out."""
        return [each for each in self.offers if each.is_required and str(each) not in text]


KINDS: dict[str, Kind] = {}


def declare(
    code: str,
    label: Any,
    *,
    audience: str,
    offers: tuple[Placeholder, ...],
    write: Callable[[], tuple[str, str]],
) -> Kind:
    """Make a kind known to the pages where an office rewords it."""
    KINDS[code] = Kind(code, label, audience, offers, write)
    return KINDS[code]


class _Marks(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


# `_("Enrolment accepted: %(edition)s") % MARKS` is the sentence with {edition} in it.
MARKS = _Marks()

# -- what many letters say ------------------------------------------------------------------------

CANDIDATE = _("candidates")
EVALUATOR = _("evaluators")
JUROR = _("members of a jury")
OFFICE = _("the office")

NAME = Placeholder("name", _("name of the reader"), is_typed=True)
INSTITUTION = Placeholder("institution", _("name of the institution"))
EDITION = Placeholder("edition", _("certification and year"))
SESSION = Placeholder("session", _("number of the session"))
ADDRESS = Placeholder("address", _("link to the page concerned"))
APPEALS = Placeholder("appeals", _("ways and delays of recourse"), is_required=True)


def paragraphs(*found: str) -> str:
    return "\n\n".join(found)
