from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from acquis.accounts.models import Institution
from acquis.base import clock
from acquis.base.guards import Guard
from acquis.base.models import Journalled, Stateful
from acquis.base.refusal import Refusal
from acquis.base.scope import EVALUATOR, OFFICE, reach
from acquis.catalogue.models import EditionState, with_edition
from acquis.enrolment.models import EnrolmentState
from acquis.eportfolio.models import Acquis, Deposit, DepositState
from acquis.eportfolio.rules import record_of

from . import rules


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
        """The evaluator's own dossiers. A withdrawn or declined one is gone at once, and all are
        gone with the role or with the year."""
        return (
            self.standing()
            .active()
            .filter(
                reach(
                    person,
                    EVALUATOR,
                    institution="institution",
                    programme="deposit__portfolio__enrolment__edition__programme_code",
                ),
                ~Q(deposit__portfolio__enrolment__edition__state=EditionState.CLOSED),
                evaluator=person,
            )
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

    def standing(self):
        """Neither the deposit nor the enrolment was taken back by the candidate."""
        return self.filter(
            deposit__state=DepositState.STANDING,
            deposit__portfolio__enrolment__state=EnrolmentState.ACCEPTED,
        )

    def of_session(self, edition, session):
        return self.standing().filter(
            deposit__portfolio__enrolment__edition=edition, deposit__session=session
        )

    def active(self):
        return self.filter(state__in=[AssignmentState.ASSIGNED, AssignmentState.SENT])

    def awaited(self):
        return self.filter(state=AssignmentState.ASSIGNED)

    def sent(self):
        return self.filter(state=AssignmentState.SENT)

    def with_dossier(self):
        rows = with_edition(self, "deposit__portfolio__enrolment__edition")
        return rows.select_related(
            "institution", "evaluator", "deposit__portfolio__enrolment__person"
        )

    def as_list(self):
        """With what a list shows. The editions are read apart: a join would repeat each of them."""
        return (
            self.select_related("deposit__portfolio__enrolment__person")
            .prefetch_related(
                "proposals", "deposit__portfolio__enrolment__edition__programme_version"
            )
            .in_order()
        )

    def in_order(self):
        return self.order_by("assigned_at", "pk")

    def for_writing(self):
        """Whoever writes in a proposal does it one after the other. Needs a transaction."""
        return self.with_dossier().select_for_update(of=("self",))


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
    GUARDS = [
        Guard(
            "sent_proposal_is_whole",
            "UPDATE",
            "A proposal is sent whole",
            "NEW.sent_at IS NOT NULL AND EXISTS (SELECT 1 FROM evaluation_proposal p "
            "WHERE p.assignment_id = NEW.id AND p.verdict = '' AND p.mark IS NULL)",
        ),
        Guard(
            "sent_comment_never_changes",
            "UPDATE",
            "A proposal that was sent never changes",
            "OLD.state <> 'assigned' AND NEW.comment <> OLD.comment",
        ),
    ]

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
    times_returned = models.PositiveSmallIntegerField(default=0, editable=False)
    ended_at = models.DateTimeField(
        null=True, editable=False, help_text=_("When it was withdrawn or declined.")
    )
    comment = models.TextField(_("general comment"), blank=True, max_length=5000)
    comment_version = models.PositiveIntegerField(default=0)
    reason = models.CharField(
        _("reason"),
        max_length=300,
        blank=True,
        help_text=_("Why it was last returned, or why it was withdrawn or declined."),
    )

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
            models.CheckConstraint(
                name="an_ended_assignment_is_dated_and_has_a_reason",
                condition=~Q(state__in=["withdrawn", "recused"])
                | (Q(ended_at__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self):
        return f"{self.deposit} → {self.evaluator}"

    def get_absolute_url(self):
        return reverse("evaluation:dossier", args=[self.pk])

    def no_such_move(self, state):
        return {
            AssignmentState.ASSIGNED: gettext(
                "The proposal has not been sent yet: it is still with its evaluator."
            ),
            AssignmentState.SENT: gettext(
                "Your proposal has been sent: it can be read, not changed. Ask the office to "
                "return it to you if something must be mended."
            ),
            AssignmentState.WITHDRAWN: gettext("This dossier was withdrawn from its evaluator."),
            AssignmentState.RECUSED: gettext("The evaluator has declined this dossier."),
        }[self.state]

    def propose(self, code, *, verdict="", mark=None, reason="", version=0):
        """Save one line of a dossier fetched `for_writing`; the same line twice is one line.

        A draft is no act: it is free to be unfinished, and the journal tells what was sent, not
        each hesitation. `version` is the one that the page showed, 0 for a line never saved.
        """
        line = self.proposed.get(code) or Proposal(assignment=self, item=code, version=0)
        if (line.verdict, line.mark, line.reason) == (verdict, mark, reason):
            return
        self._refuse_unless_open()
        if code not in self.awaited:
            raise Refusal(gettext("“%(item)s” awaits no proposal.") % {"item": code})
        if version != line.version:
            raise Refusal(
                gettext("This line was saved meanwhile in another window: both are shown, choose.")
            )
        line.verdict, line.mark, line.reason = verdict, mark, reason
        line.version, line.saved_at = version + 1, clock.now()
        line.save(force_insert=version == 0, force_update=version > 0)
        self.proposed[code] = line

    def comment_on(self, comment, *, version=0):
        """Save the general comment of a dossier fetched `for_writing`."""
        if comment == self.comment:
            return
        self._refuse_unless_open()
        if version != self.comment_version:
            raise Refusal(
                gettext(
                    "The comment was saved meanwhile in another window: both are shown, choose."
                )
            )
        self.comment, self.comment_version = comment, version + 1
        self.save(update_fields=["comment", "comment_version"])

    def _refuse_unless_open(self):
        if self.state != AssignmentState.ASSIGNED:
            raise Refusal(self.no_such_move(AssignmentState.SENT))

    @property
    def is_open(self):
        return self.state == AssignmentState.ASSIGNED

    @property
    def edition(self):
        return self.deposit.edition

    @cached_property
    def programme(self):
        return self.edition.programme

    @cached_property
    def awaited(self):
        """The codes to propose on, from the frozen copy alone."""
        return rules.awaited(
            self.programme,
            claimed=self.deposit.claimed_items(),
            acquired=self.deposit.content["acquired"],
        )

    @cached_property
    def proposed(self):
        """{code: Proposal}, the lines saved so far. Causes a query, once."""
        return {proposal.item: proposal for proposal in self.proposals.all()}

    @property
    def gaps(self):
        return rules.gaps(self.programme, self.awaited, self.proposed)

    @property
    def done(self):
        """How many of the awaited lines are complete."""
        return len(self.awaited) - len(self.gaps)

    def kept(self):
        """What the deposit says is acquired, as a record. Causes a query when marks are kept."""
        codes = self.deposit.content["acquired"]
        if any(rules.is_marked(self.programme, code) for code in codes):
            day = timezone.localdate(self.deposit.deposited_at)
            kept = Acquis.objects.kept_by(self.deposit.candidate, self.edition, on=day)
            return kept.as_record(self.programme)
        return record_of(self.programme, [(code, None) for code in codes])

    def record_if_followed(self):
        return rules.record_if_followed(self.programme, self.proposed, kept=self.kept())


class ProposalQuerySet(models.QuerySet):
    def visible_to_jury(self):
        """Nobody but its evaluator sees a proposal before it is sent."""
        return self.filter(assignment__state=AssignmentState.SENT)


class Proposal(Journalled):
    """What an evaluator proposes on one item or one blocking condition. Preparatory only.

    A line may be unfinished until the whole is sent, which the database checks.
    """

    GUARDS = [
        Guard(
            f"sent_line_{name}",
            event,
            "A proposal that was sent never changes",
            "EXISTS (SELECT 1 FROM evaluation_assignment a "
            "WHERE a.id = OLD.assignment_id AND a.state <> 'assigned')",
        )
        for name, event in [("never_changes", "UPDATE"), ("never_goes", "DELETE")]
    ]

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="proposals")
    item = models.CharField(max_length=40, help_text=_("Code of an item or of a condition."))
    verdict = models.CharField(max_length=14, choices=Verdict, blank=True)
    mark = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    reason = models.TextField(_("reason"), blank=True, max_length=2000)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "item"], name="one_proposal_an_item"),
            models.CheckConstraint(
                name="a_proposal_is_a_verdict_or_a_mark",
                condition=Q(mark__isnull=True) | Q(verdict=""),
            ),
        ]

    def __str__(self):
        return f"{self.item}: {self.verdict or self.mark}"

    @property
    def institution(self):
        return self.assignment.institution
