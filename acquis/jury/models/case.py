from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from acquis.accounts.models import Institution
from acquis.base.models import Entry, Journalled, Stateful
from acquis.catalogue.models import with_edition
from acquis.enrolment.models import Enrolment
from acquis.eportfolio.models import Deposit
from acquis.evaluation.models import Assignment, AssignmentState
from acquis.jury import rules

from .body import Member
from .frozen import sealed_with
from .sitting import Sitting, SittingState


class CaseState(models.TextChoices):
    TO_DECIDE = "to_decide", _("to be decided")
    DECIDED = "decided", _("decided")


class Standing(models.TextChoices):
    """How a candidate stands before the jury; the last two are never examined."""

    SUBMITTED = "submitted", _("dossier submitted")
    NOT_SUBMITTED = "not_submitted", _("begun but not submitted")
    ABSENT = "absent", _("absent: nothing begun")


class CaseQuerySet(models.QuerySet):
    def attended_by(self, person):
        """The cases of the person's juries, less those for which the person has stepped aside."""
        aside = Recusal.objects.standing().filter(member__person=person).values("case")
        return self.filter(sitting__jury__members__person=person).exclude(pk__in=aside)

    def presided_by(self, person):
        return self.filter(sitting__in=Sitting.objects.presided_by(person).values("pk"))

    def prepared_by(self, person):
        return self.filter(sitting__in=Sitting.objects.prepared_by(person).values("pk"))

    def opened_to(self, person):
        """Whose dossier the person may open: a member until the seal, then the president, who
        alone can still make a rectifying act."""
        sealed = Q(sitting__state=SittingState.SEALED)
        presided = Sitting.objects.presided_by(person).values("pk")
        return self.attended_by(person).filter(~sealed | Q(sitting__in=presided))

    def with_dossier(self):
        rows = with_edition(self, "sitting__jury__edition")
        return rows.select_related(
            "sitting__institution", "enrolment__person", "deposit", "institution"
        )

    def following(self, case):
        """The key of the next case to decide by name, going round, or None. Causes a query."""
        rows = self.filter(Q(state=CaseState.TO_DECIDE) | Q(pk=case.pk), sitting=case.sitting_id)
        keys = list(rows.by_name().values_list("pk", flat=True))
        here = keys.index(case.pk)
        return next(iter([*keys[here + 1 :], *keys[:here]]), None)

    def by_name(self):
        return self.order_by(
            "enrolment__person__birth_name", "enrolment__person__first_names", "pk"
        )


class Case(Stateful):
    """One candidate before one sitting; each candidate once a session."""

    MOVES = {
        CaseState.TO_DECIDE: {CaseState.TO_DECIDE, CaseState.DECIDED},
        CaseState.DECIDED: {CaseState.TO_DECIDE},
    }
    GUARDS = sealed_with("case_sealed", "ROW.sitting_id")

    institution = models.ForeignKey(Institution, models.PROTECT)
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="cases")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="cases")
    session = models.PositiveSmallIntegerField()
    deposit = models.ForeignKey(Deposit, models.PROTECT, null=True, related_name="cases")
    standing = models.CharField(max_length=14, choices=Standing)
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.TO_DECIDE)
    proposals_count = models.PositiveSmallIntegerField(
        default=0, help_text=_("How many sent proposals the decisions start from.")
    )
    proposals_at = models.DateTimeField(
        null=True, help_text=_("When the last of these proposals was sent.")
    )
    is_awarded = models.BooleanField(
        null=True, editable=False, help_text=_("What the rule computes from the decisions.")
    )
    version = models.PositiveIntegerField(default=1)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "session"], name="one_case_a_session"),
            models.CheckConstraint(
                name="decided_case_has_an_outcome_and_an_author",
                condition=~Q(state=CaseState.DECIDED)
                | Q(is_awarded__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_submitted_case_has_a_deposit",
                condition=~Q(standing=Standing.SUBMITTED) | Q(deposit__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_submitted_dossier_is_awarded",
                condition=Q(standing=Standing.SUBMITTED) | ~Q(is_awarded=True),
            ),
        ]

    def __str__(self):
        return str(self.enrolment)

    def get_absolute_url(self):
        return reverse("jury:case", args=[self.pk])

    @property
    def programme(self):
        return self.sitting.jury.edition.programme

    @property
    def is_decided(self):
        return self.state == CaseState.DECIDED

    @property
    def is_submitted(self):
        return self.standing == Standing.SUBMITTED

    def found_deposit(self):
        """The deposit before the jury; for a case that was sealed without one, the deposit of the
        session that the jury had not seen, if any. Causes a query then."""
        if self.deposit_id or not self.sitting.is_sealed:
            return self.deposit
        standing = Deposit.objects.standing().filter(session=self.session)
        return standing.filter(portfolio__enrolment=self.enrolment_id).first()

    def changed_since(self, version):
        """The items changed after a version, from the journal; None when all may have changed."""
        lines = Entry.objects.filter(subject=self.journal_key).values_list("facts", flat=True)
        later = [facts for facts in lines if facts.get("version", 0) > version]
        if any("proposals" in facts for facts in later):
            return None
        return {item for facts in later for item in facts.get("changed", ())}

    def is_outdated(self, readings=None):
        """Whether proposals came or went since the decisions were prepared. Causes a query, unless
        the readings are given."""
        readings = self.readings() if readings is None else readings
        sent = [at for who, state, at in readings if state == AssignmentState.SENT]
        now = rules.Readings(sent=len(sent), last_sent_at=max(sent, default=None))
        return self.is_submitted and now.are_newer_than(self.proposals_count, self.proposals_at)

    def readings(self):
        """(evaluator, state, sent_at) of everybody who was asked to read the deposit."""
        if self.deposit_id is None:
            return []
        rows = Assignment.objects.filter(deposit=self.deposit_id)
        rows = rows.exclude(state=AssignmentState.WITHDRAWN)
        return list(rows.values_list("evaluator", "state", "sent_at"))


class RecusalQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(overridden_at__isnull=True)


class Recusal(Journalled):
    """A member who steps aside for one candidate, by themselves or because they read the dossier.

    The president may override it, with a reason: both are printed in the minutes.
    """

    GUARDS = sealed_with(
        "recusal_sealed", "(SELECT c.sitting_id FROM jury_case c WHERE c.id = ROW.case_id)"
    )

    class Cause(models.TextChoices):
        DECLARED = "declared", _("stepped aside")
        EVALUATED = "evaluated", _("evaluated this dossier")
        EVALUATED_BEFORE = "before", _("evaluated this candidate’s dossier in an earlier session")
        DECLINED = "declined", _("declined to evaluate this dossier")

    case = models.ForeignKey(Case, models.PROTECT, related_name="recusals")
    member = models.ForeignKey(Member, models.PROTECT, related_name="recusals")
    cause = models.CharField(max_length=10, choices=Cause, default=Cause.DECLARED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    overridden_at = models.DateTimeField(null=True, editable=False)
    overridden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    override_reason = models.CharField(max_length=300, blank=True)

    objects = RecusalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "member"], name="one_recusal_a_member"),
            models.CheckConstraint(
                name="a_declared_recusal_has_a_reason",
                condition=~Q(cause="declared") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="an_override_has_an_author_and_a_reason",
                condition=Q(overridden_at__isnull=True)
                | Q(overridden_by__isnull=False) & ~Q(override_reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.member}: {self.get_cause_display()}"

    @property
    def institution(self):
        return self.case.institution

    @property
    def words(self):
        return self.reason or self.get_cause_display()
