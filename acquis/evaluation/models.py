from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from acquis.accounts.models import Institution
from acquis.base.models import Journalled, Stateful
from acquis.base.scope import OFFICE, reach
from acquis.eportfolio.models import Deposit


class AssignmentState(models.TextChoices):
    ASSIGNED = "assigned", _("being evaluated")
    SENT = "sent", _("proposal sent")
    WITHDRAWN = "withdrawn", _("withdrawn by the office")
    RECUSED = "recused", _("declined by the evaluator")


class Verdict(models.TextChoices):
    VALIDATED = "validated", _("validated")
    NOT_VALIDATED = "not_validated", _("not validated")
    INSUFFICIENT = "insufficient", _("insufficient evidence")
    NOT_CLAIMED = "not_claimed", _("not claimed")


class AssignmentQuerySet(models.QuerySet):
    def read_by(self, person):
        """The evaluator's own dossiers: a withdrawn or declined one is gone at once."""
        return self.filter(
            evaluator=person, state__in=[AssignmentState.ASSIGNED, AssignmentState.SENT]
        )

    def managed_by(self, person):
        """Who evaluates what, for the office. It does not open proposals before they are sent."""
        return self.filter(
            reach(
                person,
                OFFICE,
                institution="institution",
                programme="deposit__portfolio__enrolment__edition__programme_code",
            )
        )

    def active(self):
        return self.filter(state__in=[AssignmentState.ASSIGNED, AssignmentState.SENT])

    def sent(self):
        return self.filter(state=AssignmentState.SENT)


class Assignment(Stateful):
    """One evaluator reads one deposit and proposes, item by item."""

    MOVES = {
        AssignmentState.ASSIGNED: {
            AssignmentState.SENT,
            AssignmentState.WITHDRAWN,
            AssignmentState.RECUSED,
        },
        AssignmentState.SENT: {AssignmentState.ASSIGNED},
        AssignmentState.WITHDRAWN: set(),
        AssignmentState.RECUSED: set(),
    }

    institution = models.ForeignKey(Institution, models.PROTECT)
    deposit = models.ForeignKey(Deposit, models.PROTECT, related_name="assignments")
    evaluator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments"
    )
    state = models.CharField(
        max_length=10, choices=AssignmentState, default=AssignmentState.ASSIGNED
    )
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, editable=False)
    comment = models.TextField(_("general comment"), blank=True, max_length=5000)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deposit", "evaluator"],
                condition=Q(state__in=["assigned", "sent"]),
                name="a_deposit_is_assigned_once_to_an_evaluator",
            ),
            models.CheckConstraint(
                name="sent_proposal_is_dated",
                condition=~Q(state=AssignmentState.SENT) | Q(sent_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.deposit} → {self.evaluator}"

    def get_absolute_url(self):
        return reverse("evaluation:dossier", args=[self.pk])


class Proposal(Journalled):
    """What an evaluator proposes on one item or one blocking condition. Preparatory only."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="proposals")
    item = models.CharField(max_length=40, help_text=_("Code of an item or of a condition."))
    verdict = models.CharField(max_length=14, choices=Verdict, blank=True)
    mark = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    reason = models.TextField(_("reason"), blank=True, max_length=2000)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "item"], name="one_proposal_an_item"),
            models.CheckConstraint(
                name="a_proposal_is_a_verdict_or_a_mark",
                condition=Q(mark__isnull=False) | ~Q(verdict=""),
            ),
        ]

    def __str__(self):
        return f"{self.item}: {self.verdict or self.mark}"

    @property
    def institution(self):
        return self.assignment.institution
