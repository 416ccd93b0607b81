"""One case as a juror has it on the table: the frozen dossier, proposals and decisions."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils.formats import localize

from acquis.catalogue.definitions import Text, Verdict
from acquis.evaluation.models import Proposal

from . import rules
from .models import Basis, Deliberation, Standing


@dataclass
class Line:
    """One item or condition with its decision, in the plain form that the act has too."""

    code: str
    label: Text
    is_condition: bool
    is_marked: bool
    maximum: Decimal | None
    told: dict
    who: str = ""
    proposals: list = field(default_factory=list)
    places: list = field(default_factory=list)
    shown: dict = field(default_factory=dict)
    yours: dict | None = None
    problems: list = field(default_factory=list)

    @property
    def anchor(self):
        return _anchor("line", self.code)

    @property
    def verdict(self):
        return self.told["verdict"]

    @property
    def mark(self):
        return _mark(self.told["mark"])

    @property
    def reason(self):
        return self.told["reason"]

    @property
    def basis(self):
        return Basis(self.told["basis"])

    def put(self, form, *, is_contested):
        """Show what is saved, or what was typed. Of a line that somebody else has changed since,
        the field shows the other's value, and the typed one stands beside it: nobody overwrites
        unseen."""
        saved = {"verdict": self.verdict, "mark": self.mark, "reason": self.reason}
        self.shown = saved
        if form is None or not form.is_bound or self.is_fixed:
            return
        typed = {part: form.typed(part, self.code, value) for part, value in saved.items()}
        self.problems = form.problems(self.code)
        if not is_contested:
            self.shown = typed
        elif any(str(typed[part] or "") != str(saved[part] or "") for part in saved):
            self.yours = typed

    @property
    def shown_mark(self):
        """A typed mark as it was typed, a saved one as the language writes it."""
        mark = self.shown["mark"]
        return localize(mark.normalize()) if isinstance(mark, Decimal) else mark or ""

    @property
    def is_fixed(self):
        return self.told["basis"] == Basis.ACQUIRED

    @property
    def is_free(self):
        """Nothing common is proposed: the jury gives the verdict."""
        return self.told["basis"] in rules.FREE


@dataclass(frozen=True)
class Block:
    """The lines of one group of the framework; the conditions come last, without a group."""

    code: str
    label: Text | None
    lines: list


@dataclass
class Situation:
    """A situation of the frozen copy, with the place it has in the page."""

    content: dict
    claims: list = field(default_factory=list)

    @property
    def anchor(self):
        return _anchor("situation", self.content["id"])

    @property
    def taught_on(self):
        day = self.content["taught_on"]
        return date.fromisoformat(day) if day else None

    @property
    def evidence(self):
        return [
            # Only an address of the web is made a link, whatever the frozen copy says.
            {**piece, "is_web": piece["url"].startswith(("https://", "http://"))}
            for piece in self.content["evidence"]
        ]


class Dossier:
    """A case read whole: two queries, and one more once it is sealed.

    `standing` is what the newest act says once there is one. Decisions `unexamined` stand in for
    those of a case that was sealed without being examined. Without `is_read`, only the lines.
    """

    def __init__(self, case, unexamined=(), *, is_read=True):
        self.case = case
        self.programme = case.programme
        self.deposit = case.found_deposit()
        self.standing = case.standing
        self.lines = self._lines(unexamined)
        self.situations = []
        if self.deposit and is_read:
            self.situations = [Situation(each) for each in self.deposit.content["situations"]]
            self._find_places()
            self._find_proposals()

    @property
    def choices(self):
        """The verdicts in the words of the programme."""
        return [(verdict, self.programme.scale.label(verdict)) for verdict in Verdict]

    @property
    def words(self):
        return dict(self.choices)

    @property
    def blocks(self):
        groups = {group.code: group.label for group in self.programme.groups}
        found = {}
        for line in self.lines.values():
            group = "" if line.is_condition else self.programme.item(line.code).group
            found.setdefault((line.is_condition, group), []).append(line)
        return [Block(group, groups.get(group), lines) for (_, group), lines in found.items()]

    @cached_property
    def judgement(self):
        """What the rule makes of the decisions as they are saved."""
        told = [line.told for line in self.lines.values()]
        return rules.judgement_of(self.programme, self.standing, told)

    @property
    def is_awarded(self):
        """As the decisions shown say it: those of the newest act once there is one."""
        return None if self.open_codes else self.judgement.is_met

    @property
    def open_codes(self):
        return [line.code for line in self.lines.values() if not line.verdict and line.mark is None]

    @property
    def to_mend(self):
        """The lines that were refused, or that somebody else has changed meanwhile."""
        return [line for line in self.lines.values() if line.problems or line.yours]

    @property
    def is_submitted(self):
        return self.standing == Standing.SUBMITTED

    def _lines(self, unexamined):
        told, who = self._told()
        told |= {row.item: row.told() for row in unexamined}
        lines = [
            Line(item.code, item.label, False, item.kind == "mark", item.maximum, told[item.code])
            for item in self.programme.items
        ]
        lines += [
            Line(each.code, each.label, True, False, None, told[each.code])
            for each in self.programme.conditions
        ]
        for line in lines:
            line.who = who.get(line.code, "")
        return {line.code: line for line in lines}

    def _told(self):
        """({code: decision}, {code: who changed it}): from the newest act once there is one."""
        if self.case.sitting.is_sealed:
            sealed = Deliberation.objects.effective_case(self.case.enrolment, self.case.session)
            self.standing = sealed["standing"]
            return {each["item"]: each for each in sealed["decisions"]}, {}
        rows = list(self.case.decisions.select_related("decided_by"))
        who = {row.item: str(row.decided_by) for row in rows if row.decided_by}
        return {row.item: row.told() for row in rows}, who

    def _find_places(self):
        for situation in self.situations:
            for claim in situation.content["claims"]:
                if line := self.lines.get(claim["item"]):
                    situation.claims.append(line)
                    line.places.append((situation, claim["argument"]))
            if line := self.lines.get(situation.content["condition"]):
                line.places.append((situation, ""))

    def _find_proposals(self):
        sent = Proposal.objects.visible_to_jury().filter(assignment__deposit=self.deposit)
        for proposal in sent.select_related("assignment__evaluator").order_by("assignment"):
            if line := self.lines.get(proposal.item):
                line.proposals.append(proposal)


def _mark(text):
    return None if text is None else Decimal(text)


def _anchor(kind, key):
    return f"{kind}-" + re.sub(r"\W+", "-", key)
