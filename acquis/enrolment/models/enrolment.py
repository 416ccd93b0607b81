from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from acquis.accounts.models import Institution, has_words
from acquis.base import clock
from acquis.base.journal import record
from acquis.base.models import Stateful
from acquis.base.scope import CASHIER, CONTINUING_EDUCATION, OFFICE, reach
from acquis.catalogue.models import Edition, with_edition
from acquis.enrolment import rules


class EnrolmentState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("enrolment", "draft, not sent")
    SENT = "sent", pgettext_lazy("enrolment", "sent, being checked")
    TO_COMPLETE = "to_complete", pgettext_lazy("enrolment", "to be completed")
    ACCEPTED = "accepted", pgettext_lazy("enrolment", "accepted")
    REFUSED = "refused", pgettext_lazy("enrolment", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("enrolment", "withdrawn")


class EnrolmentQuerySet(models.QuerySet):
    def with_edition(self):
        return with_edition(self, "edition").select_related("person")

    def owned_by(self, person):
        return self.filter(person=person)

    def checked_by(self, person):
        """Those this person may read at the desk: all for the office; for continuing education,
        the categories that the edition gives to it. Drafts belong to their candidate alone, and
        nobody is at both sides of the desk."""
        ours = Q(is_for_continuing_education=True) & _reach(person, CONTINUING_EDUCATION)
        return self._seen_by(person, _reach(person, OFFICE) | ours)

    def decided_by(self, person):
        """Those whose eligibility this person decides: each desk its own categories."""
        office = Q(is_for_continuing_education=False) & _reach(person, OFFICE)
        ours = Q(is_for_continuing_education=True) & _reach(person, CONTINUING_EDUCATION)
        return self._seen_by(person, office | ours)

    def sorted_by(self, person):
        """Those whose category this person may change: the office, which knows them all."""
        return self._seen_by(person, _reach(person, OFFICE))

    def _seen_by(self, person, reached):
        return self.filter(reached).exclude(state=EnrolmentState.DRAFT).exclude(person=person)

    def charged_by(self, person):
        """Those whose money this person may record: the cashier, and the office. A request taken
        up again keeps its ledger in sight."""
        never_sent = Q(state=EnrolmentState.DRAFT, sent_at__isnull=True)
        reached = _reach(person, CASHIER, OFFICE)
        return self.filter(reached).exclude(never_sent).exclude(person=person)

    def search(self, text):
        """Those whose candidate has every word of `text` in a name, an address or a number."""
        return self.filter(has_words(text, "person", "student_number"))

    def with_documents_to_check(self):
        """Adds how many documents wait to be checked: `to_check`. Mixes with `with_account`."""
        waiting = Q(proofs__state="pending")
        each = Enrolment.objects.filter(pk=OuterRef("pk")).order_by()
        counted = each.values("pk").annotate(count=Count("proofs", filter=waiting))
        return self.annotate(to_check=Subquery(counted.values("count")))

    def with_account(self):
        """Adds the sums of the ledger: `charged`, `exempted`, `kept` (paid, less refunded), and
        the `balance` still owed."""

        def total(*kinds):
            kinds = Q(ledger__kind__in=kinds)
            return Sum("ledger__amount_cents", filter=kinds, default=0)

        sums = self.annotate(
            charged=total("due", "adjusted"),
            exempted=total("exempt"),
            kept=total("paid") - total("refunded"),
        )
        return sums.annotate(balance=F("charged") - F("exempted") - F("kept"))

    def owing(self):
        """After `with_account`."""
        return self.filter(balance__gt=0)

    def settled(self):
        """After `with_account`."""
        return self.filter(balance=0)

    def overpaid(self):
        """After `with_account`: those whose money received passes what the fee still asks."""
        standing = Q(state__in=Enrolment.STANDING)
        fee = Case(When(standing, then=Coalesce(F("fee_cents"), 0)), default=0)
        return self.filter(kept__gt=0, charged__gt=fee)

    def hold(self, enrolment):
        """The row as it is now, held until the end of the transaction."""
        return self.with_edition().select_for_update(of=("self",)).get(pk=enrolment.pk)

    def accepted(self):
        return self.filter(state=EnrolmentState.ACCEPTED)


def _reach(person, *kinds):
    return reach(person, *kinds, institution="institution", programme="edition__programme_code")


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
    # Sent and neither ended nor given up: what is due is due.
    STANDING = {EnrolmentState.SENT, EnrolmentState.TO_COMPLETE, EnrolmentState.ACCEPTED}
    EDITABLE = {EnrolmentState.DRAFT, EnrolmentState.TO_COMPLETE}

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
    version = models.PositiveIntegerField(default=1, help_text=_("Grows with each change."))
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
    fee_source = models.TextField(blank=True, editable=False)

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
    def desk_url(self):
        return reverse("enrolment:desk_enrolment", args=[self.pk])

    @property
    def cash_url(self):
        return reverse("enrolment:cash_enrolment", args=[self.pk])

    @property
    def category_plan(self):
        """The definitions.Category that was claimed."""
        return self.edition.category(self.category)

    @property
    def is_standing(self):
        return self.state in self.STANDING

    @property
    def is_editable(self):
        return self.state in self.EDITABLE

    @property
    def tariff_day(self):
        """The day whose tariff applies: that of the sending."""
        return timezone.localtime(self.sent_at).date()

    @property
    def fee_now_cents(self):
        """What is to be charged as things stand; an unknown amount charges nothing yet."""
        return (self.fee_cents or 0) if self.is_standing else 0

    def move_to(self, state, *, by, **rest):
        super().move_to(state, by=by, version=self.version + 1, **rest)

    def no_such_move(self, state):
        if self.state not in (EnrolmentState.ACCEPTED, EnrolmentState.REFUSED):
            return super().no_such_move(state)
        return _(
            "This enrolment is already “%(state)s”, decided by %(person)s on %(day)s: nothing was "
            "changed. Reload the page to see what can still be done."
        ) % {
            "state": self.get_state_display(),
            "person": self.decided_by,
            "day": date_format(timezone.localtime(self.decided_at), "j F Y, H:i"),
        }

    def change(self, *, by, verb, facts=None, **fields):
        """Change fields without a change of state. The row must be held."""
        fields["version"] = self.version + 1
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))
        record(verb, self, by=by, **(facts or {}))

    def opening(self):
        """Whether the category claimed takes this person's enrolment now. Causes a query."""
        late = self.edition.late_openings.windows_of(self.person)
        return rules.opening(self.category_plan, self.edition.plan, clock.now(), late)

    def present_proofs(self):
        """{kind: proof} of what is joined now. Causes a query."""
        return {proof.kind: proof for proof in self.proofs.present().select_related("file")}

    def missing_proofs(self, present=None):
        """Causes a query, unless what is joined now is given."""
        present = self.present_proofs() if present is None else present
        states = {kind: proof.state for kind, proof in present.items()}
        return rules.missing_proofs(self.category_plan, states)

    def account(self):
        """The sums of the ledger. Causes a query."""
        return rules.account_of(self.ledger.totals())

    def balance_cents(self):
        """What is still owed: due and adjusted, less exempt and paid, plus refunded."""
        return self.account().balance

    def enter(self, kind, cents, *, by, **fields):
        """Add a line to the ledger. The row must be held: it makes the numbers follow."""
        line = self.ledger.create(
            institution=self.institution,
            number=self.ledger.count() + 1,
            kind=kind,
            amount_cents=cents,
            at=clock.now(),
            by=by,
            **fields,
        )
        record(f"ledger_{kind}", self, by=by, number=line.number, amount_cents=cents)
        return line

    def settle(self, *, by, reason):
        """Make the charge follow the fee: due once, then adjusted. The row must be held."""
        account = self.account()
        step = rules.correction(account, self.fee_now_cents)
        if not step:
            return None
        with translation.override(settings.LANGUAGE_CODE):
            reason = str(reason)[:300]
        return self.enter("adjusted" if account.is_due else "due", step, by=by, reason=reason)
