from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acquis.accounts.models import Institution
from acquis.base.guards import append_only
from acquis.base.models import Journalled, StoredFile

from .enrolment import Enrolment


class LedgerQuerySet(models.QuerySet):
    def readable_by(self, person):
        return self.filter(
            Q(enrolment__in=Enrolment.objects.owned_by(person))
            | Q(enrolment__in=Enrolment.objects.charged_by(person))
        )

    def totals(self):
        """The sum of each kind of line: {kind: cents}."""
        return dict(self.order_by().values_list("kind").annotate(models.Sum("amount_cents")))


class LedgerLine(Journalled):
    """One line of what a candidate owes and paid. A mistake is mended by another line."""

    GUARDS = append_only("ledger", "The ledger is append-only")

    class Kind(models.TextChoices):
        DUE = "due", pgettext_lazy("ledger", "due")
        ADJUSTED = "adjusted", pgettext_lazy("ledger", "adjusted")
        EXEMPT = "exempt", pgettext_lazy("ledger", "exempt")
        PAID = "paid", pgettext_lazy("ledger", "paid")
        REFUNDED = "refunded", pgettext_lazy("ledger", "refunded")

    class Means(models.TextChoices):
        CARD = "card", pgettext_lazy("means of payment", "card")
        CASH = "cash", pgettext_lazy("means of payment", "cash")
        CHEQUE = "cheque", pgettext_lazy("means of payment", "cheque")
        TRANSFER = "transfer", pgettext_lazy("means of payment", "transfer")

    SIGNS = {Kind.DUE: 1, Kind.ADJUSTED: 1, Kind.EXEMPT: -1, Kind.PAID: -1, Kind.REFUNDED: 1}

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="ledger")
    institution = models.ForeignKey(Institution, models.PROTECT)
    number = models.PositiveIntegerField(help_text=_("Rank of the line in this enrolment."))
    kind = models.CharField(max_length=10, choices=Kind)
    amount_cents = models.IntegerField(
        help_text=_("Positive; negative only to lower the fee or to withdraw an exemption.")
    )
    means = models.CharField(max_length=10, choices=Means, blank=True)
    receipt_number = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    proof = models.ForeignKey(StoredFile, models.PROTECT, null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)

    objects = LedgerQuerySet.as_manager()

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
                condition=Q(kind__in=["adjusted", "exempt"]) | Q(amount_cents__gt=0),
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

    @property
    def effect_cents(self):
        """What the line adds to the balance."""
        return self.SIGNS[self.kind] * self.amount_cents
