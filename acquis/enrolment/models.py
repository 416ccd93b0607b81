from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from acquis.accounts.models import Institution
from acquis.base.guards import append_only
from acquis.base.models import Journalled, Stateful, StoredFile
from acquis.base.scope import CASHIER, CONTINUING_EDUCATION, OFFICE, reach
from acquis.catalogue.models import Edition


class EnrolmentState(models.TextChoices):
    DRAFT = "draft", _("draft, not sent")
    SENT = "sent", _("sent, being checked")
    TO_COMPLETE = "to_complete", _("to be completed")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class EnrolmentQuerySet(models.QuerySet):
    def with_edition(self):
        return self.select_related("edition__programme_version", "edition__institution", "person")

    def owned_by(self, person):
        return self.filter(person=person)

    def checked_by(self, person):
        """Those whose eligibility this person decides: the office, or continuing education for
        the categories that the edition gives to it. Drafts belong to their candidate alone."""
        reached = reach(
            person, OFFICE, institution="institution", programme="edition__programme_code"
        )
        reached |= Q(is_for_continuing_education=True) & reach(
            person,
            CONTINUING_EDUCATION,
            institution="institution",
            programme="edition__programme_code",
        )
        return self.filter(reached).exclude(state=EnrolmentState.DRAFT)

    def charged_by(self, person):
        """Those whose money this person may record: the cashier, and the office."""
        return self.filter(
            reach(
                person,
                CASHIER,
                OFFICE,
                institution="institution",
                programme="edition__programme_code",
            )
        ).exclude(state=EnrolmentState.DRAFT)

    def accepted(self):
        return self.filter(state=EnrolmentState.ACCEPTED)


class Enrolment(Stateful):
    """One person in one edition: a category claimed with proof, a fee frozen when it is sent."""

    MOVES = {
        EnrolmentState.DRAFT: {EnrolmentState.SENT},
        EnrolmentState.SENT: {
            EnrolmentState.TO_COMPLETE,
            EnrolmentState.ACCEPTED,
            EnrolmentState.REFUSED,
            EnrolmentState.WITHDRAWN,
        },
        EnrolmentState.TO_COMPLETE: {
            EnrolmentState.SENT,
            EnrolmentState.REFUSED,
            EnrolmentState.WITHDRAWN,
        },
        EnrolmentState.ACCEPTED: {EnrolmentState.WITHDRAWN},
        EnrolmentState.REFUSED: {EnrolmentState.SENT},
        EnrolmentState.WITHDRAWN: {EnrolmentState.DRAFT},
    }

    institution = models.ForeignKey(Institution, models.PROTECT)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    category = models.CharField(max_length=40, help_text=_("Code of a category of the edition."))
    is_for_continuing_education = models.BooleanField(
        default=False, help_text=_("The category is checked by continuing education.")
    )
    state = models.CharField(max_length=12, choices=EnrolmentState, default=EnrolmentState.DRAFT)
    student_number = models.CharField(_("student number"), max_length=40, blank=True)
    home_institution = models.CharField(_("university or employer"), max_length=120, blank=True)
    remark = models.TextField(_("anything we should know"), blank=True, max_length=2000)
    version = models.PositiveIntegerField(default=1, help_text=_("Grows with each saved draft."))
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    reason = models.TextField(blank=True, editable=False)
    fee_cents = models.PositiveIntegerField(
        null=True, editable=False, help_text=_("Frozen when sent; empty until a quotation is made.")
    )
    fee_source = models.CharField(max_length=200, blank=True, editable=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "edition"], name="one_enrolment_a_person_and_year"
            ),
            models.CheckConstraint(
                name="sent_enrolment_is_dated",
                condition=Q(state=EnrolmentState.DRAFT) | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="decided_enrolment_has_an_author",
                condition=~Q(state__in=[EnrolmentState.ACCEPTED, EnrolmentState.REFUSED])
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "state", "category"], name="enrolments_by_state")
        ]

    def __str__(self):
        return f"{self.person}, {self.edition}"

    def get_absolute_url(self):
        return reverse("enrolment:mine", args=[self.pk])

    @property
    def category_plan(self):
        """The definitions.Category that was claimed."""
        return self.edition.category(self.category)

    def balance_cents(self):
        """What is still owed: due and adjusted, less exempt and paid, plus refunded.."""
        totals = dict(self.ledger.order_by().values_list("kind").annotate(Sum("amount_cents")))
        return sum(LedgerLine.SIGNS[kind] * total for kind, total in totals.items())


class ProofState(models.TextChoices):
    PENDING = "pending", _("to be checked")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    REPLACED = "replaced", _("replaced by a newer one")


class Proof(Stateful):
    """A document joined to show that the candidate belongs to the category."""

    MOVES = {
        ProofState.PENDING: {ProofState.ACCEPTED, ProofState.REFUSED, ProofState.REPLACED},
        ProofState.ACCEPTED: {ProofState.PENDING, ProofState.REPLACED},
        ProofState.REFUSED: {ProofState.PENDING, ProofState.REPLACED},
        ProofState.REPLACED: set(),
    }

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="proofs")
    kind = models.CharField(max_length=40, help_text=_("Code of a proof that the category asks."))
    file = models.ForeignKey(StoredFile, models.PROTECT)
    state = models.CharField(max_length=10, choices=ProofState, default=ProofState.PENDING)
    joined_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="checked_proof_has_an_author",
                condition=~Q(state__in=[ProofState.ACCEPTED, ProofState.REFUSED])
                | Q(checked_at__isnull=False, checked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="refused_proof_has_a_reason",
                condition=~Q(state=ProofState.REFUSED) | ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.kind}: {self.file}"

    @property
    def institution(self):
        return self.enrolment.institution


class LedgerLine(Journalled):
    """One line of what a candidate owes and paid. A mistake is mended by another line."""

    GUARDS = append_only("ledger", "The ledger is append-only")

    class Kind(models.TextChoices):
        DUE = "due", _("due")
        ADJUSTED = "adjusted", _("adjusted")
        EXEMPT = "exempt", _("exempt")
        PAID = "paid", _("paid")
        REFUNDED = "refunded", _("refunded")

    class Means(models.TextChoices):
        CARD = "card", _("card")
        CASH = "cash", _("cash")
        CHEQUE = "cheque", _("cheque")
        TRANSFER = "transfer", _("transfer")

    SIGNS = {Kind.DUE: 1, Kind.ADJUSTED: 1, Kind.EXEMPT: -1, Kind.PAID: -1, Kind.REFUNDED: 1}

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="ledger")
    institution = models.ForeignKey(Institution, models.PROTECT)
    number = models.PositiveIntegerField(help_text=_("Rank of the line in this enrolment."))
    kind = models.CharField(max_length=10, choices=Kind)
    amount_cents = models.IntegerField(help_text=_("Positive; only an adjustment may be negative."))
    means = models.CharField(max_length=10, choices=Means, blank=True)
    receipt_number = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    proof = models.ForeignKey(StoredFile, models.PROTECT, null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "number"], name="one_ledger_line_a_number"
            ),
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(kind="due"), name="a_fee_is_due_once"
            ),
            models.UniqueConstraint(
                fields=["institution", "receipt_number"],
                condition=Q(kind="paid"),
                name="a_receipt_is_used_once",
            ),
            models.CheckConstraint(
                name="a_ledger_amount_is_positive",
                condition=Q(kind="adjusted") | Q(amount_cents__gt=0),
            ),
            models.CheckConstraint(
                name="a_payment_has_a_receipt_and_means",
                condition=~Q(kind="paid") | (~Q(receipt_number="") & ~Q(means="")),
            ),
            models.CheckConstraint(
                name="an_exemption_or_a_refund_has_a_reason",
                condition=~Q(kind__in=["exempt", "refunded", "adjusted"]) | ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.amount_cents}"
