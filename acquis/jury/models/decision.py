from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from acquis.base.models import Journalled
from acquis.evaluation.models import Verdict
from acquis.jury import rules

from .case import Case
from .frozen import sealed_with

LETTERS = {
    Verdict.VALIDATED: "V",
    Verdict.NOT_VALIDATED: "N",
    Verdict.INSUFFICIENT: "I",
    Verdict.NOT_CLAIMED: "-",
}
UNDECIDED, DEPARTURE, MARK = "?", "!", "="
CHARS = models.CharField()


def cell_of(told):
    """The cell of a decision as an act tells it: the same as `cells` makes of a row."""
    value = LETTERS[told["verdict"]] if told["mark"] is None else f"{MARK}{told['mark']}"
    return value if told["follows"] else f"{value}{DEPARTURE}"


class Joined(models.Aggregate):
    """The texts of a group in one, between commas, in no order."""

    output_field = models.TextField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)

    def as_postgresql(self, compiler, connection, **context):
        template = "STRING_AGG(%(expressions)s, ',')"
        return self.as_sql(compiler, connection, template=template, **context)


class DecisionQuerySet(models.QuerySet):
    def cells(self):
        """{case: [cell, ...]}, a cell an item in the programme's order, in one query for all.

        A cell is a letter of LETTERS, "?" or a mark after "=", then "!" when it departs from
        what was proposed. A row a decision would cost twenty times more for a large sitting.
        """
        letter = models.Case(
            models.When(mark__isnull=False, then=Concat(Value(MARK), Cast("mark", CHARS))),
            *(models.When(verdict=verdict, then=Value(cell)) for verdict, cell in LETTERS.items()),
            default=Value(UNDECIDED),
            output_field=CHARS,
        )
        departure = models.Case(
            models.When(follows=False, then=Value(DEPARTURE)), default=Value("")
        )
        # From 1000 on, so that positions sort as texts.
        cell = Concat(Cast(F("position") + 1000, CHARS), letter, departure, output_field=CHARS)
        rows = self.order_by().values_list("case").annotate(cells=Joined(cell))
        return {case: [each[4:] for each in sorted(cells.split(","))] for case, cells in rows}


class Basis(models.TextChoices):
    """What a decision starts from."""

    PROPOSED = "proposed", _("proposal")
    ACQUIRED = "acquired", _("acquired earlier")
    NOT_CLAIMED = "not_claimed", _("not claimed")
    DIVERGING = "diverging", _("the evaluators diverge")
    MISSING = "missing", _("no proposal")


class Decision(Journalled):
    """What the jury decides on one item or condition: it follows what is proposed, or says why.

    Without one common proposal there is nothing to depart from, and no verdict until the jury
    gives one.
    """

    GUARDS = sealed_with(
        "decision_sealed", "(SELECT c.sitting_id FROM jury_case c WHERE c.id = ROW.case_id)"
    )

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    position = models.PositiveSmallIntegerField(help_text=_("Rank in the programme."))
    item = models.CharField(max_length=40, help_text=_("Code of an item or of a condition."))
    basis = models.CharField(max_length=12, choices=Basis)
    proposed = models.CharField(max_length=14, choices=Verdict, blank=True)
    proposed_mark = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    verdict = models.CharField(max_length=14, choices=Verdict, blank=True)
    mark = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    follows = models.BooleanField(default=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("Who last changed it; nobody while it is what was proposed."),
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "item"], name="one_decision_an_item"),
            models.CheckConstraint(
                name="a_departure_has_a_reason", condition=Q(follows=True) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="a_decision_is_a_verdict_or_a_mark",
                condition=Q(mark__isnull=True) | Q(verdict=""),
            ),
            models.CheckConstraint(
                name="what_follows_is_what_was_proposed",
                condition=Q(follows=False)
                | Q(basis__in=["diverging", "missing"])
                | Q(verdict=F("proposed")),
            ),
        ]

    def __str__(self):
        return f"{self.item}: {self.verdict or self.mark}"

    @property
    def institution(self):
        return self.case.institution

    def told(self):
        """The decision as the rule and the sealed act read it: plain and canonical."""
        return {
            "item": self.item,
            "basis": self.basis,
            "proposed": self.proposed,
            "proposed_mark": rules.written(self.proposed_mark),
            "verdict": self.verdict,
            "mark": rules.written(self.mark),
            "follows": self.follows,
            "reason": self.reason,
        }

    @property
    def was_proposed(self):
        return rules.Proposed(self.proposed, self.proposed_mark)

    @property
    def is_open(self):
        return not self.verdict and self.mark is None

    @property
    def is_fixed(self):
        """What was acquired by a sealed act is kept as that act says: nobody decides it again."""
        return self.basis == Basis.ACQUIRED

    def choose(self, verdict, mark, reason, *, by, at):
        """Put a choice on the row, unsaved; say whether it changes anything."""
        decided = rules.Proposed(verdict, mark)
        follows = not rules.departs(self.basis, proposed=self.was_proposed, decided=decided)
        if (decided, reason) == (rules.Proposed(self.verdict, self.mark), self.reason):
            return False
        self.verdict, self.mark, self.follows, self.reason = verdict, mark, follows, reason
        self.decided_at, self.decided_by = at, by
        return True
