"""The table of a sitting, hundreds of candidates by dozens of items, made of ready cells."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from acquis.evaluation.models import Verdict
from acquis.jury import rules
from acquis.jury.actions.facts import Sheet
from acquis.jury.models import Deliberation
from acquis.jury.models.decision import DEPARTURE, LETTERS, MARK, UNDECIDED, cell_of

PAGE = 500
VALIDATED = LETTERS[Verdict.VALIDATED]
CLASSES = {VALIDATED: "v", "N": "n", "I": "n", "-": "c", UNDECIDED: "u"}
NOBODY = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate of the table, every word of it ready."""

    pk: object
    name: str
    url: str
    standing: str
    state: str
    outcome: str
    validated: str
    cells: str
    is_awarded: bool | None
    is_decided: bool
    is_clear: bool
    is_aside: bool
    is_outdated: bool
    waits: bool


# Each filter, in the order of the page: what a juror looks for, and the rows that pass it.
FILTERS = {
    "undecided": lambda row: not row.is_decided,
    "clear": lambda row: row.is_clear and not row.is_decided,
    "debate": lambda row: not row.is_clear and not row.is_decided,
    "decided": lambda row: row.is_decided,
    "awarded": lambda row: row.is_awarded is True,
    "not-awarded": lambda row: row.is_awarded is False and not row.standing,
    "not-examined": lambda row: bool(row.standing),
}


class Table:
    """The rows that a person may see of a sitting; three queries, whatever its size, and after
    the seal one more: what the newest acts say."""

    def __init__(self, sitting, person, kept="", *, is_closed=False):
        programme = sitting.jury.edition.programme
        self.is_closed = is_closed
        self.parts = [*programme.items, *programme.conditions]
        self.total = len(programme.items)
        self.words = _words()
        self._sheet = Sheet(sitting, person)
        self._address = reverse("jury:case", args=[NOBODY])
        self._blank = "{}" * len(self.parts)
        self._made = {}
        self._corrections = Deliberation.objects.corrections(sitting) if sitting.is_sealed else {}
        self.all = [self._row(row) for row in self._sheet.rows]
        self.kept = kept if kept in FILTERS else ""
        self.rows = [row for row in self.all if FILTERS[kept](row)] if self.kept else self.all

    @property
    def width(self):
        """How many columns follow the name."""
        return len(self.parts) + 3

    @property
    def filters(self):
        labels = {
            "undecided": pgettext("cases", "To decide"),
            "clear": pgettext("cases", "Clear"),
            "debate": pgettext("cases", "To debate"),
            "decided": pgettext("cases", "Decided"),
            "awarded": pgettext("cases", "Awarded"),
            "not-awarded": pgettext("cases", "Not awarded"),
            "not-examined": pgettext("cases", "Not examined"),
        }
        counted = [(name, sum(map(passes, self.all))) for name, passes in FILTERS.items()]
        return [("", pgettext("cases", "All"), len(self.all))] + [
            (name, labels[name], count) for name, count in counted
        ]

    @property
    def left_to_decide(self):
        return sum(not row.is_decided for row in self.all)

    @property
    def outdated(self):
        return sum(row.is_outdated and not row.is_decided for row in self.all)

    def _row(self, row):
        cells = self._sheet.cells[row.pk]
        corrected, act = self._corrections.get(str(row.enrolment), (None, ""))
        if corrected:
            row = row._replace(standing=corrected["standing"], is_awarded=corrected["is_awarded"])
            cells = [cell_of(each) for each in corrected["decisions"]]
        facts = self._sheet.facts(row)
        wanted = self._sheet.evaluators_wanted
        is_clear = rules.is_clear(facts, evaluators_wanted=wanted)
        waits = facts.is_submitted and not facts.readings.are_complete(wanted)
        validated = sum(cell.startswith(VALIDATED) for cell in cells[: self.total])
        return Row(
            pk=row.pk,
            name=facts.candidate,
            # The address of a case differs by its key alone: one look-up serves all rows.
            url=self._address.replace(NOBODY, str(row.pk)),
            standing="" if facts.is_submitted else self.words[row.standing],
            state=self.words["corrected"] % {"number": act}
            if act
            else self._state(facts, is_clear=is_clear, waits=waits),
            outcome=self.words[row.is_awarded if facts.is_submitted else row.standing],
            validated=f"{validated}/{self.total}",
            cells="" if row.is_aside else self._grid(cells),
            is_awarded=row.is_awarded,
            is_decided=facts.is_decided,
            is_clear=is_clear,
            is_aside=row.is_aside,
            is_outdated=facts.is_outdated,
            waits=waits,
        )

    def _state(self, facts, *, is_clear, waits):
        if facts.is_decided:
            return self.words["decided"]
        if waits:
            return self.words["waits"]
        return self.words["clear" if is_clear else "debate"]

    def _grid(self, cells):
        made = self._made
        return format_html(self._blank, *[made.get(cell) or self._make(cell) for cell in cells])

    def _make(self, cell):
        """A cell in HTML, made once for the whole table."""
        value, departure, _rest = cell.partition(DEPARTURE)
        kind = CLASSES.get(value, "m") + (" d" if departure else "")
        if value.startswith(MARK):
            value = localize(Decimal(value[1:]).normalize())
        self._made[cell] = format_html(
            '<td class="{}">{}</td>', kind, value.replace("-", "–") + departure
        )
        return self._made[cell]


def _words():
    """Every word that a row may need, translated once."""
    return {
        "clear": pgettext("case", "Clear"),
        "debate": pgettext("case", "To debate"),
        "decided": pgettext("case", "Decided"),
        "corrected": _("Rectified by act %(number)s"),
        "waits": _("Proposal to be sent"),
        "submitted": _("dossier submitted"),
        "not_submitted": _("Not submitted"),
        "absent": _("Absent"),
        "aside": _("You step aside for this candidate: the other members decide."),
        "none": _("No candidate here."),
        True: _("✓ Awarded"),
        False: _("✗ Not awarded"),
        None: _("? Verdicts missing"),
    }
