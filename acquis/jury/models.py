from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from acquis.accounts.models import Institution
from acquis.base.guards import Guard, append_only
from acquis.base.models import Journalled, Stateful, StoredFile
from acquis.base.scope import OFFICE, reach
from acquis.catalogue.models import Edition
from acquis.enrolment.models import Enrolment
from acquis.eportfolio.models import Deposit
from acquis.evaluation.models import Verdict


class Jury(Journalled):
    """The body named by an act to decide one session."""

    institution = models.ForeignKey(Institution, models.PROTECT)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="juries")
    session = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=100)
    act_reference = models.CharField(_("appointment act"), max_length=120)
    appointed_on = models.DateField(_("date of the act"))
    signatory = models.CharField(_("signatory of the act"), max_length=200)
    delegation = models.CharField(
        _("delegation of signature"),
        max_length=200,
        blank=True,
        help_text=_("Reference of the delegation, when the signatory is not the president."),
    )
    act = models.ForeignKey(StoredFile, models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "session", "name"], name="one_jury_a_name")
        ]

    def __str__(self):
        return self.name


class Member(Journalled):
    """A person in a jury, with the quality under which the act names them."""

    jury = models.ForeignKey(Jury, models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="juries")
    quality = models.CharField(_("quality"), max_length=200)
    is_president = models.BooleanField(_("president"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["jury", "person"], name="a_member_sits_once"),
            models.UniqueConstraint(
                fields=["jury"], condition=Q(is_president=True), name="one_president_a_jury"
            ),
        ]

    def __str__(self):
        return str(self.person)

    @property
    def institution(self):
        return self.jury.institution


class SittingState(models.TextChoices):
    PLANNED = "planned", _("planned")
    OPEN = "open", _("sitting")
    SEALED = "sealed", _("sealed")


class SittingQuerySet(models.QuerySet):
    def attended_by(self, person):
        """The sittings of the juries that the person is a member of."""
        return self.filter(jury__members__person=person)

    def presided_by(self, person):
        return self.filter(jury__members__person=person, jury__members__is_president=True)

    def prepared_by(self, person):
        """Those that the person's office prepares."""
        return self.filter(
            reach(
                person, OFFICE, institution="institution", programme="jury__edition__programme_code"
            )
        )


class Sitting(Stateful):
    """One meeting of a jury: who is there, which candidates, and what is decided."""

    MOVES = {
        SittingState.PLANNED: {SittingState.OPEN},
        SittingState.OPEN: {SittingState.SEALED},
        SittingState.SEALED: set(),
    }
    GUARDS = [
        Guard(
            "sealed_sitting_never_changes",
            "UPDATE",
            "A sealed sitting never changes",
            "OLD.state = 'sealed'",
        ),
        Guard(
            "sealed_sitting_never_goes",
            "DELETE",
            "A sealed sitting never goes",
            "OLD.state = 'sealed'",
        ),
    ]

    institution = models.ForeignKey(Institution, models.PROTECT)
    jury = models.ForeignKey(Jury, models.PROTECT, related_name="sittings")
    held_on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=200)
    state = models.CharField(max_length=8, choices=SittingState, default=SittingState.PLANNED)
    opened_at = models.DateTimeField(null=True, editable=False)
    sealed_at = models.DateTimeField(null=True, editable=False)

    objects = SittingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sealed_sitting_is_dated",
                condition=~Q(state=SittingState.SEALED) | Q(sealed_at__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.jury}, {self.held_on:%d/%m/%Y}"

    def get_absolute_url(self):
        return reverse("jury:sitting", args=[self.pk])


def _frozen_with(name, sitting):
    """Refuse any change of a row once the sitting it belongs to is sealed."""
    sealed = "EXISTS (SELECT 1 FROM jury_sitting s WHERE s.id = {} AND s.state = 'sealed')"
    return [
        Guard(
            f"{name}_sealed_{event.lower()}",
            event,
            "A sealed deliberation never changes",
            sealed.format(sitting.format("NEW" if event == "INSERT" else "OLD")),
        )
        for event in ("INSERT", "UPDATE", "DELETE")
    ]


class Presence(Journalled):
    """A member at a sitting. Nobody sits by proxy."""

    GUARDS = _frozen_with("presence", "{}.sitting_id")

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="presences")
    member = models.ForeignKey(Member, models.PROTECT, related_name="presences")
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sitting", "member"], name="one_presence_a_member")
        ]

    def __str__(self):
        return str(self.member)

    @property
    def institution(self):
        return self.sitting.institution


class CaseState(models.TextChoices):
    TO_DECIDE = "to_decide", _("to be decided")
    DECIDED = "decided", _("decided")


class Standing(models.TextChoices):
    """How a candidate stands before the jury; the last two are never examined."""

    SUBMITTED = "submitted", _("dossier submitted")
    NOT_SUBMITTED = "not_submitted", _("begun but not submitted")
    ABSENT = "absent", _("absent: nothing begun")


class Case(Stateful):
    """One candidate before one sitting; each candidate once a session."""

    MOVES = {
        CaseState.TO_DECIDE: {CaseState.DECIDED},
        CaseState.DECIDED: {CaseState.TO_DECIDE},
    }
    GUARDS = _frozen_with("case", "{}.sitting_id")

    institution = models.ForeignKey(Institution, models.PROTECT)
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="cases")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="cases")
    session = models.PositiveSmallIntegerField()
    deposit = models.ForeignKey(Deposit, models.PROTECT, null=True)
    standing = models.CharField(max_length=14, choices=Standing)
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.TO_DECIDE)
    is_awarded = models.BooleanField(
        null=True, editable=False, help_text=_("What the rule computes from the decisions.")
    )
    version = models.PositiveIntegerField(default=1)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

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
        ]

    def __str__(self):
        return str(self.enrolment)

    def get_absolute_url(self):
        return reverse("jury:case", args=[self.pk])


class Recusal(Journalled):
    """A member who steps aside for one candidate."""

    GUARDS = _frozen_with(
        "recusal", "(SELECT c.sitting_id FROM jury_case c WHERE c.id = {}.case_id)"
    )

    case = models.ForeignKey(Case, models.PROTECT, related_name="recusals")
    member = models.ForeignKey(Member, models.PROTECT, related_name="recusals")
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "member"], name="one_recusal_a_member")
        ]

    def __str__(self):
        return f"{self.member}: {self.reason}"

    @property
    def institution(self):
        return self.case.institution


class Decision(Journalled):
    """What the jury decides on one item or condition: it follows the proposal, or says why not."""

    GUARDS = _frozen_with(
        "decision", "(SELECT c.sitting_id FROM jury_case c WHERE c.id = {}.case_id)"
    )

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    item = models.CharField(max_length=40)
    proposed = models.CharField(max_length=14, choices=Verdict, blank=True)
    proposed_mark = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    verdict = models.CharField(max_length=14, choices=Verdict, blank=True)
    mark = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    follows = models.BooleanField()
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "item"], name="one_decision_an_item"),
            models.CheckConstraint(
                name="a_departure_has_a_reason", condition=Q(follows=True) | ~Q(reason="")
            ),
        ]

    def __str__(self):
        return f"{self.item}: {self.verdict or self.mark}"

    @property
    def institution(self):
        return self.case.institution


class Deliberation(Journalled):
    """The sealed act. It never changes; only a numbered rectifying act may follow.

    content = {"programme", "rule", "edition", "session", "jury": {act...}, "presences": [],
    "cases": [{"enrolment", "candidate", "standing", "deposit": {"number", "sha256"}, "recusals",
    "decisions": [{"item", "proposed", "verdict", "mark", "follows", "reason"}], "is_awarded",
    "findings"}]}; a rectifying act holds the rectified cases only.
    """

    GUARDS = append_only("deliberation", "A sealed deliberation never changes")

    institution = models.ForeignKey(Institution, models.PROTECT)
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="deliberations")
    number = models.CharField(max_length=60)
    rectifies = models.ForeignKey("self", models.PROTECT, null=True, related_name="rectifications")
    reason = models.TextField(_("reason"), blank=True)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    minutes = models.ForeignKey(StoredFile, models.PROTECT, help_text=_("The minutes, as PDF."))
    sealed_at = models.DateTimeField()
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "number"], name="one_act_a_number"),
            models.UniqueConstraint(
                fields=["sitting"], condition=Q(rectifies__isnull=True), name="one_act_a_sitting"
            ),
            models.CheckConstraint(
                name="a_rectifying_act_has_a_reason",
                condition=Q(rectifies__isnull=True) | ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return self.number
