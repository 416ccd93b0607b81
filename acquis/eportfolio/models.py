from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from acquis.accounts.models import Institution
from acquis.base.guards import Guard
from acquis.base.models import Journalled, Stateful, StoredFile
from acquis.enrolment.models import Enrolment


class PortfolioState(models.TextChoices):
    OPEN = "open", _("in preparation, not deposited")
    DEPOSITED = "deposited", _("deposited")
    CLOSED = "closed", _("closed")


class PortfolioQuerySet(models.QuerySet):
    def owned_by(self, person):
        return self.filter(enrolment__person=person)

    def with_edition(self):
        return self.select_related(
            "enrolment__edition__programme_version",
            "enrolment__edition__institution",
            "enrolment__person",
            "institution",
        )


class Portfolio(Stateful):
    """What one candidate gathers in one year: the same for both sessions."""

    MOVES = {
        PortfolioState.OPEN: {PortfolioState.DEPOSITED, PortfolioState.CLOSED, PortfolioState.OPEN},
        PortfolioState.DEPOSITED: {PortfolioState.OPEN, PortfolioState.CLOSED},
        PortfolioState.CLOSED: set(),
    }

    institution = models.ForeignKey(Institution, models.PROTECT)
    enrolment = models.OneToOneField(Enrolment, models.PROTECT)
    session = models.PositiveSmallIntegerField(default=1, help_text=_("The session prepared now."))
    state = models.CharField(max_length=10, choices=PortfolioState, default=PortfolioState.OPEN)

    objects = PortfolioQuerySet.as_manager()

    def __str__(self):
        return f"{self.enrolment}"

    def get_absolute_url(self):
        return reverse("eportfolio:portfolio", args=[self.pk])

    @property
    def edition(self):
        return self.enrolment.edition


class SituationQuerySet(models.QuerySet):
    def owned_by(self, person):
        return self.filter(portfolio__enrolment__person=person, removed_at__isnull=True)

    def present(self):
        return self.filter(removed_at__isnull=True)


class Situation(Journalled):
    """What was done, where, with whom: the place where evidence and claims meet."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="situations")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(_("title"), max_length=200)
    account = models.TextField(_("what you did"), blank=True, max_length=20000)
    taught_on = models.DateField(_("date of the session"), null=True, blank=True)
    audience = models.CharField(_("with whom"), max_length=200, blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    condition = models.CharField(
        max_length=40,
        blank=True,
        help_text=_("Code of the blocking condition this situation proves (a taught session)."),
    )
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = SituationQuerySet.as_manager()

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("eportfolio:situation", args=[self.pk])

    @property
    def institution(self):
        return self.portfolio.institution


class EvidenceQuerySet(models.QuerySet):
    def owned_by(self, person):
        return self.filter(situation__portfolio__enrolment__person=person, removed_at__isnull=True)

    def present(self):
        return self.filter(removed_at__isnull=True)


class Evidence(Journalled):
    """A file or a link that shows what the situation tells."""

    situation = models.ForeignKey(Situation, models.PROTECT, related_name="evidence")
    position = models.PositiveIntegerField(default=0)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True)
    url = models.URLField(max_length=1000, blank=True)
    description = models.CharField(_("description"), max_length=500, blank=True)
    begun_at = models.DateTimeField(help_text=_("When the upload began."))
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_is_a_file_or_a_link",
                condition=(Q(file__isnull=False) & Q(url="")) | (Q(file__isnull=True) & ~Q(url="")),
            )
        ]

    def __str__(self):
        return self.description or (self.file.name if self.file_id else self.url)

    @property
    def institution(self):
        return self.situation.portfolio.institution


class Claim(Journalled):
    """“In this situation I used this competence”, with an argument."""

    situation = models.ForeignKey(Situation, models.PROTECT, related_name="claims")
    item = models.CharField(max_length=40, help_text=_("Code of an item of the programme."))
    argument = models.TextField(_("argument"), blank=True, max_length=5000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["situation", "item"], name="one_claim_an_item")
        ]

    def __str__(self):
        return self.item

    @property
    def institution(self):
        return self.situation.portfolio.institution


class DepositState(models.TextChoices):
    STANDING = "standing", _("standing")
    TAKEN_BACK = "taken_back", _("taken back before the deadline")


class DepositQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(state=DepositState.STANDING)

    def owned_by(self, person):
        return self.filter(portfolio__enrolment__person=person)

    def with_edition(self):
        return self.select_related(
            "institution",
            "portfolio__enrolment__person",
            "portfolio__enrolment__edition__programme_version",
            "portfolio__enrolment__edition__institution",
        )


class Deposit(Stateful):
    """The frozen copy of a portfolio for one session. `content` is what everybody reads later.

    content = {"person", "session", "statement", "situations": [{"id", "title", "account",
    "taught_on", "audience", "place", "condition", "evidence": [{"id", "name", "url",
    "description", "sha256", "size", "file"}], "claims": [{"item", "argument"}]}], "acquired": []}
    """

    GUARDS = [
        Guard(
            "deposit_never_changes",
            "UPDATE",
            "A deposit never changes",
            "NEW.content <> OLD.content OR NEW.sha256 <> OLD.sha256 OR "
            "NEW.deposited_at <> OLD.deposited_at OR NEW.portfolio_id <> OLD.portfolio_id OR "
            "NEW.session <> OLD.session OR NEW.number <> OLD.number",
        ),
        Guard("deposit_never_goes", "DELETE", "A deposit never goes"),
    ]
    MOVES = {DepositState.STANDING: {DepositState.TAKEN_BACK}, DepositState.TAKEN_BACK: set()}

    institution = models.ForeignKey(Institution, models.PROTECT)
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="deposits")
    session = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40, unique=True, help_text=_("Printed on the receipt."))
    state = models.CharField(max_length=10, choices=DepositState, default=DepositState.STANDING)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64, help_text=_("Of the canonical content."))
    deposited_at = models.DateTimeField()
    files = models.ManyToManyField(StoredFile, related_name="deposits")

    objects = DepositQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["portfolio", "session"],
                condition=Q(state=DepositState.STANDING),
                name="one_standing_deposit_a_session",
            )
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("eportfolio:receipt", args=[self.pk])

    @property
    def edition(self):
        return self.portfolio.enrolment.edition

    @property
    def candidate(self):
        return self.portfolio.enrolment.person

    def claimed_items(self):
        """The codes of the items claimed in any situation, in no order."""
        return {
            claim["item"]
            for situation in self.content["situations"]
            for claim in situation["claims"]
        }


class AcquisQuerySet(models.QuerySet):
    def kept_by(self, person, edition, *, on):
        """What counts for this person in this edition: gained in it, or kept from an earlier one
        as far as the programme's carry-over says."""
        programme = edition.programme
        rows = self.filter(
            Q(until__isnull=True) | Q(until__gte=on),
            person=person,
            institution=edition.institution_id,
            programme_code=edition.programme_code,
            renounced_at__isnull=True,
        )
        if programme.carry_over.same_framework_only:
            rows = rows.filter(framework=framework_id(programme))
        if not programme.carry_over.across_years:
            rows = rows.filter(enrolment__edition=edition)
        return rows


class Acquis(Journalled):
    """What a candidate keeps: an item or a mark, from which sealed act, until when.

    Written by the publication of results; read by portfolio, evaluation and jury.
    """

    institution = models.ForeignKey(Institution, models.PROTECT)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="acquis")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="acquis")
    session = models.PositiveSmallIntegerField()
    programme_code = models.SlugField()
    framework = models.CharField(max_length=60, help_text=_("The framework it was judged on."))
    item = models.CharField(max_length=40, help_text=_("Code of an item or of a condition."))
    mark = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    act = models.CharField(max_length=60, help_text=_("Number of the sealed deliberation."))
    gained_on = models.DateField()
    until = models.DateField(null=True, help_text=_("Last day it is kept; empty: no limit."))
    renounced_at = models.DateTimeField(null=True)

    objects = AcquisQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "session", "item"], name="one_acquis_an_item"
            )
        ]

    def __str__(self):
        return f"{self.item}, {self.person}"


def framework_id(programme):
    """What an acquis was judged on: the framework, or the programme's version without one."""
    if programme.framework:
        return programme.framework.id
    return f"{programme.code}-{programme.version}"
