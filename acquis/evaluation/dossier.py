"""One dossier as its evaluator has it on the table: the frozen copy, and the grid to fill."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from acquis.base.refusal import Refusal
from acquis.base.templatetags.acquis import spoken
from acquis.catalogue.definitions import Text, Verdict
from acquis.catalogue.rules import judge

from . import rules
from .forms import CommentForm, ProposalForm
from .models import Proposal


@dataclass
class Situation:
    """A situation of the frozen copy, with the place it has in the page."""

    anchor: str
    content: dict
    taught_on: date | None
    condition: str
    claims: list = field(default_factory=list)

    @property
    def title(self):
        return self.content["title"]

    @property
    def evidence(self):
        return [
            # Only an address of the web is made a link, whatever the frozen copy says.
            {**piece, "is_web": piece["url"].startswith(("https://", "http://"))}
            for piece in self.content["evidence"]
        ]


@dataclass
class Line:
    """One item or condition: where it is claimed, what is saved, and what was typed in vain."""

    code: str
    label: Text
    is_marked: bool = False
    maximum: Decimal | None = None
    prompt: Text | None = None
    standing: str = "not_claimed"
    places: list = field(default_factory=list)
    saved: Proposal | None = None
    form: ProposalForm | None = None
    problems: list = field(default_factory=list)
    is_contested: bool = False

    @property
    def anchor(self):
        return "line-" + re.sub(r"\W+", "-", self.code)

    @property
    def fields(self):
        """The names of its fields in a form, all that is sent when it is saved alone."""
        return ",".join(f"{name}-{self.code}" for name in ProposalForm.base_fields)

    @property
    def verdict(self):
        return self._shown("verdict")

    @property
    def mark(self):
        return self._shown("mark")

    @property
    def reason(self):
        return self._shown("reason")

    @property
    def version(self):
        """What the page carries: of a contested line, the version that was typed over."""
        if self.is_contested:
            return self.form.typed("version") or 0
        return self.saved_version

    @property
    def saved_version(self):
        return self.saved.version if self.saved else 0

    @property
    def lacks(self):
        """What is still to be said here before the whole can be sent."""
        if self.standing != "awaited":
            return ""
        return rules.lack(self.saved, is_marked=self.is_marked)

    def _shown(self, name):
        if self.problems and self.form.add_prefix(name) in self.form.data:
            return self.form.typed(name)
        value = getattr(self.saved, name) if self.saved else None
        return "" if value is None else value


@dataclass
class Comment:
    """The general comment: a line of its own, without verdict."""

    saved: str
    saved_version: int
    form: CommentForm | None = None
    problems: list = field(default_factory=list)
    is_contested: bool = False

    anchor = "line-comment"
    label = None

    @property
    def text(self):
        return self.form.data["comment"] if self.problems else self.saved

    @property
    def version(self):
        """As for a line: a contested comment keeps the version that was typed over."""
        if self.is_contested:
            return self.form.data.get(self.form.add_prefix("version"), 0)
        return self.saved_version


@dataclass(frozen=True)
class Block:
    """The lines of one group of the framework."""

    anchor: str
    code: str
    label: Text | None
    lines: list


class Dossier:
    """The page of one assignment, and the door through which its grid is saved."""

    def __init__(self, assignment):
        self.assignment = assignment
        self.programme = assignment.programme
        self.situations = self._situations()
        self.lines = {line.code: line for line in [*self._items(), *self._conditions()]}
        for code, line in self.lines.items():
            line.saved = assignment.proposed.get(code)
            if code in assignment.awaited:
                line.standing = "awaited"
            elif code in assignment.deposit.content["acquired"]:
                line.standing = "acquired"
        for situation in self.situations:
            self._find_places(situation)
        self.comment = Comment(assignment.comment, assignment.comment_version)

    def save(self, data, *, only=None):
        """Save each line that `data` holds, or one; what is refused is kept on its line, as typed.

        Says whether everything was saved.
        """
        for code, line in self.lines.items():
            if only in (None, code):
                self._save_line(line, data)
        if only is None:
            self._save_comment(data)
        return not self.refused

    def _save_line(self, line, data):
        form = line.form = ProposalForm(data, line=line)
        if not form.is_given:
            return
        if not form.is_valid():
            line.problems = form.problems()
            return
        try:
            self.assignment.propose(line.code, **form.answer())
        except Refusal as refusal:
            line.problems = [str(refusal)]
            line.is_contested = line.standing == "awaited" and self.assignment.is_open
        else:
            line.saved = self.assignment.proposed.get(line.code)

    def _save_comment(self, data):
        form = self.comment.form = CommentForm(data)
        if not form.is_given:
            return
        if not form.is_valid():
            self.comment.problems = form.problems()
            return
        try:
            self.assignment.comment_on(form.cleaned_data["comment"], version=form.version_shown())
        except Refusal as refusal:
            self.comment.problems = [str(refusal)]
            self.comment.is_contested = self.assignment.is_open
        else:
            self.comment.saved = self.assignment.comment
            self.comment.saved_version = self.assignment.comment_version

    @property
    def refused(self):
        """The lines that could not be saved."""
        return [line for line in self.lines.values() if line.problems] + (
            [self.comment] if self.comment.problems else []
        )

    @property
    def blocks(self):
        """The items by group, and those of no group; blocks follow the programme."""
        groups = [(group.code, group.label) for group in self.programme.groups]
        found = []
        for code, label in [*groups, ("", None)]:
            items = [item.code for item in self.programme.items if item.group == code]
            if items:
                lines = [self.lines[item] for item in items]
                found.append(Block(f"block-{len(found) + 1}", code, label, lines))
        return found

    @property
    def conditions(self):
        return [self.lines[condition.code] for condition in self.programme.conditions]

    @property
    def gaps(self):
        """The lines that still stand before sending."""
        return [line for line in self.lines.values() if line.lacks]

    @property
    def judgement(self):
        """What the rule says if the jury follows every line as it stands."""
        return judge(self.programme, self.assignment.record_if_followed())

    @cached_property
    def choices(self):
        """(verdict, its name), the name once for all lines."""
        return [(verdict.value, self.words[verdict.value]) for verdict in rules.CHOICES]

    @cached_property
    def words(self):
        """{verdict: its name in this programme, in the language of the page}."""
        return {verdict.value: spoken(self.programme.scale.label(verdict)) for verdict in Verdict}

    def _items(self):
        return [
            Line(item.code, item.label, item.kind == "mark", item.maximum)
            for item in self.programme.items
        ]

    def _conditions(self):
        return [
            Line(condition.code, condition.label, prompt=condition.prompt)
            for condition in self.programme.conditions
        ]

    def _situations(self):
        return [
            Situation(
                anchor=f"situation-{number}",
                content=content,
                taught_on=date.fromisoformat(content["taught_on"])
                if content["taught_on"]
                else None,
                condition=content["condition"],
            )
            for number, content in enumerate(self.assignment.deposit.content["situations"], 1)
        ]

    def _find_places(self, situation):
        for claim in situation.content["claims"]:
            if line := self.lines.get(claim["item"]):
                line.places.append((situation, claim["argument"]))
                situation.claims.append((line, claim["argument"]))
        if line := self.lines.get(situation.condition):
            line.places.append((situation, ""))
