"""What follows from a sealed act: who obtained what, what comes next, what a paper may print."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from acquis.catalogue.definitions import Edition, Node, Programme, Session, Text, Verdict
from acquis.catalogue.rules import Record, judge

Outcome = Literal["certified", "partial", "not_submitted", "absent"]

# Crockford's base 32: no I, L, O or U, so that nothing is mistaken for 1 or 0.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
GROUPS = (5, 5, 6, 5, 5)
LOOK_ALIKES = str.maketrans("OIL", "011")


@dataclass(frozen=True)
class Reading:
    """One case of a sealed act, as the results tell it."""

    enrolment: str
    candidate: str
    deposit: str
    outcome: Outcome
    verdicts: Mapping[str, str]
    conditions: Mapping[str, str]
    marks: Mapping[str, str]
    validated: tuple[str, ...]
    validated_groups: tuple[str, ...]
    agrees_with_rule: bool

    @property
    def kept(self) -> tuple[str, ...]:
        """What the candidate keeps: the items validated, and the conditions."""
        fulfilled = (code for code, each in self.conditions.items() if each == Verdict.VALIDATED)
        return (*self.validated, *fulfilled)


def read_case(programme: Programme, case: Mapping[str, Any]) -> Reading:
    """Read a case, and judge it again: a sealed award that the rule does not give is a fault."""
    record = record_of(programme, case["decisions"])
    judgement = judge(programme, record)
    is_submitted = case["standing"] == "submitted"
    is_awarded = bool(case["is_awarded"])
    outcome = case["standing"]
    if is_submitted:
        outcome = "certified" if is_awarded else "partial"
    return Reading(
        enrolment=case["enrolment"],
        candidate=case["candidate"],
        deposit=(case["deposit"] or {}).get("number", ""),
        outcome=outcome,
        verdicts={code: str(verdict) for code, verdict in record.verdicts.items()},
        conditions={code: str(verdict) for code, verdict in record.conditions.items()},
        marks={code: str(mark) for code, mark in record.marks.items()},
        validated=judgement.validated,
        validated_groups=judgement.validated_groups,
        agrees_with_rule=is_awarded == (is_submitted and judgement.is_met),
    )


def record_of(programme: Programme, decisions: Iterable[Mapping[str, Any]]) -> Record:
    """The decisions of a case as the rule reads them."""
    known = {condition.code for condition in programme.conditions}
    verdicts: dict[str, Verdict] = {}
    marks: dict[str, Decimal] = {}
    conditions: dict[str, Verdict] = {}
    for decision in decisions:
        code = decision["item"]
        if decision["mark"] not in (None, ""):
            marks[code] = Decimal(str(decision["mark"]))
        elif decision["verdict"]:
            (conditions if code in known else verdicts)[code] = Verdict(decision["verdict"])
    return Record(verdicts, marks, conditions)


def record_told(
    verdicts: Mapping[str, str], marks: Mapping[str, str], conditions: Mapping[str, str]
) -> Record:
    """A published result as the rule reads it."""
    return Record(
        {code: Verdict(each) for code, each in verdicts.items()},
        decimals(marks),
        {code: Verdict(each) for code, each in conditions.items()},
    )


@dataclass(frozen=True)
class Line:
    """What was decided on one item or condition, and what the evaluators had remarked."""

    code: str
    label: Text
    decided: Text
    is_validated: bool
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """The lines of one group; the conditions and the items without a group have no title."""

    title: Text | None
    is_validated: bool
    lines: tuple[Line, ...]

    @property
    def validated_count(self) -> int:
        return sum(line.is_validated for line in self.lines)

    @property
    def needs_reading(self) -> bool:
        """Whether something here was not validated."""
        return not all(line.is_validated for line in self.lines)


def sections(
    programme: Programme, record: Record, feedback: Mapping[str, Sequence[str]]
) -> tuple[Section, ...]:
    """A result item by item, in the order of the programme; nothing when nothing was decided."""
    judgement = judge(programme, record)
    found: dict[str, list[Line]] = {}
    for item in programme.items:
        if line := _line(programme, record, item.code, item.label, feedback):
            found.setdefault(item.group, []).append(line)
    for condition in programme.conditions:
        if line := _line(programme, record, condition.code, condition.label, feedback):
            found.setdefault("", []).append(line)
    titles = {group.code: _group_title(programme, group) for group in programme.groups}
    return tuple(
        Section(titles.get(code), code in judgement.validated_groups, tuple(lines))
        for code, lines in found.items()
    )


def _line(
    programme: Programme,
    record: Record,
    code: str,
    label: Text,
    feedback: Mapping[str, Sequence[str]],
) -> Line | None:
    verdict = record.verdicts.get(code) or record.conditions.get(code)
    mark = record.marks.get(code)
    if verdict is None and mark is None:
        return None
    decided = (
        programme.scale.label(verdict) if verdict else Text(f"{mark}".replace(".", ","), f"{mark}")
    )
    return Line(code, label, decided, verdict == Verdict.VALIDATED, tuple(feedback.get(code, ())))


def _group_title(programme: Programme, group: Node) -> Text:
    noun = programme.group_noun.one
    fr, en = noun.fr, noun.in_language("en")
    return Text(
        f"{fr[:1].upper()}{fr[1:]} {group.code} – {group.label.fr}",
        f"{en[:1].upper()}{en[1:]} {group.code} – {group.label.in_language('en')}",
    )


def decimals(marks: Mapping[str, str]) -> dict[str, Decimal]:
    """Marks as numbers again: a result keeps them as texts, which have one form."""
    return {code: Decimal(mark) for code, mark in marks.items()}


def session_after(edition: Edition, number: int, *, at: datetime) -> Session | None:
    """The next session that still takes dossiers, to which a candidate of `number` is invited."""
    for session in sorted(edition.sessions, key=lambda each: each.number):
        if session.number > number and at < edition.instant_closing(session.deposit_until):
            return session
    return None


def certificates_may_be_issued(edition: Edition, *, published: Iterable[int]) -> bool:
    """Whether the edition's certificates are due, once these sessions have been published."""
    if edition.certificates_after == "each_session":
        return any(True for _ in published)
    return max(session.number for session in edition.sessions) in set(published)


def what_blocks(
    edition: Edition, *, first_names: str, birth_name: str, fee_cents: int | None, balance: int
) -> Literal["name", "quotation", "fee", ""]:
    """Why a certified candidate's certificate is not issued; empty when nothing is in the way."""
    if not (is_a_name(first_names) and is_a_name(birth_name)):
        return "name"
    if edition.fee_blocks == "nothing":
        return ""
    if fee_cents is None:
        return "quotation"
    return "fee" if balance > 0 else ""


def is_a_name(text: str) -> bool:
    """Whether something can be printed as a name; software that fails writes “undefined”."""
    return any(each.isalpha() for each in text) and printed(text).casefold() != "undefined"


def printed(text: str) -> str:
    """A text as pages, papers and payloads all show it: composed, on one line, without the
    invisible marks that reorder letters."""
    shown = (
        " " if each.isspace() else each
        for each in unicodedata.normalize("NFC", text)
        # The joiners shape letters in Persian or in Hindi; other invisible marks only deceive.
        if each.isspace()
        or each in "\u200c\u200d"
        or unicodedata.category(each) not in ("Cc", "Cf")
    )
    return " ".join("".join(shown).split())


def spelled(code: str) -> str:
    """A code in groups, as it is printed."""
    starts = [sum(GROUPS[:rank]) for rank in range(len(GROUPS))]
    return "-".join(code[start : start + size] for start, size in zip(starts, GROUPS, strict=True))


def read_code(typed: str) -> str:
    """The code that a person typed, with or without spaces and dashes, O for 0 and I or L for 1;
    empty when it cannot be one."""
    kept = "".join(each for each in typed[:200].upper() if each.isalnum())
    code = kept.translate(LOOK_ALIKES)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def register_name(family: str, programme_code: str, year: str) -> str:
    """A register a programme and a year, that in which the academic year ends."""
    return f"{family}-{programme_code}-{year[-4:]}"
